"""Means that say what they were made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum, isfinite


@dataclass(frozen=True, slots=True)
class CoveredMean:
    """A weighted mean of what is known, the share of the weight that is known, and how many that are of how many."""

    value: float | None
    coverage: float
    known: int
    of: int


def weighted_mean(pairs: Iterable[tuple[float, float]]) -> float | None:
    """Return the weighted mean of pairs of a weight and a value.

    Definition
        Only the proportion of the weights counts; what weighs nothing does not count. The order of the pairs makes no
        difference, and the mean never lies outside the values it is made of.
    Formula
        sum(weight * value) / sum(weight); None without weight
    Units
        Weights of 0 or more in any unit; the result is in the unit of the values.
    Errors
        None of its own: the callers refuse negative weights.
    Source
        The weighted arithmetic mean.
    Example
        >>> weighted_mean([(50, 0.8), (30, 0.4)]), weighted_mean([(0, 0.8)])
        (0.65, None)
    """
    counting = [(weight, value) for weight, value in pairs if weight > 0]
    if not counting:
        return None
    mean = fsum(weight * value for weight, value in counting) / fsum(weight for weight, _ in counting)
    # A product of binary fractions can lie a hair outside; the mean of equal values must be that value.
    return min(max(mean, min(value for _, value in counting)), max(value for _, value in counting))


def covered_mean(pairs: Iterable[tuple[float, float | None]]) -> CoveredMean:
    """Return the weighted mean of what is known, with the share of the weight that is known.

    Definition
        What is missing is left out of the mean, never counted as zero, and shows in the coverage. What weighs nothing
        counts for neither.
    Formula
        value    = sum(weight * value) / sum(weight), over what is known
        coverage = sum(weight), over what is known / sum(weight), over all; 0 without weight
    Units
        Weights of 0 or more in any unit, values in any one unit; None is missing. The coverage is a ratio.
    Errors
        ValueError when a weight is negative or not finite, or when a value is not finite.
    Source
        As the roll-up of objectives: missing is left out, and coverage is shown.
    Example
        >>> covered_mean([(2, 4), (1, 1), (1, None)])
        CoveredMean(value=3.0, coverage=0.75, known=2, of=3)
    """
    pairs = list(pairs)
    if any(not isfinite(weight) or weight < 0 for weight, _ in pairs):
        raise ValueError("a weight must be a finite number of 0 or more")
    if any(value is not None and not isfinite(value) for _, value in pairs):
        raise ValueError("a value must be a finite number, or missing")
    counting = [(weight, value) for weight, value in pairs if weight > 0]
    known = [(weight, value) for weight, value in counting if value is not None]
    whole = fsum(weight for weight, _ in counting)
    covered = fsum(weight for weight, _ in known) / whole if whole else 0.0
    return CoveredMean(weighted_mean(known), covered, len(known), len(counting))
