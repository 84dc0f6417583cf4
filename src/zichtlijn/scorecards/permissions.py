"""Who may weigh a scorecard, draw its map or take it along. Every member may read it: it holds nothing personal."""

from django.shortcuts import get_object_or_404

from zichtlijn.access.permissions import Permission
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.permissions import heads_unit
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.models import Unit
from zichtlijn.scorecards.models import Arrow


def can_weigh_scorecard(actor, unit: Unit | None) -> bool:
    """Divide the weights: whoever looks after the objectives, and the head of a unit for that of the unit."""
    return actor.may(Permission.MANAGE_OBJECTIVES) or (unit is not None and heads_unit(actor, unit))


def can_take_scorecard(actor) -> bool:
    """Take it along as a file: whoever may export."""
    return actor.may(Permission.EXPORT)


def can_draw_map(actor, unit: Unit | None) -> bool:
    """Draw, change and remove arrows: whoever may weigh the scorecard that the map is of."""
    return can_weigh_scorecard(actor, unit)


def unit_of_arrow(arrow: Arrow) -> Unit | None:
    """The unit on whose map an arrow stands; None for the map of the organisation."""
    return None if arrow.cause.level == Level.STRATEGIC else arrow.cause.unit


def get_arrow(actor, arrow_id: int) -> Arrow:
    """An arrow between two objectives that this actor may know of, or 404."""
    seen = Objective.objects.visible_to(actor, levels=[Level.STRATEGIC, Level.DEPARTMENT, Level.OPERATIONAL]).values(
        "pk"
    )
    found = Arrow.objects.filter(cause__in=seen, effect__in=seen).select_related("cause__unit", "effect")
    return get_object_or_404(found, pk=arrow_id)
