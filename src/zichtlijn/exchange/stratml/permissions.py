"""Who may bring in a published plan, and who may take one along."""

from django.http import Http404
from django.utils import timezone

from zichtlijn.access.permissions import Permission as P
from zichtlijn.strategy.models import Direction


def can_import_plan(actor) -> bool:
    """A plan states the direction and the objectives under it, so bringing it in asks for the right to do both."""
    return actor.may(P.IMPORT) and actor.may(P.MANAGE_DIRECTION) and actor.may(P.MANAGE_OBJECTIVES)


def can_export_plan(actor) -> bool:
    return actor.may(P.EXPORT) and actor.may(P.SEE_OBJECTIVES)


def get_direction_to_export(actor, direction_id: int | None = None) -> Direction:
    """A direction of this organisation: the one asked for, else the one that holds today, else the newest; or 404."""
    directions = Direction.objects.filter(organisation=actor.organisation)
    if direction_id is not None:
        found = directions.filter(pk=direction_id).first()
    else:
        found = directions.at(timezone.localdate()).first() or directions.order_by("-starts_on", "-id").first()
    if found is None:
        raise Http404
    return found
