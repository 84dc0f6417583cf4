"""Measures: their targets on the way, their milestones, their end."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.objectives.actions.agreement import propose_anew
from zichtlijn.objectives.actions.cascade import about, lock_kept, require_read
from zichtlijn.objectives.actions.objectives import new_key
from zichtlijn.objectives.actions.readings import require_recording
from zichtlijn.objectives.actions.standing import follow_up, lock_measure, refresh_measure
from zichtlijn.objectives.models import InterimTarget, Measure, Milestone, Objective
from zichtlijn.objectives.permissions import keeps
from zichtlijn.objectives.queries.wording import write_interim, write_milestones

#: What two sides agree to with a measure; how and by whom it is read is not part of that.
AGREED_TO = frozenset({
    "name", "kind", "unit", "baseline", "target", "lower", "upper", "lower_limit", "upper_limit", "starts_on",
    "ends_on", "weight",
})  # fmt: skip


@transaction.atomic
def add_measure(objective: Objective, *, by, name: str, interim=(), milestones=(), **fields) -> Measure:
    """Put a measure with the objective. `interim`: pairs (day, value); `milestones`: dicts name, due_on, weight."""
    lock_kept(by, objective)
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
    _propose_anew(objective, by)
    audit.record(Event.MEASURE_ADDED, on=measure, by=by, about=about(objective), detail={"objective": objective.pk})
    return measure


@transaction.atomic
def change_measure(measure: Measure, changes: dict, *, version: int, by, interim=None, milestones=None) -> list[str]:
    """Write changes from a form made at `version`; None leaves interim targets or milestones alone."""
    measure = lock_measure(measure)
    require_measure_kept(by, measure)
    rows = _changed_rows(measure, interim, milestones)
    if measure.version != version and rows:
        _refuse_with_rows(measure, changes, rows, version)
    changed = save_version(measure, changes, version=version)
    says_otherwise = bool(rows or AGREED_TO & set(changed))
    if rows and not changed:
        measure.version += 1
        measure.save(update_fields=["version"])
    if interim is not None and _set_interim(measure, interim):
        changed.append("interim_targets")
    if milestones is not None and _set_milestones(measure, milestones):
        changed.append("milestones")
    if changed:
        refresh_measure(measure)
        if says_otherwise:
            _propose_anew(measure.objective, by)
        audit.record(
            Event.MEASURE_CHANGED, on=measure, by=by, about=about(measure.objective), detail={"fields": changed}
        )
    return changed


@transaction.atomic
def end_measure(measure: Measure, *, by) -> None:
    """Stop reading this measure; its readings stay."""
    measure = lock_measure(measure)
    require_measure_kept(by, measure)
    measure.ended_on = timezone.localdate()
    measure.version += 1
    measure.save(update_fields=["ended_on", "version"])
    refresh_measure(measure)
    _propose_anew(measure.objective, by)
    audit.record(Event.MEASURE_ENDED, on=measure, by=by, about=about(measure.objective))


@transaction.atomic
def mark_milestone(milestone: Milestone, *, done_on: date | None, by) -> None:
    """Say that a milestone was reached on a day, or with None that it was not."""
    measure = lock_measure(milestone.measure)
    require_recording(by, measure)
    if done_on and done_on > timezone.localdate():
        raise NotNow(_("This date is in the future."))
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


def _propose_anew(objective: Objective, by) -> None:
    """What is to be reached was changed: the other side answers, and until then it counts for nothing above it."""
    if propose_anew(objective, by=by):
        follow_up([objective.pk], organisation=objective.organisation)


def require_measure_kept(by, measure: Measure) -> None:
    require(keeps(by, measure.objective))
    require_read(measure)


def _changed_rows(measure: Measure, interim, milestones) -> dict[str, tuple[str, str]]:
    """What is different in interim targets and milestones: label → what stands now, what was written."""
    rows = {}
    if interim is not None:
        now = measure.interim_targets.values_list("on", "value")
        rows[_("Interim targets")] = write_interim(now), write_interim(dict(interim).items())
    if milestones is not None:
        there = measure.milestones.values_list("due_on", "name", "weight")
        yours = [(m["due_on"], m["name"], float(m.get("weight", 1))) for m in milestones]
        rows[_("Milestones")] = write_milestones(there), write_milestones(yours)
    return {label: texts for label, texts in rows.items() if texts[0] != texts[1]}


def _refuse_with_rows(measure: Measure, changes: dict, rows: dict, version: int) -> None:
    """The conflict of a form that was made before somebody else saved, its interim targets and milestones in it."""
    try:
        save_version(measure, changes, version=version)
        found: list = []
    except EditConflict as conflict:
        found = conflict.fields
    fields = [(label, now, yours) for label, (now, yours) in rows.items()]
    raise EditConflict(measure, [*found, *fields], measure.version)


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
