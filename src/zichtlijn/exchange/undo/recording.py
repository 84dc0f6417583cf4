"""Writing down which rows an import made and changed: their numbers only, in the transaction that wrote them."""

from collections import defaultdict

from zichtlijn.access.actor import Actor
from zichtlijn.exchange.models import Import
from zichtlijn.exchange.plans.making import mark_of
from zichtlijn.exchange.plans.plan import Plan, kind_of_model
from zichtlijn.exchange.undo.ranges import ranges_of
from zichtlijn.jobs.models import Job
from zichtlijn.objectives.models import Measure

#: What a published plan is called among the kinds of files.
PLAN = "stratml"


def record_plan(plan: Plan, name: str, *, by: Actor, job: Job | None) -> Import:
    """The record of a file that was brought in."""
    made: dict[str, list[int]] = defaultdict(list)
    changed: dict[str, list[int]] = defaultdict(list)
    for model, entries in plan.entries.items():
        kind = kind_of_model(model)
        made[kind] = [entry.thing.pk for entry in entries if entry.new]
        changed[kind] = [entry.thing.pk for entry in entries if not entry.new and (entry.fields or entry.changes)]
    new = set(made[kind_of_model(Measure)])
    steps = (steps.measure.pk for steps in plan.extra.get("steps", ()))
    changed[kind_of_model(Measure)] += [pk for pk in steps if pk not in new]
    made["readings"] = plan.extra.get("reading_ids", [])
    return record(plan.kind.name, name, made, changed, by=by, job=job)


def record(kind: str, name: str, made: dict, changed: dict, *, by: Actor, job: Job | None) -> Import:
    """Keep this; called last in the transaction, when the lines of the log are written."""
    return Import.objects.create(
        organisation=by.organisation,
        kind=kind,
        file_name=name[-200:],
        job=job,
        by_name=by.name,
        mark=mark_of(by),
        made={kind: ranges_of(numbers) for kind, numbers in made.items() if numbers},
        changed={kind: ranges_of(numbers) for kind, numbers in changed.items() if numbers},
    )
