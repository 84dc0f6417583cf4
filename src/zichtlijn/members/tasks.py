"""Invitations, mailed by the worker: how long that takes tells nobody whether the account existed."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_tasks import task

from zichtlijn.access import actions as access
from zichtlijn.access.models import Membership
from zichtlijn.jobs.kinds import job_kind
from zichtlijn.jobs.running import Run
from zichtlijn.jobs.schedule import daily
from zichtlijn.members import actions
from zichtlijn.organisation.permissions import get_unit
from zichtlijn.ui.wording import write_number

#: The kind of background work that invites many people.
INVITE = "invite_people"


@task(priority=10)
def send_invitation(membership_id: int, organisation_id: int) -> None:
    """Invite a member of this organisation, if they can come in by the time that the worker gets to it."""
    found = Membership.objects.open_on(timezone.localdate()).select_related("user", "person", "organisation")
    membership = found.filter(pk=membership_id, organisation=organisation_id).first()
    if membership is not None:
        actions.send_invitation(membership)


@job_kind(INVITE, _("Invite people"), in_parts=True)
def invite_people(run: Run) -> dict:
    """Invite everybody who is no member yet, of one unit or of all; the mail goes out behind it."""
    unit_id = run.job.given.get("unit")
    unit = get_unit(run.by, unit_id) if unit_id else None
    number, left = actions.invite_in_parts(unit, run.progress, by=run.by)
    said = ngettext("%(number)s person has been invited.", "%(number)s people have been invited.", number)
    said %= {"number": write_number(number)}
    if left:
        shared = ngettext(
            "%(number)s person was not, because another member has the same e-mail address.",
            "%(number)s people were not, because another member has the same e-mail address.",
            len(left),
        )
        said += " " + shared % {"number": write_number(len(left))}
    return {"invited": number, "said": said}


@daily("forget_what_is_over", per_organisation=False)
def forget_what_is_over(day: date) -> None:
    """Old sessions go. Accounts themselves stand below the clock, so it is told here."""
    access.forget_what_is_over()
