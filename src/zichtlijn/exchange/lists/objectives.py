"""Objectives, measures, milestones and readings, as far as a reader may see them."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from zichtlijn.access.actor import Actor
from zichtlijn.exchange.bulk import in_batches
from zichtlijn.exchange.columns import MEASURES, MILESTONES, OBJECTIVES, READINGS
from zichtlijn.exchange.lists.listed import BATCH, code_of, of_sheet, who, word
from zichtlijn.exchange.permissions import can_export
from zichtlijn.objectives.models import InterimTarget, Measure, Milestone, Objective, ObjectiveLink, Reading
from zichtlijn.objectives.states import Kind


def _objectives(by: Actor) -> QuerySet[Objective]:
    related = Objective.objects.visible_to(by).select_related(
        "owner", "unit", "position", "project", "period", "direction"
    )
    return related.order_by("period__starts_on", "id")


def _objective_rows(by: Actor) -> Iterator[list]:
    columns = OBJECTIVES.by_name
    seen = Objective.objects.visible_to(by)
    for objectives in in_batches(_objectives(by).iterator(chunk_size=BATCH), BATCH):
        parents: dict[int, list] = {}
        links = ObjectiveLink.objects.filter(child__in=[o.pk for o in objectives], parent__in=seen.values("pk"))
        for child_id, key, weight in links.order_by("parent__key").values_list("child_id", "parent__key", "weight"):
            parents.setdefault(child_id, []).append((key, weight))
        for o in objectives:
            yield [
                o.key, word(columns["level"], o.level), o.title, o.description, who(o.owner, by), code_of(o.unit),
                code_of(o.position), code_of(o.project), o.period.name, o.starts_on, o.ends_on,
                word(columns["perspective"], o.perspective), word(columns["horizon"], o.horizon),
                word(columns["commitment"], o.commitment), o.weight, o.own_share, o.direction and o.direction.name,
                tuple(parents.get(o.pk, ())),
                word(columns["state"], o.state),
            ]  # fmt: skip


def _measures(by: Actor) -> QuerySet[Measure]:
    seen = Objective.objects.visible_to(by).values("pk")
    related = Measure.objects.filter(objective__in=seen).select_related("objective", "responsible")
    return related.order_by("objective_id", "position", "id")


def _measure_rows(by: Actor) -> Iterator[list]:
    columns = MEASURES.by_name
    for measures in in_batches(_measures(by).iterator(chunk_size=BATCH), BATCH):
        targets: dict[int, list] = {}
        rows = InterimTarget.objects.filter(measure__in=[m.pk for m in measures]).order_by("measure_id", "on")
        for measure_id, on, value in rows.values_list("measure_id", "on", "value"):
            targets.setdefault(measure_id, []).append((on, value))
        for m in measures:
            yield [
                m.key, m.objective.key, m.name, word(columns["kind"], m.kind), m.unit, m.baseline, m.target, m.lower,
                m.upper, m.lower_limit, m.upper_limit, m.starts_on, m.ends_on,
                word(columns["frequency"], m.frequency), word(columns["tempo"], m.tempo), m.source,
                who(m.responsible, by), m.weight, word(columns["shape"], m.shape), tuple(targets.get(m.pk, ())),
                m.ended_on,
            ]  # fmt: skip


def _milestones(by: Actor) -> QuerySet[Milestone]:
    """The milestones of measures that are read from them."""
    seen = Objective.objects.visible_to(by).values("pk")
    found = Milestone.objects.filter(measure__objective__in=seen, measure__kind=Kind.MILESTONES)
    return found.order_by("measure_id", "due_on", "id")


def _milestone_rows(by: Actor) -> Iterator[list]:
    rows = _milestones(by).values_list("measure__key", "name", "due_on", "done_on", "weight")
    return (list(row) for row in rows.iterator(chunk_size=BATCH))


def _readings(by: Actor) -> QuerySet[Reading]:
    seen = Objective.objects.visible_to(by).values("pk")
    return Reading.objects.current().filter(measure__objective__in=seen).order_by("measure_id", "measured_on")


def _reading_rows(by: Actor) -> Iterator[list]:
    rows = _readings(by).values_list("measure__key", "measured_on", "value", "note")
    return (list(row) for row in rows.iterator(chunk_size=BATCH))


PLAN = (
    of_sheet(OBJECTIVES, gettext_lazy("Objectives"), can_export, _objective_rows, _objectives),
    of_sheet(MEASURES, gettext_lazy("Measures"), can_export, _measure_rows, _measures),
    of_sheet(MILESTONES, gettext_lazy("Milestones"), can_export, _milestone_rows, _milestones),
    of_sheet(READINGS, gettext_lazy("Readings"), can_export, _reading_rows, _readings),
)
