"""The rows of a plan, read for writing it down again."""

from collections import defaultdict

from zichtlijn.exchange.stratml.composing import ObjectiveRows, PlanRows
from zichtlijn.exchange.stratml.results import MeasureRows
from zichtlijn.objectives.models import (
    InterimTarget,
    Measure,
    Milestone,
    Objective,
    ObjectiveLink,
    Reading,
    Stakeholder,
)
from zichtlijn.objectives.states import COUNTING, Level
from zichtlijn.strategy.models import CoreValue, Direction

#: How many ids go into one question to the database.
CHUNK = 500


def plan_rows(organisation, direction: Direction) -> PlanRows:
    """The direction with its agreed strategic and department objectives, their measures, and what was measured.

    Personal objectives, and everything below the departments, are no part of a published plan.
    """
    goals = list(
        Objective.objects.filter(direction=direction, level=Level.STRATEGIC, state__in=COUNTING).select_related("unit")
    )
    goals.sort(key=lambda goal: (goal.published.get("position", len(goals) + goal.pk), goal.pk))
    branches = {goal.pk: ObjectiveRows(goal) for goal in goals}
    below: dict[int, ObjectiveRows] = {}
    for ids in _chunks(branches):
        links = (
            ObjectiveLink.objects.filter(parent__in=ids, child__level=Level.DEPARTMENT, child__state__in=COUNTING)
            .select_related("child__unit")
            .order_by("parent_id", "position", "child_id")
        )
        for link in links:
            if link.child_id not in below:
                below[link.child_id] = ObjectiveRows(link.child)
                branches[link.parent_id].children.append(below[link.child_id])
    everything = {**branches, **below}
    for pk, stakeholders in _grouped(Stakeholder, "objective_id", everything).items():
        everything[pk].stakeholders = stakeholders
    measures = {}
    for pk, rows in _grouped(Measure, "objective_id", everything, ended_on=None).items():
        for measure in sorted(rows, key=lambda measure: (measure.position, measure.pk)):
            measures[measure.pk] = MeasureRows(measure)
            everything[pk].measures.append(measures[measure.pk])
    for pk, targets in _grouped(InterimTarget, "measure_id", measures).items():
        measures[pk].interim = {target.on: target.value for target in targets}
    for pk, milestones in _grouped(Milestone, "measure_id", measures).items():
        measures[pk].milestones = milestones
    for pk, readings in _grouped(Reading, "measure_id", measures, is_current=True).items():
        measures[pk].readings = readings
    return PlanRows(
        organisation=organisation,
        direction=direction,
        values=list(CoreValue.objects.filter(direction=direction)),
        stakeholders=list(Stakeholder.objects.filter(direction=direction, objective=None)),
        goals=list(branches.values()),
    )


def _grouped(model, field: str, ids, **where) -> dict[int, list]:
    found = defaultdict(list)
    for chunk in _chunks(ids):
        for row in model.objects.filter(**{f"{field.removesuffix('_id')}__in": chunk}, **where).order_by("pk"):
            found[getattr(row, field)].append(row)
    return found


def _chunks(ids):
    ids = list(ids)
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
