"""A running round of the department of the cast, with salaries, appraisals, and a manager with the right to decide."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories import make_cycle, make_reward_round, make_reward_system, make_salary
from zichtlijn.access.models import RoleAssignment
from zichtlijn.audit.models import AuditEvent
from zichtlijn.rewards.actions import deciding, rounds
from zichtlijn.rewards.models import Proposal
from zichtlijn.rewards.queries import rounds as rounds_read

ROLES = (
    "employee",
    "colleague",
    "line_manager",
    "other_manager",
    "hr",
    "director",
    "project_leader",
    "works_council",
    "administrator",
    "consultant",
)


@dataclass(frozen=True)
class Given:
    """The outcome of an appraisal, as the room of appraisals tells it."""

    level: int
    on: date = date(2026, 1, 1)
    is_contested: bool = False


def give_role(member, role):
    """One more role for this member."""
    RoleAssignment.objects.create(organisation=member.organisation, membership=member.membership, role=role)


@pytest.fixture
def pay(scoped, monkeypatch):
    """The cast with `system`, `cycle`, `levels` (person → outcome, to be changed), `round` and `proposal`.

    The employee earns 2720 for four fifths, the colleague 2400, the project leader is at the maximum of 3200 and the
    line manager is in the scale with steps, at 2600. All were appraised as “goed” but the project leader: “uitstekend”.
    """
    cast = scoped
    give_role(cast.line_manager, "rewards")
    cast.system = make_reward_system(cast.organisation)
    cast.cycle = make_cycle(cast.period)
    make_salary(cast.employee.person, 2720, part_time=Decimal("0.8"))
    make_salary(cast.colleague.person, 2400)
    make_salary(cast.project_leader.person, 3200)
    make_salary(cast.line_manager.person, 2600, scale="P")
    people = (cast.employee, cast.colleague, cast.line_manager)
    cast.levels = {member.person.pk: Given(2) for member in people} | {cast.project_leader.person.pk: Given(3)}
    for where in (rounds, deciding, rounds_read):
        monkeypatch.setattr(where, "levels_in", lambda cycle, people=None: cast.levels)
    cast.round = make_reward_round(cast.period, cast.cycle, cast.system, state="draft", unit=cast.department)
    rounds.start_round(cast.round, by=cast.hr.actor)
    cast.round.refresh_from_db()
    cast.proposal = of(cast, cast.employee)
    return cast


def of(cast, member) -> Proposal:
    """The proposal of this member, as it is now."""
    return Proposal.objects.get(round=cast.round, employee=member.person)


def url(cast, name="proposal", member="employee"):
    return reverse(f"rewards:{name}", args=[of(cast, getattr(cast, member)).pk])


def written_in_the_log() -> str:
    """Everything that people read of the log."""
    return str(list(AuditEvent.objects.values_list("event", "by_name", "on_name", "detail")))


def propose(cast, member="employee", by="line_manager", amount=None, one_off=0, reason=""):
    """The manager's proposal: what was computed, or another amount."""
    row = of(cast, getattr(cast, member))
    given = row.computed if amount is None else Decimal(str(amount))
    return deciding.propose_reward(
        row,
        amount=given,
        one_off_ratio=Decimal(str(one_off)),
        reason=reason,
        version=row.version,
        by=getattr(cast, by).actor,
    )


def agree(cast, member="employee", by="director"):
    row = of(cast, getattr(cast, member))
    deciding.agree_reward(row, version=row.version, by=getattr(cast, by).actor)


def finish(cast, member="employee", by="hr"):
    row = of(cast, getattr(cast, member))
    deciding.finish_reward(row, version=row.version, by=getattr(cast, by).actor)


def all_the_way(cast, member="employee", **given):
    """Proposed, agreed and final."""
    propose(cast, member, **given)
    agree(cast, member)
    finish(cast, member)
    return of(cast, getattr(cast, member))
