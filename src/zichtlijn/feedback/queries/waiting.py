"""What of 360 feedback waits for somebody: to answer, and a round to open."""

from dataclasses import dataclass
from datetime import date

from zichtlijn.feedback.models import FeedbackRound, led_today
from zichtlijn.feedback.queries.pages import requests_to
from zichtlijn.feedback.states import RequestState, RoundState
from zichtlijn.organisation.models import Person

MOST = 50


@dataclass(frozen=True)
class Waiting:
    """One thing: kind is feedback (to answer) or feedback_round (that somebody proposed, to open)."""

    kind: str
    person: Person
    due_on: date | None
    pk: int


def waiting_for(actor, *, today: date, until: date) -> list[Waiting]:
    """What the actor is to do: to answer as far as the last day is this one or before."""
    asked = [
        Waiting("feedback", one.round.person, one.round.closes_on, one.pk)
        for one in requests_to(actor, today)
        if one.state == RequestState.ASKED and (one.round.closes_on or until) <= until
    ]
    proposed = FeedbackRound.objects.filter(led_today("person", actor), state=RoundState.PROPOSED)
    return asked + [
        Waiting("feedback_round", one.person, None, one.pk)
        for one in proposed.select_related("person").order_by("pk")[:MOST]
    ]
