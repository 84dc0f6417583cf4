"""Carrying out one import: the direction first, then its objectives, then their measures."""

from django.db.models import Q

from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.exchange.models import Import
from zichtlijn.exchange.stratml.importing.direction import bring_direction, bring_plan_stakeholders, bring_values
from zichtlijn.exchange.stratml.importing.measures import bring_measures
from zichtlijn.exchange.stratml.importing.objectives import bring_objectives
from zichtlijn.exchange.stratml.importing.run import Run
from zichtlijn.exchange.undo.recording import PLAN, record
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
from zichtlijn.objectives.states import Level
from zichtlijn.organisation import search
from zichtlijn.organisation.models import SearchWord

__all__ = ["Run", "carry_out", "record_run"]

#: Above this many measures one recomputation of everything is quicker than one for each.
FEW_MEASURES = 200


def carry_out(run: Run) -> None:
    """Bring in the whole plan. Inside a transaction."""
    bring_direction(run)
    run.outcome.direction, run.outcome.direction_id = run.direction.name, run.direction.pk
    _lock(run)
    bring_values(run)
    bring_plan_stakeholders(run)
    bring_measures(run, bring_objectives(run))
    Stakeholder.objects.bulk_create(run.stakeholders, batch_size=500)
    InterimTarget.objects.bulk_create(run.interim, batch_size=500)
    Milestone.objects.bulk_create(run.milestones, batch_size=500)
    Reading.objects.bulk_create(run.readings, batch_size=500)
    if not run.outcome.dry_run:
        search.index_words(SearchWord.Kind.OBJECTIVE, run.renamed)
        _stand(run)
    if not run.outcome.changes_nothing:
        counts = {act: run.outcome.total(act) for act in ("added", "changed", "unchanged", "left")}
        detail = {"kind": "stratml", **counts, "deviations": run.outcome.departures}
        run.lines.append((Event.FILE_IMPORTED, run.direction, None, detail))
    audit.record_many(run.lines, by=run.by)


def _lock(run: Run) -> None:
    """Lock what an earlier version of this plan brought, all at once: who saves some of it comes before, or after."""
    goals = Objective.objects.filter(direction=run.direction, level=Level.STRATEGIC)
    below = ObjectiveLink.objects.filter(parent__in=goals, child__level=Level.DEPARTMENT)
    standing.lock_objectives(Objective.objects.filter(Q(pk__in=goals) | Q(pk__in=below.values("child_id"))))


def _stand(run: Run) -> None:
    """Let the stored standings follow."""
    objectives = sorted({pk for pk, _title in run.renamed} | set(run.touched_objectives))
    if not objectives and not run.touched_measures:
        return
    if len(run.touched_measures) > FEW_MEASURES:
        standing.recompute_after_commit(run.organisation)
        return
    standing.refresh_lines(objectives)
    standing.follow_up(objectives, organisation=run.organisation)
    for measure in Measure.objects.filter(pk__in=run.touched_measures).select_related("objective", "organisation"):
        standing.refresh_measure(measure)


#: The line of the log that says that a thing was added → what such things are called.
_ADDED = {
    Event.DIRECTION_STATED: "directions",
    Event.OBJECTIVE_ADDED: "objectives",
    Event.MEASURE_ADDED: "measures",
}


def record_run(run: Run, name: str, *, job: Job | None) -> Import:
    """Keep what a plan made and changed. A year that it added stays: others may be using it."""
    made: dict[str, list[int]] = {"readings": [reading.pk for reading in run.readings]}
    changed: dict[str, list[int]] = {}
    for event, thing, _about, _detail in run.lines:
        if event in _ADDED:
            made.setdefault(_ADDED[event], []).append(thing.pk)
    if run.direction.pk not in made.get("directions", ()):
        # A newer version of a plan that is here already: what it says otherwise cannot be told apart any more.
        changed["directions"] = [run.direction.pk]
        for kind, model in (("objectives", Objective), ("measures", Measure)):
            touched = {thing.pk for _event, thing, *_rest in run.lines if isinstance(thing, model)}
            changed[kind] = sorted(touched - set(made.get(kind, ())))
    return record(PLAN, name or run.direction.name, made, changed, by=run.by, job=job)
