"""What is final in a round, row by row for the payroll."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zichtlijn.rewards.models import Proposal, Round
from zichtlijn.rewards.reckoning import base_of, rules_of, with_amount
from zichtlijn.rewards.states import State


@dataclass(frozen=True)
class PayrollRow:
    """One person: amounts per period of pay, and what is paid once."""

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
