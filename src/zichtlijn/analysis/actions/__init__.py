"""Every write on an analysis."""

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
    withdraw_contribution,
)

__all__ = [
    "change_contribution",
    "change_factor",
    "contribute",
    "loosen_contribution",
    "merge_contributions",
    "move_factor",
    "remove_factor",
    "require_lead",
    "set_gathering",
    "start_analysis",
    "withdraw_contribution",
]
