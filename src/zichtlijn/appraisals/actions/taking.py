"""The appraisal form on paper, for who may read the appraisal."""

from django.utils import timezone

from zichtlijn.access.permissions import require
from zichtlijn.appraisals.context import approver_of
from zichtlijn.appraisals.documents import appraisal_pdf, title_of
from zichtlijn.appraisals.models import Appraisal
from zichtlijn.appraisals.permissions import can_take_appraisal, pens_of, reads_as, scheme_of
from zichtlijn.appraisals.queries.sheet import sheet_of
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.documents.files import file_name
from zichtlijn.organisation.actions import seen_as

MAKERS = ("pdf",)


def take_appraisal(appraisal: Appraisal, *, by) -> tuple[bytes, str]:
    """The form as a file, and what it is called. The log is written when it is made."""
    require(can_take_appraisal(by, appraisal))
    now, conversation = timezone.now(), appraisal.report.conversation
    scheme = scheme_of(conversation.step.cycle)
    assert scheme is not None
    sheet = sheet_of(conversation, appraisal, scheme, today=timezone.localdate(now))
    content = appraisal_pdf(sheet, second=approver_of(sheet), organisation=by.organisation.name, at=now)
    detail = {"list": "appraisal", "format": "pdf"} | seen_as(by, conversation.employee, what="appraisal")
    if "role" in detail:  # of one's own there is none
        detail["role"] = detail["role"] or reads_as(pens_of(by, appraisal))
    audit.record(Event.LIST_EXPORTED, on=appraisal, by=by, about=conversation.employee_id, detail=detail)
    return content, file_name("pdf", title_of(appraisal), by.organisation.name, at=now)
