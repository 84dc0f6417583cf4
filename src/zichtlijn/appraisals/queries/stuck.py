"""Appraisals that wait for nobody: there is no second appraiser, or one who cannot sign in. HR names somebody."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from zichtlijn.access.permissions import Permission
from zichtlijn.appraisals.models import Appraisal
from zichtlijn.appraisals.permissions import WITH, second_appraisers
from zichtlijn.appraisals.states import State
from zichtlijn.conversations.models import Conversation, Cycle
from zichtlijn.conversations.queries.course import members_of
from zichtlijn.conversations.states import CycleState
from zichtlijn.organisation.models import Person

#: So many are looked through, the longest waiting first: the others go on, and those that are stuck stay.
MOST = 500


@dataclass(frozen=True)
class Stuck:
    """An appraisal that is to be approved; `second` is who would, and cannot sign in."""

    appraisal: Appraisal
    second: Person | None


def can_come_in(organisation_id: int, person: Person | None) -> bool:
    """True when this person can sign in: who left, or was not invited, cannot."""
    return person is not None and members_of(organisation_id, [person.pk], today=timezone.localdate()).exists()


def stuck_appraisals(actor, cycle: Cycle | None = None) -> list[Stuck]:
    """For HR: what is to be approved now and nobody can; not of conversations of their own."""
    if not actor.may(Permission.RUN_CONVERSATIONS):
        return []
    today = timezone.localdate()
    waits = Q(state=State.ANSWERED) | Q(state=State.SENT, report__respond_by__lt=today)
    found = Appraisal.objects.filter(waits, report__conversation__step__cycle__state=CycleState.RUNNING)
    if cycle is not None:
        found = found.filter(report__conversation__step__cycle=cycle)
    if actor.person_id is not None:
        led = Conversation.objects.led_by(actor).values("pk")
        found = found.exclude(report__conversation__employee=actor.person_id).exclude(report__conversation__in=led)
    rows = list(found.select_related(*WITH).order_by("report__sent_at", "pk")[:MOST])
    if not rows:
        return []
    seconds = second_appraisers([row.report.conversation for row in rows])
    people = {person.pk for person in seconds.values() if person}
    there = set(members_of(actor.organisation.pk, people, today=today).values_list("person_id", flat=True))
    told = [Stuck(row, seconds[row.report.conversation_id]) for row in rows]
    return [one for one in told if one.second is None or one.second.pk not in there]
