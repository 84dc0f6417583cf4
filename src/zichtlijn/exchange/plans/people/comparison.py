"""A file of people beside what is there: what each part of the plan finds, for the parts after it."""

from collections import defaultdict
from datetime import date

from django.utils import timezone

from zichtlijn.access.actor import Actor
from zichtlijn.exchange.plans.known import SEVERAL, ByCode, Known, fold_code
from zichtlijn.exchange.plans.plan import Entry, Plan
from zichtlijn.exchange.plans.rows import rows_by_code
from zichtlijn.exchange.reading_rows import Table
from zichtlijn.organisation.models import Person, Placement, Position, Project, Unit


class PeopleComparison:
    """One plan in the making: the rows of the file, the organisation as it is, and how the two are told apart."""

    def __init__(self, plan: Plan, tables: dict[str, Table], by: Actor, counter):
        self.plan, self.tables, self.by, self.counter = plan, tables, by, counter
        self.today = timezone.localdate()
        self.organisation = by.organisation
        self.entries: dict[type, dict[int, Entry]] = defaultdict(dict)  # model → id() of the thing → entry
        self.units = Known(Unit.objects.all().iterator(chunk_size=5000))
        self.positions = Known(Position.objects.all().iterator(chunk_size=5000))
        self.people = ByCode(Person.objects.all().iterator(chunk_size=5000))
        self.person_by_id = {person.pk: person for person in self.people.values()}
        self.unit_by_id = {unit.pk: unit for unit in self.units.by_key.values()}
        self.position_by_id = {position.pk: position for position in self.positions.by_key.values()}
        self.placements: dict[int, list[Placement]] = defaultdict(list)  # id() of the person → placements
        self.projects = ByCode(Project.objects.all())
        self.left_before: dict[int, date] = {}  # id() of the person → the last day as it was
        self.withdrawn: list[Placement] = []
        self.unit_relations: list[tuple[Entry, dict]] = []  # rows of units, for when all units and people are known
        self.project_relations: list[tuple[Entry, dict]] = []  # rows of projects
        self.places: list[tuple[Entry, dict]] = []  # rows of people with the place that they name

    # rows ---------------------------------------------------------------------------------------------------------

    def rows(self, name: str, key: str = "code"):
        """The readable rows of a sheet with their table; a code that comes twice is complained of."""
        return rows_by_code(self.plan, self.tables.get(name), self.counter, key, as_compared=fold_code)

    def entry(self, thing, table: Table | None = None, row: int = 0, *, new: bool = False) -> Entry:
        """The entry of this thing; made when it is first spoken of."""
        entries = self.entries[type(thing)]
        entry = entries.get(id(thing))
        if entry is None:
            entry = entries[id(thing)] = Entry(thing, table, row, new)
        return entry

    def part(self, placement: Placement, whole: Entry, *, new: bool = False) -> Entry:
        """The entry of a placement that a row of people speaks of."""
        made = id(placement) not in self.entries[Placement]
        entry = self.entry(placement, whole.table, whole.row, new=new)
        if made:
            entry.belongs_to(whole)
        return entry

    def withdraw(self, placement: Placement) -> None:
        """Take away a placement that never begins; whatever else the file changes in it is not written."""
        self.placements[id(placement.person)].remove(placement)
        self.withdrawn.append(placement)
        change = self.entries[Placement].pop(id(placement), None)
        if change is not None and change.whole is not None:
            change.whole.parts.remove(change)

    def keyed(self, model, known: ByCode, table, number, row, key="code", **fields) -> Entry:
        """The entry of the thing with the code of this row, new or there already."""
        thing = known.get(row[key])
        if thing is None:
            thing = model(organisation=self.organisation, key=row[key], **fields)
            entry = self.entry(thing, table, number, new=True)
        else:
            entry = self.entry(thing, table, number)
        entry.bad = entry.bad or "_bad" in row
        return entry

    def put_scalars(
        self, entry: Entry, row: dict, columns: dict[str, str], dates: frozenset[str] | set[str] = frozenset()
    ) -> None:
        """Set the plain fields for which the file has a column."""
        for column, field in columns.items():
            if column in row:
                value = row[column]
                if value is None and field not in dates:
                    value = ""
                entry.put(field, value, entry.header(column))

    # what a cell names ---------------------------------------------------------------------------------------------

    def resolve(self, entry: Entry, row: dict, column: str, known: Known, code: str):
        """The thing that a cell names; complains and gives None when it is not there."""
        text = row.get(column)
        if text is None:
            return None
        thing = known.find(text)
        if thing is None or thing is SEVERAL:
            self.plan.refuse(entry, "several_with_name" if thing is SEVERAL else code, column, text)
            return None
        return thing

    def resolve_person(self, entry: Entry, row: dict, column: str) -> Person | None:
        text = row.get(column)
        if text is None:
            return None
        person = self.people.get(text)
        if person is None:
            self.plan.refuse(entry, "unknown_person", column, text)
        return person

    def check_days(self, entry: Entry, column: str = "ends_on") -> None:
        starts, ends = getattr(entry.thing, "starts_on", None), getattr(entry.thing, "ends_on", None)
        judged = entry.new or entry.fields & {"starts_on", "ends_on"}
        if judged and starts and ends and ends < starts:
            self.plan.refuse(entry, "ends_before_start", column, ends)

    # what is known so far -------------------------------------------------------------------------------------------

    def parent_of(self, unit: Unit) -> Unit | None:
        """The parent as planned: the one just set, or the one by its id (never a query)."""
        cached = unit._state.fields_cache.get("parent")
        return cached if cached is not None else self.unit_by_id.get(unit.parent_id)

    def living(self, person: Person) -> list[Placement]:
        """The placements of somebody that last or have yet to begin; of who left, those of the last day."""
        day = min(self.today, person.ends_on or self.today)
        return [p for p in self.placements[id(person)] if p.ends_on is None or p.ends_on >= day]
