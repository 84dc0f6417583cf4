"""Excel workbooks: what they become when they are unpacked, and their sheets."""

import lzma
import struct
import zipfile
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from zichtlijn.exchange.reading_files.looking import HasDtd, Look, NamesLook, SheetLook, StylesLook, place_of
from zichtlijn.exchange.reading_files.source import FORMULA, PIECE, FileRefused, RawSheet, Source, as_percent

#: What a workbook may become when it is unpacked, in bytes, and how many times its own size.
MOST_UNPACKED = 300 * 1024 * 1024
MOST_TEXT = 100 * 1024 * 1024
MOST_RATIO = 200
RATIO_FROM = 20 * 1024 * 1024
MOST_PARTS = 1000
MOST_SHEETS = 50
#: Read before the sheets: their cells point into it.
_STYLES = "xl/styles.xml"


class _TooMuch(Exception):
    """This becomes larger than can be read."""


#: What reading an archive and its XML raises on bytes that were damaged, and on encodings and numbers that are none.
_DAMAGE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error, expat.ExpatError, EOFError,
    OSError, RuntimeError, ValueError, LookupError,
)  # fmt: skip

_BOMB = _("This workbook becomes far larger than it looks when it is unpacked, and is not read.")
NO_WORKBOOK = _(
    "This file is called .xlsx but is not an Excel workbook. Open it in Excel or LibreOffice and save it again."
)
_BROKEN = _("This workbook is damaged and cannot be read. Open it in Excel or LibreOffice and save it again.")
_DTD = _("This workbook holds XML with a DTD or entities, which no spreadsheet program writes. It is not read.")


def open_workbook(path: Path) -> Source:
    """The sheets of an Excel workbook, after a look at all that could hurt. Raises FileRefused."""
    try:
        with zipfile.ZipFile(path) as archive:
            _look_at_parts(archive, path.stat().st_size)
            looks = _look_into_parts(archive)
            seen = _seen_by_sheet(archive, looks)
    except (_TooMuch, MemoryError) as error:
        raise FileRefused(_BOMB) from error
    except HasDtd as error:
        raise FileRefused(_DTD) from error
    except _DAMAGE as error:
        raise FileRefused(_BROKEN) from error
    try:
        workbook = CalamineWorkbook.from_path(str(path))
    except CalamineError as error:
        raise FileRefused(_BROKEN) from error
    if len(workbook.sheet_names) > MOST_SHEETS:
        raise FileRefused(_("This workbook has more than %(most)s sheets."), most=MOST_SHEETS)
    names = [one.name for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    return Source("xlsx", [_sheet_of(workbook, name, seen.get(name) or _Seen()) for name in names])


@dataclass(frozen=True)
class _Seen:
    """What the XML of a sheet tells beside the values: rows and columns as in the sheet, counted from 1."""

    #: Row → columns in which a formula stands without a value.
    formulas: dict[int, list[int]] = field(default_factory=dict)
    #: Places of what is shown as a percentage.
    percents: array = field(default_factory=lambda: array("I"))


def _sheet_of(workbook: CalamineWorkbook, name: str, seen: _Seen) -> RawSheet:
    try:
        sheet = workbook.get_sheet_by_name(name)
    except CalamineError as error:
        raise FileRefused(_BROKEN) from error
    formulas, percents = seen.formulas, seen.percents
    before = sheet.start[1] if sheet.start else 0  # empty columns at the left are no part of the rows

    def rows() -> Iterator[tuple[int, list]]:
        number = 0
        for number, row in enumerate(sheet.iter_rows(), 1):
            if percents:
                _show_percents(row, number, percents, before)
            yield number, _with_formulas(row, formulas[number], before) if number in formulas else row
        for beyond in sorted(row for row in formulas if row > number):
            yield beyond, _with_formulas([], formulas[beyond], before)

    return RawSheet(name, rows, max([sheet.total_height, *formulas]))


def _with_formulas(row: list, columns: list[int], before: int) -> list:
    """The row, with the cells marked in which a formula stands without a value."""
    cells = [*row, *[""] * (max(columns) - before - len(row))]
    for column in columns:
        place = column - before - 1
        if place >= 0 and cells[place] in ("", None):
            cells[place] = FORMULA
    return cells


def _show_percents(row: list, number: int, percents: array, before: int) -> None:
    """Put the percentages of this row in it as they are shown: 60 and not 0.6, as the same sheet has as a CSV file."""
    at, end = bisect_left(percents, place_of(number, 0)), place_of(number + 1, 0)
    while at < len(percents) and percents[at] < end:
        place = percents[at] - place_of(number, 0) - before - 1
        if 0 <= place < len(row) and type(row[place]) in {int, float}:
            row[place] = as_percent(row[place])
        at += 1


def _seen_by_sheet(archive: zipfile.ZipFile, looks: dict[str, SheetLook]) -> dict[str, _Seen]:
    """Of each sheet by its name: what was seen in its XML, when that is anything."""
    seen_something = any(look.formulas or look.percents for look in looks.values())
    if not seen_something or "xl/_rels/workbook.xml.rels" not in archive.namelist():
        return {}
    sheets, targets = NamesLook("sheet", "name", "id"), NamesLook("Relationship", "Id", "Target")
    for look, part in ((sheets, "xl/workbook.xml"), (targets, "xl/_rels/workbook.xml.rels")):
        look.feed(archive.read(part))
        look.close()
    found = {}
    for name, relation in sheets.found.items():
        target = targets.found.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part.lower() in looks:
            look_of_it = looks[part.lower()]
            found[name] = _Seen(look_of_it.formulas, look_of_it.percents)
    return found


def _look_at_parts(archive: zipfile.ZipFile, size: int) -> None:
    """What the list of contents already tells."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS:
        raise _TooMuch
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused(_("This workbook has a password. Save it without one."))
    if any(name.lower().endswith(("vbaproject.bin", ".bin.rels")) and "vba" in name.lower() for name in names):
        raise FileRefused(_("This workbook holds macros. Save it as an Excel workbook (.xlsx) and try again."))
    if "xl/workbook.xml" not in names:
        raise FileRefused(NO_WORKBOOK)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_FROM and unpacked > MOST_RATIO * size):
        raise _TooMuch


def _look_into_parts(archive: zipfile.ZipFile) -> dict[str, SheetLook]:
    """Read every part that is XML, piece by piece: no DTD, and no more in it than can be held. Gives its sheets."""
    total = 0
    sheets: dict[str, SheetLook] = {}
    styles = StylesLook()
    for part in sorted(archive.infolist(), key=lambda part: part.filename.lower() != _STYLES):
        name = part.filename.lower()
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        look = styles if name == _STYLES else Look()
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            look = sheets[name] = SheetLook(styles.percent_styles)
        here = 0
        with archive.open(part) as stream:
            while piece := stream.read(PIECE):
                here += len(piece)
                if total + here > MOST_UNPACKED or (here > MOST_TEXT and name.endswith("sharedstrings.xml")):
                    raise _TooMuch
                look.feed(piece)
        look.close()
        total += here
    return sheets
