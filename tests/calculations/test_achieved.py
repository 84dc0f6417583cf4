"""Progress: from a reading to a number between 0 and 1."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.calculations.strategies import YEAR, amounts, bands, clipped, days, exact, milestones, roads
from zichtlijn.calculations.objectives import Aim, MeasureKind, Milestone, overshoot, progress, raw_progress
from zichtlijn.calculations.objectives.achieved import milestone_share

RISING = Aim(kind=MeasureKind.UP, baseline=Decimal(20), target=Decimal(60), **YEAR)
FALLING = Aim(kind=MeasureKind.DOWN, baseline=Decimal(60), target=Decimal(20), **YEAR)
BAND = Aim(
    kind=MeasureKind.BAND,
    lower=Decimal(40),
    upper=Decimal(60),
    lower_limit=Decimal(30),
    upper_limit=Decimal(80),
    **YEAR,
)
YES_NO = Aim(kind=MeasureKind.YES_NO, **YEAR)


@pytest.mark.parametrize(
    ("aim", "value", "raw", "shown", "over"),
    [
        (RISING, 20, 0.0, 0.0, 0.0),
        (RISING, 30, 0.25, 0.25, 0.0),
        (RISING, 60, 1.0, 1.0, 0.0),
        (RISING, 80, 1.5, 1.0, 0.5),
        (RISING, 10, -0.25, 0.0, 0.0),
        (FALLING, 60, 0.0, 0.0, 0.0),
        (FALLING, 50, 0.25, 0.25, 0.0),
        (FALLING, 20, 1.0, 1.0, 0.0),
        (FALLING, 0, 1.5, 1.0, 0.5),
        (FALLING, 70, -0.25, 0.0, 0.0),
        (BAND, 40, 1.0, 1.0, 0.0),
        (BAND, 50, 1.0, 1.0, 0.0),
        (BAND, 60, 1.0, 1.0, 0.0),
        (BAND, 35, 0.5, 0.5, 0.0),
        (BAND, 30, 0.0, 0.0, 0.0),
        (BAND, 25, -0.5, 0.0, 0.0),
        (BAND, 65, 0.75, 0.75, 0.0),
        (BAND, 80, 0.0, 0.0, 0.0),
        (BAND, 90, -0.5, 0.0, 0.0),
        (YES_NO, 1, 1.0, 1.0, 0.0),
        (YES_NO, 0, 0.0, 0.0, 0.0),
    ],
)
def test_worked_examples(aim, value, raw, shown, over):
    assert raw_progress(aim, Decimal(value)) == raw
    assert progress(aim, Decimal(value)) == shown
    assert overshoot(aim, Decimal(value)) == over


@given(roads(), amounts)
def test_progress_by_exact_fractions(aim, value):
    if aim.kind == MeasureKind.UP:
        second = (exact(value) - exact(aim.baseline)) / (exact(aim.target) - exact(aim.baseline))
    else:
        second = (exact(aim.baseline) - exact(value)) / (exact(aim.baseline) - exact(aim.target))
    assert raw_progress(aim, value) == pytest.approx(float(second), rel=1e-12, abs=1e-12)
    assert progress(aim, value) == pytest.approx(float(clipped(second)), rel=1e-12, abs=1e-12)
    assert overshoot(aim, value) == pytest.approx(float(max(second - 1, Fraction(0))), rel=1e-12, abs=1e-9)


@given(bands(), amounts)
def test_band_by_exact_fractions(aim, value):
    under = (exact(value) - exact(aim.lower_limit)) / (exact(aim.lower) - exact(aim.lower_limit))
    above = (exact(aim.upper_limit) - exact(value)) / (exact(aim.upper_limit) - exact(aim.upper))
    # Both slopes pass 1 at their edge, so the lowest of the three is the score.
    second = min(under, above, Fraction(1))
    assert raw_progress(aim, value) == pytest.approx(float(second), rel=1e-12, abs=1e-12)
    assert overshoot(aim, value) == 0


@given(roads(), amounts)
def test_a_falling_measure_is_the_mirror_image_of_a_rising_one(aim, value):
    other_way = {MeasureKind.UP: MeasureKind.DOWN, MeasureKind.DOWN: MeasureKind.UP}
    mirrored = replace(aim, kind=other_way[aim.kind], baseline=-aim.baseline, target=-aim.target)
    assert raw_progress(mirrored, -value) == raw_progress(aim, value)
    assert progress(mirrored, -value) == progress(aim, value)
    assert overshoot(mirrored, -value) == overshoot(aim, value)


@given(bands(), amounts)
def test_a_band_is_its_own_mirror_image(aim, value):
    mirrored = replace(
        aim, lower=-aim.upper, upper=-aim.lower, lower_limit=-aim.upper_limit, upper_limit=-aim.lower_limit
    )
    assert raw_progress(mirrored, -value) == raw_progress(aim, value)


@given(roads(), amounts, amounts)
def test_better_is_never_less_progress(aim, one, other):
    worse, better = sorted([one, other], reverse=aim.kind == MeasureKind.DOWN)
    assert progress(aim, worse) <= progress(aim, better)
    assert raw_progress(aim, worse) <= raw_progress(aim, better)
    assert progress(aim, aim.baseline) == 0
    assert progress(aim, aim.target) == 1


@given(roads(), amounts, amounts)
def test_the_unit_and_its_zero_do_not_matter(aim, value, shift):
    moved = replace(aim, baseline=aim.baseline * 100 + shift, target=aim.target * 100 + shift)
    assert raw_progress(moved, value * 100 + shift) == pytest.approx(raw_progress(aim, value), rel=1e-12, abs=1e-12)


@given(roads() | bands() | st.just(YES_NO), amounts)
def test_progress_is_a_ratio_and_overshoot_what_lies_above_it(aim, value):
    raw, shown, over = raw_progress(aim, value), progress(aim, value), overshoot(aim, value)
    assert 0 <= shown <= 1
    assert over >= 0
    assert shown == 1 or over == 0
    assert raw <= shown + over + 1e-9


@pytest.mark.parametrize("kind", list(MeasureKind))
def test_missing_is_none_and_never_zero(kind):
    aim = Aim(kind=kind, baseline=Decimal(0), target=Decimal(1), lower=Decimal(0), upper=Decimal(1), **YEAR)
    assert raw_progress(aim, None) is None
    assert progress(aim, None) is None
    assert progress(aim, None, on=date(2026, 6, 1)) is None
    assert overshoot(aim, None) == 0


@pytest.mark.parametrize(
    ("aim", "unknown"),
    [
        (RISING, "baseline"),
        (RISING, "target"),
        (FALLING, "baseline"),
        (FALLING, "target"),
        (BAND, "lower"),
        (BAND, "upper"),
    ],
)
def test_nothing_to_compare_with_is_missing(aim, unknown):
    assert progress(replace(aim, **{unknown: None}), Decimal(50)) is None


@pytest.mark.parametrize(
    ("kind", "value", "reached"),
    [
        (MeasureKind.UP, 9, 0.0),
        (MeasureKind.UP, 10, 1.0),
        (MeasureKind.UP, 11, 1.0),
        (MeasureKind.DOWN, 9, 1.0),
        (MeasureKind.DOWN, 10, 1.0),
        (MeasureKind.DOWN, 11, 0.0),
    ],
)
def test_target_equal_to_baseline_is_reached_or_not(kind, value, reached):
    aim = Aim(kind=kind, baseline=Decimal(10), target=Decimal(10), **YEAR)
    assert raw_progress(aim, Decimal(value)) == reached
    assert overshoot(aim, Decimal(value)) == 0


@pytest.mark.parametrize(
    ("kind", "value", "reached"), [("up", 7, 1.0), ("up", 4, 0.0), ("down", 12, 1.0), ("down", 16, 0.0)]
)
def test_the_direction_comes_from_the_kind_not_from_the_difference(kind, value, reached):
    baseline, target = (10, 5) if kind == "up" else (10, 15)
    aim = Aim(kind=MeasureKind(kind), baseline=Decimal(baseline), target=Decimal(target), **YEAR)
    assert raw_progress(aim, Decimal(value)) == reached


@pytest.mark.parametrize("value", [39, 61])
@pytest.mark.parametrize("limits", [(None, None), (40, 60)])
def test_a_band_without_slope_is_held_or_not(value, limits):
    lower_limit, upper_limit = (None if limit is None else Decimal(limit) for limit in limits)
    aim = replace(BAND, lower_limit=lower_limit, upper_limit=upper_limit)
    assert raw_progress(aim, Decimal(value)) == 0
    assert raw_progress(aim, Decimal(40)) == raw_progress(aim, Decimal(60)) == 1


def test_yes_is_one_or_more():
    assert [progress(YES_NO, Decimal(value)) for value in ("-1", "0.99", "1", "2")] == [0, 0, 1, 1]
    assert overshoot(YES_NO, Decimal(2)) == 0


@pytest.mark.parametrize("aim", [RISING, FALLING, BAND, YES_NO])
@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_a_number_is_refused(aim, value):
    with pytest.raises(ValueError, match="finite"):
        raw_progress(aim, Decimal(value))


def steps(*rows):
    return Aim(kind=MeasureKind.MILESTONES, milestones=tuple(Milestone(*row) for row in rows), **YEAR)


PLAN = steps(
    (20, date(2026, 2, 1), date(2026, 1, 28)), (30, date(2026, 4, 1), date(2026, 5, 12)), (50, date(2026, 11, 1), None)
)


def test_milestones_count_by_weight_when_done():
    assert raw_progress(PLAN, None) == progress(PLAN, None) == 0.5
    assert progress(PLAN, Decimal(999)) == 0.5


@pytest.mark.parametrize(
    ("on", "share"),
    [(date(2026, 1, 27), 0.0), (date(2026, 1, 28), 0.2), (date(2026, 5, 11), 0.2), (date(2026, 5, 12), 0.5)],
)
def test_a_milestone_counts_from_the_day_it_is_done(on, share):
    assert progress(PLAN, None, on=on) == share


def test_no_milestone_done_is_zero_but_no_milestone_is_missing():
    assert progress(steps((1, date(2026, 2, 1), None)), None) == 0
    assert progress(steps(), None) is None
    assert progress(steps((0, date(2026, 2, 1), date(2026, 2, 1))), None) is None
    assert progress(steps(), None, on=date(2026, 2, 1)) is None


@given(st.lists(milestones, min_size=1), days)
def test_milestones_by_exact_fractions(rows, on):
    aim = Aim(kind=MeasureKind.MILESTONES, milestones=tuple(rows), **YEAR)
    whole = sum(exact(row.weight) for row in rows)
    done = sum(exact(row.weight) for row in rows if row.done_on and row.done_on <= on)
    assert progress(aim, None, on=on) == pytest.approx(float(done / whole))
    ever = sum(exact(row.weight) for row in rows if row.done_on)
    assert progress(aim, None) == pytest.approx(float(ever / whole))


@given(st.lists(milestones, min_size=1), days, st.integers(0, 400))
def test_milestones_never_undo_themselves(rows, on, later):
    aim = Aim(kind=MeasureKind.MILESTONES, milestones=tuple(rows), **YEAR)
    assert progress(aim, None, on=on) <= progress(aim, None, on=on + timedelta(days=later)) <= progress(aim, None)


@pytest.mark.parametrize("weight", [-1, float("nan"), float("inf")])
def test_a_milestone_with_an_impossible_weight_is_refused(weight):
    aim = steps((1, date(2026, 2, 1), None), (weight, date(2026, 2, 1), None))
    with pytest.raises(ValueError, match="weight"):
        progress(aim, None)


def test_every_milestone_must_be_said_to_count_or_not():
    with pytest.raises(ValueError, match="shorter"):
        milestone_share(PLAN.milestones, [True, False])


@given(roads(), amounts, days)
def test_a_day_changes_nothing_where_the_reading_is_handed_in(aim, value, on):
    assume(aim.kind != MeasureKind.MILESTONES)
    assert progress(aim, value, on=on) == progress(aim, value)
