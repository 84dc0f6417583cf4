"""What is agreed in a report, and what it says of earlier agreements."""

from django.db import transaction
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.conversations.actions.holding import Held, hold, own_report
from zichtlijn.conversations.models import Agreement, AgreementAnswer, Conversation
from zichtlijn.conversations.queries.agreed import NOTHING, mark_of, marks_of, said_in
from zichtlijn.conversations.queries.pages import open_agreements
from zichtlijn.conversations.states import BEFORE_SENDING


class Overtaken(NotNow):
    """Another tab said something else of the same agreements in the meantime: agreement → what stands there now."""

    def __init__(self, rows: list[tuple[Agreement, AgreementAnswer | None]], marks: str):
        super().__init__(_("Saved in another tab in the meantime"))
        self.rows, self.marks = rows, marks


@transaction.atomic
def answer_agreements(
    conversation: Conversation,
    answers: dict[int, tuple[str, str]],
    *,
    before: dict[int, str] | None = None,
    take: bool = False,
    by,
) -> dict[int, tuple[str, str]]:
    """Say in the report what came of earlier agreements: agreement → outcome and remark; no outcome: open still.

    `before`: the marks of what these words replace. Where something else stands by now it is left (`take`), or nothing
    is written and Overtaken is raised. Gives what stands there afterwards.
    """
    held = hold(conversation, by)
    report = own_report(held, by)
    carried = {agreement.pk: agreement for agreement in open_agreements(held.conversation)}
    if not set(answers) <= set(carried):
        raise NotNow(_("One of these agreements is not open any more. Look at the report again."))
    said = said_in(report)
    other = [number for number in answers if before is not None and _is_other(number, answers[number], said, before)]
    if other and not take:
        kept = {row.agreement_id: row for row in report.agreement_answers.filter(agreement__in=other)}
        marks = marks_of({number: said.get(number, NOTHING) for number in carried})
        raise Overtaken([(carried[number], kept.get(number)) for number in other], marks)
    for number, (outcome, remark) in answers.items():
        if number in other:
            continue
        if outcome:
            AgreementAnswer.objects.update_or_create(
                agreement_id=number,
                report=report,
                defaults={"outcome": outcome, "remark": remark, "organisation": report.organisation},
            )
        else:
            AgreementAnswer.objects.filter(agreement_id=number, report=report).delete()
    return said_in(report)


def _is_other(number: int, words: tuple[str, str], said: dict[int, tuple[str, str]], before: dict[int, str]) -> bool:
    """True when neither these words stand there, nor those that they replace."""
    now = said.get(number, NOTHING)
    return now != words and mark_of(*now) != before.get(number, mark_of(*NOTHING))


@transaction.atomic
def add_agreement(conversation: Conversation, *, by, **fields) -> Agreement:
    """Add an agreement to the report that the actor is writing."""
    held = hold(conversation, by)
    report = own_report(held, by)
    made = Agreement.objects.create(organisation=report.organisation, report=report, **fields)
    audit.record(Event.AGREEMENT_ADDED, on=held.conversation, by=by, about=conversation.employee_id)
    return made


@transaction.atomic
def change_agreement(agreement: Agreement, changes: dict, *, version: int, by) -> list[str]:
    """Change an agreement in a report that was not sent."""
    held = _hold_of(agreement, by)
    changed = save_version(agreement, changes, version=version)
    if changed:
        about = held.conversation.employee_id
        audit.record(Event.AGREEMENT_CHANGED, on=held.conversation, by=by, about=about)
    return changed


@transaction.atomic
def remove_agreement(agreement: Agreement, *, by) -> None:
    """Take an agreement out of a report that was not sent."""
    held = _hold_of(agreement, by)
    audit.record(Event.AGREEMENT_REMOVED, on=held.conversation, by=by, about=held.conversation.employee_id)
    agreement.delete()


def _hold_of(agreement: Agreement, by) -> Held:
    held = hold(agreement.report.conversation, by)
    require(agreement.report.writer_id == by.person_id, _("Only who writes the report changes its agreements."))
    if held.conversation.state not in BEFORE_SENDING:
        raise NotNow(_("The report has been sent. Take it back first if you want to change it."))
    return held
