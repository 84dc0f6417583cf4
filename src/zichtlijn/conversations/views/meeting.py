"""When both meet: the form, calling it off, and the file for one's own calendar."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.conversations import forms
from zichtlijn.conversations.actions import meeting as actions
from zichtlijn.conversations.calendar import meeting_calendar
from zichtlijn.conversations.models import Meeting
from zichtlijn.conversations.permissions import can_plan_meeting, get_own_conversation, is_running
from zichtlijn.conversations.queries.pages import managers_of
from zichtlijn.conversations.states import Side
from zichtlijn.conversations.views.acting import form_page
from zichtlijn.documents.files import as_download, file_name


@require_http_methods(["GET", "HEAD", "POST"])
def set_meeting(request, pk):
    """Make the appointment, or move it."""
    actor = request.actor
    conversation, _side = get_own_conversation(actor, pk)
    if request.method != "POST" and not (is_running(conversation) and can_plan_meeting(actor, conversation)):
        return redirect("conversations:conversation", pk)
    meeting = Meeting.objects.filter(conversation=conversation).first()
    form = forms.MeetingForm(request.POST or None, step=conversation.step, initial=forms.meeting_initial(meeting))
    made = []

    def act():
        made.append(actions.set_meeting(conversation, **form.appointment, by=actor))

    if request.method == "POST" and acted(form, act):
        if made[0].starts_at > timezone.now():
            messages.success(request, _("The appointment stands. You both get it by mail, for your calendars."))
        else:
            messages.success(request, _("Written down when you talked."))
        if actions.is_short_notice(made[0]):
            messages.info(request, _("It is within a week: ask whether there is time enough to prepare."))
        return redirect("conversations:conversation", pk)
    back = reverse("conversations:conversation", args=[pk])
    is_there = meeting is not None and not meeting.is_off
    title = _("Move the appointment") if is_there else _("Make the appointment")
    return form_page(request, form, title=title, submit=_("Save"), back=back, crumb=(back, str(conversation)))


@require_POST
def call_off_meeting(request, pk):
    """Call the appointment off."""
    conversation, _side = get_own_conversation(request.actor, pk)
    actions.call_off_meeting(conversation, by=request.actor)
    messages.success(request, _("Called off. You both get a mail that takes it out of your calendars."))
    return redirect("conversations:conversation", pk)


@require_safe
def take_meeting(request, pk):
    """The appointment as a file for one's own calendar."""
    conversation, side = get_own_conversation(request.actor, pk)
    meeting = Meeting.objects.filter(conversation=conversation, is_off=False).first()
    if meeting is None:
        raise Http404
    meeting.conversation = conversation
    name = file_name("ics", conversation.step.title, request.actor.organisation.name, at=timezone.now())
    other = managers_of([conversation])[pk] if side == Side.EMPLOYEE else conversation.employee.name
    return as_download(meeting_calendar(meeting, other=other).encode(), name)
