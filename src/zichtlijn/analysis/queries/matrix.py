"""The confrontation matrix: what raters gave, added up, and what follows from it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zichtlijn.analysis.models import Analysis, Factor, Rater, Score
from zichtlijn.analysis.queries.swot import as_listed, code_of, factors_of
from zichtlijn.analysis.states import EXTERNAL, INTERNAL, Mode
from zichtlijn.analysis.wording import quadrant_of, write_value
from zichtlijn.calculations.confrontation import Cell as Confronted
from zichtlijn.calculations.confrontation import (
    Matrix,
    Quadrant,
    Ranked,
    ScoringMode,
    Total,
    Vote,
    confront,
    disputed_cells,
    points_to_give,
    strategic_issues,
)
from zichtlijn.ui.wording import write_number

#: An internal and an external factor, by their numbers.
Cell = tuple[int, int]
#: Steps of colour in which a cell is drawn.
STEPS = 4
#: How many cells are told as issues, and as disputed.
ISSUES, DISPUTED = 5, 3


@dataclass(frozen=True)
class Side:
    """A factor as a row or a column of the matrix."""

    factor: Factor
    code: str

    @property
    def name(self) -> str:
        return f"{self.code} {self.factor.text}"


@dataclass(frozen=True)
class Drawn:
    """A cell as the page draws it: what it is worth, how strongly it is coloured, and its rank among the issues."""

    column: Side
    cell: Confronted
    tone: str
    rank: int | None
    #: The first of a new quadrant, where the line between them is drawn.
    is_first: bool
    mode: str

    @property
    def written(self) -> str:
        return write_value(self.cell.value, self.mode)


@dataclass(frozen=True)
class Row:
    side: Side
    cells: list[Drawn]
    total: Total
    is_first: bool
    mode: str

    @property
    def written(self) -> str:
        return write_value(self.total.value, self.mode)


@dataclass(frozen=True)
class Issue:
    """A cell that a strategy must answer, or on which raters differ, by its factors."""

    rank: int
    tied: bool
    row: Side
    column: Side
    cell: Confronted
    mode: str

    @property
    def written(self) -> str:
        return write_value(self.cell.value, self.mode)

    @property
    def spread(self) -> str:
        """How much raters differ here, in points or steps of the scale."""
        return "" if self.cell.spread is None else write_number(self.cell.spread, 1)

    @property
    def asks(self) -> str:
        """What its quadrant asks for."""
        return quadrant_of(self.cell.quadrant)


@dataclass(frozen=True)
class Taking:
    """One rater, and how much of the matrix is filled in."""

    name: str
    done: int
    of: int
    at: datetime | None

    @property
    def is_complete(self) -> bool:
        return self.done >= self.of


@dataclass
class MatrixPage:
    """Everything that the page of the matrix shows."""

    rows: list[Row]
    columns: list[Side]
    column_totals: list[Total]
    quadrants: list[tuple[Quadrant, Total]]
    strongest: list[Quadrant]
    issues: list[Issue]
    disputed: list[Issue]
    raters: list[Taking]
    whole: Total
    mode: str

    @property
    def is_scored(self) -> bool:
        return self.whole.scored > 0

    @property
    def sides(self) -> list[Side]:
        return [*(row.side for row in self.rows), *self.columns]

    @property
    def opportunities(self) -> int:
        """How many columns are opportunities; the others are threats."""
        return sum(column.factor.kind == EXTERNAL[0] for column in self.columns)

    @property
    def threats(self) -> int:
        return len(self.columns) - self.opportunities

    @property
    def column_sums(self) -> list[tuple[Side, str, bool]]:
        """Each column with its total in words, and whether it is the first of the threats."""
        edge = self.opportunities
        return [
            (column, write_value(total.value, self.mode), 0 < place == edge)
            for place, (column, total) in enumerate(zip(self.columns, self.column_totals, strict=True))
        ]

    @property
    def has_weights(self) -> bool:
        """Whether an opportunity or a threat weighs more or less than the others."""
        return any(column.factor.weight != 1 for column in self.columns)

    @property
    def has_column_totals(self) -> bool:
        """With points each column adds up to the same, so there it says something only when columns weigh otherwise."""
        return self.mode != Mode.POINTS or self.has_weights

    @property
    def whole_written(self) -> str:
        return write_value(self.whole.value, self.mode)


def sides_of(factors: Sequence[Factor]) -> tuple[list[Factor], list[Factor]]:
    """The rows and the columns of the matrix, in their order."""
    return [f for f in factors if f.kind in INTERNAL], [f for f in factors if f.kind in EXTERNAL]


def own_scores(rater: Rater | None) -> dict[Cell, int]:
    """What this rater gave: (row, column) → points or score."""
    if rater is None:
        return {}
    found = Score.objects.filter(rater=rater).values_list("row_id", "column_id", "score")
    return {(row, column): score for row, column, score in found}


def matrix_page(analysis: Analysis) -> MatrixPage:
    """The matrix added up: three questions, however many raters and factors there are."""
    factors = factors_of(analysis)
    raters = list(Rater.objects.filter(analysis=analysis, scored_at__isnull=False).order_by("scored_at", "pk"))
    scores = list(
        Score.objects.filter(rater__analysis=analysis).values_list("rater_id", "row_id", "column_id", "score")
    )
    votes = [Vote(str(rater), str(row), str(column), score) for rater, row, column, score in scores]
    _inside, outside = sides_of(factors)
    weights = {str(factor.pk): factor.weight for factor in outside}
    matrix = confront(ScoringMode(analysis.mode), as_listed(factors), votes, weights=weights)
    sides = {str(factor.pk): Side(factor, code_of(factor)) for factor in factors}
    issues = strategic_issues(matrix, most=ISSUES)
    return MatrixPage(
        rows=_rows(matrix, analysis.mode, sides, {(i.cell.row, i.cell.column): i.rank for i in issues}),
        columns=[sides[key] for key in matrix.columns],
        column_totals=list(matrix.column_totals),
        quadrants=list(matrix.quadrant_totals),
        strongest=_strongest(matrix),
        issues=[_issue(found, sides, analysis.mode) for found in issues],
        disputed=[_issue(found, sides, analysis.mode) for found in disputed_cells(matrix, most=DISPUTED)],
        raters=_taking(analysis, raters, scores, matrix),
        whole=matrix.whole,
        mode=analysis.mode,
    )


def _strongest(matrix: Matrix) -> list[Quadrant]:
    """The quadrants that weigh most per cell, by their distance from nothing."""
    sizes = {quadrant: abs(total.mean) for quadrant, total in matrix.quadrant_totals if total.mean is not None}
    most = max(sizes.values(), default=0)
    return [quadrant for quadrant, size in sizes.items() if most and size == most]


def _rows(matrix: Matrix, mode: str, sides: dict[str, Side], ranks: dict[tuple[str, str], int]) -> list[Row]:
    largest = max((abs(cell.value) for cell in matrix.cells if cell.value is not None), default=0)
    width, rows = len(matrix.columns), []
    for place, key in enumerate(matrix.rows):
        cells = matrix.cells[place * width : (place + 1) * width]
        drawn = []
        for number, cell in enumerate(cells):
            column = sides[cell.column]
            first = number > 0 and column.factor.kind != sides[cells[number - 1].column].factor.kind
            rank = ranks.get((cell.row, cell.column))
            drawn.append(Drawn(column, cell, _tone(cell.value, largest), rank, first, mode))
        is_first = place > 0 and sides[key].factor.kind != sides[matrix.rows[place - 1]].factor.kind
        rows.append(Row(sides[key], drawn, matrix.row_totals[place], is_first, mode))
    return rows


def _tone(value: float | None, largest: float) -> str:
    """How a cell is coloured: how far it is from nothing, in steps, to either side."""
    if value is None:
        return "open"
    step = round(STEPS * abs(value) / largest) if largest else 0
    return f"{'plus' if value > 0 else 'minus'}-{step}" if step else "nil"


def _issue(found: Ranked, sides: dict[str, Side], mode: str) -> Issue:
    return Issue(found.rank, found.tied, sides[found.cell.row], sides[found.cell.column], found.cell, mode)


def _taking(analysis: Analysis, raters: list[Rater], scores: list[tuple], matrix: Matrix) -> list[Taking]:
    """How far each rater is: columns of which all points are given, or cells with a score."""
    by_points = analysis.mode == Mode.POINTS
    filled: dict[int, Counter] = {}
    for rater, row, column, _score in scores:
        filled.setdefault(rater, Counter())[column if by_points else (row, column)] += 1
    needed = len(points_to_give(len(matrix.rows))) if by_points else 1
    of = len(matrix.columns) if by_points else len(matrix.cells)
    return [
        Taking(rater.name, sum(n >= needed for n in filled.get(rater.pk, Counter()).values()), of, rater.scored_at)
        for rater in raters
    ]


def points_for(rows: Sequence[Factor]) -> tuple[int, ...]:
    """The points that there are to give in a column."""
    return points_to_give(len(rows))
