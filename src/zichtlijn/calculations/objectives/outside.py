"""Whether a value lies so far from everything known of its measure that it is worth a question."""

from __future__ import annotations

from decimal import Decimal

from zichtlijn.calculations.objectives.aims import Aim, MeasureKind

#: How many times as far from the baseline as target and last reading a value may lie without a question.
TIMES = 3


def is_far_outside(aim: Aim, value: Decimal, last: Decimal | None) -> bool:
    """Return True when a new value is so far away that it is rather a slip of the finger than a reading.

    Definition
        A value is far outside when it lies more than three times as far from the baseline as both the target and the
        last reading, on either side. For a band the middle takes the place of the baseline, and the farthest of its
        edges and limits the place of the target. Milestones and yes or no cannot be far outside.
    Formula
        |value - baseline| > 3 x max(|target - baseline|, |last - baseline|)
    Units
        Amounts in the unit of the measure.
    Errors
        None: without a baseline, or when baseline, target and last reading are all the same, the answer is False.
    Source
        Own choice: a comma that was forgotten makes a value ten times too large, which is always more than three.
    Example
        >>> from datetime import date
        >>> from zichtlijn.calculations.objectives import Aim, MeasureKind
        >>> aim = Aim(kind=MeasureKind.UP, baseline=Decimal(0), target=Decimal(40),
        ...           starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
        >>> is_far_outside(aim, Decimal(390), Decimal(35)), is_far_outside(aim, Decimal(45), Decimal(35))
        (True, False)
    """
    if aim.kind in {MeasureKind.MILESTONES, MeasureKind.YES_NO}:
        return False
    middle, known = aim.baseline, [aim.target, last]
    if aim.kind == MeasureKind.BAND:
        if aim.lower is None or aim.upper is None:
            return False
        middle = (aim.lower + aim.upper) / 2
        known = [aim.lower, aim.upper, aim.lower_limit, aim.upper_limit, last]
    if middle is None:
        return False
    reach = max((abs(amount - middle) for amount in known if amount is not None), default=Decimal(0))
    return reach > 0 and abs(value - middle) > TIMES * reach
