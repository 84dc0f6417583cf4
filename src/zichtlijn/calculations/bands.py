"""Bands that cut a range into named stretches, each value in exactly one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

#: A number without a binary rounding. A float is none, and is refused wherever one of these is asked.
Exact = Decimal | Fraction | int


class BandProblemCode(StrEnum):
    """What can be wrong with a set of bands."""

    NO_BANDS = "no_bands"
    NO_NAME = "no_name"
    SAME_NAME = "same_name"
    NOT_A_NUMBER = "not_a_number"
    UPSIDE_DOWN = "upside_down"
    GAP = "gap"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch from `low`, included, to `high`, excluded; None has no end. Only the top one includes its high end."""

    name: str
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class BandProblem:
    """One thing that is wrong: what, with which band, and which stretch it is about."""

    code: BandProblemCode
    name: str = ""
    low: Decimal | None = None
    high: Decimal | None = None


def band_problems(
    bands: Iterable[Band], *, lowest: Decimal | None = None, highest: Decimal | None = None
) -> list[BandProblem]:
    """Return what is wrong with a set of bands, all of it at once.

    Definition
        Bands are sound when every value of the range lies in exactly one of them. A band holds its low end and not its
        high end, so a value on an edge belongs to the band above; the top band holds both. The top band may be a single
        value. What lies beyond the range is not judged.
    Formula
        no bands      there are none
        no name, same name   a band without a name, two with one name, capitals and spaces aside
        not a number  an end that is not finite
        upside down   high < low, or high = low in a band that is not the top one
        gap           lowest < low of the first; high < low of the next; high of the top < highest
        overlap       high > low of the next
    Units
        Any one unit; None as an end of a band or of the range: no end there.
    Errors
        None: that is what the list is for.
    Source
        Own choice; [low, high) as in the growth tables of collective agreements.
    Example
        >>> bands = [Band("low", Decimal(1), Decimal(3)), Band("high", Decimal("3.5"), Decimal(5))]
        >>> found = band_problems(bands, lowest=Decimal(1), highest=Decimal(5))
        >>> [(problem.code.value, str(problem.low), str(problem.high)) for problem in found]
        [('gap', '3', '3.5')]
    """
    bands = list(bands)
    if not bands:
        return [BandProblem(BandProblemCode.NO_BANDS, "", lowest, highest)]
    problems: list[BandProblem] = []
    seen: set[str] = set()
    for band in bands:
        name = " ".join(band.name.casefold().split())
        if not name:
            problems.append(BandProblem(BandProblemCode.NO_NAME, band.name, band.low, band.high))
        elif name in seen:
            problems.append(BandProblem(BandProblemCode.SAME_NAME, band.name, band.low, band.high))
        seen.add(name)
    broken = [
        BandProblem(BandProblemCode.NOT_A_NUMBER, band.name, band.low, band.high)
        for band in bands
        if any(end is not None and not end.is_finite() for end in (band.low, band.high))
    ]
    # Bands with an end that is no number have no order.
    return problems + (broken or _order_problems(_in_order(bands), lowest, highest))


def band_of(bands: Sequence[Band], value: Exact) -> Band:
    """Return the band in which a value lies.

    Definition
        A value on an edge belongs to the band above it; the highest value of all to the top band.
    Formula
        low <= value < high; for the top band low <= value <= high
    Units
        The unit of the bands.
    Errors
        ValueError when no band holds the value, or more than one does: see `band_problems`.
    Source
        As `band_problems`.
    Example
        >>> bands = [Band("below", Decimal(1), Decimal("2.5")), Band("good", Decimal("2.5"), Decimal(5))]
        >>> [band_of(bands, value).name for value in (1, Fraction(249, 100), Decimal("2.5"), 5)]
        ['below', 'below', 'good', 'good']
    """
    if any(end is not None and not end.is_finite() for band in bands for end in (band.low, band.high)):
        raise ValueError("an end of a band must be a finite number, or none")
    exact = Fraction(value)
    holding = [band for band, is_top in _with_top(_in_order(bands)) if _holds(band, exact, is_top)]
    if len(holding) != 1:
        raise ValueError(f"{value} lies in {len(holding)} bands")
    return holding[0]


def _in_order(bands: Iterable[Band]) -> list[Band]:
    """Return the bands from low to high; a single value stands after the band that ends there."""
    return sorted(bands, key=lambda band: (band.low is not None, band.low or 0, band.high is None, band.high or 0))


def _with_top(bands: Sequence[Band]) -> list[tuple[Band, bool]]:
    return [(band, number == len(bands)) for number, band in enumerate(bands, 1)]


def _holds(band: Band, value: Fraction, is_top: bool) -> bool:
    if band.low is not None and value < Fraction(band.low):
        return False
    if band.high is None:
        return True
    return value <= Fraction(band.high) if is_top else value < Fraction(band.high)


def _order_problems(bands: Sequence[Band], lowest: Decimal | None, highest: Decimal | None) -> list[BandProblem]:
    """Return what is wrong with the ends of bands that stand in order."""
    problems = [
        BandProblem(BandProblemCode.UPSIDE_DOWN, band.name, band.low, band.high)
        for band, is_top in _with_top(bands)
        if band.low is not None
        and band.high is not None
        and (band.high < band.low or (band.high == band.low and not is_top))
    ]
    first, top = bands[0], bands[-1]
    if first.low is not None and (lowest is None or lowest < first.low):
        problems.append(BandProblem(BandProblemCode.GAP, first.name, lowest, first.low))
    for below, band in pairwise(bands):
        if below.high is None or band.low is None or below.high > band.low:
            problems.append(BandProblem(BandProblemCode.OVERLAP, band.name, band.low, below.high))
        elif below.high < band.low:
            problems.append(BandProblem(BandProblemCode.GAP, band.name, below.high, band.low))
    if top.high is not None and (highest is None or top.high < highest):
        problems.append(BandProblem(BandProblemCode.GAP, top.name, top.high, highest))
    return problems
