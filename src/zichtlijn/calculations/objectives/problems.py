"""What is wrong with an aim, as data: the page turns a code into a sentence, in the language of the reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from zichtlijn.calculations.objectives.aims import Aim, MeasureKind, Shape


class Severity(StrEnum):
    """What a problem does to the measure that has it."""

    WRONG = "wrong"  # contradicts itself: refuse it
    INCOMPLETE = "incomplete"  # may be kept as a draft, but has no progress until it is filled in
    NOTABLE = "notable"  # can be meant like this: say it and let it be


class ProblemCode(StrEnum):
    """Everything that can be wrong with an aim."""

    NOT_A_NUMBER = "not_a_number"
    ENDS_BEFORE_START = "ends_before_start"
    BASELINE_MISSING = "baseline_missing"
    TARGET_MISSING = "target_missing"
    TARGET_EQUALS_BASELINE = "target_equals_baseline"
    TARGET_BELOW_BASELINE = "target_below_baseline"
    TARGET_ABOVE_BASELINE = "target_above_baseline"
    EDGE_MISSING = "edge_missing"
    EDGES_CROSSED = "edges_crossed"
    LIMIT_INSIDE_BAND = "limit_inside_band"
    INTERIM_MISSING = "interim_missing"
    INTERIM_OUTSIDE_PERIOD = "interim_outside_period"
    INTERIM_SAME_DAY = "interim_same_day"
    INTERIM_CONTRADICTS_TARGET = "interim_contradicts_target"
    MILESTONES_MISSING = "milestones_missing"
    MILESTONE_WEIGHT_WRONG = "milestone_weight_wrong"
    MILESTONES_WITHOUT_WEIGHT = "milestones_without_weight"
    MILESTONE_OUTSIDE_PERIOD = "milestone_outside_period"


_SEVERITY = {
    ProblemCode.BASELINE_MISSING: Severity.INCOMPLETE,
    ProblemCode.TARGET_MISSING: Severity.INCOMPLETE,
    ProblemCode.EDGE_MISSING: Severity.INCOMPLETE,
    ProblemCode.MILESTONES_MISSING: Severity.INCOMPLETE,
    ProblemCode.MILESTONES_WITHOUT_WEIGHT: Severity.INCOMPLETE,
    ProblemCode.TARGET_EQUALS_BASELINE: Severity.NOTABLE,
    ProblemCode.INTERIM_MISSING: Severity.NOTABLE,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what, in which field of `Aim`, and in which row of it (counted from 0)."""

    code: ProblemCode
    field: str
    row: int | None = None

    @property
    def severity(self) -> Severity:
        """What it does to the measure."""
        return _SEVERITY.get(self.code, Severity.WRONG)


def validate_aim(aim: Aim) -> list[Problem]:
    """Return everything that is wrong with an aim, all of it at once.

    Definition
        An aim is sound when its parts do not contradict each other and when all is there that its kind needs.
    Formula
        period     ends_on >= starts_on
        up, down   baseline and target known; target on the right side of the baseline (equal is notable: such a
                   measure is reached or not). Interim targets within the period, one a day, and one on the last day
                   equal to the target; a stepped or own course without any is notable
        band       both edges known, lower <= upper, lower_limit <= lower, upper_limit >= upper
        milestones at least one; weights finite, 0 or more and not all 0; due within the period
        yes_no     interim targets as above
        Amounts are finite numbers. Fields that the kind does not use are not judged.
    Units
        None: problems are data (code, field, row), without texts.
    Errors
        None: that is what the list is for.
    Source
        An objective needs a start, an end and a direction to be graded (Google re:Work); the list itself: own choice.
    Example
        >>> from datetime import date
        >>> from decimal import Decimal
        >>> aim = Aim(kind=MeasureKind.UP, baseline=Decimal(8), target=Decimal(6),
        ...           starts_on=date(2026, 12, 31), ends_on=date(2026, 1, 1))
        >>> [(problem.code.value, problem.field, problem.severity.value) for problem in validate_aim(aim)]
        [('ends_before_start', 'ends_on', 'wrong'), ('target_below_baseline', 'target', 'wrong')]
    """
    return list(_problems(aim))


def _problems(aim: Aim) -> Iterator[Problem]:
    if aim.ends_on < aim.starts_on:
        yield Problem(ProblemCode.ENDS_BEFORE_START, "ends_on")
    broken = list(_numbers_that_are_none(aim))
    if broken:
        # The comparisons below mean nothing on what is not a number.
        yield from broken
    elif aim.kind == MeasureKind.BAND:
        yield from _band_problems(aim)
    elif aim.kind == MeasureKind.MILESTONES:
        yield from _milestone_problems(aim)
    elif aim.kind == MeasureKind.YES_NO:
        yield from _interim_problems(aim)
    else:
        yield from _road_problems(aim)
        yield from _interim_problems(aim)


def _numbers_that_are_none(aim: Aim) -> Iterator[Problem]:
    for field in ("baseline", "target", "lower", "upper", "lower_limit", "upper_limit"):
        value = getattr(aim, field)
        if value is not None and not isfinite(value):
            yield Problem(ProblemCode.NOT_A_NUMBER, field)
    for row, step in enumerate(aim.interim):
        if not isfinite(step.value):
            yield Problem(ProblemCode.NOT_A_NUMBER, "interim", row)


def _road_problems(aim: Aim) -> Iterator[Problem]:
    if aim.baseline is None:
        yield Problem(ProblemCode.BASELINE_MISSING, "baseline")
    if aim.target is None:
        yield Problem(ProblemCode.TARGET_MISSING, "target")
    if aim.baseline is None or aim.target is None:
        return
    if aim.target == aim.baseline:
        yield Problem(ProblemCode.TARGET_EQUALS_BASELINE, "target")
    elif aim.kind == MeasureKind.UP and aim.target < aim.baseline:
        yield Problem(ProblemCode.TARGET_BELOW_BASELINE, "target")
    elif aim.kind == MeasureKind.DOWN and aim.target > aim.baseline:
        yield Problem(ProblemCode.TARGET_ABOVE_BASELINE, "target")


def _band_problems(aim: Aim) -> Iterator[Problem]:
    if aim.lower is None:
        yield Problem(ProblemCode.EDGE_MISSING, "lower")
    if aim.upper is None:
        yield Problem(ProblemCode.EDGE_MISSING, "upper")
    if aim.lower is not None and aim.upper is not None and aim.lower > aim.upper:
        yield Problem(ProblemCode.EDGES_CROSSED, "upper")
    if aim.lower is not None and aim.lower_limit is not None and aim.lower_limit > aim.lower:
        yield Problem(ProblemCode.LIMIT_INSIDE_BAND, "lower_limit")
    if aim.upper is not None and aim.upper_limit is not None and aim.upper_limit < aim.upper:
        yield Problem(ProblemCode.LIMIT_INSIDE_BAND, "upper_limit")


def _interim_problems(aim: Aim) -> Iterator[Problem]:
    if aim.kind != MeasureKind.YES_NO and aim.shape != Shape.STRAIGHT and not aim.interim:
        yield Problem(ProblemCode.INTERIM_MISSING, "interim")
    days = set()
    for row, step in enumerate(aim.interim):
        if not aim.starts_on <= step.on <= aim.ends_on:
            yield Problem(ProblemCode.INTERIM_OUTSIDE_PERIOD, "interim", row)
        if step.on in days:
            yield Problem(ProblemCode.INTERIM_SAME_DAY, "interim", row)
        elif step.on == aim.ends_on and aim.target is not None and step.value != aim.target:
            yield Problem(ProblemCode.INTERIM_CONTRADICTS_TARGET, "interim", row)
        days.add(step.on)


def _milestone_problems(aim: Aim) -> Iterator[Problem]:
    if not aim.milestones:
        yield Problem(ProblemCode.MILESTONES_MISSING, "milestones")
    elif all(milestone.weight == 0 for milestone in aim.milestones):
        yield Problem(ProblemCode.MILESTONES_WITHOUT_WEIGHT, "milestones")
    for row, milestone in enumerate(aim.milestones):
        if not isfinite(milestone.weight) or milestone.weight < 0:
            yield Problem(ProblemCode.MILESTONE_WEIGHT_WRONG, "milestones", row)
        if not aim.starts_on <= milestone.due_on <= aim.ends_on:
            yield Problem(ProblemCode.MILESTONE_OUTSIDE_PERIOD, "milestones", row)
