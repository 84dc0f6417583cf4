"""Writing the line, and looking whether the chain is whole."""

import hashlib
import json
from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from zichtlijn.audit.models import AuditEvent, AuditHead, Event

__all__ = ["Event", "broken_links", "record", "record_many"]


def _hash(previous: str, line: AuditEvent) -> str:
    content = json.dumps(
        [
            line.organisation_id,
            line.sequence,
            line.event,
            line.at.astimezone(UTC).isoformat(),
            line.by_id,
            line.by_name,
            line.on_type,
            line.on_id,
            line.on_name,
            line.about_person_id,
            line.detail,
        ],
        sort_keys=True,
        ensure_ascii=False,
    )
    return hashlib.sha256((previous + content).encode()).hexdigest()


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
            previous_hash=head.hash,
        )
        line.hash = head.hash = _hash(line.previous_hash, line)
        made.append(line)
    AuditEvent.objects.bulk_create(made, batch_size=500)
    head.save(update_fields=["sequence", "hash"])
    return made


def broken_links(organisation) -> list[int]:
    """Sequence numbers where the chain of this organisation does not hold: a changed, missing or added line."""
    broken, previous, expected = [], "0" * 64, 1
    for line in AuditEvent.objects.filter(organisation=organisation).order_by("sequence").iterator():
        if line.sequence != expected or line.previous_hash != previous or line.hash != _hash(line.previous_hash, line):
            broken.append(line.sequence)
        previous, expected = line.hash, line.sequence + 1
    head = AuditHead.objects.filter(organisation=organisation).first()
    if head is None:
        return [*broken, expected - 1] if expected > 1 else broken  # lines, and no end to compare them with
    if head.sequence != expected - 1 or head.hash != previous:
        broken.append(head.sequence)
    return broken
