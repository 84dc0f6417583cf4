"""Excel workbooks: what they become when they are unpacked, and their sheets."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook

from zichtlijn.exchange.reading_files.looking import HasDtd, Look, NamesLook, SheetLook
from zichtlijn.exchange.reading_files.source import FORMULA, PIECE, FileRefused, RawSheet, Source

#: What a workbook may become when it is unpacked, in bytes, and how many times its own size.
MOST_UNPACKED = 300 * 1024 * 1024
MOST_TEXT = 100 * 1024 * 1024
MOST_RATIO = 200
RATIO_FROM = 20 * 1024 * 1024
MOST_PARTS = 1000
MOST_SHEETS = 50


class _TooMuch(Exception):
    """This becomes larger than can be read."""


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
            formulas = _formulas_by_sheet(archive, looks)
    except (_TooMuch, MemoryError) as error:
        raise FileRefused(_BOMB) from error
    except HasDtd as error:
        raise FileRefused(_DTD) from error
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise FileRefused(_BROKEN) from error
    except expat.ExpatError as error:
        raise FileRefused(_BROKEN) from error
    try:
        workbook = CalamineWorkbook.from_path(str(path))
    except CalamineError as error:
        raise FileRefused(_BROKEN) from error
    if len(workbook.sheet_names) > MOST_SHEETS:
        raise FileRefused(_("This workbook has more than %(most)s sheets."), most=MOST_SHEETS)
    sheets = [_sheet_of(workbook, name, formulas.get(name, {})) for name in workbook.sheet_names]
    return Source("xlsx", [sheet for sheet in sheets if sheet is not None])


def _sheet_of(workbook: CalamineWorkbook, name: str, formulas: dict[int, list[int]]) -> RawSheet | None:
    try:
        sheet = workbook.get_sheet_by_name(name)
    except CalamineError:  # a chart or something else that is no table
        return None

    def rows() -> Iterator[tuple[int, list]]:
        number = 0
        for number, row in enumerate(sheet.iter_rows(), 1):
            yield number, _with_formulas(row, formulas[number]) if number in formulas else row
        for beyond in sorted(row for row in formulas if row > number):
            yield beyond, _with_formulas([], formulas[beyond])

    return RawSheet(name, rows, max([sheet.total_height, *formulas]))


def _with_formulas(row: list, columns: list[int]) -> list:
    """The row, with the cells marked in which a formula stands without a value."""
    cells = [*row, *[""] * (max(columns) - len(row))]
    for column in columns:
        if cells[column - 1] in ("", None):
            cells[column - 1] = FORMULA
    return cells


def _formulas_by_sheet(archive: zipfile.ZipFile, looks: dict[str, SheetLook]) -> dict[str, dict[int, list[int]]]:
    """Of each sheet by its name: where a formula stands without a value."""
    if not any(look.formulas for look in looks.values()) or "xl/_rels/workbook.xml.rels" not in archive.namelist():
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
            found[name] = looks[part.lower()].formulas
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
    for part in archive.infolist():
        name = part.filename.lower()
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        look = Look()
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            look = sheets[name] = SheetLook()
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
