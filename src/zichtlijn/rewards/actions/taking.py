"""What is taken along: the reward system for everybody, a letter for the person, and the file for the payroll."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.documents.files import file_name
from zichtlijn.organisation.actions import DECIDER, look_at_many, seen_as
from zichtlijn.organisation.models import Person
from zichtlijn.rewards.actions.systems import require_keeping
from zichtlijn.rewards.documents import payroll_csv, payroll_workbook, system_pdf
from zichtlijn.rewards.letters import letter_pdf, promotion_letter_pdf
from zichtlijn.rewards.models import Promotion, Proposal, RewardSystem, Round
from zichtlijn.rewards.permissions import can_take_letter, can_take_payroll, can_take_promotion_letter
from zichtlijn.rewards.queries.payroll import PayrollRow, payroll_rows, promotion_rows
from zichtlijn.rewards.queries.systems import system_page

SYSTEM_MAKERS = ("pdf",)
PAYROLL_MAKERS = {"xlsx": payroll_workbook, "csv": payroll_csv}
#: Of so many people at once is written down that somebody looked.
BATCH = 1000


def take_system(system: RewardSystem, *, by) -> tuple[bytes, str]:
    """The reward system as a file, and what it is called."""
    now = timezone.now()
    content = system_pdf(system_page(system), organisation=by.organisation.name, at=now)
    audit.record(Event.LIST_EXPORTED, on=system, by=by, detail={"list": "reward_system", "format": "pdf"})
    return content, file_name("pdf", system.name, by.organisation.name, at=now)


def take_letter(proposal: Proposal, *, by) -> tuple[bytes, str]:
    """The letter about a reward that is final, in the language of whom it is to."""
    require(can_take_letter(by, proposal))
    now = timezone.now()
    content = letter_pdf(proposal, by=by, at=now)
    detail = {"list": "reward_letter", "format": "pdf"} | seen_as(by, proposal.employee, what="rewards")
    if detail.get("role") == "":
        detail["role"] = DECIDER
    audit.record(Event.LIST_EXPORTED, on=proposal, by=by, about=proposal.employee_id, detail=detail)
    return content, file_name("pdf", str(proposal), by.organisation.name, at=now)


def take_promotion_letter(promotion: Promotion, *, by) -> tuple[bytes, str]:
    """The letter about a promotion that was agreed, in the language of whom it is to."""
    require(can_take_promotion_letter(by, promotion))
    now = timezone.now()
    content = promotion_letter_pdf(promotion, by=by, at=now)
    detail = {"list": "promotion_letter", "format": "pdf"} | seen_as(by, promotion.person, what="rewards")
    audit.record(Event.LIST_EXPORTED, on=promotion, by=by, about=promotion.person_id, detail=detail)
    return content, file_name("pdf", str(promotion), by.organisation.name, at=now)


@transaction.atomic
def _record_pay_taken(rows: list[PayrollRow], form: str, *, on, purpose: str, by) -> None:
    """Who took a file for the payroll and what for; and with everybody else who stands in it, that somebody looked."""
    people: list[Person] = list({row.person.pk: row.person for row in rows}.values())
    for start in range(0, len(people), BATCH):
        look_at_many(people[start : start + BATCH], what="rewards", by=by)
    detail = {"list": "payroll", "format": form, "people": len(rows), "purpose": purpose}
    audit.record(Event.LIST_EXPORTED, on=on, by=by, detail=detail)


def take_payroll(of_round: Round, form: str, *, purpose: str, by) -> tuple[bytes, str]:
    """What is final in a round, for the payroll; the log says who took it and what for, and with each person a look."""
    require(can_take_payroll(by, of_round))
    now = timezone.now()
    rows = payroll_rows(of_round)
    content = PAYROLL_MAKERS[form](rows, title=of_round.name)
    _record_pay_taken(rows, form, on=of_round, purpose=purpose, by=by)
    return content, file_name(form, of_round.name, by.organisation.name, at=now)


def take_promotions(form: str, *, since: date, purpose: str, by) -> tuple[bytes, str]:
    """The promotions agreed from a day on, for the payroll; logged as `take_payroll` is."""
    require_keeping(by)
    now, title = timezone.now(), _("Promotions")
    rows = promotion_rows(since)
    content = PAYROLL_MAKERS[form](rows, title=title)
    _record_pay_taken(rows, form, on=by.organisation, purpose=purpose, by=by)
    return content, file_name(form, title, by.organisation.name, at=now)
