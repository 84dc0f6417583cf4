"""How an objective stands: parts rolled up to one number, with its coverage, and the status that follows by rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, isfinite

from zichtlijn.calculations.means import weighted_mean

# Ratios are binary fractions: .63 / .7 is a hair below .9. Differences smaller than this are no difference.
TINY = 1e-9


class Status(StrEnum):
    """What a number means, in the words of the page."""

    ON_COURSE = "on_course"
    BEHIND = "behind"
    OFF_COURSE = "off_course"
    TO_MEASURE = "to_measure"  # nothing measured yet
    PARTIAL = "partial"  # measured, but too little to judge by


@dataclass(frozen=True, slots=True)
class Limits:
    """Where one status ends and the next begins, all of them ratios.

    `on_course` and `behind` are the least shares of the expected progress for those words; `coverage` is the least
    coverage for any judgement. ValueError when they are not in order: 0 <= behind <= on_course, 0 <= coverage <= 1.
    """

    on_course: float = 0.9
    behind: float = 0.7
    coverage: float = 0.6

    def __post_init__(self):
        if not (0 <= self.behind <= self.on_course and isfinite(self.on_course) and 0 <= self.coverage <= 1):
            raise ValueError(f"limits must be in order and coverage a ratio: {self}")


USUAL_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that counts in a roll-up: a measure, or an objective below.

    `weight` in any unit, the same for all parts; `progress` and `expected` are ratios from 0 to 1 and empty when
    missing; `coverage` is the share of what lies below that has progress (1 for a measure with a reading). ValueError
    when a weight is negative or a ratio lies outside 0 to 1: what is above 1 is overshoot and is never rolled up.
    """

    weight: float
    progress: float | None
    expected: float | None
    coverage: float
    label: str = ""

    def __post_init__(self):
        if not (isfinite(self.weight) and self.weight >= 0):
            raise ValueError(f"a weight must be a finite number of 0 or more, not {self.weight}")
        for name, ratio in (("progress", self.progress), ("expected", self.expected), ("coverage", self.coverage)):
            if ratio is not None and not -TINY <= ratio <= 1 + TINY:
                raise ValueError(f"{name} must be a ratio from 0 to 1, not {ratio}")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where something stands: progress against what is expected, how much of it is measured, and the status."""

    progress: float | None
    expected: float | None
    coverage: float
    status: Status


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """What one part does to the roll-up.

    `share` is its share of the weight that counts, 0 when it does not count. `adds` is what it adds to the progress,
    `adds_expected` to the expected progress (both empty when it adds nothing because it is missing), and
    `adds_coverage` to the coverage. Each column adds up to the number of the roll-up.
    """

    label: str
    weight: float
    progress: float | None
    expected: float | None
    share: float
    adds: float | None
    adds_expected: float | None
    adds_coverage: float


def status(
    progress: float | None, expected: float | None, coverage: float = 1.0, limits: Limits = USUAL_LIMITS
) -> Status:
    """Return the status that follows from progress, expected progress and coverage.

    Definition
        Progress is judged against what is expected by now, and only when enough of it is measured.
    Formula
        In this order: no progress: to measure; coverage < limits.coverage: partial; progress of 1 or more, or nothing
        expected (0 or unknown): on course; progress / expected >= limits.on_course: on course; >= limits.behind:
        behind; else off course. Differences under 0.000000001 are no difference.
    Units
        Ratios; None is missing.
    Errors
        None of its own; `Limits` refuses limits that are not in order.
    Source
        Thresholds of .9 and .7 and the floor of 60% coverage: own choice, each a setting of the organisation.
        Judging by progress over expected progress is the schedule performance index of earned value management.
    Example
        >>> status(0.63, 0.7, 1.0), status(0.5, 0.7, 1.0), status(0.4, 0.7, 1.0)
        (<Status.ON_COURSE: 'on_course'>, <Status.BEHIND: 'behind'>, <Status.OFF_COURSE: 'off_course'>)
        >>> status(None, 0.7, 0.0), status(0.7, 0.7, 0.5)
        (<Status.TO_MEASURE: 'to_measure'>, <Status.PARTIAL: 'partial'>)
    """
    if progress is None:
        return Status.TO_MEASURE
    if coverage < limits.coverage - TINY:
        return Status.PARTIAL
    if progress >= 1 - TINY or expected is None or expected <= TINY:
        return Status.ON_COURSE
    ratio = progress / expected
    if ratio >= limits.on_course - TINY:
        return Status.ON_COURSE
    if ratio >= limits.behind - TINY:
        return Status.BEHIND
    return Status.OFF_COURSE


def roll_up(parts: Iterable[Part], *, limits: Limits = USUAL_LIMITS) -> Standing:
    """Return how an objective stands from how its parts stand.

    Definition
        Progress is the weighted mean of the parts that have progress. A missing part is left out, never counted as
        zero, and shows in the coverage instead. Expected progress is the mean over the same parts with the same
        weights, so that both can be compared. A part with progress of which nothing is expected (it has no course)
        counts as exactly on its course: its own progress stands in for the expectation, so it moves the status neither
        way. When no part has an expectation, the whole has none.
    Formula
        progress = sum(weight * progress) / sum(weight), over the parts with progress
        expected = sum(weight * expected) / sum(weight), over the same parts
        coverage = sum(weight * coverage) / sum(weight), over all parts; a missing part has coverage 0
        status   = status(progress, expected, coverage, limits)
        Parts of weight 0 are left out of all three. Without parts or without weight: no progress, coverage 0.
        Rolling up in layers gives the same as rolling up at once when each layer weighs the sum of its parts and
        nothing is missing; the order of the parts never matters.
    Units
        Weights in any unit, as only their proportion counts; ratios from 0 to 1; None is missing.
    Errors
        None of its own; `Part` refuses negative weights and ratios outside 0 to 1.
    Source
        Weighted mean with missing measures left out and coverage shown: balanced scorecard practice after Kaplan &
        Norton (1996); the mean of key results is the grade of an objective in Google re:Work. Stand-in for a missing
        expectation: own choice.
    Example
        >>> roll_up([Part(50, 0.8, 0.5, 1.0), Part(30, 0.4, 0.5, 1.0), Part(20, None, 0.5, 0.0)])
        Standing(progress=0.65, expected=0.5, coverage=0.8, status=<Status.ON_COURSE: 'on_course'>)
    """
    parts = list(parts)
    counted = [(part, achieved) for part in parts if (achieved := _counted_progress(part)) is not None]
    progress = weighted_mean((part.weight, achieved) for part, achieved in counted)
    expected = None
    if any(part.expected is not None for part, _ in counted):
        expected = weighted_mean((part.weight, _expected_or(achieved, part)) for part, achieved in counted)
    coverage = weighted_mean((part.weight, _covered(part)) for part in parts) or 0.0
    return Standing(progress, expected, coverage, status(progress, expected, coverage, limits))


def explain(parts: Iterable[Part]) -> list[ExplainedPart]:
    """Return what each part does to the roll-up, so that every number can be followed to its inputs.

    Definition
        The roll-up taken apart: one row for each part, in the order of the parts.
    Formula
        share         = weight / sum of the weights that count; 0 for a part that does not count
        adds          = share * progress, which adds up to the progress of the roll-up
        adds_expected = share * expected, which adds up to its expected progress; a part without an expectation takes
                        its own progress, as in `roll_up`, and all are empty when no part has an expectation
        adds_coverage = weight * coverage / sum of all weights, which adds up to its coverage
    Units
        As `roll_up`.
    Errors
        As `roll_up`.
    Source
        As `roll_up`.
    Example
        >>> for row in explain([Part(60, 0.5, 0.5, 1.0, "sludge"), Part(40, None, 0.5, 0.0, "quays")]):
        ...     print(row.label, row.share, row.adds, row.adds_coverage)
        sludge 1.0 0.5 0.6
        quays 0.0 None 0.0
    """
    parts = list(parts)
    counted = [part for part in parts if _counted_progress(part) is not None]
    return explain_in(
        parts,
        counted_weight=fsum(part.weight for part in counted),
        whole_weight=fsum(part.weight for part in parts),
        has_expected=any(part.expected is not None for part in counted),
    )


def explain_in(
    parts: Iterable[Part], *, counted_weight: float, whole_weight: float, has_expected: bool
) -> list[ExplainedPart]:
    """Return what each of these parts does to the roll-up of a whole in which there may be more parts.

    Definition
        As `explain`, for some parts of a larger whole that is known by its weights.
    Formula
        As `explain`, with `counted_weight` and `whole_weight` in place of the sums over the parts.
    Units
        As `roll_up`; both weights in the unit of the weights of the parts.
    Errors
        As `roll_up`.
    Source
        As `roll_up`.
    Example
        >>> some = [Part(25, 0.5, None, 1.0)]
        >>> [row.adds for row in explain_in(some, counted_weight=50, whole_weight=100, has_expected=False)]
        [0.25]
    """
    rows = []
    for part in parts:
        share, adds, adds_expected = 0.0, None, None
        if (achieved := _counted_progress(part)) is not None:
            share = part.weight / counted_weight
            adds = share * achieved
            adds_expected = share * _expected_or(achieved, part) if has_expected else None
        adds_coverage = part.weight * _covered(part) / whole_weight if whole_weight else 0.0
        rows.append(
            ExplainedPart(
                part.label, part.weight, part.progress, part.expected, share, adds, adds_expected, adds_coverage
            )
        )
    return rows


def _counted_progress(part: Part) -> float | None:
    """Return the progress of a part that takes part in the mean; None for one that is missing or weighs nothing."""
    return part.progress if part.weight > 0 else None


def _expected_or(achieved: float, part: Part) -> float:
    """Return what is expected of a part, or what it achieved where nothing is expected."""
    return achieved if part.expected is None else part.expected


def _covered(part: Part) -> float:
    """Return the coverage of a part; what has no progress covers nothing."""
    return 0.0 if part.progress is None else part.coverage
