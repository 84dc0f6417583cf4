"""What the parts of one import share: what is done to a thing, and what is written down about it."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from zichtlijn.access.actor import Actor
from zichtlijn.audit.versions import save_version
from zichtlijn.exchange.stratml import mapping
from zichtlijn.exchange.stratml.mapping import MappedPlan, given, plain
from zichtlijn.exchange.stratml.outcome import Outcome
from zichtlijn.objectives.models import InterimTarget, Milestone, Objective, Reading, Stakeholder
from zichtlijn.strategy.models import Direction

#: How many ids go into one question to the database.
CHUNK = 500


@dataclass
class Run:
    """One import: the plan, who brings it, and what has been found and done so far."""

    plan: MappedPlan
    outcome: Outcome
    by: Actor
    today: date
    progress: Callable[[int, int], None] | None = None
    direction: Direction = None  # type: ignore[assignment]  # the first thing that an import finds or makes
    #: The core of the plan as it came in last time, where it did.
    old_core: dict | None = None
    starts_on: date = date.min
    ends_on: date = date.max
    #: Lines for the audit trail: event, thing, person, detail.
    lines: list[tuple] = field(default_factory=list)
    touched_measures: list[int] = field(default_factory=list)
    touched_objectives: list[int] = field(default_factory=list)
    #: Objectives with a new title, to be found by.
    renamed: list[tuple[int, str]] = field(default_factory=list)
    # rows to add, all of a kind at once
    readings: list[Reading] = field(default_factory=list)
    interim: list[InterimTarget] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    stakeholders: list[Stakeholder] = field(default_factory=list)

    @property
    def organisation(self):
        return self.by.organisation


def merge(thing, fields: dict[str, Any], published: dict) -> tuple[dict, list[tuple[str, Any, Any]]]:
    """The changes that the file makes to a thing that is there, and the same in words.

    What the file said last time is no news, so what people changed since stays as it is.
    """
    before = thing.published.get("given", {})
    changes: dict[str, Any] = {}
    told = []
    for name, value in fields.items():
        known = name in before
        if (known and before[name] == plain(value)) or (not known and value in {None, ""}):
            continue
        now = getattr(thing, name)
        if plain(now) != plain(value):
            changes[name] = value
            told.append((str(thing._meta.get_field(name).verbose_name), now, value))
    news = {**published, "given": given(fields)}
    said = {key: value for key, value in thing.published.items() if key not in {"position", "given"}}
    if said != {key: value for key, value in published.items() if key != "position"} and not told:
        told.append((_("what the plan says besides"), None, None))
    if thing.published != news:
        changes["published"] = news
    return changes, told


def change(run: Run, thing: str, row, fields: dict[str, Any], published: dict, event) -> set[str]:
    """Write on a thing what the file says otherwise than last time; returns the fields that changed."""
    changes, told = merge(row, fields, published)
    if changes and told:
        save_version(row, changes, version=row.version)
        detail = {"version": row.version, "fields": [name for name in changes if name != "published"]}
        run.lines.append((event, row, None, detail))
    elif changes:  # only the place in the file moved: no new version of the text
        row.published = changes["published"]
        row.save(update_fields=["published"])
    run.outcome.note(thing, "changed" if told else "unchanged", str(row), told)
    return set(changes)


def done(run: Run, thing: str, act: str, row, event) -> None:
    """Count a thing, and write down what happened to it."""
    run.outcome.note(thing, act, str(row))
    run.lines.append((event, row, None, {"kind": "stratml", "version": row.version}))


def create(run: Run, model, rows: list) -> None:
    """Add rows, with their history."""
    if rows:
        bulk_create_with_history(rows, model, batch_size=300, default_user=run.by.user)


def free_keys(model, wanted: list[str]) -> list[str]:
    """These codes, with something behind those that are in use."""
    taken = set()
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        taken |= set(model.objects.filter(key__in=chunk).values_list("key", flat=True))
    keys = []
    for key in wanted:
        free = key if key not in taken else f"{key}-{secrets.token_hex(4)}"
        taken.add(free)
        keys.append(free)
    return keys


def update_list(run: Run, thing: str, wanted: list[dict], old: list[dict] | None, rows: Iterable, make) -> list:
    """Bring a small list up to date; returns the rows to add. A list that says nothing new is not even read."""
    if old is not None and old == wanted:
        for fields in wanted:
            run.outcome.note(thing, "unchanged", fields["name"])
        return []
    free, added = list(rows), []
    before = {fields["name"]: fields for fields in old or []}
    for fields in wanted:
        row = next((row for row in free if row.name == fields["name"]), None)
        if row is None:
            if fields["name"] in before:
                continue  # somebody took it out, and the file says nothing new
            row = make(fields)
            row.organisation = run.organisation
            added.append(row)
            run.outcome.note(thing, "added", fields["name"])
            continue
        free.remove(row)
        told = [
            (str(row._meta.get_field(name).verbose_name), getattr(row, name), value)
            for name, value in fields.items()
            if name != "position" and getattr(row, name) != value and before.get(fields["name"], {}).get(name) != value
        ]
        if told or row.position != fields["position"]:
            for name, value in fields.items():
                if name == "position" or before.get(fields["name"], {}).get(name) != value:
                    setattr(row, name, value)
            row.save()
        run.outcome.note(thing, "changed" if told else "unchanged", fields["name"], told)
    last = max((fields["position"] for fields in wanted), default=-1)
    for number, row in enumerate(free, start=1):
        row.position = last + number
        row.save(update_fields=["position"])
        run.outcome.note(thing, "left", row.name)
    return added


def match_rows(wanted, there: list, *, also=(), taken=frozenset()) -> dict[int, Any]:
    """For each thing of the file the one that is there: by identifier, wherever it stands, else by name."""
    found: dict[int, Any] = {}
    used = set(taken)
    by_identifier = {thing.published.get("stratml", {}).get("Identifier"): thing for thing in (*also, *there)}
    for mapped in wanted:
        thing = by_identifier.get(mapped.identifier) if mapped.identifier else None
        if thing and thing.pk not in used:
            found[id(mapped)] = thing
            used.add(thing.pk)
    label = "title" if there and isinstance(there[0], Objective) else "name"
    for mapped in wanted:
        if id(mapped) in found:
            continue
        for thing in there:
            other = thing.published.get("stratml", {}).get("Identifier", "")
            if thing.pk in used or (mapped.identifier and other and not mapping.is_placeholder(other)):
                continue
            if mapped.fields[label] in {thing.published.get("given", {}).get(label), getattr(thing, label)}:
                found[id(mapped)] = thing
                used.add(thing.pk)
                break
    return found
