"""Appraisal: a weighted proposal that explains itself, the label a person decides on, and calibration.

Only what was agreed and judged for this purpose counts here. Grades of OKR are for learning and 360 results for
development: neither can be imported (a contract in `pyproject.toml`, and a test that lists all this folder may import).
"""

from zichtlijn.calculations.appraisal.calibration import (
    Calibrated,
    Distribution,
    DistributionProblem,
    DistributionProblemCode,
    LabelCount,
    TargetShare,
    distribution_problems,
    label_distribution,
)
from zichtlijn.calculations.appraisal.judgement import (
    WHOLE,
    Discussed,
    LabelProblem,
    LabelProblemCode,
    Surprise,
    label_problems,
    negative_points,
    surprises,
)
from zichtlijn.calculations.appraisal.proposal import (
    WEIGHTS_TOLERANCE,
    AppraisalPart,
    AppraisalProblem,
    AppraisalProblemCode,
    Judged,
    Proposal,
    ProposalLine,
    ProposedPart,
    appraisal_problems,
    propose,
    whole_weights,
)
from zichtlijn.calculations.appraisal.scale import (
    FEWEST_LEVELS,
    Level,
    ScaleProblem,
    ScaleProblemCode,
    scale_problems,
)

__all__ = [
    "FEWEST_LEVELS",
    "WEIGHTS_TOLERANCE",
    "WHOLE",
    "AppraisalPart",
    "AppraisalProblem",
    "AppraisalProblemCode",
    "Calibrated",
    "Discussed",
    "Distribution",
    "DistributionProblem",
    "DistributionProblemCode",
    "Judged",
    "LabelCount",
    "LabelProblem",
    "LabelProblemCode",
    "Level",
    "Proposal",
    "ProposalLine",
    "ProposedPart",
    "ScaleProblem",
    "ScaleProblemCode",
    "Surprise",
    "TargetShare",
    "appraisal_problems",
    "distribution_problems",
    "label_distribution",
    "label_problems",
    "negative_points",
    "propose",
    "scale_problems",
    "surprises",
    "whole_weights",
]
