"""Years, their parts, and the day on which the next reading is due. No clock: every date is handed in."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum


class Frequency(StrEnum):
    """How often a measure is read."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    TERTIALLY = "tertially"
    YEARLY = "yearly"
    ONCE = "once"


MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.TERTIALLY: 4, Frequency.YEARLY: 12}


def chunk_of(frequency: Frequency, on: date, *, first_month: int = 1) -> tuple[date, date]:
    """Return the first and the last day of the week, month, quarter, tertial or year a day lies in.

    Definition
        Readings are counted by stretches of the calendar. A week is the ISO week, Monday to Sunday. Quarters,
        tertials (four months) and years follow the fiscal year, which begins in `first_month`.
    Formula
        months since year 0, cut in stretches of 1, 3, 4 or 12 that begin in `first_month`
    Units
        Dates; both ends belong to the stretch. `first_month` from 1 to 12.
    Errors
        ValueError for `Frequency.ONCE`, which has no stretch, and for a month that does not exist.
    Source
        ISO 8601 for weeks; four-month tertials as in Dutch planning and control cycles.
    Example
        >>> chunk_of(Frequency.TERTIALLY, date(2026, 3, 15))
        (datetime.date(2026, 1, 1), datetime.date(2026, 4, 30))
        >>> chunk_of(Frequency.QUARTERLY, date(2026, 1, 15), first_month=9)
        (datetime.date(2025, 12, 1), datetime.date(2026, 2, 28))
    """
    _check_month(first_month)
    if frequency != Frequency.WEEKLY and frequency not in MONTHS:
        raise ValueError(f"{frequency} has no stretch of the calendar")
    starts_on = _chunk_starts_on(frequency, on, first_month)
    if frequency == Frequency.WEEKLY:
        return starts_on, starts_on + timedelta(days=6)
    return starts_on, _last_day(_month_number(starts_on) + MONTHS[frequency] - 1)


def next_due(
    frequency: Frequency,
    *,
    starts_on: date,
    ends_on: date,
    last_on: date | None,
    first_month: int = 1,
    asked_from: date | None = None,
) -> date | None:
    """Return the day by which the next reading should be there.

    Definition
        Every stretch of the calendar between the first and the last day of the measure wants one reading, on its
        last day at the latest; the last stretch ends with the measure. A stretch that was skipped does not come
        back: one reading catches up, and what is due is the stretch after the one that was read. What was agreed
        only in November does not ask for the months before: `asked_from` is the day from which readings are asked.
    Formula
        without a reading   end of the stretch with starts_on
        with a reading      end of the stretch after the one with last_on, but not before the one with starts_on
        never after ends_on; none when the stretch with ends_on has its reading
        never before the end of the stretch with asked_from
        once                ends_on, until there is a reading
        A reading before starts_on belongs to an earlier period and is left out.
    Units
        Dates; `last_on` is the day that was measured on, not the day it was typed in.
    Errors
        ValueError when the period ends before it starts, and for a month that does not exist.
    Source
        Own choice.
    Example
        >>> year = dict(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
        >>> next_due(Frequency.MONTHLY, last_on=None, **year)
        datetime.date(2026, 1, 31)
        >>> next_due(Frequency.MONTHLY, last_on=date(2026, 1, 31), **year)
        datetime.date(2026, 2, 28)
        >>> next_due(Frequency.QUARTERLY, last_on=date(2026, 10, 2), **year) is None
        True
        >>> next_due(Frequency.MONTHLY, last_on=None, asked_from=date(2026, 11, 22), **year)
        datetime.date(2026, 11, 30)
    """
    _check_month(first_month)
    if ends_on < starts_on:
        raise ValueError(f"the period ends on {ends_on}, before it starts on {starts_on}")
    if last_on is not None and last_on < starts_on:
        last_on = None
    if frequency == Frequency.ONCE:
        return ends_on if last_on is None else None
    last_chunk_starts_on = _chunk_starts_on(frequency, ends_on, first_month)
    if last_on is None:
        coming_on = starts_on
    elif last_on >= last_chunk_starts_on:
        return None
    else:
        coming_on = chunk_of(frequency, last_on, first_month=first_month)[1] + timedelta(days=1)
    coming_on = max(coming_on, asked_from or coming_on)
    if coming_on >= last_chunk_starts_on:
        return ends_on
    return chunk_of(frequency, coming_on, first_month=first_month)[1]


def year_span(year: int, first_month: int = 1) -> tuple[date, date]:
    """Return the first and the last day of a fiscal year.

    Definition
        A fiscal year is twelve months from the first of `first_month`. It is named after the calendar year in which
        it begins: the school year 2026 runs from August 2026 up to and including July 2027.
    Formula
        1 first_month of `year`, and the day before 1 first_month of the next year
    Units
        A calendar year; a month from 1 to 12; both days belong to the year.
    Errors
        ValueError for a month or a year that does not exist.
    Source
        Own choice for the name of a broken year.
    Example
        >>> year_span(2026, 8)
        (datetime.date(2026, 8, 1), datetime.date(2027, 7, 31))
    """
    _check_month(first_month)
    first = year * 12 + first_month - 1
    return _first_day(first), _last_day(first + 11)


def split_year(starts_on: date, ends_on: date, parts: int = 3) -> list[tuple[date, date]]:
    """Return the first and last days of the parts of a year: three tertials or four quarters.

    Definition
        A year (or a lengthened or shortened one) is cut at whole months into parts of the same number of months.
        Where the months do not divide evenly, the first parts are a month longer.
    Formula
        months // parts each, and one more for the first months % parts
    Units
        Dates; both ends belong to a part; the parts join without gap or overlap.
    Errors
        ValueError when the span is not made of whole months, or has fewer months than parts.
    Source
        Own choice.
    Example
        >>> [str(first) for first, last in split_year(date(2026, 1, 1), date(2026, 12, 31), parts=3)]
        ['2026-01-01', '2026-05-01', '2026-09-01']
    """
    first, last = _month_number(starts_on), _month_number(ends_on)
    if starts_on != _first_day(first) or ends_on != _last_day(last):
        raise ValueError(f"{starts_on} to {ends_on} is not made of whole months")
    if not 1 <= parts <= last - first + 1:
        raise ValueError(f"{starts_on} to {ends_on} cannot be cut in {parts} parts")
    length, longer = divmod(last - first + 1, parts)
    spans = []
    for part in range(parts):
        months = length + 1 if part < longer else length
        spans.append((_first_day(first), _last_day(first + months - 1)))
        first += months
    return spans


def _chunk_starts_on(frequency: Frequency, on: date, first_month: int) -> date:
    """Return the first day of a stretch; apart from its last, which may lie beyond the last day there is."""
    if frequency == Frequency.WEEKLY:
        return on - timedelta(days=on.weekday())
    month = _month_number(on)
    return _first_day(month - (month - (first_month - 1)) % MONTHS[frequency])


def _month_number(on: date) -> int:
    """Return the number of months since the start of year 0."""
    return on.year * 12 + on.month - 1


def _first_day(month_number: int) -> date:
    year, month = divmod(month_number, 12)
    return date(year, month + 1, 1)


def _last_day(month_number: int) -> date:
    year, month = divmod(month_number, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def _check_month(month: int) -> None:
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")


def years_after(day: date, years: int) -> date:
    """Return the same day so many years later; of 29 February the last day of February in other years.

    Definition
        A term of whole years after a day runs through the day of the same name.
    Formula
        year + years; 29 February becomes 28 February where there is none
    Units
        Dates; `years` is a whole number, 0 or more.
    Errors
        ValueError past the year 9999.
    Source
        GDPR article 5(1)(e) asks for a term; Regulation 1182/71 article 3 counts terms in years like this.
    Example
        >>> years_after(date(2024, 2, 29), 2)
        datetime.date(2026, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        if (day.month, day.day) != (2, 29):
            raise
        return day.replace(year=day.year + years, day=28)


def past_term_before(day: date, years: int) -> date:
    """Return the day before which somebody must have left for a term of so many years to be over on `day`.

    Definition
        The term of a last day `e` is over on `day` when `years_after(e, years)` lies before it.
    Formula
        year − years; 29 February becomes 1 March where there is none, so that nobody is kept a day too long
    Units
        Dates; `years` is a whole number, 0 or more.
    Errors
        ValueError before the year 1.
    Source
        As `years_after`.
    Example
        >>> past_term_before(date(2028, 2, 29), 1)
        datetime.date(2027, 3, 1)
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        if (day.month, day.day) != (2, 29):
            raise
        return date(day.year - years, 3, 1)


def month_after(day: date) -> date:
    """Return the same day of the next month; its last day where it has no such day.

    Definition
        What must be done within a month is done on this day at the latest.
    Formula
        month + 1; a day that the next month does not have becomes its last
    Units
        Dates.
    Errors
        ValueError past the year 9999.
    Source
        GDPR article 12(3): within one month of receipt; counted as in Regulation 1182/71 article 3.
    Example
        >>> month_after(date(2026, 1, 31))
        datetime.date(2026, 2, 28)
    """
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))
