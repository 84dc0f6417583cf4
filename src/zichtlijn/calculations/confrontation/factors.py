"""The four lists of a SWOT, their order in the matrix, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

#: At most so many factors in one list: stop rather than invent.
MOST_FACTORS = 5


class FactorKind(StrEnum):
    """The four lists of a SWOT, in the order of the matrix."""

    STRENGTH = "strength"
    WEAKNESS = "weakness"
    OPPORTUNITY = "opportunity"
    THREAT = "threat"


INTERNAL = (FactorKind.STRENGTH, FactorKind.WEAKNESS)
EXTERNAL = (FactorKind.OPPORTUNITY, FactorKind.THREAT)


class SwotProblemCode(StrEnum):
    """What can be wrong with the lists."""

    TOO_MANY = "too_many"
    SAME_TEXT = "same_text"
    NO_TEXT = "no_text"
    SAME_PLACE = "same_place"
    NO_INTERNAL = "no_internal"
    NO_EXTERNAL = "no_external"


@dataclass(frozen=True, slots=True)
class Factor:
    """One line of a SWOT. `place` is its place in its list, the most important first."""

    key: str
    kind: FactorKind
    place: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class SwotProblem:
    """One thing about the lists: what, of which kind, which factors, and how many of at most how many."""

    code: SwotProblemCode
    kind: FactorKind | None = None
    keys: tuple[str, ...] = ()
    found: int | None = None
    most: int | None = None


def swot_problems(factors: Iterable[Factor], *, most: int = MOST_FACTORS) -> list[SwotProblem]:
    """Return what is wrong with the lists of a SWOT, all of it at once.

    Definition
        A list has at most five factors, each said once and with a place of its own. For a matrix there must be an
        internal and an external factor; a list that is empty beside a filled one is not wrong.
    Formula
        too many    more than `most` of one kind
        same text   two factors with the same words, in any of the lists, capitals and spaces aside
        no text     a factor without words
        same place  two factors of one kind with the same place
        no internal, no external   no strength and no weakness; no opportunity and no threat
    Units
        Numbers of factors; keys of factors.
    Errors
        None: that is what the list is for.
    Source
        SWOT and confrontation matrix as taught in the Netherlands; at most five per list.
    Example
        >>> swot = [Factor(str(number), FactorKind.STRENGTH, number, f"strength {number}") for number in range(6)]
        >>> [(problem.code.value, problem.found, problem.most) for problem in swot_problems(swot)]
        [('too_many', 6, 5), ('no_external', None, None)]
    """
    factors = list(factors)
    problems: list[SwotProblem] = []
    for kind in FactorKind:
        listed = [factor for factor in factors if factor.kind == kind]
        if len(listed) > most:
            keys = tuple(factor.key for factor in listed)
            problems.append(SwotProblem(SwotProblemCode.TOO_MANY, kind, keys, len(listed), most))
        for place in sorted({factor.place for factor in listed}):
            keys = tuple(factor.key for factor in listed if factor.place == place)
            if len(keys) > 1:
                problems.append(SwotProblem(SwotProblemCode.SAME_PLACE, kind, keys))
    said: dict[str, list[str]] = {}
    for factor in factors:
        words = " ".join(factor.text.casefold().split())
        if words:
            said.setdefault(words, []).append(factor.key)
        else:
            problems.append(SwotProblem(SwotProblemCode.NO_TEXT, factor.kind, (factor.key,)))
    problems += [SwotProblem(SwotProblemCode.SAME_TEXT, None, tuple(keys)) for keys in said.values() if len(keys) > 1]
    if not any(factor.kind in INTERNAL for factor in factors):
        problems.append(SwotProblem(SwotProblemCode.NO_INTERNAL))
    if not any(factor.kind in EXTERNAL for factor in factors):
        problems.append(SwotProblem(SwotProblemCode.NO_EXTERNAL))
    return problems


def rows_and_columns(factors: Iterable[Factor]) -> tuple[list[Factor], list[Factor]]:
    """Return the factors as rows and columns of the matrix, in their order.

    Definition
        Rows are strengths, then weaknesses; columns opportunities, then threats; each list by its places.
    Formula
        order by kind, then by place, then as they were handed in
    Units
        Factors.
    Errors
        None.
    Source
        Confrontation matrix as taught in the Netherlands.
    Example
        >>> swot = [Factor("t", FactorKind.THREAT), Factor("o", FactorKind.OPPORTUNITY),
        ...         Factor("w", FactorKind.WEAKNESS), Factor("s2", FactorKind.STRENGTH, 2),
        ...         Factor("s1", FactorKind.STRENGTH, 1)]
        >>> [[factor.key for factor in side] for side in rows_and_columns(swot)]
        [['s1', 's2', 'w'], ['o', 't']]
    """
    order = list(FactorKind)
    by_place = sorted(factors, key=lambda factor: (order.index(factor.kind), factor.place))
    return (
        [factor for factor in by_place if factor.kind in INTERNAL],
        [factor for factor in by_place if factor.kind in EXTERNAL],
    )
