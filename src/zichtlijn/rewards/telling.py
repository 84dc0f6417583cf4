"""Mail about rewards: that something waits and where; never who it is about, nor an amount."""

from django.urls import reverse
from django.utils import timezone

from zichtlijn.conversations.queries.course import members_of
from zichtlijn.notices.telling import tell
from zichtlijn.rewards.models import Proposal


def tell_returned(proposal: Proposal, *, by) -> None:
    """The manager whose proposal came back."""
    if proposal.manager_id is None:
        return
    members = members_of(by.organisation.pk, [proposal.manager_id], today=timezone.localdate())
    tell(members, "rewards/mail/returned.txt", path=reverse("rewards:team"), by=by)


def tell_final(proposals: list[Proposal], *, by) -> None:
    """The people whose letter is there."""
    people = [proposal.employee_id for proposal in proposals]
    members = members_of(by.organisation.pk, people, today=timezone.localdate())
    tell(members, "rewards/mail/final.txt", path=reverse("rewards:mine"), by=by)
