"""SWOT and the confrontation matrix.

Rows are the internal factors, strengths before weaknesses; columns the external ones, opportunities before threats.
A cell, a row or a column is known by the keys of its factors.
"""

from zichtlijn.calculations.confrontation.factors import (
    MOST_FACTORS,
    Factor,
    FactorKind,
    SwotProblem,
    SwotProblemCode,
    rows_and_columns,
    swot_problems,
)
from zichtlijn.calculations.confrontation.matrix import (
    Cell,
    Matrix,
    Quadrant,
    Ranked,
    Total,
    confront,
    disputed_cells,
    strategic_issues,
)
from zichtlijn.calculations.confrontation.options import (
    HIGHEST,
    LOWEST,
    Criterion,
    Weighing,
    rank_options,
    weigh_option,
)
from zichtlijn.calculations.confrontation.votes import (
    LIKERT,
    ScoringMode,
    Vote,
    VoteProblem,
    VoteProblemCode,
    points_to_give,
    vote_problems,
)

__all__ = [
    "HIGHEST",
    "LIKERT",
    "LOWEST",
    "MOST_FACTORS",
    "Cell",
    "Criterion",
    "Factor",
    "FactorKind",
    "Matrix",
    "Quadrant",
    "Ranked",
    "ScoringMode",
    "SwotProblem",
    "SwotProblemCode",
    "Total",
    "Vote",
    "VoteProblem",
    "VoteProblemCode",
    "Weighing",
    "confront",
    "disputed_cells",
    "points_to_give",
    "rank_options",
    "rows_and_columns",
    "strategic_issues",
    "swot_problems",
    "vote_problems",
    "weigh_option",
]
