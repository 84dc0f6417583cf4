"""Bringing in a published plan, and taking one along."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from zichtlijn.access.models import Organisation
from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.calculations.calendar import Frequency, chunk_of
from zichtlijn.exchange.stratml import composing, mapping, queries, reading, writing
from zichtlijn.exchange.stratml.amounts import amounts_of
from zichtlijn.exchange.stratml.elements import from_json
from zichtlijn.exchange.stratml.mapping import MappedMeasure, MappedObjective, MappedPlan, given, plain
from zichtlijn.exchange.stratml.outcome import Outcome
from zichtlijn.exchange.stratml.permissions import KIND, can_export_plan, can_import_plan
from zichtlijn.exchange.stratml.wording import reasons_of
from zichtlijn.jobs.actions import start_job
from zichtlijn.jobs.models import Job
from zichtlijn.objectives.actions import standing
from zichtlijn.objectives.models import (
    InterimTarget,
    Measure,
    Milestone,
    Objective,
    ObjectiveLink,
    Reading,
    Stakeholder,
)
from zichtlijn.objectives.states import Kind, Level, State
from zichtlijn.organisation import search
from zichtlijn.organisation.models import Period, SearchWord
from zichtlijn.strategy.models import CoreValue, Direction

#: Above this many measures one recomputation of everything is quicker than one for each.
FEW_MEASURES = 200


def import_plan(
    content: bytes, *, by, dry_run: bool = False, progress: Callable[[int, int], None] | None = None
) -> Outcome:
    """Bring a StratML file into the organisation of `by`; all of it or nothing, and nothing at all in a dry run.

    Raises reading.Unreadable when the file is no plan. The outcome counts and lists what was added, changed, left as it
    was or left alone, and every deviation from the standard.
    """
    require(can_import_plan(by), may_not_import())
    plan = reading.read(content)
    # Titles that the program makes up are in the language of the organisation, not of whoever happens to import.
    with translation.override(by.organisation.language):
        mapped = mapping.map_plan(plan.root, plan.part)
    outcome = Outcome(dry_run=dry_run, part=plan.part, deviations=plan.deviations)
    with transaction.atomic():
        # One plan at a time in one organisation: two of the same would each find nothing there yet.
        Organisation.objects.select_for_update().get(pk=by.organisation.pk)
        _Import(mapped, outcome, by, progress).run()
        if dry_run:
            transaction.set_rollback(True)
            outcome.direction_id = None
    return outcome


def export_plan(direction: Direction, *, by) -> bytes:
    """The plan as a StratML Part 2 file; refused with every reason when it would not follow the standard."""
    require(can_export_plan(by), may_not_export())
    with translation.override(by.organisation.language):
        plan = composing.compose(queries.plan_rows(by.organisation, direction))
    try:
        content = writing.write(plan)
    except writing.NotStrict as refused:
        raise NotNow(*reasons_of(refused.deviations)) from None
    audit.record(Event.LIST_EXPORTED, on=direction, by=by, detail={"kind": "stratml", "bytes": len(content)})
    return content


def start_trying(file, *, by) -> Job:
    """Try a plan in the background: say what it would do, and change nothing."""
    require(can_import_plan(by), may_not_import())
    return start_job(KIND, given={"dry_run": True}, file=file, by=by)


def start_bringing_in(tried: Job, *, by) -> Job:
    """Bring in, in the background, the plan of a job that tried it."""
    require(can_import_plan(by), may_not_import())
    if tried.state != Job.State.DONE or not tried.given.get("dry_run") or not tried.file:
        raise NotNow(_("Only a plan that was tried first can be brought in."))
    return start_job(KIND, file=tried.file.name, file_name=tried.file_name, by=by)


def may_not_import() -> str:
    return _("You may not bring in a plan: that asks for the right to import and to state the direction.")


def may_not_export() -> str:
    return _("You may not take a plan along: that asks for the right to export.")


class _Import:
    """One import: matches what is there, then adds and changes."""

    def __init__(self, plan: MappedPlan, outcome: Outcome, by, progress):
        self.plan, self.outcome, self.by, self.progress = plan, outcome, by, progress
        self.organisation = by.organisation
        self.today = timezone.localdate()
        self.lines: list[tuple] = []
        self.touched_measures: list[int] = []
        self.touched_objectives: list[int] = []
        self.renamed: list[tuple[int, str]] = []
        self.added_readings: list[Reading] = []
        self.added_interim: list[InterimTarget] = []
        self.added_milestones: list[Milestone] = []
        self.added_stakeholders: list[Stakeholder] = []

    def run(self) -> None:
        self._direction()
        self.outcome.direction, self.outcome.direction_id = self.direction.name, self.direction.pk
        self._values()
        self._stakeholders(self.plan.stakeholders, None, self.old_stakeholders, is_new=False)
        pairs = self._objectives()
        self._measures(pairs)
        Stakeholder.objects.bulk_create(self.added_stakeholders, batch_size=500)
        InterimTarget.objects.bulk_create(self.added_interim, batch_size=500)
        Milestone.objects.bulk_create(self.added_milestones, batch_size=500)
        Reading.objects.bulk_create(self.added_readings, batch_size=500)
        if not self.outcome.dry_run:
            search.index_words(SearchWord.Kind.OBJECTIVE, self.renamed)
            self._stand()
        if not self.outcome.changes_nothing:
            counts = {act: self.outcome.total(act) for act in ("added", "changed", "unchanged", "left")}
            detail = {"kind": "stratml", **counts, "deviations": len(self.outcome.deviations)}
            self.lines.append((Event.FILE_IMPORTED, self.direction, None, detail))
        audit.record_many(self.lines, by=self.by)

    # what the file says otherwise than last time ------------------------------------------------------------------

    def _merge(self, thing, fields: dict[str, Any], published: dict) -> tuple[dict, list[tuple[str, Any, Any]]]:
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

    # direction ----------------------------------------------------------------------------------------------------

    def _direction(self) -> None:
        plan, found = self.plan, self._matching_direction()
        starts_on, ends_on = self._span(found)
        fields = {**plan.fields, "starts_on": starts_on, "ends_on": ends_on}
        self.starts_on, self.ends_on = starts_on, ends_on
        published = dict(plan.published)
        self.old_core, self.old_stakeholders = None, None
        if found is None:
            self.direction = Direction(
                organisation=self.organisation, **fields, published={**published, "given": given(fields)}
            )
            self.direction.save()
            self._done("direction", "added", self.direction, Event.DIRECTION_STATED)
            return
        self.direction = found
        if kept := found.published.get("stratml"):
            self.old_core = kept.get("StrategicPlanCore", {})
            organisations = from_json("StrategicPlanCore", self.old_core).all("Organization")
            self.old_stakeholders = mapping.map_stakeholders([s for o in organisations for s in o.all("Stakeholder")])
        self._change("direction", found, fields, published, Event.DIRECTION_CHANGED)

    def _matching_direction(self) -> Direction | None:
        """The direction that came from this plan before: by identifier, else by name."""
        directions = list(Direction.objects.filter(organisation=self.organisation).order_by("-starts_on", "-id"))
        if self.plan.identifier:
            for direction in directions:
                kept = direction.published.get("stratml", {}).get("AdministrativeInformation", {})
                if kept.get("Identifier") == self.plan.identifier:
                    return direction
        name = self.plan.fields["name"]
        for direction in directions:
            kept = direction.published.get("stratml", {}).get("AdministrativeInformation", {})
            other = kept.get("Identifier", "")
            if self.plan.identifier and other and not mapping.is_placeholder(other):
                continue  # another plan of the same name
            if name in {direction.published.get("given", {}).get("name"), direction.name}:
                return direction
        return None

    def _span(self, found: Direction | None) -> tuple[date, date]:
        """From when until when the plan runs: as it says, else as it was taken to run before, else by the fiscal year.

        A plan without an end is taken to run until the end of this fiscal year, so that it is in force today.
        """
        starts_on, ends_on = self.plan.starts_on, self.plan.ends_on
        if found is not None:
            before = found.published.get("given", {})
            starts_on = starts_on or date.fromisoformat(before.get("starts_on") or found.starts_on.isoformat())
            ends_on = ends_on or date.fromisoformat(before.get("ends_on") or found.ends_on.isoformat())
        elif starts_on is None:
            begin = min(day for day in (ends_on, self.plan.published_on, self.today) if day)
            starts_on = self._year(begin)[0]
        if ends_on is None or ends_on <= starts_on:
            ends_on = max(self._year(starts_on)[1], self._year(self.today)[1])
        if ends_on <= starts_on:
            ends_on = starts_on + timedelta(days=1)
        return starts_on, ends_on

    def _year(self, day: date) -> tuple[date, date]:
        return chunk_of(Frequency.YEARLY, day, first_month=self.organisation.fiscal_first_month)

    def _period(self) -> Period:
        """The year in which the objectives are shown: this year when the plan runs now, else the year it begins in."""
        runs_now = self.starts_on <= self.today <= self.ends_on
        day = self.today if runs_now else self.starts_on
        found = Period.objects.years().at(day).order_by("-starts_on").first()
        if found:
            return found
        starts_on, ends_on = self._year(day)
        name = str(starts_on.year) if starts_on.year == ends_on.year else f"{starts_on.year}–{ends_on.year}"
        period = Period.objects.create(
            organisation=self.organisation, kind=Period.Kind.YEAR, name=name, starts_on=starts_on, ends_on=ends_on
        )
        self.lines.append((Event.PERIOD_ADDED, period, None, {}))
        return period

    # values and stakeholders --------------------------------------------------------------------------------------

    def _values(self) -> None:
        old = mapping.map_values(from_json("StrategicPlanCore", self.old_core)) if self.old_core is not None else None
        rows = list(CoreValue.objects.filter(direction=self.direction))
        added = self._list(
            "value", self.plan.values, old, rows, lambda fields: CoreValue(direction=self.direction, **fields)
        )
        CoreValue.objects.bulk_create(added)

    def _stakeholders(
        self, wanted: list[dict], objective: Objective | None, old: list[dict] | None, *, is_new: bool
    ) -> None:
        rows = [] if is_new else list(Stakeholder.objects.filter(direction=self.direction, objective=objective))
        self.added_stakeholders += self._list(
            "stakeholder",
            wanted,
            old,
            rows,
            lambda fields: Stakeholder(direction=self.direction, objective=objective, **fields),
        )

    def _list(self, thing: str, wanted: list[dict], old: list[dict] | None, rows: list, make) -> list:
        """Bring a small list up to date; returns the rows to add. A list that says what it said before stays as it is."""
        if old is not None and old == wanted:
            for fields in wanted:
                self.outcome.note(thing, "unchanged", fields["name"])
            return []
        free, added = list(rows), []
        before = {fields["name"]: fields for fields in old or []}
        for fields in wanted:
            row = next((row for row in free if row.name == fields["name"]), None)
            if row is None:
                if fields["name"] in before:
                    continue  # somebody took it out, and the file says nothing new
                row = make(fields)
                row.organisation = self.organisation
                added.append(row)
                self.outcome.note(thing, "added", fields["name"])
                continue
            free.remove(row)
            told = [
                (str(row._meta.get_field(name).verbose_name), getattr(row, name), value)
                for name, value in fields.items()
                if name != "position"
                and getattr(row, name) != value
                and before.get(fields["name"], {}).get(name) != value
            ]
            if told or row.position != fields["position"]:
                for name, value in fields.items():
                    if name == "position" or before.get(fields["name"], {}).get(name) != value:
                        setattr(row, name, value)
                row.save()
            self.outcome.note(thing, "changed" if told else "unchanged", fields["name"], told)
        last = max((fields["position"] for fields in wanted), default=-1)
        for number, row in enumerate(free, start=1):
            row.position = last + number
            row.save(update_fields=["position"])
            self.outcome.note(thing, "left", row.name)
        return added

    # objectives ---------------------------------------------------------------------------------------------------

    def _objectives(self) -> list[tuple[MappedObjective, Objective]]:
        there = list(Objective.objects.filter(direction=self.direction, level=Level.STRATEGIC).order_by("pk"))
        goals = self._matched(self.plan.objectives, there)
        links: dict[int, list[Objective]] = {}
        parents: dict[int, ObjectiveLink] = {}
        for link in (
            ObjectiveLink.objects.filter(parent__in=[goal.pk for goal in there], child__level=Level.DEPARTMENT)
            .select_related("child")
            .order_by("position", "child_id")
        ):
            links.setdefault(link.parent_id, []).append(link.child)
            parents[link.child_id] = link
        everywhere = [child for children in links.values() for child in children]
        taken = {objective.pk for objective in goals.values()}
        pairs: list[tuple[MappedObjective, Objective | None, MappedObjective | None]] = []
        for goal in self.plan.objectives:
            row = goals.get(id(goal))
            pairs.append((goal, row, None))
            near = links.get(row.pk, []) if row else []
            found = self._matched(goal.children, near, also=everywhere, taken=taken)
            taken |= {child.pk for child in found.values()}
            pairs += [(child, found.get(id(child)), goal) for child in goal.children]
        for objective in (*there, *everywhere):
            if objective.pk not in taken and objective.published.get("stratml"):
                self.outcome.note("objective", "left", objective.title)
        return self._write_objectives(pairs, parents)

    @staticmethod
    def _matched(wanted, there: list, *, also=(), taken=frozenset()) -> dict[int, Any]:
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

    def _write_objectives(self, pairs, parents) -> list[tuple[MappedObjective, Objective]]:
        new = [(mapped, goal) for mapped, row, goal in pairs if row is None]
        keys = self._free_keys(Objective, [f"P{self.direction.pk}.{mapped.number}" for mapped, _goal in new])
        period = self._period() if new else None
        made: dict[int, Objective] = {}
        positions = {id(mapped): place for place, mapped in enumerate(self.plan.objectives)}
        for (mapped, goal), key in zip(new, keys, strict=True):
            fields, published = self._objective_fields(mapped, goal, positions)
            made[id(mapped)] = Objective(
                organisation=self.organisation,
                key=key,
                level=Level.DEPARTMENT if goal else Level.STRATEGIC,
                state=State.AGREED,
                agreed_on=min(self.plan.published_on or self.today, self.today),
                period=period,
                direction=None if goal else self.direction,
                made_by=self.by.user,
                published={**published, "given": given(fields)},
                **fields,
            )
        self._create(Objective, list(made.values()))
        written: list[tuple[MappedObjective, Objective]] = []
        now: dict[int, Objective] = {}
        for mapped, row, goal in pairs:
            objective = row or made[id(mapped)]
            now[id(mapped)] = objective
            old_stakeholders = None
            if row is None:
                self._done("objective", "added", objective, Event.OBJECTIVE_ADDED)
            else:
                if kept := row.published.get("stratml"):
                    name = "Objective" if goal else "Goal"
                    old_stakeholders = mapping.map_stakeholders(from_json(name, kept).all("Stakeholder"))
                self._update_objective(mapped, row, goal, positions, parents)
            self._stakeholders(mapped.stakeholders, objective, old_stakeholders, is_new=row is None)
            if row is None or "title" in getattr(row, "just_changed", ()):
                self.renamed.append((objective.pk, objective.title))
            written.append((mapped, objective))
        fresh = [
            ObjectiveLink(organisation=self.organisation, child=made[id(mapped)], parent=now[id(goal)], position=place)
            for mapped, goal in new
            if goal
            for place in [next(i for i, child in enumerate(goal.children) if child is mapped)]
        ]
        ObjectiveLink.objects.bulk_create(fresh, batch_size=500)
        for mapped, row, goal in pairs:
            if row is not None and goal is not None:
                self._move(mapped, row, now[id(goal)], goal, parents.get(row.pk))
        return written

    def _objective_fields(self, mapped: MappedObjective, goal: MappedObjective | None, positions) -> tuple[dict, dict]:
        fields = {**mapped.fields, "starts_on": self.starts_on, "ends_on": self.ends_on}
        published = dict(mapped.published)
        if goal is None:
            published["position"] = positions[id(mapped)]
        else:
            published["under"] = goal.identifier or goal.fields["title"]
        return fields, published

    def _update_objective(self, mapped, row: Objective, goal, positions, parents) -> None:
        fields, published = self._objective_fields(mapped, goal, positions)
        row.was_under = row.published.get("under")
        self._change("objective", row, fields, published, Event.OBJECTIVE_CHANGED)

    def _move(
        self, mapped, row: Objective, parent: Objective, goal: MappedObjective, link: ObjectiveLink | None
    ) -> None:
        """Follow the file to another goal, when the file itself moved the objective."""
        place = next(i for i, child in enumerate(goal.children) if child is mapped)
        moved = row.was_under is not None and row.was_under != (goal.identifier or goal.fields["title"])
        if link is None or (moved and link.parent_id != parent.pk):
            if link is not None:
                self.touched_objectives.append(link.parent_id)
                link.delete()
            ObjectiveLink.objects.create(organisation=self.organisation, child=row, parent=parent, position=place)
            self.lines.append((Event.OBJECTIVE_LINKED, row, None, {"parent": parent.pk}))
            self.touched_objectives += [row.pk, parent.pk]
        elif link.parent_id == parent.pk and link.position != place:
            link.position = place
            link.save(update_fields=["position"])

    # measures -----------------------------------------------------------------------------------------------------

    def _measures(self, pairs: list[tuple[MappedObjective, Objective]]) -> None:
        there: dict[int, list[Measure]] = {}
        ids = [objective.pk for _mapped, objective in pairs]
        for start in range(0, len(ids), queries.CHUNK):
            chunk = ids[start : start + queries.CHUNK]
            for measure in Measure.objects.filter(objective__in=chunk).order_by("position", "pk"):
                there.setdefault(measure.objective_id, []).append(measure)
        new: list[tuple[MappedMeasure, Objective, int]] = []
        changed: list[tuple[MappedMeasure, Measure, dict | None]] = []
        for mapped, objective in pairs:
            known = there.get(objective.pk, [])
            found = self._matched(mapped.measures, known)
            for place, measure in enumerate(mapped.measures):
                row = found.get(id(measure))
                if row is None:
                    new.append((measure, objective, place))
                else:
                    changed.append((measure, row, row.published.get("stratml")))
            matched = {row.pk for row in found.values()}
            for row in known:
                if row.pk not in matched and row.published.get("stratml"):
                    self.outcome.note("measure", "left", row.name)
        keys = self._free_keys(Measure, [f"P{objective.pk}.{place + 1}" for _measure, objective, place in new])
        made = []
        for (mapped, objective, place), key in zip(new, keys, strict=True):
            fields = self._measure_fields(mapped)
            made.append(
                Measure(
                    organisation=self.organisation,
                    objective=objective,
                    key=key,
                    position=min(place, 32000),
                    published={**mapped.published, "given": given(fields)},
                    **fields,
                )
            )
        self._create(Measure, made)
        total = len(made) + len(changed)
        for number, ((mapped, _objective, _place), measure) in enumerate(zip(new, made, strict=True), start=1):
            self._done("measure", "added", measure, Event.MEASURE_ADDED)
            self._amounts(mapped, measure, None)
            self.touched_measures.append(measure.pk)
            if self.progress:
                self.progress(number, total)
        for number, (mapped, measure, kept) in enumerate(changed, start=len(made) + 1):
            before = len(self.lines)
            self._change(
                "measure", measure, self._measure_fields(mapped), dict(mapped.published), Event.MEASURE_CHANGED
            )
            self._amounts(mapped, measure, kept)
            if len(self.lines) > before:
                self.touched_measures.append(measure.pk)
            if self.progress:
                self.progress(number, total)

    def _measure_fields(self, mapped: MappedMeasure) -> dict[str, Any]:
        fields = dict(mapped.fields)
        fields["starts_on"] = min(fields["starts_on"] or self.starts_on, self.starts_on)
        fields["ends_on"] = max(fields["ends_on"] or self.ends_on, fields["starts_on"])
        return fields

    def _amounts(self, mapped: MappedMeasure, measure: Measure, kept: dict | None) -> None:
        """Targets on the way, milestones and readings: what the file says for the first time is written."""
        old = amounts_of(from_json("PerformanceIndicator", kept)) if kept is not None else None
        now = mapped.amounts
        for code, found in now.remarks:
            self.outcome.remarks.append({"code": code.value, "name": measure.name, "found": found})
        if mapped.fields["kind"] == Kind.MILESTONES or now.milestones:
            self._milestones(now, old, measure)
        if mapped.fields["kind"] not in {Kind.BAND, Kind.MILESTONES}:
            self._interim(now, old, measure)
        said = {(place.on, place.value, place.note) for place in old.readings} if old else set()
        news = [place for place in now.readings if (place.on, place.value, place.note) not in said]
        for _count in range(len(now.readings) - len(news)):
            self.outcome.note("reading", "unchanged", "")
        standing_readings = {}
        if kept is not None and news:
            standing_readings = {r.measured_on: r for r in Reading.objects.current().filter(measure=measure)}
        for place in news:
            self._reading(place, measure, standing_readings.get(place.on))

    def _reading(self, place, measure: Measure, there: Reading | None) -> None:
        name = f"{measure.name}: {place.on}"
        if there and (there.value, there.note) == (place.value, place.note):
            self.outcome.note("reading", "unchanged", name)
            return
        if there:
            there.is_current = False
            there.save(update_fields=["is_current"])
        self.added_readings.append(
            Reading(
                organisation=self.organisation,
                measure=measure,
                measured_on=place.on,
                value=place.value,
                note=place.note,
                replaces=there,
                recorded_by=self.by.user,
                recorded_by_name=self.by.name,
            )
        )
        event = Event.READING_CORRECTED if there else Event.READING_RECORDED
        self.lines.append((event, measure, None, {"on": place.on.isoformat(), "value": plain(place.value)}))
        was = [(_("value"), there.value, place.value)] if there else []
        self.outcome.note("reading", "changed" if there else "added", name, was)

    def _interim(self, now, old, measure: Measure) -> None:
        said = {(place.on, place.value) for place in old.interim} if old else set()
        there = {target.on: target for target in measure.interim_targets.all()} if old else {}
        for place in now.interim:
            target = there.get(place.on)
            name = f"{measure.name}: {place.on}"
            if (place.on, place.value) in said or (target and target.value == place.value):
                self.outcome.note("target", "unchanged", name)
            elif target:
                self.outcome.note("target", "changed", name, [(_("value"), target.value, place.value)])
                target.value = place.value
                target.save(update_fields=["value"])
                self.lines.append((Event.MEASURE_CHANGED, measure, None, {"fields": ["interim_targets"]}))
            else:
                self.outcome.note("target", "added", name)
                self.added_interim.append(
                    InterimTarget(organisation=self.organisation, measure=measure, on=place.on, value=place.value)
                )
                if old:
                    self.lines.append((Event.MEASURE_CHANGED, measure, None, {"fields": ["interim_targets"]}))
        if old:
            # The target that was last in the file before may have become one on the way, or the other way round.
            gone = [
                t.pk
                for on, t in there.items()
                if on not in {p.on for p in now.interim} and on in {p.on for p in old.interim}
            ]
            if gone:
                InterimTarget.objects.filter(pk__in=gone).delete()
                self.lines.append((Event.MEASURE_CHANGED, measure, None, {"fields": ["interim_targets"]}))
                for _pk in gone:
                    self.outcome.note("target", "changed", measure.name)

    def _milestones(self, now, old, measure: Measure) -> None:
        said = {(step.name, step.due_on, step.weight, step.done_on) for step in old.milestones} if old else set()
        there = {milestone.name: milestone for milestone in measure.milestones.all()} if old else {}
        for step in now.milestones:
            values = {"due_on": step.due_on, "weight": step.weight, "done_on": step.done_on}
            milestone, name = there.get(step.name), f"{measure.name}: {step.name}"
            if (step.name, step.due_on, step.weight, step.done_on) in said:
                self.outcome.note("target", "unchanged", name)
                continue
            if milestone is None:
                self.added_milestones.append(
                    Milestone(organisation=self.organisation, measure=measure, name=step.name, **values)
                )
                self.outcome.note("target", "added", name)
            else:
                told = [
                    (str(Milestone._meta.get_field(field).verbose_name), getattr(milestone, field), value)
                    for field, value in values.items()
                    if getattr(milestone, field) != value
                ]
                for field, value in values.items():
                    setattr(milestone, field, value)
                milestone.save()
                self.outcome.note("target", "changed" if told else "unchanged", name, told)
            if old:
                self.lines.append((Event.MEASURE_CHANGED, measure, None, {"fields": ["milestones"]}))

    # writing ------------------------------------------------------------------------------------------------------

    def _change(self, thing: str, row, fields: dict[str, Any], published: dict, event) -> None:
        changes, told = self._merge(row, fields, published)
        if changes:
            if told:
                save_version(row, changes, version=row.version)
                detail = {"fields": [name for name in changes if name != "published"]}
                self.lines.append((event, row, None, detail))
            else:  # only the place in the file moved: no new version of the text
                row.published = changes["published"]
                row.save(update_fields=["published"])
        row.just_changed = set(changes)
        self.outcome.note(thing, "changed" if told else "unchanged", str(row), told)

    def _done(self, thing: str, act: str, row, event) -> None:
        self.outcome.note(thing, act, str(row))
        self.lines.append((event, row, None, {"kind": "stratml"}))

    def _create(self, model, rows: list) -> None:
        if rows:
            bulk_create_with_history(rows, model, batch_size=300, default_user=self.by.user)

    @staticmethod
    def _free_keys(model, wanted: list[str]) -> list[str]:
        """These codes, with something behind those that are in use."""
        taken = set()
        for start in range(0, len(wanted), queries.CHUNK):
            chunk = wanted[start : start + queries.CHUNK]
            taken |= set(model.objects.filter(key__in=chunk).values_list("key", flat=True))
        keys = []
        for key in wanted:
            free = key if key not in taken else f"{key}-{secrets.token_hex(4)}"
            taken.add(free)
            keys.append(free)
        return keys

    def _stand(self) -> None:
        """Let the stored standings follow."""
        ids = set(self.touched_objectives)
        if not self.touched_measures and not self.renamed and not ids:
            return
        if len(self.touched_measures) > FEW_MEASURES:
            standing.recompute_organisation(self.organisation)
            return
        objectives = {pk for pk, _title in self.renamed} | ids
        standing.refresh_lines(sorted(objectives))
        for measure in Measure.objects.filter(pk__in=self.touched_measures).select_related("objective", "organisation"):
            standing.refresh_measure(measure)
        standing.follow_up(sorted(objectives), organisation=self.organisation)
