"""Units, positions and projects of a file."""

from collections import defaultdict

from zichtlijn.exchange.plans.people.comparison import PeopleComparison
from zichtlijn.exchange.plans.people.words import END_OF_TIME, number_of
from zichtlijn.exchange.plans.plan import Entry
from zichtlijn.organisation.actions.paths import MAX_LEVELS, lay_paths
from zichtlijn.organisation.models import Person, Position, Project, Unit

#: So many people are named of those who still work in a position that would end.
NAMES = 5


def plan_units(compared: PeopleComparison) -> None:
    for table, number, row in compared.rows("units"):
        entry = compared.keyed(Unit, compared.units.by_key, table, number, row, name=row.get("name") or row["code"])
        compared.put_scalars(entry, row, {"name": "name", "ends_on": "ends_on"}, {"ends_on"})
        if entry.new:
            compared.units.add(entry.thing)
        compared.unit_relations.append((entry, row))
    for entry, row in compared.unit_relations:
        if "part_of" in row:
            parent = compared.resolve(entry, row, "part_of", compared.units, "unknown_unit")
            if parent is entry.thing:
                compared.plan.refuse(entry, "own_parent", "part_of", row["part_of"])
            elif not entry.bad:
                before = compared.unit_by_id.get(entry.thing.parent_id)
                entry.put(
                    "parent", parent, entry.header("part_of"),
                    (before.key if before else "", parent.key if parent else ""),
                )  # fmt: skip
    _check_tree(compared, [entry for entry, _row in compared.unit_relations])


def _check_tree(compared: PeopleComparison, entries: list[Entry]) -> None:
    numbers = {id(unit): number for number, unit in enumerate(compared.units.by_key.values(), 1)}
    names = {number: unit.name for number, unit in enumerate(compared.units.by_key.values(), 1)}
    above: dict[int, int | None] = {}
    for unit in compared.units.by_key.values():
        parent = unit.parent if unit.pk is None else compared.parent_of(unit)
        above[numbers[id(unit)]] = numbers.get(id(parent)) if parent is not None else None
    paths, circles = lay_paths(above)
    in_circle = {member: circle for circle in circles for member in circle}
    for entry in entries:
        number = numbers[id(entry.thing)]
        if circle := in_circle.get(number):
            chain = " → ".join(names[member] for member in [*circle[:10], circle[0]])
            compared.plan.refuse(entry, "unit_cycle", "part_of", "", names=chain)
        elif len(paths[number]) > MAX_LEVELS * 8:
            compared.plan.refuse(entry, "too_deep", "part_of", "", levels=MAX_LEVELS)


def plan_heads(compared: PeopleComparison) -> None:
    for entry, row in compared.unit_relations:
        if "head" in row:
            head = compared.resolve_person(entry, row, "head")
            if not entry.bad:
                before = compared.person_by_id.get(entry.thing.head_id)
                shown = (before.key if before else "", head.key if head else "")
                entry.put("head", head, entry.header("head"), shown)


def check_endings(compared: PeopleComparison) -> None:
    """Nothing ends before what is in it, and no unit hangs under one that has ended."""
    ending = {
        id(e.thing): e for e in compared.entries[Unit].values() if e.thing.ends_on and (e.new or "ends_on" in e.fields)
    }
    if ending:
        _check_ending_units(compared, ending)
    _check_parents(compared, ending)
    _check_ending_positions(compared)


def _check_ending_units(compared: PeopleComparison, ending: dict[int, Entry]) -> None:
    for unit in compared.units.by_key.values():
        above = compared.parent_of(unit)
        entry = ending.get(id(above)) if above is not None else None
        if entry and (unit.ends_on or END_OF_TIME) > entry.thing.ends_on and not entry.bad:
            compared.plan.refuse(entry, "unit_ends", "ends_on", entry.thing.ends_on)
    for placements in compared.placements.values():
        for placement in placements:
            entry = ending.get(id(placement.unit))
            if entry and (placement.ends_on or END_OF_TIME) > entry.thing.ends_on and not entry.bad:
                compared.plan.refuse(entry, "unit_ends", "ends_on", entry.thing.ends_on)


def _check_parents(compared: PeopleComparison, ending: dict[int, Entry]) -> None:
    """A unit that is new or moves goes under one that is there; of one that ends in this file its own row tells."""
    for entry in compared.entries[Unit].values():
        if entry.bad or not (entry.new or "parent" in entry.fields):
            continue
        parent = compared.parent_of(entry.thing)
        if parent is None or id(parent) in ending or not parent.ends_on or parent.ends_on >= compared.today:
            continue
        if (entry.thing.ends_on or END_OF_TIME) > parent.ends_on:
            day = parent.ends_on.isoformat()
            compared.plan.refuse(entry, "unit_ended", "part_of", parent.key, name=parent.name, day=day)


def _check_ending_positions(compared: PeopleComparison) -> None:
    """Nobody works on in a position that ends. In a new one nobody works but by rows that are judged themselves."""
    ending = {
        id(e.thing): e for e in compared.entries[Position].values()
        if e.thing.ends_on and "ends_on" in e.fields and not e.bad
    }  # fmt: skip
    if not ending:
        return
    still: dict[int, dict[int, Person]] = defaultdict(dict)
    for placements in compared.placements.values():
        for placement in placements:
            entry = ending.get(id(placement.position))
            if entry and (placement.ends_on or END_OF_TIME) > entry.thing.ends_on:
                still[id(placement.position)][id(placement.person)] = placement.person
    for position, people in still.items():
        names = [person.name for person in sorted(people.values(), key=lambda person: person.sort_name)]
        shown = ", ".join([*names[:NAMES], "…"] if len(names) > NAMES else names)
        entry = ending[position]
        compared.plan.refuse(entry, "position_ends", "ends_on", entry.thing.ends_on, names=shown)


def plan_positions(compared: PeopleComparison) -> None:
    for table, number, row in compared.rows("positions"):
        entry = compared.keyed(
            Position, compared.positions.by_key, table, number, row, name=row.get("name") or row["code"]
        )
        columns = {"name": "name", "description": "description", "ends_on": "ends_on"}
        compared.put_scalars(entry, row, columns, {"ends_on"})
        if entry.new:
            compared.positions.add(entry.thing)


def plan_projects(compared: PeopleComparison) -> None:
    known = compared.projects
    units = compared.unit_by_id
    for table, number, row in compared.rows("projects"):
        entry = compared.keyed(Project, known, table, number, row, name=row.get("name") or row["code"])
        if entry.new:
            known.add(entry.thing)
        compared.project_relations.append((entry, row))
        columns = {"name": "name", "description": "description", "starts_on": "starts_on", "ends_on": "ends_on"}
        compared.put_scalars(entry, row, columns, {"starts_on", "ends_on"})
        compared.check_days(entry)
        headers = table.sheet.by_name
        if "leader" in row:
            leader, before = (
                compared.resolve_person(entry, row, "leader"),
                compared.person_by_id.get(entry.thing.leader_id),
            )
            if not entry.bad:
                entry.put("leader", leader, headers["leader"].header(), (number_of(before), number_of(leader)))
        if "unit" in row:
            unit, before = (
                compared.resolve(entry, row, "unit", compared.units, "unknown_unit"),
                units.get(entry.thing.unit_id),
            )
            if not entry.bad:
                entry.put("unit", unit, headers["unit"].header(), (number_of(before), number_of(unit)))
