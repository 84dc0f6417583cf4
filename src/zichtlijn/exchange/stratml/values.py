"""How StratML writes days, amounts, identifiers and addresses, and how people write them instead."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Generic, TypeVar

SPACE = " \t\r\n"
#: No amount and no day is longer than this, so nothing longer is looked at.
LONGEST = 60
_DAY = re.compile(
    r"(-?(?:[1-9][0-9]{4,}|[0-9]{4}))-([0-9]{2})-([0-9]{2})(Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
)
_AMOUNT = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_BEGINS = frozenset({"Ll", "Lu", "Lo", "Lt", "Nl"})
_GOES_ON = _BEGINS | {"Mc", "Me", "Mn", "Lm", "Nd"}
# An address as RFC 3986 writes it, after everything that has to be escaped is taken for a letter.
_SAFE = r"[^#?/\[\]@:%]|%[0-9A-Fa-f]{2}"
_PATH = rf"(?:{_SAFE}|[/@:])*"
_NO_COLON = rf"(?:(?:{_SAFE}|@)+(?:/{_PATH})?|/(?!/){_PATH}|)"
_AUTHORITY = rf"//(?:(?:{_SAFE}|:)*@)?(?:\[[^\]]*\]|(?:{_SAFE})*)(?::[0-9]{{1,9}})?(?:/{_PATH})?"
_TAIL = rf"(?:\?(?:{_SAFE}|[/?@:])*)?(?:#(?:{_SAFE}|[/?@:\[\]])*)?"
_ADDRESS = re.compile(
    rf"(?:[A-Za-z][A-Za-z0-9+.-]*:(?:{_AUTHORITY}|(?!//){_PATH})|{_AUTHORITY}|{_NO_COLON}){_TAIL}", re.DOTALL
)


def _month_length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def is_day(text: str) -> bool:
    """True for a day as XML Schema writes it, space around it allowed."""
    found = _DAY.fullmatch(text.strip(SPACE))
    if not found:
        return False
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    return year != 0 and 1 <= month <= 12 and 1 <= day <= _month_length(abs(year), month)


def is_amount(text: str) -> bool:
    """True for a decimal as XML Schema writes it, space around it allowed."""
    return bool(_AMOUNT.fullmatch(text.strip(SPACE)))


def is_identifier(text: str) -> bool:
    """True for a name without colon (NCName), space around it allowed."""
    text = text.strip(SPACE)
    return bool(text) and _begins_name(text[0]) and all(_goes_on(letter) for letter in text[1:])


def _begins_name(letter: str) -> bool:
    return letter == "_" or _letter_of(letter, _BEGINS)


def _goes_on(letter: str) -> bool:
    return letter in "_-.\u00b7" or _letter_of(letter, _GOES_ON)


def _letter_of(letter: str, categories: frozenset[str]) -> bool:
    """As XML 1.0 made its lists of letters (appendix B): by category, without compatibility forms."""
    return (
        unicodedata.category(letter) in categories
        and letter < "\uf900"
        and not unicodedata.decomposition(letter).startswith("<")
    )


def is_address(text: str) -> bool:
    """True for what XML Schema takes as an address: nearly everything but stray brackets, colons and percent signs."""
    return bool(_ADDRESS.fullmatch(text.strip(SPACE)))


def day_of(text: str) -> date | None:
    """The day in a correct StratML date. What lies centuries away is a mistake, and is left in the plan."""
    text = text.strip(SPACE)
    if not is_day(text) or len(text.split("-")[0]) != 4:
        return None
    day = date.fromisoformat(text[:10])
    return day if 1800 <= day.year <= 2200 else None


def as_identifier(text: str) -> str:
    """The nearest identifier to a text that is none: `{3F25}` is `_3F25`, `12 a` is `_12_a`; empty for nothing."""
    made = "".join(letter if _goes_on(letter) else "_" for letter in text.strip()).strip("_")
    if not made:
        return ""
    return made if _begins_name(made[0]) else f"_{made}"


Value = TypeVar("Value", date, Decimal)


@dataclass(frozen=True)
class Read(Generic[Value]):
    """What was read in a text that does not follow the standard; `whole` when the text says no more than that."""

    value: Value
    whole: bool


# amounts ----------------------------------------------------------------------------------------------------------

_CURRENCY = r"(?:€|\$|£|¥|EUR|USD|GBP|US\$)"
_FIGURE = re.compile(
    rf"(?P<before>{_CURRENCY}\s*)?(?P<sign>[+-])?(?P<before2>{_CURRENCY}\s*)?(?P<digits>[0-9][0-9.,' ]*|[.,][0-9]+)"
    rf"(?P<after>\s*(?:%|‰|percent|procent|per ?cent|pct\.?|{_CURRENCY}))?",
    re.IGNORECASE,
)


def read_amount(text: str) -> Read[Decimal] | None:
    """An amount as people write it: 1.234,56, 1,234.56, 1 234, 45%, € 12. None when it is anything else.

    One comma before three digits may be a thousand or a fraction: it is taken as a thousand, and is not `whole`.
    """
    text = re.sub(r"[\s\u00a0\u2007\u2009\u202f]+", " ", text).strip().replace("\u2212", "-").replace("\u2013", "-")
    found = _FIGURE.fullmatch(text) if len(text) <= LONGEST else None
    if not found:
        return None
    digits, whole = _plain_digits(found["digits"].strip(" "))
    if digits is None:
        return None
    whole = whole and not (found["before"] or found["before2"] or found["after"])
    return Read(Decimal((found["sign"] or "") + digits), whole)


def _plain_digits(digits: str) -> tuple[str | None, bool]:
    """`1.234,56` → `1234.56`, and whether there was only one way to read it."""
    marks = [mark for mark in digits if mark in ".,' "]
    if not marks:
        return digits, True
    last = marks[-1]
    others = set(marks[:-1])
    if last in "' ":
        fraction_mark = None
    elif last in others:
        if others != {last}:
            return None, False
        fraction_mark = None
    elif others:
        fraction_mark = last
    elif last == ",":
        head, tail = digits.split(",")
        if len(tail) == 3 and re.fullmatch(r"[1-9][0-9]{0,2}", head):
            return head + tail, False
        fraction_mark = ","
    else:
        fraction_mark = "."
    head, _mark, tail = digits.rpartition(fraction_mark) if fraction_mark else (digits, "", "")
    groups = re.split(r"[.,' ]", head)
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:])):
        return None, False
    plain = "".join(groups)
    if not (plain + tail).isdigit():
        return None, False
    return (f"{plain or '0'}.{tail}" if tail else plain), True


def write_amount(value: Decimal) -> str:
    """A decimal as XML Schema wants it: no exponent, no zeros at the end."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


# days -------------------------------------------------------------------------------------------------------------

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januari jan", "february februari feb", "march maart mar mrt", "april apr", "may mei",
            "june juni jun", "july juli jul", "august augustus aug", "september sept sep", "october oktober oct okt",
            "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WORD = r"([A-Za-z]+)\.?"


def read_day(text: str, *, last: bool) -> Read[date] | None:
    """A day as people write it: 31-12-2020, 31 December 2020, December 2020, 2020. None when it is anything else.

    Of a year, a month or a quarter it is the first day, or the `last`; such a reading is not `whole`. 03/04/2020 is two
    days, depending on who wrote it, so it is not read.
    """
    text = re.sub(r"[\s\u00a0,]+", " ", text).strip()
    if len(text) > LONGEST:
        return None
    for pattern, read in _DAY_FORMS:
        if found := re.fullmatch(pattern, text, re.IGNORECASE | re.ASCII):
            try:
                return read(found, last)
            except (ValueError, KeyError, OverflowError):
                return None
    return None


def _numbered(found, last) -> Read[date] | None:
    first, mark, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
    if first > 12 or mark != "/":
        return Read(date(year, second, first), True)
    if second > 12 or first == second:
        return Read(date(year, first, second), True)
    return None


def _named(year: str, month: str, day: str) -> Read[date]:
    return Read(date(int(year), _MONTHS[month.lower()], int(day)), True)


def _stretch(year: int, first_month: int, months: int, last: bool) -> Read[date]:
    if not 1 <= first_month <= 12:
        raise ValueError(f"there is no month {first_month}")
    if not last:
        return Read(date(year, first_month, 1), False)
    after = first_month + months
    return Read(date(year + (after > 12), (after - 1) % 12 + 1, 1) - timedelta(days=1), False)


_DAY_FORMS = (
    (r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", lambda f, last: Read(date(int(f[1]), int(f[2]), int(f[3])), True)),
    (r"(\d{4})(\d\d)(\d\d)", lambda f, last: Read(date(int(f[1]), int(f[2]), int(f[3])), True)),
    (r"(\d{4}-\d\d-\d\d)[T ]00:00(?::00(?:\.0+)?)?Z?", lambda f, last: Read(date.fromisoformat(f[1]), True)),
    (r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*", lambda f, last: Read(date.fromisoformat(f[1]), False)),
    (r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", _numbered),
    (rf"(\d{{1,2}})(?:st|nd|rd|th|e)? {_WORD} (\d{{4}})", lambda f, last: _named(f[3], f[2], f[1])),
    (rf"{_WORD} (\d{{1,2}})(?:st|nd|rd|th)? (\d{{4}})", lambda f, last: _named(f[3], f[1], f[2])),
    (rf"{_WORD} (\d{{4}})", lambda f, last: _stretch(int(f[2]), _MONTHS[f[1].lower()], 1, last)),
    (r"(\d{4})[-/](\d{1,2})", lambda f, last: _stretch(int(f[1]), int(f[2]), 1, last)),
    (r"Q([1-4]) (\d{4})", lambda f, last: _stretch(int(f[2]), int(f[1]) * 3 - 2, 3, last)),
    (r"(\d{4})[- ]?Q([1-4])", lambda f, last: _stretch(int(f[1]), int(f[2]) * 3 - 2, 3, last)),
    (r"(\d{4})", lambda f, last: _stretch(int(f[1]), 1, 12, last)),
)  # fmt: skip
