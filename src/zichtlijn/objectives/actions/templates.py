"""One objective for a whole group, in one act."""

from django.db import transaction
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.objectives.actions.measures import add_measure
from zichtlijn.objectives.actions.objectives import create_objective, move_objective
from zichtlijn.objectives.actions.standing import lock_lines
from zichtlijn.objectives.models import Objective, ObjectiveTemplate
from zichtlijn.objectives.permissions import can_hand_out_to, can_use_templates
from zichtlijn.objectives.queries.wording import amounts_as_numbers
from zichtlijn.objectives.states import Level, State


@transaction.atomic
def create_template(*, by, **fields) -> ObjectiveTemplate:
    """Keep an objective with its measures for handing out."""
    require(can_use_templates(by))
    template = ObjectiveTemplate.objects.create(organisation=by.organisation, **fields)
    audit.record(Event.TEMPLATE_ADDED, on=template, by=by)
    return template


@transaction.atomic
def change_template(template: ObjectiveTemplate, changes: dict, *, version: int, by) -> list[str]:
    """Change a template; what was handed out before stays as it is."""
    require(can_use_templates(by))
    changed = save_version(template, changes, version=version)
    if changed:
        audit.record(Event.TEMPLATE_CHANGED, on=template, by=by, detail={"fields": changed})
    return changed


@transaction.atomic
def hand_out(template: ObjectiveTemplate, *, people, period, parent: Objective, by) -> list[Objective]:
    """Propose the objective to each of these people, under one parent; who has it already is passed over."""
    people = list(people)
    if not people:
        raise NotNow(_("Choose at least one person."))
    outside = [person for person in people if not can_hand_out_to(by, person)]
    require(not outside, _("You can hand an objective only to people in your own line."))
    lock_lines([parent.pk])
    template = ObjectiveTemplate.objects.select_for_update(no_key=True).get(pk=template.pk)
    if not template.is_active:
        raise NotNow(_("This template is no longer in use."))
    having = set(
        Objective.objects.filter(template=template, period=period, owner__in=people)
        .exclude(state=State.DROPPED)
        .values_list("owner_id", flat=True)
    )
    made = []
    for person in people:
        if person.pk in having:
            continue
        objective = create_objective(
            by=by,
            level=Level.PERSONAL,
            title=template.title,
            description=template.description,
            perspective=template.perspective,
            horizon=template.horizon,
            commitment=template.commitment,
            weight=template.weight,
            period=period,
            owner=person,
            parents=[parent],
            template=template,
        )
        for measure in template.measures:
            add_measure(objective, by=by, responsible=person, **amounts_as_numbers(measure))
        made.append(move_objective(objective, "propose", by=by))
    audit.record(
        Event.TEMPLATE_HANDED_OUT,
        on=template,
        by=by,
        detail={"people": len(made), "passed_over": len(having), "parent": parent.pk},
    )
    return made
