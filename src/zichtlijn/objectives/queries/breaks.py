"""Where the line breaks: what is missing between the mission and a person, counted and listed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from zichtlijn.access.models import Organisation
from zichtlijn.access.permissions import Permission
from zichtlijn.access.scoping import below
from zichtlijn.audit.figures import READINGS, kept
from zichtlijn.calculations.anonymity import shown_cells
from zichtlijn.calculations.objectives import LEAST_WHOLE, MOST_WHOLE, line_coverage
from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink
from zichtlijn.objectives.states import COUNTING, Kind, Level, State
from zichtlijn.organisation.models import Person, Placement, Unit
from zichtlijn.organisation.queries.people import kept_of_many

SeenBy = Organisation.SeenBy
SHARED = tuple(level for level in Level.values if level != Level.PERSONAL)


#: What is agreed and not personal: no member needs to be asked about.
SEEN_BY_ALL = Q(level__in=SHARED)


def _now(actor, period, levels=None):
    return _in(period, Objective.objects.visible_to(actor, levels=levels)).exclude(state=State.DROPPED)


def _in(period, rows=None):
    rows = Objective.objects.all() if rows is None else rows
    return rows.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)


def counts_anything(period) -> bool:
    """Whether there is an objective in this period at all, whoever may see it: without one no line breaks."""
    return _in(period).exclude(state=State.DROPPED).exists()


# the breaks -------------------------------------------------------------------------------------------------------


def objectives_without_parent(actor, period, part: Q | None = None):
    """Agreed objectives below the strategic level that follow from nothing that counts; of this part when said.

    Not those that stand on their own on purpose: alignment is optional for an OKR.
    """
    parent = ObjectiveLink.objects.filter(child=OuterRef("pk"), parent__state__in=COUNTING)
    known = _in(period) if part is SEEN_BY_ALL else _now(actor, period)
    rows = known.counting().exclude(level=Level.STRATEGIC).filter(~Exists(parent), stands_alone=False)
    # what follows from nothing is out of line: said only where that leads to few rows instead of past many
    return rows.filter(part) if part else rows.filter(in_line=False)


def objectives_without_support(actor, period):
    """Strategic objectives that nobody supports."""
    return _now(actor, period, [Level.STRATEGIC]).counting().filter(supporter_count=0)


def loose_ends(actor, period) -> tuple[int, int]:
    """How many objectives follow from nothing and how many strategic ones nobody supports, for this reader; up to 100.

    Kept until objectives, people or units move: the same two numbers stand above every line opened. What is agreed and
    not personal is counted once for everybody.
    """

    def shared() -> tuple[int, int]:
        loose = objectives_without_parent(actor, period, SEEN_BY_ALL).filter(in_line=False)
        return loose[:100].count(), objectives_without_support(actor, period)[:100].count()

    def personal() -> int:
        return objectives_without_parent(actor, period).filter(level=Level.PERSONAL)[:100].count()

    name = ("loose ends", period.pk)
    orphans, unsupported = kept(name, shared, unmoved_by=READINGS)
    whole = actor.may(Permission.SEE_PERSONAL_OBJECTIVES)
    reader = ("all",) if whole else (actor.user, actor.permissions, actor.organisation.personal_objectives_seen_by)
    return orphans + kept((*name, *reader), personal, unmoved_by=READINGS), unsupported


def measures_without_readings(actor, period, part: Q | None = None):
    """Measures of agreed objectives that were never read; of this part of the objectives when said.

    Of everything: each unread measure is held against its objective, and the first thousand are soon found. Of a part:
    its objectives come first, because nearly all unread measures may lie outside it.
    """
    agreed = (_in(period) if part is SEEN_BY_ALL else _now(actor, period)).filter(state=State.AGREED)
    unread = Measure.objects.living().filter(current_on=None).exclude(kind=Kind.MILESTONES)
    if part:
        # + 0: an order that no index has, else PostgreSQL walks along all objectives to have no sorting to do
        return unread.filter(objective__among=agreed.filter(part).values("pk")).order_by(F("objective_id") + 0, "pk")
    return unread.filter(Exists(agreed.filter(pk=OuterRef("objective_id")))).order_by("objective_id", "pk")


def objectives_without_measure(actor, period):
    """Agreed objectives that nothing measures and nothing supports."""
    return _now(actor, period).filter(state=State.AGREED, measure_count=0, supporter_count=0)


def with_complete_line(period):
    """Condition on people: an agreed personal objective in this period whose line reaches a strategic objective."""
    return _reaches(period, "pk")


def _reaches(period, person: str):
    return Exists(
        Objective.objects.filter(
            owner=OuterRef(person),
            level=Level.PERSONAL,
            state__in=COUNTING,
            in_line=True,
            starts_on__lte=period.ends_on,
            ends_on__gte=period.starts_on,
        )
    )


def people_without_line(period, day: date, actor=None):
    """People who have no agreed objective that leads to the mission; for an actor: those whom they may know this of."""
    placed = Exists(Placement.objects.on(day).filter(person=OuterRef("pk")))
    # in this order: nearly everybody has a line, and need not be looked up among the placements
    people = Person.objects.living(day).filter(~with_complete_line(period)).filter(placed)
    if actor is None or actor.may(Permission.SEE_PERSONAL_OBJECTIVES):
        return people
    if not actor.may(Permission.LEAD_PEOPLE) or not actor.reporting_path:
        return people.none()
    low, high = below(actor.reporting_path)
    return people.filter(reporting_path__gt=low, reporting_path__lt=high)


def personal_weights_off(actor, period):
    """People whose personal weights are filled in and do not add up to 100: rows of owner and sum."""
    if actor.may(Permission.SEE_PERSONAL_OBJECTIVES):
        rows = _in(period).filter(level=Level.PERSONAL, state__in=COUNTING)  # nothing agreed is hidden from them
    else:
        rows = _now(actor, period, [Level.PERSONAL]).filter(state__in=COUNTING)
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


# ways in ----------------------------------------------------------------------------------------------------------


def parts_of_mine(actor) -> list[Q]:
    """The objectives that the actor can mend: own, of own units, of people in the line.

    In parts, because a database finds each along its own index, and all of them together only by looking at everything.
    """
    parts = [Q(owner_id=actor.person_id)] if actor.person_id else []
    if actor.may(Permission.LEAD_UNIT_OBJECTIVES):
        for path in actor.headed_paths:
            low, high = below(path)
            parts.append(Q(unit__path__gte=low, unit__path__lt=high, level__in=SHARED))
    return [*parts, *_line(actor)]


def parts_in_view(actor) -> list[Q]:
    """Everything agreed that the actor may know of, in parts along which a database finds it."""
    seen_by = actor.organisation.personal_objectives_seen_by
    if actor.may(Permission.SEE_PERSONAL_OBJECTIVES) or seen_by == SeenBy.EVERYONE:
        return [Q()]
    parts = [SEEN_BY_ALL, *_line(actor)]
    if actor.person_id:
        parts.append(Q(owner_id=actor.person_id, level=Level.PERSONAL))
        if seen_by == SeenBy.UNIT:
            parts.append(Q(unit_id__in=actor.unit_ids, level=Level.PERSONAL))
    return parts


def _line(actor) -> list[Q]:
    if not actor.may(Permission.LEAD_PEOPLE) or not actor.reporting_path:
        return []
    low, high = below(actor.reporting_path)
    # as a list of people: a join leads SQLite past all personal objectives of the organisation
    line = Person.objects.filter(reporting_path__gt=low, reporting_path__lt=high)
    return [Q(owner__in=line.values("pk"), level=Level.PERSONAL)]


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


#: People, and those of them with a complete line.
Cell = tuple[int, int]


def coverage_per_path(period, day: date, *, hide: bool = False) -> dict[str, Cell | None]:
    """Line-of-sight coverage at and below each path of a living unit; the empty path is the whole. None: hidden.

    Somebody with two places counts once in each unit that holds both. With `hide`, figures of few people stay hidden,
    and so do those that would give them away.
    """

    def count():
        return _coverage(period, day, hide)

    return kept_of_many(("coverage", period.pk, day, hide), count, unmoved_by=READINGS)


def coverage_per_unit(period, day: date, *, hide: bool = False) -> list[UnitCoverage]:
    """Coverage of the whole, then of every living unit with all below it."""
    cells = coverage_per_path(period, day, hide=hide)
    units = Unit.objects.living(day).order_by("path")
    return [coverage_of(None, cells), *(coverage_of(unit, cells) for unit in units)]


def coverage_of(unit: Unit | None, cells: dict[str, Cell | None]) -> UnitCoverage:
    """The coverage of one unit, or of the whole."""
    return UnitCoverage(unit, *(cells.get(unit.path if unit else "") or (None, None)))


def _coverage(period, day: date, hide: bool) -> dict[str, Cell | None]:
    """Six queries at any size."""
    living = ["", *Unit.objects.living(day).order_by().values_list("path", flat=True)]
    paths = dict(Unit.objects.order_by().values_list("pk", "path"))
    placed = Placement.objects.on(day).filter(Q(person__ends_on=None) | Q(person__ends_on__gte=day)).order_by()
    with_line = placed.filter(_reaches(period, "person_id"))
    twice = placed.values("person_id").annotate(n=Count("unit_id", distinct=True)).filter(n__gt=1)
    places: dict[int, set[int]] = defaultdict(set)
    for person_id, unit_id in placed.filter(person__in=twice.values("person_id")).values_list("person_id", "unit_id"):
        places[person_id].add(unit_id)
    reaching = set(with_line.filter(person__in=list(places)).values_list("person_id", flat=True))
    people = _per_path(placed, paths, places.values())
    complete = _per_path(with_line, paths, [places[person_id] for person_id in reaching])
    cells: dict[str, Cell | None] = {path: (people[path], complete[path]) for path in living}
    if hide:
        shown = shown_cells({path: people[path] for path in living})
        cells = {path: cell if path in shown or people[path] == 0 else None for path, cell in cells.items()}
    return cells


def _per_path(placed, paths: dict[int, str], places) -> dict[str, int]:
    """Number of different people at or below each path; `places`: the units of each of them who has more than one."""
    counts: dict[str, int] = defaultdict(int)
    for unit_id, n in placed.values_list("unit_id").annotate(n=Count("person_id", distinct=True)):
        for depth in range(0, len(paths[unit_id]) + 1, 8):
            counts[paths[unit_id][:depth]] += n
    for own in places:
        above: dict[str, int] = defaultdict(int)
        for unit_id in own:
            for depth in range(0, len(paths[unit_id]) + 1, 8):
                above[paths[unit_id][:depth]] += 1
        for path, times in above.items():
            counts[path] -= times - 1
    return counts
