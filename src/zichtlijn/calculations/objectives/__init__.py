"""Objectives and their measures: progress, expected course, status, roll-up, and what is wrong with an aim."""

from zichtlijn.calculations.objectives.achieved import overshoot, progress, raw_progress
from zichtlijn.calculations.objectives.aims import Aim, MeasureKind, Milestone, Shape, Target
from zichtlijn.calculations.objectives.cascade import LEAST_WHOLE, MOST_WHOLE, line_coverage, weights_add_up
from zichtlijn.calculations.objectives.expected import course, expected_progress, expected_value
from zichtlijn.calculations.objectives.outside import is_far_outside
from zichtlijn.calculations.objectives.problems import Problem, ProblemCode, Severity, validate_aim
from zichtlijn.calculations.objectives.shares import Sums, explain_some, filled_weights, open_share, roll_up_sums
from zichtlijn.calculations.objectives.standing import (
    TINY,
    ExplainedPart,
    Limits,
    Part,
    Standing,
    Status,
    explain,
    explain_in,
    roll_up,
    status,
)

__all__ = [
    "LEAST_WHOLE",
    "MOST_WHOLE",
    "TINY",
    "Aim",
    "ExplainedPart",
    "Limits",
    "MeasureKind",
    "Milestone",
    "Part",
    "Problem",
    "ProblemCode",
    "Severity",
    "Shape",
    "Standing",
    "Status",
    "Sums",
    "Target",
    "course",
    "expected_progress",
    "expected_value",
    "explain",
    "explain_in",
    "explain_some",
    "filled_weights",
    "is_far_outside",
    "line_coverage",
    "open_share",
    "overshoot",
    "progress",
    "raw_progress",
    "roll_up",
    "roll_up_sums",
    "status",
    "validate_aim",
    "weights_add_up",
]
