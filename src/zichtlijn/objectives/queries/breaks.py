"""Where the line breaks: what is missing between the mission and a person, counted and listed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from zichtlijn.calculations.objectives import LEAST_WHOLE, MOST_WHOLE, line_coverage
from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink
from zichtlijn.objectives.states import COUNTING, Kind, Level, State
from zichtlijn.organisation.models import Person, Placement, Unit


def _now(actor, period):
    return (
        Objective.objects.visible_to(actor)
        .filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
        .exclude(state=State.DROPPED)
    )


def objectives_without_parent(actor, period):
    """Agreed objectives below the strategic level that follow from nothing that counts."""
    parent = ObjectiveLink.objects.filter(child=OuterRef("pk"), parent__state__in=COUNTING)
    return _now(actor, period).counting().exclude(level=Level.STRATEGIC).filter(in_line=False).filter(~Exists(parent))


def objectives_without_support(actor, period):
    """Strategic objectives that nobody supports."""
    return _now(actor, period).counting().filter(level=Level.STRATEGIC, supporter_count=0)


def measures_without_readings(actor, period):
    """Measures of agreed objectives that were never read."""
    return (
        Measure.objects.living()
        .filter(current_on=None, objective__in=_now(actor, period).filter(state=State.AGREED))
        .exclude(kind=Kind.MILESTONES)
    )


def objectives_without_measure(actor, period):
    """Agreed objectives that nothing measures and nothing supports."""
    return _now(actor, period).filter(state=State.AGREED, measure_count=0, supporter_count=0)


def people_here(day: date):
    """People in service on this day who have a placement."""
    return Person.objects.filter(Exists(Placement.objects.on(day).filter(person=OuterRef("pk")))).living(day)


def with_complete_line(period):
    """Condition on people: an agreed personal objective in this period whose line reaches a strategic objective."""
    return Exists(
        Objective.objects.filter(
            owner=OuterRef("pk"),
            level=Level.PERSONAL,
            state__in=COUNTING,
            in_line=True,
            starts_on__lte=period.ends_on,
            ends_on__gte=period.starts_on,
        )
    )


def people_without_line(period, day: date):
    """People who have no agreed objective that leads to the mission."""
    return people_here(day).filter(~with_complete_line(period))


def personal_weights_off(actor, period):
    """People whose personal weights are filled in and do not add up to 100: rows of owner and sum."""
    return (
        _now(actor, period)
        .filter(level=Level.PERSONAL, state__in=COUNTING)
        .values("owner_id")
        .annotate(total=Sum("weight"), given=Count("weight"), n=Count("id"))
        .filter(given__gt=0)
        .filter(Q(total__lt=LEAST_WHOLE) | Q(total__gt=MOST_WHOLE) | Q(given__lt=F("n")))
    )


def support_weights_off(actor, period):
    """Objectives whose supporters have weights that do not add up to 100."""
    rows = (
        ObjectiveLink.objects.filter(child__state__in=COUNTING, parent__in=_now(actor, period).counting())
        .values("parent_id")
        .annotate(total=Sum("weight"), given=Count("weight"), n=Count("id"))
        .filter(given__gt=0)
        .filter(
            Q(given=F("n")) & (Q(total__lt=LEAST_WHOLE) | Q(total__gt=MOST_WHOLE))
            | Q(given__lt=F("n"), total__gte=LEAST_WHOLE)
        )
    )
    return _now(actor, period).filter(pk__in=rows.values("parent_id"))


@dataclass(frozen=True)
class UnitCoverage:
    """How many people of a unit, and of all below it, have a complete line."""

    unit: Unit
    people: int
    complete: int

    @property
    def share(self) -> float | None:
        return line_coverage(self.complete, self.people)


def coverage_per_unit(period, day: date) -> list[UnitCoverage]:
    """Line-of-sight coverage of every living unit, the units below it counted in; three queries at any size."""
    units = list(Unit.objects.living(day).order_by("path"))
    placed = Placement.objects.on(day).filter(Q(person__ends_on=None) | Q(person__ends_on__gte=day))
    people = dict(placed.values_list("unit_id").annotate(n=Count("person_id", distinct=True)))
    complete_people = Objective.objects.filter(
        owner=OuterRef("person_id"),
        level=Level.PERSONAL,
        state__in=COUNTING,
        in_line=True,
        starts_on__lte=period.ends_on,
        ends_on__gte=period.starts_on,
    )
    complete = dict(
        placed.filter(Exists(complete_people)).values_list("unit_id").annotate(n=Count("person_id", distinct=True))
    )
    totals: dict[str, list[int]] = {unit.path: [0, 0] for unit in units}
    for unit in units:
        for depth in range(8, len(unit.path) + 1, 8):
            if (sums := totals.get(unit.path[:depth])) is not None:
                sums[0] += people.get(unit.pk, 0)
                sums[1] += complete.get(unit.pk, 0)
    return [UnitCoverage(unit, *totals[unit.path]) for unit in units]
