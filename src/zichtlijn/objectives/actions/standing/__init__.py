"""Where measures and objectives stand: stored, and followed upward from each change in the same transaction."""

from zichtlijn.objectives.actions.standing.following import (
    follow_up,
    lock_lines,
    lock_measure,
    lock_objectives,
    refresh_lines,
    refresh_measure,
)
from zichtlijn.objectives.actions.standing.measures import limits_for, limits_of, stand_measure
from zichtlijn.objectives.actions.standing.objectives import stand_new_objective
from zichtlijn.objectives.actions.standing.whole import (
    differences,
    giving_way,
    recompute_after_commit,
    recompute_organisation,
)

__all__ = [
    "differences",
    "follow_up",
    "giving_way",
    "limits_for",
    "limits_of",
    "lock_lines",
    "lock_measure",
    "lock_objectives",
    "recompute_after_commit",
    "recompute_organisation",
    "refresh_lines",
    "refresh_measure",
    "stand_measure",
    "stand_new_objective",
]
