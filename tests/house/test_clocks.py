"""No test keeps the day on which it was collected: midnight, and the new year, may pass before it runs."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
#: What asks a clock, whatever it is asked of: `timezone.localdate()`, `date.today()`, `time.time()`, `localdate()`.
ASKS = {"localdate", "localtime", "now", "today", "utcnow", "time", "time_ns"}


def is_clock(call: ast.Call) -> bool:
    """Whether this asks a clock, as an attribute or by an imported name; `time(9, 30)` is a time of day."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    return name in ASKS and not (name == "time" and call.args)


def asked_while_read(node: ast.AST) -> Iterator[int]:
    """The lines on which a clock is asked as soon as the module is read: not in what a function does when called."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for given in (*child.decorator_list, *child.args.defaults, *filter(None, child.args.kw_defaults)):
                yield from asked_while_read(ast.Expression(given))
            continue
        if isinstance(child, ast.Lambda):
            continue
        if isinstance(child, ast.Call) and is_clock(child):
            yield child.lineno
        yield from asked_while_read(child)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("TODAY = timezone.localdate()", [1]),
        ("NEXT = date(timezone.localdate().year + 1, 1, 1)", [1]),
        ("class Case:\n    day = date.today()", [2]),
        ("@mark.parametrize('at', [timezone.now()])\ndef test_it(at): pass", [1]),
        ("def of(day=timezone.localdate()): pass", [1]),
        ("from django.utils.timezone import localdate\nTODAY = localdate()", [2]),
        ("DAYS = [today() + timedelta(days) for days in range(3)]", [1]),
        ("from time import time\nBEGUN = time()", [2]),
        ("from datetime import time\nNOON = time(12, 0)", []),
        ("TODAY = timezone.localdate", []),
        ("def today():\n    return timezone.localdate()", []),
        ("later = lambda: timezone.now() + DAY", []),
    ],
)
def test_a_clock_that_is_asked_while_a_module_is_read_is_found(text, lines):
    assert list(asked_while_read(ast.parse(text))) == lines


def test_no_test_asks_the_clock_while_it_is_collected():
    found = [
        f"{file.relative_to(TESTS)}:{line}"
        for file in sorted(TESTS.rglob("*.py"))
        for line in asked_while_read(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert found == []
