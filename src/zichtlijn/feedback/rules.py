"""What always holds of 360 rounds: no answer outlives its round, and no mean is of fewer raters than it may be."""

from collections.abc import Iterator

from zichtlijn.access.rules import data_rule
from zichtlijn.calculations.feedback import LEAST_RATERS
from zichtlijn.feedback.models import FeedbackMean, FeedbackRequest
from zichtlijn.feedback.states import NAMED, RoundState


@data_rule
def no_answer_outlives_its_round() -> Iterator[str]:
    """Answers are gone once a round is closed or stopped."""
    late = FeedbackRequest.objects.filter(round__state__in=[RoundState.CLOSED, RoundState.STOPPED])
    for number in late.order_by("round_id").values_list("round_id", flat=True).distinct():
        yield f"feedback.FeedbackRound {number} has ended and still holds answers"


@data_rule
def no_mean_of_too_few() -> Iterator[str]:
    """What is shown without names is of three raters or more."""
    few = FeedbackMean.objects.exclude(groups__in=NAMED).filter(raters__lt=LEAST_RATERS)
    for number in few.order_by("pk").values_list("pk", flat=True):
        yield f"feedback.FeedbackMean {number} is of too few raters"
