"""Who hears by mail what happened to a plan: who must decide, who proposed it, who heads the unit."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from zichtlijn.access.models import Membership
from zichtlijn.growth_plan.models import GrowthPlan
from zichtlijn.notices.telling import tell


def tell_proposed(plan: GrowthPlan, deciders: Iterable[Membership], *, by) -> None:
    """To those who are asked to decide."""
    _tell(plan, "proposed", deciders, by)


def tell_returned(plan: GrowthPlan, *, by) -> None:
    """To who proposed it, as long as they can sign in."""
    _tell(plan, "returned", _members(plan).filter(user=plan.proposed_by_id), by)


def tell_adopted(plan: GrowthPlan, *, by) -> None:
    """To the head of the unit."""
    _tell(plan, "adopted", _members(plan).filter(person=plan.unit.head_id or 0), by)


def _members(plan: GrowthPlan):
    found = Membership.objects.open_on(timezone.localdate()).filter(organisation=plan.organisation_id)
    return found.select_related("user", "person")


def _tell(plan: GrowthPlan, letter: str, members: Iterable[Membership], by) -> None:
    path = reverse("growth_plan:plan", args=[plan.pk])
    words = {"unit": plan.unit.name, "year": plan.period.name}
    tell(members, f"growth_plan/mail/{letter}.txt", path=path, by=by, **words)
