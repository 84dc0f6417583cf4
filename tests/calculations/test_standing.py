"""Status, roll-up and the explanation of a roll-up."""

import sys
from dataclasses import replace
from fractions import Fraction
from math import fsum, inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calculations.strategies import exact, measured_parts, missing_parts, parts, ratios, weights
from zichtlijn.calculations.objectives import Limits, Part, Standing, Status, explain, roll_up, status

NEAR = {"rel": 1e-9, "abs": 1e-9}


def near(*numbers):
    return tuple(None if number is None else pytest.approx(number, **NEAR) for number in numbers)


@pytest.mark.parametrize(
    ("progress", "expected", "coverage", "outcome"),
    [
        (0.5, 0.5, 1.0, Status.ON_COURSE),
        (0.45, 0.5, 1.0, Status.ON_COURSE),
        (0.449, 0.5, 1.0, Status.BEHIND),
        (0.35, 0.5, 1.0, Status.BEHIND),
        (0.349, 0.5, 1.0, Status.OFF_COURSE),
        (0.0, 0.5, 1.0, Status.OFF_COURSE),
        (0.63, 0.7, 1.0, Status.ON_COURSE),  # a hair below .9 in binary
        (0.49, 0.7, 1.0, Status.BEHIND),  # a hair below .7 in binary
        (0.9, 1.0, 1.0, Status.ON_COURSE),
        (1.0, 1.0, 1.0, Status.ON_COURSE),
        (0.0, 0.0, 1.0, Status.ON_COURSE),
        (0.0, None, 1.0, Status.ON_COURSE),
        (0.3, None, 1.0, Status.ON_COURSE),
        (None, None, 0.0, Status.TO_MEASURE),
        (None, 0.5, 1.0, Status.TO_MEASURE),
        (1.0, 0.5, 0.59, Status.PARTIAL),
        (0.0, None, 0.59, Status.PARTIAL),
        (0.5, 0.5, 0.6, Status.ON_COURSE),
        (0.1, 0.5, 0.6, Status.OFF_COURSE),
    ],
)
def test_status_by_rule(progress, expected, coverage, outcome):
    assert status(progress, expected, coverage, Limits()) == outcome
    assert status(progress, expected, coverage) == outcome


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_status_by_whole_numbers(progress, expected):
    """Second route: in thousandths, multiplied crosswise, there is nothing to round."""
    if progress == 1000 or 10 * progress >= 9 * expected:
        second = Status.ON_COURSE
    elif 10 * progress >= 7 * expected:
        second = Status.BEHIND
    else:
        second = Status.OFF_COURSE
    assert status(progress / 1000, expected / 1000, 1.0) == second


@given(ratios, ratios, ratios)
def test_more_progress_is_never_a_worse_status(one, other, expected):
    order = [Status.OFF_COURSE, Status.BEHIND, Status.ON_COURSE]
    worse, better = sorted([one, other])
    assert order.index(status(worse, expected)) <= order.index(status(better, expected))


def test_floats_a_hair_off_a_limit_are_on_it():
    hair = 1e-12
    assert status(1 - hair, 1.0, 1.0, Limits(on_course=1.2)) == Status.ON_COURSE
    assert status(0.45 - hair, 0.5, 0.6 - hair) == Status.ON_COURSE
    assert status(0.0, hair) == Status.ON_COURSE
    assert status(0.0, 1e-6) == Status.OFF_COURSE
    assert status(0.5, 0.5, 0.6 - 1e-6) == Status.PARTIAL
    assert status(0.45 - 1e-6, 0.5) == Status.BEHIND
    assert status(0.35 - 1e-6, 0.5) == Status.OFF_COURSE


def test_limits_are_those_of_the_organisation():
    strict = Limits(on_course=1.0, behind=0.95, coverage=1.0)
    assert status(0.49, 0.5, 1.0, strict) == Status.BEHIND
    assert status(0.47, 0.5, 1.0, strict) == Status.OFF_COURSE
    assert status(0.5, 0.5, 0.99, strict) == Status.PARTIAL
    assert roll_up([Part(1, 0.49, 0.5, 1.0)], limits=strict).status == Status.BEHIND
    assert Limits() == Limits(on_course=0.9, behind=0.7, coverage=0.6)
    assert Limits(0, 0, 0) == Limits(0.0, 0.0, 0.0)
    assert Limits(0.5, 0.5, 1).behind == 0.5


@pytest.mark.parametrize(
    "wrong",
    [
        (0.7, 0.9, 0.6),
        (0.9, -0.1, 0.6),
        (0.9, 0.7, 1.1),
        (0.9, 0.7, -0.1),
        (inf, 0.7, 0.6),
        (nan, 0.7, 0.6),
        (0.9, nan, 0.6),
        (0.9, 0.7, nan),
    ],
)
def test_limits_that_are_not_in_order_are_refused(wrong):
    with pytest.raises(ValueError, match="limits"):
        Limits(*wrong)


def test_roll_up_worked_example():
    assert roll_up([Part(50, 0.8, 0.75, 1.0), Part(30, 0.4, 0.75, 1.0), Part(20, None, 0.75, 0.0)]) == Standing(
        progress=0.65, expected=0.75, coverage=0.8, status=Status.BEHIND
    )


def test_expected_is_the_mean_over_the_same_parts():
    standing = roll_up([Part(1, 0.5, 0.5, 1.0), Part(1, None, 1.0, 0.0)])
    assert (standing.progress, standing.expected) == (0.5, 0.5)


@pytest.mark.parametrize(
    "nothing",
    [[], [Part(0, 0.5, 0.5, 1.0)], [Part(1, None, None, 0.0)], [Part(0, 0.5, 0.5, 1.0), Part(1, None, 0.5, 0.0)]],
)
def test_nothing_to_weigh_is_missing_not_zero(nothing):
    assert roll_up(nothing) == Standing(None, None, 0.0, Status.TO_MEASURE)


@given(st.lists(st.builds(Part, st.integers(0, 5), st.none() | ratios, st.none() | ratios, ratios), max_size=8))
def test_roll_up_by_counting_every_part_as_often_as_it_weighs(some):
    """Second route: plain exact means over a list in which a part of weight 3 stands three times."""
    each = [part for part in some for _ in range(part.weight)]
    measured = [part for part in each if part.progress is not None]
    standing = roll_up(some)
    if not measured:
        assert (standing.progress, standing.expected) == (None, None)
    else:
        assert standing.progress == pytest.approx(
            float(sum(exact(p.progress) for p in measured) / len(measured)), **NEAR
        )
        if all(part.expected is None for part in measured):
            assert standing.expected is None
        else:
            wanted = [exact(p.progress if p.expected is None else p.expected) for p in measured]
            assert standing.expected == pytest.approx(float(sum(wanted) / len(wanted)), **NEAR)
    covered = sum((exact(part.coverage) for part in measured), Fraction(0))
    assert standing.coverage == pytest.approx(float(covered / len(each)) if each else 0.0, **NEAR)
    assert standing.status == status(standing.progress, standing.expected, standing.coverage)


@given(st.lists(measured_parts, min_size=1), missing_parts)
def test_a_missing_part_lowers_the_coverage_and_never_the_progress(some, missing):
    without, with_it = roll_up(some), roll_up([*some, missing])
    assert with_it.progress == without.progress
    assert with_it.expected == without.expected
    assert with_it.coverage <= without.coverage
    if without.coverage >= sys.float_info.min:  # below it a float has too few digits to become a little smaller
        assert with_it.coverage < without.coverage


def test_a_missing_part_covers_nothing_whatever_it_says():
    assert roll_up([Part(1, 0.5, 0.5, 1.0), Part(1, None, 0.5, 1.0)]).coverage == 0.5


@given(measured_parts, st.lists(weights, min_size=1))
def test_equal_children_give_the_child(child, theirs):
    standing = roll_up([replace(child, weight=weight) for weight in theirs])
    assert (standing.progress, standing.expected, standing.coverage) == (child.progress, child.expected, child.coverage)


@given(st.lists(parts), st.sampled_from([0.01, 0.5, 3, 100]))
def test_only_the_proportion_of_the_weights_counts(some, factor):
    one, other = roll_up(some), roll_up([replace(part, weight=part.weight * factor) for part in some])
    assert (one.progress, one.expected, one.coverage) == near(other.progress, other.expected, other.coverage)


@given(st.lists(parts), st.randoms())
def test_the_order_does_not_matter_to_the_last_digit(some, random):
    shuffled = list(some)
    random.shuffle(shuffled)
    assert roll_up(shuffled) == roll_up(some)


@given(st.lists(parts), ratios)
def test_a_part_of_weight_zero_does_not_count(some, ratio):
    assert roll_up([*some, Part(0, ratio, ratio, ratio), Part(0, None, None, 0.0)]) == roll_up(some)


@given(st.lists(parts, min_size=1))
def test_a_mean_lies_between_its_parts(some):
    standing = roll_up(some)
    measured = [part.progress for part in some if part.progress is not None]
    if measured:
        assert min(measured) <= standing.progress <= max(measured)
    assert 0 <= standing.coverage <= 1


@given(st.lists(st.lists(measured_parts | st.builds(Part, weights, ratios, st.none(), ratios), min_size=1), min_size=1))
def test_rolling_up_in_layers_is_rolling_up_at_once(groups):
    layered = []
    for group in groups:
        standing = roll_up(group)
        whole = fsum(part.weight for part in group)
        layered.append(Part(whole, standing.progress, standing.expected, standing.coverage))
    one, other = roll_up(layered), roll_up([part for group in groups for part in group])
    assert (one.progress, one.expected, one.coverage) == near(other.progress, other.expected, other.coverage)


@given(measured_parts, ratios)
def test_a_part_without_course_counts_as_on_its_course(planned, progress):
    unplanned = Part(1, progress, None, 1.0)
    assert roll_up([unplanned]).expected is None
    standing = roll_up([replace(planned, weight=1), unplanned])
    assert standing.expected == pytest.approx((planned.expected + progress) / 2, **NEAR)
    # It pulls both numbers alike: the distance to the course is that of the planned part, halved.
    assert standing.progress - standing.expected == pytest.approx((planned.progress - planned.expected) / 2, **NEAR)


@given(st.lists(measured_parts, min_size=1), st.data())
def test_better_parts_never_give_a_worse_whole(some, data):
    which = data.draw(st.integers(0, len(some) - 1))
    better = list(some)
    better[which] = replace(some[which], progress=data.draw(st.floats(some[which].progress, 1)))
    assert roll_up(better).progress >= roll_up(some).progress - 1e-12


@pytest.mark.parametrize(
    "wrong",
    [
        (-1, 0.5, 0.5, 1.0),
        (nan, 0.5, 0.5, 1.0),
        (inf, 0.5, 0.5, 1.0),
        (1, 1.2, 0.5, 1.0),
        (1, -0.1, 0.5, 1.0),
        (1, nan, 0.5, 1.0),
        (1, 0.5, 1.2, 1.0),
        (1, 0.5, -0.1, 1.0),
        (1, 0.5, 0.5, 1.2),
        (1, 0.5, 0.5, -0.1),
    ],
)
def test_parts_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        Part(*wrong)


def test_a_part_may_be_a_hair_outside():
    assert roll_up([Part(1, 1 + 1e-12, -1e-12, 1.0)]).status == Status.ON_COURSE


def test_explain_worked_example():
    rows = explain(
        [
            Part(50, 0.8, 0.6, 1.0, "a"),
            Part(30, 0.4, None, 0.5, "b"),
            Part(20, None, 0.5, 0.0, "c"),
            Part(0, 1.0, 1.0, 1.0, "d"),
        ]
    )
    assert [(row.label, row.weight, row.progress, row.expected) for row in rows] == [
        ("a", 50, 0.8, 0.6),
        ("b", 30, 0.4, None),
        ("c", 20, None, 0.5),
        ("d", 0, 1.0, 1.0),
    ]
    assert [row.share for row in rows] == pytest.approx([0.625, 0.375, 0, 0])
    assert [row.adds for row in rows[:2]] == pytest.approx([0.5, 0.15])
    assert [row.adds_expected for row in rows[:2]] == pytest.approx([0.375, 0.15])
    assert [row.adds for row in rows[2:]] == [row.adds_expected for row in rows[2:]] == [None, None]
    assert [row.adds_coverage for row in rows] == pytest.approx([0.5, 0.15, 0, 0])


@given(st.lists(parts))
def test_the_rows_of_an_explanation_add_up_to_the_roll_up(some):
    standing, rows = roll_up(some), explain(some)
    assert [row.label for row in rows] == [part.label for part in some]
    assert fsum(row.adds_coverage for row in rows) == pytest.approx(standing.coverage, **NEAR)
    for column, number in (("adds", standing.progress), ("adds_expected", standing.expected)):
        filled = [getattr(row, column) for row in rows if getattr(row, column) is not None]
        assert bool(filled) == (number is not None)
        assert fsum(filled) == pytest.approx(number or 0.0, **NEAR)
    if standing.progress is not None:
        assert fsum(row.share for row in rows) == pytest.approx(1, **NEAR)


def test_explaining_nothing_gives_no_rows():
    assert explain([]) == []
    assert [(row.share, row.adds, row.adds_coverage) for row in explain([Part(0, 0.5, 0.5, 1.0)])] == [(0.0, None, 0.0)]


def test_parts_may_come_from_any_series():
    some = [Part(1, 0.5, 0.5, 1.0, "a"), Part(1, None, 0.5, 0.0, "b")]
    assert roll_up(iter(some)) == roll_up(some)
    assert explain(iter(some)) == explain(some)
