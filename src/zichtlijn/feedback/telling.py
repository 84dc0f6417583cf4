"""Mail about 360 feedback: that something waits and where; never about whom, from which side, nor what was said."""

from django.urls import reverse
from django.utils import timezone

from zichtlijn.access.models import Membership
from zichtlijn.feedback.models import FeedbackRequest, FeedbackRound
from zichtlijn.notices.telling import tell


def _members(round_: FeedbackRound, people):
    found = Membership.objects.open_on(timezone.localdate()).filter(organisation=round_.organisation_id)
    return found.filter(person__in=people).select_related("user", "person")


def tell_asked(round_: FeedbackRound, *, by) -> int:
    """Everybody who is asked, once; the mail outlives the round, so its words do not say that it is about feedback."""
    asked = FeedbackRequest.objects.filter(round=round_).values("person_id")
    return tell(_members(round_, asked), "feedback/mail/asked.txt", path=reverse("feedback:mine"), by=by)


def tell_closed(round_: FeedbackRound, *, by) -> int:
    """The person, that the round is closed."""
    members = _members(round_, [round_.person_id])
    return tell(members, "feedback/mail/closed.txt", path=reverse("feedback:mine"), by=by)
