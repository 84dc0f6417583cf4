"""A directorate with a past: twelve years in tertials, eight objectives in each, and a growth plan that was adopted.

Added once to an organisation that is measured, beside its people: the pages of scorecard, balance and plan then have
the thirty-six periods that they can show.
"""

from datetime import date

from django.utils import timezone

from tests.factories import (
    make_action,
    make_growth_edition,
    make_growth_plan,
    make_measure,
    make_objective,
    make_period,
    make_reading,
    make_unit,
)
from zichtlijn.access.scoping import in_organisation
from zichtlijn.growth_plan.states import PlanState
from zichtlijn.objectives.actions.standing import follow_up, refresh_lines, refresh_measure
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.models import Period, Unit

KEY = "VERLEDEN"
YEARS = 12
TERTIALS = ((1, 4, 30), (5, 8, 31), (9, 12, 31))
PERSPECTIVES = ("financial", "financial", "financial", "customers", "customers", "processes", "processes", "learning")


def directorate(organisation) -> Unit:
    """The directorate of this organisation that has a past; made when it is not there."""
    with in_organisation(organisation):
        found = Unit.objects.filter(key=KEY).first()
        return found or _make(organisation)


def _make(organisation) -> Unit:
    unit = make_unit(organisation, "Directie met een verleden", key=KEY, parent=Unit.objects.get(parent=None))
    above = Objective.objects.filter(level=Level.STRATEGIC).order_by("pk")[0]
    this_year = Period.objects.years().order_by("-starts_on")[0].starts_on.year
    for year in range(this_year - YEARS + 1, this_year + 1):
        period = _year(organisation, year)
        made = [_objective(unit, period, number, above if year == this_year else None) for number in range(8)]
        follow_up([objective.pk for objective in made], organisation=organisation)
        refresh_lines([objective.pk for objective in made])
    plan = make_growth_plan(unit, period, state=PlanState.ADOPTED, choices="We kiezen voor twee dingen.")
    make_growth_edition(plan)
    return unit


def _year(organisation, year: int) -> Period:
    period = Period.objects.years().filter(starts_on=date(year, 1, 1)).first() or make_period(organisation, year)
    for number, (first, last, day) in enumerate(TERTIALS, start=1):
        if not Period.objects.filter(kind=Period.Kind.TERTIAL, starts_on=date(year, first, 1)).exists():
            make_period(
                organisation,
                kind=Period.Kind.TERTIAL,
                name=f"{year} · T{number}",
                parent=period,
                starts_on=date(year, first, 1),
                ends_on=date(year, last, day),
            )
    return period


def _objective(unit: Unit, period: Period, number: int, above: Objective | None) -> Objective:
    year = period.starts_on.year
    objective = make_objective(
        unit.organisation,
        f"Doelstelling {number + 1} van {year}",
        key=f"{KEY}-{year}-{number}",
        level=Level.DEPARTMENT,
        unit=unit,
        period=period,
        perspective=PERSPECTIVES[number],
        parents=[above] if above else [],
    )
    tempo = ("lead", "lag")[number % 2]
    measure = make_measure(objective, f"Meting {number + 1}", key=f"{KEY}-M-{year}-{number}", tempo=tempo)
    for month in range(1, 13):
        if (day := date(year, month, 20)) <= timezone.localdate():
            make_reading(measure, (month * 8 + number * 3 + year) % 97 + 1, on=day)
    refresh_measure(measure)
    for step in range(3):
        make_action(objective, f"Actie {step + 1}", due_on=date(year, 4 + step * 3, 1), budget=1000 * (number + 1))
    return objective
