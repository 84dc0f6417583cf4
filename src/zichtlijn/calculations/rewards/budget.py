"""What proposals cost in a year, added up against a budget to the cent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zichtlijn.calculations.rewards.lines import RewardProposal
from zichtlijn.calculations.rewards.salary import is_in_cents, to_cents


@dataclass(frozen=True, slots=True)
class RewardCost:
    """What one proposal costs in a year, in whole cents; `group` is whose budget it is."""

    key: str
    structural: Decimal
    one_off: Decimal
    group: str = ""


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """What the proposals of one group cost together, and for how many people."""

    group: str
    people: int
    structural: Decimal
    one_off: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class BudgetCheck:
    """What all proposals cost, per group and together, and what is left of the budget; negative when it is passed."""

    groups: tuple[BudgetLine, ...]
    whole: BudgetLine
    budget: Decimal | None
    left: Decimal | None

    @property
    def is_over(self) -> bool:
        """Whether the proposals cost more than the budget."""
        return self.left is not None and self.left < 0


def reward_cost(
    proposal: RewardProposal, *, periods: Decimal, one_off: Decimal = Decimal(0), group: str = ""
) -> RewardCost:
    """Return what a proposal costs in a year.

    Definition
        What is paid more for the part that is worked, over the periods of pay in a year, and a one-off reward. Costs of
        the employer on top are not in it, unless the number of periods takes them in.
    Formula
        structural = to_cents((paid_new - paid_old) * periods)
    Units
        Amounts in one currency; a number of periods of 0 or more, as 12 months, or 12.96 with 8% holiday allowance.
    Errors
        ValueError when the number of periods is below 0 or not finite, or the one-off reward not in whole cents, or
        below 0.
    Source
        Own choice.
    Example
        >>> from zichtlijn.calculations.rewards.lines import RewardCase
        >>> from zichtlijn.calculations.rewards.proposal import promotion_proposal
        >>> from zichtlijn.calculations.rewards.salary import SalaryScale
        >>> case = RewardCase("An", Decimal(3000), SalaryScale("7", Decimal(2400), Decimal(3200)))
        >>> found = promotion_proposal(case, SalaryScale("8", Decimal(2800), Decimal(4000)), Decimal("0.04"))
        >>> str(reward_cost(found, periods=Decimal("12.96")).structural)
        '1555.20'
    """
    if not periods.is_finite() or periods < 0:
        raise ValueError("a number of periods must be 0 or more")
    if not is_in_cents(one_off) or one_off < 0:
        raise ValueError("a one-off reward must be a number of whole cents, 0 or more")
    return RewardCost(
        proposal.key, to_cents(Fraction(proposal.paid_more) * Fraction(periods)), to_cents(one_off), group
    )


def budget_check(costs: Iterable[RewardCost], *, budget: Decimal | None = None) -> BudgetCheck:
    """Return what all proposals cost together, to the cent, and what is left of the budget.

    Definition
        The total is the sum of the amounts in whole cents that stand with each person, not a rounded sum of exact ones:
        who adds up the list finds the total, and the groups add up to it as well. A budget that is passed is told.
    Formula
        total = sum(structural) + sum(one-off); left = budget - total
    Units
        Amounts in one currency for one year; None without a budget.
    Errors
        ValueError when an amount is not in whole cents, or when a person stands in it twice.
    Source
        Own choice.
    Example
        >>> costs = [RewardCost("An", Decimal("1555.20"), Decimal(0), "North"),
        ...          RewardCost("Bo", Decimal("979.13"), Decimal(250), "South")]
        >>> found = budget_check(costs, budget=Decimal(2500))
        >>> [(line.group, str(line.total)) for line in found.groups], str(found.whole.total), str(found.left)
        ([('North', '1555.20'), ('South', '1229.13')], '2784.33', '-284.33')
        >>> found.is_over
        True
    """
    costs = list(costs)
    if len({cost.key for cost in costs}) < len(costs):
        raise ValueError("a person stands in the list twice")
    amounts = [amount for cost in costs for amount in (cost.structural, cost.one_off)]
    if not all(is_in_cents(amount) for amount in [*amounts, *([] if budget is None else [budget])]):
        raise ValueError("an amount must be a number of whole cents")
    groups = dict.fromkeys(cost.group for cost in costs)
    whole = _line("", costs)
    return BudgetCheck(
        tuple(_line(group, [cost for cost in costs if cost.group == group]) for group in groups),
        whole,
        budget,
        None if budget is None else budget - whole.total,
    )


def _line(group: str, costs: list[RewardCost]) -> BudgetLine:
    structural = sum((cost.structural for cost in costs), Decimal("0.00"))
    one_off = sum((cost.one_off for cost in costs), Decimal("0.00"))
    return BudgetLine(group, len(costs), structural, one_off, structural + one_off)
