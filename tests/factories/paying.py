"""Factories of the reward system, salaries and rounds."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from zichtlijn.access.scoping import in_organisation
from zichtlijn.rewards.models import (
    Cell,
    Level,
    Objection,
    PositionBand,
    Promotion,
    Proposal,
    RecordedGender,
    RewardSystem,
    Round,
    Salary,
    Scale,
)

#: Level → its steps, and for each place the raise and what may be given once, in percent.
LEVELS = {
    "onvoldoende": (0, ((0, 0), (0, 0), (0, 0))),
    "goed": (1, ((3, 0), (2, 0), (0, 0))),
    "uitstekend": (2, ((5, 0), (4, 0), (0, 3))),
}
#: Place → from how many percent.
BANDS = {"tot 80%": 0, "80 tot 100%": 80, "op het maximum": 100}
#: Scale → minimum, maximum and steps.
SCALES = {"7": (2400, 3200, ()), "P": (2400, 2800, (2400, 2600, 2800))}


def make_reward_system(organisation, name="Beloningssystematiek", *, word="", **fields) -> RewardSystem:
    """An adopted version with three levels, three places and two scales; `word` is put into every text."""
    year = timezone.localdate().year
    fields.setdefault("from_on", date(year, 1, 1))
    fields.setdefault("state", "adopted")
    fields.setdefault("consent", "none")
    own = {"organisation": organisation}
    with in_organisation(organisation):
        system = RewardSystem.objects.create(name=name, **own, **fields)
        bands = [
            PositionBand.objects.create(
                system=system, number=number, name=f"{label} {word}".strip(), low=Decimal(low) / 100, **own
            )
            for number, (label, low) in enumerate(BANDS.items(), start=1)
        ]
        for number, (label, (steps, cells)) in enumerate(LEVELS.items(), start=1):
            level = Level.objects.create(
                system=system, number=number, name=f"{label} {word}".strip(), steps=steps, **own
            )
            for band, (ratio, once) in zip(bands, cells, strict=True):
                Cell.objects.create(
                    of_level=level, band=band, ratio=Decimal(ratio) / 100, most_one_off=Decimal(once) / 100, **own
                )
        for label, (minimum, maximum, steps) in SCALES.items():
            Scale.objects.create(
                system=system, name=label, minimum=minimum, maximum=maximum, steps="\n".join(map(str, steps)), **own
            )
        return system


def make_salary(person, amount, **fields) -> Salary:
    with in_organisation(person.organisation):
        fields.setdefault("from_on", date(2020, 1, 1))
        fields.setdefault("scale", "7")
        return Salary.objects.create(
            organisation=person.organisation, person=person, amount=Decimal(str(amount)), **fields
        )


def make_reward_round(period, cycle, system, name="Beloningsronde", *, state="running", **fields) -> Round:
    """A round from January of the next year on."""
    with in_organisation(period.organisation):
        fields.setdefault("effective_on", date(timezone.localdate().year + 1, 1, 1))
        fields.setdefault("budget", Decimal("10000.00"))
        return Round.objects.create(
            organisation=period.organisation,
            name=name,
            period=period,
            cycle=cycle,
            system=system,
            state=state,
            **fields,
        )


def make_proposal(of_round, employee, manager, unit, **fields) -> Proposal:
    with in_organisation(of_round.organisation):
        return Proposal.objects.create(
            organisation=of_round.organisation, round=of_round, employee=employee, manager=manager, unit=unit, **fields
        )


def make_objection(proposal, reasons="Te weinig", **fields) -> Objection:
    with in_organisation(proposal.organisation):
        fields.setdefault("made_on", timezone.localdate())
        return Objection.objects.create(
            organisation=proposal.organisation, proposal=proposal, reasons=reasons, before=proposal.new, **fields
        )


def make_promotion(person, system, **fields) -> Promotion:
    """From scale 7 to P, proposed by nobody in particular."""
    given = {"from_on": date(2100, 1, 1), "old_scale": "7", "old": Decimal("2600.00"), "part_time": 1, "scale": "P",
             "computed": Decimal("2800.00"), "new": Decimal("2800.00"), "reason": "Groei",
             "proposed_on": timezone.localdate()}  # fmt: skip
    with in_organisation(person.organisation):
        return Promotion.objects.create(
            organisation=person.organisation, person=person, system=system, **(given | fields)
        )


def make_gender(person, gender="woman") -> RecordedGender:
    with in_organisation(person.organisation):
        return RecordedGender.objects.create(organisation=person.organisation, person=person, gender=gender)
