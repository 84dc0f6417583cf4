"""Invitations, mailed by the worker: how long that takes tells nobody whether the account existed."""

from django_tasks import task

from zichtlijn.access.models import Membership
from zichtlijn.members import actions


@task(priority=10)
def send_invitation(membership_id: int, organisation_id: int) -> None:
    """Invite a member of this organisation, if the membership still stands."""
    found = Membership.objects.select_related("user", "person", "organisation")
    membership = found.filter(pk=membership_id, organisation=organisation_id, is_active=True).first()
    if membership is not None and membership.user.is_active:
        actions.send_invitation(membership)
