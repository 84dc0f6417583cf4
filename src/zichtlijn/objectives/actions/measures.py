"""Measures: their targets on the way, their milestones, their end."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.objectives.actions.objectives import about, new_key
from zichtlijn.objectives.actions.standing import refresh_measure
from zichtlijn.objectives.models import InterimTarget, Measure, Milestone, Objective
from zichtlijn.objectives.permissions import can_edit_measure, can_edit_objective, can_record_reading


@transaction.atomic
def add_measure(objective: Objective, *, by, name: str, interim=(), milestones=(), **fields) -> Measure:
    """Put a measure with the objective. `interim`: pairs (day, value); `milestones`: dicts name, due_on, weight."""
    require(can_edit_objective(by, objective))
    measure = Measure.objects.create(
        organisation=objective.organisation,
        objective=objective,
        key=fields.pop("key", None) or new_key("M"),
        name=name,
        starts_on=fields.pop("starts_on", None) or objective.starts_on,
        ends_on=fields.pop("ends_on", None) or objective.ends_on,
        **fields,
    )
    _set_interim(measure, interim)
    _set_milestones(measure, milestones)
    refresh_measure(measure)
    audit.record(Event.MEASURE_ADDED, on=measure, by=by, about=about(objective), detail={"objective": objective.pk})
    return measure


@transaction.atomic
def change_measure(measure: Measure, changes: dict, *, version: int, by, interim=None, milestones=None) -> list[str]:
    """Write changes from a form made at `version`; None leaves interim targets or milestones alone."""
    require(can_edit_measure(by, measure))
    changed = save_version(measure, changes, version=version)
    if interim is not None and _set_interim(measure, interim):
        changed.append("interim_targets")
    if milestones is not None and _set_milestones(measure, milestones):
        changed.append("milestones")
    if changed:
        refresh_measure(measure)
        audit.record(
            Event.MEASURE_CHANGED, on=measure, by=by, about=about(measure.objective), detail={"fields": changed}
        )
    return changed


@transaction.atomic
def end_measure(measure: Measure, *, by) -> None:
    """Stop reading this measure; its readings stay."""
    require(can_edit_measure(by, measure))
    if measure.ended_on:
        raise NotNow(_("This measure has already ended."))
    measure.ended_on = timezone.localdate()
    measure.version += 1
    measure.save(update_fields=["ended_on", "version"])
    refresh_measure(measure)
    audit.record(Event.MEASURE_ENDED, on=measure, by=by, about=about(measure.objective))


@transaction.atomic
def mark_milestone(milestone: Milestone, *, done_on: date | None, by) -> None:
    """Say that a milestone was reached on a day, or with None that it was not."""
    measure = milestone.measure
    require(can_record_reading(by, measure))
    if done_on and done_on > timezone.localdate():
        raise NotNow(_("A day that has yet to come cannot be done already."))
    milestone.done_on = done_on
    milestone.save(update_fields=["done_on"])
    refresh_measure(measure)
    audit.record(
        Event.READING_RECORDED,
        on=measure,
        by=by,
        about=about(measure.objective),
        detail={"milestone": milestone.pk, "done_on": done_on and done_on.isoformat()},
    )


def _set_interim(measure, interim) -> bool:
    wanted = dict(interim)
    there = {target.on: target for target in measure.interim_targets.all()}
    if {on: target.value for on, target in there.items()} == wanted:
        return False
    measure.interim_targets.exclude(on__in=wanted).delete()
    for on, value in wanted.items():
        InterimTarget.objects.update_or_create(
            organisation=measure.organisation, measure=measure, on=on, defaults={"value": value}
        )
    return True


def _set_milestones(measure, milestones) -> bool:
    """Milestones with an `id` are kept, others are new, and what is not in the list goes."""
    there = {m.pk: m for m in measure.milestones.all()}
    keep, changed = set(), False
    for given in milestones:
        values = {name: given[name] for name in ("name", "due_on", "weight", "done_on") if name in given}
        milestone = there.get(given.get("id"))
        if milestone is None:
            Milestone.objects.create(organisation=measure.organisation, measure=measure, **values)
            changed = True
            continue
        keep.add(milestone.pk)
        if any(getattr(milestone, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(milestone, name, value)
            milestone.save()
            changed = True
    gone = set(there) - keep
    if gone:
        measure.milestones.filter(pk__in=gone).delete()
    return changed or bool(gone)
