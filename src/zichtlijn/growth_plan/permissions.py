"""Who may see and write a growth plan; the one door to each."""

from django.shortcuts import get_object_or_404

from zichtlijn.access.permissions import Permission
from zichtlijn.growth_plan.models import Edition, GrowthPlan, Review
from zichtlijn.growth_plan.states import PlanState
from zichtlijn.objectives.permissions import heads_unit
from zichtlijn.organisation.models import Unit


def get_plan(actor, plan_id: int) -> GrowthPlan:
    """A plan that this actor may know of, or 404."""
    found = GrowthPlan.objects.visible_to(actor).select_related("unit__parent", "unit__head", "period")
    plan: GrowthPlan = get_object_or_404(found, pk=plan_id)
    plan.organisation = actor.organisation  # which is known: nobody asks for it again
    return plan


def get_edition(plan: GrowthPlan, number: int) -> Edition:
    """An edition of this plan, or 404."""
    edition: Edition = get_object_or_404(Edition.objects.filter(plan=plan), number=number)
    edition.plan = plan
    return edition


def get_review(plan: GrowthPlan, review_id: int) -> Review:
    """A review of this plan, or 404."""
    found = Review.objects.filter(plan=plan).select_related("edition")
    review: Review = get_object_or_404(found, pk=review_id)
    review.plan = plan
    return review


def can_keep_plan(actor, unit: Unit) -> bool:
    """Write, propose and review the plan of a unit: who heads it or a unit above it, and who looks after objectives."""
    return actor.may(Permission.MANAGE_OBJECTIVES) or heads_unit(actor, unit)


def can_adopt_plan(actor, plan: GrowthPlan) -> bool:
    """Adopt it as it lies there, or send it back: four eyes.

    What somebody else proposed: who heads a unit above, never the plan of one's own unit. The director every plan, also
    what nobody proposed.
    """
    unit = plan.unit
    if not can_keep_plan(actor, unit):
        return False
    if actor.may(Permission.ADOPT_PLANS):
        return True
    if plan.state != PlanState.PROPOSED or plan.proposed_by_id == actor.user.pk:
        return False
    above = any(unit.path.startswith(path) and unit.path != path for path in actor.headed_paths)
    return above and heads_unit(actor, unit) and unit.head_id != actor.person_id


def can_start_plan(actor) -> bool:
    """True when there is a unit for which this actor may write a plan."""
    return actor.may(Permission.MANAGE_OBJECTIVES) or (
        actor.may(Permission.LEAD_UNIT_OBJECTIVES) and bool(actor.headed_paths)
    )


def can_take_plan(actor) -> bool:
    """Take a plan that one may read along as a file: whoever may export."""
    return actor.may(Permission.EXPORT)
