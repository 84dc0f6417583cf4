"""Mail about conversations: that something waits and where; never who it is about, nor what stands in it."""

from django.urls import reverse
from django.utils import timezone

from zichtlijn.conversations.models import Conversation, Cycle
from zichtlijn.conversations.queries.course import members_of, waiting_people
from zichtlijn.notices.telling import tell


def tell_sent(conversation: Conversation, receiver_id: int | None, *, by) -> None:
    """To whom the report was sent."""
    if receiver_id is None:
        return
    members = members_of(by.organisation.pk, [receiver_id], today=timezone.localdate())
    path = reverse("conversations:conversation", args=[conversation.pk])
    tell(members, "conversations/mail/sent.txt", path=path, by=by)


def remind(cycle: Cycle, *, by) -> int:
    """One mail to everybody for whom something waits, whatever the number; how many went out."""
    today = timezone.localdate()
    waiting = waiting_people(cycle, today=today)
    members = members_of(by.organisation.pk, list(waiting), today=today)
    return tell(members, "conversations/mail/waiting.txt", path=reverse("conversations:list"), by=by, cycle=cycle.name)
