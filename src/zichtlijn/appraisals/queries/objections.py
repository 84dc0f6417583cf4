"""Objections that are not decided yet: which there are for HR, and who of HR may decide on each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max, Q
from django.utils import timezone

from zichtlijn.access.models import Membership
from zichtlijn.access.permissions import Permission
from zichtlijn.appraisals.models import Appraisal, Passage
from zichtlijn.appraisals.permissions import APPROVING, WITH, mandates_to_decide
from zichtlijn.appraisals.states import Move, State
from zichtlijn.conversations.models import Conversation, Cycle
from zichtlijn.conversations.queries.course import members_with
from zichtlijn.conversations.queries.pages import manager_people

#: So many are listed.
MOST = 100


@dataclass(frozen=True)
class OpenObjection:
    """An objection that waits: since when, whom HR named, and whether this reader or anybody of HR may decide."""

    appraisal: Appraisal
    made_at: datetime | None
    named: str
    is_mine: bool
    can_decide: bool

    @property
    def waits_for_nobody(self) -> bool:
        """True when somebody must be named: nobody of HR may decide."""
        return not self.named and not self.can_decide


def hr_who_decides(appraisals: Sequence[Appraisal]) -> dict[int, list[Membership]]:
    """Appraisal → who of HR may decide on it: not who was judged, nor who wrote, leads, approved or calibrated."""
    if not appraisals:
        return {}
    barred: dict[int, set] = defaultdict(set)
    judged = Passage.objects.filter(appraisal__in=[row.pk for row in appraisals], move__in=APPROVING)
    for number, person_id, account_id in judged.values_list("appraisal", "by", "account"):
        barred[number] |= {("person", person_id), ("account", account_id)}
    managers = manager_people([row.report.conversation for row in appraisals])
    hr = list(members_with(appraisals[0].organisation_id, Permission.RUN_CONVERSATIONS, today=timezone.localdate()))
    found = {}
    for row in appraisals:
        conversation, manager = row.report.conversation, managers[row.report.conversation_id]
        people = {conversation.employee_id, row.report.writer_id, manager.pk if manager else None} - {None}
        no = barred[row.pk] | {("person", pk) for pk in people}
        found[row.pk] = [
            one
            for one in hr
            if ("account", one.user_id) not in no and (one.person_id is None or ("person", one.person_id) not in no)
        ]
    return found


def open_objections(actor, cycle: Cycle | None = None) -> list[OpenObjection]:
    """For HR: every objection that is not decided, the longest waiting first; not of conversations of their own."""
    if not actor.may(Permission.RUN_CONVERSATIONS):
        return []
    found = Appraisal.objects.filter(state=State.OBJECTED).select_related(*WITH)
    if cycle is not None:
        found = found.filter(report__conversation__step__cycle=cycle)
    if actor.person_id is not None:
        led = Conversation.objects.led_by(actor).values("pk")
        found = found.exclude(report__conversation__employee=actor.person_id).exclude(report__conversation__in=led)
    made = Max("passages__at", filter=Q(passages__move=Move.OBJECT))
    rows = list(found.annotate(made_at=made).order_by(F("made_at").asc(nulls_first=True), "pk")[:MOST])
    if not rows:
        return []
    mandates = mandates_to_decide().filter(conversation__in=[row.report.conversation_id for row in rows])
    named = {one.conversation_id: one.decider for one in mandates.select_related("decider")}
    deciding, user_id = hr_who_decides(rows), actor.user.pk if actor.user else None
    told = []
    for row in rows:
        person, hr = named.get(row.report.conversation_id), deciding[row.pk]
        mine = person.pk == actor.person_id if person else any(one.user_id == user_id for one in hr)
        told.append(OpenObjection(row, row.made_at, person.name if person else "", mine, bool(hr)))
    return told


def objections_to_name(actor) -> list[Appraisal]:
    """On which nobody of HR may decide and nobody was named: HR must name somebody."""
    return [one.appraisal for one in open_objections(actor) if one.waits_for_nobody]
