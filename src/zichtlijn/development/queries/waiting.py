"""What of development plans waits for somebody: days to look again, shared goals, and study costs to sign."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from zichtlijn.access.permissions import Permission
from zichtlijn.development.models import (
    AgreedGoal,
    GoalRemark,
    LearningGoal,
    PlanReview,
    StudyAgreement,
    led_today,
)
from zichtlijn.development.states import GoalState, StudyState
from zichtlijn.organisation.models import Person

#: So many of each kind are looked at; a page shows a few of them.
MOST = 50


@dataclass(frozen=True)
class Waiting:
    """One thing: kind is review (a day of one's own plan), goal (shared by somebody one leads) or study (to sign)."""

    kind: str
    person: Person
    due_on: date | None
    pk: int
    title: str = ""


def waiting_for(actor, *, until: date) -> list[Waiting]:
    """What the actor is to do: until this day as far as it has a day."""
    if actor.person_id is None:
        return []
    reviews = PlanReview.objects.filter(plan__person=actor.person_id, held_on=None, due_on__lte=until)
    found = [Waiting("review", actor.person, row.due_on, row.pk) for row in reviews[:MOST]]
    offered = StudyAgreement.objects.filter(person=actor.person_id, state=StudyState.OFFERED)
    found += [Waiting("study", actor.person, None, row.pk, row.training) for row in offered[:MOST]]
    if actor.may(Permission.LEAD_PEOPLE):
        found += [Waiting("goal", row.plan.person, None, row.pk, row.title) for row in goals_unanswered(actor)]
    return found


def goals_unanswered(actor) -> list[LearningGoal]:
    """Goals that people shared whom the actor leads today, of which the actor said nothing yet."""
    agreed = AgreedGoal.objects.filter(goal=OuterRef("pk"))
    said = GoalRemark.objects.filter(goal=OuterRef("pk"), writer=actor.person_id)
    found = LearningGoal.objects.shared().filter(~Exists(agreed), ~Exists(said), state=GoalState.OPEN)
    found = found.filter(led_today("plan__person", actor)).select_related("plan__person")
    return list(found.order_by("shared_at", "pk")[:MOST])
