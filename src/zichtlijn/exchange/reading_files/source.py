"""What an opened file is, what of it is read at most, and how one is refused."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.refusals import Refusal

#: Rows of one sheet, the empty ones counted: what Excel itself can hold.
MOST_ROWS = 1_048_576
MOST_COLUMNS = 256
#: How much is read at a time.
PIECE = 256 * 1024
TOO_MANY_ROWS = _(
    "This file has more than %(most)s rows, the empty ones counted. Delete the empty rows, or cut the file into parts."
)
TOO_MANY_COLUMNS = _("A sheet reaches to column %(columns)s; at most %(most)s columns are read.")


class _Formula:
    """A cell with a formula of which the workbook holds no value."""

    def __str__(self) -> str:
        return ""


FORMULA = _Formula()


class Percent(float):
    """A number cell that is shown as a percentage: 60.0 for the 0.6 that a workbook keeps of 60%."""

    def __str__(self) -> str:
        return repr(self).removesuffix(".0") + "%"


def as_percent(share: float) -> Percent:
    """What the cell shows; worked out in decimals, as 0.07 times 100 is not 7 in a computer."""
    return Percent(Decimal(repr(share)) * 100)


class FileRefused(Refusal):
    """This file is not read at all; `sentence` says why."""

    status_code = 422

    def __init__(self, sentence: str | Promise, **params):
        shown = {
            name: number_format(value, force_grouping=True) if isinstance(value, int) else value
            for name, value in params.items()
        }
        super().__init__(str(sentence) % shown if shown else str(sentence))

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
