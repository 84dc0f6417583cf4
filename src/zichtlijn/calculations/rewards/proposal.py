"""New salaries: by matrix, by steps and by promotion, with a collective raise before or after; one-off rewards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from zichtlijn.calculations.rewards.lines import Course, RewardCase, RewardLineCode, RewardProposal
from zichtlijn.calculations.rewards.matrix import MeritMatrix, PercentageOf, PositionBy, merit_cell
from zichtlijn.calculations.rewards.salary import (
    SalaryScale,
    compa_ratio,
    is_in_cents,
    relative_salary_position,
    steps_up,
    to_cents,
)


class CollectiveOrder(StrEnum):
    """Whether the collective raise goes before the personal one, or after it."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class CollectiveRaise:
    """A raise for everybody: the ratio, its order, and the scale as it becomes; None when the scale does not move.

    Who stands above the maximum of the scale keeps the salary as it is, unless `above_maximum`.
    """

    ratio: Decimal
    order: CollectiveOrder
    scale: SalaryScale | None = None
    above_maximum: bool = False


class GivenProblemCode(StrEnum):
    """What can be wrong with a salary that somebody gives instead of the proposal."""

    NOT_CENTS = "not_cents"
    BELOW_CURRENT = "below_current"
    ABOVE_MAXIMUM = "above_maximum"
    NO_REASON = "no_reason"


@dataclass(frozen=True, slots=True)
class GivenProblem:
    """One thing: what, and the amount that is the limit."""

    code: GivenProblemCode
    limit: Decimal | None = None


def raised_scale(scale: SalaryScale, ratio: Decimal) -> SalaryScale:
    """Return a salary scale after a collective raise.

    Definition
        Every amount of the scale rises by the same ratio, and is rounded by itself to whole cents.
    Formula
        to_cents(amount * (1 + ratio)), for the minimum, each step and the maximum
    Units
        Amounts per period of pay for full-time work; a ratio from 0 to 1.
    Errors
        ValueError when the scale is not sound or the ratio lies outside 0 to 1.
    Source
        Salary tables of Dutch collective agreements.
    Example
        >>> found = raised_scale(SalaryScale("7", Decimal(2400), Decimal("3200.25")), Decimal("0.02"))
        >>> str(found.minimum), str(found.maximum)
        ('2448.00', '3264.26')
    """
    scale.refuse_unsound()
    factor = 1 + _ratio(ratio)
    return replace(
        scale,
        minimum=to_cents(Fraction(scale.minimum) * factor),
        maximum=to_cents(Fraction(scale.maximum) * factor),
        steps=tuple(to_cents(Fraction(step) * factor) for step in scale.steps),
    )


def merit_proposal(
    case: RewardCase, matrix: MeritMatrix, *, collective: CollectiveRaise | None = None
) -> RewardProposal:
    """Return the new salary that follows from a merit matrix, with every line of its calculation.

    Definition
        The label of the appraisal and the place in the scale give a percentage of the salary, or of the maximum. The
        new salary is held at the maximum of the scale and is never lower than it was; who was above the maximum stays
        there. A collective raise goes before or after; before, the place in the scale is that after the raise. Who has
        no final appraisal gets no percentage: that is no judgement, and the line says so. Part-time work changes the
        amount that is paid, never the place or the percentage. How much of the period was worked, with leave, illness,
        pregnancy and work for the council, changes neither.
    Formula
        of the salary    new = max(salary, min(salary * (1 + p), maximum))
        of the maximum   new = max(salary, min(salary + p * maximum, maximum))
        collective       salary * (1 + ratio), held at the maximum that then holds
        paid             to_cents(new * part of full-time work); new goes to cents once, at the end
        Who stands on an amount of the scale goes along with it when that amount is the same raise, in whole cents.
    Units
        Amounts per period of pay in one currency, whole cents; ratios from 0 to 1.
    Errors
        ValueError when a scale or the case is not sound, when a ratio lies outside 0 to 1, or as `merit_cell`.
    Source
        Growth tables of Dutch collective agreements; the order of a collective raise as a setting: own choice.
    Example
        >>> from zichtlijn.calculations.bands import Band
        >>> from zichtlijn.calculations.rewards.matrix import MeritCell, MeritRow
        >>> matrix = MeritMatrix((Band("below 90", Decimal(0), Decimal("0.9")), Band("from 90", Decimal("0.9"), None)),
        ...                      (MeritRow("good", (MeritCell(Decimal("0.03")), MeritCell(Decimal("0.02")))),))
        >>> case = RewardCase("An", Decimal(2720), SalaryScale("7", Decimal(2400), Decimal(3200)), "good",
        ...                   part_time=Decimal("0.8"))
        >>> found = merit_proposal(case, matrix)
        >>> str(found.new), str(found.paid_new), found.band
        ('2801.60', '2241.28', 'below 90')
        >>> [(line.code.value, float(line.after)) for line in found.lines]
        [('start', 2720.0), ('position', 2720.0), ('percentage', 2801.6), ('part_time', 2241.28)]
    """
    course = Course(case)
    scale = case.scale
    if collective and collective.order == CollectiveOrder.BEFORE:
        scale = _raise_collectively(course, scale, collective)
    what = _raise_by_merit(course, scale, matrix)
    if collective and collective.order == CollectiveOrder.AFTER:
        scale = _raise_collectively(course, scale, collective)
    return course.end(scale, **what)


def step_proposal(
    case: RewardCase, counts: Mapping[str, int], *, collective: CollectiveRaise | None = None
) -> RewardProposal:
    """Return the new salary in a scale with steps (periodieken), with every line of its calculation.

    Definition
        The label of the appraisal gives a number of steps. The rest is as `merit_proposal`: the last step is the
        maximum, nobody goes down, and neither part-time work nor leave or illness changes the steps.
    Formula
        new = `steps_up` of the salary by the number of the label; none without a final appraisal
    Units
        As `merit_proposal`; numbers of steps of 0 or more.
    Errors
        ValueError as `merit_proposal` and `steps_up`, or when there is no number for the label.
    Source
        Steps in Dutch collective agreements.
    Example
        >>> scale = SalaryScale("7", Decimal(2400), Decimal(2800), (Decimal(2400), Decimal(2600), Decimal(2800)))
        >>> counts = {"below": 0, "on": 1, "above": 2}
        >>> [str(step_proposal(RewardCase("An", Decimal(2400), scale, label), counts).new) for label in counts]
        ['2400.00', '2600.00', '2800.00']
    """
    course = Course(case)
    scale = case.scale
    if collective and collective.order == CollectiveOrder.BEFORE:
        scale = _raise_collectively(course, scale, collective)
    course.tell_worked()
    if case.label is None:
        course.to(RewardLineCode.NO_LABEL, course.amount)
    elif case.label not in counts:
        raise ValueError(f"no number of steps for {case.label!r}")
    else:
        count = counts[case.label]
        up = Fraction(steps_up(course.amount, scale, count))
        course.to(RewardLineCode.STEPS, up, name=case.label, count=count)
    if collective and collective.order == CollectiveOrder.AFTER:
        scale = _raise_collectively(course, scale, collective)
    return course.end(scale)


def promotion_proposal(
    case: RewardCase, scale: SalaryScale, ratio: Decimal, *, on_step: bool = False
) -> RewardProposal:
    """Return the new salary of somebody who goes to a higher scale, with every line of its calculation.

    Definition
        A promotion gives a percentage of the salary, at least to the minimum of the new scale and at most to its
        maximum; nobody goes down by it. In a scale with steps the salary can go up to the next step.
    Formula
        new = max(salary, min(max(salary * (1 + p), minimum), maximum)); on a step: the first step >= that
    Units
        As `merit_proposal`.
    Errors
        ValueError as `merit_proposal`, or when a step is asked for in a scale without steps.
    Source
        Promotion within the new minimum and maximum in Dutch collective agreements; on a step: own choice.
    Example
        >>> case = RewardCase("An", Decimal(3000), SalaryScale("7", Decimal(2400), Decimal(3200)))
        >>> higher = SalaryScale("8", Decimal(3150), Decimal(4000))
        >>> found = promotion_proposal(case, higher, Decimal("0.04"))
        >>> [(line.code.value, float(line.after)) for line in found.lines]
        [('start', 3000.0), ('promotion', 3120.0), ('to_minimum', 3150.0)]
    """
    scale.refuse_unsound()
    course = Course(case)
    salary = course.amount
    course.to(RewardLineCode.PROMOTION, salary * (1 + _ratio(ratio)), ratio=_ratio(ratio), of=salary, name=scale.name)
    if course.amount < scale.minimum:
        course.to(RewardLineCode.TO_MINIMUM, Fraction(scale.minimum), name=scale.name)
    if on_step:
        if not scale.steps:
            raise ValueError(f"scale {scale.name!r} has no steps")
        step = min((Fraction(step) for step in scale.steps if step >= course.amount), default=course.amount)
        if step > course.amount:
            course.to(RewardLineCode.TO_STEP, step, name=scale.name)
    course.cap(scale, salary)
    return course.end(scale)


def one_off_reward(proposal: RewardProposal, ratio: Decimal, *, periods: Decimal) -> Decimal:
    """Return a one-off reward: a percentage of what is paid in a year, once, that does not come back in the salary.

    Definition
        Possible only where the matrix says so, and to its largest percentage. It is of the new pay for the part that is
        worked; leave and illness do not lower it.
    Formula
        to_cents(ratio * paid * periods)
    Units
        A ratio; the number of periods of pay in a year, as 12 months, or 12.96 with 8% holiday allowance.
    Errors
        ValueError when the ratio is below 0 or above the largest that is possible, or the number of periods below 0.
    Source
        Variable pay in Dutch collective agreements; of the new pay: own choice.
    Example
        >>> scale = SalaryScale("7", Decimal(2400), Decimal(3200))
        >>> case = RewardCase("An", Decimal(3200), scale, part_time=Decimal("0.5"))
        >>> at_the_top = replace(step_proposal(case, {}), most_one_off=Decimal("0.03"))
        >>> one_off_reward(at_the_top, Decimal("0.02"), periods=Decimal(12))
        Decimal('384.00')
    """
    if not ratio.is_finite() or not 0 <= ratio <= proposal.most_one_off:
        raise ValueError(f"a one-off reward lies from 0 to {proposal.most_one_off} of a year's pay here")
    if not periods.is_finite() or periods < 0:
        raise ValueError("a number of periods must be 0 or more")
    return to_cents(Fraction(ratio) * Fraction(proposal.paid_new) * Fraction(periods))


def given_problems(proposal: RewardProposal, given: Decimal, *, reason: str = "") -> list[GivenProblem]:
    """Return what is wrong with a salary that somebody gives instead of the one that was proposed.

    Definition
        A person decides, within the same limits: never lower than it was, never above the maximum, and with a reason
        when it is not what was proposed.
    Formula
        not cents       not a number of whole cents
        below current   given < old
        above maximum   given > max(new, maximum of the scale)
        no reason       given <> new, and the reason holds nothing but white space
    Units
        Amounts per period of pay for full-time work.
    Errors
        None: that is what the list is for.
    Source
        Own choice, as the deviation from a proposed label.
    Example
        >>> case = RewardCase("An", Decimal(3000), SalaryScale("7", Decimal(2400), Decimal(3200)))
        >>> found = given_problems(step_proposal(case, {}), Decimal(3300))
        >>> [(problem.code.value, str(problem.limit)) for problem in found]
        [('above_maximum', '3200'), ('no_reason', 'None')]
    """
    if not is_in_cents(given):
        return [GivenProblem(GivenProblemCode.NOT_CENTS)]
    problems = []
    most = max(proposal.new, proposal.scale.maximum)
    if given < proposal.old:
        problems.append(GivenProblem(GivenProblemCode.BELOW_CURRENT, proposal.old))
    if given > most:
        problems.append(GivenProblem(GivenProblemCode.ABOVE_MAXIMUM, most))
    if given != proposal.new and not reason.strip():
        problems.append(GivenProblem(GivenProblemCode.NO_REASON))
    return problems


def _ratio(ratio: Decimal) -> Fraction:
    if not ratio.is_finite() or not 0 <= ratio <= 1:
        raise ValueError("a ratio of a raise lies from 0 to 1")
    return Fraction(ratio)


def _raise_by_merit(course: Course, scale: SalaryScale, matrix: MeritMatrix) -> dict:
    """Add the lines of the personal raise, and return what of the matrix belongs to the proposal."""
    case, salary = course.case, course.amount
    by_maximum = matrix.by == PositionBy.MAXIMUM
    position = relative_salary_position(salary, scale) if by_maximum else compa_ratio(salary, scale)
    norm = Fraction(scale.maximum) if by_maximum else scale.midpoint
    if case.label is None:
        course.to(RewardLineCode.POSITION, salary, ratio=position, of=norm)
        course.tell_worked()
        course.to(RewardLineCode.NO_LABEL, salary)
        return {}
    band, cell = merit_cell(matrix, case.label, position)
    course.to(RewardLineCode.POSITION, salary, ratio=position, of=norm, name=band.name)
    course.tell_worked()
    base = salary if matrix.of == PercentageOf.SALARY else Fraction(scale.maximum)
    ratio = _ratio(cell.ratio)
    course.to(RewardLineCode.PERCENTAGE, salary + ratio * base, ratio=ratio, of=base, name=case.label)
    course.cap(scale, salary)
    return {"band": band.name, "ratio": cell.ratio, "most_one_off": cell.most_one_off}


def _raise_collectively(course: Course, scale: SalaryScale, collective: CollectiveRaise) -> SalaryScale:
    """Add the lines of the collective raise, and return the scale that holds after it."""
    ratio, salary = _ratio(collective.ratio), course.amount
    after = collective.scale or scale
    after.refuse_unsound()
    above = salary > scale.maximum
    if above and not collective.above_maximum:
        course.to(RewardLineCode.ABOVE_SCALE, salary, of=Fraction(scale.maximum), name=scale.name)
        return after
    raised = salary * (1 + ratio)
    if len(scale.amounts) == len(after.amounts):
        for old, new in zip(scale.amounts, after.amounts, strict=True):
            # The scale was raised too, to whole cents: who stands on it must not drop off by a part of a cent.
            if old == salary and to_cents(raised) == new:
                raised = Fraction(new)
    course.to(RewardLineCode.COLLECTIVE, raised, ratio=ratio, of=salary, name=after.name)
    if not above:
        course.cap(after, salary)
    return after
