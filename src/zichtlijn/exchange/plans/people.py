"""Units, positions, people, placements and projects of a file, against those of the organisation."""

from collections import defaultdict
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.access.actor import Actor
from zichtlijn.exchange.plans.plan import Entry, Line, Outcome, Plan
from zichtlijn.exchange.reading_rows import Table
from zichtlijn.organisation.actions.paths import MAX_LEVELS, lay_paths
from zichtlijn.organisation.models import Person, Placement, Position, Project, Unit, fold, sort_name
from zichtlijn.organisation.permissions import can_manage_organisation, can_manage_people

END_OF_TIME = date.max
_SEVERAL = object()


class Known:
    """Things by their code, or else by their name when only one has it."""

    def __init__(self, things):
        self.by_key = {thing.key: thing for thing in things}
        self._by_name: dict[str, object] = {}
        for thing in self.by_key.values():
            self._name(thing)

    def _name(self, thing) -> None:
        folded = fold(thing.name)
        self._by_name[folded] = _SEVERAL if self._by_name.get(folded, thing) is not thing else thing

    def add(self, thing) -> None:
        self.by_key[thing.key] = thing
        self._name(thing)

    def find(self, text: str):
        """The thing; None when there is none, _SEVERAL when the name says too little."""
        return self.by_key.get(text) or self._by_name.get(fold(text))


class PeoplePlanner:
    """One plan in the making; each part uses what the parts before it found."""

    def __init__(self, plan: Plan, tables: dict[str, Table], by: Actor, counter):
        self.plan, self.tables, self.by, self.counter = plan, tables, by, counter
        self.today = timezone.localdate()
        self.organisation = by.organisation
        self.entries: dict[type, dict[int, Entry]] = defaultdict(dict)  # model → id() of the thing → entry
        self.units = Known(Unit.objects.all().iterator(chunk_size=5000))
        self.positions = Known(Position.objects.all().iterator(chunk_size=5000))
        self.people = {person.key: person for person in Person.objects.all().iterator(chunk_size=5000)}
        self.person_by_id = {person.pk: person for person in self.people.values()}
        self.unit_by_id = {unit.pk: unit for unit in self.units.by_key.values()}
        self.position_by_id = {position.pk: position for position in self.positions.by_key.values()}
        self.placements: dict[int, list[Placement]] = defaultdict(list)  # id() of the person → placements
        self.withdrawn: list[Placement] = []

    # rows ---------------------------------------------------------------------------------------------------------

    def rows(self, name: str, key: str = "code"):
        """The readable rows of a sheet with their table; a code that comes twice is complained of."""
        table = self.tables.get(name)
        if table is None:
            return
        seen: dict[str, int] = {}
        for number, row in self.counter(table.rows(self.plan.complain)):
            code = row.get(key)
            if code is None:
                continue
            if code in seen:
                self.plan.complain(table.problem("duplicate_key", number, key, code, row=seen[code]))
                continue
            seen[code] = number
            yield table, number, row

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

    def keyed(self, model, known: dict, table, number, row, key="code", **fields) -> Entry:
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

    def resolve(self, entry: Entry, row: dict, column: str, known: Known, code: str):
        """The thing that a cell names; complains and gives None when it is not there."""
        text = row.get(column)
        if text is None:
            return None
        thing = known.find(text)
        if thing is None or thing is _SEVERAL:
            self.plan.refuse(entry, "several_with_name" if thing is _SEVERAL else code, column, text)
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

    # parts --------------------------------------------------------------------------------------------------------

    def plan_units(self) -> None:
        relations: list[tuple[Entry, dict]] = []
        for table, number, row in self.rows("units"):
            entry = self.keyed(Unit, self.units.by_key, table, number, row, name=row.get("name") or row["code"])
            self.put_scalars(entry, row, {"name": "name", "ends_on": "ends_on"}, {"ends_on"})
            if entry.new:
                self.units.add(entry.thing)
            relations.append((entry, row))
        self.unit_relations = relations
        for entry, row in relations:
            if "part_of" in row:
                parent = self.resolve(entry, row, "part_of", self.units, "unknown_unit")
                if parent is entry.thing:
                    self.plan.refuse(entry, "own_parent", "part_of", row["part_of"])
                elif not entry.bad:
                    before = self.unit_by_id.get(entry.thing.parent_id)
                    entry.put(
                        "parent", parent, entry.header("part_of"),
                        (before.key if before else "", parent.key if parent else ""),
                    )  # fmt: skip
        self._check_tree([entry for entry, _row in relations])

    def _check_tree(self, entries: list[Entry]) -> None:
        numbers = {id(unit): number for number, unit in enumerate(self.units.by_key.values(), 1)}
        names = {number: unit.name for number, unit in enumerate(self.units.by_key.values(), 1)}
        above: dict[int, int | None] = {}
        for unit in self.units.by_key.values():
            parent = unit.parent if unit.pk is None else self._parent_of(unit)
            above[numbers[id(unit)]] = numbers.get(id(parent)) if parent is not None else None
        paths, circles = lay_paths(above)
        in_circle = {member: circle for circle in circles for member in circle}
        for entry in entries:
            number = numbers[id(entry.thing)]
            if circle := in_circle.get(number):
                chain = " → ".join(names[member] for member in [*circle[:10], circle[0]])
                self.plan.refuse(entry, "unit_cycle", "part_of", "", names=chain)
            elif len(paths[number]) > MAX_LEVELS * 8:
                self.plan.refuse(entry, "too_deep", "part_of", "", levels=MAX_LEVELS)

    def _parent_of(self, unit: Unit) -> Unit | None:
        """The parent as planned: the one just set, or the one by its id (never a query)."""
        cached = unit._state.fields_cache.get("parent")
        return cached if cached is not None else self.unit_by_id.get(unit.parent_id)

    def plan_positions(self) -> None:
        for table, number, row in self.rows("positions"):
            entry = self.keyed(Position, self.positions.by_key, table, number, row, name=row.get("name") or row["code"])
            columns = {"name": "name", "description": "description", "ends_on": "ends_on"}
            self.put_scalars(entry, row, columns, {"ends_on"})
            if entry.new:
                self.positions.add(entry.thing)

    def plan_people(self) -> None:
        """Who there is; where they are placed comes after everybody is known."""
        self.places: list[tuple[Entry, dict]] = []
        columns = {
            "given_name": "given_name", "family_prefix": "family_prefix", "family_name": "family_name",
            "email": "email", "starts_on": "starts_on", "ends_on": "ends_on",
        }  # fmt: skip
        wanted = ("unit", "position", "manager", "placed_from")
        for table, number, row in self.rows("people", "number"):
            entry = self.keyed(Person, self.people, table, number, row, "number")
            self.put_scalars(entry, row, columns, {"starts_on", "ends_on"})
            person = entry.thing
            self.check_days(entry)
            if entry.new:
                self.people[person.key] = person
            if entry.new or entry.fields & {"given_name", "family_prefix", "family_name"}:
                person.sort_name = sort_name(person.given_name, person.family_prefix, person.family_name)
                if not entry.new:
                    entry.fields.add("sort_name")
            entry.name = person.name
            if "ends_on" in entry.fields and person.ends_on and person.ends_on <= self.today:
                entry.ended = True
            place = {name: row[name] for name in wanted if row.get(name) is not None}
            if place or "ends_on" in row:
                self.places.append((entry, place))

    def plan_heads(self) -> None:
        for entry, row in self.unit_relations:
            if "head" in row:
                head = self.resolve_person(entry, row, "head")
                if not entry.bad:
                    before = self.person_by_id.get(entry.thing.head_id)
                    shown = (before.key if before else "", head.key if head else "")
                    entry.put("head", head, entry.header("head"), shown)

    def load_placements(self) -> None:
        for placement in Placement.objects.all().iterator(chunk_size=5000):
            person = self.person_by_id[placement.person_id]
            placement.person = person
            placement.unit = self.unit_by_id[placement.unit_id]
            placement.position = self.position_by_id[placement.position_id]
            if placement.line_manager_id:
                placement.line_manager = self.person_by_id[placement.line_manager_id]
            self.placements[id(person)].append(placement)

    def plan_places(self) -> None:
        """The place that a row of people names: found, moved, or new."""
        for entry, place in self.places:
            self._place(entry, place)  # also of a row that is refused already: everything is said at once
            if not entry.bad:
                self._end_with_person(entry)

    def _living(self, person: Person) -> list[Placement]:
        return [p for p in self.placements[id(person)] if p.ends_on is None or p.ends_on >= self.today]

    def _place(self, entry: Entry, place: dict) -> None:
        if not place:
            return
        unit = self.resolve(entry, place, "unit", self.units, "unknown_unit")
        position = self.resolve(entry, place, "position", self.positions, "unknown_position")
        manager = self.resolve_person(entry, place, "manager")
        person, start = entry.thing, place.get("placed_from")
        if manager is person:
            self.plan.refuse(entry, "own_manager", "manager", place["manager"])
        if entry.bad:
            return
        living = self._living(person)
        if unit is None and position is None:
            if len(living) == 1:
                unit, position = living[0].unit, living[0].position
            else:
                self.plan.refuse(entry, "several_placements" if living else "unit_needed", "unit")
                return
        elif unit is None or position is None:
            self.plan.refuse(entry, "position_needed", "position" if unit else "unit")
            return
        same = [
            p
            for p in living
            if p.unit is unit and p.position is position and (start is None or p.ends_on is None or p.ends_on >= start)
        ]
        if same:
            self._keep_place(entry, place, same, manager, start)
        else:
            self._move_place(entry, place, living, unit, position, manager, start)

    def _keep_place(self, entry: Entry, place: dict, same: list[Placement], manager, start) -> None:
        """The person is in this unit and position already: the manager or the first day may differ."""
        there = next((p for p in same if p.starts_on == start), None) or max(same, key=lambda p: p.starts_on)
        new_manager = "manager" in place and there.line_manager is not manager
        if start and start > there.starts_on and new_manager:
            self._new_place(entry, there.unit, there.position, manager, start, after=there)
            return
        change = self.part(there, entry)
        if start and start != there.starts_on:
            change.put("starts_on", start, entry.header("placed_from"))
        if new_manager:
            change.put("line_manager", manager, entry.header("manager"), (_number(there.line_manager), manager.key))
        if "ends_on" in entry.fields and entry.thing.ends_on is None and there.ends_on is not None:
            change.put("ends_on", None, _("placed until"))  # who comes back goes on in the same place
        if change.new or change.fields:  # what was there already is not judged again
            self._check_place(entry, there, "placed_from")

    def _move_place(self, entry: Entry, place: dict, living, unit, position, manager, start) -> None:
        if len(living) > 1:
            self.plan.refuse(entry, "several_placements", "unit", place.get("unit", ""))
            return
        person = entry.thing
        if start is None:
            first = not self.placements[id(person)] and person.starts_on
            start = first or self.today
        if living and living[0].starts_on >= start:
            there = living[0]  # the place was wrong from the beginning: it is put right
            change = self.part(there, entry)
            change.put("unit", unit, entry.header("unit"), (there.unit.key, unit.key))
            change.put("position", position, entry.header("position"), (there.position.key, position.key))
            change.put("starts_on", start, entry.header("placed_from"))
            if "manager" in place:
                before = _number(there.line_manager)
                change.put("line_manager", manager, entry.header("manager"), (before, manager.key))
            self._check_place(entry, there, "placed_from")
            return
        self._new_place(entry, unit, position, manager, start, after=living[0] if living else None)

    def _new_place(self, entry: Entry, unit, position, manager, start, *, after: Placement | None) -> None:
        person = entry.thing
        if after is not None:
            ending = self.part(after, entry)
            until = start - timedelta(days=1)
            if after.ends_on is None or after.ends_on > until:
                ending.ended = ending.put("ends_on", until, _("placed until"))
        placement = Placement(
            organisation=self.organisation, person=person, unit=unit, position=position, line_manager=manager,
            starts_on=start,
        )  # fmt: skip
        if person.ends_on and person.ends_on >= start:
            placement.ends_on = person.ends_on
        self.placements[id(person)].append(placement)
        self.part(placement, entry, new=True)
        self._check_place(entry, placement, "placed_from")

    def _end_with_person(self, entry: Entry) -> None:
        """The placements of somebody who leaves end on the last day; those that would begin later are withdrawn."""
        person = entry.thing
        if person.ends_on is None or ("ends_on" not in entry.fields and not entry.new):
            return
        for placement in list(self.placements[id(person)]):
            if placement.ends_on is None or placement.ends_on > person.ends_on:
                if placement.starts_on > person.ends_on:
                    if placement.pk is None:
                        self.plan.refuse(entry, "ends_before_start", "placed_from", placement.starts_on)
                    else:
                        self.placements[id(person)].remove(placement)
                        self.withdrawn.append(placement)
                    continue
                change = self.part(placement, entry)
                change.put("ends_on", person.ends_on, _("placed until"))
                change.ended = not change.new

    def plan_placements(self) -> None:
        table = self.tables.get("placements")
        if table is None:
            return
        seen: dict[tuple, int] = {}
        for number, row in self.counter(table.rows(self.plan.complain)):
            if "_bad" in row:
                continue
            asked = Entry(None, table, number, True)
            person = self.resolve_person(asked, row, "person")
            unit = self.resolve(asked, row, "unit", self.units, "unknown_unit")
            position = self.resolve(asked, row, "position", self.positions, "unknown_position")
            manager = self.resolve_person(asked, row, "manager")
            if manager is not None and manager is person:
                self.plan.refuse(asked, "own_manager", "manager", row["manager"])
            if asked.bad:
                continue
            key = (id(person), id(unit), id(position), row["starts_on"])
            if key in seen:
                self.plan.refuse(asked, "duplicate_key", "person", row["person"], row=seen[key])
                continue
            seen[key] = number
            entry = self._stated_place(table, number, row, person, unit, position)
            headers = table.sheet.by_name
            if "manager" in row:
                shown = (_number(entry.thing.line_manager), _number(manager))
                entry.put("line_manager", manager, headers["manager"].header(), shown)
            if "ends_on" in row:
                before = entry.thing.ends_on
                if entry.put("ends_on", row["ends_on"], headers["ends_on"].header()) and not entry.new:
                    entry.ended = row["ends_on"] is not None and before is None
            self.check_days(entry)
            if entry.new or entry.fields:  # what was there already is not judged again
                self._check_place(entry, entry.thing, "starts_on")

    def _stated_place(self, table, number, row, person, unit, position) -> Entry:
        for placement in self.placements[id(person)]:
            same = placement.unit is unit and placement.position is position
            if same and placement.starts_on == row["starts_on"]:
                entry = self.entry(placement, table, number)
                if entry.whole is not None:  # a row of people spoke of it too: from here on it has a row of its own
                    entry.whole.parts.remove(entry)
                    entry.whole = None
                entry.table, entry.row = table, number
                return entry
        placement = Placement(
            organisation=self.organisation, person=person, unit=unit, position=position, starts_on=row["starts_on"]
        )
        self.placements[id(person)].append(placement)
        return self.entry(placement, table, number, new=True)

    def _check_place(self, entry: Entry, placement: Placement, column: str) -> None:
        """What stands in the way of a placement; said of the row that asks for it."""
        until = placement.ends_on or END_OF_TIME
        if until < placement.starts_on:
            self.plan.refuse(entry, "ends_before_start", column, placement.starts_on)
            return
        person = placement.person
        if person.starts_on and placement.starts_on < person.starts_on:
            self.plan.refuse(entry, "before_service", column, placement.starts_on)
        for thing in (person, placement.unit, placement.position):
            if thing.ends_on and until > thing.ends_on and (thing is not person or entry.thing is placement):
                self.plan.refuse(entry, "ended_then", column, "", name=thing.name, day=thing.ends_on.isoformat())
        for other in self.placements[id(person)]:
            if other is placement or other.unit is not placement.unit or other.position is not placement.position:
                continue
            if other.starts_on <= until and (other.ends_on or END_OF_TIME) >= placement.starts_on:
                self.plan.refuse(entry, "overlapping_placement", column, placement.starts_on)
                return

    def check_managers(self) -> None:
        """Nobody reports to themselves through others, as it will be today, and lines are not longer than fit."""
        everyone = list(self.people.values())
        numbers = {id(person): number for number, person in enumerate(everyone, 1)}
        above: dict[int, int | None] = {}
        main: dict[int, Placement] = {}
        for person in everyone:
            number = numbers[id(person)]
            holds = [
                p for p in self.placements.get(id(person), ())
                if p.starts_on <= self.today and (p.ends_on is None or p.ends_on >= self.today)
            ]  # fmt: skip
            best = max(holds, key=lambda p: (p.starts_on, p.pk or END_OF_TIME.toordinal() ** 2)) if holds else None
            above[number] = numbers[id(best.line_manager)] if best and best.line_manager else None
            if best:
                main[number] = best
        paths, circles = lay_paths(above)
        for circle in circles:
            chain = " → ".join(everyone[number - 1].name for number in [*circle[:10], circle[0]])
            told = [entry for number in circle if (entry := self._row_of(everyone[number - 1], main[number]))]
            for entry in told:
                self.plan.refuse(entry, "manager_cycle", "manager", "", names=chain)
        deep = MAX_LEVELS * 8
        for number, path in paths.items():
            if len(path) > deep and (entry := self._row_of(everyone[number - 1], main.get(number))):
                self.plan.refuse(entry, "too_deep", "manager", "", levels=MAX_LEVELS)

    def _row_of(self, person: Person, placement: Placement | None) -> Entry | None:
        """The row of the file that speaks of this person's manager."""
        entry = self.entries[Placement].get(id(placement)) if placement else None
        entry = entry or self.entries[Person].get(id(person))
        return entry if entry is not None and entry.table is not None else None

    def plan_projects(self) -> None:
        known = {project.key: project for project in Project.objects.all()}
        units = self.unit_by_id
        for table, number, row in self.rows("projects"):
            entry = self.keyed(Project, known, table, number, row, name=row.get("name") or row["code"])
            columns = {"name": "name", "description": "description", "starts_on": "starts_on", "ends_on": "ends_on"}
            self.put_scalars(entry, row, columns, {"starts_on", "ends_on"})
            self.check_days(entry)
            headers = table.sheet.by_name
            if "leader" in row:
                leader, before = self.resolve_person(entry, row, "leader"), self.person_by_id.get(entry.thing.leader_id)
                if not entry.bad:
                    entry.put("leader", leader, headers["leader"].header(), (_number(before), _number(leader)))
            if "unit" in row:
                unit, before = (
                    self.resolve(entry, row, "unit", self.units, "unknown_unit"),
                    units.get(entry.thing.unit_id),
                )
                if not entry.bad:
                    entry.put("unit", unit, headers["unit"].header(), (_number(before), _number(unit)))

    # people that the file does not name ---------------------------------------------------------------------------

    def plan_absent(self) -> None:
        table = self.tables.get("people")
        if table is None:
            return
        named = self.entries[Person]
        absent = [
            person for person in self.person_by_id.values()
            if id(person) not in named and (person.ends_on is None or person.ends_on > self.today)
        ]  # fmt: skip
        if not self.plan.complete:
            if absent:
                count = len(absent)
                text = ngettext(
                    "%(count)s person is not in this file and is left alone.",
                    "%(count)s people are not in this file and are left alone.",
                    count,
                )
                self.plan.notes.append(text % {"count": count})
            return
        for person in absent:
            entry = self.entry(person)
            entry.name = person.name
            entry.put("ends_on", max(self.today, person.starts_on or self.today), _("in service until"))
            entry.ended = True
            self._end_with_person(entry)

    # ends ---------------------------------------------------------------------------------------------------------

    def check_rights(self) -> None:
        """Units, positions and projects need another right than people."""
        may = {
            Unit: can_manage_organisation(self.by), Position: can_manage_organisation(self.by),
            Project: can_manage_organisation(self.by), Person: can_manage_people(self.by),
            Placement: can_manage_people(self.by),
        }  # fmt: skip
        for model, allowed in may.items():
            if allowed:
                continue
            for entry in self.entries[model].values():
                if entry.table and not entry.bad and entry.outcome != Outcome.UNCHANGED:
                    self.plan.refuse(entry, "not_yours", "code" if "code" in entry.table.places else "")

    def check_endings(self) -> None:
        """A unit does not end before what is in it."""
        ending = {
            id(e.thing): e for e in self.entries[Unit].values() if e.thing.ends_on and (e.new or "ends_on" in e.fields)
        }
        if not ending:
            return
        for unit in self.units.by_key.values():
            above = self._parent_of(unit)
            entry = ending.get(id(above)) if above is not None else None
            if entry and (unit.ends_on or END_OF_TIME) > entry.thing.ends_on and not entry.bad:
                self.plan.refuse(entry, "unit_ends", "ends_on", entry.thing.ends_on)
        for placements in self.placements.values():
            for placement in placements:
                entry = ending.get(id(placement.unit))
                if entry and (placement.ends_on or END_OF_TIME) > entry.thing.ends_on and not entry.bad:
                    self.plan.refuse(entry, "unit_ends", "ends_on", entry.thing.ends_on)

    def finish(self) -> None:
        for placement in self.withdrawn:
            self.plan.lines_extra.append(Line(Outcome.ENDED, "", 0, placement.person.key, _place_name(placement)))
            self.plan.counts_extra[Outcome.ENDED] += 1
        for entry in self.entries[Placement].values():
            entry.name = _place_name(entry.thing)
        for model in (Unit, Position, Person, Placement, Project):
            self.plan.entries[model] = list(self.entries[model].values())
        self.plan.extra["withdrawn"] = self.withdrawn


def _number(thing) -> str:
    return thing.key if thing is not None else ""


def _place_name(placement: Placement) -> str:
    return f"{placement.person.name} · {placement.position.name}, {placement.unit.name}"


def plan_people(plan: Plan, tables: dict[str, Table], by: Actor, counter) -> None:
    """Fill the plan with what a file of people would do."""
    planner = PeoplePlanner(plan, tables, by, counter)
    planner.plan_units()
    planner.plan_positions()
    planner.plan_people()
    planner.plan_heads()
    if {"people", "placements", "units"} & set(tables):
        planner.load_placements()
        planner.plan_places()
        planner.plan_placements()
        planner.plan_absent()
        planner.check_managers()
    planner.plan_projects()
    planner.check_endings()
    planner.check_rights()
    planner.finish()
