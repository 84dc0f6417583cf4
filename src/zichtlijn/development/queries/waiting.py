"""What of development waits for somebody: days to look again, shared goals, study costs to sign, and 360 feedback."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, DateField, Exists, F, OuterRef, QuerySet, Value
from django.utils import timezone

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
from zichtlijn.feedback.queries.waiting import requests_waiting, rounds_waiting
from zichtlijn.organisation.models import Person

#: So many of each kind are looked at; a page shows a few of them.
MOST = 50
NO_TITLE = Value("", CharField())


@dataclass(frozen=True)
class Waiting:
    """One thing.

    `kind`: review (a day of one's own plan), goal (shared by somebody one leads), study (to sign), feedback (to give)
    or feedback_round (proposed by somebody one leads). Only study costs have a title: what stands in the plan of
    another is read on its page, where the look is written down.
    """

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
    offered = StudyAgreement.objects.filter(person=actor.person_id, state=StudyState.OFFERED)
    rows = _as_rows(reviews, "review", "plan__person_id", due_on=F("due_on"), title=NO_TITLE)
    rows = rows.union(_as_rows(offered, "study", "person_id", title=F("training")))
    asked = requests_waiting(actor, today=timezone.localdate(), until=until)
    rows = rows.union(_as_rows(asked, "feedback", "round__person_id", due_on=F("round__closes_on"), title=NO_TITLE))
    if actor.may(Permission.LEAD_PEOPLE):
        rows = rows.union(_as_rows(_unanswered(actor), "goal", "plan__person_id", title=NO_TITLE))
        rows = rows.union(_as_rows(rounds_waiting(actor), "feedback_round", "person_id", title=NO_TITLE))
    found = list(rows.order_by("kind", "pk")[:MOST])
    others = {person for _kind, _due_on, _pk, _title, person in found} - {actor.person_id}
    people = Person.objects.in_bulk(others) if others else {}
    return [
        Waiting(kind, people.get(person, actor.person), due_on, pk, title) for kind, due_on, pk, title, person in found
    ]


def _as_rows(rows: QuerySet, kind: str, person: str, **words) -> QuerySet:
    """These rows in a shape that all kinds share, so that they are asked for at once."""
    shape = {"due_on": Value(None, DateField())} | words
    shape = {f"as_{name}": value for name, value in shape.items()}
    rows = rows.order_by().annotate(kind=Value(kind, CharField()), **shape)
    return rows.values_list("kind", "as_due_on", "pk", "as_title", person)


def goals_unanswered(actor) -> list[LearningGoal]:
    """Goals that people shared whom the actor leads today, of which the actor said nothing yet."""
    found = _unanswered(actor).select_related("plan__person")
    return list(found.order_by("shared_at", "pk")[:MOST])


def _unanswered(actor) -> QuerySet[LearningGoal]:
    agreed = AgreedGoal.objects.filter(goal=OuterRef("pk"))
    said = GoalRemark.objects.filter(goal=OuterRef("pk"), writer=actor.person_id)
    found = LearningGoal.objects.shared().filter(~Exists(agreed), ~Exists(said), state=GoalState.OPEN)
    return found.filter(led_today("plan__person", actor))
