"""Every write on an analysis."""

from zichtlijn.analysis.actions.industry import (
    activity_rows,
    choose_strategy,
    describe_chain,
    describe_force,
    driver_rows,
    take_activity_along,
    take_driver_along,
    version_of_rows,
)
from zichtlijn.analysis.actions.inviting import invite_to_swot
from zichtlijn.analysis.actions.matrix import begin_again, close_scoring, give_scores, open_scoring, version_of_scores
from zichtlijn.analysis.actions.points import add_point, change_point, remove_point, turn_into_objective, weigh_points
from zichtlijn.analysis.actions.swot import (
    change_contribution,
    change_factor,
    contribute,
    loosen_contribution,
    merge_contributions,
    move_factor,
    remove_factor,
    require_lead,
    set_gathering,
    start_analysis,
    take_apart,
    withdraw_contribution,
)

__all__ = [
    "activity_rows",
    "add_point",
    "begin_again",
    "change_contribution",
    "change_factor",
    "change_point",
    "choose_strategy",
    "close_scoring",
    "contribute",
    "describe_chain",
    "describe_force",
    "driver_rows",
    "give_scores",
    "invite_to_swot",
    "loosen_contribution",
    "merge_contributions",
    "move_factor",
    "open_scoring",
    "remove_factor",
    "remove_point",
    "require_lead",
    "set_gathering",
    "start_analysis",
    "take_activity_along",
    "take_apart",
    "take_driver_along",
    "turn_into_objective",
    "version_of_rows",
    "version_of_scores",
    "weigh_points",
    "withdraw_contribution",
]
