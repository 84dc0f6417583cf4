"""Writing the scale, the competencies and the profiles of a plan."""

from django.utils.translation import gettext as _

from zichtlijn.audit.actions import Event
from zichtlijn.competencies.models import Behaviour, Competency, Framework, Profile, Requirement
from zichtlijn.exchange.bulk import add_rows, in_batches, update_rows
from zichtlijn.exchange.plans.plan import Plan


def write(plan: Plan, *, by, reason: str, at, progress) -> list[tuple]:
    """Write everything; returns the lines for the audit trail. These tables keep no history of their own."""
    marks = {"by": by, "reason": reason, "at": at, "history": False}
    progress(0, 0, _("Writing levels, competencies and profiles"))
    for model in (Framework, Competency, Profile):
        entries = plan.entries[model]
        add_rows([entry.thing for entry in entries if entry.new], **marks)
        update_rows(((e.thing, e.fields) for e in entries if not e.new and e.changes), **marks)
    _write_behaviours(plan, by)
    _write_requirements(plan, by)
    return [line for model in (Framework, Competency, Profile) for line in _audit_lines(plan, model)]


def _write_behaviours(plan: Plan, by) -> None:
    wanted = plan.extra["behaviours"]
    for entry in plan.entries[Framework]:
        Behaviour.objects.filter(level__gt=len(entry.thing.level_names)).delete()
    described = [entry.thing for entry in plan.entries[Competency] if id(entry.thing) in wanted]
    for some in in_batches([competency.pk for competency in described], 1000):
        Behaviour.objects.filter(competency__in=some).delete()
    rows = (
        Behaviour(organisation=by.organisation, competency=competency, level=level, text=text)
        for competency in described
        for level, text in wanted[id(competency)].items()
    )
    for some in in_batches(rows, 2000):
        Behaviour.objects.bulk_create(some)


def _write_requirements(plan: Plan, by) -> None:
    wanted = plan.extra["requirements"]
    profiles = [entry.thing for entry in plan.entries[Profile] if id(entry.thing) in wanted]
    for some in in_batches([profile.pk for profile in profiles], 1000):
        Requirement.objects.filter(profile__in=some).delete()
    rows = (
        Requirement(organisation=by.organisation, profile=profile, competency=competency, level=level, is_core=is_core)
        for profile in profiles
        for competency, level, is_core in wanted[id(profile)]
    )
    for some in in_batches(rows, 2000):
        Requirement.objects.bulk_create(some)


def _audit_lines(plan: Plan, model) -> list[tuple]:
    lines: list[tuple] = []
    for entry in plan.entries[model]:
        if not entry.new and not entry.changes:
            continue
        thing = entry.thing
        fields = {} if entry.new else {"fields": [label for label, *_pair in entry.changes]}
        if model is Profile:
            lines.append((Event.PROFILE_CHANGED, thing.position, None, {"starts_on": thing.from_on.isoformat()}))
        elif model is Framework:
            lines.append((Event.FRAMEWORK_CHANGED, thing, None, fields))
        elif entry.new:
            lines.append((Event.COMPETENCY_ADDED, thing, None, {}))
        else:
            lines.append((Event.COMPETENCY_CHANGED, thing, None, fields))
    return lines
