"""Carrying out one import: the direction first, then its objectives, then their measures."""

from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.exchange.stratml.importing.direction import bring_direction, bring_plan_stakeholders, bring_values
from zichtlijn.exchange.stratml.importing.measures import bring_measures
from zichtlijn.exchange.stratml.importing.objectives import bring_objectives
from zichtlijn.exchange.stratml.importing.run import Run
from zichtlijn.objectives.actions import standing
from zichtlijn.objectives.models import InterimTarget, Measure, Milestone, Reading, Stakeholder
from zichtlijn.organisation import search
from zichtlijn.organisation.models import SearchWord

__all__ = ["Run", "carry_out"]

#: Above this many measures one recomputation of everything is quicker than one for each.
FEW_MEASURES = 200


def carry_out(run: Run) -> None:
    """Bring in the whole plan. Inside a transaction."""
    bring_direction(run)
    run.outcome.direction, run.outcome.direction_id = run.direction.name, run.direction.pk
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
        detail = {"kind": "stratml", **counts, "deviations": len(run.outcome.deviations)}
        run.lines.append((Event.FILE_IMPORTED, run.direction, None, detail))
    audit.record_many(run.lines, by=run.by)


def _stand(run: Run) -> None:
    """Let the stored standings follow."""
    objectives = sorted({pk for pk, _title in run.renamed} | set(run.touched_objectives))
    if not objectives and not run.touched_measures:
        return
    if len(run.touched_measures) > FEW_MEASURES:
        standing.recompute_organisation(run.organisation)
        return
    standing.refresh_lines(objectives)
    standing.follow_up(objectives, organisation=run.organisation)
    for measure in Measure.objects.filter(pk__in=run.touched_measures).select_related("objective", "organisation"):
        standing.refresh_measure(measure)
