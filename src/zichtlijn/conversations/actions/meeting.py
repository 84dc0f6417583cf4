"""When both meet: making the appointment, moving it, calling it off. Each change reaches the calendars by mail."""

from copy import copy
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.conversations.actions.holding import lock
from zichtlijn.conversations.models import Conversation, Meeting
from zichtlijn.conversations.permissions import can_plan_meeting, is_running, side_of
from zichtlijn.conversations.queries.pages import manager_people
from zichtlijn.conversations.states import State
from zichtlijn.conversations.telling import tell_meeting
from zichtlijn.ui.wording import write_full_date

#: With fewer days than this before it, the page says that there is little time to prepare.
ENOUGH_DAYS = 7
#: Minutes that a conversation may last.
LONGEST = 480


@transaction.atomic
def set_meeting(
    conversation: Conversation, *, starts_at: datetime, minutes: int, place: str, version: int, by
) -> Meeting:
    """Make the appointment, or move it; both get it by mail, for their calendars. Raises NotNow, EditConflict."""
    now = _hold(conversation, by)
    meeting = Meeting.objects.filter(conversation=now).first()
    _refuse_moment(now, starts_at, minutes)
    fields = {"starts_at": starts_at, "minutes": minutes, "place": place, "is_off": False}
    before = copy(meeting) if meeting is not None and not meeting.is_off else None
    if meeting is None:
        meeting = Meeting.objects.create(organisation=now.organisation, conversation=now, **fields)
        audit.record(Event.MEETING_PLANNED, on=now, by=by, about=now.employee_id)
    else:
        if not save_version(meeting, fields, version=version):
            return meeting
        meeting.sequence += 1
        Meeting.objects.filter(pk=meeting.pk).update(sequence=meeting.sequence)
        audit.record(Event.MEETING_MOVED, on=now, by=by, about=now.employee_id)
    if starts_at > timezone.now() or (before is not None and before.starts_at > timezone.now()):
        _tell(now, meeting, by, before=before)  # that one talked is no appointment for a calendar
    return meeting


@transaction.atomic
def call_off_meeting(conversation: Conversation, *, by) -> None:
    """Call the appointment off; it leaves the calendars of both."""
    now = _hold(conversation, by)
    meeting = Meeting.objects.filter(conversation=now, is_off=False).first()
    if meeting is None:
        raise NotNow(_("There is no appointment to call off."))
    before = copy(meeting)
    save_version(meeting, {"is_off": True}, version=meeting.version)
    meeting.sequence += 1
    Meeting.objects.filter(pk=meeting.pk).update(sequence=meeting.sequence)
    audit.record(Event.MEETING_CALLED_OFF, on=now, by=by, about=now.employee_id)
    _tell(now, meeting, by, before=before)


def is_short_notice(meeting: Meeting) -> bool:
    """True when there is little time left to prepare."""
    return meeting.starts_at > timezone.now() and meeting.starts_at - timezone.now() < timedelta(days=ENOUGH_DAYS)


def _hold(conversation: Conversation, by) -> Conversation:
    now = lock(conversation)
    require(side_of(by, now) is not None, _("Only the employee and the manager make this appointment."))
    if not is_running(now):
        raise NotNow(_("This cycle is closed: nothing changes in it any more."))
    if not can_plan_meeting(by, now):
        raise NotNow(_("The report has been sent: the conversation has been held."))
    return now


def _refuse_moment(conversation: Conversation, starts_at: datetime, minutes: int) -> None:
    step, day = conversation.step, timezone.localdate(starts_at)
    if not step.opens_on <= day <= step.closes_on:
        words = {"first": write_full_date(step.opens_on), "last": write_full_date(step.closes_on)}
        raise NotNow(
            _("This conversation is held from %(first)s to %(last)s. Choose a day in between, or ask HR for more time.")
            % words
        )
    if starts_at < timezone.now() and conversation.state != State.WRITING:
        raise NotNow(
            _("This moment has passed. Choose another one; when you talked already, say it once the report is begun.")
        )
    ends_at = starts_at + timedelta(minutes=minutes)
    manager = manager_people([conversation])[conversation.pk]
    both = {conversation.employee_id} | ({manager.pk} if manager else set())
    others = Meeting.objects.exclude(conversation=conversation).filter(is_off=False, starts_at__lt=ends_at)
    others = others.filter(starts_at__gt=starts_at - timedelta(minutes=LONGEST)).select_related("conversation")
    led = Q(conversation__employee__placements__line_manager__in=both)
    rows = others.filter(led | Q(conversation__employee__in=both)).distinct()
    talks = [row.conversation for row in rows if row.ends_at > starts_at]
    managers = manager_people(talks)
    if any({talk.employee_id, *(one.pk for one in [managers[talk.pk]] if one)} & both for talk in talks):
        raise NotNow(_("One of you has another conversation at that time. Choose another moment."))


def _tell(conversation: Conversation, meeting: Meeting, by, *, before: Meeting | None) -> None:
    """Both; and whoever was manager when it was made, `before`: it leaves their calendar."""
    manager = manager_people([conversation])[conversation.pk]
    both = {conversation.employee_id: manager.name if manager else ""}
    if manager:
        both[manager.pk] = conversation.employee.name
    tell_meeting(meeting, both, by=by)
    invited = (before.manager_id or conversation.manager_id) if before else None
    if before and invited and invited not in both:
        before.is_off, before.sequence = True, meeting.sequence
        tell_meeting(before, {invited: conversation.employee.name}, by=by, is_theirs=False)
    Meeting.objects.filter(pk=meeting.pk).update(manager=manager)
