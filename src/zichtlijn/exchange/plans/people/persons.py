"""The people of a file, and those whom a complete file does not name."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.exchange.plans.people.comparison import PeopleComparison
from zichtlijn.exchange.plans.people.places import end_places_with
from zichtlijn.organisation.models import Person, sort_name


def plan_persons(compared: PeopleComparison) -> None:
    """Who there is; where they are placed comes after everybody is known."""
    columns = {
        "given_name": "given_name", "family_prefix": "family_prefix", "family_name": "family_name",
        "email": "email", "starts_on": "starts_on", "ends_on": "ends_on",
    }  # fmt: skip
    wanted = ("unit", "position", "manager", "placed_from")
    for table, number, row in compared.rows("people", "number"):
        entry = compared.keyed(Person, compared.people, table, number, row, "number")
        person = entry.thing
        if person.ends_on:
            compared.left_before[id(person)] = person.ends_on
        compared.put_scalars(entry, row, columns, {"starts_on", "ends_on"})
        compared.check_days(entry)
        if entry.new:
            compared.people.add(person)
        if entry.new or entry.fields & {"given_name", "family_prefix", "family_name"}:
            person.sort_name = sort_name(person.given_name, person.family_prefix, person.family_name)
            if not entry.new:
                entry.fields.add("sort_name")
        entry.name = person.name
        if "ends_on" in entry.fields and person.ends_on and person.ends_on <= compared.today:
            entry.ended = True
        place = {name: row[name] for name in wanted if row.get(name) is not None}
        if place or "ends_on" in row:
            compared.places.append((entry, place))


def plan_absent(compared: PeopleComparison) -> None:
    table = compared.tables.get("people")
    if table is None:
        return
    named = compared.entries[Person]
    absent = [
        person for person in compared.person_by_id.values()
        if id(person) not in named and (person.ends_on is None or person.ends_on > compared.today)
    ]  # fmt: skip
    if not compared.plan.complete:
        if absent:
            count = len(absent)
            text = ngettext(
                "%(count)s person is not in this file and is left alone.",
                "%(count)s people are not in this file and are left alone.",
                count,
            )
            compared.plan.notes.append(text % {"count": count})
        return
    for person in absent:
        entry = compared.entry(person)
        entry.name = person.name
        entry.put("ends_on", max(compared.today, person.starts_on or compared.today), _("in service until"))
        entry.ended = True
        end_places_with(compared, entry)
