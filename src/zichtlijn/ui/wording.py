"""How numbers, measured values and dates are written, in the language of the reader.

Pure text: no markup. The template tags, the charts and the exports all write through these functions.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language

MISSING = "–"
NBSP = "\N{NO-BREAK SPACE}"
#: Units that stand before the amount, as people type them.
MONEY = {"€": "€", "eur": "€", "euro": "€", "$": "$", "usd": "$", "£": "£", "gbp": "£"}
PERCENT = {"%", "procent", "percent", "pct"}


def _dutch() -> bool:
    return (get_language() or "nl").startswith("nl")


def _decimal(value) -> Decimal | None:
    """The value as a finite Decimal, or None when there is none."""
    if value is None or value == "":
        return None
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    try:
        decimal = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return decimal if decimal.is_finite() else None


def write_number(value, decimals: int | None = None) -> str:
    """A number as people read it: `1.234,5` in Dutch and `1,234.5` in English; a dash when it is missing.

    Zeros at the end of the fraction are dropped. With `decimals` the value is first rounded to at most that many.
    """
    return _number(value, decimals, _dutch())


def write_percent(value, decimals: int = 0) -> str:
    """A share as a percentage: 0.613 is `61%`; a dash when it is missing."""
    return _percent(value, decimals, _dutch())


def write_measured(value, unit: str = "", decimals: int | None = None) -> str:
    """A value with its unit: `66 s`, `71,2%`, `€ 12.345`; a dash when it is missing."""
    return _measured(value, unit or "", decimals, _dutch())


# The same values come back in every row and on every page, so the last few thousand texts are kept. Keys are the value,
# its type and the language: nothing of an organisation or a person is in them.


@lru_cache(maxsize=4096, typed=True)
def _number(value, decimals: int | None, dutch: bool) -> str:
    number = _decimal(value)
    if number is None:
        return MISSING
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = format(number, ",f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text == "-0":
        text = "0"
    return text.translate(_TURN_ROUND) if dutch else text


_TURN_ROUND = {ord(","): ".", ord("."): ","}


@lru_cache(maxsize=4096, typed=True)
def _percent(value, decimals: int, dutch: bool) -> str:
    number = _decimal(value)
    return MISSING if number is None else _number(number * 100, decimals, dutch) + "%"


@lru_cache(maxsize=4096, typed=True)
def _measured(value, unit: str, decimals: int | None, dutch: bool) -> str:
    number = _decimal(value)
    if number is None:
        return MISSING
    unit = unit.strip()
    word = unit.casefold()
    if not unit:
        return _number(number, decimals, dutch)
    if word in PERCENT:
        return _number(number, decimals, dutch) + "%"
    if word in MONEY:
        return _money(number, MONEY[word], decimals, dutch)
    return f"{_number(number, decimals, dutch)}{NBSP}{unit}"


def _money(number: Decimal, sign: str, decimals: int | None, dutch: bool) -> str:
    """An amount: whole, or with two decimals when there are cents."""
    number = number.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP) if decimals is None else number
    text = _number(number, decimals, dutch)
    mark = "," if dutch else "."
    if decimals is None and mark in text:
        whole, cents = text.rsplit(mark, 1)
        text = f"{whole}{mark}{cents:0<2}"
    if dutch:  # the sign first, so that it is not lost between the euro and the number
        return f"−{NBSP}{sign}{NBSP}{text[1:]}" if text.startswith("-") else f"{sign}{NBSP}{text}"
    return f"-{sign}{text[1:]}" if text.startswith("-") else f"{sign}{text}"


def _day(value) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, date) else None


def write_short_date(value) -> str:
    """A day as said in passing: `do 19 nov`; in another year than this one `19 nov 2025`; a dash when missing."""
    day = _day(value)
    if day is None:
        return MISSING
    return _short_date(day, day.year == timezone.localdate().year, get_language())


@lru_cache(maxsize=2048)
def _short_date(day: date, this_year: bool, language: str | None) -> str:
    # Dutch writes the names of months without a capital, which Django's "M" gives them
    month = "b" if _dutch() else "M"
    return format_date(day, f"D j {month}" if this_year else f"j {month} Y")


def write_full_date(value) -> str:
    """A day with its year, without the name of the day: `19 nov 2026`; a dash when missing."""
    day = _day(value)
    return MISSING if day is None else _short_date(day, False, get_language())


def write_moment(value) -> str:
    """A day with the time, in the time zone of the program: `19 nov, 14.30` in Dutch, `19 Nov, 14:30` in English."""
    if value is None:
        return MISSING
    return f"{write_short_date(timezone.localtime(value))}, {write_clock(value)}"


def write_clock(value) -> str:
    """The time of a moment, in the time zone of the program: `14.30` in Dutch, `14:30` in English."""
    moment = timezone.localtime(value)
    return f"{moment:%H.%M}" if _dutch() else f"{moment:%H:%M}"


def write_long_date(value) -> str:
    """A day in full: `donderdag 19 november 2026`; a dash when missing."""
    day = _day(value)
    return MISSING if day is None else format_date(day, "l j F Y")
