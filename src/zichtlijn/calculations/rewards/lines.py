"""The calculation of a salary line by line, as data: the page turns each line into a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from zichtlijn.calculations.rewards.salary import SalaryScale, relative_salary_position, to_cents


class RewardLineCode(StrEnum):
    """What happens in one line of the calculation of a salary."""

    START = "start"  # the salary as it is
    COLLECTIVE = "collective"  # the collective raise
    ABOVE_SCALE = "above_scale"  # no collective raise above the maximum
    POSITION = "position"  # the place in the scale, and its band
    NO_LABEL = "no_label"  # no appraisal: no raise, and no judgement either
    WORKED = "worked"  # how much of the period was worked: changes nothing
    PERCENTAGE = "percentage"  # the percentage of the label and the band
    STEPS = "steps"  # so many steps up
    PROMOTION = "promotion"  # the percentage of a promotion
    TO_MINIMUM = "to_minimum"  # up to the minimum of the scale
    TO_STEP = "to_step"  # up to the next step of the scale
    CAPPED = "capped"  # down to the maximum, never below what it was
    ROUNDED = "rounded"  # to whole cents
    PART_TIME = "part_time"  # what is paid for the part that is worked


@dataclass(frozen=True, slots=True)
class RewardLine:
    """One line: the amount before and after it, and with what it was calculated.

    `ratio` is the percentage, the place in the scale or the part that is worked; `of` the amount it is taken of, or
    measured against; `name` the band, the label or the scale; `count` a number of steps.
    """

    code: RewardLineCode
    before: Fraction
    after: Fraction
    ratio: Fraction | None = None
    of: Fraction | None = None
    name: str = ""
    count: int | None = None

    @property
    def adds(self) -> Fraction:
        """What the line adds to the amount."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class RewardCase:
    """One person in a round of rewards.

    `salary` is for full-time work, `part_time` the part of full-time work that is agreed. `worked` is the part of the
    period that was worked, with leave, illness, pregnancy and work for the council taken off: it is told and changes
    nothing. `label` is that of the final appraisal, None without one.
    """

    key: str
    salary: Decimal
    scale: SalaryScale
    label: str | None = None
    part_time: Decimal = Decimal(1)
    worked: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class RewardProposal:
    """What is proposed for one person, and every line of its calculation.

    `old` and `new` are for full-time work, `paid_old` and `paid_new` for the part that is worked; all in whole cents.
    The positions are relative salary positions, in the scale as it was and as it becomes. `band` and `ratio` are those
    of the matrix; `most_one_off` is the largest one-off reward, as a ratio of a year's pay, 0 when none is possible.
    """

    key: str
    label: str | None
    scale: SalaryScale
    old: Decimal
    new: Decimal
    paid_old: Decimal
    paid_new: Decimal
    position_before: Fraction
    position_after: Fraction
    lines: tuple[RewardLine, ...]
    band: str | None = None
    ratio: Decimal | None = None
    most_one_off: Decimal = Decimal(0)

    @property
    def raised(self) -> Decimal:
        """How much more the salary for full-time work becomes."""
        return self.new - self.old

    @property
    def paid_more(self) -> Decimal:
        """How much more is paid for the part that is worked."""
        return self.paid_new - self.paid_old


class Course:
    """The lines of one calculation while they are made: each begins where the one before ended."""

    def __init__(self, case: RewardCase):
        case.scale.refuse_unsound()
        _refuse_unsound(case)
        self.case = case
        self.amount = Fraction(case.salary)
        self.lines = [RewardLine(RewardLineCode.START, self.amount, self.amount, name=case.scale.name)]

    def to(self, code: RewardLineCode, amount: Fraction, **what) -> None:
        """Add a line that leads to this amount."""
        self.lines.append(RewardLine(code, self.amount, amount, **what))
        self.amount = amount

    def cap(self, scale: SalaryScale, floor: Fraction) -> None:
        """Hold the amount at the maximum of the scale, but never below what it was."""
        held = max(floor, min(self.amount, Fraction(scale.maximum)))
        if held < self.amount:
            self.to(RewardLineCode.CAPPED, held, of=Fraction(scale.maximum), name=scale.name)

    def tell_worked(self) -> None:
        """Add the line that says how much of the period was worked, and that it changes nothing."""
        if self.case.worked != 1:
            self.to(RewardLineCode.WORKED, self.amount, ratio=Fraction(self.case.worked))

    def end(self, scale: SalaryScale, **what) -> RewardProposal:
        """Round once, work out what is paid, and return the proposal."""
        case = self.case
        new = to_cents(self.amount)
        if new != self.amount:
            self.to(RewardLineCode.ROUNDED, Fraction(new))
        part = Fraction(case.part_time)
        paid_new = to_cents(Fraction(new) * part)
        if part != 1:
            self.to(RewardLineCode.PART_TIME, Fraction(paid_new), ratio=part, of=Fraction(new))
        return RewardProposal(
            key=case.key,
            label=case.label,
            scale=scale,
            old=to_cents(case.salary),
            new=new,
            paid_old=to_cents(Fraction(case.salary) * part),
            paid_new=paid_new,
            position_before=relative_salary_position(case.salary, case.scale),
            position_after=relative_salary_position(new, scale),
            lines=tuple(self.lines),
            **what,
        )


def _refuse_unsound(case: RewardCase) -> None:
    if not case.salary.is_finite() or case.salary < 0 or to_cents(case.salary) != case.salary:
        raise ValueError("a salary must be a number of whole cents, 0 or more")
    if not case.part_time.is_finite() or case.part_time <= 0:
        raise ValueError("the part that is worked must be a finite number above 0")
    if not case.worked.is_finite() or not 0 <= case.worked <= 1:
        raise ValueError("the part of the period that was worked must lie from 0 to 1")
