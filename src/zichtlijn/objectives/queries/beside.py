"""Objectives as other rooms show them beside their own things: a direction, a person, a unit, a position, a project."""

from django.db.models import Q

from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import Level, State
from zichtlijn.organisation.permissions import can_see_line

#: Rows in a card beside something else.
SHOWN = 10
#: Strategic objectives under a direction; objectives of one position or project.
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
    """What this person owns and this reader may see, one more than is shown.

    Whoever may see the whole line of the person finds the personal objectives there, where the look is written down;
    a colleague finds here the agreed ones that the organisation opened to colleagues.
    """
    levels = SHARED if can_see_line(actor, person) else list(Level)
    return list(_in_view(actor, period, levels).filter(owner=person).order_by("pk")[: SHOWN + 1])


def objectives_of_unit(actor, unit, period) -> list[Objective]:
    """What belongs to this unit itself, one more than is shown."""
    return list(_in_view(actor, period, SHARED).filter(unit=unit).order_by("pk")[: SHOWN + 1])


def objectives_of_position(actor, position, period) -> list[Objective]:
    """The role objectives of this position, one more than fits."""
    return list(_in_view(actor, period, [Level.ROLE]).filter(position=position).order_by("pk")[: MOST + 1])


def objectives_of_project(actor, project, period) -> list[Objective]:
    """The objectives of this project, one more than fits."""
    return list(_in_view(actor, period, [Level.PROJECT]).filter(project=project).order_by("pk")[: MOST + 1])
