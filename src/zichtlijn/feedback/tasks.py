"""Work of every day: rounds whose last day was yesterday close."""

import logging
from datetime import date

from zichtlijn.access.actor import system_actor
from zichtlijn.access.models import Organisation
from zichtlijn.feedback.actions.running import close_round
from zichtlijn.feedback.models import FeedbackRound
from zichtlijn.jobs.schedule import daily

logger = logging.getLogger("zichtlijn.jobs")


@daily("close_feedback")
def close_feedback(organisation: Organisation, day: date) -> None:
    """Close what is past its last day, each round on its own: run twice, it comes to the same end.

    A round that cannot be closed does not keep the answers of others here; afterwards the work is said to have failed.
    """
    failures = []
    for round_ in FeedbackRound.objects.past_deadline(day).order_by("pk"):
        try:
            close_round(round_, day, by=system_actor(organisation))
        except Exception as failure:
            logger.exception("round %s of feedback was not closed; the others go on", round_.pk)
            failures.append(failure)
    if failures:
        raise failures[0]
