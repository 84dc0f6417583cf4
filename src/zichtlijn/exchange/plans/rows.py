"""Walking through the rows of a sheet in which each row has a code of its own."""

from zichtlijn.exchange.plans.plan import Plan
from zichtlijn.exchange.reading_rows import Table


def rows_by_code(plan: Plan, table: Table | None, counter, key: str = "code"):
    """The readable rows of a sheet with their table; a code that comes twice is complained of."""
    if table is None:
        return
    seen: dict[str, int] = {}
    for number, row in counter(table.rows(plan.complain)):
        code = row.get(key)
        if code is None:
            continue
        if code in seen:
            plan.complain(table.problem("duplicate_key", number, key, code, row=seen[code]))
            continue
        seen[code] = number
        yield table, number, row
