"""What agreements weigh beside each other in an appraisal."""

from collections.abc import Sequence

from zichtlijn.calculations.appraisal import whole_weights
from zichtlijn.conversations.models import Agreement
from zichtlijn.conversations.states import WEIGHED


def weights_of(agreements: Sequence[Agreement]) -> list[int]:
    """What each of these agreements weighs, in whole numbers: only what they are to each other counts.

    A result or a project whose weight was left open takes its share of what the others leave of 100. What can have no
    weight weighs nothing, also when nothing else was agreed: a development plan is no part of the judgement.
    """
    return whole_weights([row.weight if row.weight or row.kind in WEIGHED else 0 for row in agreements])
