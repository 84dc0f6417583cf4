"""What the person does with the result: share it with the manager, or no longer; and take it along on paper."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.documents.files import file_name
from zichtlijn.feedback.actions.moving import hold, write
from zichtlijn.feedback.documents import result_pdf
from zichtlijn.feedback.models import FeedbackRound
from zichtlijn.feedback.permissions import can_read_result, can_share_result, leads
from zichtlijn.feedback.queries.readers import reasons_against_reading
from zichtlijn.feedback.queries.results import result_of
from zichtlijn.feedback.states import RoundState
from zichtlijn.organisation.actions import seen_as
from zichtlijn.organisation.models import Person

PAPER = ("pdf",)


def _hold_result(round_: FeedbackRound, by) -> FeedbackRound:
    now = hold(round_)
    require(can_share_result(by, now), _("Only the person decides who else reads the result."))
    if now.state != RoundState.CLOSED:
        raise NotNow(_("There is no result yet."))
    return now


@transaction.atomic
def share_result(round_: FeedbackRound, manager: Person, *, by) -> None:
    """Let one line manager of today, who can, read the whole result, as long as they lead the person."""
    now = _hold_result(round_, by)
    if not leads(manager, now.person):
        raise NotNow(_("A result is shared with a line manager of today, and with nobody else."))
    if against := reasons_against_reading([manager]):
        raise NotNow(against[manager.pk])
    write(now, shared_with=manager, shared_on=timezone.localdate())
    audit.record(Event.FEEDBACK_SHARED, on=now, by=by, about=now.person_id)


@transaction.atomic
def withdraw_result(round_: FeedbackRound, *, by) -> None:
    """Keep the result to oneself again."""
    now = _hold_result(round_, by)
    if now.shared_with_id is None:
        raise NotNow(_("The result is not shared."))
    write(now, shared_with=None, shared_on=None)
    audit.record(Event.FEEDBACK_WITHDRAWN, on=now, by=by, about=now.person_id)


def take_result(round_: FeedbackRound, *, by) -> tuple[bytes, str]:
    """The result as a file, for who may read it."""
    require(can_read_result(by, round_))
    now = timezone.now()
    content = result_pdf(result_of(round_), organisation=by.organisation.name, at=now)
    detail = {"list": "feedback", "format": "pdf"} | seen_as(by, round_.person, what="feedback")
    audit.record(Event.LIST_EXPORTED, on=round_, by=by, about=round_.person_id, detail=detail)
    title = _("360 feedback of %(name)s") % {"name": round_.person.name}
    return content, file_name("pdf", title, by.organisation.name, at=now)
