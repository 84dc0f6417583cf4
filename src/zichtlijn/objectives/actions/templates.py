"""One objective for a whole group, in one act."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.objectives.actions.cascade import why_not_parent
from zichtlijn.objectives.actions.objectives import new_key
from zichtlijn.objectives.actions.standing import lock_lines, stand_new_objective
from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink, ObjectiveTemplate
from zichtlijn.objectives.permissions import can_hand_out_to, can_use_templates
from zichtlijn.objectives.queries.wording import amounts_as_numbers
from zichtlijn.objectives.states import COUNTING, Level, State
from zichtlijn.organisation import search
from zichtlijn.organisation.models import Placement, SearchWord


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


def require_place_for(template: ObjectiveTemplate, *, period, parent: Objective, by) -> None:
    """Refuse to hand out what is no longer in use, or cannot follow from this parent in this period."""
    if not template.is_active:
        raise NotNow(_("This template is no longer in use."))
    if reason := why_not_parent(_objective(template, None, period, by), parent):
        raise NotNow(reason)


@transaction.atomic
def hand_out(template: ObjectiveTemplate, *, people, period, parent: Objective, by) -> list[Objective]:
    """Propose the objective to each of these people, under one parent; who has it already is passed over."""
    people = list(people)
    if not people:
        raise NotNow(_("Choose at least one person."))
    outside = [person for person in people if not can_hand_out_to(by, person)]
    require(not outside, _("You can only hand out objectives to people who report to you, directly or indirectly."))
    parent = lock_lines([parent.pk])[parent.pk]
    template = ObjectiveTemplate.objects.select_for_update(no_key=True).get(pk=template.pk)
    require_place_for(template, period=period, parent=parent, by=by)
    having = set(
        Objective.objects.filter(template=template, period=period, owner__in=people)
        .exclude(state=State.DROPPED)
        .values_list("owner_id", flat=True)
    )
    made = _propose(template, [person for person in people if person.pk not in having], period, parent, by)
    audit.record(
        Event.TEMPLATE_HANDED_OUT,
        on=template,
        by=by,
        detail={"people": len(made), "passed_over": len(having), "parent": parent.pk},
    )
    return made


def _propose(template, people, period, parent, by) -> list[Objective]:
    """Write all objectives with their measures at once: as many questions to the database for a thousand as for one."""
    placed = Placement.objects.today().filter(person__in=people).order_by("-starts_on", "-pk")
    units = dict(placed.values_list("person_id", "unit_id"))
    made, measures = [], []
    for person in people:
        objective = _objective(template, person, period, by)
        objective.unit_id = units.get(person.pk)
        objective.in_line = parent.in_line and parent.state in COUNTING
        own = [_measure(row, objective) for row in template.measures]
        stand_new_objective(objective, own, today=timezone.localdate())
        made.append(objective)
        measures += own
    bulk_create_with_history(made, Objective, batch_size=500, default_user=by.user)
    links = [ObjectiveLink(organisation=by.organisation, child=objective, parent=parent) for objective in made]
    ObjectiveLink.objects.bulk_create(links, batch_size=500)
    bulk_create_with_history(measures, Measure, batch_size=500, default_user=by.user)
    search.index_new(SearchWord.Kind.PERSONAL, [(objective.pk, objective.title) for objective in made])
    lines: list[tuple] = [
        (Event.OBJECTIVE_ADDED, o, o.owner_id, {"level": o.level, "template": template.pk}) for o in made
    ]
    lines += [(Event.MEASURE_ADDED, m, m.objective.owner_id, {"objective": m.objective_id}) for m in measures]
    lines += [(Event.OBJECTIVE_PROPOSED, o, o.owner_id, {"from": State.DRAFT, "comment": False}) for o in made]
    audit.record_many(lines, by=by)
    return made


def _objective(template, person, period, by) -> Objective:
    """The objective of the template for this person, proposed by the actor; not saved."""
    kept = ("title", "description", "perspective", "horizon", "commitment", "weight")
    return Objective(
        organisation=by.organisation,
        key=new_key("D"),
        level=Level.PERSONAL,
        state=State.PROPOSED,
        owner=person,
        period=period,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        template=template,
        made_by=by.user,
        proposed_by=by.user,
        **{name: getattr(template, name) for name in kept},
    )


def _measure(row: dict, objective: Objective) -> Measure:
    """A measure of the template for this objective, read by its owner; not saved."""
    return Measure(
        organisation=objective.organisation,
        objective=objective,
        key=new_key("M"),
        starts_on=objective.starts_on,
        ends_on=objective.ends_on,
        responsible=objective.owner,
        **amounts_as_numbers(row),
    )
