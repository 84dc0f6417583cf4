"""Grades of key results and objectives, their bands, and what a set of them tells."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.calculations.strategies import YEAR, amounts, bands, clipped, exact, roads
from zichtlijn.calculations.objectives import Aim, MeasureKind, Milestone, progress
from zichtlijn.calculations.okr import (
    Ambition,
    Band,
    Commitment,
    KeyResultGrade,
    ObjectiveGrade,
    SetOfGrades,
    ambition,
    grade_band,
    grade_shortfall,
    is_in_full,
    key_result_grade,
    objective_grade,
)

RISING = Aim(kind=MeasureKind.UP, baseline=Decimal(20), target=Decimal(60), **YEAR)
FALLING = Aim(kind=MeasureKind.DOWN, baseline=Decimal(60), target=Decimal(20), **YEAR)
YES_NO = Aim(kind=MeasureKind.YES_NO, **YEAR)
STEPS = Aim(
    kind=MeasureKind.MILESTONES,
    milestones=(Milestone(30, date(2026, 2, 1), date(2026, 2, 3)), Milestone(70, date(2026, 9, 1), None)),
    **YEAR,
)
thousandths = st.integers(0, 1000).map(lambda number: number / 1000)
grades = st.floats(0, 1)


@pytest.mark.parametrize(
    ("aim", "value", "grade", "raw"),
    [
        (RISING, 30, 0.25, 0.25),
        (RISING, 10, 0.0, -0.25),
        (RISING, 80, 1.0, 1.5),
        (FALLING, 30, 0.75, 0.75),
        (FALLING, 70, 0.0, -0.25),
        (FALLING, 0, 1.0, 1.5),
        (YES_NO, 1, 1.0, 1.0),
        (YES_NO, 0, 0.0, 0.0),
        (STEPS, None, 0.3, 0.3),
    ],
)
def test_worked_examples(aim, value, grade, raw):
    assert key_result_grade(aim, None if value is None else Decimal(value)) == KeyResultGrade(grade, raw)


@given(roads(), amounts)
def test_a_grade_by_exact_fractions(aim, value):
    second = (exact(value) - exact(aim.baseline)) / (exact(aim.target) - exact(aim.baseline))
    found = key_result_grade(aim, value)
    assert found.raw == pytest.approx(float(second), rel=1e-12, abs=1e-12)
    assert found.grade == pytest.approx(float(clipped(second)), rel=1e-12, abs=1e-12)


@given(roads() | bands(), amounts)
def test_the_grade_is_the_progress_of_the_measure(aim, value):
    assert key_result_grade(aim, value).grade == progress(aim, value)


@pytest.mark.parametrize("aim", [RISING, FALLING, YES_NO, replace(STEPS, milestones=()), None])
def test_missing_is_none_and_never_zero(aim):
    assert key_result_grade(aim) == KeyResultGrade(None, None)


def test_milestones_count_on_their_day():
    assert key_result_grade(STEPS, on=date(2026, 2, 2)) == KeyResultGrade(0.0, 0.0)
    assert key_result_grade(STEPS, on=date(2026, 2, 3)) == KeyResultGrade(0.3, 0.3)


@pytest.mark.parametrize("kind", [MeasureKind.UP, MeasureKind.DOWN])
def test_without_a_way_to_go_there_is_no_grade(kind):
    aim = Aim(kind=kind, baseline=Decimal(5), target=Decimal(5), **YEAR)
    assert key_result_grade(aim, Decimal(5)) == KeyResultGrade(None, None)


def test_a_key_result_in_words_is_graded_by_hand():
    assert key_result_grade(None, by_hand=0.4) == KeyResultGrade(0.4, 0.4)
    assert key_result_grade(None, by_hand=0.0) == KeyResultGrade(0.0, 0.0)
    for wrong in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="grade"):
            key_result_grade(None, by_hand=wrong)
    with pytest.raises(ValueError, match="by its measure"):
        key_result_grade(RISING, Decimal(30), by_hand=0.5)


@given(st.lists(st.tuples(st.integers(1, 20), st.none() | grades), max_size=6))
def test_the_grade_of_an_objective_by_exact_fractions(some):
    found = objective_grade(some)
    known = [(weight, exact(grade)) for weight, grade in some if grade is not None]
    whole = sum(weight for weight, _ in known)
    if not whole:
        assert found == ObjectiveGrade(None, 0.0, None)
        return
    assert found.grade == pytest.approx(float(sum(weight * grade for weight, grade in known) / whole))
    assert found.coverage == pytest.approx(whole / sum(weight for weight, _ in some))
    assert found.band == grade_band(found.grade)


@given(st.lists(grades, min_size=1, max_size=6))
def test_without_weights_it_is_the_plain_mean(some):
    found = objective_grade([(None, grade) for grade in some])
    assert found.grade == pytest.approx(float(sum(exact(grade) for grade in some) / len(some)))
    assert found.coverage == pytest.approx(1)


def test_an_open_weight_takes_what_is_left():
    assert objective_grade([(80, 1.0), (None, 0.5)]).grade == pytest.approx(0.9)


@pytest.mark.parametrize("wrong", [[(-1, 0.5)], [(float("nan"), 0.5)], [(50, 1.1)], [(50, -0.1)]])
def test_impossible_weights_and_grades_are_refused(wrong):
    with pytest.raises(ValueError, match=r"weight|ratio"):
        objective_grade(wrong)


@given(st.integers(0, 10_000))
@example(6500)
@example(6499)
@example(3500)
@example(3499)
@example(9500)
@example(9499)
def test_bands_by_decimal_rounding(ten_thousandths):
    """Second route: round to one decimal, half up, and read the printed table."""
    tenth = (Decimal(ten_thousandths) / 10_000).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    printed = {
        Band.GREEN: ("0.7", "0.8", "0.9", "1.0"),
        Band.YELLOW: ("0.4", "0.5", "0.6"),
        Band.RED: ("0.0", "0.1", "0.2", "0.3"),
    }
    assert str(tenth) in printed[grade_band(ten_thousandths / 10_000)]
    assert is_in_full(ten_thousandths / 10_000) == (str(tenth) == "1.0")


def test_no_grade_has_no_band_and_an_impossible_one_is_refused():
    assert grade_band(None) is None
    assert not is_in_full(None)
    for wrong in (-0.01, 1.01, float("nan")):
        with pytest.raises(ValueError, match="grade"):
            grade_band(wrong)


@pytest.mark.parametrize(
    ("grade", "commitment", "short"),
    [
        (1.0, Commitment.COMMITTED, 0.0),
        (0.75, Commitment.COMMITTED, 0.25),
        (0.75, Commitment.ASPIRATIONAL, 0.0),
        (0.7, Commitment.ASPIRATIONAL, 0.0),
        (0.0, Commitment.ASPIRATIONAL, 0.7),
        (None, Commitment.COMMITTED, None),
    ],
)
def test_shortfall(grade, commitment, short):
    assert grade_shortfall(grade, commitment) == short


@pytest.mark.parametrize(
    ("periods", "outcome"),
    [
        ([], Ambition.NOTHING_GRADED),
        ([[]], Ambition.NOTHING_GRADED),
        ([[0.5], [None]], Ambition.NOTHING_GRADED),
        ([[0.65]], Ambition.SWEET_SPOT),
        ([[0.55]], Ambition.SWEET_SPOT),
        ([[0.54]], Ambition.BELOW),
        ([[0.74]], Ambition.SWEET_SPOT),
        ([[0.75]], Ambition.ABOVE),
        ([[0.35]], Ambition.BELOW),
        ([[0.34]], Ambition.LOW),
        ([[0.1], [0.5], [0.2]], Ambition.LOW),
        ([[0.5], [0.2], [0.2]], Ambition.RECONSIDER),
        ([[0.2], [None], [0.2]], Ambition.RECONSIDER),
        ([[0.2], [0.5]], Ambition.BELOW),
        ([[1.0, 1.0]], Ambition.ABOVE),
        ([[1.0], [1.0, 1.0, None]], Ambition.TOO_EASY),
        ([[1.0, 0.9], [1.0, 1.0]], Ambition.ABOVE),
        ([[0.95, 1.0], [0.97]], Ambition.TOO_EASY),
        ([[0.94], [1.0]], Ambition.ABOVE),
        ([[1.0], [0.65]], Ambition.SWEET_SPOT),
    ],
)
def test_what_a_set_tells(periods, outcome):
    assert ambition(periods).ambition == outcome


def test_the_mean_and_the_course():
    assert ambition([[0.5, 0.7], [], [0.25, 0.75, None]]) == SetOfGrades(Ambition.BELOW, 0.5, 2, (0.6, None, 0.5))


def test_a_habit_of_another_length():
    assert ambition([[0.2]], habit=1).ambition == Ambition.RECONSIDER
    assert ambition([[0.2], [0.2]], habit=3).ambition == Ambition.LOW
    with pytest.raises(ValueError, match="habit"):
        ambition([[0.2]], habit=0)


@given(st.lists(st.lists(st.none() | thousandths, max_size=4), max_size=5))
def test_a_set_by_exact_fractions_and_the_words_of_the_method(periods):
    """Second route: means in fractions, tenths by decimal rounding, and the sentences one by one."""
    means = [
        Fraction(sum(round(grade * 1000) for grade in known), 1000 * len(known))
        for period in periods
        if (known := [grade for grade in period if grade is not None])
    ]
    found = ambition(periods)
    if not periods or all(grade is None for grade in periods[-1]):
        assert found.ambition == Ambition.NOTHING_GRADED
        return
    tenths = [int(mean * 10 + Fraction(1, 2)) for mean in means]
    assert found.mean == pytest.approx(float(means[-1]))
    last_two = tenths[-2:]
    graded = [known for period in periods if (known := [grade for grade in period if grade is not None])][-2:]
    if len(graded) == 2 and all(round(grade * 1000) >= 950 for period in graded for grade in period):
        second = Ambition.TOO_EASY
    elif tenths[-1] < 4:
        second = Ambition.RECONSIDER if len(last_two) == 2 and last_two[0] < 4 else Ambition.LOW
    else:
        second = {4: Ambition.BELOW, 5: Ambition.BELOW, 6: Ambition.SWEET_SPOT, 7: Ambition.SWEET_SPOT}.get(
            tenths[-1], Ambition.ABOVE
        )
    assert found.ambition == second


@given(st.lists(grades, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_grades_does_not_matter(some, random):
    shuffled = list(some)
    random.shuffle(shuffled)
    assert ambition([shuffled]) == ambition([some])


@given(st.lists(grades, min_size=1, max_size=6), st.integers(0, 5))
def test_a_higher_grade_never_means_a_lower_mean(some, place):
    assume(place < len(some))
    higher = [*some[:place], 1.0, *some[place + 1 :]]
    assert ambition([higher]).mean >= ambition([some]).mean


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_an_impossible_grade_is_refused(wrong):
    with pytest.raises(ValueError, match="grade"):
        ambition([[0.5, wrong]])
