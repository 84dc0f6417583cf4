"""What is final in a round, or by promotions, row by row for the payroll."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from zichtlijn.calculations.rewards import to_cents
from zichtlijn.organisation.models import Person
from zichtlijn.rewards.models import Promotion, Proposal, Round
from zichtlijn.rewards.reckoning import base_of, rules_of, with_amount
from zichtlijn.rewards.states import PromotionState, State


@dataclass(frozen=True)
class PayrollRow:
    """One person: amounts per period of pay, and what is paid once."""

    person: Person
    number: str
    name: str
    scale: str
    part_time: Decimal
    old: Decimal
    new: Decimal
    paid: Decimal
    once: Decimal
    from_on: date


def payroll_rows(of_round: Round) -> list[PayrollRow]:
    """Everybody whose reward is final, in the order of their names."""
    rules = rules_of(of_round.system)
    found = Proposal.objects.filter(round=of_round, state=State.FINAL).select_related("employee")
    rows = []
    for row in found.order_by("employee__sort_name", "pk"):
        row.round = of_round
        base = base_of(rules, row)
        if base is None or row.new is None or row.part_time is None or row.old is None:
            continue
        paid = with_amount(base, row.new).paid_new
        rows.append(
            PayrollRow(
                row.employee,
                row.employee.key,
                row.employee.name,
                row.scale,
                row.part_time,
                row.old,
                row.new,
                paid,
                row.one_off or Decimal("0.00"),
                of_round.effective_on,
            )
        )
    return rows


def promotion_rows(since: date) -> list[PayrollRow]:
    """Every promotion that was agreed from this day on, in the order in which they hold."""
    found = Promotion.objects.filter(state=PromotionState.FINAL, decided_on__gte=since).select_related("person")
    return [
        PayrollRow(
            row.person,
            row.person.key,
            row.person.name,
            row.scale,
            row.part_time,
            row.old,
            row.new,
            to_cents(Fraction(row.new) * Fraction(row.part_time)),
            Decimal("0.00"),
            row.from_on,
        )
        for row in found.order_by("from_on", "person__sort_name", "pk")
    ]
