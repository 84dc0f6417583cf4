"""What is still to be paid back: worked examples, a second route, and what always holds."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtlijn.calculations.study_costs import declining, months_passed, still_owed

AMOUNTS = st.decimals(min_value=0, max_value=99_999_999, places=2)
MONTHS = st.integers(min_value=0, max_value=60)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


def test_the_debt_goes_down_by_an_equal_part_a_month():
    assert [still_owed(Decimal(1200), 12, passed) for passed in (0, 1, 6, 11, 12, 13)] == [
        Decimal(1200), Decimal(1100), Decimal(600), Decimal(100), Decimal(0), Decimal(0),
    ]  # fmt: skip


def test_without_months_nothing_is_paid_back():
    assert still_owed(Decimal(5000), 0, 0) == 0
    assert declining(Decimal(5000), 0) == []


@pytest.mark.parametrize("wrong", [(-1, 12, 0), (1, -12, 0), (1, 12, -1)])
def test_below_zero_is_refused(wrong):
    with pytest.raises(ValueError, match="0 or more"):
        still_owed(Decimal(wrong[0]), wrong[1], wrong[2])


@given(amount=AMOUNTS, months=st.integers(1, 60), passed=MONTHS)
def test_the_same_by_fractions(amount, months, passed):
    exact = Fraction(amount) - Fraction(amount) * min(passed, months) / months
    cents = (Decimal(exact.numerator * 100) / Decimal(exact.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    assert abs(still_owed(amount, months, passed) * 100 - cents) <= 1
    assert 0 <= still_owed(amount, months, passed) <= amount


@given(amount=AMOUNTS, months=st.integers(1, 60))
def test_it_never_goes_up_and_ends_at_nothing(amount, months):
    steps = declining(amount, months)
    assert steps[0] == (0, amount)
    assert steps[-1] == (months, 0)
    for earlier, later in pairwise(steps):
        assert later[0] > earlier[0]
        assert later[1] <= earlier[1]


@given(ends_on=DAYS, days=st.integers(0, 2000))
def test_whole_months_by_walking_day_by_day(ends_on, days):
    """A month is whole once the day of the month comes again, or the month ends before it."""
    day, whole = ends_on + timedelta(days=days), 0
    for step in range(1, days + 1):
        here = ends_on + timedelta(days=step)
        is_last = (here + timedelta(days=1)).day == 1
        whole += here.day == ends_on.day or (is_last and here.day < ends_on.day)
    assert months_passed(ends_on, day) == whole


def test_before_the_end_no_month_has_passed():
    assert months_passed(date(2026, 6, 1), date(2026, 3, 1)) == 0
