"""The scale of an appraisal: levels with a name, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

#: Fewer levels say nothing.
FEWEST_LEVELS = 2


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a scale: the value it counts with, its name, and whether it is a negative judgement."""

    value: Decimal
    name: str
    is_negative: bool = False


class ScaleProblemCode(StrEnum):
    """What can be wrong with a scale."""

    TOO_FEW = "too_few"
    NO_NAME = "no_name"
    SAME_NAME = "same_name"
    NOT_A_NUMBER = "not_a_number"
    NOT_RISING = "not_rising"
    NEGATIVE_ABOVE = "negative_above"


@dataclass(frozen=True, slots=True)
class ScaleProblem:
    """One thing that is wrong: what, and at which level, counted from 0; None is the scale as a whole."""

    code: ScaleProblemCode
    row: int | None = None


def scale_problems(levels: Sequence[Level]) -> list[ScaleProblem]:
    """Return what is wrong with a scale, all of it at once.

    Definition
        A scale has two levels or more, from low to high, each with a name and a value of its own. It may be of any
        length, and its values need not be as far from each other. Negative levels stand below the others.
    Formula
        too few          fewer than two levels
        no name, same name   a level without a name, or with one that stands there already, capitals and spaces aside
        not a number     a value that is not finite
        not rising       a value <= that of the level before
        negative above   a negative level after one that is not
    Units
        Values of levels; rows counted from 0.
    Errors
        None: that is what the list is for.
    Source
        Scales of five and of three levels in Dutch collective agreements; any length: own choice.
    Example
        >>> levels = [Level(Decimal(1), "below"), Level(Decimal(1), "on"), Level(Decimal(3), " On ")]
        >>> [(problem.code.value, problem.row) for problem in scale_problems(levels)]
        [('not_rising', 1), ('same_name', 2)]
    """
    problems = [ScaleProblem(ScaleProblemCode.TOO_FEW)] * (len(levels) < FEWEST_LEVELS)
    seen: set[str] = set()
    for row, level in enumerate(levels):
        name = " ".join(level.name.casefold().split())
        if not name:
            problems.append(ScaleProblem(ScaleProblemCode.NO_NAME, row))
        elif name in seen:
            problems.append(ScaleProblem(ScaleProblemCode.SAME_NAME, row))
        seen.add(name)
        before = levels[row - 1] if row else None
        if not level.value.is_finite():
            problems.append(ScaleProblem(ScaleProblemCode.NOT_A_NUMBER, row))
        elif before and before.value.is_finite() and level.value <= before.value:
            problems.append(ScaleProblem(ScaleProblemCode.NOT_RISING, row))
        if level.is_negative and before and not before.is_negative:
            problems.append(ScaleProblem(ScaleProblemCode.NEGATIVE_ABOVE, row))
    return problems
