"""Writing the line, and looking whether the chain is whole."""

import hashlib
import json
import secrets
from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from zichtlijn.audit.models import AuditEvent, AuditHead, Event
from zichtlijn.audit.ranges import in_ranges

__all__ = ["Event", "broken_links", "record", "record_many"]


def _digest(before: str, content: list) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256((before + text).encode()).hexdigest()


def _seal(line: AuditEvent) -> str:
    """What stands in the chain for the names and details of a line."""
    return _digest(line.salt, [line.by_name, line.on_name, line.detail])


def _hash(previous: str, line: AuditEvent) -> str:
    return _digest(
        previous,
        [
            line.organisation_id,
            line.sequence,
            line.event,
            line.at.astimezone(UTC).isoformat(),
            line.by_id,
            line.on_type,
            line.on_id,
            line.about_person_id,
            line.seal,
        ],
    )


@transaction.atomic
def record(event: Event, *, on, by, about=None, detail: dict | None = None) -> AuditEvent:
    """Add one line: `event` happened to `on`, by the actor `by`, concerning the file of person id `about`."""
    return record_many([(event, on, about, detail or {})], by=by)[0]


@transaction.atomic
def record_many(lines: list[tuple], *, by) -> list[AuditEvent]:
    """Add lines `(event, on, about, detail)` in their order; one lock on the end of the chain for all of them."""
    if not lines:
        return []
    organisation = by.organisation
    head = AuditHead.objects.select_for_update().filter(organisation=organisation).first()
    if head is None:
        AuditHead.objects.bulk_create([AuditHead(organisation=organisation)], ignore_conflicts=True)
        head = AuditHead.objects.select_for_update().get(organisation=organisation)
    now: datetime = timezone.now()
    made = []
    for event, on, about, detail in lines:
        head.sequence += 1
        line = AuditEvent(
            organisation=organisation,
            sequence=head.sequence,
            event=event,
            at=now,
            by_id=by.user.pk if by.user else None,
            by_name=by.name,
            on_type=on._meta.model_name,
            on_id=on.pk,
            on_name=str(on)[:300],
            about_person_id=about,
            detail=detail,
            salt=secrets.token_hex(16),
            previous_hash=head.hash,
        )
        line.seal = _seal(line)
        line.hash = head.hash = _hash(line.previous_hash, line)
        made.append(line)
    AuditEvent.objects.bulk_create(made, batch_size=500)
    head.save(update_fields=["sequence", "hash"])
    return made


def broken_links(organisation) -> list[int]:
    """Sequence numbers where the chain of this organisation does not hold: a changed, missing or added line.

    A line without its names is right only if a later one tells that they were forgotten.
    """
    head = AuditHead.objects.filter(organisation=organisation).first()
    previous, expected = (head.removed_hash, head.removed_to + 1) if head else ("0" * 64, 1)
    broken, without, told = set(), set(), set()
    for line in AuditEvent.objects.filter(organisation=organisation).order_by("sequence").iterator():
        if line.sequence != expected or line.previous_hash != previous or line.hash != _hash(line.previous_hash, line):
            broken.add(line.sequence)
        if not line.salt:
            without.add(line.sequence)
        elif line.seal != _seal(line):
            broken.add(line.sequence)
        elif line.event == Event.PEOPLE_FORGOTTEN:
            told |= in_ranges(line.detail["lines"])
        previous, expected = line.hash, line.sequence + 1
    broken |= without - told
    if head is None:
        return sorted(broken | {expected - 1}) if expected > 1 else []  # lines, and no end to compare them with
    if head.sequence != expected - 1 or head.hash != previous:
        broken.add(head.sequence)
    return sorted(broken)
