"""Who may write on an OGSM. Reading goes with the objective: every member may."""

from django.http import Http404

from zichtlijn.access.permissions import Permission
from zichtlijn.objectives.models import Objective, ObjectiveLink
from zichtlijn.objectives.permissions import can_edit_objective, get_objective
from zichtlijn.objectives.states import State
from zichtlijn.ogsm.queries import OF_LEVELS


def get_plan(actor, objective_id: int) -> Objective:
    """An objective of a level that has an OGSM and that this actor may know of, or 404."""
    objective = get_objective(actor, objective_id)
    if objective.level not in OF_LEVELS or objective.state == State.DROPPED:
        raise Http404
    return objective


def get_on_plan(actor, objective: Objective, objective_id: int) -> Objective:
    """The objective of the page itself, or one of its strategies, or 404."""
    if objective_id == objective.pk:
        return objective
    return get_strategy(actor, objective, objective_id)


def get_strategy(actor, objective: Objective, strategy_id: int) -> Objective:
    """A strategy of this page, or 404."""
    if not ObjectiveLink.objects.filter(parent=objective, child=strategy_id).exists():
        raise Http404
    return get_objective(actor, strategy_id)


def can_take_ogsm(actor) -> bool:
    """Take a plan that one may read along as a file: whoever may export."""
    return actor.may(Permission.EXPORT)


def can_choose(actor, objective: Objective, strategy: Objective) -> bool:
    """Say what a strategy is for: whoever may edit the objective of the page, or the strategy."""
    return can_edit_objective(actor, objective) or can_edit_objective(actor, strategy)
