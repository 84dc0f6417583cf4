"""A file of objectives beside what is there: what each part of the plan finds, for the parts after it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils import timezone

from zichtlijn.access.actor import Actor
from zichtlijn.access.permissions import Permission
from zichtlijn.exchange.columns import Column, Type
from zichtlijn.exchange.plans.known import ByCode, Known
from zichtlijn.exchange.plans.plan import Entry, Plan, shown_value
from zichtlijn.exchange.plans.rows import rows_by_code
from zichtlijn.exchange.reading_rows import Table
from zichtlijn.exchange.values import write_interim, write_parents
from zichtlijn.objectives.models import Measure, Milestone, Objective, ObjectiveLink
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.models import Period, Person, Placement, Position, Project, Unit, fold
from zichtlijn.strategy.models import Direction

#: Shown in place of what stood there, to somebody who may bring in but not read.
HIDDEN = "…"
#: What is not told of a row about what one may not read: what it is known by, and what a row cannot change.
_NOT_TOLD = frozenset({"_bad", "code", "level", "objective", "owner"})
#: Columns whose empty cell leaves what stands there.
_EMPTY_SAYS_NOTHING = frozenset({"period", "state", "unit"})


def _as_said(column: Column, value) -> str:
    """What a cell says, as it is told."""
    if value is None:
        return ""
    if column.choices is not None:
        return str(dict(column.choices.choices).get(value, value))
    if column.holds == Type.PARENTS:
        return write_parents(value, "en")
    if column.holds == Type.INTERIM:
        return write_interim(value, "en")
    return f"{value.normalize():f}" if isinstance(value, Decimal) else shown_value(value)


@dataclass
class Steps:
    """What a file says of the milestones of one measure: all of them, in the order of its rows."""

    measure: Measure
    wanted: list[Milestone] = field(default_factory=list)
    added: list[Milestone] = field(default_factory=list)
    changed: list[Milestone] = field(default_factory=list)
    gone: list[Milestone] = field(default_factory=list)

    @property
    def differ(self) -> bool:
        return bool(self.added or self.changed or self.gone)


class ObjectivesComparison:
    """One plan in the making: the rows of the file, the objectives as they are, and how the two are told apart."""

    def __init__(self, plan: Plan, tables: dict[str, Table], by: Actor, counter):
        self.plan, self.tables, self.by, self.counter = plan, tables, by, counter
        self.organisation = by.organisation
        self.today = timezone.localdate()
        self.objectives = {o.key: o for o in Objective.objects.all().iterator(chunk_size=5000)}
        self.objective_by_id = {o.pk: o for o in self.objectives.values()}
        self.measures: dict[str, Measure] = {}
        self.measure_by_id: dict[int, Measure] = {}
        self.objective_entries: dict[int, Entry] = {}
        self.measure_entries: dict[int, Entry] = {}
        self.links: dict[int, dict[int, ObjectiveLink]] = defaultdict(dict)  # id() of child → id() of parent → link
        self.new_links: list[ObjectiveLink] = []
        self.changed_links: list[ObjectiveLink] = []
        self.gone_links: list[ObjectiveLink] = []
        self.parents_wanted: list[tuple[Entry, tuple]] = []  # rows that name parents, for when all objectives are known
        self.targets: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)  # measure → the targets on its way
        self.interim: dict[int, tuple] = {}  # id() of measure → wanted targets
        self.milestones: dict[int, list[Milestone]] = defaultdict(list)  # measure → its milestones as they are
        self.steps: dict[int, Steps] = {}  # id() of measure → what the file says of its milestones
        self.readings: list[tuple] = []
        self.corrected: list[int] = []
        self.read_measures: set[int] = set()
        self.hidden = self._hidden_objectives()
        self.hidden_rows: dict[int, dict] = {}  # id() of what may not be read → what the file says of it
        self.said_days: dict[int, tuple[date, date]] = {}  # the same → its days, where the file alone says them
        self.said_periods: dict[int, tuple[date, date]] = {}  # the same → the days of the period that the file names
        self.owners_kept = self.rows_kept = 0

    def _hidden_objectives(self) -> set[int]:
        """Personal objectives that this actor may bring in but not read."""
        if self.by.may(Permission.SEE_PERSONAL_OBJECTIVES):
            return set()
        personal = {o.pk for o in self.objective_by_id.values() if o.level == Level.PERSONAL}
        seen = Objective.objects.visible_to(self.by).filter(level=Level.PERSONAL).values_list("pk", flat=True)
        return personal - set(seen)

    def is_hidden(self, thing: Objective | Measure) -> bool:
        """True for what belongs to a personal objective that this actor may bring in but not read."""
        return (thing.objective_id if isinstance(thing, Measure) else thing.pk) in self.hidden

    def tell_as_said(self, entry: Entry, row: dict) -> None:
        """Of what may not be read, tell all that the file says and nothing else: not what of it is the same."""
        thing, table = entry.thing, entry.table
        if entry.new or table is None or not self.is_hidden(thing):
            return
        self.hidden_rows[id(thing)] = row
        entry.name = thing.key
        entry.told = tuple(
            (entry.header(column), HIDDEN, _as_said(table.sheet.by_name[column], value))
            for column, value in row.items()
            if column not in _NOT_TOLD and not (value is None and column in _EMPTY_SAYS_NOTHING)
        )

    def days_said(self, entry: Entry, row: dict, whole: tuple[date, date] | None) -> None:
        """Keep the days of what may not be read, where the file says both; where it says one, refuse it.

        Beside the other day, which is not shown, one day after the other could be tried. `whole` is what counts for
        an empty cell, where the file says that too.
        """
        columns = [name for name in ("starts_on", "ends_on") if name in row or entry.new]
        filled = [name for name in columns if row.get(name)]
        if len(columns) == 1 or (len(filled) == 1 and whole is None):
            self.plan.refuse(entry, "one_day_unread", (filled or columns)[0])
        elif columns and (len(filled) == 2 or whole is not None):
            first, last = whole or (date.min, date.max)
            self.said_days[id(entry.thing)] = row.get("starts_on") or first, row.get("ends_on") or last

    def days_to_judge(self, thing: Objective | Measure) -> tuple[date, date]:
        """The days of something, and of what may not be read only what the file says of them."""
        if not self.is_hidden(thing):
            return thing.starts_on, thing.ends_on
        return self.said_days.get(id(thing)) or self.said_periods.get(id(thing)) or (date.min, date.max)

    def rows(self, name: str):
        """The readable rows of a sheet with their table; a code that comes twice is complained of."""
        return rows_by_code(self.plan, self.tables.get(name), self.counter)

    def load_surroundings(self) -> None:
        """Everything that an objective or a measure may name."""
        self.people = ByCode(Person.objects.all().iterator(chunk_size=5000))
        self.units = Known(Unit.objects.all())
        self.positions = Known(Position.objects.all())
        self.projects = ByCode(Project.objects.all())
        self.by_id = {
            "owner": {p.pk: p for p in self.people.values()},
            "unit": {u.pk: u for u in self.units.by_key.values()},
            "position": {p.pk: p for p in self.positions.by_key.values()},
            "project": {p.pk: p for p in self.projects.values()},
        }
        self.periods = list(Period.objects.all())
        self.period_by_id = {period.pk: period for period in self.periods}
        self.periods_by_name: dict[str, list[Period]] = defaultdict(list)
        for period in sorted(self.periods, key=lambda p: (p.kind != Period.Kind.YEAR, -p.starts_on.toordinal())):
            self.periods_by_name[fold(period.name)].append(period)  # a year goes before a part of it, the newest first
        self.direction_by_id = {direction.pk: direction for direction in Direction.objects.all()}
        self.directions_by_name: dict[str, list[Direction]] = defaultdict(list)
        for direction in self.direction_by_id.values():
            self.directions_by_name[fold(direction.name)].append(direction)
        self._unit_of: dict[int, Unit] | None = None

    def unit_of(self, person: Person) -> Unit | None:
        """Where somebody is placed today: the first place."""
        if self._unit_of is None:
            self._unit_of = {}
            placements = Placement.objects.on(self.today).order_by("-starts_on", "-id")
            for person_id, unit_id in placements.values_list("person_id", "unit_id").iterator():
                self._unit_of[person_id] = self.by_id["unit"][unit_id]
        return self._unit_of.get(person.pk)

    def put(self, entry: Entry, field: str, value, column: str, shown: tuple[str, str] | None = None) -> None:
        """Set a field; what stood there is not shown to somebody who may not read it."""
        label = entry.header(column)
        if self.is_hidden(entry.thing):
            shown = (HIDDEN, shown[1] if shown else getattr(value, "key", None) or shown_value(value))
        entry.put(field, value, label, shown)

    @staticmethod
    def choice_shown(entry: Entry, column: str, value) -> tuple[str, str] | None:
        """Choices are shown in words."""
        assert entry.table is not None
        choices = entry.table.sheet.by_name[column].choices
        if choices is None:
            return None
        words = dict(choices.choices)
        before = getattr(entry.thing, column)
        return str(words.get(before, "")), str(words.get(value, ""))
