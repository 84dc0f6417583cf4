"""Objectives, measures and readings of a file, against those of the organisation."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import ngettext

from zichtlijn.access.actor import Actor
from zichtlijn.access.permissions import Permission
from zichtlijn.calculations import objectives as core
from zichtlijn.exchange.bulk import in_batches
from zichtlijn.exchange.plans.known import SEVERAL, Known
from zichtlijn.exchange.plans.plan import Entry, Line, Outcome, Plan, shown_value
from zichtlijn.exchange.reading_rows import Table
from zichtlijn.exchange.values import write_interim, write_parents
from zichtlijn.objectives.models import InterimTarget, Measure, Objective, ObjectiveLink, Reading
from zichtlijn.objectives.states import (
    COUNTING,
    PARENT_LEVELS,
    SEVERAL_PARENTS,
    Commitment,
    Frequency,
    Kind,
    Level,
    Shape,
    State,
    Tempo,
)
from zichtlijn.organisation.models import Period, Person, Placement, Position, Project, Unit, fold

#: Shown in place of what stood there, to somebody who may bring in but not read.
HIDDEN = "…"
_AIM_COLUMNS = {"interim": "interim", "baseline": "baseline", "target": "target", "lower": "lower", "upper": "upper",
                "lower_limit": "lower_limit", "upper_limit": "upper_limit", "ends_on": "ends_on"}  # fmt: skip


class ObjectivesPlanner:
    """One plan in the making; each part uses what the parts before it found."""

    def __init__(self, plan: Plan, tables: dict[str, Table], by: Actor, counter):
        self.plan, self.tables, self.by, self.counter = plan, tables, by, counter
        self.organisation = by.organisation
        self.today = timezone.localdate()
        self.objectives = {o.key: o for o in Objective.objects.all().iterator(chunk_size=5000)}
        self.objective_by_id = {o.pk: o for o in self.objectives.values()}
        self.measures: dict[str, Measure] = {}
        self.objective_entries: dict[int, Entry] = {}
        self.measure_entries: dict[int, Entry] = {}
        self.links: dict[int, dict[int, ObjectiveLink]] = defaultdict(dict)  # id() of child → id() of parent → link
        self.new_links: list[ObjectiveLink] = []
        self.changed_links: list[ObjectiveLink] = []
        self.gone_links: list[ObjectiveLink] = []
        self.interim: dict[int, tuple] = {}  # id() of measure → wanted targets
        self.readings: list[tuple] = []
        self.corrected: list[int] = []
        self.read_measures: set[int] = set()
        self.hidden = self._hidden_objectives()

    def _hidden_objectives(self) -> set[int]:
        """Personal objectives that this actor may bring in but not read."""
        if self.by.may(Permission.SEE_PERSONAL_OBJECTIVES):
            return set()
        personal = {o.pk for o in self.objective_by_id.values() if o.level == Level.PERSONAL}
        seen = Objective.objects.visible_to(self.by).filter(level=Level.PERSONAL).values_list("pk", flat=True)
        return personal - set(seen)

    def rows(self, name: str):
        table = self.tables.get(name)
        if table is None:
            return
        seen: dict[str, int] = {}
        for number, row in self.counter(table.rows(self.plan.complain)):
            code = row.get("code")
            if code is None:
                continue
            if code in seen:
                self.plan.complain(table.problem("duplicate_key", number, "code", code, row=seen[code]))
                continue
            seen[code] = number
            yield table, number, row

    # objectives ---------------------------------------------------------------------------------------------------

    def load_surroundings(self) -> None:
        self.people = {person.key: person for person in Person.objects.all().iterator(chunk_size=5000)}
        self.units = Known(Unit.objects.all())
        self.positions = Known(Position.objects.all())
        self.projects = {project.key: project for project in Project.objects.all()}
        self.by_id = {
            "owner": {p.pk: p for p in self.people.values()},
            "unit": {u.pk: u for u in self.units.by_key.values()},
            "position": {p.pk: p for p in self.positions.by_key.values()},
            "project": {p.pk: p for p in self.projects.values()},
        }
        self.periods = list(Period.objects.all())
        self.period_by_id = {period.pk: period for period in self.periods}
        self.period_by_name: dict[str, Period] = {}
        for period in sorted(self.periods, key=lambda p: p.kind != Period.Kind.YEAR, reverse=True):
            self.period_by_name[fold(period.name)] = period  # a year goes before a part of it with the same name
        self._unit_of: dict[int, Unit] | None = None

    def unit_of(self, person: Person) -> Unit | None:
        """Where somebody is placed today: the first place."""
        if self._unit_of is None:
            self._unit_of = {}
            placements = Placement.objects.on(self.today).order_by("-starts_on", "-id")
            for person_id, unit_id in placements.values_list("person_id", "unit_id").iterator():
                self._unit_of[person_id] = self.by_id["unit"][unit_id]
        return self._unit_of.get(person.pk)

    def plan_objectives(self) -> None:
        self.parents_wanted: list[tuple[Entry, tuple]] = []
        for table, number, row in self.rows("objectives"):
            objective = self.objectives.get(row["code"])
            if objective is None:
                objective = Objective(organisation=self.organisation, key=row["code"], state=State.AGREED)
                entry = Entry(objective, table, number, True)
                self.objectives[row["code"]] = objective
            else:
                entry = Entry(objective, table, number, False)
            self.objective_entries[id(objective)] = entry
            entry.bad = "_bad" in row
            self._level(entry, row)
            self._surroundings(entry, row)
            self._period(entry, row)
            self._plain(entry, row)
            self._state(entry, row)
            if "parents" in row:
                self.parents_wanted.append((entry, row["parents"] or ()))
        for entry, wanted in self.parents_wanted:
            if entry.thing.level and entry.thing.starts_on and entry.thing.ends_on:
                self._parents(entry, wanted)  # also of a row that is refused already: everything is said at once

    def put(self, entry: Entry, field: str, value, column: str, shown: tuple[str, str] | None = None) -> None:
        """Set a field; what stood there is not shown to somebody who may not read it."""
        label = entry.header(column)
        thing = entry.thing
        objective_id = thing.objective_id if isinstance(thing, Measure) else thing.pk
        if objective_id in self.hidden:
            shown = (HIDDEN, shown[1] if shown else getattr(value, "key", None) or shown_value(value))
        entry.put(field, value, label, shown)

    def _level(self, entry: Entry, row: dict) -> None:
        level = row.get("level")
        if level is None:
            return
        if entry.new:
            entry.thing.level = level
            if level != Level.PERSONAL:
                entry.thing.made_by = self.by.user
        elif entry.thing.level != level:
            self.plan.refuse(entry, "level_fixed", "level", str(Level(level).label))

    def _surroundings(self, entry: Entry, row: dict) -> None:
        objective = entry.thing
        for column, known, code in (
            ("owner", self.people, "unknown_person"),
            ("unit", self.units, "unknown_unit"),
            ("position", self.positions, "unknown_position"),
            ("project", self.projects, "unknown_project"),
        ):
            if column not in row:
                continue
            text = row[column]
            found = None
            if text is not None:
                found = known.find(text) if isinstance(known, Known) else known.get(text)
                if found is None or found is SEVERAL:
                    self.plan.refuse(entry, "several_with_name" if found is SEVERAL else code, column, text)
                    continue
            before = self.by_id[column].get(getattr(objective, f"{column}_id"))
            if objective.level == Level.PERSONAL and not entry.new:
                if column == "owner" and found is not before:
                    self.plan.refuse(entry, "owner_fixed", "owner", text or "")
                    continue
                if column == "unit" and found is None:
                    continue
            self.put(entry, column, found, column, (before.key if before else "", found.key if found else ""))
        if objective.level == Level.PERSONAL and entry.new:
            if objective.owner is None:
                if not entry.bad:
                    self.plan.refuse(entry, "owner_needed", "owner")
            elif objective.unit is None:
                objective.unit = self.unit_of(objective.owner)

    def _period(self, entry: Entry, row: dict) -> None:
        objective, name = entry.thing, row.get("period")
        before = self.period_by_id.get(objective.period_id)
        period = before
        if name is not None:
            period = self.period_by_name.get(fold(name))
            if period is None:
                self.plan.refuse(entry, "unknown_period", "period", name)
                return
        elif period is None:
            day = row.get("starts_on") or self.today
            period = next(
                (p for p in self.periods if p.kind == Period.Kind.YEAR and p.starts_on <= day <= p.ends_on), None
            )
            if period is None:
                if not entry.bad:
                    self.plan.refuse(entry, "no_period", "period")
                return
        moved = period is not before
        if moved:
            self.put(entry, "period", period, "period", (before.name if before else "", period.name))
        for column in ("starts_on", "ends_on"):
            if column in row or moved:
                self.put(entry, column, row.get(column) or getattr(period, column), column)
        if objective.ends_on < objective.starts_on:
            self.plan.refuse(entry, "ends_before_start", "ends_on", objective.ends_on)

    def _plain(self, entry: Entry, row: dict) -> None:
        defaults = {
            "description": "",
            "perspective": "",
            "horizon": "",
            "commitment": Commitment.COMMITTED,
            "weight": None,
        }
        if row.get("title") is not None:
            self.put(entry, "title", row["title"], "title")
        for column, default in defaults.items():
            if column in row:
                value = default if row[column] is None else row[column]
                self.put(entry, column, value, column, self._choice_shown(entry, column, value))

    def _choice_shown(self, entry: Entry, column: str, value) -> tuple[str, str] | None:
        """Choices are shown in words."""
        assert entry.table is not None
        choices = entry.table.sheet.by_name[column].choices
        if choices is None:
            return None
        words = dict(choices.choices)
        before = getattr(entry.thing, column)
        return str(words.get(before, "")), str(words.get(value, ""))

    def _state(self, entry: Entry, row: dict) -> None:
        objective, state = entry.thing, row.get("state")
        if state is not None:
            if entry.new:
                objective.state = state
            elif objective.state != state:
                was_counting = objective.state in COUNTING
                self.put(entry, "state", state, "state", (str(State(objective.state).label), str(State(state).label)))
                entry.ended = state in {State.CLOSED, State.DROPPED} and was_counting
        if objective.state in COUNTING and objective.agreed_on is None:
            objective.agreed_on = self.today
            if not entry.new and "state" in entry.fields:
                entry.fields.add("agreed_on")
        if objective.state == State.PROPOSED and (entry.new or "state" in entry.fields):
            objective.proposed_by = self.by.user
            if not entry.new:
                entry.fields.add("proposed_by")

    def load_links(self) -> None:
        for link in ObjectiveLink.objects.all().iterator(chunk_size=5000):
            child, parent = self.objective_by_id[link.child_id], self.objective_by_id[link.parent_id]
            self.links[id(child)][id(parent)] = link

    def _parents(self, entry: Entry, wanted: tuple) -> None:
        """What the objective follows from, judged by the levels of the cascade."""
        child = entry.thing
        found: list[tuple[Objective, float | None]] = []
        for key, weight in wanted:
            parent = self.objectives.get(key)
            parent_entry = self.objective_entries.get(id(parent))
            if parent is None:
                self.plan.refuse(entry, "unknown_objective", "parents", key)
            elif parent is child:
                self.plan.refuse(entry, "own_objective", "parents", key)
            elif parent_entry is not None and parent_entry.bad:
                continue  # its own row says what is wrong with it
            elif parent.level not in PARENT_LEVELS.get(child.level, ()):
                names = {"child": str(Level(child.level).label), "parent": str(Level(parent.level).label)}
                self.plan.refuse(entry, "wrong_level", "parents", key, **names)
            elif parent.starts_on > child.ends_on or parent.ends_on < child.starts_on:
                self.plan.refuse(entry, "other_period", "parents", key, parent=parent.title)
            else:
                found.append((parent, weight))
        if len(wanted) > 1 and child.level not in SEVERAL_PARENTS:
            self.plan.refuse(entry, "several_parents", "parents", write_parents(wanted, "en"))
        if entry.bad:
            return
        there = self.links.get(id(child), {})
        before = {pid: link.weight for pid, link in there.items()}
        after = {id(parent): weight for parent, weight in found}
        if before == after:
            return
        by_id = {
            id(self.objective_by_id[link.parent_id]): self.objective_by_id[link.parent_id] for link in there.values()
        }
        old = write_parents(sorted((by_id[pid].key, weight) for pid, weight in before.items()), "en")
        if child.pk in self.hidden:
            old = HIDDEN
        new = write_parents(sorted((parent.key, weight) for parent, weight in found), "en")
        if not entry.new:
            entry.changes.append((entry.header("parents"), old, new))
        for pid, link in there.items():
            if pid not in after:
                self.gone_links.append(link)
            elif link.weight != after[pid]:
                link.weight = after[pid]
                self.changed_links.append(link)
        for parent, weight in found:
            if id(parent) not in there:
                link = ObjectiveLink(organisation=self.organisation, child=child, parent=parent, weight=weight)
                self.new_links.append(link)

    # measures -----------------------------------------------------------------------------------------------------

    def load_measures(self) -> None:
        self.measures = {m.key: m for m in Measure.objects.all().iterator(chunk_size=5000)}
        self.measure_by_id = {m.pk: m for m in self.measures.values()}
        for measure in self.measures.values():
            measure.objective = self.objective_by_id[measure.objective_id]

    def load_interim(self) -> None:
        self.targets: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
        rows = InterimTarget.objects.order_by("measure_id", "on").values_list("measure_id", "on", "value")
        for measure_id, on, value in rows.iterator():
            self.targets[measure_id].append((on, value))

    _DEFAULTS = {
        "kind": Kind.UP, "unit": "", "baseline": None, "target": None, "lower": None, "upper": None,
        "lower_limit": None, "upper_limit": None, "frequency": Frequency.MONTHLY, "tempo": Tempo.LAG, "source": "",
        "weight": None,
        "shape": Shape.STRAIGHT,
    }  # fmt: skip

    def plan_measures(self) -> None:
        incomplete = 0
        for table, number, row in self.rows("measures"):
            asked = row.get("objective")
            objective = self.objectives.get(asked) if asked else None
            measure = self.measures.get(row["code"])
            if measure is None:
                measure = Measure(organisation=self.organisation, key=row["code"])
                entry = Entry(measure, table, number, True)
            else:
                entry = Entry(measure, table, number, False)
            entry.bad = "_bad" in row
            if asked and objective is None:
                self.plan.refuse(entry, "unknown_objective", "objective", asked)
            if not entry.new and objective is not None and measure.objective is not objective:
                self.plan.refuse(entry, "measure_moves", "code", row["code"])
            if entry.new:
                self.measures[row["code"]] = measure
                if objective is not None:
                    measure.objective = objective
            self.measure_entries[id(measure)] = entry
            if objective is None:
                continue
            self._measure_fields(entry, row, objective)
            if not entry.bad:
                incomplete += self._aim(entry, row)
        if incomplete:
            text = ngettext(
                "%(count)s measure has no baseline, target or band yet and will show no progress.",
                "%(count)s measures have no baseline, target or band yet and will show no progress.",
                incomplete,
            )
            self.plan.notes.append(text % {"count": incomplete})

    def _measure_fields(self, entry: Entry, row: dict, objective: Objective) -> None:
        measure = entry.thing
        if row.get("name") is not None:
            self.put(entry, "name", row["name"], "name")
        for column, default in self._DEFAULTS.items():
            if column in row:
                value = default if row[column] is None else row[column]
                self.put(entry, column, value, column, self._choice_shown(entry, column, value))
        for column in ("starts_on", "ends_on"):
            if column in row or entry.new:
                day = row.get(column) or getattr(objective, column)
                if day is None:  # the period of the objective is wrong: its own row says so
                    entry.bad = True
                    return
                self.put(entry, column, day, column)
        if measure.ends_on < measure.starts_on:
            self.plan.refuse(entry, "ends_before_start", "ends_on", measure.ends_on)
        if "responsible" in row:
            person = self.people.get(row["responsible"]) if row["responsible"] is not None else None
            if person is None and row["responsible"] is not None:
                self.plan.refuse(entry, "unknown_person", "responsible", row["responsible"])
                return
            before = self.by_id["owner"].get(measure.responsible_id)
            shown = (before.key if before else "", person.key if person else "")
            self.put(entry, "responsible", person, "responsible", shown)

    def _aim(self, entry: Entry, row: dict) -> bool:
        """Judge targets and interim targets together; True when something is still missing."""
        measure = entry.thing
        before = tuple(self.targets.get(measure.pk, ())) if measure.pk else ()
        targets = row["interim"] or () if "interim" in row else before
        if not entry.new and not entry.fields and targets == before:
            return False  # what was there already is not judged again
        aim = core.Aim(
            kind=core.MeasureKind(measure.kind), baseline=measure.baseline, target=measure.target, lower=measure.lower,
            upper=measure.upper, lower_limit=measure.lower_limit, upper_limit=measure.upper_limit,
            starts_on=measure.starts_on, ends_on=measure.ends_on, shape=core.Shape(measure.shape),
            interim=tuple(core.Target(on, value) for on, value in targets),
        )  # fmt: skip
        missing = False
        for problem in core.validate_aim(aim):
            if problem.severity == core.Severity.WRONG:
                self.plan.refuse(entry, f"aim_{problem.code}", _AIM_COLUMNS.get(problem.field, "target"))
            missing = missing or (problem.severity == core.Severity.INCOMPLETE and measure.kind != Kind.MILESTONES)
        if targets != before:
            self.interim[id(measure)] = targets
            if not entry.new:
                old = HIDDEN if measure.objective_id in self.hidden else write_interim(before, "en")
                entry.changes.append((entry.header("interim"), old, write_interim(targets, "en")))
        return missing

    # readings -----------------------------------------------------------------------------------------------------

    def plan_readings(self) -> None:
        table = self.tables.get("readings")
        if table is None:
            return
        seen: dict[tuple[int, date], int] = {}
        there = self._readings_there(table)
        has_note = table.has("note")
        for number, row in self.counter(table.rows(self.plan.complain)):
            if "_bad" in row:
                continue
            asked = Entry(None, table, number, True)
            measure = self.measures.get(row["code"])
            if measure is None:
                self.plan.refuse(asked, "unknown_measure", "code", row["code"])
                continue
            measure_entry = self.measure_entries.get(id(measure))
            if measure_entry is not None and measure_entry.bad:
                continue  # its own row says what is wrong with it
            on, value, note = row["measured_on"], row["value"], row.get("note") or ""
            key = (id(measure), on)
            if key in seen:
                self.plan.refuse(asked, "reading_twice", "measured_on", on, row=seen[key])
                continue
            seen[key] = number
            before = there.get((measure.pk, on)) if measure.pk else None
            if before and not has_note:
                note = before[2]
            if before and before[1] == value and before[2] == note:
                self._reading_line(Outcome.UNCHANGED, table, number, measure, on)
                continue
            if code := self._against_reading(measure, on, value):
                self.plan.refuse(asked, code, "measured_on" if code == "day_to_come" else "value", value)
                continue
            changes: tuple = ()
            if before:
                self.corrected.append(before[0])
                old = HIDDEN if measure.objective_id in self.hidden else f"{before[1].normalize():f}"
                changes = ((table.sheet.by_name["value"].header(), old, f"{value.normalize():f}"),)
            self.readings.append((measure, on, value, note, before[0] if before else None))
            self.read_measures.add(id(measure))
            self._reading_line(Outcome.CHANGED if before else Outcome.ADDED, table, number, measure, on, changes)

    def _reading_line(self, outcome, table, number, measure, on, changes=()) -> None:
        self.plan.lines_extra.append(
            Line(outcome.value, table.name, number, measure.key, f"{measure.name} · {on}", changes)
        )
        self.plan.counts_extra[outcome] += 1

    def _readings_there(self, table: Table) -> dict[tuple[int, date], tuple]:
        """The readings that stand, of the measures that the file names."""
        place = table.places["code"]
        named = {str(row[place]).strip() for _number, row in table.filled_rows() if place < len(row)}
        ids = [m.pk for key in named if (m := self.measures.get(key)) is not None and m.pk]
        there = {}
        for some in in_batches(ids, 5000):
            rows = Reading.objects.current().filter(measure__in=some).order_by()
            for pk, measure_id, on, value, note in rows.values_list("pk", "measure_id", "measured_on", "value", "note"):
                there[measure_id, on] = (pk, value, note)
        return there

    def _against_reading(self, measure: Measure, on: date, value) -> str:
        """The same rules as for a reading typed on a page; what this very file closes or ends may still be filled."""
        if measure.kind == Kind.MILESTONES:
            return "reads_milestones"
        if measure.ended_on:
            return "measure_ended"
        if on > self.today:
            return "day_to_come"
        if measure.kind == Kind.YES_NO and value not in {0, 1}:
            return "not_yes_or_no"
        entry = self.objective_entries.get(id(measure.objective))
        was_closed = measure.objective.state in {State.CLOSED, State.DROPPED}
        if was_closed and not (entry is not None and (entry.new or "state" in entry.fields)):
            return "objective_closed"
        return ""

    def finish(self) -> None:
        self.plan.entries[Objective] = list(self.objective_entries.values())
        self.plan.entries[Measure] = list(self.measure_entries.values())
        self.plan.extra = {
            "new_links": self.new_links, "changed_links": self.changed_links, "gone_links": self.gone_links,
            "interim": self.interim, "readings": self.readings, "corrected": self.corrected,
            "read_measures": self.read_measures,
        }  # fmt: skip


def plan_objectives(plan: Plan, tables: dict[str, Table], by: Actor, counter) -> None:
    """Fill the plan with what a file of objectives, measures and readings would do."""
    planner = ObjectivesPlanner(plan, tables, by, counter)
    if {"objectives", "measures"} & set(tables):
        planner.load_surroundings()
    if "objectives" in tables:
        planner.load_links()
        planner.plan_objectives()
    planner.load_measures()
    if "measures" in tables:
        planner.load_interim()
        planner.plan_measures()
    planner.plan_readings()
    planner.finish()
