"""The agreement form on paper, for both sides."""

from django.utils import timezone

from zichtlijn.access.permissions import require
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.conversations.documents import conversation_pdf
from zichtlijn.conversations.models import Conversation
from zichtlijn.conversations.permissions import can_take_conversation, side_of
from zichtlijn.conversations.queries.pages import conversation_page
from zichtlijn.conversations.states import Side
from zichtlijn.documents.files import file_name

MAKERS = ("pdf",)


def take_conversation(conversation: Conversation, *, by) -> tuple[bytes, str]:
    """The report with what was agreed as a file, and what it is called. The log is written when it is made."""
    require(can_take_conversation(by, conversation))
    now, side = timezone.now(), side_of(by, conversation)
    assert side is not None
    page = conversation_page(by, conversation, side, today=timezone.localdate(now))
    content = conversation_pdf(page, organisation=by.organisation.name, at=now)
    detail = {"list": "conversation", "format": "pdf"}
    if side == Side.MANAGER:
        detail |= {"role": "line", "purpose": "leading"}
    audit.record(Event.LIST_EXPORTED, on=conversation, by=by, about=conversation.employee_id, detail=detail)
    return content, file_name("pdf", str(conversation), by.organisation.name, at=now)
