"""Objectives as other rooms show them beside their own things: of a direction, of a person, of a unit."""

from django.db.models import Q

from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import Level, State

#: Rows in a card beside something else.
SHOWN = 10
#: Strategic objectives under a direction.
MOST = 100
SHARED = [level for level in Level if level != Level.PERSONAL]


def _in_view(actor, period, levels):
    rows = Objective.objects.visible_to(actor, levels=levels).exclude(state=State.DROPPED)
    if period:
        rows = rows.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    return rows.for_cards()


def objectives_of_direction(actor, direction, period) -> list[Objective]:
    """The strategic objectives that belong to this direction, or to none and run in its years; of `period` if given."""
    rows = _in_view(actor, period, [Level.STRATEGIC])
    in_its_years = Q(direction=None, starts_on__lte=direction.ends_on, ends_on__gte=direction.starts_on)
    return list(rows.filter(Q(direction=direction) | in_its_years).order_by("pk")[:MOST])


def objectives_of_person(actor, person, period) -> list[Objective]:
    """What this person owns and everybody may see, one more than is shown."""
    return list(_in_view(actor, period, SHARED).filter(owner=person).order_by("pk")[: SHOWN + 1])


def objectives_of_unit(actor, unit, period) -> list[Objective]:
    """What belongs to this unit itself, one more than is shown."""
    return list(_in_view(actor, period, SHARED).filter(unit=unit).order_by("pk")[: SHOWN + 1])
