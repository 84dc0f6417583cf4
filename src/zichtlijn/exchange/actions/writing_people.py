"""Writing units, positions, people, placements and projects of a plan."""

from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.scoping import path_step
from zichtlijn.audit.actions import Event
from zichtlijn.exchange.bulk import add_history, add_rows, update_rows, write_fields
from zichtlijn.exchange.plans.plan import Entry, Plan
from zichtlijn.organisation import search
from zichtlijn.organisation.actions.leaving import end_leadership
from zichtlijn.organisation.actions.paths import refresh_reporting_paths, refresh_unit_paths
from zichtlijn.organisation.models import Person, Placement, Position, Project, SearchWord, Unit

_EVENTS = {
    Unit: (Event.UNIT_ADDED, Event.UNIT_CHANGED, Event.UNIT_ENDED),
    Position: (Event.POSITION_ADDED, Event.POSITION_CHANGED, Event.POSITION_ENDED),
    Person: (Event.PERSON_ADDED, Event.PERSON_CHANGED, Event.PERSON_ENDED),
    Placement: (Event.PLACEMENT_ADDED, Event.PLACEMENT_CHANGED, Event.PLACEMENT_ENDED),
    Project: (Event.PROJECT_ADDED, Event.PROJECT_CHANGED, Event.PROJECT_CHANGED),
}


def write(plan: Plan, *, by, reason: str, at, progress) -> list[tuple]:
    """Write everything; returns the lines for the audit trail."""
    marks = {"by": by, "reason": reason, "at": at}
    total = sum(len(entries) for entries in plan.entries.values()) or 1
    done = 0

    def step() -> None:
        progress(done, total, _("Writing units, positions, people, placements and projects"))

    step()
    _write_units(plan, marks)
    done += len(plan.entries[Unit])
    for entries in (plan.entries[Position], plan.entries[Person]):
        add_rows([entry.thing for entry in entries if entry.new], **marks)
        _update(entries, marks)
        done += len(entries)
        step()
    _finish_units(plan, marks)
    for placement in plan.extra.get("withdrawn", []):
        number = placement.pk
        placement.delete()
        placement.pk = number  # the log names it
    for entries in (plan.entries[Placement], plan.entries[Project]):
        add_rows([entry.thing for entry in entries if entry.new], **marks)
        _update(entries, marks)
        done += len(entries)
        step()
    end_leadership(plan.extra.get("gone", ()), day=timezone.localdate(), by=marks["by"])
    progress(total, total, _("Connecting lines and updating search"))
    refresh_unit_paths(by.organisation)
    refresh_reporting_paths(by.organisation)
    _index(plan)
    return _audit_lines(plan)


def _update(entries: list[Entry], marks: dict) -> None:
    update_rows(((entry.thing, entry.fields) for entry in entries if entry.fields and not entry.new), **marks)


def _write_units(plan: Plan, marks: dict) -> None:
    """New units from the top down, so that each finds its parent there; their heads come when the people are there."""
    waiting = [entry for entry in plan.entries[Unit] if entry.new]
    heads = {id(entry.thing): entry.thing.head for entry in waiting}
    while waiting:
        ready = [entry for entry in waiting if entry.thing.parent is None or entry.thing.parent.pk]
        if not ready:
            raise ValueError("units in a circle reached the writing")
        for entry in ready:
            entry.thing.head = None
        add_rows([entry.thing for entry in ready], **marks, history=False)
        for entry in ready:
            entry.thing.path = (entry.thing.parent.path if entry.thing.parent else "") + path_step(entry.thing.pk)
        waiting = [entry for entry in waiting if not entry.thing.pk]
    plan.extra["heads"] = heads


def _finish_units(plan: Plan, marks: dict) -> None:
    heads = plan.extra["heads"]
    new = [entry.thing for entry in plan.entries[Unit] if entry.new]
    for unit in new:
        unit.head = heads[id(unit)]
    headed = [unit for unit in new if unit.head is not None]
    if headed:
        write_fields(headed, ("head",))
    if new:
        add_history(new, "+", **marks)
    _update(plan.entries[Unit], marks)


def _index(plan: Plan) -> None:
    today = timezone.localdate()
    for model, kind, fields in (
        (Unit, SearchWord.Kind.UNIT, {"name", "ends_on"}),
        (Person, SearchWord.Kind.PERSON, {"given_name", "family_prefix", "family_name", "ends_on"}),
    ):
        touched = [e.thing for e in plan.entries[model] if e.new or e.fields & fields]
        # Of a person not the number: whoever may not know it could find it out by searching.
        numbered = model is not Person
        gone = {thing.pk for thing in touched if thing.ends_on and thing.ends_on < today}
        search.remove_words(kind, gone)
        new = {entry.thing.pk for entry in plan.entries[model] if entry.new}
        names = [(t.pk, f"{t.name} {t.key}" if numbered else t.name) for t in touched if t.pk not in gone]
        search.index_new(kind, (row for row in names if row[0] in new))
        search.index_words(kind, (row for row in names if row[0] not in new))


def _audit_lines(plan: Plan) -> list[tuple]:
    lines = []
    for model, (added, changed, ended) in _EVENTS.items():
        for entry in plan.entries[model]:
            if not entry.new and not entry.fields:
                continue
            thing = entry.thing
            about = {Person: thing.pk, Placement: getattr(thing, "person_id", None)}.get(model)
            event = added if entry.new else ended if entry.ended else changed
            detail = {"fields": sorted(entry.fields)} if entry.fields else {}
            lines.append((event, thing, about, detail))
    withdrawn = plan.extra.get("withdrawn", [])
    return lines + [(Event.PLACEMENT_ENDED, place, place.person_id, {"withdrawn": True}) for place in withdrawn]
