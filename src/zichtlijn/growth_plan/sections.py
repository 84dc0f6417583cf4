"""What this room shows on the page of a unit, of an analysis and of an objective: the plan in which it stands."""

from datetime import date
from functools import partial

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.access.prepared import prepared
from zichtlijn.audit.figures import all_but, kept
from zichtlijn.audit.models import Event
from zichtlijn.growth_plan.models import GrowthPlan
from zichtlijn.growth_plan.permissions import can_keep_plan
from zichtlijn.growth_plan.states import LAYER_OF
from zichtlijn.objectives.mentions import Mention, mentions_objectives
from zichtlijn.objectives.permissions import PATH_STEP
from zichtlijn.organisation.models import Unit
from zichtlijn.organisation.queries import chosen_period
from zichtlijn.organisation.queries.units import unit_headed_by
from zichtlijn.organisation.sections import section_of


@section_of("unit")
def plan_of_unit(request, unit):
    """The plan of this unit in the chosen year, and for whoever may write it the way to begin."""
    period = chosen_period(request)
    return _card(request, unit, (period.parent or period) if period else None)


@section_of("analysis")
def plan_of_analysis(request, analysis):
    """The plan that takes its content from this analysis."""
    unit = analysis.unit or Unit.objects.living().filter(parent=None).order_by("path").first()
    return _card(request, unit, analysis.period) if unit else ""


@section_of("home")
def own_plan(request, person):
    """The plan of the highest unit that this person heads."""
    unit = unit_headed_by(request.actor) if person.pk == request.actor.person_id else None
    return plan_of_unit(request, unit) if unit else ""


def _with_plan(year) -> frozenset[int]:
    """The units that have a plan of this year: of the others nobody asks."""
    return frozenset(GrowthPlan.objects.filter(period=year).values_list("unit_id", flat=True))


def _card(request, unit, year):
    if year is None:
        return ""
    plan = None
    started = all_but(Event.GROWTH_PLAN_STARTED)
    if unit.pk in kept(("units with a growth plan", year.pk), partial(_with_plan, year), unmoved_by=started):
        plan = GrowthPlan.objects.visible_to(request.actor).filter(unit=unit, period=year).first()
    can_start = plan is None and can_keep_plan(request.actor, unit)
    if plan is None and not can_start:
        return ""
    context = {"plan": plan, "unit": unit, "year": year}
    return render_to_string("growth_plan/_of_unit.html", context, request=request)


@mentions_objectives
def plan_of_objective(actor, objective):
    """The plan of its unit, or of the nearest unit above that has one: one question."""
    if objective.level not in LAYER_OF or objective.unit is None:
        return []
    path = objective.unit.path
    units = [int(path[at : at + PATH_STEP], 16) for at in range(0, len(path), PATH_STEP)]
    found = _plans_of(actor=actor, units=units, from_day=objective.starts_on, until_day=objective.ends_on)
    plan = found[0] if found else None
    return [Mention(_("Growth plan"), str(plan), reverse("growth_plan:plan", args=[plan.pk]))] if plan else []


@prepared
def _plans_of(*, actor: Actor, units: list[int], from_day: date, until_day: date):
    """The plan of the lowest of these units that has one between these days, the newest."""
    found = GrowthPlan.objects.visible_to(actor).select_related("unit", "period").filter(unit__among=units)
    found = found.filter(period__starts_on__lte=until_day, period__ends_on__gte=from_day)
    return found.order_by("-unit__path", "-period__starts_on")[:1]
