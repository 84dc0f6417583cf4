"""Weights left open, and the roll-up from sums."""

from dataclasses import astuple
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calculations.strategies import ratios, weights
from zichtlijn.calculations.objectives import (
    Limits,
    Part,
    Standing,
    Status,
    Sums,
    explain,
    explain_some,
    filled_weights,
    open_share,
    roll_up,
    roll_up_sums,
)

perhaps_weights = st.none() | st.just(0.0) | st.floats(0.5, 60)
rows = st.lists(st.tuples(perhaps_weights, st.none() | ratios, st.none() | ratios, ratios), max_size=8)


def sums_of(some):
    sums = Sums()
    for row in some:
        sums = sums.plus(*row)
    return sums


def near(*numbers):
    return tuple(None if number is None else pytest.approx(number, rel=1e-9, abs=1e-9) for number in numbers)


@pytest.mark.parametrize(
    ("given_weights", "filled"),
    [
        ([None, None], [50, 50]),
        ([50, None, None], [50, 25, 25]),
        ([60, 40, None], [60, 40, 0]),
        ([60, 60, None], [60, 60, 0]),
        ([30, 30], [30, 30]),
        ([None], [100]),
        ([0, None], [0, 100]),
        ([], []),
    ],
)
def test_open_weights_share_what_is_left(given_weights, filled):
    assert filled_weights(given_weights) == filled


def test_another_whole():
    assert filled_weights([None, 0.5], total=1) == [0.5, 0.5]
    assert open_share(3, 1, 0.5, total=1.5) == 0.5
    assert open_share(4, 2, 60.0) == 20
    assert open_share(2, 2, 60.0) == 0


@given(st.lists(st.none() | weights, max_size=8))
def test_filled_weights_make_the_whole_whenever_they_can(some):
    filled = filled_weights(some)
    left_over = 100 - fsum(weight for weight in some if weight is not None)
    assert [new for old, new in zip(some, filled, strict=True) if old is not None] == [w for w in some if w is not None]
    if None in some and left_over > 1e-6:
        assert fsum(filled) == pytest.approx(100)
        assert len({new for old, new in zip(some, filled, strict=True) if old is None}) == 1
    assert min(filled, default=0) >= 0


@given(rows)
def test_sums_give_what_the_parts_give(some):
    """Second route: fill in the weights, make the parts, and roll them up one by one."""
    filled = filled_weights([weight for weight, *_ in some])
    second = roll_up(Part(weight, *row[1:]) for weight, row in zip(filled, some, strict=True))
    standing = roll_up_sums(sums_of(some))
    assert (standing.progress, standing.expected, standing.coverage) == near(
        second.progress, second.expected, second.coverage
    )
    assert standing.status == second.status


@given(rows, st.randoms())
def test_the_order_of_adding_does_not_matter(some, random):
    shuffled = list(some)
    random.shuffle(shuffled)
    one, other = roll_up_sums(sums_of(some)), roll_up_sums(sums_of(shuffled))
    assert (one.progress, one.expected, one.coverage) == near(other.progress, other.expected, other.coverage)


@given(rows, rows, st.randoms(use_true_random=False))
def test_a_part_taken_away_was_never_there(kept, gone, random):
    """Second route: add up only what is kept."""
    mixed = [*kept, *gone]
    random.shuffle(mixed)
    sums = sums_of(mixed)
    random.shuffle(gone)
    for row in gone:
        sums = sums.less(*row)
    assert astuple(sums) == near(*astuple(sums_of(kept)))
    one, other = roll_up_sums(sums), roll_up_sums(sums_of(kept))
    assert (one.progress, one.expected, one.coverage) == near(other.progress, other.expected, other.coverage)


@given(rows, st.integers(0, 8))
def test_what_is_shown_and_the_rest_make_the_whole(some, shown):
    """Second route: explain all parts with their weights filled in."""
    first, rest = explain_some([(*row, "") for row in some[:shown]], sums_of(some))
    filled = filled_weights([weight for weight, *_ in some])
    all_rows = explain(Part(weight, *row[1:]) for weight, row in zip(filled, some, strict=True))
    assert [near(row.share, row.adds, row.adds_coverage) for row in all_rows[:shown]] == [
        (row.share, row.adds, row.adds_coverage) for row in first
    ]
    assert (rest is None) == (len(some) <= shown)
    if rest is not None:
        hidden = all_rows[shown:]
        assert rest.share == pytest.approx(fsum(row.share for row in hidden), abs=1e-9)
        assert rest.adds_coverage == pytest.approx(fsum(row.adds_coverage for row in hidden), abs=1e-9)
        if rest.share > 1e-6:
            assert rest.adds == pytest.approx(fsum(row.adds or 0 for row in hidden), abs=1e-9)
            assert rest.progress == pytest.approx(rest.adds / rest.share, abs=1e-9)
        else:
            assert rest.adds is None or rest.adds == pytest.approx(0, abs=1e-6)


def test_a_hair_that_stays_behind_is_no_progress():
    thirds = [(33.4, 0.1, 0.5, 1.0), (33.3, 0.7, 0.5, 1.0), (33.3, 0.9, 0.5, 1.0)]
    sums = sums_of(thirds)
    for row in thirds:
        sums = sums.less(*row)
    assert roll_up_sums(sums) == roll_up_sums(Sums())


def test_what_is_left_over_by_adding_in_binary_is_nothing():
    assert open_share(4, 3, 99.99999999999999) == 0
    assert open_share(4, 3, 100 - 1e-8) == 0
    assert open_share(4, 3, 99.999) == pytest.approx(0.001)
    in_one_order = sums_of(
        [(33.4, None, 0.5, 0.0), (33.3, None, 0.5, 0.0), (33.3, None, 0.5, 0.0), (None, 0.5, 0.5, 1.0)]
    )
    assert roll_up_sums(in_one_order).progress is None


def test_sums_a_hair_too_high_are_no_overshoot():
    """A database adds up in any order."""
    hair = 1 + 1e-12
    sums = Sums(
        count=1,
        given_count=1,
        given_weight=1.0,
        given_measured=1.0,
        given_progress=hair,
        given_expected=hair,
        given_coverage=hair,
        with_expectation=1,
    )
    assert roll_up_sums(sums) == Standing(1.0, 1.0, 1.0, Status.ON_COURSE)


def test_no_sums_are_missing_not_zero():
    assert roll_up_sums(Sums()) == Standing(None, None, 0.0, Status.TO_MEASURE)
    assert roll_up_sums(sums_of([(0.0, 0.5, 0.5, 1.0)])) == Standing(None, None, 0.0, Status.TO_MEASURE)
    assert roll_up_sums(sums_of([(None, None, 0.5, 0.0)])) == Standing(None, None, 0.0, Status.TO_MEASURE)


def test_a_part_that_has_no_share_left_gives_no_expectation():
    """A hundred percent is given away to what has no course; the open part with a course weighs nothing."""
    assert roll_up_sums(sums_of([(100.0, 0.5, None, 1.0), (None, 0.2, 0.9, 1.0)])) == Standing(
        0.5, None, 1.0, Status.ON_COURSE
    )


def test_a_small_share_is_a_share():
    assert roll_up_sums(sums_of([(99.5, 0.5, None, 1.0), (None, 0.2, 0.9, 1.0)])).expected == pytest.approx(
        0.995 * 0.5 + 0.005 * 0.9
    )


def test_every_sum_by_hand():
    """What the database must bring."""
    some = [(40.0, 0.5, 0.8, 1.0), (20.0, 0.5, None, 0.5), (0.0, 1.0, 1.0, 1.0), (30.0, None, 0.8, 0.0)]
    assert sums_of([*some, (None, 0.2, 0.4, 1.0), (None, 0.3, None, 0.5), (None, None, 0.4, 0.0)]) == Sums(
        count=7,
        given_count=4,
        given_weight=90.0,
        given_measured=60.0,
        given_progress=30.0,
        given_expected=42.0,
        given_coverage=50.0,
        open_measured=2,
        open_progress=0.5,
        open_expected=0.7,
        open_coverage=1.5,
        with_expectation=1,
        open_with_expectation=1,
    )


def test_limits_are_those_of_the_organisation():
    sums = sums_of([(None, 0.4, 0.5, 1.0)])
    assert roll_up_sums(sums).status == Status.BEHIND
    assert roll_up_sums(sums, limits=Limits(on_course=0.8)).status == Status.ON_COURSE
    unmeasured = sums_of([(None, 0.4, 0.5, 0.5)])
    assert roll_up_sums(unmeasured).status == Status.PARTIAL
    assert roll_up_sums(unmeasured, limits=Limits(coverage=0.4)).status == Status.BEHIND
