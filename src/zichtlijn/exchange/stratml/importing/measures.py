"""Indicators of a plan: measures with their targets, milestones and readings."""

from typing import Any

from django.utils.translation import gettext as _

from zichtlijn.audit.actions import Event
from zichtlijn.exchange.stratml.amounts import amounts_of
from zichtlijn.exchange.stratml.elements import from_json
from zichtlijn.exchange.stratml.importing.run import CHUNK, Run, change, create, done, free_keys, match_rows
from zichtlijn.exchange.stratml.mapping import MappedMeasure, MappedObjective, given, plain
from zichtlijn.objectives.models import InterimTarget, Measure, Milestone, Objective, Reading
from zichtlijn.objectives.states import Kind


def bring_measures(run: Run, pairs: list[tuple[MappedObjective, Objective]]) -> None:
    """The measures of every objective of the plan, with what they hold."""
    there: dict[int, list[Measure]] = {}
    ids = [objective.pk for _mapped, objective in pairs]
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        for measure in Measure.objects.filter(objective__in=chunk).order_by("position", "pk"):
            there.setdefault(measure.objective_id, []).append(measure)
    new: list[tuple[MappedMeasure, Objective, int]] = []
    kept: list[tuple[MappedMeasure, Measure]] = []
    for aim, objective in pairs:
        known = there.get(objective.pk, [])
        found = match_rows(aim.measures, known)
        for place, mapped in enumerate(aim.measures):
            if id(mapped) in found:
                kept.append((mapped, found[id(mapped)]))
            else:
                new.append((mapped, objective, place))
        recognised = {row.pk for row in found.values()}
        for row in known:
            if row.pk not in recognised and row.published.get("stratml"):
                run.outcome.note("measure", "left", row.name)
    keys = free_keys(Measure, [f"P{objective.pk}.{place + 1}" for _mapped, objective, place in new])
    made = []
    for (mapped, objective, place), key in zip(new, keys, strict=True):
        fields = _fields(run, mapped)
        made.append(
            Measure(
                organisation=run.organisation,
                objective=objective,
                key=key,
                position=min(place, 32000),
                published={**mapped.published, "given": given(fields)},
                **fields,
            )
        )
    create(run, Measure, made)
    total = len(made) + len(kept)
    for number, ((mapped, _objective, _place), measure) in enumerate(zip(new, made, strict=True), start=1):
        done(run, "measure", "added", measure, Event.MEASURE_ADDED)
        _amounts(run, mapped, measure, None, is_new=True)
        run.touched_measures.append(measure.pk)
        if run.progress:
            run.progress(number, total)
    for number, (mapped, measure) in enumerate(kept, start=len(made) + 1):
        lines = len(run.lines)
        said = measure.published.get("stratml")
        change(run, "measure", measure, _fields(run, mapped), dict(mapped.published), Event.MEASURE_CHANGED)
        _amounts(run, mapped, measure, said, is_new=False)
        if len(run.lines) > lines:
            run.touched_measures.append(measure.pk)
        if run.progress:
            run.progress(number, total)


def _fields(run: Run, mapped: MappedMeasure) -> dict[str, Any]:
    fields = dict(mapped.fields)
    fields["starts_on"] = min(fields["starts_on"] or run.starts_on, run.starts_on)
    fields["ends_on"] = max(fields["ends_on"] or run.ends_on, fields["starts_on"])
    return fields


def _amounts(run: Run, mapped: MappedMeasure, measure: Measure, kept: dict | None, *, is_new: bool) -> None:
    """Targets on the way, milestones and readings: what the file says for the first time is written."""
    now = mapped.amounts
    # What the file said before word for word needs no second look.
    old = now if kept == mapped.published["stratml"] else None
    if old is None and kept is not None:
        old = amounts_of(from_json("PerformanceIndicator", kept))
    for code, found in now.remarks:
        run.outcome.remarks.append({"code": code.value, "name": measure.name, "found": found})
    if mapped.fields["kind"] == Kind.MILESTONES or now.milestones:
        _milestones(run, now, old, measure, is_new)
    if mapped.fields["kind"] not in {Kind.BAND, Kind.MILESTONES}:
        _interim(run, now, old, measure, is_new)
    said = {(place.on, place.value, place.note) for place in old.readings} if old else set()
    news = [place for place in now.readings if (place.on, place.value, place.note) not in said]
    for _count in range(len(now.readings) - len(news)):
        run.outcome.note("reading", "unchanged", "")
    standing_readings = {}
    if news and not is_new:
        standing_readings = {r.measured_on: r for r in Reading.objects.current().filter(measure=measure)}
    for place in news:
        _reading(run, place, measure, standing_readings.get(place.on))


def _reading(run: Run, place, measure: Measure, there: Reading | None) -> None:
    name = f"{measure.name}: {place.on}"
    if there and (there.value, there.note) == (place.value, place.note):
        run.outcome.note("reading", "unchanged", name)
        return
    if there:
        there.is_current = False
        there.save(update_fields=["is_current"])
    run.readings.append(
        Reading(
            organisation=run.organisation,
            measure=measure,
            measured_on=place.on,
            value=place.value,
            note=place.note,
            replaces=there,
            recorded_by=run.by.user,
            recorded_by_name=run.by.name,
        )
    )
    event = Event.READING_CORRECTED if there else Event.READING_RECORDED
    run.lines.append((event, measure, None, {"on": place.on.isoformat(), "value": plain(place.value)}))
    was = [(_("value"), there.value, place.value)] if there else []
    run.outcome.note("reading", "changed" if there else "added", name, was)


def _interim(run: Run, now, old, measure: Measure, is_new: bool) -> None:
    said = {place.on: place.value for place in old.interim} if old else {}
    wanted = {place.on: place.value for place in now.interim}
    news = {on: value for on, value in wanted.items() if said.get(on) != value}
    # The target that was last in the file before may have become one on the way, or the other way round.
    gone = set(said) - set(wanted)
    for _count in range(len(wanted) - len(news)):
        run.outcome.note("target", "unchanged", "")
    there = {} if is_new or not (news or gone) else {target.on: target for target in measure.interim_targets.all()}
    touched = False
    for on, value in news.items():
        target, name = there.get(on), f"{measure.name}: {on}"
        if target is None:
            run.outcome.note("target", "added", name)
            run.interim.append(InterimTarget(organisation=run.organisation, measure=measure, on=on, value=value))
            touched = True
        elif target.value == value:
            run.outcome.note("target", "unchanged", name)
        else:
            run.outcome.note("target", "changed", name, [(_("value"), target.value, value)])
            target.value = value
            target.save(update_fields=["value"])
            touched = True
    for on in sorted(gone & set(there)):
        there[on].delete()
        run.outcome.note("target", "changed", f"{measure.name}: {on}", [(_("value"), said[on], None)])
        touched = True
    if touched and not is_new:
        run.lines.append((Event.MEASURE_CHANGED, measure, None, {"fields": ["interim_targets"]}))


def _milestones(run: Run, now, old, measure: Measure, is_new: bool) -> None:
    said = {(step.name, step.due_on, step.weight, step.done_on) for step in old.milestones} if old else set()
    news = [s for s in now.milestones if (s.name, s.due_on, s.weight, s.done_on) not in said]
    for _count in range(len(now.milestones) - len(news)):
        run.outcome.note("target", "unchanged", "")
    there = {} if is_new or not news else {milestone.name: milestone for milestone in measure.milestones.all()}
    for step in news:
        values = {"due_on": step.due_on, "weight": step.weight, "done_on": step.done_on}
        milestone, name = there.get(step.name), f"{measure.name}: {step.name}"
        if milestone is None:
            run.milestones.append(Milestone(organisation=run.organisation, measure=measure, name=step.name, **values))
            run.outcome.note("target", "added", name)
            continue
        told = [
            (str(milestone._meta.get_field(field).verbose_name), getattr(milestone, field), value)  # type: ignore[union-attr]  # fields, no relations
            for field, value in values.items()
            if getattr(milestone, field) != value
        ]
        for field, value in values.items():
            setattr(milestone, field, value)
        milestone.save()
        run.outcome.note("target", "changed" if told else "unchanged", name, told)
    if news and not is_new:
        run.lines.append((Event.MEASURE_CHANGED, measure, None, {"fields": ["milestones"]}))
