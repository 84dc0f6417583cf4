"""Whether a value lies so far from everything known of its measure that it is worth a question."""

from __future__ import annotations

from decimal import Decimal

from zichtlijn.calculations.objectives.aims import Aim, MeasureKind

#: How many times as far from the baseline as target and last reading, or as close to zero, a value may lie unasked.
TIMES = 3


def is_far_outside(aim: Aim, value: Decimal, last: Decimal | None, smallest: Decimal | None = None) -> bool:
    """Return True when a new value is so far away that it is rather a slip of the finger than a reading.

    Definition
        A value is far outside when it lies more than three times as far from the baseline as the target, the last
        reading and the smallest reading that the measure ever had, on either side; or when it is less than a third of
        all of these and of the baseline. For a band the middle takes the place of the
        baseline, and the farthest of its edges and limits the place of the target; all edges and limits are known.
        Milestones and yes or no cannot be far outside.
    Formula
        |value - baseline| > 3 x max(|target - baseline|, |last - baseline|, |smallest - baseline|)
        or 3 x |value| < min(|baseline|, |target|, |last|, |smallest|)
    Units
        Amounts in the unit of the measure.
    Errors
        None. Without a baseline, or when baseline, target and last reading are all the same, the first half is False;
        with fewer than two known amounts, or amounts on both sides of zero, the second half is.
    Source
        Own choice: a comma that was forgotten makes a value ten times too large, one too many ten times too small,
        which is always more than three.
    Example
        >>> from datetime import date
        >>> from zichtlijn.calculations.objectives import Aim, MeasureKind
        >>> aim = Aim(kind=MeasureKind.UP, baseline=Decimal(0), target=Decimal(40),
        ...           starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
        >>> is_far_outside(aim, Decimal(390), Decimal(35)), is_far_outside(aim, Decimal(45), Decimal(35))
        (True, False)
        >>> aim = Aim(kind=MeasureKind.UP, baseline=Decimal(60), target=Decimal(80),
        ...           starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
        >>> last = Decimal("73.5")
        >>> is_far_outside(aim, Decimal(5), last), is_far_outside(aim, Decimal(5), last, smallest=Decimal(4))
        (True, False)
    """
    if aim.kind in {MeasureKind.MILESTONES, MeasureKind.YES_NO}:
        return False
    middle, known = aim.baseline, [aim.target, last]
    amounts = [middle, *known, smallest]
    if aim.kind == MeasureKind.BAND:
        if aim.lower is None or aim.upper is None:
            return False
        middle = (aim.lower + aim.upper) / 2
        known = [aim.lower, aim.upper, aim.lower_limit, aim.upper_limit, last]
        amounts = [*known, smallest]
    return _is_too_far(value, middle, known, smallest) or _is_too_small(value, amounts)


def _is_too_far(value: Decimal, middle: Decimal | None, known: list[Decimal | None], smallest: Decimal | None) -> bool:
    """The smallest reading widens what is usual; by itself it says nothing of what is."""
    if middle is None:
        return False
    reach = max((abs(amount - middle) for amount in known if amount is not None), default=Decimal(0))
    if reach == 0:
        return False
    if smallest is not None:
        reach = max(reach, abs(smallest - middle))
    return abs(value - middle) > TIMES * reach


def _is_too_small(value: Decimal, known: list[Decimal | None]) -> bool:
    amounts = [amount for amount in known if amount is not None]
    passes_zero = not amounts or min(amounts) <= 0 <= max(amounts)
    return len(amounts) > 1 and not passes_zero and TIMES * abs(value) < min(map(abs, amounts))
