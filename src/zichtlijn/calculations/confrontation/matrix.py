"""The matrix added up: cells, totals, quadrants, the strongest cells and the disputed ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, isfinite, sqrt

from zichtlijn.calculations.confrontation.factors import MOST_FACTORS, Factor, FactorKind, rows_and_columns
from zichtlijn.calculations.confrontation.votes import ScoringMode, Vote, points_to_give
from zichtlijn.calculations.objectives import TINY


class Quadrant(StrEnum):
    """What a cell asks for."""

    GROW = "grow"  # strength and opportunity
    DEFEND = "defend"  # strength and threat
    IMPROVE = "improve"  # weakness and opportunity
    WITHDRAW = "withdraw"  # weakness and threat


_QUADRANTS = {
    (FactorKind.STRENGTH, FactorKind.OPPORTUNITY): Quadrant.GROW,
    (FactorKind.STRENGTH, FactorKind.THREAT): Quadrant.DEFEND,
    (FactorKind.WEAKNESS, FactorKind.OPPORTUNITY): Quadrant.IMPROVE,
    (FactorKind.WEAKNESS, FactorKind.THREAT): Quadrant.WITHDRAW,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What raters think of one factor against another.

    `mean` is the mean over the raters who scored it, `value` that mean times the weight of the column, `given` the
    sum of what they gave. `spread` is the standard deviation among them, empty with fewer than two raters.
    """

    row: str
    column: str
    quadrant: Quadrant
    raters: int
    given: float
    mean: float | None
    value: float | None
    spread: float | None


@dataclass(frozen=True, slots=True)
class Total:
    """The values of some cells together, with how many of them have one."""

    value: float | None
    given: float
    scored: int
    cells: int

    @property
    def mean(self) -> float | None:
        """The value per cell that has one, to compare quadrants of different sizes."""
        return None if self.value is None else self.value / self.scored


@dataclass(frozen=True, slots=True)
class Matrix:
    """A confrontation matrix that has been added up. Cells stand row by row; totals in the order of their factors."""

    mode: ScoringMode
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[Cell, ...]
    row_totals: tuple[Total, ...]
    column_totals: tuple[Total, ...]
    quadrant_totals: tuple[tuple[Quadrant, Total], ...]
    whole: Total


@dataclass(frozen=True, slots=True)
class Ranked:
    """A cell in the order of its strength: its rank from 1, and whether others share that rank."""

    rank: int
    tied: bool
    cell: Cell


def confront(
    mode: ScoringMode, factors: Iterable[Factor], votes: Iterable[Vote], *, weights: Mapping[str, float] | None = None
) -> Matrix:
    """Return the confrontation matrix, added up.

    Definition
        A cell is the mean over the raters who scored it. With points a column counts as soon as all its points are
        given: rows that got none of them got 0, which was a choice. A rater who gave nothing in a column, or only a
        part, is missing there, not zero. With scores a cell without a score is missing. An external factor may weigh
        more than another one.
    Formula
        mean     = sum of what was given / number of raters who scored the cell (with points: the column)
        value    = mean * weight of the column (1 without weights)
        spread   = sqrt(mean of (score - mean)^2) over those raters
        totals   = sum of the values; None where no cell has one; given = sum of what was given
        quadrant = grow S x O, defend S x T, improve W x O, withdraw W x T
        With points, what n raters gave in a column adds up to 6n: without weights every column has the same total.
    Units
        Points or scores, and numbers of raters; weights in any unit.
    Errors
        ValueError when two votes are of one rater for one cell, when a vote is for a factor that is not there or is
        not a finite number, when a weight is negative or not finite, or when some columns have a weight and others
        have none.
    Source
        Confrontation matrix as taught in the Netherlands. Means over who scored, and the spread: own choice.
    Example
        >>> swot = [Factor(kind.value[0], kind) for kind in FactorKind]
        >>> votes = [Vote("An", "s", "o", 2), Vote("An", "w", "o", -1), Vote("An", "w", "t", -2),
        ...          Vote("Bo", "s", "o", 1)]
        >>> matrix = confront(ScoringMode.LIKERT, swot, votes)
        >>> [(cell.row, cell.column, cell.quadrant.value, cell.raters, cell.value) for cell in matrix.cells]
        ... # doctest: +NORMALIZE_WHITESPACE
        [('s', 'o', 'grow', 2, 1.5), ('s', 't', 'defend', 0, None), ('w', 'o', 'improve', 1, -1.0),
         ('w', 't', 'withdraw', 1, -2.0)]
        >>> matrix.row_totals[1], matrix.whole.value
        (Total(value=-3.0, given=-3.0, scored=2, cells=2), -1.5)
    """
    inside, outside = rows_and_columns(factors)
    given = _given(votes, {factor.key for factor in inside}, {factor.key for factor in outside})
    weight = _weights([factor.key for factor in outside], weights)
    finished = _finished(given, points_to_give(len(inside)))
    cells = []
    for row in inside:
        for column in outside:
            by_rater = given.get((row.key, column.key), {})
            if mode == ScoringMode.POINTS:
                by_rater = {rater: by_rater.get(rater, 0.0) for rater in finished.get(column.key, ())}
            cells.append(
                _cell(
                    row.key, column.key, _QUADRANTS[row.kind, column.kind], list(by_rater.values()), weight[column.key]
                )
            )
    return Matrix(
        mode,
        tuple(factor.key for factor in inside),
        tuple(factor.key for factor in outside),
        tuple(cells),
        tuple(_total(cell for cell in cells if cell.row == row.key) for row in inside),
        tuple(_total(cell for cell in cells if cell.column == column.key) for column in outside),
        tuple((quadrant, _total(cell for cell in cells if cell.quadrant == quadrant)) for quadrant in Quadrant),
        _total(cells),
    )


def strategic_issues(matrix: Matrix, *, most: int = MOST_FACTORS) -> list[Ranked]:
    """Return the strongest cells of the matrix: the issues that a strategy must answer.

    Definition
        The cells that are farthest from nothing: a weakness that a threat hits hard is as much an issue as a strength
        that an opportunity asks for. What is less than half as strong as the strongest cell is none, also where few
        cells were scored. Equal cells share a rank, and where the last rank is shared all of them are told, so that no
        order is invented among equals; there may then be more than asked for.
    Formula
        in order of |value|, largest first; rank = 1 + number of stronger cells; ranks up to `most`
        |value| of at least half the largest |value|. Cells without a value, and cells of 0, are no issues.
        Differences under 0.000000001 are none.
    Units
        The value of a cell; ranks from 1.
    Errors
        ValueError when less than one issue is asked for.
    Source
        Three to five key issues from the highest cells, as taught in the Netherlands; strength by distance from 0, at
        least half of the strongest, and all of a shared rank: own choice.
    Example
        >>> swot = [Factor(kind.value[0], kind) for kind in FactorKind]
        >>> votes = [Vote("An", "s", "o", 2), Vote("An", "w", "o", 1), Vote("An", "s", "t", 0),
        ...          Vote("An", "w", "t", -2)]
        >>> found = strategic_issues(confront(ScoringMode.LIKERT, swot, votes), most=1)
        >>> [(issue.rank, issue.tied, issue.cell.row, issue.cell.column, issue.cell.value) for issue in found]
        [(1, True, 's', 'o', 2.0), (1, True, 'w', 't', -2.0)]
    """
    if most < 1:
        raise ValueError("at least one issue must be asked for")
    sized = [(abs(cell.value), cell) for cell in matrix.cells if cell.value is not None]
    least = max(max((size for size, _ in sized), default=0.0) / 2 - TINY, TINY)
    return _ranked([(size, cell) for size, cell in sized if size > least], most)


def disputed_cells(matrix: Matrix, *, most: int = MOST_FACTORS) -> list[Ranked]:
    """Return the cells on which raters differ most: worth a talk before anything is concluded.

    Definition
        The cells with the largest spread among the raters who scored them. Where all agree nothing is disputed.
    Formula
        in order of spread, largest first; ranks as in `strategic_issues`
    Units
        The spread is in points or on the scale of the scores.
    Errors
        ValueError when less than one cell is asked for.
    Source
        Standard deviation as the spread among raters: own choice.
    Example
        >>> swot = [Factor(kind.value[0], kind) for kind in FactorKind]
        >>> votes = [Vote("An", "s", "o", 2), Vote("Bo", "s", "o", -2), Vote("An", "s", "t", 1),
        ...          Vote("Bo", "s", "t", 1)]
        >>> found = disputed_cells(confront(ScoringMode.LIKERT, swot, votes))
        >>> [(each.cell.row, each.cell.column, each.cell.spread) for each in found]
        [('s', 'o', 2.0)]
    """
    if most < 1:
        raise ValueError("at least one cell must be asked for")
    return _ranked(
        [(cell.spread, cell) for cell in matrix.cells if cell.spread is not None and cell.spread > TINY], most
    )


def _given(
    votes: Iterable[Vote], rows: Collection[str], columns: Collection[str]
) -> dict[tuple[str, str], dict[str, float]]:
    """Return what each rater gave each cell."""
    given: dict[tuple[str, str], dict[str, float]] = {}
    for vote in votes:
        if vote.row not in rows or vote.column not in columns:
            raise ValueError(f"a vote for {vote.row!r} and {vote.column!r}, which are not in the matrix")
        if not isfinite(vote.score):
            raise ValueError(f"a vote must be a finite number, not {vote.score}")
        by_rater = given.setdefault((vote.row, vote.column), {})
        if vote.rater in by_rater:
            raise ValueError(f"two votes of {vote.rater!r} for {vote.row!r} and {vote.column!r}")
        by_rater[vote.rater] = vote.score
    return given


def _finished(given: Mapping[tuple[str, str], Mapping[str, float]], to_give: Sequence[int]) -> dict[str, list[str]]:
    """Column → the raters who gave all its points. Who gave only a part of them is not ready there."""
    points: dict[str, dict[str, list[float]]] = {}
    for (_row, column), by_rater in given.items():
        for rater, score in by_rater.items():
            if score != 0:
                points.setdefault(column, {}).setdefault(rater, []).append(score)
    wanted = sorted(to_give)
    return {
        column: [rater for rater, scores in by_rater.items() if sorted(scores) == wanted]
        for column, by_rater in points.items()
    }


def _weights(columns: Sequence[str], weights: Mapping[str, float] | None) -> dict[str, float]:
    """Return the weight of each column; all alike when none is given."""
    if not weights:
        return dict.fromkeys(columns, 1.0)
    if missing := [column for column in columns if column not in weights]:
        raise ValueError(f"no weight for {missing[0]!r}, while others have one")
    if any(not isfinite(weight) or weight < 0 for weight in weights.values()):
        raise ValueError("a weight must be a finite number of 0 or more")
    return {column: weights[column] for column in columns}


def _cell(row: str, column: str, quadrant: Quadrant, scores: Sequence[float], weight: float) -> Cell:
    if not scores:
        return Cell(row, column, quadrant, 0, 0.0, None, None, None)
    given = fsum(scores)
    mean = given / len(scores)
    spread = sqrt(fsum((score - mean) ** 2 for score in scores) / len(scores)) if len(scores) > 1 else None
    return Cell(row, column, quadrant, len(scores), given, mean, mean * weight, spread)


def _total(cells: Iterable[Cell]) -> Total:
    cells = list(cells)
    values = [cell.value for cell in cells if cell.value is not None]
    return Total(fsum(values) if values else None, fsum(cell.given for cell in cells), len(values), len(cells))


def _ranked(sized: Sequence[tuple[float, Cell]], most: int) -> list[Ranked]:
    """Return the cells from large to small with their rank, all of a shared rank or none of it."""
    rows = []
    for size, cell in sorted(sized, key=lambda pair: -pair[0]):
        rank = 1 + sum(other > size + TINY for other, _ in sized)
        tied = sum(abs(other - size) <= TINY for other, _ in sized) > 1
        if rank <= most:
            rows.append(Ranked(rank, tied, cell))
    return rows
