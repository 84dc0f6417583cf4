"""What a round of rewards costs: the proposals add up to the total, to the cent."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calculations.growth_matrix import MATRIX, case, cents, proposals
from zichtlijn.calculations.rewards import RewardCost, budget_check, merit_proposal, reward_cost


def test_costs_by_hand():
    """An: 120 a month at 80%, 96 x 12.96 = 1,244.16. Bo: 96 x 12.96, and 500 once."""
    one = merit_proposal(case(3000, part_time=Decimal("0.8")), MATRIX)
    other = merit_proposal(case(3200, key="Bo"), MATRIX)
    costs = [
        reward_cost(one, periods=Decimal("12.96"), group="North"),
        reward_cost(other, periods=Decimal("12.96"), one_off=Decimal(500), group="South"),
    ]
    found = budget_check(costs, budget=Decimal("2988.32"))
    assert [line.total for line in found.groups] == [Decimal("1244.16"), Decimal("1744.16")]
    assert (found.whole.structural, found.whole.one_off, found.whole.total) == (
        Decimal("2488.32"),
        500,
        Decimal("2988.32"),
    )
    assert (found.left, found.is_over, found.whole.people) == (0, False, 2)
    assert budget_check(costs, budget=Decimal("2988.31")).is_over
    assert budget_check(costs).left is None
    assert not budget_check(costs).is_over


@given(st.lists(proposals(), max_size=8), st.decimals(0, 14, places=2), st.data())
def test_the_proposals_add_up_to_the_total_to_the_cent(made, periods, data):
    costs = [
        reward_cost(
            replace(proposal, key=str(number)),
            periods=periods,
            one_off=Decimal(data.draw(st.integers(0, 10**6))) / 100,
            group=data.draw(st.sampled_from("abc")),
        )
        for number, (_, proposal) in enumerate(made)
    ]
    budget = Decimal(data.draw(st.integers(0, 10**7))) / 100
    found = budget_check(costs, budget=budget)
    by_hand = sum(cents(cost.structural) + cents(cost.one_off) for cost in costs)
    assert cents(found.whole.total) == by_hand
    assert sum(cents(line.total) for line in found.groups) == by_hand
    assert sum(line.people for line in found.groups) == found.whole.people == len(made)
    assert cents(found.left) == cents(budget) - by_hand
    assert found.is_over == (cents(budget) < by_hand)
    for cost, (_, proposal) in zip(costs, made, strict=True):
        second = (proposal.paid_more * periods).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        assert cost.structural == second


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda one: reward_cost(one, periods=Decimal(-1)), "periods"),
        (lambda one: reward_cost(one, periods=Decimal("NaN")), "periods"),
        (lambda one: reward_cost(one, periods=Decimal(1), one_off=Decimal("-0.01")), "one-off"),
        (lambda one: reward_cost(one, periods=Decimal(1), one_off=Decimal("0.001")), "one-off"),
        (lambda one: budget_check([RewardCost("a", Decimal(1), Decimal(0))] * 2), "twice"),
        (lambda one: budget_check([RewardCost("a", Decimal("0.001"), Decimal(0))]), "cents"),
        (lambda one: budget_check([], budget=Decimal("0.001")), "cents"),
    ],
)
def test_costs_that_cannot_be_are_refused(ask, words):
    with pytest.raises(ValueError, match=words):
        ask(merit_proposal(case(3000), MATRIX))
