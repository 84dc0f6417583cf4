"""Who may grade and carry over an OKR. Who may read one is who may read the objective."""

from zichtlijn.access.permissions import Permission
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.permissions import can_create_objective, get_objective, keeps
from zichtlijn.objectives.states import COUNTING


def get_okr(actor, objective_id: int) -> Objective:
    """The objective that is read as an OKR, as far as this actor may know of it, or 404."""
    return get_objective(actor, objective_id)


def can_grade(actor, objective: Objective) -> bool:
    """The owner, and whoever leads the objective: it is they who learn of it."""
    return keeps(actor, objective)


def can_carry_over(actor, objective: Objective) -> bool:
    """Whoever may write an objective of this level, for this owner and in this place."""
    return objective.state in COUNTING and can_create_objective(
        actor, objective.level, owner=objective.owner, unit=objective.unit, project=objective.project
    )


def can_take_cycle(actor) -> bool:
    """Take a cycle along as a file: whoever may export."""
    return actor.may(Permission.EXPORT)
