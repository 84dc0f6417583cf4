"""Rewards: the place in a salary scale, raises by matrix, steps and promotion, their cost, and the equal-pay check.

Salaries are for full-time work until the very end; every proposal tells its calculation line by line. Grades of OKR and
360 results cannot be imported here (a contract in `pyproject.toml`, and a test that lists all this folder may import).
"""

from zichtlijn.calculations.rewards.budget import (
    BudgetCheck,
    BudgetLine,
    RewardCost,
    budget_check,
    reward_cost,
)
from zichtlijn.calculations.rewards.equal_pay import (
    EXPLAIN_FROM,
    EqualPay,
    GroupMean,
    PaidPerson,
    PayGap,
    equal_pay,
)
from zichtlijn.calculations.rewards.lines import (
    RewardCase,
    RewardLine,
    RewardLineCode,
    RewardProposal,
)
from zichtlijn.calculations.rewards.matrix import (
    MatrixProblem,
    MatrixProblemCode,
    MeritCell,
    MeritMatrix,
    MeritRow,
    PercentageOf,
    PositionBy,
    matrix_problems,
    merit_cell,
)
from zichtlijn.calculations.rewards.proposal import (
    CollectiveOrder,
    CollectiveRaise,
    GivenProblem,
    GivenProblemCode,
    given_problems,
    merit_proposal,
    one_off_reward,
    promotion_proposal,
    raised_scale,
    step_proposal,
)
from zichtlijn.calculations.rewards.salary import (
    SalaryScale,
    SalaryScaleProblem,
    SalaryScaleProblemCode,
    compa_ratio,
    is_in_cents,
    raise_ratio,
    relative_salary_position,
    salary_scale_problems,
    steps_up,
    to_cents,
)

__all__ = [
    "EXPLAIN_FROM",
    "BudgetCheck",
    "BudgetLine",
    "CollectiveOrder",
    "CollectiveRaise",
    "EqualPay",
    "GivenProblem",
    "GivenProblemCode",
    "GroupMean",
    "MatrixProblem",
    "MatrixProblemCode",
    "MeritCell",
    "MeritMatrix",
    "MeritRow",
    "PaidPerson",
    "PayGap",
    "PercentageOf",
    "PositionBy",
    "RewardCase",
    "RewardCost",
    "RewardLine",
    "RewardLineCode",
    "RewardProposal",
    "SalaryScale",
    "SalaryScaleProblem",
    "SalaryScaleProblemCode",
    "budget_check",
    "compa_ratio",
    "equal_pay",
    "given_problems",
    "is_in_cents",
    "matrix_problems",
    "merit_cell",
    "merit_proposal",
    "one_off_reward",
    "promotion_proposal",
    "raise_ratio",
    "raised_scale",
    "relative_salary_position",
    "reward_cost",
    "salary_scale_problems",
    "step_proposal",
    "steps_up",
    "to_cents",
]
