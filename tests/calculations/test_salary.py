"""Salary scales, the place in them, steps, and the one rule of rounding."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtlijn.calculations.rewards import (
    SalaryScale,
    compa_ratio,
    is_in_cents,
    raised_scale,
    relative_salary_position,
    salary_scale_problems,
    steps_up,
    to_cents,
)

OPEN = SalaryScale("8", Decimal(2800), Decimal(4000))
STEPS = SalaryScale("8", Decimal(2800), Decimal(4000), tuple(Decimal(2800 + 300 * number) for number in range(5)))


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        (Decimal("0.005"), "0.01"),
        (Decimal("0.0049999999999999999999999999999"), "0.00"),
        (Fraction(1, 3), "0.33"),
        (Fraction(2, 3), "0.67"),
        (Decimal("2.675"), "2.68"),  # in binary this would be 2.67
        (Decimal("1E+3"), "1000.00"),
        (7, "7.00"),
    ],
)
def test_half_a_cent_goes_up(amount, cents):
    assert str(to_cents(amount)) == cents


@given(st.decimals(0, 10**9, places=6))
def test_cents_by_decimal_rounding(amount):
    assert to_cents(amount) == amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert to_cents(amount).as_tuple().exponent == -2
    assert is_in_cents(to_cents(amount))
    assert to_cents(to_cents(amount)) == to_cents(amount)


@pytest.mark.parametrize("wrong", [Decimal("-0.01"), Fraction(-1, 3), Decimal("NaN"), Decimal("Infinity")])
def test_an_impossible_amount_is_refused(wrong):
    with pytest.raises(ValueError, match="amount"):
        to_cents(wrong)


@pytest.mark.parametrize(("amount", "whole"), [("1", True), ("1.10", True), ("1.001", False), ("Infinity", False)])
def test_whole_cents(amount, whole):
    assert is_in_cents(Decimal(amount)) is whole


@pytest.mark.parametrize(
    ("salary", "position", "compa"),
    [
        (3000, Fraction(3, 4), Fraction(15, 17)),
        (3200, Fraction(4, 5), Fraction(16, 17)),
        (3400, Fraction(17, 20), Fraction(1)),
        (4000, Fraction(1), Fraction(20, 17)),
        (4200, Fraction(21, 20), Fraction(21, 17)),
        (0, Fraction(0), Fraction(0)),
    ],
)
def test_the_place_in_a_scale(salary, position, compa):
    assert relative_salary_position(Decimal(salary), OPEN) == position
    assert compa_ratio(Decimal(salary), OPEN) == compa


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 10**6))
def test_the_place_in_a_scale_by_whole_cents(salary, low, more):
    scale = SalaryScale("x", Decimal(low) / 100, Decimal(low + more) / 100)
    assert relative_salary_position(Decimal(salary) / 100, scale) == Fraction(salary, low + more)
    assert compa_ratio(Decimal(salary) / 100, scale) == Fraction(2 * salary, 2 * low + more)


@pytest.mark.parametrize(
    ("salary", "count", "new"),
    [
        (2800, 0, 2800),
        (2800, 1, 3100),
        (2800, 2, 3400),
        (2900, 1, 3100),
        (3700, 3, 4000),
        (4000, 1, 4000),
        (4100, 2, 4100),
    ],
)
def test_steps(salary, count, new):
    assert steps_up(Decimal(salary), STEPS, count) == new


@given(st.integers(2000, 4500), st.integers(0, 6))
def test_steps_one_by_one(salary, count):
    one_by_one = Decimal(salary)
    for _ in range(count):
        one_by_one = steps_up(one_by_one, STEPS, 1)
    found = steps_up(Decimal(salary), STEPS, count)
    assert found == one_by_one
    assert salary <= found <= max(salary, 4000)


@pytest.mark.parametrize(
    ("scale", "problems"),
    [
        (OPEN, []),
        (STEPS, []),
        (SalaryScale("x", Decimal(1), Decimal(1)), []),
        (SalaryScale("x", Decimal("0.001"), Decimal(1)), [("not_cents", None)]),
        (SalaryScale("x", Decimal(1), Decimal("NaN")), [("not_cents", None)]),
        (SalaryScale("x", Decimal(1), Decimal(2), (Decimal(1), Decimal("1.005"))), [("not_cents", 1)]),
        (SalaryScale("x", Decimal(0), Decimal(1)), [("not_positive", None)]),
        (SalaryScale("x", Decimal(2), Decimal(1)), [("maximum_below_minimum", None)]),
        (
            SalaryScale("x", Decimal(1), Decimal(4), (Decimal(2), Decimal(2), Decimal(3))),
            [("steps_not_rising", 1), ("steps_not_whole", 0), ("steps_not_whole", 2)],
        ),
    ],
)
def test_problems_of_a_scale(scale, problems):
    assert [(problem.code.value, problem.row) for problem in salary_scale_problems(scale)] == problems
    if problems:
        with pytest.raises(ValueError, match=problems[0][0]):
            relative_salary_position(Decimal(1), scale)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: relative_salary_position(Decimal(-1), OPEN), "salary"),
        (lambda: compa_ratio(Decimal("NaN"), OPEN), "salary"),
        (lambda: steps_up(Decimal(2800), OPEN, 1), "no steps"),
        (lambda: steps_up(Decimal(2800), STEPS, -1), "0 or more"),
        (lambda: raised_scale(OPEN, Decimal("-0.01")), "0 to 1"),
        (lambda: raised_scale(OPEN, Decimal("NaN")), "0 to 1"),
    ],
)
def test_what_cannot_be_is_refused(ask, words):
    with pytest.raises(ValueError, match=words):
        ask()


@given(st.decimals(0, 1, places=4))
def test_a_raised_scale_by_decimal_rounding(ratio):
    found = raised_scale(STEPS, ratio)
    second = [(amount * (1 + ratio)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP) for amount in STEPS.amounts]
    assert list(found.amounts) == second
    assert salary_scale_problems(found) == []
