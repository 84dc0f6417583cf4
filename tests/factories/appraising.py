"""Factories of the appraisals."""

from decimal import Decimal

from django.utils import timezone

from zichtlijn.access.scoping import in_organisation
from zichtlijn.appraisals.models import Appraisal, Level, Mandate, Passage, Scheme, Score

NAMES = ("onvoldoende", "matig", "goed", "zeer goed", "uitstekend")


def make_scheme(cycle, names=NAMES, *, negative=2, **fields) -> Scheme:
    """The scale of a cycle: the labels change halfway between two levels, the lowest `negative` are not good enough."""
    with in_organisation(cycle.organisation):
        scheme = Scheme.objects.create(organisation=cycle.organisation, cycle=cycle, **fields)
        Level.objects.bulk_create(
            Level(
                organisation=cycle.organisation,
                scheme=scheme,
                number=number,
                name=name,
                text=f"Betekent {name}",
                is_negative=number <= negative,
                from_score=Decimal(1) if number == 1 else Decimal(number) - Decimal("0.5"),
            )
            for number, name in enumerate(names, start=1)
        )
        return scheme


def make_appraisal(report, *, state="sent", label=3, **fields) -> Appraisal:
    fields = {"proposed": label, "chosen": label, "label": label} | fields
    with in_organisation(report.organisation):
        return Appraisal.objects.create(organisation=report.organisation, report=report, state=state, **fields)


def make_score(appraisal, *, agreement=None, competency=None, level=3, **fields) -> Score:
    thing = agreement or competency
    fields = {"name": str(getattr(thing, "text", thing)), "weight": Decimal(1)} | fields
    with in_organisation(appraisal.organisation):
        return Score.objects.create(
            organisation=appraisal.organisation,
            appraisal=appraisal,
            part="agreements" if agreement else "competencies",
            agreement=agreement,
            competency=competency,
            level=level,
            **fields,
        )


def make_passage(appraisal, move, by, **fields) -> Passage:
    fields.setdefault("at", timezone.now())
    with in_organisation(appraisal.organisation):
        return Passage.objects.create(
            organisation=appraisal.organisation, appraisal=appraisal, move=move, by=by, by_name=by.name, **fields
        )


def make_mandate(conversation, *, second=None, decider=None) -> Mandate:
    with in_organisation(conversation.organisation):
        return Mandate.objects.create(
            organisation=conversation.organisation, conversation=conversation, second=second, decider=decider
        )
