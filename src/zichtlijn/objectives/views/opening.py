"""Doors to the forms on an objective: as those of the permissions, and a look at that of another is written down."""

from zichtlijn.objectives import actions, permissions
from zichtlijn.objectives.models import Action, Measure, Objective, Reading


def open_objective(request, pk: int) -> Objective:
    return _looked_at(request, permissions.get_objective(request.actor, pk))


def open_measure(request, pk: int) -> Measure:
    measure = permissions.get_measure(request.actor, pk)
    _looked_at(request, measure.objective)
    return measure


def open_reading(request, pk: int) -> Reading:
    reading = permissions.get_reading(request.actor, pk)
    _looked_at(request, reading.measure.objective)
    return reading


def open_action(request, pk: int) -> Action:
    action = permissions.get_action(request.actor, pk)
    _looked_at(request, action.objective)
    return action


def _looked_at(request, objective: Objective) -> Objective:
    if request.method != "POST":
        actions.look_at_objective(objective, by=request.actor, again=False)
    return objective
