"""What of 360 feedback waits for somebody: to answer, and a round to open. Asked for along with other things."""

from datetime import date

from django.db.models import QuerySet

from zichtlijn.feedback.models import FeedbackRequest, FeedbackRound, led_today
from zichtlijn.feedback.states import RequestState, RoundState


def requests_waiting(actor, *, today: date, until: date) -> QuerySet[FeedbackRequest]:
    """What the actor is asked and did not send, in open rounds whose last day is this one or before."""
    found = FeedbackRequest.objects.filter(person=actor.person_id or 0, state=RequestState.ASKED)
    return found.filter(round__state=RoundState.RUNNING, round__closes_on__range=(today, until))


def rounds_waiting(actor) -> QuerySet[FeedbackRound]:
    """Rounds that people proposed whom the actor leads today."""
    return FeedbackRound.objects.filter(led_today("person", actor), state=RoundState.PROPOSED)
