"""The balanced scorecard: the score of a measure, of a perspective and of the whole, and the colour that follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import fsum, isfinite

from zichtlijn.calculations.objectives import (
    Aim,
    Limits,
    MeasureKind,
    Part,
    Status,
    explain,
    filled_weights,
    overshoot,
    progress,
    raw_progress,
    roll_up,
    status,
)
from zichtlijn.calculations.objectives.standing import USUAL_LIMITS


class Colour(StrEnum):
    """What a score means; a page shows shape and word with it."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    PARTIAL = "partial"  # measured, but too little to judge by
    EMPTY = "empty"  # nothing measured yet


_COLOURS = {
    Status.ON_COURSE: Colour.GREEN,
    Status.BEHIND: Colour.AMBER,
    Status.OFF_COURSE: Colour.RED,
    Status.PARTIAL: Colour.PARTIAL,
    Status.TO_MEASURE: Colour.EMPTY,
}


@dataclass(frozen=True, slots=True)
class MeasureScore:
    """The score of a measure from 0 to 1, what lies beyond the target, and the score before it was held there."""

    score: float | None
    overshoot: float
    raw: float | None


@dataclass(frozen=True, slots=True)
class Scored:
    """The score of several measures together, how much of the weight has one, and the colour."""

    score: float | None
    coverage: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class ScoredPerspective:
    """How one perspective stands, and what it does to the whole: its share of what counts, and what it adds."""

    perspective: str
    weight: float
    scored: Scored
    share: float
    adds: float | None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The perspectives in their order, and the score of the whole, to which what they add adds up."""

    perspectives: tuple[ScoredPerspective, ...]
    whole: Scored


@dataclass(frozen=True, slots=True)
class DatedWeight:
    """A weight that holds from a day on, until the next one."""

    from_on: date
    weight: float


def measure_score(
    aim: Aim, value: Decimal | None, *, floor: Decimal | None = None, on: date | None = None
) -> MeasureScore:
    """Return the score of a measure on a scorecard.

    Definition
        The score says where a value stands between the floor, which scores 0, and the target, which scores 1. The
        floor is the baseline, unless another one is given; for a measure that must fall it is the ceiling. So the
        score is the progress of the measure, seen from its floor. What was achieved beyond the target is kept apart.
    Formula
        up    min(1, max(0, (value - floor) / (target - floor)))
        down  min(1, max(0, (floor - value) / (floor - target)))
        other kinds, and a floor equal to the target: as `progress`
    Units
        Amounts in the unit of the measure; the score is a ratio, None when missing. The floor has a meaning for
        measures that rise or fall only, `on` for milestones only.
    Errors
        ValueError as `raw_progress`, or when the floor is not a finite number.
    Source
        Kaplan & Norton, The Balanced Scorecard (1996), for scores between a floor and a target; the baseline as floor
        and the overshoot apart: own choice.
    Example
        >>> complaints = Aim(kind=MeasureKind.DOWN, baseline=Decimal(60), target=Decimal(20),
        ...                  starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
        >>> [measure_score(complaints, Decimal(30), floor=floor).score for floor in (None, Decimal(40))]
        [0.75, 0.5]
        >>> measure_score(complaints, Decimal(10))
        MeasureScore(score=1.0, overshoot=0.25, raw=1.25)
    """
    if floor is not None:
        if not isfinite(floor):
            raise ValueError(f"a floor must be a finite number, not {floor}")
        if aim.kind in {MeasureKind.UP, MeasureKind.DOWN}:
            aim = replace(aim, baseline=floor)
    score = progress(aim, value, on=on)
    if aim.kind == MeasureKind.MILESTONES:
        return MeasureScore(score, 0.0, score)
    return MeasureScore(score, overshoot(aim, value), raw_progress(aim, value))


def colour(score: float | None, coverage: float = 1.0, limits: Limits = USUAL_LIMITS) -> Colour:
    """Return the colour of a score.

    Definition
        A score is judged against the target itself, which is 1, by limits that may differ per measure. It is the rule
        of the status of an objective with a whole target expected.
    Formula
        In this order: no score: empty; coverage < limits.coverage: partial; score >= limits.on_course: green;
        score >= limits.behind: amber; else red. A score of 1 is green. Differences under 0.000000001 are none.
    Units
        Ratios; None is missing.
    Errors
        None of its own; `Limits` refuses limits that are not in order.
    Source
        Green from .9, amber from .7 and a floor of 60% coverage: own choice, each a setting.
    Example
        >>> [colour(score).value for score in (0.95, 0.9, 0.75, 0.6, None)], colour(0.95, 0.5).value
        (['green', 'green', 'amber', 'red', 'empty'], 'partial')
        >>> colour(0.95, limits=Limits(on_course=0.98, behind=0.95)).value
        'amber'
    """
    return _COLOURS[status(score, 1.0, coverage, limits)]


def score_together(parts: Iterable[Part], *, limits: Limits = USUAL_LIMITS) -> Scored:
    """Return the score of the measures of a perspective, or of an objective, together.

    Definition
        The weighted mean of the scores there are. A missing score is left out, never counted as zero, and shows in the
        coverage; below the floor of coverage the colour says that there is not enough to judge by.
    Formula
        As `roll_up`, with the score as progress; the colour as `colour`.
    Units
        Weights in any unit; scores and coverage are ratios; None is missing. Overshoot is not rolled up.
    Errors
        None of its own; `Part` refuses negative weights and scores outside 0 to 1.
    Source
        As `roll_up`.
    Example
        >>> score_together([Part(50, 0.75, None, 1.0), Part(30, 1.0, None, 1.0), Part(20, None, None, 0.0)])
        Scored(score=0.84375, coverage=0.8, colour=<Colour.AMBER: 'amber'>)
    """
    standing = roll_up(parts, limits=limits)
    return Scored(standing.progress, standing.coverage, colour(standing.progress, standing.coverage, limits))


def scorecard(
    parts: Mapping[str, Iterable[Part]],
    *,
    weights: Mapping[str, float | None] | None = None,
    limits: Limits = USUAL_LIMITS,
) -> Scorecard:
    """Return how a scorecard stands: each perspective, and the whole.

    Definition
        Each perspective is the weighted mean of its measures, the whole that of its perspectives. A perspective whose
        weight was left open takes an equal share of what the others leave of 100; so without weights all count alike.
        A perspective without any score is left out of the score and lowers the coverage, also one without measures.
    Formula
        perspective = score_together(its parts); whole = score_together(the perspectives)
        share and adds as `explain`
    Units
        Weights of perspectives in percent; scores and coverage are ratios; None is missing.
    Errors
        ValueError when a weight is negative or not finite, or stands for a perspective that is not on the scorecard.
    Source
        Kaplan & Norton, The Balanced Scorecard (1996); missing is left out and coverage shown, as in the roll-up.
    Example
        >>> card = scorecard({"financial": [Part(1, 0.9, None, 1.0)], "customers": [Part(1, 0.5, None, 1.0)],
        ...                   "processes": [], "learning": [Part(1, None, None, 0.0)]}, weights={"financial": 40})
        >>> [(row.weight, row.scored.colour.value) for row in card.perspectives]
        [(40, 'green'), (20.0, 'red'), (20.0, 'empty'), (20.0, 'empty')]
        >>> round(card.whole.score, 3), card.whole.coverage, card.whole.colour.value
        (0.767, 0.6, 'amber')
    """
    weights = weights or {}
    if unknown := [name for name in weights if name not in parts]:
        raise ValueError(f"a weight for {unknown[0]!r}, which is not on the scorecard")
    filled = filled_weights([weights.get(name) for name in parts])
    scored = {name: score_together(below, limits=limits) for name, below in parts.items()}
    rows = [
        Part(weight, scored[name].score, None, scored[name].coverage, name)
        for name, weight in zip(parts, filled, strict=True)
    ]
    return Scorecard(
        tuple(
            ScoredPerspective(row.label, row.weight, scored[row.label], row.share, row.adds) for row in explain(rows)
        ),
        score_together(rows, limits=limits),
    )


def weight_on(weights: Iterable[DatedWeight], day: date) -> float | None:
    """Return the weight that holds on a day.

    Definition
        A weight holds from its day on, that day included, until the day of the next one. Before the first there is
        none, which is not a weight of zero. So what was shown for a year that is past does not change with the weight.
    Formula
        the weight with the latest from_on <= day; None when there is none
    Units
        Days; weights in any unit.
    Errors
        ValueError when two different weights begin on one day.
    Source
        Own choice.
    Example
        >>> weights = [DatedWeight(date(2026, 1, 1), 40), DatedWeight(date(2026, 7, 1), 25)]
        >>> [weight_on(weights, day) for day in (date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1))]
        [None, 40, 25]
    """
    by_day: dict[date, float] = {}
    for dated in weights:
        if by_day.setdefault(dated.from_on, dated.weight) != dated.weight:
            raise ValueError(f"two weights begin on {dated.from_on}")
    begun = [from_on for from_on in by_day if from_on <= day]
    return by_day[max(begun)] if begun else None


def counting_weights(weights: Sequence[float | None]) -> list[float] | None:
    """Return what each objective on a scorecard weighs, in percent of the whole.

    Definition
        A weight that was left open takes an equal share of what the others leave. Weights that no longer add up to 100,
        because an objective came or went since they were divided, count in the same proportion, so that the whole is
        100 wherever it is shown. Where nothing was filled in, or nothing but zeros is left, nothing is weighed.
    Formula
        filled = `filled_weights`; counting = 100 * filled / sum(filled); None when no weight is given or the sum is 0
    Units
        Percent; None for a weight that was left open.
    Errors
        None.
    Source
        Own choice.
    Example
        >>> counting_weights([20, 40, None]), counting_weights([20, 60]), counting_weights([None, None])
        ([20.0, 40.0, 40.0], [25.0, 75.0], None)
    """
    filled = filled_weights(weights)
    whole = fsum(filled)
    if whole == 0 or all(weight is None for weight in weights):
        return None
    return [100 * weight / whole for weight in filled]
