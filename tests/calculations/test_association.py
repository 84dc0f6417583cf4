"""Association: by exact fractions, by the standard library, and by trying every lag."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import exp, log, sqrt
from statistics import StatisticsError
from statistics import correlation as library_correlation

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zichtlijn.calculations.association import (
    LEAST_PAIRS,
    Association,
    association,
    beside,
    correlation,
    correlation_interval,
    ranks,
    side_by_side,
)

whole = st.integers(-50, 50)
rows = st.integers(2, 20).flatmap(lambda length: st.tuples(*[st.lists(whole, min_size=length, max_size=length)] * 2))
gaps = st.integers(8, 24).flatmap(
    lambda length: st.tuples(*[st.lists(whole | st.none(), min_size=length, max_size=length)] * 2)
)
full = st.integers(8, 20).flatmap(lambda length: st.tuples(*[st.lists(whole, min_size=length, max_size=length)] * 2))


def exact_correlation(ones, others):
    """By fractions, with one square root at the end; None when a row never changes."""
    mean_x, mean_y = Fraction(sum(ones), len(ones)), Fraction(sum(others), len(others))
    sxy = sum((x - mean_x) * (y - mean_y) for x, y in zip(ones, others, strict=True))
    sxx, syy = sum((x - mean_x) ** 2 for x in ones), sum((y - mean_y) ** 2 for y in others)
    if sxx == 0 or syy == 0:
        return None
    return (1 if sxy >= 0 else -1) * sqrt(sxy * sxy / (sxx * syy))


@given(rows)
def test_correlation_by_exact_fractions_and_by_the_library(pair):
    ones, others = pair
    second = exact_correlation(ones, others)
    if second is None:
        assert correlation(ones, others) is None
        with pytest.raises(StatisticsError):
            library_correlation(ones, others)
    else:
        assert correlation(ones, others) == pytest.approx(second, abs=1e-12)
        assert correlation(ones, others) == pytest.approx(library_correlation(ones, others), abs=1e-12)


@given(rows, st.integers(1, 9), whole)
def test_unit_and_zero_do_not_matter_and_direction_flips_the_sign(pair, times, shift):
    ones, others = pair
    plain = correlation(ones, others)
    assume(plain is not None)
    assert correlation([times * one + shift for one in ones], others) == pytest.approx(plain, abs=1e-9)
    assert correlation([-one for one in ones], others) == pytest.approx(-plain, abs=1e-9)
    assert correlation(others, ones) == pytest.approx(plain, abs=1e-12)


def test_very_large_and_very_small_numbers_hold():
    row, other = [1, 2, 3, 5], [2, 1, 4, 4]
    plain = correlation(row, other)
    assert correlation([value * 1e200 for value in row], [value * 1e-200 for value in other]) == pytest.approx(plain)


@given(st.lists(whole, max_size=15))
def test_ranks_by_counting(values):
    second = [
        sum(other < value for other in values) + Fraction(sum(other == value for other in values) + 1, 2)
        for value in values
    ]
    assert ranks(values) == second


@given(st.permutations(range(9)))
def test_spearman_by_the_formula_of_the_differences(order):
    """Without ties: 1 - 6 * sum of squared differences / (n * (n^2 - 1))."""
    second = 1 - Fraction(6 * sum((number - rank) ** 2 for number, rank in enumerate(order)), 9 * 80)
    found = association([number**3 for number in range(9)], [2.0**rank for rank in order])
    assert found.spearman == pytest.approx(float(second), abs=1e-12)


@pytest.mark.parametrize("pairs", [4, 8, 28, 400])
@pytest.mark.parametrize("pearson", [-0.99, -0.5, 0.0, 0.3, 0.999999])
def test_the_interval_by_logarithms(pearson, pairs):
    z = 0.5 * log((1 + pearson) / (1 - pearson))
    ends = [z - 1.959963984540054 / sqrt(pairs - 3), z + 1.959963984540054 / sqrt(pairs - 3)]
    second = [(exp(2 * end) - 1) / (exp(2 * end) + 1) for end in ends]
    assert correlation_interval(pearson, pairs) == pytest.approx(second, abs=1e-12)


def test_a_known_interval():
    """A correlation of .5 over 28 pairs: z = .5493 and a half width of .392."""
    assert correlation_interval(0.5, 28) == pytest.approx((0.1560, 0.7358), abs=1e-4)
    assert correlation_interval(1.0, 8) == (1.0, 1.0)
    assert correlation_interval(-1.0, 8) == (-1.0, -1.0)


@pytest.mark.parametrize(("pearson", "pairs"), [(0.5, 3), (1.01, 20), (-1.01, 20), (float("nan"), 20)])
def test_no_interval_for_what_cannot_be(pearson, pairs):
    with pytest.raises(ValueError, match="no interval"):
        correlation_interval(pearson, pairs)


@given(gaps, st.integers(0, 6))
def test_the_best_lag_by_trying_them_all(pair, most_lag):
    first, second = pair
    tried = {}
    for lag in range(most_lag + 1):
        pairs = [
            (first[at], second[at + lag])
            for at in range(len(first))
            if at + lag < len(second) and first[at] is not None and second[at + lag] is not None
        ]
        if len(pairs) >= 8:
            found = exact_correlation([one for one, _ in pairs], [other for _, other in pairs])
            if found is not None:
                tried[lag] = (found, len(pairs))
    outcome = association(first, second, most_lag=most_lag)
    assert (outcome is None) == (not tried)
    if outcome:
        assert outcome.tried == len(tried)
        assert abs(outcome.pearson) == pytest.approx(max(abs(found) for found, _ in tried.values()), abs=1e-8)
        assert outcome.pearson == pytest.approx(tried[outcome.lag][0], abs=1e-12)
        assert all(abs(tried[lag][0]) < abs(outcome.pearson) - 1e-10 for lag in tried if lag < outcome.lag)
        assert outcome.pairs == tried[outcome.lag][1]
        assert -1 <= outcome.low <= outcome.pearson <= outcome.high <= 1
        assert -1 <= outcome.spearman <= 1


@given(full)
def test_beside_time_by_what_lies_above_and_below_a_straight_line(pair):
    """Another route: the correlation of the residuals of two lines, by exact fractions."""
    first, second = pair
    outcome = association(first, second)
    assume(outcome is not None)
    at, left = range(len(first)), []
    for values in (first, second):
        middle, mean = Fraction(sum(at), len(at)), Fraction(sum(values), len(values))
        steep = sum((n - middle) * (v - mean) for n, v in zip(at, values, strict=True)) / sum(
            (n - middle) ** 2 for n in at
        )
        left.append([v - mean - steep * (n - middle) for n, v in zip(at, values, strict=True)])
    second_route = exact_correlation(*left)
    if outcome.beside_time is None:
        assert second_route is None or abs(outcome.pearson) > 0.5
    else:
        assert outcome.beside_time == pytest.approx(second_route, abs=1e-6)


def test_two_measures_that_only_rise_have_little_left_beside_time():
    first = [n + (0.4 if n % 2 else -0.4) for n in range(12)]
    second = [n + (0.4 if n % 3 else -0.4) for n in range(12)]
    found = association(first, second)
    assert found.pearson > 0.95
    assert abs(found.beside_time) < 0.2
    assert association(list(range(12)), list(range(12))).beside_time is None, "nothing but a straight line"
    assert beside(0.5, None, 0.2) is None


def test_a_measure_that_follows_two_periods_later():
    first = [Decimal(value) for value in (3, 5, 4, 8, 7, 9, 6, 5, 8, 9, 7, 6)]
    later = [None, None, *first[:10]]
    found = association(first, later, most_lag=4)
    assert (found.lag, found.pairs, found.tried) == (2, 10, 5)
    assert found.pearson == pytest.approx(1)
    assert association(first, [None if value is None else -value for value in later], most_lag=4).pearson < 0


def test_too_few_pairs_say_nothing():
    row = [1, 3, 2, 5, 4, 7, 6, 8]
    assert LEAST_PAIRS == 8
    assert association(row, row) == Association(0, 8, 1.0, 1.0, 1.0, 1.0, 1.0, 1)
    assert association(row[:7], row[:7]) is None
    assert association([*row[:7], None], row) is None
    assert association([], []) is None


def test_a_measure_that_never_changes_says_nothing():
    assert association([0.1] * 10, list(range(10))) is None
    assert correlation([1], [2]) is None


def test_no_lag_is_preferred_when_all_are_alike():
    assert association(list(range(12)), list(range(12)), most_lag=3).lag == 0
    tenths = [number / 10 for number in range(30)]
    assert association(tenths, [7 - 3 * each for each in tenths], most_lag=9).lag == 0


@pytest.mark.parametrize(
    ("first", "second", "most_lag", "words"),
    [
        ([1, 2], [1], 0, "periods"),
        ([float("nan")], [1], 0, "finite"),
        ([1], [Decimal("Infinity")], 0, "finite"),
        ([1], [1], -1, "most lag"),
    ],
)
def test_what_cannot_be_compared_is_refused(first, second, most_lag, words):
    with pytest.raises(ValueError, match=words):
        association(first, second, most_lag=most_lag)
    with pytest.raises(ValueError, match="against"):
        correlation([1, 2], [1])


# side by side -----------------------------------------------------------------------------------------------------

DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
READ = st.lists(st.tuples(DAYS, st.integers(-9, 9)), max_size=20, unique_by=lambda reading: reading[0])


@given(READ, READ, st.sampled_from([1, 2, 3, 4, 6, 12]))
def test_side_by_side_by_walking_over_the_calendar(first, second, months):
    ones, others = side_by_side(first, second, months=months)
    days = [day for day, _value in (*first, *second)]
    if not days:
        assert (ones, others) == ([], [])
        return
    expected = []
    for readings in (first, second):
        row, year, part = [], min(days).year, (min(days).month - 1) // months
        while (year, part) <= (max(days).year, (max(days).month - 1) // months):
            there = [(day, value) for day, value in readings if (day.year, (day.month - 1) // months) == (year, part)]
            row.append(max(there)[1] if there else None)
            year, part = (year, part + 1) if part + 1 < 12 // months else (year + 1, 0)
        expected.append(row)
    assert [ones, others] == expected


@pytest.mark.parametrize("months", [0, -1, 5, 7, 13])
def test_periods_that_do_not_fill_a_year_are_refused(months):
    with pytest.raises(ValueError, match="do not fill a year"):
        side_by_side([], [], months=months)
