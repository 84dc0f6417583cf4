"""Who decides on a plan, and which plans wait for somebody."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from zichtlijn.access.models import Membership
from zichtlijn.access.permissions import Permission
from zichtlijn.access.roles import roles_with
from zichtlijn.audit.figures import all_but, kept
from zichtlijn.audit.models import Event
from zichtlijn.growth_plan.models import GrowthPlan
from zichtlijn.growth_plan.permissions import can_adopt_plan
from zichtlijn.growth_plan.states import PlanState
from zichtlijn.objectives.permissions import PATH_STEP
from zichtlijn.organisation.models import Unit

#: So many plans that wait are looked at.
MOST = 50
#: The acts by which plans come to wait for somebody, or wait no longer.
DECIDED = (
    Event.GROWTH_PLAN_STARTED,
    Event.GROWTH_PLAN_CHANGED,
    Event.GROWTH_PLAN_PROPOSED,
    Event.GROWTH_PLAN_WITHDRAWN,
    Event.GROWTH_PLAN_RETURNED,
    Event.GROWTH_PLAN_ADOPTED,
    Event.GROWTH_PLAN_REVIEWED,
)


def deciders_of(plans: Iterable[GrowthPlan], by=None) -> dict[int, list[Membership]]:
    """Plan → who is asked: the head of the nearest unit above who is somebody else and can sign in, else the directors.

    Somebody else than who heads the unit and than who proposed it; `by` is who is about to. Two questions, however many
    plans there are.
    """
    plans = list(plans)
    if not plans:
        return {}
    above = {plan.pk: _paths_above(plan.unit.path) for plan in plans}
    units = Unit.objects.living().filter(
        path__in={path for paths in above.values() for path in paths}, head__isnull=False
    )
    heads = dict(units.values_list("path", "head_id"))
    leading, directing = roles_with(Permission.LEAD_UNIT_OBJECTIVES), roles_with(Permission.ADOPT_PLANS)
    members = Membership.objects.open_on(timezone.localdate()).filter(
        Q(person__in=set(heads.values()), roles__role__in=leading) | Q(roles__role__in=directing),
        organisation=plans[0].organisation_id,
    )
    leaders: dict[int, Membership] = {}
    directors: dict[int, Membership] = {}
    for member in members.select_related("person", "user").prefetch_related("roles").order_by("pk").distinct():
        roles = {held.role for held in member.roles.all()}
        if roles & directing:
            directors[member.pk] = member
        if member.person_id and roles & leading:
            leaders[member.person_id] = member
    found = {}
    for plan in plans:
        nearest = (heads[path] for path in above[plan.pk] if path in heads)
        proposer = by.user.pk if by else plan.proposed_by_id
        others = (leaders[head] for head in nearest if head in leaders and head != plan.unit.head_id)
        chosen = next((member for member in others if member.user_id != proposer), None)
        found[plan.pk] = [chosen] if chosen else list(directors.values())
    return found


def plans_waiting_for(actor) -> tuple[list[GrowthPlan], list[GrowthPlan]]:
    """Proposed plans on which this actor is asked to decide, and own proposals that were sent back."""
    leads = actor.may(Permission.LEAD_UNIT_OBJECTIVES) and bool(actor.headed_paths)
    if actor.membership is None or not (leads or actor.may(Permission.MANAGE_OBJECTIVES)):
        return [], []
    if not kept(("growth plans wait",), _some_wait, unmoved_by=all_but(*DECIDED)):
        return [], []
    waiting = Q(state=PlanState.PROPOSED) | (Q(proposed_by=actor.user) & ~Q(returned_because=""))
    found = GrowthPlan.objects.visible_to(actor).filter(waiting).select_related("unit", "period")
    plans = list(found.order_by("proposed_at", "pk")[:MOST])
    proposed = [p for p in plans if p.state == PlanState.PROPOSED and can_adopt_plan(actor, p)]
    asked = deciders_of(proposed)
    mine = [plan for plan in proposed if any(member.pk == actor.membership.pk for member in asked[plan.pk])]
    return mine, [plan for plan in plans if plan.state != PlanState.PROPOSED]


def _some_wait() -> bool:
    """True when any plan of the organisation waits for somebody's word, or was sent back."""
    return GrowthPlan.objects.filter(Q(state=PlanState.PROPOSED) | ~Q(returned_because="")).exists()


def _paths_above(path: str) -> list[str]:
    """Paths of the units above, the nearest first."""
    return [path[:end] for end in range(len(path) - PATH_STEP, 0, -PATH_STEP)]
