"""Whether two measures move together, and how much later the one follows the other. Never: which causes which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import atanh, fsum, isfinite, sqrt, tanh

from zichtlijn.calculations.objectives import TINY

#: Fewer pairs than this say nothing.
LEAST_PAIRS = 8
#: 95% of a normal distribution lies within so many standard deviations.
NORMAL_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Association:
    """How two measures moved together, with the second one so many periods later.

    `pearson` is the correlation of the values, with its 95% interval from `low` to `high`; `spearman` that of their
    ranks; `beside_time` what is left of `pearson` once both are freed from a straight course through time, empty when
    nothing else is left of one of them. `pairs` counts the periods that were compared, `tried` the lags among which
    this one was the strongest.
    """

    lag: int
    pairs: int
    pearson: float
    low: float
    high: float
    spearman: float
    beside_time: float | None
    tried: int


def association(
    first: Sequence[Decimal | float | None], second: Sequence[Decimal | float | None], *, most_lag: int = 0
) -> Association | None:
    """Return how closely the second measure follows the first, at the lag where it does so most.

    Definition
        Two measures with one value per period, period by period next to each other. With a lag of k the value of the
        first in a period is compared with that of the second k periods later. Of all lags from none to the most the
        one with the strongest correlation is told, the shortest of equals. A period in which either is missing makes
        no pair. It is an association: two measures that both rise through the years go together without any arrow
        between them, and who tries many lags finds a stronger one by chance. What is left of it beside the course of
        time is told too.
    Formula
        pearson  = correlation(first[t], second[t + lag])
        interval = tanh(atanh(pearson) -/+ 1.96 / sqrt(pairs - 3)); at exactly 1 or -1 the interval is that point
        beside time = correlation of what both are above or below their own straight line through time (see `beside`)
        best lag = the shortest with the largest |pearson|; differences under 0.000000001 are none
    Units
        Values in the unit of their own measure; lags in periods; correlations from -1 to 1. None when no lag has 8
        pairs, or when a measure never changes in any of them.
    Errors
        ValueError when the measures have different numbers of periods, when a value is not finite, or when the most
        lag is negative.
    Source
        Pearson and Spearman correlation; interval by the z-transformation of R. A. Fisher (1915; 1921). At least eight
        pairs and the choice of the lag: own choice.
    Example
        The second repeats the first, two periods later.

        >>> calls = [3, 5, 4, 8, 7, 9, 6, 5, 8, 9, 7, 6]
        >>> complaints = [None, None, *calls[:10]]
        >>> found = association(calls, complaints, most_lag=3)
        >>> found.lag, found.pairs, round(found.pearson, 6), round(found.spearman, 6), found.tried
        (2, 10, 1.0, 1.0, 4)
        >>> association(calls[:7], complaints[:7]) is None
        True
    """
    if len(first) != len(second):
        raise ValueError(f"{len(first)} periods of one measure against {len(second)} of the other")
    if any(value is not None and not isfinite(value) for value in (*first, *second)):
        raise ValueError("a value must be a finite number, or missing")
    if most_lag < 0:
        raise ValueError(f"the most lag must be 0 or more, not {most_lag}")
    found = [each for lag in range(most_lag + 1) if (each := _at_lag(first, second, lag)) is not None]
    if not found:
        return None
    strongest = max(abs(each[3]) for each in found)
    lag, ones, others, pearson = next(each for each in found if abs(each[3]) >= strongest - TINY)
    low, high = correlation_interval(pearson, len(ones))
    spearman = correlation(ranks(ones), ranks(others))
    moments = [
        float(period)
        for period, (one, other) in enumerate(zip(first, second[lag:], strict=False))
        if one is not None and other is not None
    ]
    left = beside(pearson, correlation(ones, moments), correlation(others, moments))
    return Association(lag, len(ones), pearson, low, high, 0.0 if spearman is None else spearman, left, len(found))


def beside(pearson: float, one: float | None, other: float | None) -> float | None:
    """Return what is left of a correlation once both rows are freed from what they share with a third.

    Definition
        The correlation of what each row is above or below its own straight line through the third row (here: time).
    Formula
        (r - one * other) / sqrt((1 - one^2) * (1 - other^2)), with the correlations of both rows with the third
    Units
        Correlations from -1 to 1. None when a row is nothing but a straight line through the third, or the third never
        changes.
    Errors
        None.
    Source
        Partial correlation of the first order (G. U. Yule, 1907).
    Example
        Nearly all of it was the common rise.

        >>> round(beside(0.94, 0.97, 0.96), 2)
        0.13
    """
    if one is None or other is None:
        return None
    apart = (1 - one * one) * (1 - other * other)
    return None if apart <= 1e-6 else min(1.0, max(-1.0, (pearson - one * other) / sqrt(apart)))


def side_by_side(
    first: Iterable[tuple[date, Decimal | float]], second: Iterable[tuple[date, Decimal | float]], *, months: int = 1
) -> tuple[list[Decimal | float | None], list[Decimal | float | None]]:
    """Return the readings of two measures period by period next to each other, as `association` takes them.

    Definition
        Time is cut into periods of so many months, counted from January. Of each period the last reading counts; a
        period without one has none. The periods run from the first reading of either to the last one.
    Formula
        number of a period = (year * 12 + month - 1) // months, rounded down
    Units
        Days with values in the unit of their own measure; months from 1 to 12.
    Errors
        ValueError when the months do not divide a year.
    Source
        Own choice.
    Example
        >>> calls = [(date(2026, 1, 5), 3), (date(2026, 1, 26), 4), (date(2026, 3, 2), 6)]
        >>> side_by_side(calls, [(date(2026, 2, 1), 9)])
        ([4, None, 6], [None, 9, None])
        >>> side_by_side(calls, [(date(2026, 2, 1), 9)], months=3)
        ([6], [9])
    """
    if months < 1 or 12 % months:
        raise ValueError(f"periods of {months} months do not fill a year")
    rows: list[dict[int, Decimal | float]] = []
    for readings in (first, second):
        row = {}
        for day, value in sorted(readings, key=lambda reading: reading[0]):
            row[(day.year * 12 + day.month - 1) // months] = value
        rows.append(row)
    numbers = [number for row in rows for number in row]
    if not numbers:
        return [], []
    every = range(min(numbers), max(numbers) + 1)
    return [rows[0].get(number) for number in every], [rows[1].get(number) for number in every]


def correlation(ones: Sequence[float], others: Sequence[float]) -> float | None:
    """Return the correlation of two rows of numbers (Pearson).

    Definition
        1 when the points lie on a rising line, -1 on a falling one, 0 when a line tells nothing.
    Formula
        sum((x - mean x) * (y - mean y)) / sqrt(sum((x - mean x)^2) * sum((y - mean y)^2))
    Units
        Any; the result has none. None when a row never changes, or has fewer than two numbers.
    Errors
        ValueError when the rows are not equally long.
    Source
        Pearson's product-moment correlation.
    Example
        >>> correlation([1, 2, 3], [2, 4, 6]), correlation([1, 2, 3], [3, 2, 1]), correlation([1, 2, 3], [5, 5, 5])
        (1.0, -1.0, None)
    """
    if len(ones) != len(others):
        raise ValueError(f"{len(ones)} numbers against {len(others)}")
    across, along = _deviations(ones), _deviations(others)
    if across is None or along is None:
        return None
    together = fsum(x * y for x, y in zip(across, along, strict=True))
    apart = sqrt(fsum(x * x for x in across) * fsum(y * y for y in along))
    return min(1.0, max(-1.0, together / apart))


def correlation_interval(pearson: float, pairs: int) -> tuple[float, float]:
    """Return the 95% interval of a correlation.

    Definition
        Were the periods drawn anew many times, intervals made like this would hold the true correlation in 95 of 100.
        Readings that follow one another in time are less independent than that supposes, so it is a least width.
    Formula
        tanh(atanh(r) -/+ 1.96 / sqrt(pairs - 3)), with 1.959963984540054 for 1.96; (r, r) when r is exactly 1 or -1
    Units
        Correlations from -1 to 1; a number of pairs.
    Errors
        ValueError with fewer than 4 pairs, or when r lies outside -1 to 1.
    Source
        R. A. Fisher (1915; 1921), z-transformation.
    Example
        >>> [round(end, 3) for end in correlation_interval(0.5, 28)]
        [0.156, 0.736]
    """
    if pairs < 4 or not -1 <= pearson <= 1:
        raise ValueError(f"no interval for a correlation of {pearson} over {pairs} pairs")
    if abs(pearson) == 1:
        return pearson, pearson
    half = NORMAL_95 / sqrt(pairs - 3)
    return tanh(atanh(pearson) - half), tanh(atanh(pearson) + half)


def ranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each number among all of them, from 1 for the smallest.

    Definition
        Equal numbers share the middle of the ranks that they take together.
    Formula
        numbers that are smaller + (numbers that are equal, itself included, + 1) / 2
    Units
        Any; the results are ranks.
    Errors
        None.
    Source
        Mid-ranks, as for Spearman's correlation.
    Example
        >>> ranks([30, 10, 20, 20])
        [4.0, 1.0, 2.5, 2.5]
    """
    order = sorted(range(len(values)), key=lambda number: values[number])
    ranked = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for number in order[start:end]:
            ranked[number] = (start + 1 + end) / 2
        start = end
    return ranked


def _at_lag(first: Sequence, second: Sequence, lag: int) -> tuple[int, list[float], list[float], float] | None:
    """Return the lag, the pairs that are complete at it, and their correlation; None when they say nothing."""
    pairs = [
        (float(one), float(other))
        for one, other in zip(first, second[lag:], strict=False)
        if one is not None and other is not None
    ]
    ones, others = [one for one, _ in pairs], [other for _, other in pairs]
    pearson = correlation(ones, others) if len(pairs) >= LEAST_PAIRS else None
    return None if pearson is None else (lag, ones, others, pearson)


def _deviations(values: Sequence[float]) -> list[float] | None:
    """Return the distances from the mean, the largest of them made 1; None when there are none."""
    if len(values) < 2 or min(values) == max(values):
        return None
    mean = fsum(values) / len(values)
    away = [value - mean for value in values]
    largest = max(abs(each) for each in away)
    # Dividing by the largest keeps squares of very large and very small numbers within what a float can hold.
    return [each / largest for each in away]
