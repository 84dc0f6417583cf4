"""Mail about conversations: that something waits and where; never what stands in it, and only the two who talk are
told which conversation it is, and with whom."""

from django.urls import reverse
from django.utils import timezone

from zichtlijn.conversations.calendar import meeting_calendar
from zichtlijn.conversations.models import Conversation, Cycle, Meeting
from zichtlijn.conversations.queries.course import members_of, waiting_people
from zichtlijn.notices.telling import invite, tell


def tell_sent(conversation: Conversation, receiver_id: int | None, *, by) -> None:
    """To whom the report was sent."""
    if receiver_id is None:
        return
    members = members_of(by.organisation.pk, [receiver_id], today=timezone.localdate())
    path = reverse("conversations:conversation", args=[conversation.pk])
    tell(members, "conversations/mail/sent.txt", path=path, by=by)


def tell_answered(conversation: Conversation, sender_id: int | None, *, by) -> None:
    """Whose report was answered: it can be made final."""
    members = members_of(by.organisation.pk, [sender_id] if sender_id else [], today=timezone.localdate())
    path = reverse("conversations:conversation", args=[conversation.pk])
    tell(members, "conversations/mail/answered.txt", path=path, by=by)


def tell_meeting(meeting: Meeting, people: dict[int, str], *, by, is_theirs: bool = True) -> None:
    """These (person → with whom they talk), also who made it: it goes into their calendars, a later one in its place.

    Whose conversation it is no longer gets no link to it.
    """
    members = members_of(by.organisation.pk, list(people), today=timezone.localdate())
    path = reverse("conversations:conversation", args=[meeting.conversation_id])
    path = path if is_theirs else reverse("conversations:list")

    def calendar(member):
        return meeting_calendar(meeting, other=people[member.person_id], to=member.user.email)

    def own_words(member):
        return {"other": people[member.person_id]}

    template = "conversations/mail/meeting.txt"
    invite(members, template, path=path, by=by, calendar=calendar, own_words=own_words, meeting=meeting)


def tell_started(cycle: Cycle, people, *, by) -> int:
    """One mail to each of these people, who talk with each other in this cycle; how many went out."""
    members = members_of(by.organisation.pk, people, today=timezone.localdate())
    return tell(members, "conversations/mail/started.txt", path=reverse("conversations:list"), by=by, cycle=cycle.name)


def remind(cycle: Cycle, *, by) -> int:
    """One mail to everybody for whom something waits, whatever the number; how many went out."""
    today = timezone.localdate()
    waiting = waiting_people(cycle, today=today)
    members = members_of(by.organisation.pk, list(waiting), today=today)
    return tell(members, "conversations/mail/waiting.txt", path=reverse("conversations:list"), by=by, cycle=cycle.name)
