"""Mail about requests for a correction: that one waits or was decided, and where; never what stands in it."""

from django.urls import reverse
from django.utils import timezone

from zichtlijn.access.models import Membership
from zichtlijn.access.permissions import Permission
from zichtlijn.access.roles import roles_with
from zichtlijn.notices.telling import tell
from zichtlijn.privacy.models import Correction


def tell_asked(correction: Correction, *, by) -> None:
    """Everybody who decides on it, but the person."""
    deciders = _members(by).filter(roles__role__in=roles_with(Permission.MANAGE_PEOPLE))
    deciders = deciders.exclude(person=correction.person_id).distinct()
    tell(deciders, "privacy/mail/asked.txt", path=reverse("privacy:correction", args=[correction.pk]), by=by)


def tell_decided(correction: Correction, *, by) -> int:
    """The person, that it was decided; how many letters that is: none when they cannot come in here any more."""
    return tell(_asker(correction, by), "privacy/mail/decided.txt", path=reverse("home:my_file"), by=by)


def hears_of_it(correction: Correction, *, by) -> bool:
    """True when the person can come in here, and so gets mail about what is decided and can read it."""
    return _asker(correction, by).exists()


def _asker(correction: Correction, by):
    return _members(by).filter(person=correction.person_id)


def _members(by):
    """Who can come in here today."""
    found = Membership.objects.open_on(timezone.localdate()).filter(organisation=by.organisation)
    return found.select_related("user", "person", "organisation")
