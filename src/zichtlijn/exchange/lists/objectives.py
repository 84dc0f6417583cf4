"""Objectives, measures, milestones and readings, as far as a reader may see them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy

from zichtlijn.access.actor import Actor
from zichtlijn.exchange.bulk import in_batches
from zichtlijn.exchange.columns import MEASURES, MILESTONES, OBJECTIVES, READINGS, YesNo
from zichtlijn.exchange.lists.listed import BATCH, code_of, name_of, of_sheet, word
from zichtlijn.exchange.permissions import can_export
from zichtlijn.objectives.models import InterimTarget, Measure, Milestone, Objective, ObjectiveLink, Reading
from zichtlijn.objectives.states import Kind, Level, Status
from zichtlijn.organisation.models import Period, Person


def _seen(by: Actor, period: Period | None) -> QuerySet[Objective]:
    """What this reader may see of the objectives that run in this period."""
    seen = Objective.objects.visible_to(by)
    return seen.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on) if period else seen


def _share(part: float | None) -> Decimal | None:
    """A share as a percentage with one decimal."""
    return None if part is None else Decimal(str(round(100 * part, 1)))


def _objectives(by: Actor, period: Period | None = None) -> QuerySet[Objective]:
    related = _seen(by, period).select_related("owner", "unit", "position", "project", "period", "direction")
    return related.order_by("period__starts_on", "id")


def _objective_rows(by: Actor, period: Period | None = None) -> Iterator[Mapping]:
    columns = OBJECTIVES.by_name
    seen = Objective.objects.visible_to(by)
    for objectives in in_batches(_objectives(by, period).iterator(chunk_size=BATCH), BATCH):
        parents: dict[int, list] = {}
        links = ObjectiveLink.objects.filter(child__in=[o.pk for o in objectives], parent__in=seen.values("pk"))
        for child_id, key, weight in links.order_by("parent__key").values_list("child_id", "parent__key", "weight"):
            parents.setdefault(child_id, []).append((key, weight))
        for o in objectives:
            yield {
                "code": o.key, "level": word(columns["level"], o.level), "title": o.title,
                "description": o.description, "owner": code_of(o.owner), "owner_name": name_of(o.owner),
                "unit": code_of(o.unit), "position": code_of(o.position), "project": code_of(o.project),
                "period": o.period.name, "starts_on": o.starts_on, "ends_on": o.ends_on,
                "perspective": word(columns["perspective"], o.perspective),
                "horizon": word(columns["horizon"], o.horizon),
                "commitment": word(columns["commitment"], o.commitment), "weight": o.weight,
                "own_share": o.own_share, "direction": o.direction and o.direction.name,
                "parents": tuple(parents.get(o.pk, ())),
                "stands_alone": word(columns["stands_alone"], YesNo.YES) if o.stands_alone else None,
                "state": word(columns["state"], o.state),
                "progress": _share(o.progress), "expected": _share(o.expected),
                "status": str(Status(o.status).label), "coverage": _share(o.coverage),
            }  # fmt: skip


def _measures(by: Actor, period: Period | None = None) -> QuerySet[Measure]:
    seen = _seen(by, period).values("pk")
    related = Measure.objects.filter(objective__in=seen).select_related("objective", "responsible")
    return related.order_by("objective_id", "position", "id")


def _measure_rows(by: Actor, period: Period | None = None) -> Iterator[Mapping]:
    columns = MEASURES.by_name
    for measures in in_batches(_measures(by, period).iterator(chunk_size=BATCH), BATCH):
        targets: dict[int, list] = {}
        rows = InterimTarget.objects.filter(measure__in=[m.pk for m in measures]).order_by("measure_id", "on")
        for measure_id, on, value in rows.values_list("measure_id", "on", "value"):
            targets.setdefault(measure_id, []).append((on, value))
        for m in measures:
            yield {
                "code": m.key, "objective": m.objective.key, "name": m.name, "kind": word(columns["kind"], m.kind),
                "unit": m.unit, "baseline": m.baseline, "target": m.target, "lower": m.lower, "upper": m.upper,
                "lower_limit": m.lower_limit, "upper_limit": m.upper_limit, "starts_on": m.starts_on,
                "ends_on": m.ends_on, "frequency": word(columns["frequency"], m.frequency),
                "tempo": word(columns["tempo"], m.tempo), "source": m.source, "responsible": code_of(m.responsible),
                "responsible_name": name_of(m.responsible), "weight": m.weight,
                "shape": word(columns["shape"], m.shape), "interim": tuple(targets.get(m.pk, ())),
                "ended_on": m.ended_on,
            }  # fmt: skip


def _milestones(by: Actor, period: Period | None = None) -> QuerySet[Milestone]:
    """The milestones of measures that are read from them."""
    seen = _seen(by, period).values("pk")
    found = Milestone.objects.filter(measure__objective__in=seen, measure__kind=Kind.MILESTONES)
    return found.order_by("measure_id", "due_on", "id")


def _milestone_rows(by: Actor, period: Period | None = None) -> Iterator[Mapping]:
    rows = _milestones(by, period).values("name", "due_on", "done_on", "weight", code=F("measure__key"))
    return rows.iterator(chunk_size=BATCH)


def _readings(by: Actor, period: Period | None = None) -> QuerySet[Reading]:
    seen = _seen(by, period).values("pk")
    return Reading.objects.current().filter(measure__objective__in=seen).order_by("measure_id", "measured_on")


def _reading_rows(by: Actor, period: Period | None = None) -> Iterator[Mapping]:
    rows = _readings(by, period).values("measured_on", "value", "note", code=F("measure__key"))
    return rows.iterator(chunk_size=BATCH)


def _owners(by: Actor, period: Period | None) -> QuerySet[Person]:
    """Whose personal objectives are among what this reader may see."""
    personal = _seen(by, period).filter(level=Level.PERSONAL)
    return Person.objects.filter(pk__in=personal.order_by().values("owner")).order_by("pk")


def _of_sheet(sheet, label, rows, things):
    return of_sheet(sheet, label, can_export, rows, things, by_period=True, owners=_owners)


PLAN = (
    _of_sheet(OBJECTIVES, gettext_lazy("Objectives"), _objective_rows, _objectives),
    _of_sheet(MEASURES, gettext_lazy("Measures"), _measure_rows, _measures),
    _of_sheet(MILESTONES, gettext_lazy("Milestones"), _milestone_rows, _milestones),
    _of_sheet(READINGS, gettext_lazy("Readings"), _reading_rows, _readings),
)
