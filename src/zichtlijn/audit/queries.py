"""Reading the log, newest first."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.audit.keys import seal_key
from zichtlijn.audit.models import AuditEvent
from zichtlijn.audit.permissions import can_see_subject
from zichtlijn.audit.wording import write_detail

ROWS = 50


@dataclass(frozen=True)
class Line:
    """A line as this reader may see it."""

    event: AuditEvent
    on_name: str
    detail: list[str]


@dataclass(frozen=True)
class LogPage:
    lines: list[Line]
    next_key: str | None
    previous_key: None = None


def read_log(
    by: Actor,
    *,
    event: str = "",
    who: str = "",
    since: date | None = None,
    until: date | None = None,
    after: int | None = None,
) -> LogPage:
    """One page of the log of the organisation, that comes after (is older than) sequence number `after`.

    What is being prepared about the reader is left out: nobody reads in the log that they are to be promoted. So the
    numbers of the lines are not for a reader either: one that is skipped tells that something was left out.
    """
    found = AuditEvent.objects.told_to(by.person_id, by.user.pk if by.user else None).order_by("-sequence")
    if event:
        found = found.filter(event=event)
    for word in who.split():
        found = found.filter(by_name__icontains=word)
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until) + timedelta(days=1))
    if after:
        found = found.filter(sequence__lt=after)
    rows = list(found[: ROWS + 1])
    following = seal_key(rows[ROWS - 1].sequence) if len(rows) > ROWS else None
    return LogPage([_shown(by, row) for row in rows[:ROWS]], following)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _shown(by: Actor, row: AuditEvent) -> Line:
    if not can_see_subject(by, row):
        return Line(row, _("a personal objective") if row.on_type == "objective" else _("something personal"), [])
    return Line(row, row.on_name, write_detail(row.on_type, row.detail))
