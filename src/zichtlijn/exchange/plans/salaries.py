"""Salaries of a file, against those that are recorded."""

from bisect import bisect_left
from collections import defaultdict
from datetime import date
from decimal import Decimal

from zichtlijn.access.actor import Actor
from zichtlijn.exchange.bulk import in_batches
from zichtlijn.exchange.plans.known import ByCode
from zichtlijn.exchange.plans.objectives.comparison import HIDDEN
from zichtlijn.exchange.plans.plan import Entry, Plan
from zichtlijn.exchange.reading_rows import Table
from zichtlijn.organisation.models import Person
from zichtlijn.rewards.models import RewardSystem, Salary
from zichtlijn.rewards.states import SystemState
from zichtlijn.ui.wording import write_full_date

CENT, PLACES = Decimal("0.01"), Decimal("0.0001")
#: Up to this a part of full-time work is read as a share, and above it as a percentage; it is also the most there is.
MOST_SHARE = Decimal("1.5")
MOST_AMOUNT = Decimal(10) ** 9


def plan_salaries(plan: Plan, tables: dict[str, Table], by: Actor, counter) -> None:
    """Fill the plan with what a file of salaries would do. What somebody earns now is not told in it."""
    table = tables["salaries"]
    people = ByCode(Person.objects.filter(organisation=by.organisation))
    known = _known(table, people)
    versions = _versions()
    seen: dict[tuple[int, date], int] = {}
    entries: list[Entry] = []
    without_part: list[Entry] = []
    for number, row in counter(table.rows(plan.complain)):
        person = people.get(row["person"]) if row.get("person") else None
        if row.get("person") and person is None:
            plan.complain(table.problem("unknown_person", number, "person", row["person"]))
        if not _is_sound(plan, table, number, row, versions) or person is None or "_bad" in row:
            continue
        key = (person.pk, row["from_on"])
        if key in seen:
            plan.complain(table.problem("salary_twice", number, "from_on", row["from_on"], row=seen[key]))
            continue
        seen[key] = number
        entry = _entry(table, number, row, person, known.get(key), by)
        entries.append(entry)
        if (entry.new or entry.fields) and person.pk == by.person_id:
            plan.refuse(entry, "own_salary", "person", row["person"])
            continue
        if entry.new and table.has("part_time") and row.get("part_time") is None:
            without_part.append(entry)
    if without_part:
        _work_on_as_before(plan, without_part, [*known.values(), *(entry.thing for entry in entries if entry.new)])
    plan.entries[Salary] = entries


def _known(table: Table, people: ByCode) -> dict[tuple[int, date], Salary]:
    """The salaries that are recorded of the people whom the file names."""
    ids = {person.pk for key in table.values_in("person") if (person := people.get(key)) is not None}
    return {
        (salary.person_id, salary.from_on): salary
        for some in in_batches(ids, 5000)
        for salary in Salary.objects.filter(person__in=some)
    }


def _versions() -> list[tuple[date, set[str]]]:
    """From which day which scales hold, the latest first."""
    adopted = RewardSystem.objects.filter(state=SystemState.ADOPTED).order_by("-from_on").prefetch_related("scales")
    return [(system.from_on, {scale.name for scale in system.scales.all()}) for system in adopted]


def _is_sound(plan: Plan, table: Table, number: int, row: dict, versions) -> bool:
    """Judge every cell of the row, so that all that is wrong with it is told at once."""
    wrong = []
    scale, day = row.get("scale"), row.get("from_on")
    if scale and day:
        # before the first version that was adopted, its scales are all that is known
        held = next((names for from_on, names in versions if from_on <= day), versions[-1][1] if versions else set())
        if scale not in held:
            wrong.append(("unknown_scale", "scale", scale, {"day": write_full_date(day)}))
    elif scale and not any(scale in names for _from_on, names in versions):
        wrong.append(("no_such_scale", "scale", scale, {}))
    amount, part = row.get("amount"), row.get("part_time")
    if amount is not None and not 0 < amount < MOST_AMOUNT:
        wrong.append(("not_a_salary", "amount", amount, {}))
    elif amount is not None and amount != amount.quantize(CENT):
        wrong.append(("not_in_cents", "amount", amount, {}))
    if part is not None and not 0 < share_of(part) <= MOST_SHARE:
        wrong.append(("not_a_part", "part_time", part, {}))
    for code, column, value, params in wrong:
        told = f"{value.normalize():f}" if isinstance(value, Decimal) else value
        plan.complain(table.problem(code, number, column, told, **params))
    return not wrong


def share_of(part: Decimal) -> Decimal:
    """The part of full-time work that a cell means: 80 and 0.8 are the same."""
    return (part if part <= MOST_SHARE else part / 100).quantize(PLACES)


def _entry(table: Table, number: int, row: dict, person: Person, salary: Salary | None, by: Actor) -> Entry:
    thing = salary or Salary(organisation=by.organisation, person=person, from_on=row["from_on"])
    entry = Entry(thing, table, number, salary is None)
    entry.name = f"{person.name} · {write_full_date(row['from_on'])}"
    entry.put("scale", row["scale"], entry.header("scale"), (HIDDEN, row["scale"]))
    amount = row["amount"].quantize(CENT)
    entry.put("amount", amount, entry.header("amount"), (HIDDEN, f"{amount:f}"))
    if row.get("part_time") is not None:
        share = share_of(row["part_time"])
        entry.put("part_time", share, entry.header("part_time"), (HIDDEN, f"{(share * 100).normalize():f}%"))
    return entry


def _work_on_as_before(plan: Plan, entries: list[Entry], salaries: list[Salary]) -> None:
    """Let new salaries of which the file leaves the part open keep that of the salary before, here or in the file."""
    of_person: dict[int, list[Salary]] = defaultdict(list)
    for salary in sorted(salaries, key=lambda salary: salary.from_on):
        of_person[salary.person_id].append(salary)
    for entry in sorted(entries, key=lambda entry: entry.thing.from_on):
        mine = of_person[entry.thing.person_id]
        place = bisect_left(mine, entry.thing.from_on, key=lambda salary: salary.from_on)
        if place:
            entry.put("part_time", mine[place - 1].part_time, entry.header("part_time"))
        else:
            plan.refuse(entry, "no_part_before", "part_time")
