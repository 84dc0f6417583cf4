"""What of the costs of a study is still to be paid back when somebody leaves."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal
from fractions import Fraction

from zichtlijn.calculations.rewards import to_cents


def still_owed(amount: Decimal, months: int, passed: int) -> Decimal:
    """Return what is still to be paid back so many whole months after the training.

    Definition
        The debt goes down by an equal part for each whole month that somebody stays after the training, and is gone
        after the agreed number of months. Without months nothing is ever paid back.
    Formula
        amount x (months - passed) / months, never below 0; 0 when months is 0
    Units
        Euros, rounded to cents at the end, half a cent up; whole months.
    Errors
        ValueError when a number is negative.
    Source
        A debt that declines while somebody stays is what the Dutch Supreme Court asked for (Muller/Van Opzeeland,
        10 June 1983); equal parts a month are common in collective agreements. Art. 7:611a of the Civil Code forbids
        the whole clause for training that the employer must offer.
    Example
        >>> still_owed(Decimal("2400"), 24, 0), still_owed(Decimal("2400"), 24, 9), still_owed(Decimal("2400"), 24, 30)
        (Decimal('2400.00'), Decimal('1500.00'), Decimal('0.00'))
    """
    if amount < 0 or months < 0 or passed < 0:
        raise ValueError("an amount and numbers of months are 0 or more")
    if months == 0:
        return Decimal("0.00")
    left = max(months - passed, 0)
    return to_cents(Fraction(amount) * left / months)


def months_passed(ends_on: date, day: date) -> int:
    """Return how many whole months lie between the end of a training and a day; 0 before it.

    Definition
        A month is whole on the day of the month on which the training ended, or on the last day of a shorter month.
    Formula
        months between both days, less one when the day of the month is not reached
    Units
        Days of the calendar; whole months.
    Errors
        None.
    Source
        Our own choice, as terms of months are usually counted.
    Example
        >>> months_passed(date(2026, 1, 31), date(2026, 2, 27)), months_passed(date(2026, 1, 31), date(2026, 2, 28))
        (0, 1)
    """
    if day <= ends_on:
        return 0
    whole = (day.year - ends_on.year) * 12 + day.month - ends_on.month
    reached = day.day >= ends_on.day or day.day == monthrange(day.year, day.month)[1]
    return whole if reached else whole - 1


def declining(amount: Decimal, months: int) -> list[tuple[int, Decimal]]:
    """Return the debt at the end of the training and after each year of it: months passed, and what is owed.

    Definition
        The steps of `still_owed` that a person wants to see on paper: at once, after every twelve months, and the end.
    Formula
        see `still_owed`
    Units
        Whole months; euros.
    Errors
        ValueError as `still_owed`.
    Source
        As `still_owed`.
    Example
        >>> declining(Decimal("900"), 18)
        [(0, Decimal('900.00')), (12, Decimal('300.00')), (18, Decimal('0.00'))]
    """
    if months == 0:
        still_owed(amount, months, 0)  # refuses what is below zero
        return []
    steps = [*range(0, months, 12), months]
    return [(passed, still_owed(amount, months, passed)) for passed in steps]
