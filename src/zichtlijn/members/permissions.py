"""Who hands out the roles; the one door to a membership."""

from django.shortcuts import get_object_or_404

from zichtlijn.access.actor import Actor
from zichtlijn.access.models import Membership
from zichtlijn.access.permissions import Permission
from zichtlijn.members.queries import with_second_step


def can_manage_members(by: Actor) -> bool:
    """Add members, link them to people, give and take roles, put out of use."""
    return by.may(Permission.MANAGE_ROLES)


def get_member(by: Actor, membership_id: int) -> Membership:
    """This membership, if it is one of the organisation in which the actor works."""
    found = with_second_step(Membership.objects.select_related("user", "person", "organisation"))
    members = found.prefetch_related("roles")
    return get_object_or_404(members, pk=membership_id, organisation=by.organisation)
