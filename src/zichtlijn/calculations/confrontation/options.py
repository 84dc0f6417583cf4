"""Options weighed on suitability, feasibility and acceptability."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum

from zichtlijn.calculations.means import covered_mean
from zichtlijn.calculations.objectives import TINY

#: The scale on which options are weighed.
LOWEST, HIGHEST = 1, 5


class Criterion(StrEnum):
    """By what an option is weighed."""

    SUITABILITY = "suitability"
    FEASIBILITY = "feasibility"
    ACCEPTABILITY = "acceptability"


@dataclass(frozen=True, slots=True)
class Weighing:
    """How an option weighs: the mean of its criteria, how much of them is scored, and where it is weakest."""

    score: float | None
    coverage: float
    weakest: tuple[Criterion, ...]


def weigh_option(
    scores: Mapping[Criterion, Collection[float]], *, weights: Mapping[Criterion, float] | None = None
) -> Weighing:
    """Return how an option weighs on suitability, feasibility and acceptability.

    Definition
        Each criterion is the mean of what raters gave it, the option the weighted mean of its criteria. A criterion
        that nobody scored is left out and lowers the coverage. The weakest criterion is named, as a high mean can hide
        that an option cannot be done.
    Formula
        score = sum(weight * mean of the criterion) / sum(weight), over the criteria that are scored
    Units
        Scores from 1 (poor) to 5 (good); weights in any unit, alike when they are not given; coverage is a ratio.
    Errors
        ValueError when a score lies outside 1 to 5, when a weight is negative or not finite, or when some criteria have
        a weight and others have none.
    Source
        Johnson, Scholes & Whittington, Exploring Corporate Strategy: suitability, acceptability, feasibility.
    Example
        >>> weigh_option({Criterion.SUITABILITY: [5, 4], Criterion.FEASIBILITY: [2], Criterion.ACCEPTABILITY: []})
        ... # doctest: +NORMALIZE_WHITESPACE
        Weighing(score=3.25, coverage=0.6666666666666666, weakest=(<Criterion.FEASIBILITY: 'feasibility'>,))
    """
    means: dict[Criterion, float | None] = {}
    for criterion in Criterion:
        given = list(scores.get(criterion, ()))
        if any(not LOWEST <= score <= HIGHEST for score in given):
            raise ValueError(f"a score must lie from {LOWEST} to {HIGHEST}")
        means[criterion] = fsum(given) / len(given) if given else None
    if weights and len(weights) < len(Criterion):
        raise ValueError("a weight for every criterion, or for none")
    mean = covered_mean((weights[criterion] if weights else 1.0, value) for criterion, value in means.items())
    known = [value for value in means.values() if value is not None]
    weakest = tuple(criterion for criterion, value in means.items() if value is not None and value == min(known))
    return Weighing(mean.value, mean.coverage, weakest)


def rank_options(scores: Sequence[float | None]) -> list[int | None]:
    """Return the place of each option among the others, the one that weighs most first.

    Definition
        Options that weigh alike share a place. An option without a score has none: it is not the lowest, it is unknown.
    Formula
        place = 1 + number of options that weigh more; differences under 0.000000001 are none
    Units
        Places from 1.
    Errors
        None.
    Source
        Own choice, as the places of issues.
    Example
        >>> rank_options([3.3, 3.7, None, 3.7])
        [3, 1, None, 1]
    """
    known = [score for score in scores if score is not None]
    return [None if score is None else 1 + sum(other > score + TINY for other in known) for score in scores]
