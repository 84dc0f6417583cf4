"""The sheet of placements, and what stands in the way of a placement."""

from zichtlijn.exchange.plans.people.comparison import PeopleComparison
from zichtlijn.exchange.plans.people.words import END_OF_TIME, number_of
from zichtlijn.exchange.plans.plan import Entry
from zichtlijn.organisation.models import Placement


def load_placements(compared: PeopleComparison) -> None:
    for placement in Placement.objects.all().iterator(chunk_size=5000):
        person = compared.person_by_id[placement.person_id]
        placement.person = person
        placement.unit = compared.unit_by_id[placement.unit_id]
        placement.position = compared.position_by_id[placement.position_id]
        if placement.line_manager_id:
            placement.line_manager = compared.person_by_id[placement.line_manager_id]
        compared.placements[id(person)].append(placement)


def plan_placements(compared: PeopleComparison) -> None:
    table = compared.tables.get("placements")
    if table is None:
        return
    seen: dict[tuple, int] = {}
    for number, row in compared.counter(table.rows(compared.plan.complain)):
        if "_bad" in row:
            continue
        asked = Entry(None, table, number, True)
        person = compared.resolve_person(asked, row, "person")
        unit = compared.resolve(asked, row, "unit", compared.units, "unknown_unit")
        position = compared.resolve(asked, row, "position", compared.positions, "unknown_position")
        manager = compared.resolve_person(asked, row, "manager")
        if manager is not None and manager is person:
            compared.plan.refuse(asked, "own_manager", "manager", row["manager"])
        if asked.bad:
            continue
        key = (id(person), id(unit), id(position), row["starts_on"])
        if key in seen:
            compared.plan.refuse(asked, "duplicate_key", "person", row["person"], row=seen[key])
            continue
        seen[key] = number
        entry = _stated_place(compared, table, number, row, person, unit, position)
        headers = table.sheet.by_name
        if "manager" in row:
            shown = (number_of(entry.thing.line_manager), number_of(manager))
            entry.put("line_manager", manager, headers["manager"].header(), shown)
        if "ends_on" in row:
            before = entry.thing.ends_on
            if entry.put("ends_on", row["ends_on"], headers["ends_on"].header()) and not entry.new:
                entry.ended = row["ends_on"] is not None and before is None
        compared.check_days(entry)
        if entry.new or entry.fields:  # what was there already is not judged again
            check_place(compared, entry, entry.thing, "starts_on")


def _stated_place(compared: PeopleComparison, table, number, row, person, unit, position) -> Entry:
    for placement in compared.placements[id(person)]:
        same = placement.unit is unit and placement.position is position
        if same and placement.starts_on == row["starts_on"]:
            entry = compared.entry(placement, table, number)
            if entry.whole is not None:  # a row of people spoke of it too: from here on it has a row of its own
                entry.whole.parts.remove(entry)
                entry.whole = None
            entry.table, entry.row = table, number
            return entry
    placement = Placement(
        organisation=compared.organisation, person=person, unit=unit, position=position, starts_on=row["starts_on"]
    )
    compared.placements[id(person)].append(placement)
    return compared.entry(placement, table, number, new=True)


def check_place(compared: PeopleComparison, entry: Entry, placement: Placement, column: str) -> None:
    """What stands in the way of a placement; said of the row that asks for it."""
    until = placement.ends_on or END_OF_TIME
    if until < placement.starts_on:
        compared.plan.refuse(entry, "ends_before_start", column, placement.starts_on)
        return
    person = placement.person
    if person.starts_on and placement.starts_on < person.starts_on:
        compared.plan.refuse(entry, "before_service", column, placement.starts_on)
    for thing in (person, placement.unit, placement.position):
        if thing.ends_on and until > thing.ends_on and (thing is not person or entry.thing is placement):
            compared.plan.refuse(entry, "ended_then", column, "", name=thing.name, day=thing.ends_on.isoformat())
    for other in compared.placements[id(person)]:
        if other is placement or other.unit is not placement.unit or other.position is not placement.position:
            continue
        if other.starts_on <= until and (other.ends_on or END_OF_TIME) >= placement.starts_on:
            compared.plan.refuse(entry, "overlapping_placement", column, placement.starts_on)
            return
