"""Who may see and do what with objectives and measures; the one door to each."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from zichtlijn.access.actor import Actor
from zichtlijn.access.models import Membership
from zichtlijn.access.permissions import Permission as P
from zichtlijn.access.prepared import prepared
from zichtlijn.access.scoping import path_step
from zichtlijn.objectives.models import (
    Action,
    Measure,
    Milestone,
    Objective,
    ObjectiveLink,
    ObjectiveTemplate,
    Reading,
)
from zichtlijn.objectives.states import MOVES, OPEN, Level, Move, Pen, State

PATH_STEP = len(path_step(0))

# doors ------------------------------------------------------------------------------------------------------------


def get_objective(actor, objective_id: int) -> Objective:
    """An objective that this actor may know of, or 404.

    What few objectives have (position, project, who proposed it) is asked for when it is there: with seven tables
    together PostgreSQL thinks longer about the question than four such questions take.
    """
    found = _seen_objective(actor=actor, objective=objective_id)
    if not found:
        raise Http404
    return found[0]


@prepared
def _seen_objective(*, actor: Actor, objective: int):
    return Objective.objects.visible_to(actor).select_related("owner", "unit", "period").filter(pk=objective)


def get_measure(actor, measure_id: int) -> Measure:
    """A measure of an objective that this actor may know of, or 404."""
    found = Measure.objects.select_related("objective__owner", "objective__unit", "objective__project", "responsible")
    measure: Measure = get_object_or_404(found, pk=measure_id)
    get_objective(actor, measure.objective_id)
    return measure


def get_reading(actor, reading_id: int) -> Reading:
    """A reading of a measure that this actor may know of, or 404."""
    reading: Reading = get_object_or_404(Reading.objects.all(), pk=reading_id)
    reading.measure = get_measure(actor, reading.measure_id)
    return reading


def get_milestone(actor, milestone_id: int) -> Milestone:
    """A milestone of a measure that this actor may know of, or 404."""
    milestone: Milestone = get_object_or_404(Milestone.objects.all(), pk=milestone_id)
    milestone.measure = get_measure(actor, milestone.measure_id)
    return milestone


def get_action(actor, action_id: int) -> Action:
    """An action for an objective that this actor may know of, or 404."""
    action: Action = get_object_or_404(Action.objects.select_related("owner"), pk=action_id)
    action.objective = get_objective(actor, action.objective_id)
    return action


def get_link(actor, link_id: int) -> ObjectiveLink:
    """A link of which this actor may know both ends, or 404."""
    link: ObjectiveLink = get_object_or_404(ObjectiveLink.objects.all(), pk=link_id)
    link.child, link.parent = get_objective(actor, link.child_id), get_objective(actor, link.parent_id)
    return link


def get_template(actor, template_id: int) -> ObjectiveTemplate:
    """A template, for those who may hand one out, or 404."""
    found = ObjectiveTemplate.objects.all() if can_use_templates(actor) else ObjectiveTemplate.objects.none()
    return get_object_or_404(found, pk=template_id)


# lines of authority -----------------------------------------------------------------------------------------------


def _is_here(actor, thing) -> bool:
    """True for a thing of the organisation in which the actor acts: what comes along a reference is not filtered."""
    return thing is not None and thing.organisation_id == actor.organisation.pk


def leads_person(actor, person) -> bool:
    """True when this person stands in the line under the actor, at any depth, today."""
    if not actor.may(P.LEAD_PEOPLE) or not actor.reporting_path or not _is_here(actor, person):
        return False
    return person.pk != actor.person_id and person.reporting_path.startswith(actor.reporting_path)


def can_arrange_perspectives(actor) -> bool:
    """Name, add and order the perspectives of the organisation: whoever looks after its objectives."""
    return actor.may(P.MANAGE_OBJECTIVES)


def heads_unit(actor, unit) -> bool:
    """True when the actor heads this unit or one above it."""
    if not actor.may(P.LEAD_UNIT_OBJECTIVES) or not _is_here(actor, unit):
        return False
    return any(unit.path.startswith(path) for path in actor.headed_paths)


def leads_project(actor, project) -> bool:
    """True when the actor leads this project."""
    return (
        actor.may(P.LEAD_PROJECT_OBJECTIVES)
        and _is_here(actor, project)
        and actor.person_id is not None
        and project.leader_id == actor.person_id
    )


def leads(actor, objective: Objective) -> bool:
    """True when the actor decides on it: line manager, head of the unit, project leader, or holder of the right."""
    if objective.level == Level.PERSONAL:
        return leads_person(actor, objective.owner)
    if not _is_here(actor, objective):
        return False
    return (
        actor.may(P.MANAGE_OBJECTIVES)
        or heads_unit(actor, objective.unit)
        or (objective.level == Level.PROJECT and leads_project(actor, objective.project))
    )


def owns(actor, objective: Objective) -> bool:
    """True when it is the actor's own."""
    return actor.person_id is not None and objective.owner_id == actor.person_id


# acts -------------------------------------------------------------------------------------------------------------


def can_create_objective(actor, level: str, *, owner=None, unit=None, project=None) -> bool:
    """Personal: for oneself or somebody in the own line; else as `leads`."""
    if any(thing is not None and not _is_here(actor, thing) for thing in (owner, unit, project)):
        return False
    if level == Level.PERSONAL:
        return owner is not None and (owner.pk == actor.person_id or leads_person(actor, owner))
    draft = Objective(organisation=actor.organisation, level=level, owner=owner, unit=unit, project=project)
    return leads(actor, draft)


def can_create_at(actor, level: str) -> bool:
    """True when there is a person, unit or project for which this actor may add an objective of this level."""
    if level == Level.PERSONAL:
        return actor.person_id is not None
    if actor.may(P.MANAGE_OBJECTIVES) or (actor.may(P.LEAD_UNIT_OBJECTIVES) and actor.headed_paths):
        return True
    return level == Level.PROJECT and actor.may(P.LEAD_PROJECT_OBJECTIVES) and actor.person_id is not None


def can_create_any_objective(actor) -> bool:
    """True when there is at least one level at which this actor may add an objective."""
    return any(can_create_at(actor, level) for level in Level)


def keeps(actor, objective: Objective) -> bool:
    """True for the owner, for whoever leads it, and for who wrote the draft of what is not personal."""
    made = actor.user is not None and objective.made_by_id == actor.user.pk and objective.state == State.DRAFT
    return owns(actor, objective) or leads(actor, objective) or (made and objective.level != Level.PERSONAL)


def can_edit_objective(actor, objective: Objective) -> bool:
    """Whoever keeps it, as long as it is open."""
    return objective.state in OPEN and keeps(actor, objective)


def proposed_it(actor, objective: Objective) -> bool:
    """True when the actor made the proposal."""
    return actor.user is not None and objective.proposed_by_id == actor.user.pk


def answers(actor, objective: Objective) -> bool:
    """The other side of a proposal: the person when somebody of the line proposed it, the line when the person did.

    What is not personal is answered by whoever leads it. Nobody answers an own proposal.
    """
    if proposed_it(actor, objective):
        return False
    if objective.level != Level.PERSONAL:
        return leads(actor, objective)
    if owns(actor, objective):
        return True
    by_owner = Membership.objects.filter(person=objective.owner_id, user=objective.proposed_by_id)
    return leads(actor, objective) and by_owner.exists()


def stands_alone(actor, objective: Objective) -> bool:
    """True for the one side of a personal objective that has no other: nobody above the person, or no account."""
    if objective.owner is None:
        return False
    if owns(actor, objective):
        return len(objective.owner.reporting_path) <= PATH_STEP
    return leads(actor, objective) and not Membership.objects.filter(person=objective.owner_id, is_active=True).exists()


def holds_pen(actor, objective: Objective, move: Move) -> bool:
    """True when this actor is the one who may make this move."""
    match move.pen:
        case Pen.KEEPER:
            return keeps(actor, objective)
        case Pen.PROPOSER:
            return proposed_it(actor, objective)
        case Pen.OTHER_SIDE:
            return answers(actor, objective)
        case Pen.LEAD:
            if objective.level == Level.PERSONAL and move.name == "adopt":
                return stands_alone(actor, objective)  # else it needs both sides: propose, then agree
            return leads(actor, objective)


def can_move(actor, objective: Objective, name: str) -> bool:
    """True when the state allows this move and the actor holds the pen for it."""
    move = MOVES.get(name)
    return move is not None and objective.state in move.source and holds_pen(actor, objective, move)


def moves_open_to(actor, objective: Objective) -> list[str]:
    """Names of the moves that this actor can make now, in the order of the table."""
    return [name for name in MOVES if can_move(actor, objective, name)]


def can_edit_measure(actor, measure: Measure) -> bool:
    """Whoever may edit the objective, as long as the measure is read."""
    return measure.ended_on is None and can_edit_objective(actor, measure.objective)


def can_record_reading(actor, measure: Measure) -> bool:
    """The responsible person, the owner, and whoever leads the objective."""
    responsible = actor.person_id is not None and measure.responsible_id == actor.person_id
    return responsible or owns(actor, measure.objective) or leads(actor, measure.objective)


def can_check_in(actor, objective: Objective) -> bool:
    """Whoever may edit it says how it goes."""
    return can_edit_objective(actor, objective)


def can_edit_action(actor, action: Action) -> bool:
    """Whoever does it, and whoever keeps the objective."""
    mine = actor.person_id is not None and action.owner_id == actor.person_id
    return mine or keeps(actor, action.objective)


def can_use_templates(actor) -> bool:
    """Templates are for those who lead people."""
    return actor.may(P.LEAD_PEOPLE)


def can_hand_out_to(actor, person) -> bool:
    """A template goes to people in the own line."""
    return leads_person(actor, person)


def can_see_breaks(actor) -> bool:
    """Lists of where the line breaks."""
    return actor.may(P.SEE_BREAKS)


def can_see_coverage(actor) -> bool:
    """Line-of-sight coverage in figures."""
    return actor.may(P.SEE_COVERAGE)
