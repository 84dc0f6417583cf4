"""Weighted means, and how much of the weight they know."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calculations.strategies import exact, weights
from zichtlijn.calculations.means import CoveredMean, covered_mean, weighted_mean

values = st.floats(-1e6, 1e6)
pairs = st.lists(st.tuples(weights | st.just(0.0), values | st.none()), max_size=10)


@pytest.mark.parametrize(
    ("some", "mean"),
    [
        ([(2, 4), (1, 1), (1, None)], CoveredMean(3.0, 0.75, 2, 3)),
        ([(0, 4), (1, 1)], CoveredMean(1.0, 1.0, 1, 1)),
        ([(1, None)], CoveredMean(None, 0.0, 0, 1)),
        ([(0, 4)], CoveredMean(None, 0.0, 0, 0)),
        ([], CoveredMean(None, 0.0, 0, 0)),
        ([(1, 0), (1, None)], CoveredMean(0.0, 0.5, 1, 2)),
    ],
)
def test_worked_examples(some, mean):
    assert covered_mean(some) == mean


@given(pairs)
def test_by_exact_fractions(some):
    known = [(exact(weight), exact(value)) for weight, value in some if value is not None and weight]
    whole = sum((exact(weight) for weight, _ in some), Fraction(0))
    mean = covered_mean(some)
    assert mean.coverage == pytest.approx(float(sum(weight for weight, _ in known) / whole) if whole else 0.0)
    if not known:
        assert mean.value is None
    else:
        second = sum(weight * value for weight, value in known) / sum(weight for weight, _ in known)
        assert mean.value == pytest.approx(float(second), rel=1e-9, abs=1e-9)


@given(pairs, st.randoms(use_true_random=False))
def test_the_order_does_not_matter_and_the_mean_lies_inside(some, random):
    shuffled = list(some)
    random.shuffle(shuffled)
    mean = covered_mean(some)
    assert covered_mean(shuffled) == mean
    known = [value for weight, value in some if value is not None and weight]
    if known:
        assert min(known) <= mean.value <= max(known)


@given(values, st.lists(weights, min_size=1, max_size=6))
def test_the_mean_of_equal_values_is_that_value(value, some):
    assert weighted_mean((weight, value) for weight in some) == value


@given(pairs, st.sampled_from([0.25, 2, 1024]))
def test_only_the_proportion_of_the_weights_counts(some, times):
    one, other = covered_mean(some), covered_mean((weight * times, value) for weight, value in some)
    assert other.value == (None if one.value is None else pytest.approx(one.value, rel=1e-12, abs=1e-300))
    assert (other.coverage, other.known, other.of) == (pytest.approx(one.coverage), one.known, one.of)


@pytest.mark.parametrize("wrong", [(-1, 2), (float("nan"), 2), (float("inf"), 2), (1, float("nan")), (1, float("inf"))])
def test_impossible_numbers_are_refused(wrong):
    with pytest.raises(ValueError, match="finite"):
        covered_mean([(1, 1), wrong])
