"""What a position asks of a person, and what was seen of it: gaps, what is fulfilled, and how much is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zichtlijn.calculations.means import covered_mean


@dataclass(frozen=True, slots=True)
class CompetencyLine:
    """One competency against what is required of it. None is: nobody judged this yet."""

    #: Levels short of what is required; below zero is more than required.
    gap: int | None
    #: The same by the person's own judgement: shown beside it, it fulfils nothing.
    self_gap: int | None
    #: The person's own level less that of the manager.
    difference: int | None
    is_fulfilled: bool | None


@dataclass(frozen=True, slots=True)
class CompetencyCoverage:
    """How much of a profile is fulfilled, of what was judged, and how much of it was judged."""

    fulfilled: float | None
    coverage: float
    judged: int
    of: int


def competency_gap(required: int, assessed: int | None) -> int | None:
    """Return how many levels somebody is short of what is required.

    Definition
        Above zero there is something to learn, zero is exactly what is asked, below zero is more than that. What was
        not assessed has no gap: missing is never zero.
    Formula
        required - assessed; None when not assessed
    Units
        Levels of one scale, counted from 1.
    Errors
        ValueError when a level is below 1.
    Source
        Our own choice; the usual gap between a profile and a person.
    Example
        >>> competency_gap(4, 3), competency_gap(3, 4), competency_gap(3, None)
        (1, -1, None)
    """
    if required < 1 or (assessed is not None and assessed < 1):
        raise ValueError("levels are counted from 1")
    return None if assessed is None else required - assessed


def competency_line(required: int, *, by_self: int | None, by_manager: int | None) -> CompetencyLine:
    """Return one competency against what is required, by both.

    Definition
        Only the judgement of the manager fulfils a requirement. That of the person stands beside it, and where the two
        differ there is something to talk about.
    Formula
        gap = required - by_manager; self_gap = required - by_self; difference = by_self - by_manager;
        is_fulfilled = by_manager >= required; each None when a part of it is missing
    Units
        Levels of one scale, counted from 1.
    Errors
        ValueError when a level is below 1.
    Source
        Our own choice: self alone never fulfils a requirement.
    Example
        >>> competency_line(3, by_self=4, by_manager=2)
        CompetencyLine(gap=1, self_gap=-1, difference=2, is_fulfilled=False)
        >>> competency_line(3, by_self=4, by_manager=None)
        CompetencyLine(gap=None, self_gap=-1, difference=None, is_fulfilled=None)
    """
    gap, self_gap = competency_gap(required, by_manager), competency_gap(required, by_self)
    difference = None if by_self is None or by_manager is None else by_self - by_manager
    return CompetencyLine(gap, self_gap, difference, None if gap is None else gap <= 0)


def competency_coverage(
    requirements: Iterable[tuple[bool, bool | None]], *, core_weight: float = 2.0
) -> CompetencyCoverage:
    """Return how much of a profile is fulfilled, of what was judged, and how much was judged.

    Definition
        Each requirement is a pair: whether it is core, and whether it is fulfilled (None: not judged). A core
        competency weighs `core_weight`, any other 1. What was not judged is left out of the share and lowers the
        coverage.
    Formula
        fulfilled = sum(weight of the fulfilled) / sum(weight of the judged); None when nothing was judged
        coverage  = sum(weight of the judged) / sum(weight); 0 for an empty profile
    Units
        Shares from 0 to 1.
    Errors
        ValueError when `core_weight` is negative or not finite.
    Source
        As the roll-up of objectives: missing is left out, and coverage is shown. That core weighs double is our
        own choice.
    Example
        >>> competency_coverage([(True, True), (False, False), (False, None)])
        CompetencyCoverage(fulfilled=0.6666666666666666, coverage=0.75, judged=2, of=3)
    """
    pairs = [
        (core_weight if is_core else 1.0, None if fulfilled is None else float(fulfilled))
        for is_core, fulfilled in requirements
    ]
    mean = covered_mean(pairs)
    judged = sum(value is not None for _weight, value in pairs)
    return CompetencyCoverage(mean.value, mean.coverage, judged, len(pairs))
