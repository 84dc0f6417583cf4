"""The course a measure should run."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calculations.strategies import YEAR, bands, days, exact, milestones, roads
from zichtlijn.calculations.objectives import (
    Aim,
    MeasureKind,
    Milestone,
    Shape,
    Target,
    course,
    expected_progress,
    expected_value,
    progress,
)

STRAIGHT = Aim(
    kind=MeasureKind.UP,
    baseline=Decimal("6.0"),
    target=Decimal("8.0"),
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 1, 21),
)
INTERIM = (Target(date(2026, 1, 11), Decimal("7.5")), Target(date(2026, 1, 6), Decimal("7.0")))  # not in order of date
STEPPED = replace(STRAIGHT, shape=Shape.STEPPED, interim=INTERIM)
OWN = replace(STRAIGHT, shape=Shape.OWN, interim=INTERIM)


def january(day):
    return date(2026, 1, day)


@pytest.mark.parametrize(
    ("aim", "on", "value"),
    [
        (STRAIGHT, date(2025, 12, 31), "6"),
        (STRAIGHT, january(1), "6"),
        (STRAIGHT, january(2), "6.1"),
        (STRAIGHT, january(6), "6.5"),
        (STRAIGHT, january(20), "7.9"),
        (STRAIGHT, january(21), "8"),
        (STRAIGHT, january(22), "8"),
        (STEPPED, date(2025, 12, 31), "6"),
        (STEPPED, january(5), "6"),
        (STEPPED, january(6), "7"),
        (STEPPED, january(10), "7"),
        (STEPPED, january(11), "7.5"),
        (STEPPED, january(20), "7.5"),
        (STEPPED, january(21), "8"),
        (STEPPED, date(2026, 2, 1), "8"),
        (OWN, date(2025, 12, 31), "6"),
        (OWN, january(1), "6"),
        (OWN, january(2), "6.2"),
        (OWN, january(6), "7"),
        (OWN, january(7), "7.1"),
        (OWN, january(11), "7.5"),
        (OWN, january(13), "7.6"),
        (OWN, january(21), "8"),
        (OWN, date(2026, 2, 1), "8"),
    ],
)
def test_worked_examples(aim, on, value):
    assert expected_value(aim, on) == Decimal(value)


def test_a_straight_course_passes_by_its_interim_targets():
    assert expected_value(replace(STRAIGHT, interim=INTERIM), january(6)) == Decimal("6.5")


@given(roads(), days)
def test_the_straight_course_by_counting_days(aim, on):
    """Second route: the same amount is added on each day of the period that has passed."""
    aim = replace(aim, shape=Shape.STRAIGHT)
    length = (aim.ends_on - aim.starts_on).days
    passed = sum(1 for day in range(1, length + 1) if aim.starts_on + timedelta(days=day) <= on)
    baseline, target = exact(aim.baseline), exact(aim.target)
    second = baseline + passed * (target - baseline) / length if length else (target if on >= aim.ends_on else baseline)
    assert float(expected_value(aim, on)) == pytest.approx(float(second), rel=1e-12, abs=1e-9)


@given(roads(), st.data())
def test_the_other_shapes_by_walking_the_days(aim, data):
    """Second route: walk from the first day to the asked one, and take over each dated value on its day."""
    fixed = {step.on: step.value for step in aim.interim} | {aim.ends_on: aim.target}
    if aim.starts_on not in fixed:
        fixed[aim.starts_on] = aim.baseline
    on = data.draw(st.dates(min_value=aim.starts_on, max_value=aim.ends_on))
    before = on
    while before not in fixed:
        before -= timedelta(days=1)
    assert expected_value(replace(aim, shape=Shape.STEPPED), on) == fixed[before]
    after = on
    while after not in fixed:
        after += timedelta(days=1)
    share = exact((on - before).days) / (after - before).days if after > before else 0
    second = exact(fixed[before]) * (1 - share) + exact(fixed[after]) * share
    assert float(expected_value(replace(aim, shape=Shape.OWN), on)) == pytest.approx(float(second), rel=1e-12, abs=1e-9)


@given(roads(), days)
def test_a_falling_course_is_the_mirror_image_of_a_rising_one(aim, on):
    other_way = {MeasureKind.UP: MeasureKind.DOWN, MeasureKind.DOWN: MeasureKind.UP}
    mirrored = replace(
        aim,
        kind=other_way[aim.kind],
        baseline=-aim.baseline,
        target=-aim.target,
        interim=tuple(Target(step.on, -step.value) for step in aim.interim),
    )
    assert expected_value(mirrored, on) == -expected_value(aim, on)
    assert expected_progress(mirrored, on) == expected_progress(aim, on)


@given(roads(), days)
def test_expected_progress_is_the_progress_of_the_expected_value(aim, on):
    assert expected_progress(aim, on) == progress(aim, expected_value(aim, on))
    assert 0 <= expected_progress(aim, on) <= 1


@given(roads())
def test_every_course_begins_before_its_baseline_and_ends_at_its_target(aim):
    assert expected_value(aim, aim.starts_on - timedelta(days=1)) == aim.baseline
    assert expected_value(aim, aim.ends_on) == expected_value(aim, aim.ends_on + timedelta(days=99)) == aim.target
    assert expected_progress(aim, aim.starts_on - timedelta(days=1)) == 0
    assert expected_progress(aim, aim.ends_on) == 1


@given(roads(), days, st.integers(0, 500))
def test_a_straight_course_never_turns_back(aim, on, later):
    aim = replace(aim, shape=Shape.STRAIGHT)
    assert expected_progress(aim, on) <= expected_progress(aim, on + timedelta(days=later))


@given(roads() | bands(), st.lists(days, max_size=8))
def test_the_course_is_the_expected_value_of_each_day(aim, on):
    assert course(aim, on) == [expected_value(aim, day) for day in on]


def test_the_course_takes_any_series_of_days():
    assert course(STRAIGHT, iter([january(21), january(1)])) == [Decimal("8.0"), Decimal("6.0")]
    assert course(STRAIGHT, []) == []


@given(roads(), st.randoms())
def test_the_order_of_the_interim_targets_does_not_matter(aim, random):
    shuffled = list(aim.interim)
    random.shuffle(shuffled)
    on = [aim.starts_on + timedelta(days=day) for day in range(0, 400, 7)]
    assert course(replace(aim, interim=tuple(shuffled)), on) == course(aim, on)


def test_a_target_of_one_day_is_due_on_that_day():
    one_day = replace(STRAIGHT, ends_on=january(1))
    assert [expected_value(one_day, on) for on in (date(2025, 12, 31), january(1))] == [Decimal(6), Decimal(8)]


@pytest.mark.parametrize("shape", [Shape.STEPPED, Shape.OWN])
def test_interim_targets_outside_the_period_give_way(shape):
    outside = tuple(Target(on, Decimal(999)) for on in (date(2025, 12, 1), january(21), january(30)))
    aim = replace(STRAIGHT, shape=shape, interim=outside)
    values = course(aim, [date(2025, 12, 15), january(1), january(20), january(21), january(30), date(2026, 3, 1)])
    last = Decimal("6") if shape == Shape.STEPPED else Decimal("7.9")
    assert values == [6, 6, last, 8, 8, 8]


@pytest.mark.parametrize("shape", [Shape.STEPPED, Shape.OWN])
def test_an_interim_target_on_the_first_day_takes_over_from_the_baseline(shape):
    aim = replace(STRAIGHT, shape=shape, interim=(Target(january(1), Decimal(7)),))
    assert course(aim, [date(2025, 12, 31), january(1)]) == [Decimal(6), Decimal(7)]


def test_a_straight_course_needs_both_ends():
    assert expected_value(replace(STRAIGHT, baseline=None), january(6)) is None
    assert expected_value(replace(STRAIGHT, target=None), january(6)) is None
    assert expected_value(replace(STRAIGHT, baseline=None), january(30)) is None


@pytest.mark.parametrize("aim", [STEPPED, OWN])
def test_the_other_shapes_run_through_what_is_known(aim):
    on = [date(2025, 12, 1), january(5), january(6), january(11), january(21)]
    assert course(replace(aim, baseline=None), on) == [None, None, Decimal(7), Decimal("7.5"), Decimal(8)]
    assert course(replace(aim, target=None), on)[2:] == [Decimal(7), Decimal("7.5"), Decimal("7.5")]
    assert course(replace(aim, baseline=None, target=None, interim=()), on) == [None] * 5
    assert expected_progress(replace(aim, baseline=None), january(11)) is None


def test_a_measure_without_road_is_expected_to_be_there_always():
    safe = Aim(kind=MeasureKind.DOWN, baseline=Decimal(0), target=Decimal(0), **YEAR)
    assert [expected_progress(safe, date(2026, month, 1)) for month in (1, 6, 12)] == [1, 1, 1]


@given(bands(), days)
def test_a_band_must_be_held_all_the_time_and_has_no_single_course(aim, on):
    assert expected_progress(aim, on) == 1
    assert expected_value(aim, on) is None


@pytest.mark.parametrize(
    ("interim", "due_on"),
    [
        ((), january(21)),
        ((Target(january(6), Decimal(1)),), january(6)),
        ((Target(january(11), Decimal(1)), Target(january(6), Decimal(1))), january(6)),
        ((Target(january(6), Decimal(0)), Target(january(11), Decimal(1))), january(11)),
        ((Target(january(6), Decimal(0)),), january(21)),
    ],
)
def test_yes_is_expected_from_the_day_it_is_due(interim, due_on):
    aim = Aim(kind=MeasureKind.YES_NO, interim=interim, starts_on=january(1), ends_on=january(21))
    day = timedelta(days=1)
    assert course(aim, [due_on - day, due_on, due_on + day]) == [Decimal(0), Decimal(1), Decimal(1)]
    assert [expected_progress(aim, on) for on in (due_on - day, due_on, due_on + day)] == [0, 1, 1]


def test_milestones_are_expected_from_the_day_they_are_due():
    aim = Aim(
        kind=MeasureKind.MILESTONES,
        milestones=(Milestone(40, january(6), january(20)), Milestone(60, january(11), None)),
        starts_on=january(1),
        ends_on=january(21),
    )
    assert [expected_progress(aim, january(day)) for day in (5, 6, 10, 11)] == [0, 0.4, 0.4, 1]
    assert expected_value(aim, january(11)) is None
    assert expected_progress(replace(aim, milestones=()), january(11)) is None


@given(st.lists(milestones, min_size=1), days)
def test_milestones_on_time_are_exactly_on_their_course(rows, on):
    on_time = tuple(Milestone(row.weight, row.due_on, row.due_on) for row in rows)
    aim = Aim(kind=MeasureKind.MILESTONES, milestones=on_time, **YEAR)
    assert expected_progress(aim, on) == progress(aim, None, on=on)


@pytest.mark.parametrize("kind", [MeasureKind.UP, MeasureKind.YES_NO])
def test_a_period_that_ends_before_it_starts_is_refused(kind):
    with pytest.raises(ValueError, match="before it starts"):
        expected_value(replace(STRAIGHT, kind=kind, ends_on=date(2025, 12, 31)), january(1))
