"""Writing workbooks and CSV files: templates, lists and reports. Row by row, in memory that does not grow.

A text never becomes a formula: what begins like one gets an apostrophe, and the import takes it off again. Numbers stay
numbers, also below zero.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zichtlijn.documents.sheets import guard
from zichtlijn.exchange.columns import TYPE_HELP, Column, FileKind, Sheet, Type
from zichtlijn.exchange.values import write_interim, write_number, write_parents

BOM = "\ufeff"
#: What a cell of Excel can hold.
MOST_LETTERS = 32_000
_WIDTHS = {
    Type.DATE: 12, Type.AMOUNT: 12, Type.PERCENT: 10, Type.WHOLE_PERCENT: 10, Type.CODE: 14, Type.EMAIL: 26,
    Type.CHOICE: 18,
}  # fmt: skip


def as_text(value, language: str) -> str:
    """A value as it stands in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float | Decimal):
        return write_number(value, language)
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return _as_list(value, language)
    return guard(str(value))


def _as_list(value: tuple, language: str) -> str:
    """Parents or interim targets."""
    if value and isinstance(value[0][0], date):
        return write_interim(value, language)
    return guard(write_parents(value, language))


# CSV --------------------------------------------------------------------------------------------------------------


class _Echo:
    """Hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(headers: list[str], rows: Iterable[Iterable]) -> Iterator[str]:
    """The lines of a CSV file, written as the reader's language does: `;` and a comma in Dutch, `,` and a point."""
    language = get_language() or "nl"
    writer = csv.writer(_Echo(), delimiter=";" if language.startswith("nl") else ",")
    yield BOM + writer.writerow([guard(header) for header in headers])
    for row in rows:
        yield writer.writerow([as_text(value, language) for value in row])


# workbooks --------------------------------------------------------------------------------------------------------


class Workbook:
    """A workbook that is written from top to bottom; finished when its `with` ends."""

    def __init__(self, target):
        self._book = xlsxwriter.Workbook(
            target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                     "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd"},
        )  # fmt: skip
        self._head = self._book.add_format({"bold": True, "bg_color": "#e8ecf4", "bottom": 1})
        self._needed = self._book.add_format(
            {"bold": True, "bg_color": "#14213d", "font_color": "#ffffff", "bottom": 1}
        )
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._wrap = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._title = self._book.add_format({"bold": True, "font_size": 14})
        self._language = get_language() or "nl"

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self._book.close()

    def add_sheet(
        self, name: str, headers: list[str], rows: Iterable[Iterable], columns: tuple[Column, ...] = ()
    ) -> int:
        """A sheet with a header; `columns` says which are required and how wide they are. Returns how many rows."""
        sheet = self._book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        for place in range(len(headers)):
            column = columns[place] if columns else None
            sheet.set_column(place, place, _WIDTHS.get(column.holds, 24) if column else 20)
        for place, header in enumerate(headers):
            needed = bool(columns) and columns[place].required
            sheet.write_string(0, place, guard(header), self._needed if needed else self._head)
        count = 0
        for count, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                self._write(sheet, count, place, value)
        if count:
            sheet.autofilter(0, 0, count, len(headers) - 1)
        return count

    def _write(self, sheet, row: int, place: int, value) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_number(row, place, int(value))
        elif isinstance(value, int | float | Decimal):
            sheet.write_number(row, place, value)
        elif isinstance(value, datetime):
            sheet.write_string(row, place, as_text(value, self._language))
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, self._day)
        elif isinstance(value, tuple):
            sheet.write_string(row, place, _as_list(value, self._language)[:MOST_LETTERS])
        else:
            sheet.write_string(row, place, guard(str(value))[:MOST_LETTERS])

    def add_explanation(self, kind: FileKind) -> None:
        """A sheet that says what may stand where."""
        sheet = self._book.add_worksheet(_("Explanation"))
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 28)
        sheet.set_column(2, 2, 12)
        sheet.set_column(3, 3, 34)
        sheet.set_column(4, 4, 70)
        sheet.write_string(0, 0, str(kind.label), self._title)
        sheet.write_string(1, 0, str(kind.help))
        sheet.write_string(
            2, 0, _("Replace the example rows with your own. You may remove sheets and columns that you do not use.")
        )
        sheet.write_string(3, 0, _("A column that is not there is left alone; a cell that is empty is emptied."))
        row = 5
        for place, text in enumerate((_("Sheet"), _("Column"), _("Required"), _("What it may hold"), _("Meaning"))):
            sheet.write_string(row, place, text, self._head)
        for part in kind.sheets:
            for column in part.columns:
                row += 1
                for place, text in enumerate(column_facts(part, column)):
                    sheet.write_string(row, place, guard(text), self._wrap)


def is_explanation(sheet_name: str) -> bool:
    """True for the sheet of our own template that explains the others, in whatever language it was made."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            if sheet_name == _("Explanation"):
                return True
    return False


def column_facts(sheet: Sheet, column: Column) -> tuple[str, str, str, str, str]:
    """Sheet, header, needed, what may stand there, meaning: a row of the documentation."""
    holds = ", ".join(column.choice_labels()) if column.holds == Type.CHOICE else str(TYPE_HELP[column.holds])
    return sheet.title(), column.header(), _("yes") if column.required else "", holds, str(column.help)


def _example_rows(sheet: Sheet) -> Iterator[list]:
    """The example, with choices in the words of the reader."""
    for row in sheet.examples:
        yield [
            str(dict(column.choices.choices)[value]) if column.choices and value else value
            for column, value in zip(sheet.columns, row, strict=True)
        ]


def template_workbook(kind: FileKind) -> bytes:
    """A workbook to fill in, with an example and an explanation."""
    target = io.BytesIO()
    with Workbook(target) as book:
        for sheet in kind.sheets:
            headers = [column.header() for column in sheet.columns]
            book.add_sheet(sheet.title(), headers, _example_rows(sheet), sheet.columns)
        book.add_explanation(kind)
    return target.getvalue()


def template_csv(sheet: Sheet) -> str:
    """A CSV file to fill in, with an example."""
    return "".join(csv_lines([column.header() for column in sheet.columns], _example_rows(sheet)))
