"""Mail about assessments: that one was shared and where it stands; never about whom, nor what was found."""

from django.urls import reverse
from django.utils import timezone

from zichtlijn.access.models import Membership
from zichtlijn.access.permissions import Permission
from zichtlijn.access.roles import roles_with
from zichtlijn.competencies.models import Assessment
from zichtlijn.competencies.states import Side
from zichtlijn.notices.telling import tell
from zichtlijn.organisation.models import Placement


def tell_shared(assessment: Assessment, *, by) -> int:
    """The other side, once: the person of what the manager found, the line managers of today of what the person did.

    Of them only who may open it: who is named on a placement without the right to lead people gets no mail.
    """
    members = Membership.objects.open_on(timezone.localdate()).filter(organisation=by.organisation)
    if assessment.side == Side.MANAGER:
        members, path = members.filter(person=assessment.person_id), reverse("competencies:mine")
    else:
        placed = Placement.objects.today().filter(person=assessment.person_id, line_manager__isnull=False)
        leaders = members.filter(person__in=list(placed.values_list("line_manager", flat=True)))
        may_open = roles_with(Permission.LEAD_PEOPLE) | roles_with(Permission.SEE_COMPETENCIES)
        members = leaders.filter(roles__role__in=may_open).distinct()
        path = reverse("competencies:person", args=[assessment.person_id])
    members = members.select_related("user", "person", "organisation")
    return tell(members, "competencies/mail/shared.txt", path=path, by=by)
