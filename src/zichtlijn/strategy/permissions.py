"""Who may see and state the direction."""

from django.shortcuts import get_object_or_404

from zichtlijn.access.actor import Actor
from zichtlijn.access.permissions import Permission
from zichtlijn.strategy.models import Direction


def can_manage_direction(by: Actor) -> bool:
    """State mission, vision, core values and strategy."""
    return by.may(Permission.MANAGE_DIRECTION)


def get_direction(by: Actor, direction_id: int) -> Direction:
    """A direction of this organisation: every member may read it."""
    return get_object_or_404(Direction, pk=direction_id, organisation=by.organisation)
