"""Mail about appraisals: that something waits and where; never who it is about, nor what stands in it."""

from django.urls import reverse
from django.utils import timezone

from zichtlijn.access.permissions import Permission
from zichtlijn.appraisals.models import Appraisal
from zichtlijn.appraisals.permissions import is_term_over, named_decider, second_appraisers
from zichtlijn.appraisals.queries.objections import hr_who_decides
from zichtlijn.appraisals.queries.stuck import can_come_in
from zichtlijn.appraisals.states import State
from zichtlijn.conversations.queries.course import members_of, members_with
from zichtlijn.conversations.queries.pages import manager_people
from zichtlijn.notices.telling import tell


def tell_people(people, template: str, path: str, *, by, **words) -> None:
    """This text to those of these people who can sign in."""
    members = members_of(by.organisation.pk, [pk for pk in people if pk], today=timezone.localdate())
    tell(members, f"appraisals/mail/{template}.txt", path=path, by=by, **words)


def tell_waiting(appraisal: Appraisal, *, by) -> None:
    """Who approves, or who decides on the objection, that an appraisal waits for them; HR when nobody can."""
    conversation = appraisal.report.conversation
    path = reverse("appraisals:appraisal", args=[appraisal.pk])
    if appraisal.state == State.ANSWERED or is_term_over(appraisal):
        second = second_appraisers([conversation])[conversation.pk]
        if second is not None and can_come_in(conversation.organisation_id, second):
            tell_people([second.pk], "waiting", path, by=by)
        else:
            path = reverse("appraisals:name", args=[conversation.pk])
            tell(_who_name(conversation, by=by), "appraisals/mail/nobody_approves.txt", path=path, by=by)
    elif appraisal.state == State.OBJECTED:
        decider, deciding = named_decider(conversation), hr_who_decides([appraisal])[appraisal.pk]
        if decider is not None:
            tell_people([decider], "waiting", path, by=by)
        elif deciding:
            tell(deciding, "appraisals/mail/waiting.txt", path=path, by=by)
        else:
            path = reverse("appraisals:name", args=[conversation.pk])
            tell(_who_name(conversation, by=by), "appraisals/mail/to_name.txt", path=path, by=by)


def _who_name(conversation, *, by):
    """Who of HR names who approves or decides: neither of both sides."""
    manager = manager_people([conversation])[conversation.pk]
    hr = members_with(by.organisation.pk, Permission.RUN_CONVERSATIONS, today=timezone.localdate())
    return hr.exclude(person__in={conversation.employee_id, manager.pk if manager else None} - {None})


def tell_final(appraisal: Appraisal, *, by) -> None:
    """The employee, that it is final and until when they can object: the term runs from that day on."""
    conversation = appraisal.report.conversation
    members = members_of(by.organisation.pk, [conversation.employee_id], today=timezone.localdate())
    path = reverse("conversations:conversation", args=[conversation.pk])
    tell(members, "appraisals/mail/final.txt", path=path, by=by, until=appraisal.object_until)


def tell_changed(appraisal: Appraisal, move: str, *, by, employee: bool = True) -> None:
    """Both sides, or the manager of now alone, what was done with an appraisal."""
    conversation = appraisal.report.conversation
    path = reverse("conversations:conversation", args=[conversation.pk])
    manager = manager_people([conversation])[conversation.pk]
    people = [manager.pk if manager else None, conversation.employee_id if employee else None]
    tell_people(people, "changed", path, by=by, move=move)
