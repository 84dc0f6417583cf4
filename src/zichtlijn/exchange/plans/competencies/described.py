"""The sheet of competencies, each with what one sees at each level."""

from zichtlijn.competencies.models import Competency
from zichtlijn.exchange.columns import BEHAVIOUR
from zichtlijn.exchange.plans.competencies.comparison import FrameworkComparison, plain
from zichtlijn.exchange.plans.plan import Entry, shown_value


def plan_described(compared: FrameworkComparison) -> None:
    """What is new and what changes; a competency that the file does not name is left alone."""
    table = compared.tables.get("competencies")
    if table is None:
        return
    seen: dict[str, int] = {}
    for number, row in compared.counter(table.rows(compared.plan.complain)):
        name = row.get("name")
        if not name:
            continue
        if name.casefold() in seen:
            first = seen[name.casefold()]
            compared.plan.complain(table.problem("duplicate_key", number, "name", name, row=first))
            continue
        seen[name.casefold()] = number
        _compare(compared, table, number, row)


def _compare(compared: FrameworkComparison, table, number: int, row: dict) -> None:
    there = compared.competencies.get(row["name"].casefold())
    thing = there or Competency(organisation=compared.organisation, name=row["name"])
    entry = compared.entries[id(thing)] = Entry(thing, table, number, there is None)
    entry.bad = "_bad" in row
    compared.competencies[row["name"].casefold()] = thing
    if not compared.levels and compared.scale_entry is None and not compared.is_told_of_scale:
        compared.plan.refuse(entry, "no_scale", "name", row["name"])
        compared.is_told_of_scale = True  # once is enough: it is about all of them
    for column in ("name", "group", "description"):
        if column in row and plain(getattr(thing, column)) != plain(row[column]):
            entry.put(column, plain(row[column]), entry.header(column))
    if "ends_on" in row:
        entry.put("ends_on", row["ends_on"], entry.header("ends_on"))
    _compare_behaviours(compared, entry, row)


def _compare_behaviours(compared: FrameworkComparison, entry: Entry, row: dict) -> None:
    """What one sees at each level for which the file has a column."""
    old = compared.seen.get(entry.thing.pk, {}) if entry.thing.pk else {}
    new = {level: text for level, text in old.items() if level <= len(compared.levels)}
    changed = False
    for column, value in row.items():
        if not column.startswith(BEHAVIOUR):
            continue
        level, text = int(column.removeprefix(BEHAVIOUR)), plain(value)
        if text and level > len(compared.levels) > 0:
            compared.plan.refuse(entry, "no_such_level", column, text, levels=len(compared.levels))
        elif text != plain(old.get(level, "")):
            new[level], changed = text, True
            entry.changes.append((entry.header(column), shown_value(old.get(level, "")), text))
    if entry.new or changed:
        compared.behaviours[id(entry.thing)] = {level: text for level, text in sorted(new.items()) if text}
