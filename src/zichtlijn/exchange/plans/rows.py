"""Walking through the rows of a sheet in which each row has a code of its own."""

from collections.abc import Callable

from zichtlijn.exchange.plans.plan import Plan
from zichtlijn.exchange.reading_rows import Table


def rows_by_code(
    plan: Plan, table: Table | None, counter, key: str = "code", *, as_compared: Callable = lambda code: code
):
    """The readable rows of a sheet with their table; a code that comes twice is complained of.

    `as_compared`: what of a code makes it the same as another.
    """
    if table is None:
        return
    seen: dict = {}
    for number, row in counter(table.rows(plan.complain)):
        code = row.get(key)
        if code is None:
            continue
        first, written = seen.setdefault(as_compared(code), (number, code))
        if first != number:
            why = "duplicate_key" if code == written else "same_but_for_capitals"
            plan.complain(table.problem(why, number, key, code, row=first))
            continue
        yield table, number, row
