"""Every write of the room: dividing the weights, drawing the map; and taking the scorecard along."""

from zichtlijn.scorecards.actions.arrows import change_arrow, draw_arrow, remove_arrow
from zichtlijn.scorecards.actions.weights import (
    divide_weights,
    take_map,
    take_scorecard,
    version_of_weights,
    withdraw_weights,
)

__all__ = [
    "change_arrow",
    "divide_weights",
    "draw_arrow",
    "remove_arrow",
    "take_map",
    "take_scorecard",
    "version_of_weights",
    "withdraw_weights",
]
