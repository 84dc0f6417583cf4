"""CSV files: their encoding, their separator, and their rows."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zichtlijn.exchange.reading_files.source import (
    MOST_COLUMNS,
    MOST_ROWS,
    PIECE,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    FileRefused,
    RawSheet,
    Source,
)


def open_csv(path: Path, name: str) -> Source:
    """The one table of a CSV file, whatever its encoding and separator. Raises FileRefused."""
    encoding = _encoding_of(path)
    separator = _separator_of(path, encoding)

    def rows() -> Iterator[tuple[int, list]]:
        with path.open(encoding=encoding, newline="") as file:
            reader = csv.reader(file, delimiter=separator)
            try:
                for count, row in enumerate(reader, 1):
                    if count > MOST_ROWS:
                        raise FileRefused(TOO_MANY_ROWS, most=MOST_ROWS)
                    if len(row) > MOST_COLUMNS:
                        raise FileRefused(
                            TOO_MANY_COLUMNS,
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
