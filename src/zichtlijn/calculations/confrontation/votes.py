"""What raters give the cells of the matrix, and what is wrong with it or still open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum

#: From -- to ++ .
LIKERT = (-2, 2)


class ScoringMode(StrEnum):
    """How raters fill in the matrix."""

    POINTS = "points"  # 3, 2 and 1 in each column
    LIKERT = "likert"  # -2 to +2 in each cell


class VoteProblemCode(StrEnum):
    """What can be wrong with the votes."""

    UNKNOWN_ROW = "unknown_row"
    UNKNOWN_COLUMN = "unknown_column"
    UNKNOWN_RATER = "unknown_rater"
    POINTS_WRONG = "points_wrong"
    POINTS_TWICE = "points_twice"
    CELL_TWICE = "cell_twice"
    COLUMN_SUM = "column_sum"
    COLUMN_OPEN = "column_open"
    SCORE_OUTSIDE = "score_outside"
    CELL_OPEN = "cell_open"


@dataclass(frozen=True, slots=True)
class Vote:
    """What one rater gives one cell: points, or a score."""

    rater: str
    row: str
    column: str
    score: float


@dataclass(frozen=True, slots=True)
class VoteProblem:
    """One thing about the votes: what, of whom, where, and what was found of what was wanted."""

    code: VoteProblemCode
    rater: str
    column: str | None = None
    row: str | None = None
    found: float | None = None
    wanted: float | None = None


def points_to_give(rows: int) -> tuple[int, ...]:
    """Return the points that a rater gives in one column.

    Definition
        The three internal factors that matter most for an external one get 3, 2 and 1. With fewer than three of them
        there are fewer points to give.
    Formula
        three or more rows: 3, 2, 1; two: 2, 1; one: 1; none: nothing
    Units
        Numbers of rows; points.
    Errors
        ValueError when the number of rows is negative.
    Source
        Confrontation matrix with points as taught in the Netherlands; 2-1 and 1 for fewer rows: own choice.
    Example
        >>> points_to_give(7), points_to_give(2), points_to_give(1)
        ((3, 2, 1), (2, 1), (1,))
    """
    if rows < 0:
        raise ValueError("a number of rows must be 0 or more")
    return tuple(range(min(rows, 3), 0, -1))


def vote_problems(
    mode: ScoringMode,
    votes: Iterable[Vote],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    raters: Sequence[str],
    scale: tuple[float, float] = LIKERT,
) -> list[VoteProblem]:
    """Return what is wrong with the votes, or not yet there, all of it at once.

    Definition
        With points each rater gives in each column exactly the points there are to give, each of them once and to
        different rows. With scores each rater scores each cell once, on the scale. What a rater has not filled in is
        open, which is told apart from what is wrong.
    Formula
        points: column open    nothing given in the column by this rater (wanted: the sum to give)
                points wrong   not one of the points to give
                points twice   the same points to two rows of a column
                column sum     sum in the column differs from the sum to give (6, or 3 or 1 with fewer rows); alone,
                               without points wrong or twice, it says that a part of the points is still to give
        scores: score outside  not a number on the scale
                cell open      no score for a cell
        both:   cell twice     two votes of one rater for one cell
                unknown row, column, rater
        The column sum of all raters is right when that of each of them is.
    Units
        Points, or scores on the scale; None where there is nothing to count.
    Errors
        None: that is what the list is for.
    Source
        Confrontation matrix with points as taught in the Netherlands: 6 points per column and rater.
    Example
        >>> votes = [Vote("An", "s1", "o1", 3), Vote("An", "w1", "o1", 3)]
        >>> found = vote_problems(
        ...     ScoringMode.POINTS, votes, rows=["s1", "s2", "w1"], columns=["o1"], raters=["An", "Bo"])
        >>> [(problem.code.value, problem.rater, problem.found, problem.wanted) for problem in found]
        [('points_twice', 'An', 3, None), ('column_open', 'Bo', 0, 6)]
    """
    problems: list[VoteProblem] = []
    sound: list[Vote] = []
    for vote in votes:
        unknown = _unknown(vote, rows, columns, raters)
        if unknown is None:
            sound.append(vote)
        else:
            problems.append(VoteProblem(unknown, vote.rater, vote.column, vote.row, vote.score))
    for rater in raters:
        for column in columns:
            own = [vote for vote in sound if vote.rater == rater and vote.column == column]
            problems += [
                VoteProblem(VoteProblemCode.CELL_TWICE, rater, column, row)
                for row, times in Counter(vote.row for vote in own).items()
                if times > 1
            ]
            if mode == ScoringMode.POINTS:
                problems += _point_problems(rater, column, own, points_to_give(len(rows)))
            else:
                problems += _score_problems(rater, column, own, rows, scale)
    return problems


def _unknown(vote: Vote, rows: Sequence[str], columns: Sequence[str], raters: Sequence[str]) -> VoteProblemCode | None:
    """Return what a vote is for or of that is not there."""
    if vote.row not in rows:
        return VoteProblemCode.UNKNOWN_ROW
    if vote.column not in columns:
        return VoteProblemCode.UNKNOWN_COLUMN
    return None if vote.rater in raters else VoteProblemCode.UNKNOWN_RATER


def _point_problems(rater: str, column: str, own: Sequence[Vote], to_give: tuple[int, ...]) -> list[VoteProblem]:
    wanted = sum(to_give)
    given = [vote for vote in own if vote.score != 0]
    if not given:
        return [VoteProblem(VoteProblemCode.COLUMN_OPEN, rater, column, found=0, wanted=wanted)] if to_give else []
    wrong = [
        VoteProblem(VoteProblemCode.POINTS_WRONG, rater, column, vote.row, vote.score)
        for vote in given
        if vote.score not in to_give
    ]
    twice = [
        VoteProblem(VoteProblemCode.POINTS_TWICE, rater, column, found=score)
        for score, times in Counter(vote.score for vote in given).items()
        if times > 1
    ]
    found = fsum(vote.score for vote in given)
    total = [VoteProblem(VoteProblemCode.COLUMN_SUM, rater, column, found=found, wanted=wanted)] * (found != wanted)
    return [*wrong, *twice, *total]


def _score_problems(
    rater: str, column: str, own: Sequence[Vote], rows: Sequence[str], scale: tuple[float, float]
) -> list[VoteProblem]:
    low, high = scale
    scored = {vote.row for vote in own}
    outside = [
        VoteProblem(VoteProblemCode.SCORE_OUTSIDE, rater, column, vote.row, vote.score)
        for vote in own
        if not low <= vote.score <= high
    ]
    return outside + [VoteProblem(VoteProblemCode.CELL_OPEN, rater, column, row) for row in rows if row not in scored]
