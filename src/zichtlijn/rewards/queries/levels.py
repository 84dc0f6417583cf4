"""The final appraisals that a round follows: the one place where they come in."""

from django.db.models import Q, QuerySet

from zichtlijn.appraisals.queries import FinalLevel, final_levels
from zichtlijn.conversations.models import Cycle
from zichtlijn.rewards.models import Proposal, Round
from zichtlijn.rewards.states import RoundState, State

__all__ = ["FinalLevel", "counted_elsewhere", "levels_in"]


def levels_in(cycle: Cycle) -> dict[int, FinalLevel]:
    """Person → the level of the final appraisal in this cycle; who has none is not in it."""
    return final_levels(cycle)


def counted_elsewhere(of_round: Round) -> QuerySet:
    """Proposals of other rounds that follow the same appraisals: what is final, or still under way."""
    found = Proposal.objects.filter(round__cycle=of_round.cycle_id, missing="").exclude(level=None)
    return found.filter(Q(state=State.FINAL) | Q(round__state=RoundState.RUNNING)).exclude(round=of_round.pk)
