"""What other rooms tell a manager of the people on the page: flat questions for three and for hundreds.

Only of the people whose line manager the actor is today; each room's own rule decides what may be known.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, Min, OuterRef
from django.utils import timezone

from zichtlijn.access.permissions import Permission
from zichtlijn.competencies.queries import gaps_of
from zichtlijn.conversations.companions import holders_of
from zichtlijn.conversations.models import Agreement, AgreementAnswer, Conversation
from zichtlijn.conversations.queries.turns import turns_in, with_turns
from zichtlijn.conversations.states import BEFORE_SENDING, SHARED, CycleState, Kind, Side, State
from zichtlijn.development.models import LearningGoal, PlanReview
from zichtlijn.development.queries.waiting import goals_unanswered
from zichtlijn.development.states import GoalState
from zichtlijn.organisation.models import Person, Placement

#: So many days ahead something is due.
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Due:
    """Something that waits for the manager: a word of the page, by when, and of which row."""

    kind: str
    on: date | None
    pk: int
    late: bool


@dataclass
class Rooms:
    """One person in the other rooms; None is: not for this reader to know, or not there."""

    is_mine: bool = False
    talk: Conversation | None = None
    talk_on: date | None = None
    is_appointment: bool = False
    agreements: int = 0
    short: int | None = None
    judged: int = 0
    required: int = 0
    goals: int = 0
    review_on: date | None = None
    due: list[Due] = field(default_factory=list)

    @property
    def due_on(self) -> date | None:
        """The first day on which something is due."""
        return min((one.on for one in self.due if one.on), default=None)


def rooms_of(actor, people: list[Person], *, today: date) -> dict[int, Rooms]:
    """Person → what the other rooms tell of them."""
    found = {person.pk: Rooms() for person in people}
    if actor.person_id is None or not actor.may(Permission.LEAD_PEOPLE) or not found:
        return found
    led = Placement.objects.on(today).filter(line_manager=actor.person_id, person__in=found)
    mine = set(led.values_list("person_id", flat=True))
    for person_id in mine:
        found[person_id].is_mine = True
    _add_conversations(actor, found, mine, today)
    _add_agreements(found, mine)
    _add_gaps(found, [person for person in people if person.pk in mine], today)
    _add_development(actor, found, mine, today)
    for rooms in found.values():
        rooms.due.sort(key=lambda one: (one.on or today, one.kind, one.pk))
    return found


def _add_conversations(actor, found: dict[int, Rooms], mine: set[int], today: date) -> None:
    """The conversation that comes first of those that are not final, in cycles that run."""
    rows = (
        Conversation.objects.led_by(actor)
        .with_meeting()
        .filter(employee__in=mine, step__cycle__state=CycleState.RUNNING)
    )
    talks = list(with_turns(rows.exclude(state=State.FINAL)).order_by("step__opens_on", "pk"))
    holders = holders_of(talks)
    for row in talks:
        rooms = found[row.employee_id]
        if rooms.talk is None:
            rooms.talk = row
            rooms.talk_on, rooms.is_appointment = _next_day(row, today)
        if row.pk not in holders or actor.person in holders[row.pk]:
            _add_due_of(row, rooms, today)


def _next_day(row, today: date) -> tuple[date, bool]:
    """The day that comes next, and whether that is the appointment; else the last day to answer, or of the step."""
    if row.state in BEFORE_SENDING and row.held_at and timezone.localdate(row.held_at) >= today:
        return timezone.localdate(row.held_at), True
    return (row.answer_by or row.step.closes_on if row.state == State.SENT else row.step.closes_on), False


def _add_due_of(row, rooms: Rooms, today: date) -> None:
    """What of it waits for the manager: to talk, to send the report, to sign that of the employee, to make it final."""
    closes_on, act = row.step.closes_on, turns_in(row, today=today).get(Side.MANAGER)
    if act in ("answer", "finish"):
        on = row.answer_by if row.state == State.SENT else None
        rooms.due.append(Due(act, on, row.pk, late=on is not None and on < today))
    elif act == "write" and row.step.opens_on <= today and closes_on <= today + AHEAD and row.step.kind != Kind.FREE:
        kind = "report" if row.state == State.WRITING else "talk"
        rooms.due.append(Due(kind, closes_on, row.pk, late=closes_on < today))


def _add_agreements(found: dict[int, Rooms], mine: set[int]) -> None:
    """How many agreements of conversations that are final no later report answered."""
    said = AgreementAnswer.objects.filter(
        agreement=OuterRef("pk"), report__sent_at__isnull=False, report__conversation__state__in=SHARED
    )
    employee = "report__conversation__employee"
    rows = Agreement.objects.filter(
        **{f"{employee}__in": mine}, report__conversation__state=State.FINAL, report__sent_at__isnull=False
    )
    counted = rows.filter(~Exists(said)).order_by().values_list(employee).annotate(n=Count("pk"))
    for person_id, number in counted:
        found[person_id].agreements = number


def _add_gaps(found: dict[int, Rooms], people: list[Person], today: date) -> None:
    """How many competencies are below what the position asks, of those that were judged."""
    for gaps in gaps_of(people, today):
        rooms = found[gaps.person.pk]
        rooms.required, rooms.judged = len(gaps.rows), gaps.whole.judged
        if gaps.whole.judged:
            rooms.short = sum(1 for row in gaps.rows if row.line.gap is not None and row.line.gap > 0)


def _add_development(actor, found: dict[int, Rooms], mine: set[int], today: date) -> None:
    """The shared goals under way, the next day to look again of plans of which something is shared, what waits."""
    shared = LearningGoal.objects.shared().visible_to(actor).filter(state=GoalState.OPEN, plan__person__in=mine)
    plans = {}
    for plan_id, person_id, number in (
        shared.order_by().values_list("plan_id", "plan__person_id").annotate(n=Count("pk"))
    ):
        found[person_id].goals, plans[plan_id] = number, person_id
    reviews = PlanReview.objects.filter(plan__in=plans, held_on=None).order_by()
    for plan_id, first in reviews.values_list("plan_id").annotate(first=Min("due_on")):
        rooms = found[plans[plan_id]]
        rooms.review_on = first
        if first <= today + AHEAD:
            rooms.due.append(Due("review", first, plans[plan_id], late=first < today))
    for goal in goals_unanswered(actor):
        if goal.plan.person_id in mine:
            found[goal.plan.person_id].due.append(Due("goal", None, goal.pk, late=False))


def mentions_competencies(rooms: Rooms) -> bool:
    """True when the page tells something of the competencies of this person: that is written down."""
    return rooms.is_mine and rooms.required > 0


def mentions_plan(rooms: Rooms) -> bool:
    """True when the page tells something of the plan of this person."""
    return rooms.is_mine and rooms.goals > 0
