"""The sheet of levels: all of them, from the lowest on."""

from zichtlijn.competencies.models import Framework
from zichtlijn.competencies.states import FEWEST_LEVELS, MOST_LEVELS
from zichtlijn.exchange.plans.competencies.comparison import FrameworkComparison, plain
from zichtlijn.exchange.plans.plan import Entry
from zichtlijn.exchange.plans.rows import rows_by_code


def plan_scale(compared: FrameworkComparison) -> None:
    """The name of the framework and of its levels, new or changed."""
    table = compared.tables.get("levels")
    if table is None:
        return
    before = compared.plan.problem_count
    rows = [(number, row) for _table, number, row in rows_by_code(compared.plan, table, compared.counter, "level")]
    if not rows:
        return
    kept = compared.framework
    named = _name(compared, table, rows)
    entry = Entry(kept or Framework(organisation=compared.organisation, name=named), table, rows[0][0], kept is None)
    entry.bad = compared.plan.problem_count > before
    names = _names(compared, entry, rows)
    if named:
        entry.put("name", named, entry.header("framework"))
    entry.name = entry.thing.name
    if entry.bad:
        compared.scale_entry = entry
        return
    old = kept.level_names if kept else []
    if kept and len(names) != len(old) and compared.is_scale_used:
        compared.plan.refuse(entry, "scale_in_use", "level", len(names), number=len(old))
    if old != names:
        entry.put("levels", "\n".join(names), entry.header("name"), (", ".join(old), ", ".join(names)))
    compared.levels, compared.scale_entry = names, entry


def _name(compared: FrameworkComparison, table, rows) -> str:
    """What the file calls the framework; its own name, or that of the organisation, when it does not say."""
    said: dict[str, int] = {}
    for number, row in rows:
        if row.get("framework"):
            said.setdefault(row["framework"], number)
    if len(said) > 1:
        (first, _number), (other, number), *_more = said.items()
        compared.plan.complain(table.problem("several_frameworks", number, "framework", other, first=first))
    if said:
        return next(iter(said))
    return "" if compared.framework else compared.organisation.name


def _names(compared: FrameworkComparison, entry: Entry, rows) -> list[str]:
    """The names of the levels, from 1 on; complains about gaps, names that come twice and too few or too many."""
    found: dict[int, str] = {}
    taken: dict[str, int] = {}
    for number, row in rows:
        text, name = row.get("level", ""), plain(row.get("name"))
        at = Entry(entry.thing, entry.table, number, entry.new)
        is_number = text.isascii() and text.isdigit() and len(text) < 19
        if not is_number or not 1 <= int(text) <= MOST_LEVELS:
            compared.plan.refuse(at, "bad_level_number", "level", text, most=MOST_LEVELS)
            entry.bad = True
        elif name:
            if name.casefold() in taken:
                compared.plan.refuse(at, "duplicate_key", "name", name, row=taken[name.casefold()])
                entry.bad = True
            taken[name.casefold()] = number
            found[int(text)] = name
    numbers = sorted(found)
    if not entry.bad and (numbers != list(range(1, len(numbers) + 1)) or len(numbers) < FEWEST_LEVELS):
        bounds = {"fewest": FEWEST_LEVELS, "most": MOST_LEVELS}
        compared.plan.refuse(entry, "levels_incomplete", "level", ", ".join(map(str, numbers)), **bounds)
    return [found[number] for number in numbers]
