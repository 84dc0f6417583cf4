"""Whom one can invite to a workshop."""

from collections.abc import Collection

from django.utils import timezone

from zichtlijn.access.models import Membership, Organisation
from zichtlijn.access.permissions import Permission
from zichtlijn.access.roles import roles_with
from zichtlijn.analysis.models import Analysis
from zichtlijn.organisation.models import Person, Placement, Unit

#: So many people are listed to tick; others are found by their name.
LISTED = 40


def members_who_may_join(organisation: Organisation, people: Collection[Person]) -> list[Membership]:
    """Of these people those who can sign in and take part."""
    found = Membership.objects.open_on(timezone.localdate()).filter(
        organisation=organisation, person__in=people, roles__role__in=roles_with(Permission.SEE_OBJECTIVES)
    )
    return list(found.select_related("user", "person").order_by("person__sort_name", "pk").distinct())


def people_to_invite(actor, analysis: Analysis) -> list[Person]:
    """Who works in the unit or below it; for the whole organisation who heads a unit. Only who can sign in."""
    if analysis.unit is None:
        near = Person.objects.filter(pk__in=Unit.objects.living().filter(head__isnull=False).values("head"))
    else:
        placed = Placement.objects.today().filter(unit__in=Unit.objects.within(analysis.unit)).order_by()
        near = Person.objects.filter(pk__in=placed.values("person_id"))
    joining = Membership.objects.open_on(timezone.localdate()).filter(
        organisation=analysis.organisation_id, roles__role__in=roles_with(Permission.SEE_OBJECTIVES)
    )
    found = near.filter(pk__in=joining.values("person_id")).exclude(pk=actor.person_id or 0)
    return list(found.order_by("sort_name", "pk")[:LISTED])
