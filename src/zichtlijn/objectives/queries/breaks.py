"""Where the line breaks: what is missing between the mission and a person, counted and listed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from zichtlijn.access.permissions import Permission
from zichtlijn.access.scoping import below
from zichtlijn.calculations.anonymity import shown_cells
from zichtlijn.calculations.objectives import LEAST_WHOLE, MOST_WHOLE, line_coverage
from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink
from zichtlijn.objectives.states import COUNTING, Kind, Level, State
from zichtlijn.organisation.models import Person, Placement, Unit

#: Counting stops here: "1000+" says enough.
MOST = 1000
SHARED = tuple(level for level in Level.values if level != Level.PERSONAL)


def _now(actor, period, levels=None):
    return (
        Objective.objects.visible_to(actor, levels=levels)
        .filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
        .exclude(state=State.DROPPED)
    )


# the breaks -------------------------------------------------------------------------------------------------------


def objectives_without_parent(actor, period):
    """Agreed objectives below the strategic level that follow from nothing that counts."""
    parent = ObjectiveLink.objects.filter(child=OuterRef("pk"), parent__state__in=COUNTING)
    return _now(actor, period).counting().exclude(level=Level.STRATEGIC).filter(in_line=False).filter(~Exists(parent))


def objectives_without_support(actor, period):
    """Strategic objectives that nobody supports."""
    return _now(actor, period, [Level.STRATEGIC]).counting().filter(supporter_count=0)


def measures_without_readings(actor, period):
    """Measures of agreed objectives that were never read."""
    objective = _now(actor, period).filter(pk=OuterRef("objective_id"), state=State.AGREED)
    return Measure.objects.living().filter(Exists(objective), current_on=None).exclude(kind=Kind.MILESTONES)


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


def people_without_line(period, day: date, actor=None):
    """People who have no agreed objective that leads to the mission; for an actor: those whom they may know this of."""
    people = people_here(day).filter(~with_complete_line(period))
    if actor is None or actor.may(Permission.SEE_PERSONAL_OBJECTIVES):
        return people
    if not actor.may(Permission.LEAD_PEOPLE) or not actor.reporting_path:
        return people.none()
    low, high = below(actor.reporting_path)
    return people.filter(reporting_path__gt=low, reporting_path__lt=high)


def personal_weights_off(actor, period):
    """People whose personal weights are filled in and do not add up to 100: rows of owner and sum."""
    rows = _now(actor, period, [Level.PERSONAL]).filter(state__in=COUNTING)
    if not actor.may(Permission.SEE_PERSONAL_OBJECTIVES):
        low, high = below(actor.reporting_path) if actor.reporting_path else ("", "")
        line = Person.objects.filter(Q(pk=actor.person_id) | Q(reporting_path__gt=low, reporting_path__lt=high))
        rows = rows.filter(owner__in=line.values("pk"))
    return (
        rows.order_by()
        .values("owner_id")
        .annotate(total=Sum("weight"), given=Count("weight"), n=Count("id"))
        .filter(given__gt=0)
        .filter(Q(total__lt=LEAST_WHOLE) | Q(total__gt=MOST_WHOLE) | Q(given__lt=F("n")))
    )


def support_weights_off(actor, period):
    """Objectives whose supporters have weights that do not add up to 100."""
    weighed = ObjectiveLink.objects.filter(weight__isnull=False).order_by().values("parent_id")
    rows = (
        ObjectiveLink.objects.filter(parent__in=weighed, child__state__in=COUNTING)
        .order_by()
        .values("parent_id")
        .annotate(total=Sum("weight"), given=Count("weight"), n=Count("id"))
        .filter(given__gt=0)
        .filter(
            Q(given=F("n")) & (Q(total__lt=LEAST_WHOLE) | Q(total__gt=MOST_WHOLE))
            | Q(given__lt=F("n"), total__gte=LEAST_WHOLE)
        )
    )
    return _now(actor, period, SHARED).counting().filter(pk__in=rows.values("parent_id"))


# counting and narrowing -------------------------------------------------------------------------------------------


def count_up_to(rows: QuerySet, most: int = MOST) -> int:
    """How many there are; `most` + 1 stands for more than `most`, however many."""
    return rows.order_by()[: most + 1].count()


def of_mine(actor, rows: QuerySet, prefix: str = "") -> QuerySet:
    """Those of these objectives (or, with a prefix, measures) that the actor can mend: own, of own units and people."""
    mine = Q(**{f"{prefix}owner_id": actor.person_id}) if actor.person_id else Q(pk__in=[])
    if actor.may(Permission.LEAD_UNIT_OBJECTIVES):
        for path in actor.headed_paths:
            low, high = below(path)
            unit = Q(**{f"{prefix}unit__path__gte": low, f"{prefix}unit__path__lt": high})
            mine |= unit & ~Q(**{f"{prefix}level": Level.PERSONAL})
    if actor.may(Permission.LEAD_PEOPLE) and actor.reporting_path:
        low, high = below(actor.reporting_path)
        line = {f"{prefix}owner__reporting_path__gt": low, f"{prefix}owner__reporting_path__lt": high}
        mine |= Q(**line, **{f"{prefix}level": Level.PERSONAL})
    return rows.filter(mine)


# coverage ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UnitCoverage:
    """How many people of a unit, and of all below it, have a complete line; hidden cells carry no number."""

    unit: Unit | None
    people: int | None
    complete: int | None

    @property
    def is_hidden(self) -> bool:
        return self.people is None

    @property
    def share(self) -> float | None:
        return None if self.people is None or self.complete is None else line_coverage(self.complete, self.people)


def coverage_per_unit(period, day: date, *, hide: bool = False) -> list[UnitCoverage]:
    """Line-of-sight coverage: first of the whole, then of every living unit with all below it; six queries at any size.

    Somebody with two places counts once in each unit that holds both. With `hide`, figures of few people stay hidden,
    and so do those that would give them away.
    """
    units = list(Unit.objects.living(day).order_by("path"))
    placed = Placement.objects.on(day).filter(Q(person__ends_on=None) | Q(person__ends_on__gte=day)).order_by()
    complete_people = Objective.objects.filter(
        owner=OuterRef("person_id"),
        level=Level.PERSONAL,
        state__in=COUNTING,
        in_line=True,
        starts_on__lte=period.ends_on,
        ends_on__gte=period.starts_on,
    )
    with_line = placed.filter(Exists(complete_people))
    paths = dict(Unit.objects.values_list("pk", "path"))
    people, complete = _per_path(placed, paths), _per_path(with_line, paths)
    shown = shown_cells({"": people[""], **{u.path: people[u.path] for u in units}}) if hide else None
    found = [UnitCoverage(None, people[""], complete[""])]
    found += [UnitCoverage(unit, people[unit.path], complete[unit.path]) for unit in units]
    if shown is None:
        return found
    return [
        row if (row.unit.path if row.unit else "") in shown or row.people == 0 else UnitCoverage(row.unit, None, None)
        for row in found
    ]


def _per_path(placed, paths: dict[int, str]) -> dict[str, int]:
    """Number of different people at or below each path; the empty path is the whole."""
    counts: dict[str, int] = defaultdict(int)
    for unit_id, n in placed.values_list("unit_id").annotate(n=Count("person_id", distinct=True)):
        for depth in range(0, len(paths[unit_id]) + 1, 8):
            counts[paths[unit_id][:depth]] += n
    twice = placed.values("person_id").annotate(n=Count("unit_id", distinct=True)).filter(n__gt=1).values("person_id")
    places: dict[int, set[str]] = defaultdict(set)
    for person_id, unit_id in placed.filter(person__in=twice).values_list("person_id", "unit_id"):
        places[person_id].add(paths[unit_id])
    for own in places.values():
        above: dict[str, int] = defaultdict(int)
        for path in own:
            for depth in range(0, len(path) + 1, 8):
                above[path[:depth]] += 1
        for path, times in above.items():
            counts[path] -= times - 1
    return counts
