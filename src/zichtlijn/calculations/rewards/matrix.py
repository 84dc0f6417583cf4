"""The merit matrix (groeitabel): which percentage goes with a label and a place in the scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from zichtlijn.calculations.bands import Band, Exact, band_of, band_problems


class PercentageOf(StrEnum):
    """Of what a percentage is taken."""

    SALARY = "salary"
    MAXIMUM = "maximum"


class PositionBy(StrEnum):
    """By what the place in the scale is told."""

    MAXIMUM = "maximum"  # relative salary position
    MIDPOINT = "midpoint"  # compa-ratio


@dataclass(frozen=True, slots=True)
class MeritCell:
    """The raise, as a ratio, and the largest one-off reward, as a ratio of a year's pay; 0 is none possible."""

    ratio: Decimal
    most_one_off: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class MeritRow:
    """What one label gives in each band."""

    label: str
    cells: tuple[MeritCell, ...]


@dataclass(frozen=True, slots=True)
class MeritMatrix:
    """Labels from low to high, against bands of the place in the scale from low to high."""

    bands: tuple[Band, ...]
    rows: tuple[MeritRow, ...]
    of: PercentageOf = PercentageOf.SALARY
    by: PositionBy = PositionBy.MAXIMUM


class MatrixProblemCode(StrEnum):
    """What can be wrong with, or notable about, a merit matrix."""

    BANDS_WRONG = "bands_wrong"
    LABEL_MISSING = "label_missing"
    LABEL_UNKNOWN = "label_unknown"
    LABEL_TWICE = "label_twice"
    ROW_LENGTH = "row_length"
    RATIO_OUTSIDE = "ratio_outside"
    FALLS_WITH_LABEL = "falls_with_label"
    RISES_WITH_POSITION = "rises_with_position"

    @property
    def is_notable(self) -> bool:
        """Whether it can be meant like this: say it and let it be."""
        return self in {MatrixProblemCode.FALLS_WITH_LABEL, MatrixProblemCode.RISES_WITH_POSITION}


@dataclass(frozen=True, slots=True)
class MatrixProblem:
    """One thing about a matrix: what, at which label, and in which band, counted from 0."""

    code: MatrixProblemCode
    label: str = ""
    column: int | None = None


def matrix_problems(matrix: MeritMatrix, labels: Sequence[str]) -> list[MatrixProblem]:
    """Return what is wrong with a merit matrix, or notable about it, all of it at once.

    Definition
        Every label has a row with a cell for every band, and every place in a scale lies in one band. In a matrix that
        tells a clear story a higher label never gives less in the same band, and a higher place in the scale never more
        for the same label; otherwise is notable, not wrong.
    Formula
        bands wrong          `band_problems` of the bands from 0 on, without an end
        label missing, unknown, twice   the rows against the labels
        row length           cells <> bands
        ratio outside        a ratio below 0 or above 1
        falls with label     ratio < that of the row before it in the same band
        rises with position  ratio > that of the band before it in the same row
    Units
        Ratios; labels from low to high.
    Errors
        None: that is what the list is for.
    Source
        Growth tables of Dutch collective agreements; the list itself: own choice.
    Example
        >>> bands = (Band("below", Decimal(0), Decimal(1)), Band("at", Decimal(1), None))
        >>> rows = (MeritRow("on", (MeritCell(Decimal("0.03")), MeritCell(Decimal(0)))),
        ...         MeritRow("above", (MeritCell(Decimal("0.02")), MeritCell(Decimal(2)))))
        >>> found = matrix_problems(MeritMatrix(bands, rows), ["below", "on", "above"])
        >>> [(problem.code.value, problem.label, problem.column) for problem in found]
        ... # doctest: +NORMALIZE_WHITESPACE
        [('label_missing', 'below', None), ('ratio_outside', 'above', 1), ('falls_with_label', 'above', 0),
         ('rises_with_position', 'above', 1)]
    """
    problems: list[MatrixProblem] = []
    if band_problems(matrix.bands, lowest=Decimal(0)):
        problems.append(MatrixProblem(MatrixProblemCode.BANDS_WRONG))
    given = [row.label for row in matrix.rows]
    problems += [MatrixProblem(MatrixProblemCode.LABEL_MISSING, label) for label in labels if label not in given]
    problems += [MatrixProblem(MatrixProblemCode.LABEL_UNKNOWN, label) for label in given if label not in labels]
    problems += [
        MatrixProblem(MatrixProblemCode.LABEL_TWICE, label) for label in dict.fromkeys(given) if given.count(label) > 1
    ]
    whole = True
    for row in matrix.rows:
        if len(row.cells) != len(matrix.bands):
            problems.append(MatrixProblem(MatrixProblemCode.ROW_LENGTH, row.label))
            whole = False
        for column, cell in enumerate(row.cells):
            ratios = (cell.ratio, cell.most_one_off)
            if not all(ratio.is_finite() and 0 <= ratio <= 1 for ratio in ratios):
                problems.append(MatrixProblem(MatrixProblemCode.RATIO_OUTSIDE, row.label, column))
                whole = whole and all(ratio.is_finite() for ratio in ratios)
    return problems + (_notable(matrix, labels) if whole else [])


def merit_cell(matrix: MeritMatrix, label: str, position: Exact) -> tuple[Band, MeritCell]:
    """Return the band in which a place in the scale lies, and what a label gives there.

    Definition
        A place on the edge of two bands lies in the upper one; who is at the maximum, or above it, in the last one.
    Formula
        the cell of the label in the band with low <= position < high
    Units
        The position is a ratio: 1 is the norm of the matrix.
    Errors
        ValueError when the matrix has no such label, or has it twice, or when the position lies in no band or several.
    Source
        Growth tables of Dutch collective agreements.
    Example
        >>> matrix = MeritMatrix((Band("below", Decimal(0), Decimal(1)), Band("at", Decimal(1), None)),
        ...                      (MeritRow("on", (MeritCell(Decimal("0.03")), MeritCell(Decimal(0)))),))
        >>> [str(merit_cell(matrix, "on", position)[1].ratio) for position in (Fraction(99, 100), 1)]
        ['0.03', '0']
    """
    rows = [row for row in matrix.rows if row.label == label]
    if len(rows) != 1:
        raise ValueError(f"the matrix has {len(rows)} rows for {label!r}")
    if len(rows[0].cells) != len(matrix.bands):
        raise ValueError(f"the row of {label!r} has not a cell for every band")
    band = band_of(matrix.bands, Fraction(position))
    return band, rows[0].cells[matrix.bands.index(band)]


def _notable(matrix: MeritMatrix, labels: Sequence[str]) -> list[MatrixProblem]:
    order = [row for label in labels for row in matrix.rows if row.label == label]
    falls = [
        MatrixProblem(MatrixProblemCode.FALLS_WITH_LABEL, row.label, column)
        for before, row in pairwise(order)
        for column, (lower, cell) in enumerate(zip(before.cells, row.cells, strict=True))
        if cell.ratio < lower.ratio
    ]
    rises = [
        MatrixProblem(MatrixProblemCode.RISES_WITH_POSITION, row.label, column)
        for row in order
        for column, (before, cell) in enumerate(pairwise(row.cells), 1)
        if cell.ratio > before.ratio
    ]
    return falls + rises
