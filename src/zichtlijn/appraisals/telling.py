"""Mail about appraisals: that something waits and where; never who it is about, nor what stands in it."""

from django.urls import reverse
from django.utils import timezone

from zichtlijn.appraisals.models import Appraisal
from zichtlijn.appraisals.permissions import named_decider, second_appraisers
from zichtlijn.appraisals.states import State
from zichtlijn.conversations.queries.course import members_of
from zichtlijn.notices.telling import tell


def tell_people(people, template: str, path: str, *, by) -> None:
    """This text to those of these people who can sign in."""
    members = members_of(by.organisation.pk, [pk for pk in people if pk], today=timezone.localdate())
    tell(members, f"appraisals/mail/{template}.txt", path=path, by=by)


def tell_waiting(appraisal: Appraisal, *, by) -> None:
    """Who approves, or the named decider, that an appraisal waits for them."""
    conversation = appraisal.report.conversation
    path = reverse("appraisals:appraisal", args=[appraisal.pk])
    if appraisal.state == State.ANSWERED:
        second = second_appraisers([conversation])[conversation.pk]
        tell_people([second.pk if second else None], "waiting", path, by=by)
    elif appraisal.state == State.OBJECTED:
        tell_people([named_decider(conversation)], "waiting", path, by=by)


def tell_changed(appraisal: Appraisal, *, by, employee: bool = True) -> None:
    """Both sides, or the manager alone, that something happened to an appraisal."""
    conversation = appraisal.report.conversation
    path = reverse("conversations:conversation", args=[conversation.pk])
    people = [appraisal.report.writer_id, conversation.employee_id if employee else None]
    tell_people(people, "changed", path, by=by)
