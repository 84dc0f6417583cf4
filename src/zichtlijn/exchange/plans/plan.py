"""The plan as data: what is added, changed, ended and left alone, and everything that is wrong."""

import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import models

from zichtlijn.exchange.columns import FileKind
from zichtlijn.exchange.problems import MOST_KEPT, Problem
from zichtlijn.exchange.reading_rows import Table


class Outcome(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"
    UNCHANGED = "unchanged"


class Line(NamedTuple):
    """What happens to one thing: where it stands in the file (row 0: it does not), and what changes into what."""

    outcome: str
    sheet: str
    row: int
    key: str
    name: str
    changes: tuple[tuple[str, str, str], ...] = ()
    #: Which of the lists it belongs to: units, people, objectives, …
    kind: str = ""


def kind_of_model(model: type[models.Model]) -> str:
    """The list in which these things stand."""
    name = str(model._meta.model_name)
    return {"person": "people", "competency": "competencies", "framework": "levels", "salary": "salaries"}.get(
        name, f"{name}s"
    )


class Entry:
    """One row of the database that the file speaks of."""

    __slots__ = ("bad", "changes", "ended", "fields", "name", "new", "parts", "row", "table", "thing", "told", "whole")

    def __init__(self, thing, table: Table | None, row: int, new: bool):
        self.thing = thing
        self.table = table
        self.row = row
        self.new = new
        self.bad = False
        self.ended = False
        self.name = ""
        #: Fields that change; for the new: none.
        self.fields: set[str] = set()
        self.changes: list[tuple[str, str, str]] = []
        #: What is told in place of its changes to somebody who may not read the thing: all that the file says of it.
        self.told: tuple[tuple[str, str, str], ...] | None = None
        #: Things that the same row of the file speaks of, such as the placement in a row of people; and the other way.
        self.parts: list[Entry] = []
        self.whole: Entry | None = None

    def put(self, field_name: str, value: Any, label: str, shown: tuple[str, str] | None = None) -> bool:
        """Set a field if it differs; True when it does."""
        thing = self.thing
        if self.new:
            setattr(thing, field_name, value)
            return True
        if isinstance(value, models.Model) or thing._meta.get_field(field_name).is_relation:
            before_id = getattr(thing, f"{field_name}_id")
            if value is None and before_id is None:
                return False
            if value is not None and value.pk is not None and value.pk == before_id:
                return False
            before = getattr(thing, field_name) if shown is None else None
            pair = shown or (_key_of(before), _key_of(value))
        else:
            before = getattr(thing, field_name)
            if before == value or same_number(before, value):
                return False
            pair = shown or (shown_value(before), shown_value(value))
        setattr(thing, field_name, value)
        self.fields.add(field_name)
        self.changes.append((label, *pair))
        return True

    def header(self, column: str) -> str:
        """What the file calls this column."""
        assert self.table is not None
        return self.table.sheet.by_name[column].header()

    @property
    def own_outcome(self) -> str:
        """What happens to the thing itself."""
        if self.new:
            return Outcome.ADDED
        if self.told is not None:  # whatever it does: that nothing changes would tell what stands there
            return Outcome.CHANGED
        if self.ended:
            return Outcome.ENDED
        return Outcome.CHANGED if self.changes else Outcome.UNCHANGED

    @property
    def outcome(self) -> str:
        """What happens because of this row, to the thing and what goes with it."""
        own = self.own_outcome
        if own == Outcome.UNCHANGED and any(part.own_outcome != Outcome.UNCHANGED for part in self.parts):
            return Outcome.CHANGED
        return own

    def all_changes(self) -> tuple[tuple[str, str, str], ...]:
        """Its changes, and those of what goes with it."""
        found = list(self.changes if self.told is None else self.told)
        for part in self.parts:
            if part.new:
                found.append((part.name, "", "+"))
            else:
                found += [(f"{part.name}: {what}", old, new) for what, old, new in part.changes]
        return tuple(found)

    def belongs_to(self, whole: "Entry") -> None:
        """Let this be told with the row that also speaks of `whole`."""
        if self.whole is None and whole is not self:
            self.whole = whole
            whole.parts.append(self)


def _as_it_is(thing: models.Model) -> tuple[int, int]:
    """Which thing, in which version; 0 for what has none."""
    return thing.pk, getattr(thing, "version", 0)


def _key_of(thing) -> str:
    return "" if thing is None else str(getattr(thing, "key", thing))


def same_number(one, other) -> bool:
    """True for shares and weights that are the same in the four decimals that a file keeps."""
    if one is None or other is None:
        return one is other
    if not (isinstance(one, float) or isinstance(other, float)):
        return False
    return round(float(one), 4) == round(float(other), 4)


def shown_value(value) -> str:
    """A value as the list of changes shows it."""
    if value is None or value == "":
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


@dataclass
class Plan:
    """Everything that a file would do in an organisation. Nothing has been written."""

    kind: FileKind
    complete: bool = False
    problems: list[Problem] = field(default_factory=list)
    #: Sheet and row of everything that is refused.
    refused_rows: set[tuple[str, int]] = field(default_factory=set)
    problem_count: int = 0
    notes: list[str] = field(default_factory=list)
    #: What is not wrong in the file, but asks for somebody's attention.
    warnings: list[str] = field(default_factory=list)
    #: What in the file departs from its standard or is kept in another way, and what was done about it.
    deviations: list[str] = field(default_factory=list)
    #: Rows of the database, per model, in the order in which they must be written.
    entries: dict[type[models.Model], list[Entry]] = field(default_factory=dict)
    #: What else has to be written, by the planner that knows.
    extra: dict[str, Any] = field(default_factory=dict)
    #: How far the audit trail of the organisation had come when this was compared.
    mark: int = 0
    lines_extra: list[Line] = field(default_factory=list)
    counts_extra: Counter = field(default_factory=Counter)
    #: How many of those are told as changed to somebody who may not read them, and stay what they are.
    told_only: int = 0

    def complain(self, problem: Problem) -> None:
        """Keep one more thing that is wrong."""
        self.problem_count += 1
        self.refused_rows.add((problem.sheet, problem.row))
        if len(self.problems) < MOST_KEPT:
            self.problems.append(problem)

    def refuse(self, entry: Entry, code: str, column: str = "", value="", /, **params) -> None:
        """Complain about the row of this entry, and write nothing of it."""
        assert entry.table is not None
        entry.bad = True
        self.complain(entry.table.problem(code, entry.row, column, value, **params))

    @property
    def refused(self) -> bool:
        return bool(self.problem_count)

    def lines(self):
        """One line per thing, in the order of the file."""
        for model, entries in self.entries.items():
            for entry in entries:
                if entry.bad or entry.whole is not None:
                    continue
                table = entry.table
                thing = entry.thing
                yield Line(
                    entry.outcome,
                    table.name if table else "",
                    entry.row,
                    str(getattr(thing, "key", "")),
                    entry.name or str(thing),
                    entry.all_changes(),
                    kind_of_model(model),
                )
        yield from self.lines_extra

    def counts(self) -> dict[str, int]:
        """How many are added, changed, ended, unchanged; and rows refused."""
        told = (
            entry for entries in self.entries.values() for entry in entries if not entry.bad and entry.whole is None
        )
        counted = Counter(entry.outcome for entry in told)
        counted += self.counts_extra
        return {outcome.value: counted.get(outcome, 0) for outcome in Outcome} | {"refused": len(self.refused_rows)}

    def counts_by_kind(self) -> dict[str, dict[str, int]]:
        """The same counts for each of the lists: units, positions, people, …"""
        found: dict[str, Counter] = {}
        for line in self.lines():
            found.setdefault(line.kind, Counter())[str(line.outcome)] += 1
        return {kind: dict(counted) for kind, counted in found.items()}

    def placements_with_people(self) -> int:
        """Placements that the row of a person also speaks of: written, but not counted again beside that person."""
        return sum(
            entry.whole is not None and not entry.bad and entry.own_outcome != Outcome.UNCHANGED
            for model, entries in self.entries.items()
            if kind_of_model(model) == "placements"
            for entry in entries
        )

    def touched(self) -> str:
        """A mark of all that is there already and is changed or ended by this, in the version that it now has.

        The same mark: nothing but what was seen before is changed or ended. Not the words of the lines, which
        are in the language of whoever looks.
        """
        rows: list[tuple] = [
            (kind_of_model(model), *_as_it_is(entry.thing), sorted(entry.fields), entry.ended)
            for model, entries in self.entries.items()
            for entry in entries
            if not entry.new and (entry.changes or entry.fields or entry.ended)
        ]
        for name in ("changed_links", "gone_links", "withdrawn"):
            rows += [(name, *_as_it_is(thing)) for thing in self.extra.get(name, ())]
        for steps in self.extra.get("steps", ()):
            rows += [("milestones", step.pk, step in steps.gone) for step in (*steps.changed, *steps.gone)]
        rows += [("readings", pk) for pk in self.extra.get("corrected", ())]
        return sha256(json.dumps(sorted(rows, key=str)).encode()).hexdigest()

    @property
    def writes_something(self) -> bool:
        counted = self.counts()
        told_only = self.told_only + sum(
            entry.told is not None and not entry.bad and not (entry.new or entry.changes)
            for entries in self.entries.values()
            for entry in entries
        )
        return sum(counted[outcome] for outcome in (Outcome.ADDED, Outcome.CHANGED, Outcome.ENDED)) > told_only
