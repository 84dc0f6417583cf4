"""Salary scales, the place of a salary in its scale, and the one rule by which amounts go to whole cents."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from zichtlijn.calculations.bands import Exact


@dataclass(frozen=True, slots=True)
class SalaryScale:
    """A salary scale for full-time work, per period of pay; with steps (periodieken) from low to high, or without."""

    name: str
    minimum: Decimal
    maximum: Decimal
    steps: tuple[Decimal, ...] = ()

    @property
    def midpoint(self) -> Fraction:
        """Halfway the minimum and the maximum."""
        return (Fraction(self.minimum) + Fraction(self.maximum)) / 2

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        """All amounts on which somebody can stand: the minimum, the steps and the maximum."""
        return (self.minimum, *self.steps, self.maximum)

    def refuse_unsound(self) -> None:
        """Raise ValueError when something is wrong with this scale."""
        if problems := salary_scale_problems(self):
            raise ValueError(f"scale {self.name!r} is not sound: {problems[0].code.value}")


class SalaryScaleProblemCode(StrEnum):
    """What can be wrong with a salary scale."""

    NOT_CENTS = "not_cents"
    NOT_POSITIVE = "not_positive"
    MAXIMUM_BELOW_MINIMUM = "maximum_below_minimum"
    STEPS_NOT_RISING = "steps_not_rising"
    STEPS_NOT_WHOLE = "steps_not_whole"


@dataclass(frozen=True, slots=True)
class SalaryScaleProblem:
    """One thing that is wrong with a salary scale: what, and at which step, counted from 0."""

    code: SalaryScaleProblemCode
    row: int | None = None


def to_cents(amount: Exact) -> Decimal:
    """Return an exact amount in whole cents: the only place where an amount of money is rounded.

    Definition
        Somebody is paid in whole cents. Every amount that is paid or agreed is calculated exactly and goes to cents
        once, at the very end, half a cent going up. What is calculated from an agreed amount, as pay for part-time work
        or a year, starts from the cents that were agreed, so that it can be checked by hand.
    Formula
        floor(100 * amount + 1/2) / 100
    Units
        Amounts of 0 or more in one currency.
    Errors
        ValueError when the amount is negative or not finite.
    Source
        Own choice; half up as in payroll.
    Example
        >>> to_cents(Decimal("3050.005")), to_cents(Fraction(10, 3)), to_cents(3100)
        (Decimal('3050.01'), Decimal('3.33'), Decimal('3100.00'))
    """
    if isinstance(amount, Decimal) and not amount.is_finite():
        raise ValueError("an amount must be a finite number")
    exact = Fraction(amount)
    if exact < 0:
        raise ValueError("an amount must be 0 or more")
    return Decimal((exact * 100 + Fraction(1, 2)) // 1).scaleb(-2)


def is_in_cents(amount: Decimal) -> bool:
    """Tell whether an amount is a finite number of whole cents.

    Definition
        What goes into a calculation of rewards was agreed, so it is in whole cents.
    Formula
        100 * amount is a whole number
    Units
        An amount in one currency.
    Errors
        None.
    Source
        Own choice.
    Example
        >>> is_in_cents(Decimal("3100.50")), is_in_cents(Decimal("0.005")), is_in_cents(Decimal("NaN"))
        (True, False, False)
    """
    return amount.is_finite() and (Fraction(amount) * 100).denominator == 1


def raise_ratio(old: Exact, new: Exact) -> Fraction:
    """Return by what part of itself a salary rises, exactly; it is rounded where it is written, and only there.

    Definition
        What a raise is of the salary before it. Both are for full-time work, so that part-time work changes nothing.
    Formula
        new / old - 1
    Units
        Amounts per period of pay for full-time work; a ratio, below 0 when the salary falls.
    Errors
        ValueError when an amount is negative or not finite, or the old one is zero.
    Source
        Own choice.
    Example
        >>> raise_ratio(Decimal("4000.00"), Decimal("4147.00"))
        Fraction(147, 4000)
    """
    if any(isinstance(amount, Decimal) and not amount.is_finite() for amount in (old, new)):
        raise ValueError("an amount must be a finite number")
    if old <= 0 or new < 0:
        raise ValueError("a salary must be above 0")
    return Fraction(new) / Fraction(old) - 1


def salary_scale_problems(scale: SalaryScale) -> list[SalaryScaleProblem]:
    """Return what is wrong with a salary scale, all of it at once.

    Definition
        A scale runs from its minimum to its maximum, in whole cents. When it has steps they rise, the first is the
        minimum and the last the maximum.
    Formula
        not cents               an amount that is not a number of whole cents
        not positive            minimum <= 0
        maximum below minimum   maximum < minimum
        steps not rising        a step <= the one before
        steps not whole         first step <> minimum, or last step <> maximum
    Units
        Amounts per period of pay for full-time work; rows counted from 0.
    Errors
        None: that is what the list is for.
    Source
        Salary scales with steps in Dutch collective agreements.
    Example
        >>> scale = SalaryScale("7", Decimal(2800), Decimal(3600), (Decimal(2800), Decimal(2800), Decimal(3500)))
        >>> [(problem.code.value, problem.row) for problem in salary_scale_problems(scale)]
        [('steps_not_rising', 1), ('steps_not_whole', 2)]
    """
    if not is_in_cents(scale.minimum) or not is_in_cents(scale.maximum):
        return [SalaryScaleProblem(SalaryScaleProblemCode.NOT_CENTS)]
    if wrong := [row for row, step in enumerate(scale.steps) if not is_in_cents(step)]:
        return [SalaryScaleProblem(SalaryScaleProblemCode.NOT_CENTS, row) for row in wrong]
    problems = []
    if scale.minimum <= 0:
        problems.append(SalaryScaleProblem(SalaryScaleProblemCode.NOT_POSITIVE))
    if scale.maximum < scale.minimum:
        problems.append(SalaryScaleProblem(SalaryScaleProblemCode.MAXIMUM_BELOW_MINIMUM))
    problems += [
        SalaryScaleProblem(SalaryScaleProblemCode.STEPS_NOT_RISING, row)
        for row, (before, step) in enumerate(pairwise(scale.steps), 1)
        if step <= before
    ]
    if scale.steps and scale.steps[0] != scale.minimum:
        problems.append(SalaryScaleProblem(SalaryScaleProblemCode.STEPS_NOT_WHOLE, 0))
    if scale.steps and scale.steps[-1] != scale.maximum:
        problems.append(SalaryScaleProblem(SalaryScaleProblemCode.STEPS_NOT_WHOLE, len(scale.steps) - 1))
    return problems


def relative_salary_position(salary: Exact, scale: SalaryScale) -> Fraction:
    """Return the relative salary position: how far a salary is towards the maximum of its scale.

    Definition
        The relative salary position (RSP) of somebody at the maximum is 1, told as 100%; above it, more. Part-time work
        does not change it: both amounts are for full-time work.
    Formula
        salary / maximum
    Units
        Amounts per period of pay for full-time work; an exact ratio.
    Errors
        ValueError when the scale is not sound, or the salary negative or not finite.
    Source
        Relative salary position in Dutch collective agreements, in which the maximum is the norm salary.
    Example
        >>> relative_salary_position(Decimal(2720), SalaryScale("7", Decimal(2400), Decimal(3200)))
        Fraction(17, 20)
    """
    return _checked(salary, scale) / Fraction(scale.maximum)


def compa_ratio(salary: Exact, scale: SalaryScale) -> Fraction:
    """Return the compa-ratio: how a salary stands to the middle of its scale.

    Definition
        The alternative to the relative salary position for scales whose middle is the norm: 1 is the midpoint.
    Formula
        salary / ((minimum + maximum) / 2)
    Units
        Amounts per period of pay for full-time work; an exact ratio.
    Errors
        As `relative_salary_position`.
    Source
        The compa-ratio of pay management.
    Example
        >>> compa_ratio(Decimal(2940), SalaryScale("7", Decimal(2400), Decimal(3200)))
        Fraction(21, 20)
    """
    return _checked(salary, scale) / scale.midpoint


def steps_up(salary: Exact, scale: SalaryScale, count: int) -> Decimal | Fraction:
    """Return the salary so many steps further in a scale.

    Definition
        The next step is the first one above the salary, also for somebody who stands between two steps. Beyond the last
        step nobody goes, and who is above it stays.
    Formula
        the count-th of the steps > salary; the last one when there are fewer; the salary itself when there are none
    Units
        Amounts per period of pay for full-time work; a number of steps of 0 or more.
    Errors
        ValueError as `relative_salary_position`, when the scale has no steps, or when the number is negative.
    Source
        Steps (periodieken) in Dutch collective agreements; from between two steps: own choice.
    Example
        >>> scale = SalaryScale("7", Decimal(2400), Decimal(2800), (Decimal(2400), Decimal(2600), Decimal(2800)))
        >>> [str(steps_up(Decimal(salary), scale, 1)) for salary in (2400, 2500, 2800, 2900)]
        ['2600', '2600', '2800', '2900']
        >>> str(steps_up(Decimal(2400), scale, 5))
        '2800'
    """
    exact = _checked(salary, scale)
    if not scale.steps:
        raise ValueError(f"scale {scale.name!r} has no steps")
    if count < 0:
        raise ValueError("a number of steps must be 0 or more")
    above = [step for step in scale.steps if Fraction(step) > exact]
    if not above or not count:
        return salary if isinstance(salary, Decimal) else exact
    return above[min(count, len(above)) - 1]


def _checked(salary: Exact, scale: SalaryScale) -> Fraction:
    """Return a salary as a fraction, when it and its scale can be calculated with."""
    scale.refuse_unsound()
    if isinstance(salary, Decimal) and not salary.is_finite():
        raise ValueError("a salary must be a finite number")
    if salary < 0:
        raise ValueError("a salary must be 0 or more")
    return Fraction(salary)
