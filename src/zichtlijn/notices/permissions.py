"""Who mends mail that did not arrive; the one door to it."""

from django.shortcuts import get_object_or_404

from zichtlijn.access.actor import Actor
from zichtlijn.access.permissions import Permission
from zichtlijn.notices.models import OutgoingMail
from zichtlijn.notices.queries import failed_mail


def can_mend_mail(by: Actor) -> bool:
    """See which mail of the organisation failed, and try again: whoever keeps the people."""
    return by.may(Permission.MANAGE_PEOPLE)


def get_failed_mail(by: Actor, mail_id: int) -> OutgoingMail:
    return get_object_or_404(failed_mail(by), pk=mail_id)
