"""From what stands in a cell to a value, and back. What cannot be read is said as data, never guessed.

A number such as `1.234` means two things. It is read by its neighbours: another number in the same column that can mean
only one thing decides, then the rest of the file, then the separator of a CSV file (`;` goes with a decimal comma).
When nothing decides it is refused.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from zichtlijn.documents.sheets import is_guarded
from zichtlijn.exchange.columns import Column, Type, normal, words_of_choice
from zichtlijn.exchange.reading_files.source import Percent
from zichtlijn.ui.days import LAST, is_believed

FOUR_DECIMALS = Decimal("0.0001")
MOST = Decimal(10) ** 11
#: Longer than this, what stands in a cell is not meant as a number.
LONGEST_NUMBER = 1000
EXCEL_ERRORS = frozenset(
    {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!"}
)


@dataclass(slots=True)
class Bad(Exception):
    """This cell cannot be read: a code, and what the sentence about it needs."""

    code: str
    params: dict = field(default_factory=dict)


def unguard(text: str) -> str:
    """The text again, as it was before `guard`."""
    return text[1:] if is_guarded(text) else text


# numbers ----------------------------------------------------------------------------------------------------------

_NUMBER = re.compile(r"[+-]?\d[\d.,]*|[+-]?[.,]\d+")
_SPACES = re.compile("[\\s\u00a0\u202f'’]")
_GROUPED = {mark: re.compile(rf"[+-]?[1-9]\d{{0,2}}(\{mark}\d{{3}})+") for mark in ".,"}


def _bare(text: str) -> str:
    """A number without its currency, its percent sign and its spaces."""
    return _SPACES.sub("", text.strip().removeprefix("€").removesuffix("%").removesuffix("€")).replace("−", "-")


def decimal_mark_of(text: str) -> str:
    """`.` or `,` when this number can mean only one thing, `` when it has no mark, `?` when it can mean two."""
    bare = _bare(text)
    points, commas = bare.count("."), bare.count(",")
    if not points and not commas:
        return ""
    if points and commas:
        return "," if bare.rfind(",") > bare.rfind(".") else "."
    mark, other = (".", ",") if points else (",", ".")
    if points + commas > 1:
        return other  # 1.234.567: those are groups
    return "?" if _GROUPED[mark].fullmatch(bare) else mark


def agreed_mark(texts) -> str:
    """The decimal mark that these numbers agree on; `` when none tells, `?` when they contradict each other."""
    marks = {mark for text in texts if (mark := decimal_mark_of(text)) in {".", ","}}
    return "" if not marks else marks.pop() if len(marks) == 1 else "?"


def read_number(cell, mark: str = "") -> Decimal:
    """The number in a cell; `mark` decides what `1.234` means. Raises Bad."""
    if isinstance(cell, bool):
        return Decimal(int(cell))
    if isinstance(cell, int | float):
        number = Decimal(repr(cell))
    else:
        text = str(cell)
        bare = _bare(text)
        if not _NUMBER.fullmatch(bare) or len(bare) > LONGEST_NUMBER:
            raise Bad("bad_number")
        own = decimal_mark_of(bare)
        if own == "?":
            if mark not in {".", ","}:
                raise Bad("ambiguous_number")
            own = mark
        group = {".": ",", ",": "."}.get(own, "")
        whole, _point, fraction = bare.partition(own) if own else (bare, "", "")
        if group and group in whole and not _GROUPED[group].fullmatch(whole):
            raise Bad("bad_number")
        if not fraction.isdigit() and fraction:
            raise Bad("bad_number")
        number = Decimal((whole.replace(group, "") if group else whole) + ("." + fraction if fraction else ""))
    if not number.is_finite() or abs(number) >= MOST:
        raise Bad("number_too_large")
    return number.quantize(FOUR_DECIMALS)


# dates ------------------------------------------------------------------------------------------------------------

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_DUTCH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


def read_date(cell) -> date:
    """The day in a cell: a date cell, 2026-06-30 or 30-06-2026. Raises Bad."""
    if isinstance(cell, date):
        return _within_reach(cell.date() if isinstance(cell, datetime) else cell)
    text = str(cell).strip() if isinstance(cell, str) else ""
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DUTCH.fullmatch(text):
        day, month, year = match.groups()
    else:
        raise Bad("bad_date")
    try:
        found = date(int(year), int(month), int(day))
    except ValueError as error:
        raise Bad("no_such_day") from error
    return _within_reach(found)


def _within_reach(day: date) -> date:
    """The same day; other programs write 31-12-9999 for a contract without an end, and that is a day like any other."""
    if not is_believed(day):
        raise Bad("too_far_away" if day > LAST else "bad_date")
    return day


# texts ------------------------------------------------------------------------------------------------------------

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_valid_email = EmailValidator()


def read_text(cell, limit: int) -> str:
    """The text in a cell, without the spaces around it. Raises Bad."""
    if isinstance(cell, str):
        text = cell.strip()
        if not text:
            return ""
        if text[0] in "=+-@" and not _is_plain_number(text):
            raise Bad("formula_text")
        if text[0] == "'":
            text = unguard(text)
        if text[0] == "#" and text in EXCEL_ERRORS:
            raise Bad("excel_error")
        if _CONTROL.search(text):
            raise Bad("control_characters")
    elif isinstance(cell, float) and not isinstance(cell, Percent):
        text = str(int(cell)) if cell.is_integer() else repr(cell)
    elif isinstance(cell, datetime):
        text = cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else cell.isoformat(" ")
    else:
        text = str(cell)
    if len(text) > limit:
        raise Bad("too_long", {"limit": limit, "length": len(text)})
    return text


def _is_plain_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(_bare(text)))


def is_empty(cell) -> bool:
    """True when nothing stands in the cell."""
    return cell is None or cell == "" or (isinstance(cell, str) and not cell.strip())


def reader_of(column: Column, mark: str) -> Callable:
    """The function that reads a filled cell of this column, where `mark` decides doubtful numbers."""
    limit = column.limit
    match column.holds:
        case Type.TEXT:
            return lambda cell: read_text(cell, limit)
        case Type.CODE:
            return lambda cell: _read_code(cell, limit)
        case Type.EMAIL:
            return lambda cell: _read_email(cell, limit)
        case Type.DATE:
            return read_date
        case Type.AMOUNT:
            return lambda cell: _read_amount(cell, mark)
        case Type.PERCENT:
            return lambda cell: _read_percent(cell, mark)
        case Type.WHOLE_PERCENT:
            return lambda cell: _read_whole_percent(cell, mark)
        case Type.CHOICE:
            words = words_of_choice(column)
            return lambda cell: _read_choice(cell, words)
        case Type.PARENTS:
            return lambda cell: _read_parents(cell, mark, limit)
        case Type.INTERIM:
            return lambda cell: _read_interim(cell, mark, limit)


def _read_code(cell, limit: int) -> str:
    code = read_text(cell, limit)
    if "|" in code or "\n" in code:
        raise Bad("bad_code")
    return code


def _read_email(cell, limit: int) -> str:
    email = read_text(cell, limit)
    try:
        _valid_email(email)
    except ValidationError as error:
        raise Bad("bad_email") from error
    return email


_YES_NO = {"ja": 1, "yes": 1, "j": 1, "y": 1, "waar": 1, "true": 1, "nee": 0, "no": 0, "n": 0, "onwaar": 0, "false": 0}


def _read_amount(cell, mark: str) -> Decimal:
    if isinstance(cell, str) and (answer := _YES_NO.get(cell.strip().casefold())) is not None:
        return Decimal(answer).quantize(FOUR_DECIMALS)
    return read_number(cell, mark)


def _read_percent(cell, mark: str) -> float:
    number = float(read_number(cell, mark))
    if not 0 <= number <= 100:
        raise Bad("not_a_percentage")
    return number


def _read_whole_percent(cell, mark: str) -> int:
    number = _read_percent(cell, mark)
    if not number.is_integer():
        raise Bad("not_whole")
    return int(number)


def _read_choice(cell, words: dict[str, str]) -> str:
    found = words.get(normal(read_text(cell, 100)))
    if found is None:
        raise Bad("unknown_choice")
    return found


def _read_parents(cell, mark: str, limit: int) -> tuple[tuple[str, float | None], ...]:
    """`KEY:60|KEY2:40`; a part after the last colon that is no number belongs to the code."""
    found: list[tuple[str, float | None]] = []
    for part in read_text(cell, limit).split("|"):
        key, colon, weight = part.strip().rpartition(":")
        if colon and _is_plain_number(weight):
            found.append((key.strip(), _read_percent(weight, mark or ",")))
        elif part.strip():
            found.append((part.strip(), None))
    if len({key for key, _weight in found}) < len(found):
        raise Bad("parent_twice")
    return tuple(found)


def _read_interim(cell, mark: str, limit: int) -> tuple[tuple[date, Decimal], ...]:
    """`2026-06-30=12,5|2026-09-30=14`, in the order of the days."""
    found: dict[date, Decimal] = {}
    for part in read_text(cell, limit).split("|"):
        if not part.strip():
            continue
        day, equals, value = part.partition("=")
        if not equals:
            raise Bad("bad_interim")
        on = read_date(day)
        if on in found:
            raise Bad("interim_twice")
        try:
            found[on] = read_number(value, mark)
        except InvalidOperation as error:
            raise Bad("bad_interim") from error
    return tuple(sorted(found.items()))


# writing ----------------------------------------------------------------------------------------------------------


def write_number(value: Decimal | float | int | None, language: str) -> str:
    """A number as the import reads it back, without groups: `1234,5` in Dutch, `1234.5` in English."""
    if value is None:
        return ""
    text = format(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
        # three decimals could be taken for a group of thousands: a fourth leaves no doubt
        if len(text.partition(".")[2]) == 3 and not text.lstrip("-").startswith("0."):
            text += "0"
    return text.replace(".", ",") if language.startswith("nl") else text


def write_parents(parents, language: str) -> str:
    """`KEY:60|KEY2:40`."""
    return "|".join(key if weight is None else f"{key}:{write_number(weight, language)}" for key, weight in parents)


def write_interim(targets, language: str) -> str:
    """`2026-06-30=12,5|2026-09-30=14`."""
    return "|".join(f"{on.isoformat()}={write_number(value, language)}" for on, value in targets)
