"""Who may weigh a scorecard or take it along. Every member may read one: it holds nothing that is personal."""

from zichtlijn.access.permissions import Permission
from zichtlijn.objectives.permissions import heads_unit
from zichtlijn.organisation.models import Unit


def can_weigh_scorecard(actor, unit: Unit | None) -> bool:
    """Divide the weights: whoever looks after the objectives, and the head of a unit for that of the unit."""
    return actor.may(Permission.MANAGE_OBJECTIVES) or (unit is not None and heads_unit(actor, unit))


def can_take_scorecard(actor) -> bool:
    """Take it along as a file: whoever may export."""
    return actor.may(Permission.EXPORT)
