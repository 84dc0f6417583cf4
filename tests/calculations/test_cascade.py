"""Weights among siblings and coverage of the line."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtlijn.calculations.objectives import LEAST_WHOLE, MOST_WHOLE, line_coverage, weights_add_up


@pytest.mark.parametrize(
    ("weights", "outcome"),
    [
        ([100], True),
        ([40, 35, 25], True),
        ([33.3, 33.3, 33.3], True),
        ([33.33, 33.33, 33.33], True),
        ([16.7] * 6, False),
        ([16.67] * 6, True),
        ([100.1], True),
        ([99.9], True),
        ([100.104], False),
        ([100.2], False),
        ([99.8], False),
        ([40, 35, 20], False),
        ([0], False),
        ([], True),
        ([Decimal("33.4"), Decimal("33.3"), Decimal("33.3")], True),
        ([Decimal("60"), 30.0], False),
    ],
)
def test_weights_add_up_to_a_hundred(weights, outcome):
    assert weights_add_up(weights) is outcome
    assert weights_add_up(iter(weights)) is outcome


def test_another_whole_and_another_tolerance():
    assert weights_add_up([0.5, 0.5], total=1, tolerance=0)
    assert weights_add_up([0.1] * 10, total=1, tolerance=0)  # .9999999999999999 when summed in binary
    assert not weights_add_up([0.5, 0.4], total=1, tolerance=0.05)
    assert not weights_add_up([99.9], tolerance=0)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=8))
def test_weights_by_whole_numbers(tenths):
    """Second route: in tenths of a percent there is nothing to round."""
    weights = [weight / 10 for weight in tenths]
    assert weights_add_up(weights) == (999 <= sum(tenths) <= 1001)
    # A database adds up plainly, in any order, and asks the same.
    assert (LEAST_WHOLE <= sum(weights) <= MOST_WHOLE) == (999 <= sum(tenths) <= 1001)


def test_thirds_are_a_whole_for_a_database_too():
    assert 33.3 + 33.3 + 33.3 < 99.9
    assert LEAST_WHOLE <= 33.3 + 33.3 + 33.3 <= MOST_WHOLE


@pytest.mark.parametrize("wrong", [[-1, 101], [float("nan")], [float("inf")], [Decimal("NaN")]])
def test_impossible_weights_are_refused(wrong):
    with pytest.raises(ValueError, match="weight"):
        weights_add_up(wrong)


def test_line_coverage_is_the_share_of_complete_lines():
    assert [line_coverage(0, 40), line_coverage(30, 40), line_coverage(40, 40)] == [0, 0.75, 1]


def test_a_unit_without_people_has_no_coverage():
    assert line_coverage(0, 0) is None


@given(st.lists(st.booleans(), min_size=1))
def test_line_coverage_by_the_mean_of_yes_and_no(lines):
    """Second route: the mean of ones and zeros."""
    assert line_coverage(lines.count(True), len(lines)) == pytest.approx(
        sum(1.0 if line else 0.0 for line in lines) / len(lines)
    )


@pytest.mark.parametrize(("complete", "people"), [(-1, 3), (4, 3), (0, -1), (1, 0)])
def test_impossible_counts_are_refused(complete, people):
    with pytest.raises(ValueError, match="cannot be"):
        line_coverage(complete, people)
