"""Opening a file that somebody brings: first whether it is safe and sensible, then what stands in it.

Everything that could hurt is looked at before a line is read for its meaning, in pieces of fixed size: how large a
workbook becomes, how many rows and columns it has, whether its XML has a DTD. A refusal is one plain sentence.
"""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zichtlijn.exchange.reading_files.csv_files import open_csv
from zichtlijn.exchange.reading_files.source import FileRefused, RawSheet, Source
from zichtlijn.exchange.reading_files.workbooks import NO_WORKBOOK, open_workbook

__all__ = ["FileRefused", "RawSheet", "Source", "open_file"]


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
    if extension == ".json":
        raise FileRefused(_("A .json file is read as a CASE package: choose “Competencies” for it."))
    if extension not in {".xlsx", ".csv", ".txt"}:
        raise FileRefused(
            _("Only Excel workbooks (.xlsx), CSV files (.csv) and CASE packages (.json) can be imported.")
        )
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused(_("This is an old Excel file, or one with a password. Save it as .xlsx without a password."))
    if extension == ".xlsx":
        if not start.startswith(b"PK\x03\x04"):
            raise FileRefused(NO_WORKBOOK)
        return open_workbook(path)
    if start.startswith((b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        raise FileRefused(_("This file is called %(extension)s but is something else."), extension=extension)
    return open_csv(path, name)
