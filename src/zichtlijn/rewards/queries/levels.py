"""The final appraisals that a round follows: the one place where they come in."""

from zichtlijn.appraisals.queries import FinalLevel, final_levels
from zichtlijn.conversations.models import Cycle

__all__ = ["FinalLevel", "levels_in"]


def levels_in(cycle: Cycle) -> dict[int, FinalLevel]:
    """Person → the level of the final appraisal in this cycle; who has none is not in it."""
    return final_levels(cycle)
