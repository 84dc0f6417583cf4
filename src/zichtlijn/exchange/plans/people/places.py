"""The place that a row of people names: found, corrected, followed by another, or new."""

from datetime import timedelta

from django.utils.translation import gettext as _

from zichtlijn.exchange.plans.people.comparison import PeopleComparison
from zichtlijn.exchange.plans.people.placements import check_place
from zichtlijn.exchange.plans.people.words import number_of
from zichtlijn.exchange.plans.plan import Entry
from zichtlijn.organisation.models import Placement


def plan_places(compared: PeopleComparison) -> None:
    """The place that a row of people names: found, moved, or new."""
    for entry, place in compared.places:
        _place(compared, entry, place)  # also of a row that is refused already: everything is said at once
        if not entry.bad:
            end_places_with(compared, entry)


def _place(compared: PeopleComparison, entry: Entry, place: dict) -> None:
    if not place:
        return
    unit = compared.resolve(entry, place, "unit", compared.units, "unknown_unit")
    position = compared.resolve(entry, place, "position", compared.positions, "unknown_position")
    manager = compared.resolve_person(entry, place, "manager")
    person, start = entry.thing, place.get("placed_from")
    if manager is person:
        compared.plan.refuse(entry, "own_manager", "manager", place["manager"])
    if entry.bad:
        return
    living = compared.living(person)
    if "ends_on" in entry.fields and (left := compared.left_before.get(id(person))):
        # who comes back, or stays longer than was said, may go on in the place that ended with leaving
        living += [p for p in compared.placements[id(person)] if p.ends_on == left and p not in living]
    if unit is None and position is None:
        if len(living) == 1:
            unit, position = living[0].unit, living[0].position
        else:
            compared.plan.refuse(entry, "several_placements" if living else "unit_needed", "unit")
            return
    elif unit is None or position is None:
        compared.plan.refuse(entry, "position_needed", "position" if unit else "unit")
        return
    same = [
        p
        for p in living
        if p.unit is unit and p.position is position and (start is None or p.ends_on is None or p.ends_on >= start)
    ]
    if same:
        _keep_place(compared, entry, place, same, manager, start)
    else:
        _move_place(compared, entry, place, living, unit, position, manager, start)


def _keep_place(compared: PeopleComparison, entry: Entry, place: dict, same: list[Placement], manager, start) -> None:
    """The person is in this unit and position already: the manager or the first day may differ."""
    there = next((p for p in same if p.starts_on == start), None) or max(same, key=lambda p: p.starts_on)
    new_manager = "manager" in place and there.line_manager is not manager
    if start and start > there.starts_on and new_manager:
        _new_place(compared, entry, there.unit, there.position, manager, start, after=there)
        return
    change = compared.part(there, entry)
    if start and start != there.starts_on:
        change.put("starts_on", start, entry.header("placed_from"))
    if new_manager:
        change.put("line_manager", manager, entry.header("manager"), (number_of(there.line_manager), manager.key))
    last_day = entry.thing.ends_on
    if "ends_on" in entry.fields and there.ends_on is not None and (last_day is None or there.ends_on < last_day):
        change.put("ends_on", last_day, _("placed until"))  # who comes back or stays longer goes on in the same place
    if change.new or change.fields:  # what was there already is not judged again
        check_place(compared, entry, there, "placed_from")


def _move_place(compared: PeopleComparison, entry: Entry, place: dict, living, unit, position, manager, start) -> None:
    if len(living) > 1:
        compared.plan.refuse(entry, "several_placements", "unit", place.get("unit", ""))
        return
    person = entry.thing
    if start is None:
        first = not compared.placements[id(person)] and person.starts_on
        start = first or compared.today
    if living and living[0].starts_on >= start:
        there = living[0]  # the place was wrong from the beginning: it is put right
        change = compared.part(there, entry)
        change.put("unit", unit, entry.header("unit"), (there.unit.key, unit.key))
        change.put("position", position, entry.header("position"), (there.position.key, position.key))
        change.put("starts_on", start, entry.header("placed_from"))
        if "manager" in place:
            before = number_of(there.line_manager)
            change.put("line_manager", manager, entry.header("manager"), (before, manager.key))
        check_place(compared, entry, there, "placed_from")
        return
    _new_place(compared, entry, unit, position, manager, start, after=living[0] if living else None)


def _new_place(
    compared: PeopleComparison, entry: Entry, unit, position, manager, start, *, after: Placement | None
) -> None:
    person = entry.thing
    if after is not None:
        ending = compared.part(after, entry)
        until = start - timedelta(days=1)
        if after.ends_on is None or after.ends_on > until:
            ending.ended = ending.put("ends_on", until, _("placed until"))
    placement = Placement(
        organisation=compared.organisation, person=person, unit=unit, position=position, line_manager=manager,
        starts_on=start,
    )  # fmt: skip
    if person.ends_on and person.ends_on >= start:
        placement.ends_on = person.ends_on
    compared.placements[id(person)].append(placement)
    compared.part(placement, entry, new=True)
    check_place(compared, entry, placement, "placed_from")


def end_places_with(compared: PeopleComparison, entry: Entry) -> None:
    """The placements of somebody who leaves end on the last day; those that would begin later are withdrawn."""
    person = entry.thing
    if person.ends_on is None or ("ends_on" not in entry.fields and not entry.new):
        return
    for placement in list(compared.placements[id(person)]):
        if placement.ends_on is None or placement.ends_on > person.ends_on:
            if placement.starts_on > person.ends_on:
                if placement.pk is None and entry.table is None:  # who is absent from the file is placed by it
                    row = compared.entry(placement)
                    compared.plan.refuse(row, "placed_and_absent", "person", person.key, day=person.ends_on.isoformat())
                elif placement.pk is None or _begins_by_file(compared, placement):
                    compared.plan.refuse(entry, "ends_before_start", "placed_from", placement.starts_on)
                else:
                    compared.withdraw(placement)
                continue
            change = compared.part(placement, entry)
            change.put("ends_on", person.ends_on, _("placed until"))
            change.ended = not change.new


def _begins_by_file(compared: PeopleComparison, placement: Placement) -> bool:
    """True when the file gives this placement another first day: then that day is wrong, not the placement."""
    change = compared.entries[Placement].get(id(placement))
    return change is not None and "starts_on" in change.fields
