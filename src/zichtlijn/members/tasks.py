"""Invitations, mailed by the worker: how long that takes tells nobody whether the account existed."""

from datetime import date

from django_tasks import task

from zichtlijn.access import actions as access
from zichtlijn.access.models import Membership
from zichtlijn.jobs.schedule import daily
from zichtlijn.members import actions


@task(priority=10)
def send_invitation(membership_id: int, organisation_id: int) -> None:
    """Invite a member of this organisation, if the membership still stands."""
    found = Membership.objects.select_related("user", "person", "organisation")
    membership = found.filter(pk=membership_id, organisation=organisation_id, is_active=True).first()
    if membership is not None and membership.user.is_active:
        actions.send_invitation(membership)


@daily("forget_what_is_over", per_organisation=False)
def forget_what_is_over(day: date) -> None:
    """Old sessions go. Accounts themselves stand below the clock, so it is told here."""
    access.forget_what_is_over()
