"""What this room shows on the page of the direction, of a person, a unit, a position and a project."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.objectives.actions import look_at_objectives
from zichtlijn.objectives.permissions import can_create_at, can_create_objective
from zichtlijn.objectives.queries.asked import in_the_name_of
from zichtlijn.objectives.queries.beside import (
    MOST,
    SHOWN,
    objectives_of_direction,
    objectives_of_person,
    objectives_of_position,
    objectives_of_project,
    objectives_of_unit,
)
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.queries import chosen_period
from zichtlijn.organisation.sections import section_of


@section_of("direction")
def strategic_objectives(request, direction):
    """The strategic objectives of the direction, and for those who may the act that adds one."""
    period = chosen_period(request)
    if period and (period.starts_on > direction.ends_on or period.ends_on < direction.starts_on):
        period = None
    context = {
        "objectives": objectives_of_direction(request.actor, direction, period),
        "period": period,
        "can_create": can_create_at(request.actor, Level.STRATEGIC),
    }
    return render_to_string("objectives/_of_direction.html", context, request=request)


@section_of("person")
def objectives_owned(request, person):
    """What this person answers for in the organisation, and what colleagues may see of their personal objectives."""
    period = chosen_period(request)
    found = objectives_of_person(request.actor, person, period)
    look_at_objectives(found[:SHOWN], by=request.actor)
    return _card(request, found, period)


@section_of("leaving")
def work_left_behind(request, person):
    """What goes on in the name of who leaves, in one sentence; the page before somebody leaves shows it."""
    objectives, measures = in_the_name_of(person, today=timezone.localdate())
    if not objectives and not measures:
        return ""
    return _(
        "Still in the name of %(person)s: open objectives %(objectives)s, measures of objectives of others "
        "%(measures)s. Give them to others. Until then the owner of the objective is asked for those readings."
    ) % {"person": person.name, "objectives": objectives, "measures": measures}


@section_of("unit")
def objectives_here(request, unit):
    """The objectives of this unit."""
    period = chosen_period(request)
    return _card(request, objectives_of_unit(request.actor, unit, period), period, unit=unit)


@section_of("position")
def role_objectives(request, position):
    """The role objectives of this position."""
    period = chosen_period(request)
    found = objectives_of_position(request.actor, position, period)
    return _own_card(request, found, period, Level.ROLE, can_create_at(request.actor, Level.ROLE))


@section_of("project")
def project_objectives(request, project):
    """The objectives of this project, for which it is there."""
    period = chosen_period(request)
    found = objectives_of_project(request.actor, project, period)
    may_add = can_create_objective(request.actor, Level.PROJECT, unit=project.unit, project=project)
    return _own_card(request, found, period, Level.PROJECT, may_add)


def _own_card(request, found, period, level, may_add):
    """A card with all of them, also when there are none: they are what its page is for."""
    context = {
        "objectives": found[:MOST],
        "more": len(found) > MOST,
        "period": period,
        "level": level,
        "may_add": may_add,
        "one_level": True,
    }
    return render_to_string("objectives/_beside.html", context, request=request)


def _card(request, found, period, *, unit=None):
    """A card with the first few; nothing when there are none."""
    if not found:
        return ""
    context = {"objectives": found[:SHOWN], "more": len(found) > SHOWN, "period": period, "unit": unit}
    return render_to_string("objectives/_beside.html", context, request=request)
