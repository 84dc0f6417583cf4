"""Whether what each measure aims for is sound: targets, targets on the way and milestones together."""

from dataclasses import replace
from typing import Any

from django.utils.translation import ngettext

from zichtlijn.calculations import objectives as core
from zichtlijn.exchange.plans.objectives.comparison import HIDDEN, ObjectivesComparison
from zichtlijn.exchange.plans.objectives.milestones import milestones_of
from zichtlijn.exchange.plans.plan import Entry
from zichtlijn.exchange.values import write_interim

_COLUMNS = {"interim": "interim", "baseline": "baseline", "target": "target", "lower": "lower", "upper": "upper",
            "lower_limit": "lower_limit", "upper_limit": "upper_limit", "ends_on": "ends_on",
            "milestones": "ends_on"}  # fmt: skip
_AMOUNTS = ("baseline", "target", "lower", "upper", "lower_limit", "upper_limit")


def judge_aims(compared: ObjectivesComparison) -> None:
    """Judge the measures of the file; what is not complete yet is told, what contradicts itself is refused."""
    incomplete = sum(_judge(compared, entry) for entry in compared.measure_entries.values() if _can_be_judged(entry))
    if incomplete:
        text = ngettext(
            "%(count)s measure has no baseline, target, band or milestones yet and will show no progress.",
            "%(count)s measures have no baseline, target, band or milestones yet and will show no progress.",
            incomplete,
        )
        compared.plan.notes.append(text % {"count": incomplete})


def _can_be_judged(entry: Entry) -> bool:
    return not entry.bad and entry.table is not None and entry.thing.starts_on is not None


def _judge(compared: ObjectivesComparison, entry: Entry) -> bool:
    """Judge one measure; True when something is still missing."""
    measure = entry.thing
    before = tuple(compared.targets.get(measure.pk, ())) if measure.pk else ()
    says_interim = id(measure) in compared.interim
    wanted = compared.interim.pop(id(measure), before)
    steps = compared.steps.get(id(measure))
    hidden = compared.is_hidden(measure)
    if not hidden and not entry.new and not entry.fields and wanted == before and not (steps and steps.differ):
        return False  # what was there already is not judged again
    aim = core.Aim(
        kind=core.MeasureKind(measure.kind), baseline=measure.baseline, target=measure.target, lower=measure.lower,
        upper=measure.upper, lower_limit=measure.lower_limit, upper_limit=measure.upper_limit,
        starts_on=measure.starts_on, ends_on=measure.ends_on, shape=core.Shape(measure.shape),
        interim=tuple(core.Target(on, value) for on, value in wanted),
        milestones=tuple(core.Milestone(m.weight, m.due_on, m.done_on) for m in milestones_of(compared, measure)),
    )  # fmt: skip
    judged = _as_said(compared, entry, aim, interim=says_interim) if hidden else aim
    missing = False
    for problem in core.validate_aim(judged) if judged else ():
        missing = missing or problem.severity == core.Severity.INCOMPLETE
        if problem.severity == core.Severity.WRONG and not (problem.field == "milestones" and steps):
            # what is wrong with a milestone of this file was said of its own row
            compared.plan.refuse(entry, f"aim_{problem.code}", _COLUMNS.get(problem.field, "target"))
    if wanted != before:
        compared.interim[id(measure)] = wanted
        if not entry.new:
            old = HIDDEN if measure.objective_id in compared.hidden else write_interim(before, "en")
            entry.changes.append((entry.header("interim"), old, write_interim(wanted, "en")))
    return missing and (entry.new or not hidden)


def _as_said(compared: ObjectivesComparison, entry: Entry, aim: core.Aim, *, interim: bool) -> core.Aim | None:
    """The aim as the file alone says it, or None when it does not say of which kind it is.

    What may not be read is not judged by what stands there: what is refused and what is not would tell it.
    """
    measure, table = entry.thing, entry.table
    assert table is not None
    if not entry.new and not table.has("kind"):
        return None
    first, last = compared.days_to_judge(measure)
    amounts: dict[str, Any] = {name: getattr(aim, name) if entry.new or table.has(name) else None for name in _AMOUNTS}
    return replace(
        aim, **amounts, starts_on=first, ends_on=last,
        interim=aim.interim if entry.new or interim else (),
        milestones=aim.milestones if entry.new or id(measure) in compared.steps else (),
    )  # fmt: skip
