"""Work of every day: rounds whose last day was yesterday close."""

from datetime import date

from zichtlijn.access.actor import system_actor
from zichtlijn.access.models import Organisation
from zichtlijn.feedback.actions.running import close_round
from zichtlijn.feedback.models import FeedbackRound
from zichtlijn.jobs.schedule import daily


@daily("close_feedback")
def close_feedback(organisation: Organisation, day: date) -> None:
    """Close what is past its last day, each round on its own: run twice, it comes to the same end."""
    for round_ in FeedbackRound.objects.past_deadline(day).order_by("pk"):
        close_round(round_, day, by=system_actor(organisation))
