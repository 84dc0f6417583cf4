"""The merit matrix: what is wrong with one, and what is only notable."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.calculations.growth_matrix import BANDS, LABELS, MATRIX, ROWS
from zichtlijn.calculations.bands import Band
from zichtlijn.calculations.rewards import MatrixProblemCode, MeritCell, MeritRow, matrix_problems, merit_cell


def test_the_growth_matrix_has_no_problems():
    assert matrix_problems(MATRIX, LABELS) == []


@pytest.mark.parametrize(
    ("matrix", "codes"),
    [
        (replace(MATRIX, bands=BANDS[:3]), ["bands_wrong", *["row_length"] * 5]),
        (replace(MATRIX, bands=(Band("below", Decimal("0.1"), Decimal("0.8")), *BANDS[1:])), ["bands_wrong"]),
        (replace(MATRIX, rows=ROWS[1:]), ["label_missing"]),
        (replace(MATRIX, rows=(*ROWS, MeritRow("superb", ROWS[4].cells))), ["label_unknown"]),
        (replace(MATRIX, rows=(*ROWS, ROWS[4])), ["label_twice"]),
        (replace(MATRIX, rows=(*ROWS[:4], MeritRow("excellent", ROWS[4].cells[:3]))), ["row_length"]),
        (
            replace(MATRIX, rows=(*ROWS[:4], MeritRow("excellent", (MeritCell(Decimal(2)), *ROWS[4].cells[1:])))),
            ["ratio_outside"],
        ),
        (replace(MATRIX, rows=(*ROWS[:4], MeritRow("excellent", ROWS[1].cells))), ["falls_with_label"] * 3),
        (
            replace(MATRIX, rows=(MeritRow("unsatisfactory", ROWS[4].cells[::-1]), *ROWS[1:])),
            ["falls_with_label"] * 3 + ["rises_with_position"] * 3,
        ),
    ],
)
def test_problems_of_a_matrix(matrix, codes):
    found = matrix_problems(matrix, LABELS)
    assert [problem.code.value for problem in found] == codes
    assert all(
        problem.code.is_notable == (problem.code in {"falls_with_label", "rises_with_position"}) for problem in found
    )


def test_a_number_that_is_none_in_a_matrix_is_a_problem():
    row = MeritRow("excellent", (MeritCell(Decimal("NaN")), *ROWS[4].cells[1:]))
    found = matrix_problems(replace(MATRIX, rows=(*ROWS[:4], row)), LABELS)
    assert [problem.code for problem in found] == [MatrixProblemCode.RATIO_OUTSIDE]


def test_a_cell_of_a_matrix_that_is_not_whole_is_refused():
    with pytest.raises(ValueError, match="2 rows"):
        merit_cell(replace(MATRIX, rows=(ROWS[2], ROWS[2])), "good", 1)
    with pytest.raises(ValueError, match="every band"):
        merit_cell(replace(MATRIX, bands=BANDS[:3]), "good", Decimal("0.5"))
