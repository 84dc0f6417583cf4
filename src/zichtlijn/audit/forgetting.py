"""Letting the log forget: names of people whose term is over, and lines that are older than the log is kept."""

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from zichtlijn.audit.actions import record
from zichtlijn.audit.models import AuditEvent, AuditHead, Event
from zichtlijn.audit.ranges import as_ranges

#: Details that say nothing about anybody, and stay.
KEPT = frozenset({"what", "role", "fields", "format", "list", "kind", "data_class"})
#: What happens most, and tells of nobody but who did it and whom it is about: there no name is looked for in the words.
_WITHOUT_OTHERS = frozenset(
    event
    for event in Event
    if event.value.startswith(("objective_", "measure_", "reading_", "action_", "checked_"))
    or event.value.endswith("_seen")
)
#: A word of fewer letters is no name by which one could know somebody.
SHORTEST = 3
#: Lines that are held in memory at a time.
BATCH = 500


@dataclass(frozen=True)
class Forgotten:
    """Who is to be forgotten: numbers of people and accounts, and the words by which the log knows them."""

    people: Collection[int]
    users: Collection[int]
    words: Collection[str]


@transaction.atomic
def forget_people(who: Forgotten, *, former: str, by) -> int:
    """Take these people out of the words of the log and write down in which lines; returns how many lines.

    `former` comes in the place of a name. Numbers, moments and what happened stay, and with them the chain.
    """
    organisation = by.organisation
    AuditHead.objects.select_for_update().filter(organisation=organisation).first()
    words = sorted((word for word in who.words if len(word) >= SHORTEST), key=len, reverse=True)
    # whole words, the longest first: nobody called Noor is taken out of Noordwijk
    named = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)") if words else None
    wiped: list[int] = []
    last = 0
    while lines := list(_lines_about(who, words).filter(sequence__gt=last).order_by("sequence")[:BATCH]):
        last = lines[-1].sequence
        changed = [line for line in lines if _wipe(line, who, named, former)]
        AuditEvent.objects.bulk_update(changed, ["by_name", "on_name", "detail", "salt"], batch_size=100)
        wiped += [line.sequence for line in changed]
    detail = {"people": len(who.people), "lines": as_ranges(wiped)}
    record(Event.PEOPLE_FORGOTTEN, on=organisation, by=by, detail=detail)
    return len(wiped)


def _lines_about(who: Forgotten, words: Iterable[str]):
    mentioned = Q(pk__in=[])
    for word in words:
        mentioned |= Q(on_name__contains=word)
        for kept in {word, json.dumps(word)[1:-1]}:  # as one or the other kind of database keeps it
            mentioned |= Q(told__contains=kept)
    found = Q(about_person_id__in=who.people) | Q(by_id__in=who.users) | Q(on_type="person", on_id__in=who.people)
    found |= ~Q(event__in=_WITHOUT_OTHERS) & mentioned
    return AuditEvent.objects.annotate(told=Cast("detail", TextField())).filter(found)


def _wipe(line: AuditEvent, who: Forgotten, named: re.Pattern[str] | None, former: str) -> bool:
    """Change the words of one line; False when nothing in it had to go."""
    before = line.by_name, line.on_name, line.detail
    if line.by_id in who.users:
        line.by_name = former
    if line.about_person_id in who.people or (line.on_type == "person" and line.on_id in who.people):
        line.on_name = former
        line.detail = {key: value for key, value in line.detail.items() if key in KEPT}
    if named is not None:
        line.on_name = _without(line.on_name, named, former)[:300]
        line.detail = _without(line.detail, named, former)
    if (line.by_name, line.on_name, line.detail) == before:
        return False
    line.salt = ""
    return True


def _without(told: Any, named: re.Pattern[str], former: str) -> Any:
    match told:
        case str():
            return named.sub(former, told)
        case list():
            return [_without(each, named, former) for each in told]
        case dict():
            return {key: _without(value, named, former) for key, value in told.items()}
    return told


@transaction.atomic
def remove_oldest(organisation, *, before: datetime, held: Collection[int] = (), most: int = 2000) -> int:
    """Remove the oldest lines of before this moment, at most so many; the chain goes on from where they ended.

    It stops at the first line about somebody of whom nothing may be removed.
    """
    head = AuditHead.objects.select_for_update().filter(organisation=organisation).first()
    if head is None:
        return 0
    lines = AuditEvent.objects.filter(organisation=organisation, sequence__gt=head.removed_to).order_by("sequence")
    kept = lines.filter(Q(at__gte=before) | Q(about_person_id__in=held)).values_list("sequence", flat=True).first()
    old = lines if kept is None else lines.filter(sequence__lt=kept)
    gone = list(old.values_list("sequence", "hash")[:most])
    if not gone:
        return 0
    head.removed_to, head.removed_hash = gone[-1]
    head.save(update_fields=["removed_to", "removed_hash"])
    AuditEvent.objects.filter(organisation=organisation, sequence__lte=head.removed_to).delete()
    return len(gone)
