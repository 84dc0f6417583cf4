"""OKR: the grade of a key result and of an objective, its band, and what a set of grades tells of the ambition.

Grades are for learning. They are not for appraisal or pay, and this module knows nothing of people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from zichtlijn.calculations.means import weighted_mean
from zichtlijn.calculations.objectives import (
    TINY,
    Aim,
    MeasureKind,
    Part,
    filled_weights,
    progress,
    raw_progress,
    roll_up,
)

#: How many periods in a row make a habit.
HABIT = 2
#: Grades are told in tenths. A grade is rounded to one from half a tenth below it on.
_HALF_A_TENTH = 0.05
#: From here on a grade is 1.0 in tenths: reached in full.
IN_FULL = 1.0 - _HALF_A_TENTH - TINY


class Commitment(StrEnum):
    """How firm an objective is."""

    COMMITTED = "committed"  # to be reached in full
    ASPIRATIONAL = "aspirational"  # a stretch: about .7 is good


class Band(StrEnum):
    """The colour of a grade; a page shows shape and word with it."""

    GREEN = "green"  # .7 to 1.0
    YELLOW = "yellow"  # .4 to .6
    RED = "red"  # .0 to .3


class Ambition(StrEnum):
    """What the grades of a set tell of how high it aims."""

    NOTHING_GRADED = "nothing_graded"
    TOO_EASY = "too_easy"  # all of them in full, period after period
    ABOVE = "above"  # more than the sweet spot
    SWEET_SPOT = "sweet_spot"
    BELOW = "below"  # less than the sweet spot
    LOW = "low"  # less than .4 this time
    RECONSIDER = "reconsider"  # less than .4, period after period


#: What is expected of an objective when its period ends.
EXPECTED = {Commitment.COMMITTED: 1.0, Commitment.ASPIRATIONAL: 0.7}


@dataclass(frozen=True, slots=True)
class KeyResultGrade:
    """The grade of a key result from 0 to 1, and the number before it was held there, also when it is negative."""

    grade: float | None
    raw: float | None


@dataclass(frozen=True, slots=True)
class ObjectiveGrade:
    """The grade of an objective, how much of the weight is graded, and the band; empty without a grade."""

    grade: float | None
    coverage: float
    band: Band | None


@dataclass(frozen=True, slots=True)
class SetOfGrades:
    """What a set of grades tells: the mean of the last period, of how many grades, and the means of all periods."""

    ambition: Ambition
    mean: float | None
    graded: int
    course: tuple[float | None, ...]


def key_result_grade(
    aim: Aim | None, value: Decimal | None = None, *, by_hand: float | None = None, on: date | None = None
) -> KeyResultGrade:
    """Return the grade of a key result.

    Definition
        The grade is the progress of the measure: continuous in either direction, a milestone plan, yes or no. A key
        result in words has no measure and is graded by hand. A key result whose target equals its start has no way to
        go, so there is nothing to grade. What moved the wrong way is graded 0, with the raw number beside it.
    Formula
        by measure  grade = progress, raw = raw progress (see `progress`)
        in words    grade = raw = the grade that was given
    Units
        `value` in the unit of the measure; `on` a day, for milestones; grades are ratios, None is missing.
    Errors
        ValueError as `raw_progress`, or when a grade by hand lies outside 0 to 1, or is given to a measure.
    Source
        Google re:Work, Set goals with OKRs: grades from 0.0 to 1.0. A start equal to the target has no grade: own
        choice.
    Example
        >>> complaints = Aim(kind=MeasureKind.DOWN, baseline=Decimal(60), target=Decimal(20),
        ...                  starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))
        >>> key_result_grade(complaints, Decimal(30)), key_result_grade(complaints, Decimal(70))
        (KeyResultGrade(grade=0.75, raw=0.75), KeyResultGrade(grade=0.0, raw=-0.25))
        >>> key_result_grade(None, by_hand=0.4)
        KeyResultGrade(grade=0.4, raw=0.4)
    """
    if aim is None:
        if by_hand is not None and not 0 <= by_hand <= 1:
            raise ValueError(f"a grade lies from 0 to 1, not at {by_hand}")
        return KeyResultGrade(by_hand, by_hand)
    if by_hand is not None:
        raise ValueError("a key result with a measure is graded by its measure")
    if aim.kind in {MeasureKind.UP, MeasureKind.DOWN} and aim.baseline == aim.target:
        return KeyResultGrade(None, None)
    grade = progress(aim, value, on=on)
    raw = grade if aim.kind == MeasureKind.MILESTONES else raw_progress(aim, value)
    return KeyResultGrade(grade, raw)


def objective_grade(grades: Sequence[tuple[float | None, float | None]]) -> ObjectiveGrade:
    """Return the grade of an objective from the grades of its key results.

    Definition
        The weighted mean of the grades there are. A key result without a grade is left out and lowers the coverage.
        Weights that are left open share what the others leave of 100; so without weights it is the plain mean.
    Formula
        As `roll_up`, with the grade as progress; weights as `filled_weights`.
    Units
        Pairs of a weight in percent, or None, and a grade, or None when it is missing; the result is a ratio.
    Errors
        ValueError when a weight is negative or not finite, or a grade lies outside 0 to 1.
    Source
        Google re:Work, Set goals with OKRs: the grade of an objective is the mean of its key results.
    Example
        >>> objective_grade([(None, 0.8), (None, 0.5), (None, None), (None, 0.5)])
        ObjectiveGrade(grade=0.6, coverage=0.75, band=<Band.YELLOW: 'yellow'>)
    """
    filled = filled_weights([weight for weight, _ in grades])
    standing = roll_up(
        Part(weight, grade, None, 0.0 if grade is None else 1.0)
        for weight, (_, grade) in zip(filled, grades, strict=True)
    )
    return ObjectiveGrade(standing.progress, standing.coverage, grade_band(standing.progress))


def grade_band(grade: float | None) -> Band | None:
    """Return the band of a grade.

    Definition
        The bands are told in tenths and leave gaps between them, so a grade goes to the band of its nearest tenth, half
        a tenth going up.
    Formula
        green from .7, which is .65 before it goes to a tenth; yellow from .4, which is .35; else red
        Differences under 0.000000001 are none.
    Units
        A ratio; None has no band.
    Errors
        ValueError when the grade lies outside 0 to 1.
    Source
        Google re:Work: .7 to 1.0 green, .4 to .6 yellow, .0 to .3 red; the nearest tenth: own choice.
    Example
        >>> [grade_band(grade).value for grade in (1.0, 0.65, 0.64, 0.35, 0.34, 0.0)]
        ['green', 'green', 'yellow', 'yellow', 'red', 'red']
    """
    if grade is None:
        return None
    if not -TINY <= grade <= 1 + TINY:
        raise ValueError(f"a grade lies from 0 to 1, not at {grade}")
    if _at_least(grade, 0.7):
        return Band.GREEN
    return Band.YELLOW if _at_least(grade, 0.4) else Band.RED


def is_in_full(grade: float | None) -> bool:
    """Return whether a grade means that everything was reached.

    Definition
        A grade is told in tenths, so what is told as 1.0 is reached in full.
    Formula
        grade >= .95, which is 1.0 in tenths
        Differences under 0.000000001 are none.
    Units
        A ratio; None is not reached in full.
    Errors
        None.
    Source
        Own choice, as the nearest tenth of `grade_band`.
    Example
        >>> [is_in_full(grade) for grade in (1.0, 0.95, 0.94, None)]
        [True, True, False, False]
    """
    return grade is not None and grade >= IN_FULL


def grade_shortfall(grade: float | None, commitment: Commitment) -> float | None:
    """Return how much an objective stays behind what is expected of it.

    Definition
        A committed objective is expected to be reached in full; of an aspirational one about .7 is good. What goes
        beyond is no shortfall.
    Formula
        max(0, expected - grade), with 1.0 expected of committed and .7 of aspirational objectives
    Units
        Ratios; None when there is no grade.
    Errors
        None.
    Source
        Google re:Work, Set goals with OKRs.
    Example
        >>> grade_shortfall(0.75, Commitment.COMMITTED), grade_shortfall(0.75, Commitment.ASPIRATIONAL)
        (0.25, 0.0)
    """
    return None if grade is None else max(0.0, EXPECTED[commitment] - grade)


def ambition(periods: Sequence[Iterable[float | None]], *, habit: int = HABIT) -> SetOfGrades:
    """Return what the grades of aspirational objectives tell of how high they aim.

    Definition
        The sweet spot of a whole set is .6 to .7. Who always reaches everything aims too low; who stays under .4
        period after period should reconsider. "Always" and "period after period" are the last two periods that were
        graded. Committed objectives do not belong in it: of them everything is expected.
    Formula
        mean = mean of the grades of the last period; missing grades are left out
        in this order: no grade in the last period: nothing graded; every grade in full (`is_in_full`) in the last
        `habit` graded periods: too easy; mean < .4 in all of them: reconsider, in the last one alone: low; mean < .6:
        below; mean to .7: sweet spot; else above. Means go to the nearest tenth first, as in `grade_band`; fewer
        periods than `habit` make none.
    Units
        Grades are ratios, one row for each period, oldest first; None is missing.
    Errors
        ValueError when a grade lies outside 0 to 1, or when a habit is less than one period.
    Source
        Google re:Work, Set goals with OKRs; two periods as a habit: own choice.
    Example
        >>> ambition([[0.5, 0.7], [0.6, 0.7, None]]).ambition.value
        'sweet_spot'
        >>> [ambition([[1.0, 1.0]] * times).ambition.value for times in (1, 2)]
        ['above', 'too_easy']
        >>> [ambition([[0.2, 0.3]] * times).ambition.value for times in (1, 2)]
        ['low', 'reconsider']
    """
    if habit < 1:
        raise ValueError("a habit takes at least one period")
    known = [[grade for grade in period if grade is not None] for period in periods]
    if any(not -TINY <= grade <= 1 + TINY for period in known for grade in period):
        raise ValueError("a grade lies from 0 to 1")
    course = tuple(weighted_mean((1.0, grade) for grade in period) for period in known)
    if not course or course[-1] is None:
        return SetOfGrades(Ambition.NOTHING_GRADED, None, 0, course)
    graded = [period for period in known if period][-habit:]
    means = [mean for mean in course if mean is not None][-habit:]
    return SetOfGrades(_ambition(means, graded, habit), course[-1], len(known[-1]), course)


def _ambition(means: Sequence[float], graded: Sequence[Sequence[float]], habit: int) -> Ambition:
    """Return what the last periods tell, the last of them being the present one."""
    is_habit = len(graded) == habit
    now = means[-1]
    if is_habit and all(is_in_full(grade) for period in graded for grade in period):
        return Ambition.TOO_EASY
    if not _at_least(now, 0.4):
        always = is_habit and not any(_at_least(mean, 0.4) for mean in means)
        return Ambition.RECONSIDER if always else Ambition.LOW
    if not _at_least(now, 0.6):
        return Ambition.BELOW
    return Ambition.ABOVE if _at_least(now, 0.8) else Ambition.SWEET_SPOT


def _at_least(grade: float, tenth: float) -> bool:
    """Tell whether the nearest tenth of a grade is this one, or a higher one."""
    return grade >= tenth - _HALF_A_TENTH - TINY
