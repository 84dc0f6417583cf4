"""What is expected by now: the course a measure should run from its baseline to its target."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from zichtlijn.calculations.objectives.achieved import YES, milestone_share, progress
from zichtlijn.calculations.objectives.aims import Aim, MeasureKind, Shape, Target

NO = Decimal(0)


def expected_value(aim: Aim, on: date) -> Decimal | None:
    """Return the value a measure should have on a day.

    Definition
        A measure is expected to run from its baseline on its first day to its target on its last day: evenly
        (straight), in jumps on the dates of its interim targets (stepped), or straight from each dated target to
        the next (own). Before the first day the baseline is expected, after the last day the target.
    Formula
        straight   baseline + (target - baseline) * days since starts_on / days from starts_on to ends_on
        stepped    the dated target passed last; the baseline before the first, the target from ends_on
        own        as straight, between the two dated targets around the day
        yes_no     0 before the day it is due, 1 from that day: the first interim target of 1, or else ends_on
        An interim target on the first day replaces the baseline from that day. Interim targets outside the period,
        and those on the last day, give way to baseline and target.
    Units
        The unit of the measure, unrounded (28 significant digits). None for a band (its edges are the course) and
        for milestones (see `expected_progress`), and where the values needed are not known: a straight course needs
        baseline and target, the other two run through the points that are known.
    Errors
        ValueError when the period ends before it starts.
    Source
        Straight line as in earned value and OKR tracking; stepped and own course: own choice.
    Example
        >>> from zichtlijn.calculations.objectives import Aim, MeasureKind
        >>> waiting_days = Aim(kind=MeasureKind.DOWN, baseline=Decimal(40), target=Decimal(20),
        ...                    starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 21))
        >>> expected_value(waiting_days, date(2026, 1, 6))
        Decimal('35')
    """
    return course(aim, [on])[0]


def course(aim: Aim, dates: Iterable[date]) -> list[Decimal | None]:
    """Return the expected value for each of a list of days, to draw the course in a chart.

    Definition
        The expected value, day by day.
    Formula
        As `expected_value`, for each day.
    Units
        One result for each date, in the order of the dates; the unit of the measure or None.
    Errors
        As `expected_value`.
    Source
        As `expected_value`.
    Example
        >>> from zichtlijn.calculations.objectives import Aim, MeasureKind, Shape, Target
        >>> steps = Aim(kind=MeasureKind.UP, baseline=Decimal(0), target=Decimal(90), shape=Shape.STEPPED,
        ...             interim=(Target(date(2026, 5, 1), Decimal(30)),),
        ...             starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
        >>> course(steps, [date(2026, 4, 30), date(2026, 5, 1), date(2026, 12, 31)])
        [Decimal('0'), Decimal('30'), Decimal('90')]
    """
    if aim.ends_on < aim.starts_on:
        raise ValueError(f"the period ends on {aim.ends_on}, before it starts on {aim.starts_on}")
    if aim.kind == MeasureKind.YES_NO:
        due_on = _yes_due_on(aim)
        return [YES if on >= due_on else NO for on in dates]
    points = _points(aim)
    return [_value_on(points, on, aim) for on in dates]


def expected_progress(aim: Aim, on: date) -> float | None:
    """Return the progress a measure should have on a day, the number its real progress is held against.

    Definition
        The progress of the expected value. A band must be held all the time. Of milestones the due ones are expected.
    Formula
        up, down   progress of the expected value
        band       1
        milestones weight of the milestones due on or before the day / weight of all
        yes_no     0 before the day it is due, 1 from that day
    Units
        A ratio from 0 to 1; None when no expectation can be given (see `expected_value`).
    Errors
        ValueError when the period ends before it starts, or when the weight of a milestone is negative or not finite.
    Source
        Planned value against earned value; own choice to express both as progress.
    Example
        >>> from zichtlijn.calculations.objectives import Aim, MeasureKind
        >>> waiting_days = Aim(kind=MeasureKind.DOWN, baseline=Decimal(40), target=Decimal(20),
        ...                    starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 21))
        >>> [expected_progress(waiting_days, date(2026, 1, day)) for day in (1, 6, 21, 31)]
        [0.0, 0.25, 1.0, 1.0]
    """
    if aim.kind == MeasureKind.BAND:
        return 1.0
    if aim.kind == MeasureKind.MILESTONES:
        return milestone_share(aim.milestones, [milestone.due_on <= on for milestone in aim.milestones])
    return progress(aim, expected_value(aim, on))


def _points(aim: Aim) -> list[Target]:
    """Return the dated values the course runs through, by date; none where no course can be given."""
    if aim.kind not in (MeasureKind.UP, MeasureKind.DOWN):
        return []
    start = [] if aim.baseline is None else [Target(aim.starts_on, aim.baseline)]
    end = [] if aim.target is None else [Target(aim.ends_on, aim.target)]
    if aim.shape == Shape.STRAIGHT:
        return start + end if start and end else []
    between = sorted((step for step in aim.interim if aim.starts_on <= step.on < aim.ends_on), key=lambda step: step.on)
    return start + between + end


def _value_on(points: list[Target], on: date, aim: Aim) -> Decimal | None:
    """Return the value of the course on a day: flat outside it, by its shape within."""
    passed = bisect_right(points, on, key=lambda point: point.on)
    if passed == 0:
        return aim.baseline if points else None
    last = points[passed - 1]
    if passed == len(points) or aim.shape == Shape.STEPPED:
        return last.value
    coming = points[passed]
    return last.value + (coming.value - last.value) * (on - last.on).days / (coming.on - last.on).days


def _yes_due_on(aim: Aim) -> date:
    """Return the day on which the answer should be yes."""
    return min((step.on for step in aim.interim if step.value >= YES), default=aim.ends_on)
