"""What all shared goals ask together, by unit and competency; figures of few people stay hidden."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from zichtlijn.access.scoping import path_step
from zichtlijn.calculations.anonymity import shown_cells
from zichtlijn.competencies.models import Competency
from zichtlijn.development.models import LearningActivity, LearningGoal
from zichtlijn.development.states import GoalState
from zichtlijn.organisation.models import Person, Placement, Unit

# Somebody has goals for several competencies, so people cannot be added up over competencies: there is no total of a
# unit. Each competency is a tree of units of its own, and so is each figure of it, for another number of people each.

#: So many letters of a path are one unit.
STEP = len(path_step(0))
HOURS, BUDGET, LEVELS = "hours", "budget", "levels"


@dataclass(frozen=True)
class Need:
    """What a unit with all below it asks for a competency; a figure of too few people is None, as is one not known."""

    unit: Unit | None
    competency: Competency | None
    people: int
    hours: Decimal | None
    budget: Decimal | None
    from_level: Decimal | None
    to_level: Decimal | None


@dataclass
class _Person:
    """What one person asks for one competency."""

    hours: Decimal | None = None
    budget: Decimal | None = None
    levels: list[tuple[int, int]] = field(default_factory=list)

    def has(self, figure: str) -> bool:
        return bool(self.levels) if figure == LEVELS else getattr(self, figure) is not None


def needs(day: date) -> list[Need]:
    """The needs that may be shown, the whole organisation first and then unit by unit: four questions, ever."""
    asked = _asked(day)
    units = {unit.path: unit for unit in Unit.objects.living(day).order_by("path")}
    places = _places({person for people in asked.values() for person in people}, day)
    competencies = Competency.objects.in_bulk([key for key in asked if key])
    found = []
    for key, people in asked.items():
        by_path = _by_path(people, places, units)
        shown = _shown(by_path)
        figures = {name: _shown(by_path, name) for name in (HOURS, BUDGET, LEVELS)}
        for path in shown:
            told = by_path[path]
            levels = [pair for one in told for pair in one.levels] if path in figures[LEVELS] else []
            found.append(
                Need(
                    units.get(path),
                    competencies.get(key),
                    len(told),
                    _total(one.hours for one in told) if path in figures[HOURS] else None,
                    _total(one.budget for one in told) if path in figures[BUDGET] else None,
                    _mean(first for first, _last in levels),
                    _mean(last for _first, last in levels),
                )
            )
    return sorted(found, key=_order)


def needs_of(unit: Unit | None, day: date) -> tuple[list[Need], list[Need]]:
    """What a unit asks (None: the whole organisation), and what each unit directly below it does."""
    rows, tops = needs(day), list(Unit.objects.living(day).filter(parent=None)[:2])
    path = unit.path if unit else ""
    above = tops[0].path if unit is None and len(tops) == 1 else path  # below the only top, which is the whole
    own = [row for row in rows if (row.unit.path if row.unit else "") == path]
    return own, [row for row in rows if row.unit and row.unit.path[:-STEP] == above and row.unit.path != above]


def _order(need: Need) -> tuple:
    competency = need.competency
    named = (competency.group, competency.name) if competency else ("", "")
    return (need.unit.path if need.unit else "", competency is None, *named)


def _asked(day: date) -> dict[int, dict[int, _Person]]:
    """Competency (0: without one) → person → what they ask, of shared goals under way of people who did not leave."""
    goals = LearningGoal.objects.shared().filter(state=GoalState.OPEN, plan__person__in=Person.objects.living(day))
    found: dict[int, dict[int, _Person]] = defaultdict(lambda: defaultdict(_Person))
    keys = {}
    for pk, person, competency, first, last in goals.values_list(
        "pk", "plan__person_id", "competency_id", "from_level", "to_level"
    ):
        keys[pk] = (competency or 0, person)
        one = found[competency or 0][person]
        if competency and first and last:
            one.levels.append((first, last))
    activities = LearningActivity.objects.filter(goal__in=goals).values("goal_id")
    sums = activities.annotate(h=Sum("hours"), b=Sum("budget"), n=Count("pk"))
    for goal_id, hours, budget in sums.values_list("goal_id", "h", "b"):
        if goal_id not in keys:
            continue  # it was shared after the first question
        competency, person = keys[goal_id]
        one = found[competency][person]
        one.hours, one.budget = _total([one.hours, hours]), _total([one.budget, budget])
    return found


def _places(people: Iterable[int], day: date) -> dict[int, str]:
    """Person → the path of one unit: that of the placement that began first."""
    placed = Placement.objects.on(day).filter(person__in=people).order_by("-starts_on", "-pk")
    return dict(placed.values_list("person_id", "unit__path"))  # the last one stays


def _by_path(people: Mapping[int, _Person], places: Mapping[int, str], units: Mapping) -> dict[str, list[_Person]]:
    """Path of a unit → what the people in it and below it ask; the empty path is the whole organisation."""
    found: dict[str, list[_Person]] = defaultdict(list)
    for person, one in people.items():
        place = places.get(person, "")
        found[""].append(one)
        for length in range(STEP, len(place) + 1, STEP):
            if place[:length] in units:
                found[place[:length]].append(one)
    return found


def _shown(by_path: Mapping[str, list[_Person]], figure: str = "") -> frozenset[str]:
    """Where this figure may be shown; the first is the number of people."""
    return shown_cells(
        {path: sum(1 for one in told if not figure or one.has(figure)) for path, told in by_path.items()}
    )


def _total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def _mean(levels: Iterable[int]) -> Decimal | None:
    rows = list(levels)
    return round(Decimal(sum(rows)) / len(rows), 1) if rows else None
