"""Figures of a round without names: totals, and the check of equal pay. What would tell of one person is left out."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from zichtlijn.calculations.anonymity import LEAST
from zichtlijn.calculations.bands import band_of
from zichtlijn.calculations.rewards import (
    EqualPay,
    PaidPerson,
    PayGap,
    PositionBy,
    compa_ratio,
    equal_pay,
    raise_ratio,
    relative_salary_position,
)
from zichtlijn.rewards.models import Proposal, RecordedGender, Round
from zichtlijn.rewards.reckoning import Rules, rules_of
from zichtlijn.rewards.states import Gender, State


def figures_of(of_round: Round, *, drafts_for=None) -> dict[str, Any]:
    """Totals and equal pay of what is final; with `drafts_for` also of what is being decided, but about that reader.

    As JSON holds it, so that what is kept when the round closes is what everybody sees. Totals of fewer than five
    people are none.
    """
    rules = rules_of(of_round.system)
    found = Proposal.objects.filter(round=of_round, new__isnull=False).order_by("pk")
    found = found.filter(state=State.FINAL) if drafts_for is None else found.but_own_drafts_of(drafts_for)
    rows = [row for row in found if row.scale in rules.scales]
    structural = sum((row.structural or Decimal(0) for row in rows), Decimal("0.00"))
    one_off = sum((row.one_off or Decimal(0) for row in rows), Decimal("0.00"))
    is_shown = len(rows) >= LEAST
    genders = dict(RecordedGender.objects.values_list("person_id", "gender"))
    return {
        "people": len(rows) if is_shown else None,
        "structural": str(structural) if is_shown else None,
        "one_off": str(one_off) if is_shown else None,
        "total": str(structural + one_off) if is_shown else None,
        "pay": _as_rows(_check(rules, rows, genders, lambda row: row.new or Decimal(0))),
        "raise": _as_rows(_check(rules, rows, genders, _raise)),
    }


def _raise(row: Proposal) -> Fraction:
    return raise_ratio(row.old, row.new or Decimal(0)) if row.old else Fraction(0)


def _check(rules: Rules, rows: list[Proposal], genders: dict[int, str], amount) -> EqualPay:
    names = [band.name for band in rules.matrix.bands]
    rows = sorted(rows, key=lambda row: (row.level or 0, names.index(_band(rules, row))))
    people = [
        PaidPerson(_label(rules, row), _band(rules, row), genders.get(row.employee_id), amount(row)) for row in rows
    ]
    return equal_pay(people, compared=Gender.WOMAN, reference=Gender.MAN)


def _label(rules: Rules, row: Proposal) -> str:
    level = rules.levels.get(row.level) if row.level is not None else None
    return level.name if level else "–"


def _band(rules: Rules, row: Proposal) -> str:
    scale, salary = rules.scales[row.scale], row.old or Decimal(0)
    by_maximum = rules.matrix.by == PositionBy.MAXIMUM
    position = relative_salary_position(salary, scale) if by_maximum else compa_ratio(salary, scale)
    return band_of(rules.matrix.bands, position).name


def _as_rows(found: EqualPay) -> list[dict[str, Any]]:
    rows = [_row("cell", gap) for gap in found.cells]
    rows += [_row("level", gap) for gap in found.labels] + [_row("band", gap) for gap in found.bands]
    return [*rows, _row("whole", found.whole)]


def _row(kind: str, gap: PayGap) -> dict[str, Any]:
    """What is hidden carries no number; of what is shown the gap is rounded, and no mean is told."""
    return {
        "kind": kind,
        "level": gap.label or "",
        "band": gap.band or "",
        "is_shown": gap.is_shown,
        "women": gap.compared.people if gap.compared else None,
        "men": gap.reference.people if gap.reference else None,
        "gap": None if gap.gap is None else _rounded(gap.gap),
        "asks": gap.asks_explanation,
    }


def _rounded(gap: Fraction) -> str:
    exact = Decimal(gap.numerator) / Decimal(gap.denominator)
    return str(exact.quantize(Decimal("0.001"), ROUND_HALF_UP))
