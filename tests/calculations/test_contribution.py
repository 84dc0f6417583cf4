"""What became of an intention: the share of the meant change that happened, up and down alike."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zichtlijn.calculations.contribution import movement
from zichtlijn.calculations.objectives import Aim, MeasureKind, Shape, raw_progress

AMOUNTS = st.decimals(-100_000, 100_000, places=4)


@pytest.mark.parametrize(
    ("start", "now", "target", "falls", "share"),
    [
        (140, 66, 56, True, 74 / 84),
        (10, 15, 20, False, 0.5),
        (10, 25, 20, False, 1.5),
        (-10, -20, -30, True, 0.5),
        (-10, 10, 10, False, 1.0),
    ],
)
def test_worked_examples(start, now, target, falls, share):
    moved = movement(Decimal(start), Decimal(now), Decimal(target))
    assert moved is not None
    assert (moved.start, moved.now, moved.falls) == (start, now, falls)
    assert moved.share == pytest.approx(share)


@pytest.mark.parametrize(
    ("start", "now", "target"),
    [(None, 1, 2), (1, None, 2), (1, 2, None), (1, 2, 1), (1, 1, 2), (10, 8, 20), (10, 12, 5)],
)
def test_nothing_is_said_where_there_is_nothing_to_say(start, now, target):
    amounts = [None if value is None else Decimal(value) for value in (start, now, target)]
    assert movement(*amounts) is None


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_a_fall_is_the_mirror_of_a_rise(start, now, target):
    rise, fall = movement(start, now, target), movement(-start, -now, -target)
    assert (rise is None) == (fall is None)
    if rise and fall:
        assert rise.share == fall.share
        assert rise.falls is not fall.falls


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.integers(-1000, 1000))
def test_where_zero_lies_does_not_matter(start, now, target, shift):
    here, there = movement(start, now, target), movement(start + shift, now + shift, target + shift)
    assert (here is None) == (there is None)
    if here and there:
        assert here.share == pytest.approx(there.share)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_it_is_the_progress_of_the_measure_before_it_is_cut(start, now, target):
    assume(start != target)
    kind = MeasureKind.UP if target > start else MeasureKind.DOWN
    aim = Aim(
        kind=kind, baseline=start, target=target, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
        shape=Shape.STRAIGHT,
    )  # fmt: skip
    moved, progress = movement(start, now, target), raw_progress(aim, now)
    if moved:
        assert moved.share == pytest.approx(progress)
    else:
        assert progress <= 0


@given(AMOUNTS, AMOUNTS)
def test_what_is_reached_is_one(start, target):
    assume(start != target)
    assert movement(start, target, target).share == 1.0
