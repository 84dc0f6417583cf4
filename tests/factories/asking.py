"""Factories of 360 feedback."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from zichtlijn.access.scoping import in_organisation
from zichtlijn.feedback.models import AskedBehaviour, FeedbackMean, FeedbackRequest, FeedbackRound, FeedbackWords


def make_feedback_round(person, competencies=(), *, state="draft", **fields) -> FeedbackRound:
    """A round of a person that asks three behaviours of each of these competencies."""
    with in_organisation(person.organisation):
        today = timezone.localdate()
        fields.setdefault("closes_on", today + timedelta(days=14))
        if state == "running":
            fields.setdefault("opened_on", today)
        if state == "closed":
            fields.setdefault("ended_on", today)
        made = FeedbackRound.objects.create(organisation=person.organisation, person=person, state=state, **fields)
        for competency in competencies:
            for number in (1, 2, 3):
                AskedBehaviour.objects.create(
                    organisation=person.organisation, round=made, competency=competency, number=number,
                    text=f"{competency} {number}",
                )  # fmt: skip
        return made


def make_feedback_request(round_, person, group="colleagues", *, answer=None, **fields) -> FeedbackRequest:
    """Somebody who is asked; with `answer` (1 to 5, or "x": cannot judge) it is on everything, and sent."""
    with in_organisation(round_.organisation):
        if answer is not None:
            pks = AskedBehaviour.objects.filter(round=round_).values_list("pk", flat=True)
            fields.setdefault("answers", {str(pk): None if answer == "x" else answer for pk in pks})
            fields.setdefault("state", "sent")
        return FeedbackRequest.objects.create(
            organisation=round_.organisation, round=round_, person=person, group=group, **fields
        )


def make_feedback_mean(round_, competency, groups="self", mean="3.0", raters=1) -> FeedbackMean:
    with in_organisation(round_.organisation):
        return FeedbackMean.objects.create(
            organisation=round_.organisation, round=round_, competency=competency, groups=groups, mean=Decimal(mean),
            raters=raters,
        )  # fmt: skip


def make_feedback_words(round_, text="Ga zo door", question="keep", group="") -> FeedbackWords:
    with in_organisation(round_.organisation):
        return FeedbackWords.objects.create(
            organisation=round_.organisation, round=round_, question=question, group=group, text=text
        )
