"""From the sheets of a file to rows of values: which sheet and column is which, and what cannot be read."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from zichtlijn.exchange.columns import FILE_KINDS, FORBIDDEN_HEADINGS, FileKind, Sheet, Type, normal
from zichtlijn.exchange.problems import Problem
from zichtlijn.exchange.reading_files import FileRefused, RawSheet, Source
from zichtlijn.exchange.reading_files.source import FORMULA
from zichtlijn.exchange.values import Bad, agreed_mark, is_empty, reader_of

#: A header stands in one of the first rows: above it may stand a title.
HEADER_WITHIN = 20
_DAY_BEHIND = re.compile(r" \d{4} \d\d \d\d( \d+)?$")
_NUMERIC = frozenset({Type.AMOUNT, Type.PERCENT, Type.WHOLE_PERCENT})


@dataclass
class Table:
    """A sheet of the file that was recognised: its columns, and its rows as values."""

    sheet: Sheet
    raw: RawSheet
    header_row: int
    #: Where each column stands in a row.
    places: dict[str, int]
    #: Headers that mean nothing here.
    ignored: list[str]
    #: Headers of what is worked out here, passed over.
    passed_over: list[str]
    marks: dict[str, str]

    @property
    def name(self) -> str:
        """What the owner calls the sheet."""
        return self.raw.name

    @property
    def size(self) -> int:
        return max(self.raw.size - self.header_row, 0)

    def has(self, column: str) -> bool:
        return column in self.places

    def filled_rows(self) -> Iterator[tuple[int, list]]:
        """Rows under the header in which something stands in a column that is read."""
        places = list(self.places.values())
        for number, row in self.raw.rows():
            if number <= self.header_row:
                continue
            width = len(row)
            if any(place < width and not is_empty(row[place]) for place in places):
                yield number, row

    def values_in(self, column: str) -> set:
        """All that stands in this column, read as `rows` reads it; what cannot be read is not in it."""
        if column not in self.places:
            return set()
        place, read = self.places[column], reader_of(self.sheet.by_name[column], self.marks.get(column, ""))
        found = set()
        for _number, row in self.filled_rows():
            cell = row[place] if place < len(row) else None
            if is_empty(cell) or cell is FORMULA:
                continue
            with suppress(Bad):
                found.add(read(cell))
        return found

    def rows(self, complain: Callable[[Problem], None]) -> Iterator[tuple[int, dict]]:
        """Every row as `column → value` (None for an empty cell); rows with an unreadable cell are complained of.

        A cell that cannot be read is left out of the row, and the row carries `_bad`, so that the rest of it can
        still be judged.
        """
        columns = [
            (name, place, reader_of(column, self.marks.get(name, "")), column.required)
            for name, place in self.places.items()
            for column in [self.sheet.by_name[name]]
        ]
        for number, row in self.filled_rows():
            values: dict = {}
            width = len(row)
            for name, place, read, required in columns:
                cell = row[place] if place < width else None
                if cell is None or cell == "" or (isinstance(cell, str) and not cell.strip()):
                    if required:
                        complain(self.problem("required", number, name))
                        values["_bad"] = True
                    else:
                        values[name] = None
                    continue
                if cell is FORMULA:
                    complain(self.problem("formula_cell", number, name))
                    values["_bad"] = True
                    continue
                try:
                    value = read(cell)
                except Bad as bad:
                    complain(self.problem(bad.code, number, name, cell, **self._params(name, bad)))
                    values["_bad"] = True
                    continue
                values[name] = None if value == "" else value
            yield number, values

    def _params(self, name: str, bad: Bad) -> dict:
        if bad.code == "unknown_choice":
            return {"choices": ", ".join(self.sheet.by_name[name].choice_labels())}
        return bad.params

    def problem(self, code: str, row: int, column: str = "", value="", /, **params) -> Problem:
        """A problem in this table, with the header as its owner knows it."""
        header = self.sheet.by_name[column].header() if column in self.sheet.by_name else column
        return Problem(code, self.name, row, header, str(value)[:200], params)


def tables_of(source: Source, kind: FileKind, complain: Callable[[Problem], None]) -> list[Table]:
    """The sheets of the file that can be read as this kind, in the order of the kind. Raises FileRefused."""
    if other := _other_kind(source, kind):
        raise FileRefused(
            _("This looks like a file of “%(other)s”. Choose that under “What is in the file?” and try again."),
            other=str(other.label),
        )
    found: dict[str, Table] = {}
    seen_something = False
    for raw in source.sheets:
        top = list(islice(((number, row) for number, row in raw.rows() if not all(map(is_empty, row))), HEADER_WITHIN))
        if not top:
            continue
        seen_something = True
        sheet, header_row, header = _recognise(raw, top, kind, source)
        if sheet is None:
            continue
        if sheet.name in found:
            raise FileRefused(
                _("The sheets “%(first)s” and “%(second)s” are both %(what)s. Keep one of them."),
                first=found[sheet.name].name,
                second=raw.name,
                what=sheet.title(),
            )
        found[sheet.name] = _table(sheet, raw, header_row, header, complain)
    if not seen_something:
        raise FileRefused(_("This file is empty."))
    if not found:
        wanted = "; ".join(
            f"{sheet.title()}: " + ", ".join(column.header() for column in sheet.columns if column.required)
            for sheet in kind.sheets
        )
        raise FileRefused(
            _("No columns were recognised. A row of headers is needed, such as %(wanted)s. Start from a template."),
            wanted=wanted,
        )
    tables = [found[sheet.name] for sheet in kind.sheets if sheet.name in found]
    _set_marks(tables, source)
    return tables


def _other_kind(source: Source, kind: FileKind) -> FileKind | None:
    """Another kind of which the file has every required header, when it has those of no list of this kind."""
    whole: dict[str, int] = dict.fromkeys(FILE_KINDS, 0)
    for raw in source.sheets:
        top = islice((row for _number, row in raw.rows()), HEADER_WITHIN)
        headings = [{normal(cell) for cell in row if isinstance(cell, str)} for row in top]
        for one in FILE_KINDS.values():
            whole[one.name] += any(
                sheet.required <= {sheet.by_heading[heading].name for heading in row if heading in sheet.by_heading}
                for sheet in one.sheets
                for row in headings
            )
    best = max(whole, key=lambda name: whole[name])
    return FILE_KINDS[best] if whole[best] and not whole[kind.name] else None


def _recognise(raw: RawSheet, top, kind: FileKind, source: Source) -> tuple[Sheet | None, int, list]:
    """Which sheet this is, by its name and its headers, and where its header stands."""
    called = _DAY_BEHIND.sub("", normal(raw.name))  # our own files carry the day on which they were made
    by_name = next((sheet for sheet in kind.sheets if called in sheet.names), None)
    best: tuple[int, int, Sheet | None, int, list] = (0, 0, None, 0, [])
    draw = False
    for number, row in top:
        headings = [normal(cell) if isinstance(cell, str) else "" for cell in row]
        if source.kind == "xlsx" and by_name is None and _is_explanation(raw.name):
            break
        for sheet in kind.sheets:
            known = {sheet.by_heading[heading].name for heading in headings if heading in sheet.by_heading}
            if not known:
                continue
            score = (10_000 if sheet is by_name else 0) + 100 * (sheet.required <= known) + len(known)
            if score > best[0]:
                best, draw = (score, len(known), sheet, number, row), False
            elif score == best[0] and sheet is not best[2] and number == best[3]:
                draw = True
    _score, known_count, found, header_row, header = best
    if found is None or (by_name is None and known_count < 2):
        return None, 0, []
    if draw:
        raise FileRefused(
            _("The headers of “%(name)s” fit more than one list. Name the file after what it holds: %(names)s."),
            name=raw.name,
            names=", ".join(sheet.title() for sheet in kind.sheets),
        )
    return found, header_row, header


def _is_explanation(name: str) -> bool:
    return normal(name) in {"explanation", "uitleg", "help"}


def _table(sheet: Sheet, raw: RawSheet, header_row: int, header: list, complain) -> Table:
    places: dict[str, int] = {}
    ignored: list[str] = []
    passed_over: list[str] = []
    table = Table(sheet, raw, header_row, places, ignored, passed_over, {})
    for place, cell in enumerate(header):
        if is_empty(cell):
            continue
        heading = normal(str(cell))
        if heading in FORBIDDEN_HEADINGS:
            complain(table.problem("forbidden_column", header_row, str(cell)[:100]))
            continue
        column = sheet.by_heading.get(heading)
        if column is None and heading in sheet.read_only_headings:
            passed_over.append(str(cell)[:100])
        elif column is None:
            ignored.append(str(cell)[:100])
        elif column.name in places:
            complain(table.problem("header_twice", header_row, column.name))
        else:
            places[column.name] = place
    for column in sheet.columns:
        if column.required and column.name not in places:
            complain(table.problem("header_missing", header_row, column.name))
    return table


def _set_marks(tables: list[Table], source: Source) -> None:
    """What `.` and `,` mean in each column of numbers: by the column, else by the file."""
    of_column: dict[tuple[str, str], str] = {}
    for table in tables:
        texts: dict[str, set[str]] = {
            name: set() for name in table.places if table.sheet.by_name[name].holds in _NUMERIC
        }
        if not texts:
            continue
        places = [(name, table.places[name]) for name in texts]
        for _number, row in table.filled_rows():
            for name, place in places:
                cell = row[place] if place < len(row) else None
                if isinstance(cell, str) and ("." in cell or "," in cell) and len(texts[name]) < 10_000:
                    texts[name].add(cell)
        for name, found in texts.items():
            of_column[table.sheet.name, name] = agreed_mark(found)
    told = {mark for mark in of_column.values() if mark in {".", ","}}
    of_file = told.pop() if len(told) == 1 else "?" if told else {";": ","}.get(source.separator, "")
    if not of_file and source.separator == ",":
        of_file = "."
    for table in tables:
        for name in table.places:
            own = of_column.get((table.sheet.name, name), "")
            table.marks[name] = own if own in {".", ","} else "" if own == "?" else of_file
