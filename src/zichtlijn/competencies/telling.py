"""Mail about assessments: that one was shared and where it stands; never about whom, nor what was found."""

from django.urls import reverse
from django.utils import timezone

from zichtlijn.access.models import Membership
from zichtlijn.competencies.models import Assessment
from zichtlijn.competencies.states import Side
from zichtlijn.notices.telling import tell
from zichtlijn.organisation.models import Placement


def tell_shared(assessment: Assessment, *, by) -> int:
    """The other side, once: the person of what the manager found, the line managers of today of what the person did."""
    if assessment.side == Side.MANAGER:
        others, path = [assessment.person_id], reverse("competencies:mine")
    else:
        placed = Placement.objects.today().filter(person=assessment.person_id, line_manager__isnull=False)
        others = list(placed.values_list("line_manager", flat=True))
        path = reverse("competencies:person", args=[assessment.person_id])
    members = Membership.objects.open_on(timezone.localdate()).filter(organisation=by.organisation, person__in=others)
    members = members.select_related("user", "person", "organisation")
    return tell(members, "competencies/mail/shared.txt", path=path, by=by)
