"""Workbooks of numbers to reckon on with: sheets with a head that stays in sight, and numbers that are numbers.

Lists that come in again are written by `exchange`; this is for numbers that go out.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

#: With these a spreadsheet begins a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
#: What a cell of Excel can hold.
MOST_LETTERS = 32_000
_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_WIDEST = 60


def guard(text: str) -> str:
    """A text as it goes into a file that a spreadsheet opens: never the beginning of a formula.

    >>> guard("=1+1"), guard("plain"), guard("'=quoted")
    ("'=1+1", 'plain', "''=quoted")
    """
    if text.startswith(FORMULA_SIGNS) or text.lstrip().startswith(FORMULA_SIGNS) or is_guarded(text):
        return "'" + text
    return text


def is_guarded(text: str) -> bool:
    """True when a guard stands before it."""
    inner = text.lstrip("'")
    return inner != text and (inner.startswith(FORMULA_SIGNS) or inner.lstrip().startswith(FORMULA_SIGNS))


@dataclass
class Sheet:
    """One sheet: its name, its head and its rows; `percent` are the places of shares that are shown as percentages."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Any]]
    percent: set[int] = field(default_factory=set)


def make_workbook(sheets: Sequence[Sheet], *, title: str) -> bytes:
    """The workbook with these sheets."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": title})
        head = book.add_format({"bold": True, "bg_color": "#14213d", "font_color": "#ffffff"})
        share = book.add_format({"num_format": "0.0%"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name.translate(_NOT_IN_A_NAME)[:31]), sheet, head, share, day)
    return target.getvalue()


def _write_sheet(paper, sheet: Sheet, head, share, day) -> None:
    paper.freeze_panes(1, 0)
    widths = [len(text) + 2 for text in sheet.head]
    for place, text in enumerate(sheet.head):
        paper.write_string(0, place, guard(text), head)
    number = 0
    for number, row in enumerate(sheet.rows, 1):
        for place, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, int | float | Decimal):
                paper.write_number(number, place, value, share if place in sheet.percent else None)
            elif isinstance(value, date):
                paper.write_datetime(number, place, value, day)
            else:
                text = guard(str(value))[:MOST_LETTERS]
                widths[place] = max(widths[place], len(text))
                paper.write_string(number, place, text)
    for place, width in enumerate(widths):
        paper.set_column(place, place, min(max(width, 10), _WIDEST))
    if number:
        paper.autofilter(0, 0, number, len(sheet.head) - 1)
