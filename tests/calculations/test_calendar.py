"""Fiscal years, their parts, and the day the next reading is due."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calculations.strategies import days, periods
from zichtlijn.calculations.calendar import (
    Frequency,
    chunk_of,
    month_after,
    next_due,
    past_term_before,
    split_year,
    year_span,
    years_after,
)

DAY = timedelta(days=1)
YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
REPEATED = [frequency for frequency in Frequency if frequency != Frequency.ONCE]
months = st.integers(1, 12)


def stretch_name(frequency, on, first_month):
    """Second route: a name that two days share exactly when they lie in the same stretch of the calendar."""
    if frequency == Frequency.WEEKLY:
        return on.isocalendar()[:2]
    if frequency == Frequency.MONTHLY:
        return on.year, on.month
    # Count the months of the fiscal year on one's fingers.
    month, passed = first_month, 0
    while month != on.month:
        month, passed = month % 12 + 1, passed + 1
    fiscal_year = on.year if on.month >= first_month else on.year - 1
    return fiscal_year, passed // {Frequency.QUARTERLY: 3, Frequency.TERTIALLY: 4, Frequency.YEARLY: 12}[frequency]


@pytest.mark.parametrize(
    ("frequency", "first_month", "first", "last"),
    [
        (Frequency.WEEKLY, 1, date(2026, 5, 11), date(2026, 5, 17)),
        (Frequency.MONTHLY, 1, date(2026, 5, 1), date(2026, 5, 31)),
        (Frequency.QUARTERLY, 1, date(2026, 4, 1), date(2026, 6, 30)),
        (Frequency.TERTIALLY, 1, date(2026, 5, 1), date(2026, 8, 31)),
        (Frequency.YEARLY, 1, date(2026, 1, 1), date(2026, 12, 31)),
        (Frequency.QUARTERLY, 8, date(2026, 5, 1), date(2026, 7, 31)),
        (Frequency.QUARTERLY, 9, date(2026, 3, 1), date(2026, 5, 31)),
        (Frequency.TERTIALLY, 9, date(2026, 5, 1), date(2026, 8, 31)),
        (Frequency.TERTIALLY, 8, date(2026, 4, 1), date(2026, 7, 31)),
        (Frequency.YEARLY, 8, date(2025, 8, 1), date(2026, 7, 31)),
    ],
)
def test_the_stretch_a_day_lies_in(frequency, first_month, first, last):
    assert chunk_of(frequency, date(2026, 5, 14), first_month=first_month) == (first, last)


@given(st.sampled_from(REPEATED), days, months)
def test_the_stretch_by_walking_to_its_ends(frequency, on, first_month):
    name = stretch_name(frequency, on, first_month)
    first = last = on
    while stretch_name(frequency, first - DAY, first_month) == name:
        first -= DAY
    while stretch_name(frequency, last + DAY, first_month) == name:
        last += DAY
    assert chunk_of(frequency, on, first_month=first_month) == (first, last)


@pytest.mark.parametrize("frequency", REPEATED)
def test_stretches_follow_the_calendar_year_unless_told_otherwise(frequency):
    on = date(2026, 5, 14)
    assert chunk_of(frequency, on) == chunk_of(frequency, on, first_month=1)
    assert next_due(frequency, last_on=on, **YEAR) == next_due(frequency, last_on=on, first_month=1, **YEAR)


def test_once_has_no_stretch():
    with pytest.raises(ValueError, match="no stretch"):
        chunk_of(Frequency.ONCE, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("frequency", "last_on", "due_on"),
    [
        (Frequency.WEEKLY, None, date(2026, 1, 4)),  # 1 January 2026 is a Thursday
        (Frequency.WEEKLY, date(2026, 1, 4), date(2026, 1, 11)),
        (Frequency.WEEKLY, date(2026, 1, 5), date(2026, 1, 18)),
        (Frequency.WEEKLY, date(2026, 12, 27), date(2026, 12, 31)),
        (Frequency.WEEKLY, date(2026, 12, 28), None),
        (Frequency.MONTHLY, None, date(2026, 1, 31)),
        (Frequency.MONTHLY, date(2026, 1, 1), date(2026, 2, 28)),
        (Frequency.MONTHLY, date(2026, 11, 30), date(2026, 12, 31)),
        (Frequency.MONTHLY, date(2026, 12, 1), None),
        (Frequency.QUARTERLY, None, date(2026, 3, 31)),
        (Frequency.QUARTERLY, date(2026, 3, 31), date(2026, 6, 30)),
        (Frequency.QUARTERLY, date(2026, 4, 1), date(2026, 9, 30)),
        (Frequency.TERTIALLY, None, date(2026, 4, 30)),
        (Frequency.TERTIALLY, date(2026, 5, 1), date(2026, 12, 31)),
        (Frequency.TERTIALLY, date(2026, 9, 1), None),
        (Frequency.YEARLY, None, date(2026, 12, 31)),
        (Frequency.YEARLY, date(2026, 1, 1), None),
        (Frequency.ONCE, None, date(2026, 12, 31)),
        (Frequency.ONCE, date(2026, 3, 1), None),
        (Frequency.ONCE, date(2025, 3, 1), date(2026, 12, 31)),
        (Frequency.MONTHLY, date(2025, 6, 1), date(2026, 1, 31)),  # from an earlier period
        (Frequency.MONTHLY, date(2027, 6, 1), None),
    ],
)
def test_next_due_worked_examples(frequency, last_on, due_on):
    assert next_due(frequency, last_on=last_on, **YEAR) == due_on


def test_a_measure_that_starts_and_ends_within_stretches():
    period = {"starts_on": date(2026, 1, 15), "ends_on": date(2026, 6, 20)}
    due = [
        next_due(Frequency.QUARTERLY, last_on=last_on, **period)
        for last_on in (None, date(2026, 2, 3), date(2026, 4, 1))
    ]
    assert due == [date(2026, 3, 31), date(2026, 6, 20), None]
    assert next_due(Frequency.YEARLY, last_on=None, **period) == date(2026, 6, 20)
    # A baseline of the week before, in the same quarter but before the start, is not a reading of this period.
    assert next_due(Frequency.QUARTERLY, last_on=date(2026, 1, 8), **period) == date(2026, 3, 31)


def test_stretches_follow_the_fiscal_year():
    period = {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 8, 31), "first_month": 9}
    assert next_due(Frequency.TERTIALLY, last_on=None, **period) == date(2026, 12, 31)
    assert next_due(Frequency.TERTIALLY, last_on=date(2026, 9, 30), **period) == date(2027, 4, 30)
    assert next_due(Frequency.YEARLY, last_on=None, **period) == date(2027, 8, 31)


@given(st.sampled_from(REPEATED), periods(), st.none() | st.integers(-400, 1600), months)
def test_next_due_by_walking_the_days(frequency, period, ago, first_month):
    """Second route: name the stretch of every day of the period, and look for the first one after the reading."""
    starts_on, ends_on = period
    last_on = None if ago is None else starts_on + timedelta(days=ago)
    ends = {}
    for number in range((ends_on - starts_on).days + 1):
        on = starts_on + timedelta(days=number)
        ends[stretch_name(frequency, on, first_month)] = on
    if last_on is None or last_on < starts_on:
        second = next(iter(ends.values()))
    else:
        read = stretch_name(frequency, last_on, first_month)
        second = next((end for name, end in ends.items() if name > read), None)
    assert next_due(frequency, starts_on=starts_on, ends_on=ends_on, last_on=last_on, first_month=first_month) == second


@given(st.sampled_from(Frequency), periods(longest=800), months)
def test_reading_on_each_due_day_ends_with_the_measure(frequency, period, first_month):
    starts_on, ends_on = period
    due, last_on = [], None
    while (
        on := next_due(frequency, starts_on=starts_on, ends_on=ends_on, last_on=last_on, first_month=first_month)
    ) is not None:
        assert starts_on <= on <= ends_on
        assert last_on is None or on > last_on
        due.append(on)
        last_on = on
    assert due[-1] == ends_on


@pytest.mark.parametrize("frequency", list(Frequency))
def test_a_measure_without_end_is_due_like_any_other(frequency):
    period = {"starts_on": date(2026, 1, 1), "ends_on": date.max, "first_month": 9}
    assert next_due(frequency, last_on=None, **period) <= date.max
    assert next_due(frequency, last_on=date.max, **period) is None
    last_day = {"starts_on": date.max, "ends_on": date.max, "first_month": 9}
    assert next_due(frequency, last_on=None, **last_day) == date.max


@pytest.mark.parametrize("frequency", list(Frequency))
@pytest.mark.parametrize("month", [0, 13])
def test_a_month_that_does_not_exist_is_refused(frequency, month):
    with pytest.raises(ValueError, match="no month"):
        next_due(frequency, last_on=None, first_month=month, **YEAR)
    with pytest.raises(ValueError, match="no month"):
        year_span(2026, month)
    if frequency != Frequency.ONCE:
        with pytest.raises(ValueError, match="no month"):
            chunk_of(frequency, date(2026, 1, 1), first_month=month)


@pytest.mark.parametrize("frequency", list(Frequency))
def test_a_period_that_ends_before_it_starts_is_refused(frequency):
    with pytest.raises(ValueError, match="before it starts"):
        next_due(frequency, starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 31), last_on=None)


def test_the_values_of_frequency_are_those_that_are_stored():
    assert [frequency.value for frequency in Frequency] == [
        "weekly",
        "monthly",
        "quarterly",
        "tertially",
        "yearly",
        "once",
    ]


@pytest.mark.parametrize(
    ("year", "first_month", "first", "last"),
    [
        (2026, 1, date(2026, 1, 1), date(2026, 12, 31)),
        (2026, 8, date(2026, 8, 1), date(2027, 7, 31)),
        (2027, 3, date(2027, 3, 1), date(2028, 2, 29)),
        (2026, 12, date(2026, 12, 1), date(2027, 11, 30)),
    ],
)
def test_fiscal_years(year, first_month, first, last):
    assert year_span(year, first_month) == (first, last)


@given(st.integers(1900, 2200), months)
def test_fiscal_years_join(year, first_month):
    first, last = year_span(year, first_month)
    assert year_span(year + 1, first_month)[0] == last + DAY
    assert (first.year, first.month, first.day) == (year, first_month, 1)
    assert chunk_of(Frequency.YEARLY, first, first_month=first_month) == (first, last)


def test_the_calendar_year_is_the_usual_one():
    assert year_span(2026) == year_span(2026, 1)
    assert split_year(*year_span(2026)) == split_year(*year_span(2026), parts=3)


def test_a_year_in_quarters():
    assert split_year(date(2026, 8, 1), date(2027, 7, 31), parts=4) == [
        (date(2026, 8, 1), date(2026, 10, 31)),
        (date(2026, 11, 1), date(2027, 1, 31)),
        (date(2027, 2, 1), date(2027, 4, 30)),
        (date(2027, 5, 1), date(2027, 7, 31)),
    ]


def test_a_year_that_does_not_divide_evenly():
    longer = split_year(date(2026, 1, 1), date(2027, 2, 28), parts=3)
    assert [(first.isoformat(), last.isoformat()) for first, last in longer] == [
        ("2026-01-01", "2026-05-31"),
        ("2026-06-01", "2026-10-31"),
        ("2026-11-01", "2027-02-28"),
    ]
    assert split_year(date(2026, 1, 1), date(2026, 3, 31), parts=3)[2] == (date(2026, 3, 1), date(2026, 3, 31))


@given(st.integers(1950, 2100), months, st.sampled_from([(3, Frequency.TERTIALLY), (4, Frequency.QUARTERLY)]))
def test_the_parts_of_a_year_are_the_stretches_readings_are_counted_by(year, first_month, cut):
    """Second route: ask of each day of the year in which stretch it lies."""
    parts, frequency = cut
    first, last = year_span(year, first_month)
    every_day = [first + timedelta(days=day) for day in range((last - first).days + 1)]
    stretches = list(dict.fromkeys(chunk_of(frequency, on, first_month=first_month) for on in every_day))
    assert split_year(first, last, parts=parts) == stretches


@given(st.integers(1950, 2100), months, st.integers(1, 30), st.integers(1, 12))
def test_the_parts_join_and_differ_by_a_month_at_most(year, month, length, parts):
    first = date(year, month, 1)
    last = first
    for _ in range(length):
        last = (last + timedelta(days=31)).replace(day=1)
    last -= DAY
    if parts > length:
        with pytest.raises(ValueError, match="cannot be cut"):
            split_year(first, last, parts=parts)
        return
    spans = split_year(first, last, parts=parts)
    assert (len(spans), spans[0][0], spans[-1][1]) == (parts, first, last)
    assert all(one[1] + DAY == other[0] for one, other in pairwise(spans))
    lengths = [(end.year - start.year) * 12 + end.month - start.month + 1 for start, end in spans]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] - lengths[-1] <= 1


@pytest.mark.parametrize("parts", [0, -1, 13])
def test_a_year_cannot_be_cut_in_no_or_too_many_parts(parts):
    with pytest.raises(ValueError, match="cannot be cut"):
        split_year(date(2026, 1, 1), date(2026, 12, 31), parts=parts)


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2026, 1, 2), date(2026, 12, 31)),
        (date(2026, 1, 1), date(2026, 12, 30)),
        (date(2026, 1, 15), date(2027, 1, 14)),
    ],
)
def test_a_year_is_made_of_whole_months(starts_on, ends_on):
    with pytest.raises(ValueError, match="whole months"):
        split_year(starts_on, ends_on)


def test_a_year_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="cannot be cut"):
        split_year(date(2026, 6, 1), date(2026, 3, 31))


@given(st.sampled_from(REPEATED), st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(-40, 400))
def test_nothing_is_asked_for_before_it_was_agreed(frequency, asked_from, days):
    last_on = None if days < 0 else date(2026, 1, 1) + timedelta(days=min(days, 364))
    year = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "last_on": last_on}
    usual, due = next_due(frequency, **year), next_due(frequency, asked_from=asked_from, **year)
    assert (usual is None) == (due is None)
    if due is not None:
        assert due >= usual
        assert due >= asked_from
        assert due in {usual, min(chunk_of(frequency, asked_from)[1], year["ends_on"]), year["ends_on"]}


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.integers(0, 12), st.integers(-3, 3))
def test_both_ways_to_count_a_term_say_the_same(day, years, near):
    left = years_after(day, 0).replace(year=day.year - years, day=min(day.day, 28)) + timedelta(days=near)
    assert (years_after(left, years) < day) == (left < past_term_before(day, years))


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2024, 2, 28), date(2024, 3, 1), date(2024, 12, 31)])
def test_terms_around_a_leap_day_end_with_the_month(day):
    after = years_after(day, 1)
    assert after.year == 2025
    assert (after.month, after.day) == ((2, 28) if (day.month, day.day) == (2, 29) else (day.month, day.day))


def test_past_the_end_of_the_calendar_is_refused():
    for function in (years_after, lambda day, years: past_term_before(day.replace(year=1), years)):
        with pytest.raises(ValueError, match="year"):
            function(date(9999, 3, 1), 1)


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_a_month_after_is_in_the_next_month_and_as_late_as_it_can_be(day):
    """Second route: counting on by days until the next month is as far as this one was, or over."""
    found = day
    while found.month == day.month or (found.day < day.day and (found + DAY).month == found.month):
        found += DAY
    assert month_after(day) == found
