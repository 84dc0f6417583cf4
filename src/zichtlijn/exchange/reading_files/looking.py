"""Looking into the XML of a workbook without keeping any of it: no DTD, and no more rows and cells than can be read."""

import re
from array import array
from collections.abc import Set as AbstractSet
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from zichtlijn.exchange.reading_files.source import (
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    FileRefused,
)

MOST_CELLS = 12_000_000
#: Formulas without a value that are told one by one.
MOST_FORMULAS = 10_000
_TOO_MANY_CELLS = _("This file has more cells than can be read at once. Cut it into parts.")


class HasDtd(Exception):
    """This XML has a DTD or entities."""


class Look:
    """Reads XML without keeping any of it, and stops at a DTD."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._dtd
        self._parser.EntityDeclHandler = self._dtd
        self._parser.ExternalEntityRefHandler = self._dtd

    @staticmethod
    def _dtd(*ignored):
        raise HasDtd

    def feed(self, piece: bytes) -> None:
        self._parser.Parse(piece, False)

    def close(self) -> None:
        self._parser.Parse(b"", True)


class SheetLook(Look):
    """Also measures a sheet: how many rows there are, and how far its filled cells reach.

    `percent_styles` are the numbers of the styles that show a number as a percentage.
    """

    def __init__(self, percent_styles: AbstractSet[str] = frozenset()) -> None:
        super().__init__()
        self._parser.StartElementHandler = self._start
        self._parser.ordered_attributes = True
        self._rows = self._row = self._column = self._last_row = self._last_column = 0
        self._columns: dict[str, int] = {}
        self._is_formula = self._is_filled = False
        #: Cells with a formula and no value: row → columns, both counted from 1.
        self.formulas: dict[int, list[int]] = {}
        self._formula_count = 0
        self._percent_styles = percent_styles
        self._is_percent = False
        #: Filled cells that are shown as a percentage, in order (see `place_of`); four bytes each.
        self.percents = array("I")
        self._percents_in_order = True

    def close(self) -> None:
        super().close()
        if not self._percents_in_order:
            self.percents = array("I", sorted(set(self.percents)))

    def _text(self, text: str) -> None:
        self._is_filled = self._is_filled or bool(text.strip())

    def _end(self, name: str) -> None:
        """Only looked at within a cell with a formula: its value may be there as an empty element."""
        name = name.rpartition(":")[2]
        self._parser.CharacterDataHandler = None
        if name != "c":
            return
        if not self._is_filled and self._formula_count < MOST_FORMULAS:
            self.formulas.setdefault(self._row, []).append(self._column)
            self._formula_count += 1
        self._is_formula = self._is_filled = False
        self._parser.EndElementHandler = None

    def _start(self, name: str, attributes: list[str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._column += 1
            style = "0"
            for index in range(0, len(attributes), 2):
                if attributes[index] == "s":
                    style = attributes[index + 1]
                elif attributes[index] == "r":
                    reference = attributes[index + 1]
                    letters = reference.rstrip("0123456789")
                    column = self._columns.get(letters)
                    if column is None:
                        column = self._columns[letters] = _column_number(letters)
                    self._column = column
            self._is_percent = style in self._percent_styles
        elif name == "f":
            self._is_formula, self._is_filled = True, False
            self._parser.EndElementHandler = self._end
        elif name in {"v", "is"}:
            if self._is_formula:
                self._parser.CharacterDataHandler = self._text
            if self._column > self._last_column:
                self._last_column = self._column
                if self._column > MOST_COLUMNS:
                    raise FileRefused(
                        TOO_MANY_COLUMNS,
                        columns=self._column,
                        most=MOST_COLUMNS,
                    )
            self._last_row = self._row
            if self._is_percent:
                place = place_of(self._row, self._column)
                if self.percents and place <= self.percents[-1]:
                    self._percents_in_order = False
                self.percents.append(place)
        elif name == "row":
            self._rows += 1
            self._row += 1
            self._column = 0
            for index in range(0, len(attributes), 2):
                if attributes[index] == "r":
                    self._row = int(attributes[index + 1])
                    break
            if self._row < 1:
                raise ValueError("rows are numbered from 1")
            if self._rows > MOST_ROWS or self._row > MOST_ROWS:
                raise FileRefused(TOO_MANY_ROWS, most=MOST_ROWS)
            if self._last_row * max(self._last_column, 1) > MOST_CELLS:
                raise FileRefused(_TOO_MANY_CELLS)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + (ord(letter) - 64)
    if number < 1:
        raise ValueError("columns go by letters")
    return number


def place_of(row: int, column: int) -> int:
    """Row and column, both counted from 1, as one number that grows as one reads."""
    return row * (MOST_COLUMNS + 1) + column


_NOT_SHOWN_AS_IT_IS = re.compile(r'"[^"]*"?|\\.|[_*].|\[[^\]]*\]')


def _is_percentage(code: str) -> bool:
    """True for a number format with a % that counts: one in quotes, or behind a backslash, is only shown."""
    return "%" in _NOT_SHOWN_AS_IT_IS.sub("", code)


class StylesLook(Look):
    """Also finds which styles of a workbook show a number as a percentage."""

    def __init__(self) -> None:
        super().__init__()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._percentages = {"9", "10"}  # formats that every workbook has: 0% and 0.00%
        self._in_cells = False
        self._count = 0
        #: As a cell names them.
        self.percent_styles: set[str] = set()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "numFmt" and not self._count:  # those of the formats by condition stand behind the styles of cells
            number = attributes.get("numFmtId", "")
            is_one = _is_percentage(attributes.get("formatCode", ""))
            (self._percentages.add if is_one else self._percentages.discard)(number)
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            if attributes.get("numFmtId") in self._percentages:
                self.percent_styles.add(str(self._count))
            self._count += 1

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] == "cellXfs":
            self._in_cells = False


class NamesLook(Look):
    """Also keeps, of one kind of element, two attributes: the first by the second."""

    def __init__(self, element: str, key: str, value: str) -> None:
        super().__init__()
        self._element, self._key, self._value = element, key, value
        self.found: dict[str, str] = {}
        self._parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] != self._element:
            return
        bare = {key.rpartition(":")[2] if key.endswith(":id") else key: value for key, value in attributes.items()}
        if self._key in bare and self._value in bare:
            self.found[bare[self._key]] = bare[self._value]
