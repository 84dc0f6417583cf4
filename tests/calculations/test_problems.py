"""What is wrong with an aim."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calculations.strategies import YEAR, amounts, bands, days, roads
from zichtlijn.calculations.objectives import (
    Aim,
    MeasureKind,
    Milestone,
    Problem,
    ProblemCode,
    Severity,
    Shape,
    Target,
    progress,
    validate_aim,
)

UP = Aim(kind=MeasureKind.UP, baseline=Decimal(10), target=Decimal(20), **YEAR)
DOWN = Aim(kind=MeasureKind.DOWN, baseline=Decimal(20), target=Decimal(10), **YEAR)
BAND = Aim(
    kind=MeasureKind.BAND,
    lower=Decimal(40),
    upper=Decimal(60),
    lower_limit=Decimal(30),
    upper_limit=Decimal(80),
    **YEAR,
)
STEPS = Aim(
    kind=MeasureKind.MILESTONES,
    milestones=(Milestone(1, date(2026, 5, 1), None), Milestone(3, date(2026, 9, 1), None)),
    **YEAR,
)
YES_NO = Aim(kind=MeasureKind.YES_NO, **YEAR)
JANUARY, MAY, LAST = date(2026, 1, 1), date(2026, 5, 1), date(2026, 12, 31)


def interim(*rows):
    return tuple(Target(on, Decimal(value)) for on, value in rows)


CASES = [
    (UP, {"ends_on": date(2025, 12, 31)}, [("ends_before_start", "ends_on", None, "wrong")]),
    (UP, {"baseline": Decimal("NaN")}, [("not_a_number", "baseline", None, "wrong")]),
    (BAND, {"upper_limit": Decimal("Infinity")}, [("not_a_number", "upper_limit", None, "wrong")]),
    (UP, {"interim": interim((MAY, 15), (LAST, "NaN"))}, [("not_a_number", "interim", 1, "wrong")]),
    (UP, {"baseline": None}, [("baseline_missing", "baseline", None, "incomplete")]),
    (DOWN, {"target": None}, [("target_missing", "target", None, "incomplete")]),
    (
        UP,
        {"baseline": None, "target": None},
        [("baseline_missing", "baseline", None, "incomplete"), ("target_missing", "target", None, "incomplete")],
    ),
    (UP, {"target": Decimal("10.0")}, [("target_equals_baseline", "target", None, "notable")]),
    (DOWN, {"target": Decimal(20)}, [("target_equals_baseline", "target", None, "notable")]),
    (UP, {"target": Decimal(9)}, [("target_below_baseline", "target", None, "wrong")]),
    (DOWN, {"target": Decimal(21)}, [("target_above_baseline", "target", None, "wrong")]),
    (BAND, {"lower": None}, [("edge_missing", "lower", None, "incomplete")]),
    (BAND, {"upper": None}, [("edge_missing", "upper", None, "incomplete")]),
    (BAND, {"lower": Decimal(61)}, [("edges_crossed", "upper", None, "wrong")]),
    (BAND, {"lower_limit": Decimal(41)}, [("limit_inside_band", "lower_limit", None, "wrong")]),
    (BAND, {"upper_limit": Decimal(59)}, [("limit_inside_band", "upper_limit", None, "wrong")]),
    (UP, {"shape": Shape.STEPPED}, [("interim_missing", "interim", None, "notable")]),
    (UP, {"shape": Shape.OWN}, [("interim_missing", "interim", None, "notable")]),
    (
        UP,
        {"interim": interim((date(2025, 12, 31), 15), (MAY, 15))},
        [("interim_outside_period", "interim", 0, "wrong")],
    ),
    (
        DOWN,
        {"interim": interim((MAY, 15), (date(2027, 1, 1), 15))},
        [("interim_outside_period", "interim", 1, "wrong")],
    ),
    (UP, {"interim": interim((MAY, 15), (MAY, 16))}, [("interim_same_day", "interim", 1, "wrong")]),
    (UP, {"interim": interim((LAST, 19))}, [("interim_contradicts_target", "interim", 0, "wrong")]),
    (YES_NO, {"interim": interim((date(2027, 1, 1), 1))}, [("interim_outside_period", "interim", 0, "wrong")]),
    (STEPS, {"milestones": ()}, [("milestones_missing", "milestones", None, "incomplete")]),
    (
        STEPS,
        {"milestones": (Milestone(0, MAY, None),)},
        [("milestones_without_weight", "milestones", None, "incomplete")],
    ),
    (
        STEPS,
        {"milestones": (Milestone(1, MAY, None), Milestone(-1, MAY, None))},
        [("milestone_weight_wrong", "milestones", 1, "wrong")],
    ),
    (
        STEPS,
        {"milestones": (Milestone(float("inf"), MAY, None),)},
        [("milestone_weight_wrong", "milestones", 0, "wrong")],
    ),
    (
        STEPS,
        {"milestones": (Milestone(1, date(2027, 1, 1), None),)},
        [("milestone_outside_period", "milestones", 0, "wrong")],
    ),
    (
        STEPS,
        {"milestones": (Milestone(1, date(2025, 12, 31), None),)},
        [("milestone_outside_period", "milestones", 0, "wrong")],
    ),
]


@pytest.mark.parametrize(("aim", "change", "found"), CASES)
def test_each_problem_is_found_with_its_field_row_and_severity(aim, change, found):
    assert validate_aim(aim) == []
    problems = validate_aim(replace(aim, **change))
    assert [(problem.code, problem.field, problem.row, problem.severity) for problem in problems] == found


def test_every_code_has_a_case():
    assert {code for _, _, found in CASES for code, *_ in found} == set(ProblemCode)


@pytest.mark.parametrize(
    "sound",
    [
        replace(UP, starts_on=MAY, ends_on=MAY),
        replace(UP, interim=interim((JANUARY, 10), (LAST, 20))),
        replace(UP, shape=Shape.STEPPED, interim=interim((MAY, 15))),
        replace(UP, target=Decimal(20), interim=interim((MAY, 9), (date(2026, 6, 1), 30))),  # a planned dip and peak
        replace(YES_NO, shape=Shape.STEPPED),
        replace(YES_NO, interim=interim((LAST, 1))),
        replace(BAND, lower=Decimal(60), lower_limit=Decimal(60), upper_limit=Decimal(60)),
        replace(BAND, lower_limit=None, upper_limit=None),
        replace(BAND, baseline=Decimal(5), target=Decimal(5), shape=Shape.OWN),
        replace(
            STEPS,
            milestones=(Milestone(0, MAY, None), Milestone(1, JANUARY, None), Milestone(1, LAST, date(2027, 3, 1))),
        ),
    ],
)
def test_what_is_sound_has_no_problems(sound):
    assert validate_aim(sound) == []


def test_all_problems_come_at_once():
    aim = replace(
        UP,
        target=Decimal(5),
        ends_on=date(2025, 1, 1),
        interim=interim((MAY, 1), (MAY, 2)),
    )
    assert [(problem.code.value, problem.row) for problem in validate_aim(aim)] == [
        ("ends_before_start", None),
        ("target_below_baseline", None),
        ("interim_outside_period", 0),
        ("interim_outside_period", 1),
        ("interim_same_day", 1),
    ]
    crossed = replace(BAND, lower=Decimal(90), upper=Decimal(10), lower_limit=Decimal(95), upper_limit=Decimal(5))
    assert [problem.field for problem in validate_aim(crossed)] == ["upper", "lower_limit", "upper_limit"]


def test_a_problem_is_data_without_text():
    assert validate_aim(replace(UP, target=Decimal(9))) == [Problem(ProblemCode.TARGET_BELOW_BASELINE, "target")]


@given(roads() | bands())
def test_drawn_sound_aims_have_nothing_worse_than_a_remark(aim):
    assert [problem for problem in validate_aim(aim) if problem.severity != Severity.NOTABLE] == []


perhaps = st.none() | amounts


@given(
    st.builds(
        Aim,
        kind=st.sampled_from(MeasureKind),
        baseline=perhaps,
        target=perhaps,
        lower=perhaps,
        upper=perhaps,
        lower_limit=perhaps,
        upper_limit=perhaps,
        starts_on=days,
        ends_on=days,
        shape=st.sampled_from(Shape),
        interim=st.lists(st.builds(Target, days, amounts), max_size=3).map(tuple),
        milestones=st.lists(st.builds(Milestone, st.integers(-1, 3), days, st.none() | days), max_size=3).map(tuple),
    ),
    amounts,
)
def test_what_is_not_wrong_has_progress_exactly_when_it_is_complete(aim, value):
    severities = {problem.severity for problem in validate_aim(aim)}
    if Severity.WRONG not in severities:
        assert (progress(aim, value) is None) == (Severity.INCOMPLETE in severities)
