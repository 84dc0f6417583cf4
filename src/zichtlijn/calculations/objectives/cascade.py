"""Whether the line holds: weights that add up, people with a complete line."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from math import fsum, isfinite

from zichtlijn.calculations.objectives.standing import TINY

WHOLE = 100.0
SLACK = 0.1
# The least and the most a sum of weights may be, for a database that asks: 3 times 33.3 is a hair under 99.9.
LEAST_WHOLE, MOST_WHOLE = WHOLE - SLACK - TINY, WHOLE + SLACK + TINY


def weights_add_up(weights: Iterable[float | Decimal], *, total: float = WHOLE, tolerance: float = SLACK) -> bool:
    """Tell whether the weights among siblings add up to the whole.

    Definition
        The weights of the objectives under one parent, or of one person, are shares of 100. People write thirds as
        33.3, so a tenth more or less is no break. Where there is nothing to divide there is no break either.
    Formula
        |sum(weights) - total| <= tolerance; true without weights
    Units
        Weights, total and tolerance in the same unit, by default percent.
    Errors
        ValueError when a weight is negative or not finite.
    Source
        Prestatieafstemmingsmodel (De Waal e.a., Gids voor Personeelsmanagement 1999/6) for weighted objectives that
        are derived level by level; sum of 100 and tolerance: own choice.
    Example
        >>> weights_add_up([33.3, 33.3, 33.3]), weights_add_up([50, 30]), weights_add_up([0.25, 0.75], total=1)
        (True, False, True)
    """
    weights = [float(weight) for weight in weights]
    if any(not isfinite(weight) or weight < 0 for weight in weights):
        raise ValueError("a weight must be a finite number of 0 or more")
    return not weights or abs(fsum(weights) - total) <= tolerance + TINY


def line_coverage(complete: int, people: int) -> float | None:
    """Return the share of people whose objectives lead all the way up to a strategic objective.

    Definition
        A person has a complete line when a chain of parents runs from one of their objectives to a strategic
        objective. Line coverage is the part of the people of a unit for whom that is so.
    Formula
        complete / people
    Units
        Numbers of people; the result is a ratio from 0 to 1, or None for a unit without people.
    Errors
        ValueError when a number is negative, or when more lines are complete than there are people.
    Source
        Prestatieafstemmingsmodel (De Waal e.a. 1999) for the chain; the share as its measure: own choice.
    Example
        >>> line_coverage(30, 40), line_coverage(0, 0)
        (0.75, None)
    """
    if complete < 0 or complete > people:
        raise ValueError(f"{complete} complete lines for {people} people cannot be")
    return complete / people if people else None
