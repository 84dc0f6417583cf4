"""Writing objectives, links, measures, targets, milestones and readings of a plan; the standings follow."""

from django.utils.translation import gettext as _

from zichtlijn.audit.actions import Event
from zichtlijn.exchange.bulk import add_plain_rows, add_rows, in_batches, update_rows, write_fields
from zichtlijn.exchange.plans.plan import Plan
from zichtlijn.objectives.actions.standing import (
    follow_up,
    lock_objectives,
    recompute_after_commit,
    refresh_lines,
    refresh_measure,
)
from zichtlijn.objectives.models import InterimTarget, Measure, Milestone, Objective, ObjectiveLink, Reading
from zichtlijn.objectives.queries.graph import ancestors_and_self
from zichtlijn.objectives.states import Level, State
from zichtlijn.organisation import search
from zichtlijn.organisation.models import SearchWord

#: Up to so many touched measures and objectives, only what is above them is recomputed; beyond, the whole organisation,
#: as soon as the file is in.
MOST_ONE_BY_ONE = 200
#: Up to so many things, each gets its own line in the audit trail; beyond, the line of the file stands for all of them.
#: Their history says of every single one with which file it came in.
MOST_AUDIT_LINES = 2000
_READING = (
    "organisation", "measure", "measured_on", "value", "note", "is_current", "replaces", "recorded_by",
    "recorded_by_name", "recorded_at",
)  # fmt: skip


def write(plan: Plan, *, by, reason: str, at, progress) -> list[tuple]:
    """Write everything; returns the lines for the audit trail."""
    marks = {"by": by, "reason": reason, "at": at}
    extra = plan.extra
    total = sum(len(entries) for entries in plan.entries.values()) + len(extra["readings"]) or 1
    progress(0, total, _("Writing objectives, measures and readings"))
    touched = _touched(plan)
    _lock(*touched, extra["gone_links"], extra["new_links"])
    objectives = plan.entries[Objective]
    add_rows([entry.thing for entry in objectives if entry.new], **marks)
    update_rows(((e.thing, e.fields) for e in objectives if not e.new and e.changes), **marks)
    old_parents = [link.parent_id for link in extra["gone_links"]]
    _write_links(extra)
    progress(len(objectives), total, _("Writing objectives, measures and readings"))
    measures = plan.entries[Measure]
    add_rows([entry.thing for entry in measures if entry.new], **marks)
    update_rows(((e.thing, e.fields) for e in measures if not e.new and e.changes), **marks)
    _write_interim(plan, by)
    _write_milestones(plan, marks)
    progress(len(objectives) + len(measures), total, _("Writing objectives, measures and readings"))
    lines = _audit_lines(plan)
    read = _write_readings(plan, by, at)
    if len(extra["readings"]) > len(read) or len(lines) + len(read) > MOST_AUDIT_LINES:
        lines = []
    else:
        lines += read
    _index(plan)
    _stand(*touched, old_parents, by, progress)
    return lines


def _touched(plan: Plan) -> tuple[list[Objective], list[Measure]]:
    """The objectives and the measures that are written, the new ones too."""
    extra = plan.extra
    objectives = [entry.thing for entry in plan.entries[Objective] if entry.new or entry.changes]
    measures = {id(e.thing): e.thing for e in plan.entries[Measure] if e.new or e.changes}
    measures |= {id(measure): measure for measure, *_rest in extra["readings"]}
    measures |= {id(one.measure): one.measure for one in extra["steps"]}
    return objectives, list(measures.values())


def _lock(objectives: list[Objective], measures: list[Measure], gone: list, new: list) -> None:
    """Lock what is written, all at once as everybody does: who saves some of it comes before this, or after it."""
    ids = {o.pk for o in objectives} | {m.objective_id for m in measures}
    if len(objectives) + len(measures) <= MOST_ONE_BY_ONE:  # then what is above follows in this transaction
        ids |= {link.parent_id for link in (*gone, *new)}
        lock_objectives(Objective.objects.filter(pk__in=ancestors_and_self(ids - {None})))
    else:
        lock_objectives(Objective.objects.filter(pk__among=ids - {None}))


def _write_links(extra: dict) -> None:
    for some in in_batches([link.pk for link in extra["gone_links"]], 1000):
        ObjectiveLink.objects.filter(pk__in=some).delete()
    if extra["changed_links"]:
        write_fields(extra["changed_links"], ("weight",))
    for some in in_batches(extra["new_links"], 2000):
        ObjectiveLink.objects.bulk_create(list(some))


def _write_interim(plan: Plan, by) -> None:
    wanted = plan.extra["interim"]
    changed = [entry.thing for entry in plan.entries[Measure] if id(entry.thing) in wanted]
    for some in in_batches([measure.pk for measure in changed], 1000):
        InterimTarget.objects.filter(measure__in=some).delete()
    rows = (
        InterimTarget(organisation=by.organisation, measure=measure, on=on, value=value)
        for measure in changed
        for on, value in wanted[id(measure)]
    )
    for some in in_batches(rows, 2000):
        InterimTarget.objects.bulk_create(list(some))


def _write_milestones(plan: Plan, marks: dict) -> None:
    """The milestones; a measure of which only the milestones changed has another version too, as after its form."""
    steps = plan.extra["steps"]
    for some in in_batches((milestone for one in steps for milestone in one.added), 2000):
        Milestone.objects.bulk_create(some)
    for some in in_batches((milestone for one in steps for milestone in one.changed), 500):
        Milestone.objects.bulk_update(some, ("name", "due_on", "done_on", "weight"))
    for some in in_batches([milestone.pk for one in steps for milestone in one.gone], 1000):
        Milestone.objects.filter(pk__in=some).delete()
    written = {id(entry.thing) for entry in plan.entries[Measure] if entry.new or entry.changes}
    update_rows(((one.measure, set()) for one in steps if id(one.measure) not in written), **marks)


def _write_readings(plan: Plan, by, at) -> list[tuple]:
    for some in in_batches(plan.extra["corrected"], 1000):
        Reading.objects.filter(pk__in=some).update(is_current=False)
    organisation_id, user_id = by.organisation.pk, by.user.pk if by.user else None
    ids = add_plain_rows(
        Reading,
        _READING,
        (
            (organisation_id, measure.pk, on, value, note, True, replaces, user_id, by.name, at)
            for measure, on, value, note, replaces in plan.extra["readings"]
        ),
    )
    plan.extra["reading_ids"] = ids
    if len(ids) > MOST_AUDIT_LINES:
        return []
    lines = []
    for pk, (measure, on, value, _note, replaces) in zip(ids, plan.extra["readings"], strict=True):
        event = Event.READING_CORRECTED if replaces else Event.READING_RECORDED
        detail = {"reading": pk, "value": str(value), "on": on.isoformat()}
        lines.append((event, measure, _about(measure.objective), detail))
    return lines


def _about(objective: Objective) -> int | None:
    return objective.owner_id if objective.level == Level.PERSONAL else None


def _index(plan: Plan) -> None:
    made: dict[str, list] = {SearchWord.Kind.OBJECTIVE: [], SearchWord.Kind.PERSONAL: []}
    renamed: dict[str, list] = {SearchWord.Kind.OBJECTIVE: [], SearchWord.Kind.PERSONAL: []}
    dropped: dict[str, list] = {SearchWord.Kind.OBJECTIVE: [], SearchWord.Kind.PERSONAL: []}
    for entry in plan.entries[Objective]:
        if not (entry.new or entry.fields & {"title", "state"}):
            continue
        objective = entry.thing
        kind = SearchWord.Kind.PERSONAL if objective.level == Level.PERSONAL else SearchWord.Kind.OBJECTIVE
        if objective.state == State.DROPPED:
            dropped[kind].append(objective.pk)
        else:
            (made if entry.new else renamed)[kind].append((objective.pk, objective.title))
    for name, rows in made.items():
        search.index_new(name, rows)
    for name, rows in renamed.items():
        search.index_words(name, rows)
    for name, ids in dropped.items():
        search.remove_words(name, ids)


def _stand(objectives: list[Objective], measures: list[Measure], old_parents: list[int], by, progress) -> None:
    """Let the stored standings follow from what was written."""
    label = _("Computing where everything stands")
    if len(objectives) + len(measures) > MOST_ONE_BY_ONE:
        recompute_after_commit(by.organisation, progress=lambda done, total: progress(done, total, label))
        return
    progress(0, 0, label)
    ids = {objective.pk for objective in objectives}
    refresh_lines(ids)
    follow_up({*ids, *old_parents}, organisation=by.organisation)
    for measure in measures:
        refresh_measure(Measure.objects.select_related("organisation").get(pk=measure.pk))


def _audit_lines(plan: Plan) -> list[tuple]:
    lines: list[tuple] = []
    told: set[int] = set()
    for model, added, changed, ended in (
        (Objective, Event.OBJECTIVE_ADDED, Event.OBJECTIVE_CHANGED, Event.OBJECTIVE_CHANGED),
        (Measure, Event.MEASURE_ADDED, Event.MEASURE_CHANGED, Event.MEASURE_ENDED),
    ):
        for entry in plan.entries[model]:
            if not entry.new and not entry.changes:
                continue
            if len(lines) > MOST_AUDIT_LINES:
                return lines
            thing = entry.thing
            told.add(id(thing))
            about = _about(thing.objective if model is Measure else thing)
            detail = {} if entry.new else {"fields": [label for label, *_pair in entry.changes]}
            event = added if entry.new else ended if entry.ended and model is Measure else changed
            lines.append((event, thing, about, detail))
    for steps in plan.extra["steps"]:
        if id(steps.measure) not in told:
            detail = {"fields": ["milestones"]}
            lines.append((Event.MEASURE_CHANGED, steps.measure, _about(steps.measure.objective), detail))
    return lines
