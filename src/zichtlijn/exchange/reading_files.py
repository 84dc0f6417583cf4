"""Opening a file that somebody brings: first whether it is safe and sensible, then what stands in it.

Everything that could hurt is looked at before a line is read for its meaning, in pieces of fixed size: how large a
workbook becomes, how many rows and columns it has, whether its XML has a DTD. A refusal is one plain sentence.
"""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook

from zichtlijn.access.refusals import Refusal

#: What a workbook may become when it is unpacked, in bytes, and how many times its own size.
MOST_UNPACKED = 300 * 1024 * 1024
MOST_TEXT = 100 * 1024 * 1024
MOST_RATIO = 200
RATIO_FROM = 20 * 1024 * 1024
MOST_PARTS = 1000
#: Rows of one sheet, the empty ones counted: what Excel itself can hold.
MOST_ROWS = 1_048_576
MOST_COLUMNS = 256
MOST_CELLS = 12_000_000
MOST_SHEETS = 50
PIECE = 256 * 1024


class FileRefused(Refusal):
    """This file is not read at all; `sentence` says why."""

    status_code = 422

    def __init__(self, sentence: str | Promise, **params):
        super().__init__(str(sentence) % params if params else str(sentence))

    @property
    def sentence(self) -> str:
        return str(self)


@dataclass(frozen=True)
class RawSheet:
    """A sheet as it stands in the file; `rows` gives its rows with their number, as often as asked."""

    name: str
    rows: Callable[[], Iterator[tuple[int, list]]]
    size: int = 0


@dataclass(frozen=True)
class Source:
    """An opened file: its sheets, and for CSV the separator."""

    kind: str
    sheets: list[RawSheet] = field(default_factory=list)
    separator: str = ""


def open_file(path: str | Path, name: str) -> Source:
    """Look whether this file can be read, and open it. `name` is what its owner calls it. Raises FileRefused."""
    path = Path(path)
    size = path.stat().st_size
    if size > settings.IMPORT_MAX_BYTES:
        raise FileRefused(
            _("This file is %(size)s MB. A file may be at most %(most)s MB: cut it into parts."),
            size=size // (1024 * 1024) + 1,
            most=settings.IMPORT_MAX_BYTES // (1024 * 1024),
        )
    if not size:
        raise FileRefused(_("This file is empty."))
    extension = Path(name).suffix.lower()
    with path.open("rb") as file:
        start = file.read(512)
    if extension in {".xlsm", ".xltm", ".xlsb", ".xlam"}:
        raise FileRefused(_("This workbook can hold macros. Save it as an Excel workbook (.xlsx) and try again."))
    if extension not in {".xlsx", ".csv", ".txt"}:
        raise FileRefused(_("Only Excel workbooks (.xlsx) and CSV files (.csv) can be brought in."))
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused(_("This is an old Excel file, or one with a password. Save it as .xlsx without a password."))
    if extension == ".xlsx":
        if not start.startswith(b"PK\x03\x04"):
            raise FileRefused(_("This file is called .xlsx but is no Excel workbook."))
        return _open_workbook(path)
    if start.startswith((b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        raise FileRefused(_("This file is called %(extension)s but is something else."), extension=extension)
    return _open_csv(path, name)


# workbooks --------------------------------------------------------------------------------------------------------


class _TooMuch(Exception):
    pass


class _HasDtd(Exception):
    pass


_BOMB = _("This workbook becomes far larger than it looks when it is unpacked, and is not read.")
_BROKEN = _("This workbook is damaged and cannot be read. Open it in Excel or LibreOffice and save it again.")
_DTD = _("This workbook holds XML with a DTD or entities, which no spreadsheet program writes. It is not read.")


def _open_workbook(path: Path) -> Source:
    try:
        with zipfile.ZipFile(path) as archive:
            _look_at_parts(archive, path.stat().st_size)
            _look_into_parts(archive)
    except (_TooMuch, MemoryError) as error:
        raise FileRefused(_BOMB) from error
    except _HasDtd as error:
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
    sheets = [_sheet_of(workbook, name) for name in workbook.sheet_names]
    return Source("xlsx", [sheet for sheet in sheets if sheet is not None])


def _sheet_of(workbook: CalamineWorkbook, name: str) -> RawSheet | None:
    try:
        sheet = workbook.get_sheet_by_name(name)
    except CalamineError:  # a chart or something else that is no table
        return None

    def rows() -> Iterator[tuple[int, list]]:
        return enumerate(sheet.iter_rows(), 1)

    return RawSheet(name, rows, sheet.total_height)


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
        raise FileRefused(_("This file is called .xlsx but is no Excel workbook."))
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_FROM and unpacked > MOST_RATIO * size):
        raise _TooMuch


def _look_into_parts(archive: zipfile.ZipFile) -> None:
    """Read every part that is XML, piece by piece: no DTD, and no more in it than can be held."""
    total = 0
    for part in archive.infolist():
        name = part.filename.lower()
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        look = _SheetLook() if name.startswith("xl/worksheets/") and name.endswith(".xml") else _Look()
        here = 0
        with archive.open(part) as stream:
            while piece := stream.read(PIECE):
                here += len(piece)
                if total + here > MOST_UNPACKED or (here > MOST_TEXT and name.endswith("sharedstrings.xml")):
                    raise _TooMuch
                look.feed(piece)
        look.close()
        total += here


class _Look:
    """Reads XML without keeping any of it, and stops at a DTD."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._dtd
        self._parser.EntityDeclHandler = self._dtd
        self._parser.ExternalEntityRefHandler = self._dtd

    @staticmethod
    def _dtd(*ignored):
        raise _HasDtd

    def feed(self, piece: bytes) -> None:
        self._parser.Parse(piece, False)

    def close(self) -> None:
        self._parser.Parse(b"", True)


class _SheetLook(_Look):
    """Also measures a sheet: how many rows there are, and how far its filled cells reach."""

    def __init__(self) -> None:
        super().__init__()
        self._parser.StartElementHandler = self._start
        self._parser.ordered_attributes = True
        self._rows = self._row = self._column = self._last_row = self._last_column = 0
        self._columns: dict[str, int] = {}

    def _start(self, name: str, attributes: list[str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._column += 1
            for index in range(0, len(attributes), 2):
                if attributes[index] == "r":
                    reference = attributes[index + 1]
                    letters = reference.rstrip("0123456789")
                    column = self._columns.get(letters)
                    if column is None:
                        column = self._columns[letters] = _column_number(letters)
                    self._column = column
                    break
        elif name in {"v", "is"}:
            if self._column > self._last_column:
                self._last_column = self._column
                if self._column > MOST_COLUMNS:
                    raise FileRefused(
                        _("A sheet reaches to column %(columns)s; at most %(most)s columns are read."),
                        columns=self._column,
                        most=MOST_COLUMNS,
                    )
            self._last_row = self._row
        elif name == "row":
            self._rows += 1
            self._row += 1
            self._column = 0
            for index in range(0, len(attributes), 2):
                if attributes[index] == "r":
                    self._row = int(attributes[index + 1])
                    break
            if self._rows > MOST_ROWS or self._row > MOST_ROWS:
                raise FileRefused(_TOO_MANY_ROWS, most=MOST_ROWS)
            if self._last_row * max(self._last_column, 1) > MOST_CELLS:
                raise FileRefused(_TOO_MANY_CELLS)


_TOO_MANY_ROWS = _(
    "This file has more than %(most)s rows, the empty ones counted. Delete the empty rows, or cut the file into parts."
)
_TOO_MANY_CELLS = _("This file has more cells than can be read at once. Cut it into parts.")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + (ord(letter) - 64)
    return number


# CSV --------------------------------------------------------------------------------------------------------------


def _open_csv(path: Path, name: str) -> Source:
    encoding = _encoding_of(path)
    separator = _separator_of(path, encoding)

    def rows() -> Iterator[tuple[int, list]]:
        with path.open(encoding=encoding, newline="") as file:
            reader = csv.reader(file, delimiter=separator)
            try:
                for count, row in enumerate(reader, 1):
                    if count > MOST_ROWS:
                        raise FileRefused(_TOO_MANY_ROWS, most=MOST_ROWS)
                    if len(row) > MOST_COLUMNS:
                        raise FileRefused(
                            _("A sheet reaches to column %(columns)s; at most %(most)s columns are read."),
                            columns=len(row),
                            most=MOST_COLUMNS,
                        )
                    if count == 1 and row and row[0].lower() in {"sep=", f"sep={separator}"}:
                        continue
                    if any(row):
                        yield count, row
            except csv.Error as error:
                raise FileRefused(
                    _("Line %(line)s cannot be read: a quotation mark is missing, or a cell is far too long."),
                    line=reader.line_num,
                ) from error

    return Source("csv", [RawSheet(Path(name).stem, rows, _count_lines(path, encoding))], separator)


def _count_lines(path: Path, encoding: str) -> int:
    newline = "\n".encode("utf-16-le") if encoding.startswith("utf-16") else b"\n"
    lines = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            lines += piece.count(newline)
    return lines + 1


_NO_TEXT = _("This file is called .csv but holds no text.")
_ODD_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


def _encoding_of(path: Path) -> str:
    """UTF-8 (with or without mark), UTF-16 with mark, or else what Windows writes in the west."""
    with path.open("rb") as file:
        start = file.read(4)
    candidates = ["utf-16"] if start.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in candidates:
        try:
            with path.open(encoding=encoding, newline="") as file:
                first = file.read(PIECE)
                if first.lstrip()[:1] == "<":
                    raise FileRefused(_("This is a web page, a drawing or XML, not a table."))
                piece = first
                while piece:
                    if _ODD_CONTROL.search(piece):
                        raise FileRefused(_NO_TEXT)
                    piece = file.read(PIECE)
            return encoding
        except UnicodeError:
            continue
    raise FileRefused(_NO_TEXT)


def _separator_of(path: Path, encoding: str) -> str:
    """`;`, `,` or a tab: what divides the most of the first rows into the same number of cells."""
    with path.open(encoding=encoding, newline="") as file:
        start = file.read(PIECE)
    lines = [line for line in start.splitlines() if line.strip()][:20]
    if not lines:
        raise FileRefused(_("This file is empty."))
    if lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0].strip()[4]
    best, score = ";", (0, 0)
    for separator in (";", ",", "\t"):
        try:
            rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator))
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        if (count, width) > score:
            best, score = separator, (count, width)
    return best
