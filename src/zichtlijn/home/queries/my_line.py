"""Everything on "Mijn zichtlijn": the lines of a person, what is asked now, and what the work contributed to."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from zichtlijn.calculations.contribution import Movement, movement
from zichtlijn.objectives.models import Measure, Objective, Reading
from zichtlijn.objectives.queries.lines import (
    Line,
    actions_due,
    lines_of,
    measures_due,
    personal_objectives,
    waiting_for,
)
from zichtlijn.objectives.states import COUNTING, Kind, Level, State

AHEAD = timedelta(days=7)
SHOWN = 8


@dataclass(frozen=True)
class Asked:
    """Something that waits for the person: by when, what, and where it belongs. `kind`: measure, action, proposal."""

    kind: str
    due_on: date | None
    title: str
    where: str
    pk: int
    late: bool


@dataclass(frozen=True)
class Contribution:
    """A measure above the person's objectives that moved the way it was meant to."""

    measure: Measure
    moved: Movement
    since: date


@dataclass
class MyLine:
    """What the page shows of one person."""

    objectives: list[Objective] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    asked_count: int = 0
    contribution: Contribution | None = None

    @property
    def first(self) -> Line | None:
        return self.lines[0] if self.lines else None

    @property
    def others(self) -> list[Line]:
        return self.lines[1:]


def my_line(actor, person, period, *, today: date) -> MyLine:
    """The lines and tasks of a person, as far as the actor may see them."""
    objectives = list(personal_objectives(actor, person, period))
    lines = lines_of(actor, objectives)
    page = MyLine(objectives, lines)
    if person.pk == actor.person_id:
        page.asked = asked_of(actor, today=today)
        page.asked_count = len(page.asked)
        page.asked = page.asked[:SHOWN]
    above = [o for line in lines for o in line.up if o.state in COUNTING]
    page.contribution = contribution(above, today=today)
    return page


def asked_of(actor, *, today: date) -> list[Asked]:
    """What waits for the actor this week: readings, actions and proposals, the longest waiting first."""
    until = today + AHEAD
    found = [
        Asked("measure", m.due_on, m.name, m.objective.title, m.pk, m.due_on < today)
        for m in measures_due(actor.person_id, until)[:100]
    ]
    found += [
        Asked("action", a.due_on, a.title, a.objective.title, a.pk, a.due_on < today)
        for a in actions_due(actor.person_id, until)[:100]
    ]
    found += [Asked("proposal", None, o.title, str(o.owner or ""), o.pk, False) for o in waiting_for(actor)[:100]]
    return sorted(found, key=lambda asked: (asked.due_on or today, asked.kind, asked.pk))


def contribution(objectives: list[Objective], *, today: date) -> Contribution | None:
    """The measure of these objectives that moved most of what was meant, since the year began; None when none did."""
    january = date(today.year, 1, 1)
    measures = [
        m
        for m in Measure.objects.living()
        .filter(objective__in=objectives, kind__in=[Kind.UP, Kind.DOWN], current_on__gte=january)
        .order_by("pk")[:50]
    ]
    if not measures:
        return None
    first: dict[int, Reading] = {}
    rows = (
        Reading.objects.current()
        .filter(measure__in=measures, measured_on__gte=january - timedelta(days=31), measured_on__lte=today)
        .order_by("measured_on", "pk")
    )
    for reading in rows:
        if reading.measured_on < january or reading.measure_id not in first:
            first[reading.measure_id] = reading  # the last of the old year, else the first of the new
    best = None
    for measure in measures:
        start = first.get(measure.pk)
        if start is None or start.measured_on == measure.current_on:
            continue
        moved = movement(start.value, measure.current_value, measure.target)
        if moved and (best is None or min(moved.share, 1) > min(best.moved.share, 1)):
            best = Contribution(measure, moved, max(january, start.measured_on))
    return best


def strategic_objectives(actor, period):
    """The strategic objectives in view, those that need attention first."""
    objectives = Objective.objects.visible_to(actor).filter(level=Level.STRATEGIC).exclude(state=State.DROPPED)
    if period:
        objectives = objectives.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    rank = {"off_course": 0, "behind": 1, "partial": 2, "to_measure": 3, "on_course": 4}
    return sorted(objectives.select_related("owner", "unit").order_by("pk")[:40], key=lambda o: rank[o.status])
