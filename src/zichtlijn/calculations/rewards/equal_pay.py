"""The equal-pay check: what two genders are paid on average, per label and place in the scale, and the gap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zichtlijn.calculations.anonymity import LEAST, shown_table
from zichtlijn.calculations.bands import Exact

#: From this gap on an explanation is asked.
EXPLAIN_FROM = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class PaidPerson:
    """One person without a name: label, band of the place in the scale, gender when it is recorded, and an amount."""

    label: str
    band: str
    gender: str | None
    amount: Decimal | Fraction


@dataclass(frozen=True, slots=True)
class GroupMean:
    """How many people of one gender, and their mean; None of nobody."""

    people: int
    mean: Fraction | None


@dataclass(frozen=True, slots=True)
class PayGap:
    """One cell or total of the check. `label` or `band` is None in a total over all of them.

    A cell that is hidden carries no number at all. `asks_explanation` tells that the gap is large, in either
    direction.
    """

    label: str | None
    band: str | None
    is_shown: bool
    compared: GroupMean | None = None
    reference: GroupMean | None = None
    gap: Fraction | None = None
    asks_explanation: bool = False


@dataclass(frozen=True, slots=True)
class EqualPay:
    """The whole check: cells, totals of labels, totals of bands, and everybody together."""

    cells: tuple[PayGap, ...]
    labels: tuple[PayGap, ...]
    bands: tuple[PayGap, ...]
    whole: PayGap


def equal_pay(
    people: Iterable[PaidPerson],
    *,
    compared: str,
    reference: str,
    least: int = LEAST,
    explain_from: Decimal = EXPLAIN_FROM,
) -> EqualPay:
    """Return what two genders are paid on average for the same label and place in the scale, and the gap.

    Definition
        The gap is the difference between the mean of the reference group (men) and that of the compared group (women),
        as a part of the mean of the reference group. It is negative when the compared group is paid more. Who has no
        gender recorded, or another one, is not in it. A cell with fewer than `least` people of either gender is hidden,
        and so is what would give it away by adding and subtracting; see `shown_table`. The amount is the salary for
        full-time work, so that part-time work makes no gap; or the raise as a ratio, to check the round itself.
    Formula
        gap = (mean of the reference group - mean of the compared group) / mean of the reference group
        asks explanation when |gap| >= explain_from
        Without people of one of the two there is no gap, nor when the mean of the reference group is 0.
    Units
        Amounts of 0 or more in one unit; the gap is an exact ratio.
    Errors
        ValueError when `least` is lower than five, when the two groups are one, or when an amount is negative or not
        finite.
    Source
        The gender pay gap of directive (EU) 2023/970, art. 3, and the 5% of its art. 10; per label and place in the
        scale, with at least five people: own choice.
    Example
        >>> people = [PaidPerson("good", "80-90", gender, Decimal(amount))
        ...           for gender, amount in [("woman", 2850)] * 5 + [("man", 3000)] * 6]
        >>> found = equal_pay(people, compared="woman", reference="man")
        >>> found.whole.gap, found.whole.asks_explanation, found.cells[0].is_shown
        (Fraction(1, 20), True, True)
        >>> equal_pay(people[1:], compared="woman", reference="man").whole
        ... # doctest: +NORMALIZE_WHITESPACE
        PayGap(label=None, band=None, is_shown=False, compared=None, reference=None, gap=None, asks_explanation=False)
    """
    if least < LEAST:
        raise ValueError(f"the least number of people may be raised, not lowered below {LEAST}")
    if compared == reference:
        raise ValueError("two different groups must be compared")
    counted = [person for person in people if person.gender in {compared, reference}]
    if any(not _sound(person.amount) for person in counted):
        raise ValueError("an amount must be a finite number of 0 or more")
    amounts: dict[str, dict[tuple[str, str], list[Exact]]] = {compared: {}, reference: {}}
    cells = dict.fromkeys((person.label, person.band) for person in counted)
    for gender in (compared, reference):
        amounts[gender] = {cell: [] for cell in cells}
    for person in counted:
        amounts[person.gender or ""][person.label, person.band].append(person.amount)
    shown = shown_table(
        [{cell: len(given) for cell, given in by_cell.items()} for by_cell in amounts.values()], least=least
    )

    def gap(label: str | None, band: str | None, is_shown: bool) -> PayGap:
        if not is_shown:
            return PayGap(label, band, False)
        found = [
            _mean(
                amount
                for cell, given in amounts[gender].items()
                if label in {None, cell[0]} and band in {None, cell[1]}
                for amount in given
            )
            for gender in (compared, reference)
        ]
        return _gap(label, band, found[0], found[1], explain_from)

    return EqualPay(
        tuple(gap(label, band, (label, band) in shown.cells) for label, band in cells),
        tuple(gap(label, None, label in shown.rows) for label in dict.fromkeys(label for label, _ in cells)),
        tuple(gap(None, band, band in shown.columns) for band in dict.fromkeys(band for _, band in cells)),
        gap(None, None, shown.whole),
    )


def _sound(amount: Exact) -> bool:
    return (not isinstance(amount, Decimal) or amount.is_finite()) and amount >= 0


def _mean(amounts: Iterable[Exact]) -> GroupMean:
    exact = [Fraction(amount) for amount in amounts]
    return GroupMean(len(exact), sum(exact, Fraction(0)) / len(exact) if exact else None)


def _gap(
    label: str | None, band: str | None, compared: GroupMean, reference: GroupMean, explain_from: Decimal
) -> PayGap:
    if compared.mean is None or not reference.mean:
        return PayGap(label, band, True, compared, reference)
    gap = (reference.mean - compared.mean) / reference.mean
    return PayGap(label, band, True, compared, reference, gap, abs(gap) >= Fraction(explain_from))
