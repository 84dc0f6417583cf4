"""The agreement form: the report of a conversation with what was agreed, on paper."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.conversations.models import Agreement, Meeting
from zichtlijn.conversations.queries.pages import ConversationPage
from zichtlijn.documents.pdf import heading, make_pdf
from zichtlijn.privacy.models import Statement
from zichtlijn.ui.wording import write_full_date


def conversation_pdf(page: ConversationPage, *, organisation: str, at: datetime) -> bytes:
    """What both sides may read, and what they signed; nothing of what one of them keeps to themselves."""
    conversation, report = page.conversation, page.report
    assert report is not None
    held = Meeting.objects.filter(conversation=conversation, is_off=False).first()
    title = _("Agreement form: %(name)s") % {"name": conversation.employee.name}
    data = {
        "meta": heading(
            title, f"{conversation.step.title} · {conversation.unit.name}", organisation=organisation, at=at
        ),
        "facts": [
            {"name": _("Employee"), "text": conversation.employee.name},
            {"name": _("Manager"), "text": page.manager_name or "–"},
            {"name": _("Conversation"), "text": str(conversation.step.get_kind_display())},
            {"name": _("Period"), "text": conversation.step.cycle.period.name},
            {"name": _("Talked on"), "text": write_full_date(timezone.localdate(held.starts_at)) if held else "–"},
            {"name": _("State"), "text": str(conversation.get_state_display())},
        ],
        "texts": [
            {"name": name, "text": text}
            for name, text in ((_("What was discussed"), report.discussed), (_("Conclusion"), report.conclusion))
            if text
        ],
        "agreements_title": _("Agreements"),
        "none": _("No agreements were made."),
        "head": [_("Agreement"), _("Kind"), _("Weight"), _("Ready on")],
        "agreements": [_agreement(row) for row in page.agreements],
        "earlier_title": _("Earlier agreements"),
        "earlier_head": [_("Agreement"), _("What came of it")],
        "earlier": [
            {"text": row.agreement.text, "outcome": str(row.get_outcome_display()), "remark": row.remark}
            for row in page.answered
        ],
        "remarks_title": _("Remarks of %(name)s") % {"name": report.answered_by_name or "–"},
        "remarks": report.remarks,
        "signed_title": _("Signatures"),
        "signed": _signatures(page),
        "added_title": _("Additions"),
        "added": [{"who": f"{row.writer_name}, {write_full_date(row.at)}", "text": row.text} for row in page.addenda],
        "statements_title": _("Statements of %(name)s") % {"name": conversation.employee.name},
        "statements": [tell_statement(row) for row in page.statements],
    }
    return make_pdf("conversations/paper/conversation.typ", data, at=at)


def tell_statement(row: Statement) -> dict[str, str]:
    """A statement on paper: its day and text, or that it was withdrawn."""
    if row.withdrawn_at:
        return {
            "day": write_full_date(row.at),
            "text": _("Withdrawn on %(day)s.") % {"day": write_full_date(row.withdrawn_at)},
        }
    return {"day": write_full_date(row.at), "text": row.text}


def _agreement(row: Agreement) -> dict[str, Any]:
    notes = []
    if row.objective:
        notes.append(_("Objective: %(title)s") % {"title": row.objective.title})
    if row.means:
        notes.append(_("Means and support: %(text)s") % {"text": row.means})
    return {
        "text": row.text,
        "notes": notes,
        "kind": str(row.get_kind_display()),
        "weight": f"{row.weight}%" if row.weight else "–",
        "due": write_full_date(row.due_on) if row.due_on else "–",
    }


def _signatures(page: ConversationPage) -> list[dict[str, str]]:
    report, conversation = page.report, page.conversation
    assert report is not None
    assert report.sent_at is not None
    signed = [{"what": _("Written and sent"), "who": report.writer_name, "day": write_full_date(report.sent_at)}]
    if report.answered_at:
        what = _("Signed %(answer)s") % {"answer": report.get_answer_display()}
        signed.append({"what": what, "who": report.answered_by_name, "day": write_full_date(report.answered_at)})
    elif conversation.final_on:
        signed.append({"what": _("Not answered within the term"), "who": "–", "day": "–"})
    if conversation.final_on:
        signed.append(
            {"what": _("Made final"), "who": conversation.final_by_name, "day": write_full_date(conversation.final_on)}
        )
    return signed
