"""The final appraisals that a round follows: the one place where they come in."""

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from zichtlijn.appraisals.queries import FinalLevel, final_levels, scale_of
from zichtlijn.conversations.models import Cycle
from zichtlijn.rewards.models import Proposal, Round
from zichtlijn.rewards.states import Missing, RoundState, State

__all__ = ["FinalLevel", "counted_elsewhere", "levels_in", "moved_from", "others_from_that_day", "scale_of"]


def levels_in(cycle: Cycle, people: Collection[int] | None = None) -> dict[int, FinalLevel]:
    """Person → the level of the final appraisal in this cycle, of everybody or of these; who has none is not in it."""
    return final_levels(cycle, people)


def moved_from(rows: Iterable[Proposal], levels: dict[int, FinalLevel]) -> list[Proposal]:
    """Of these proposals, those that were computed from another appraisal than stands in `levels` now."""
    return [row for row in rows if _stands_on(row) != _stands_now(levels.get(row.employee_id))]


def _stands_on(row: Proposal) -> tuple:
    return row.level, row.appraised_on, row.missing == Missing.OBJECTION


def _stands_now(level: FinalLevel | None) -> tuple:
    return (level.level, level.on, level.is_contested) if level else (None, None, False)


def others_from_that_day(of_round: Round) -> QuerySet:
    """Proposals of other rounds for new salaries from the same day, final or still under way: one round a person."""
    found = Proposal.objects.filter(round__effective_on=of_round.effective_on).exclude(round=of_round.pk)
    return found.filter(Q(state=State.FINAL) | Q(round__state=RoundState.RUNNING))


def counted_elsewhere(of_round: Round) -> QuerySet:
    """Proposals of other rounds that follow the same appraisals: what is final, or still under way."""
    found = Proposal.objects.filter(round__cycle=of_round.cycle_id, missing="").exclude(level=None)
    return found.filter(Q(state=State.FINAL) | Q(round__state=RoundState.RUNNING)).exclude(round=of_round.pk)
