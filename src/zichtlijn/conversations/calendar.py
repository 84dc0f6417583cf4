"""A conversation in one's own calendar (iCalendar, RFC 5545 and 5546): when, where, with whom; never what about."""

from datetime import UTC
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from zichtlijn.access.mail import link_in
from zichtlijn.conversations.models import Meeting


def meeting_calendar(meeting: Meeting, *, other: str, to: str = "") -> str:
    """The text of a calendar file, for who talks with `other`. With `to`, an invitation by mail to that address.

    A later one takes its place: the identifier stays the same and the sequence goes up, so that a calendar moves what
    it has instead of adding.
    """
    conversation, organisation = meeting.conversation, meeting.organisation
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    calendar = Calendar()
    calendar.add("prodid", "-//Zichtlijn//Conversations//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if meeting.is_off else "REQUEST" if to else "PUBLISH")
    event = Event()
    event.add("uid", f"conversation-{conversation.pk}-{organisation.slug}@{host}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", timezone.now().astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", f"{conversation.step.title} · {other}" if other else conversation.step.title)
    if meeting.place:
        event.add("location", meeting.place)
    link = link_in(organisation, reverse("conversations:conversation", args=[conversation.pk]))
    event.add("description", _("Prepare it here: %(link)s") % {"link": link})
    event.add("url", link)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if meeting.is_off else "CONFIRMED")
    if to:
        organiser = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL.rpartition('<')[2].rstrip('>')}")
        organiser.params["cn"] = vText(organisation.name)
        event["organizer"] = organiser
        event.add("attendee", vCalAddress(f"mailto:{to}"))
    calendar.add_component(event)
    return calendar.to_ical().decode()
