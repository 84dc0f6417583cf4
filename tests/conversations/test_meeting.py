"""When both meet: who makes the appointment, when it may be, and what their calendars hear of it."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from tests.conversations.talk import hand_over, send, url, write
from tests.factories import make_conversation
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent
from zichtlijn.conversations.actions import meeting as actions
from zichtlijn.conversations.actions import talking
from zichtlijn.conversations.models import Conversation, Cycle, Meeting
from zichtlijn.conversations.queries.pages import conversation_page, own_conversations
from zichtlijn.conversations.queries.way import way_of
from zichtlijn.notices import actions as notices
from zichtlijn.notices.models import OutgoingMail
from zichtlijn.organisation.models import Placement


@pytest.fixture(autouse=True)
def outbox(settings):
    """Django's tests put another way to send in place of the outbox: it is put back here."""
    settings.EMAIL_BACKEND = "zichtlijn.notices.outbox.OutboxBackend"


def moment(days=3, hour=10):
    """So many days from now at this hour."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def plan(talk, by="line_manager", *, at=None, version=1, minutes=60, place="Kamer 3", conversation=None):
    conversation = conversation or talk.conversation
    at, actor = at or moment(), getattr(talk, by).actor
    return actions.set_meeting(conversation, starts_at=at, minutes=minutes, place=place, version=version, by=actor)


def invitations():
    """Address → what its newest mail brings to a calendar."""
    found = {}
    for mail in OutgoingMail.objects.order_by("pk"):
        if mail.calendar:
            found[mail.to[0]] = Calendar.from_ical(mail.calendar)
    return found


@pytest.mark.parametrize("by", ["employee", "line_manager"])
def test_either_makes_it_and_both_get_it_in_their_calendar(talk, by):
    plan(talk, by)
    heard = invitations()
    assert set(heard) == {talk.employee.user.email, talk.line_manager.user.email}
    for address, calendar in heard.items():
        (event,) = calendar.walk("VEVENT")
        assert calendar["METHOD"] == "REQUEST"
        assert event["SUMMARY"].startswith(f"{talk.step.title} · ")
        assert event["DTSTART"].dt == moment().astimezone(UTC)
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=1)
        assert event["LOCATION"] == "Kamer 3"
        assert event["ATTENDEE"] == f"mailto:{address}"
    told = heard[talk.line_manager.user.email].walk("VEVENT")[0]
    assert told["SUMMARY"] == f"{talk.step.title} · {talk.employee.person.name}"


def test_the_mail_says_which_conversation_with_whom_and_who_planned_it(talk):
    """Also to who planned it: "You planned", with the other in it and not oneself."""
    plan(talk)
    told = {mail.to[0]: mail.body for mail in OutgoingMail.objects.all()}
    mine, theirs = told[talk.line_manager.user.email], told[talk.employee.user.email]
    manager, employee = talk.line_manager.person.name, talk.employee.person.name
    for body, other in ((mine, employee), (theirs, manager)):
        assert f"Conversation: {talk.step.title}" in body
        assert f"With: {other}" in body
    assert "You planned a conversation" in mine
    assert f"{manager} planned a conversation" in theirs
    actions.call_off_meeting(talk.conversation, by=talk.employee.actor)
    off = {mail.to[0]: mail.body for mail in OutgoingMail.objects.order_by("pk")}
    assert "You called off" in off[talk.employee.user.email]
    assert f"{employee} called off" in off[talk.line_manager.user.email]


def test_a_calendar_takes_the_later_one_for_the_same(talk):
    plan(talk)
    first = invitations()[talk.employee.user.email].walk("VEVENT")[0]
    plan(talk, at=moment(4))
    second = invitations()[talk.employee.user.email].walk("VEVENT")[0]
    actions.call_off_meeting(talk.conversation, by=talk.employee.actor)
    off = invitations()[talk.employee.user.email]
    plan(talk, at=moment(5), version=Meeting.objects.get().version)
    again = invitations()[talk.employee.user.email].walk("VEVENT")[0]
    assert first["UID"] == second["UID"] == off.walk("VEVENT")[0]["UID"] == again["UID"]
    assert [row["SEQUENCE"] for row in (first, second, off.walk("VEVENT")[0], again)] == [0, 1, 2, 3]
    assert (off["METHOD"], off.walk("VEVENT")[0]["STATUS"], again["STATUS"]) == ("CANCEL", "CANCELLED", "CONFIRMED")
    told = AuditEvent.objects.filter(event__startswith="meeting").order_by("sequence").values_list("event", flat=True)
    assert list(told) == ["meeting_planned", "meeting_moved", "meeting_called_off", "meeting_moved"]


def test_saving_the_same_again_bothers_nobody(talk):
    meeting = plan(talk)
    sent = OutgoingMail.objects.count()
    plan(talk, version=meeting.version)
    assert OutgoingMail.objects.count() == sent
    assert Meeting.objects.get().sequence == 0


def test_the_mail_that_goes_out_carries_the_invitation_and_is_forgotten(talk, mailoutbox, settings):
    settings.OUTBOX_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    plan(talk)
    notices.send_due()
    (kind,) = {message.alternatives[0].mimetype for message in mailoutbox}
    assert kind == "text/calendar; method=REQUEST"
    assert 'Content-Type: text/calendar; method="REQUEST"' in mailoutbox[0].message().as_string()
    assert set(OutgoingMail.objects.values_list("calendar", "body")) == {("", "")}


@pytest.mark.parametrize(
    ("days", "hour", "says"),
    [(40, 10, "a day in between"), (-11, 10, "a day in between"), (-1, 10, "passed")],
)
def test_a_day_outside_the_window_or_in_the_past_is_refused_with_a_sentence(talk, days, hour, says):
    with pytest.raises(NotNow, match=says):
        plan(talk, at=moment(days, hour))
    assert not Meeting.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_nobody_is_in_two_conversations_at_once(talk):
    plan(talk)
    second = make_conversation(talk.step, talk.colleague.person, talk.line_manager.person, talk.team)
    half_past = moment() + timedelta(minutes=30)
    with pytest.raises(NotNow, match="at that time"):
        plan(talk, at=half_past, conversation=second)
    plan(talk, at=moment() + timedelta(minutes=60), conversation=second)
    actions.call_off_meeting(second, by=talk.line_manager.actor)
    assert Meeting.objects.filter(is_off=False).count() == 1


def test_after_a_change_of_manager_it_leaves_the_calendar_of_the_earlier_one(talk, signed_in):
    meeting = plan(talk)
    hand_over(talk)
    moved = plan(talk, "employee", at=moment(4), version=meeting.version)
    heard = invitations()
    gone = heard[talk.line_manager.user.email]
    (event,) = gone.walk("VEVENT")
    assert (gone["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert event["DTSTART"].dt == moment().astimezone(UTC)
    for member in (talk.employee, talk.other_manager):
        assert heard[member.user.email]["METHOD"] == "REQUEST"
    assert Meeting.objects.get().manager == talk.other_manager.person
    told = [mail.body for mail in OutgoingMail.objects.order_by("pk") if mail.to == [talk.line_manager.user.email]]
    assert url(talk) not in told[-1]
    plan(talk, "employee", at=moment(5), version=moved.version)
    assert sum(mail.to == [talk.line_manager.user.email] for mail in OutgoingMail.objects.all()) == len(told)


def test_what_is_called_off_leaves_the_calendar_of_who_was_invited(talk):
    plan(talk)
    hand_over(talk)
    write(talk, by="other_manager")  # who goes on with it is from then on the one it is held with
    actions.call_off_meeting(talk.conversation, by=talk.employee.actor)
    heard = invitations()
    assert {heard[member.user.email]["METHOD"] for member in (talk.employee, talk.line_manager)} == {"CANCEL"}
    assert heard[talk.other_manager.user.email]["METHOD"] == "CANCEL"


def test_the_hours_of_the_manager_of_now_count_and_not_those_of_an_earlier_one(talk):
    plan(talk)
    hand_over(talk)
    second = make_conversation(talk.step, talk.colleague.person, talk.line_manager.person, talk.team)
    plan(talk, conversation=second)
    actions.call_off_meeting(second, by=talk.line_manager.actor)
    third = make_conversation(talk.step, talk.project_leader.person, talk.line_manager.person, talk.team)
    Placement.objects.filter(person=talk.project_leader.person).update(line_manager=talk.other_manager.person)
    with pytest.raises(NotNow, match="at that time"):
        plan(talk, "other_manager", conversation=third)


def test_W04_only_both_make_it(talk, signed_in):
    with pytest.raises(NotAllowed):
        plan(talk, "colleague")
    with pytest.raises(NotAllowed):
        plan(talk, "hr")
    for name in ("meeting", "call_off"):
        assert signed_in(talk.colleague).post(url(talk, name), {"version": 1}).status_code == 404
    plan(talk)
    assert signed_in(talk.colleague).get(url(talk, "calendar")).status_code == 404
    assert signed_in(talk.hr).get(url(talk, "calendar")).status_code == 404


def test_W29_not_once_the_report_was_sent_nor_in_a_closed_cycle(talk):
    send(talk)
    with pytest.raises(NotNow, match="has been held"):
        plan(talk)
    Conversation.objects.update(state="planned")
    Cycle.objects.update(state="closed")
    with pytest.raises(NotNow, match="closed"):
        plan(talk)


def test_a_report_is_not_sent_before_the_conversation_was_held(talk):
    meeting = plan(talk)
    report = write(talk)
    with pytest.raises(NotNow, match="Talk first"):
        talking.send_report(talk.conversation, version=report.version, by=talk.line_manager.actor)
    plan(talk, at=moment(-1), version=meeting.version)
    talking.send_report(talk.conversation, version=report.version, by=talk.line_manager.actor)
    assert Meeting.objects.get().starts_at == moment(-1)


def test_R13_two_tabs_do_not_move_it_over_each_other(talk):
    plan(talk)
    plan(talk, at=moment(4))
    with pytest.raises(EditConflict):
        plan(talk, at=moment(5), version=1)
    assert Meeting.objects.get().starts_at == moment(4)


def test_R13_of_two_who_make_the_first_one_the_second_is_told(talk, signed_in):
    """Both opened the empty form; the other order of the same two days clashes as well."""
    forms = [signed_in(part).get(url(talk, "meeting")).content.decode() for part in (talk.line_manager, talk.employee)]
    assert all(re.search(r'name="version" value="0"', form) for form in forms)
    given = {"version": 0, "time": "10:00", "minutes": 60, "place": ""}
    days = [(timezone.localdate() + timedelta(days=days)).isoformat() for days in (3, 4)]
    assert signed_in(talk.line_manager).post(url(talk, "meeting"), given | {"day": days[0]}).status_code == 302
    told, browser = OutgoingMail.objects.count(), signed_in(talk.employee)
    clash = browser.post(url(talk, "meeting"), given | {"day": days[1]})
    assert clash.status_code == 409
    assert 'name="version" value="1"' in clash.content.decode()
    assert f"“{talk.conversation}” was changed" in clash.content.decode()
    assert Meeting.objects.get().starts_at == moment(3)
    assert OutgoingMail.objects.count() == told
    assert browser.post(url(talk, "meeting"), given | {"day": days[0]}).status_code == 302  # the same: no clash
    assert browser.post(url(talk, "meeting"), given | {"day": days[1], "version": 1}).status_code == 302
    assert Meeting.objects.get().starts_at == moment(4)


def test_the_form_keeps_what_was_typed_and_the_page_shows_it(talk, signed_in):
    browser = signed_in(talk.employee)
    day = (timezone.localdate() + timedelta(days=60)).isoformat()
    given = {"version": 1, "day": day, "time": "10:15", "minutes": 45, "place": "Kantine"}
    refused = browser.post(url(talk, "meeting"), given)
    assert refused.status_code == 422
    assert "Kantine" in refused.content.decode()
    given["day"] = (timezone.localdate() + timedelta(days=2)).isoformat()
    assert browser.post(url(talk, "meeting"), given).status_code == 302
    said = browser.get(url(talk)).content.decode()
    assert "10:15 – 11:00" in said
    assert "Kantine" in said
    answer = browser.get(url(talk, "calendar"))
    assert answer["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert "ATTENDEE" not in event
    listed = own_conversations(talk.employee.actor)
    assert timezone.localtime(listed[0].held_at).strftime("%H:%M") == "10:15"


def test_the_steps_tell_no_side_what_the_other_did_not_share(talk):
    texts = {"looking_back": "Voor mij", "looking_ahead": "", "needs": ""}
    talking.write_preparation(talk.conversation, texts, version=1, by=talk.employee.actor)

    def steps(part, side):
        talk.conversation.refresh_from_db()
        page = conversation_page(getattr(talk, part).actor, talk.conversation, side, today=timezone.localdate())
        return [step.state for step in way_of(page, None)]

    assert steps("employee", "employee") == ["done", "now", "", "", ""]
    assert steps("line_manager", "manager") == ["now", "", "", "", ""]
    send(talk)
    assert steps("employee", "employee") == ["done", "skipped", "skipped", "done", "now"]
