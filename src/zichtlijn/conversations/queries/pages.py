"""What the pages of one conversation show: the two preparations, the report, and what happened in the year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils import timezone

from zichtlijn.conversations.companions import holders_of, reasons_against
from zichtlijn.conversations.models import (
    Agreement,
    AgreementAnswer,
    Conversation,
    Moment,
    Preparation,
    Report,
)
from zichtlijn.conversations.permissions import moves_open_to
from zichtlijn.conversations.queries.turns import by_employee, over, turns_in, with_turns
from zichtlijn.conversations.states import BEFORE_SENDING, SHARED, CycleState, Side, State
from zichtlijn.objectives.models import CheckIn, Measure, Objective
from zichtlijn.objectives.queries.lines import personal_objectives
from zichtlijn.organisation.models import Person, Placement
from zichtlijn.privacy.models import Statement
from zichtlijn.privacy.states import Subject

#: So many check-ins stand beside the writing, the newest.
NEWEST = 8
#: So many of one's own are listed or asked at once.
MOST = 100


@dataclass(frozen=True)
class ConversationPage:
    """One conversation for one reader. What the reader may not see is not in it."""

    conversation: Conversation
    side: str
    mine: Preparation | None
    others: list[Preparation]
    report: Report | None
    draft: Report | None
    agreements: list[Agreement]
    answered: list[AgreementAnswer]
    addenda: list[Any]
    statements: list[Statement]
    moves: list[str]
    manager_name: str
    term_is_over: bool


def conversation_page(actor, conversation: Conversation, side: str, *, today: date) -> ConversationPage:
    """What this side may read of it now."""
    seen = preparations_for(actor, conversation, side)
    report = sent_report(conversation)
    draft = own_draft(actor, conversation)
    is_sender = report is not None and wrote(report, conversation) == side
    moves = moves_open_to(side, conversation.step.kind, conversation.state, is_sender=is_sender)
    if report is not None:  # whether it can be made final is asked apart: it can also wait for a day
        moves = [m for m in moves if m not in ("answer", "take_back") or not reasons_against(m, conversation, report)]
    return ConversationPage(
        conversation=conversation,
        side=side,
        mine=next((row for row in seen if row.writer_id == actor.person_id), None),
        others=[row for row in seen if row.writer_id != actor.person_id],
        report=report,
        draft=draft,
        agreements=agreements_of(report) if report else [],
        answered=answers_in(report) if report else [],
        addenda=list(conversation.addenda.all()) if conversation.state == State.FINAL else [],
        statements=statements_on(conversation) if report else [],
        moves=moves if conversation.step.cycle.state == "running" else [],
        manager_name=managers_of([conversation])[conversation.pk],
        term_is_over=report is not None and report.respond_by is not None and report.respond_by < today,
    )


def statements_on(conversation: Conversation) -> list[Statement]:
    """What the employee says about the report."""
    return list(Statement.objects.about(Subject.REPORT, [conversation.pk]).select_related("person"))


def preparations_for(actor, conversation: Conversation, side: str) -> list[Preparation]:
    """One's own, and what the other side shared. Of an earlier manager only the employee reads on."""
    readable = Q(writer=actor.person_id)
    if side == Side.EMPLOYEE:
        readable |= Q(shared_at__isnull=False)
    else:
        readable |= Q(shared_at__isnull=False, side=Side.EMPLOYEE)
    return list(conversation.preparations.filter(readable).select_related("writer"))


def shared_preparations(conversation: Conversation) -> list[Preparation]:
    """What both sides shared, for a look that is logged."""
    return list(conversation.preparations.filter(shared_at__isnull=False).select_related("writer"))


def sent_report(conversation: Conversation) -> Report | None:
    """The report that both sides may read, or None."""
    if conversation.state not in SHARED:
        return None
    found: Report | None = conversation.reports.filter(sent_at__isnull=False).order_by("-sent_at").first()
    return found


def own_draft(actor, conversation: Conversation) -> Report | None:
    """The report that the actor is writing, or None."""
    if conversation.state in SHARED or actor.person_id is None:
        return None
    found: Report | None = conversation.reports.filter(writer=actor.person_id).first()
    return found


def written_by_other(conversation: Conversation, person_id: int | None) -> str:
    """The name of the other of both when that one writes the report; else empty."""
    if conversation.state != State.WRITING:
        return ""
    manager = manager_people([conversation])[conversation.pk]
    both = {conversation.employee_id, manager.pk if manager else None}
    return (
        conversation.reports.filter(writer__in=both - {person_id, None}).values_list("writer_name", flat=True).first()
        or ""
    )


def wrote(report: Report, conversation: Conversation) -> str:
    """Which side wrote a report."""
    return Side.EMPLOYEE if report.writer_id == conversation.employee_id else Side.MANAGER


def agreements_of(report: Report) -> list[Agreement]:
    """What was agreed in a report."""
    return list(report.agreements.select_related("objective"))


def answers_in(report: Report) -> list[AgreementAnswer]:
    """What a report says of earlier agreements."""
    return list(report.agreement_answers.select_related("agreement").order_by("agreement_id"))


def open_agreements(conversation: Conversation) -> list[Agreement]:
    """Earlier agreements of the employee that no sent report has answered: they are carried into this conversation."""
    said = AgreementAnswer.objects.filter(
        agreement=OuterRef("pk"), report__sent_at__isnull=False, report__conversation__state__in=SHARED
    ).exclude(report__conversation=conversation.pk)
    earlier = Agreement.objects.filter(
        report__conversation__employee=conversation.employee_id,
        report__conversation__state=State.FINAL,
        report__sent_at__isnull=False,
    )
    earlier = earlier.exclude(report__conversation=conversation.pk).filter(~Exists(said))
    earlier = earlier.filter(report__conversation__step__opens_on__lte=conversation.step.opens_on)
    return list(earlier.select_related("report__conversation__step", "objective").order_by("report__sent_at", "id"))


@dataclass(frozen=True)
class Year:
    """What happened in the period of the cycle, as far as this reader may know of it."""

    objectives: list[Objective]
    check_ins: list[CheckIn]
    measures: list[Measure]
    agreements: list[Agreement]
    moments: list[Moment]


def year_beside(actor, conversation: Conversation) -> Year:
    """Objectives with their standing, what was said and read, open agreements and moments."""
    period = conversation.step.cycle.period
    objectives = personal_objectives(actor, conversation.employee, period)
    numbers = [objective.pk for objective in objectives]
    check_ins = CheckIn.objects.filter(objective__in=numbers).select_related("objective")[:NEWEST]
    measures = [
        m for objective in objectives for m in getattr(objective, "living_measures", ()) if m.current_value is not None
    ]
    return Year(
        objectives=objectives,
        check_ins=list(check_ins),
        measures=measures,
        agreements=open_agreements(conversation),
        moments=list(moments_about(actor, conversation.employee_id, period.starts_on, period.ends_on)),
    )


def moments_about(actor, person_id: int, first: date | None = None, last: date | None = None):
    """One's own moments about somebody, and what the other side shared.

    A manager reads what the person shared about days on which that manager led them.
    """
    found = Moment.objects.filter(about=person_id).select_related("writer", "about")
    if person_id == actor.person_id:
        readable = Q(writer=actor.person_id) | Q(shared_at__isnull=False)
    else:
        then = Placement.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=OuterRef("happened_on")),
            person=OuterRef("about"),
            line_manager=actor.person_id or 0,
            starts_on__lte=OuterRef("happened_on"),
        )
        readable = Q(writer=actor.person_id or 0) | Q(Exists(then), shared_at__isnull=False, writer=person_id)
    found = found.filter(readable)
    if first and last:
        found = found.filter(happened_on__range=(first, last))
    return found


def own_moments(actor):
    """Everything the actor noted, and what was shared about them."""
    if actor.person_id is None:
        return Moment.objects.none()
    mine = Q(writer=actor.person_id) | Q(about=actor.person_id, shared_at__isnull=False)
    return Moment.objects.filter(mine).select_related("writer", "about")


def own_conversations(actor) -> list[Conversation]:
    """Those in which the actor is the employee: what is still to do first, then the newest cycle."""
    found = Conversation.objects.of(actor).with_meeting()
    found = found.select_related("step__cycle__period", "manager", "employee")
    newest = ("-step__cycle__period__starts_on", "step__opens_on", "pk")
    done = Case(When(state=State.FINAL, then=1), When(step__cycle__state=CycleState.CLOSED, then=1), default=0)
    return list(found.order_by(done, *newest)[:MOST])


@dataclass(frozen=True)
class Waiting:
    """What somebody is to do as employee, and by when: to prepare, or to write, answer or finish the report."""

    conversation: Conversation
    act: str
    due_on: date | None


def own_waiting(actor, *, today: date):
    """Conversations in running cycles in which the actor is to do something as employee, as `waiting_for` says."""
    shared = Preparation.objects.filter(conversation=OuterRef("pk"), writer=actor.person_id, shared_at__isnull=False)
    to_prepare = Q(state__in=(State.PLANNED, State.PREPARING), step__opens_on__lte=today) & ~Exists(shared)
    to_answer = Q(state=State.SENT) & ~by_employee()
    to_finish = Q(by_employee()) & (Q(state=State.ANSWERED) | Q(over(today), state=State.SENT))
    to_write = Q(by_employee(), state=State.WRITING)
    found = Conversation.objects.filter(to_prepare | to_answer | to_finish | to_write, employee=actor.person_id)
    return found.filter(step__cycle__state=CycleState.RUNNING)


def waiting_for(actor, *, today: date) -> list[Waiting]:
    """What the actor is to do as employee in running cycles.

    A report that was sent is answered within its term, as long as no room above has taken it further; what is open and
    not prepared yet is prepared; what one writes oneself is sent, and made final.
    """
    if actor.person_id is None:
        return []
    rows = list(with_turns(own_waiting(actor, today=today)).order_by("step__opens_on", "pk")[:MOST])
    holders = holders_of(rows)
    return [_waiting(row, today) for row in rows if row.pk not in holders or row.employee in holders[row.pk]]


def _waiting(row, today: date) -> Waiting:
    if row.state in (State.PLANNED, State.PREPARING):
        return Waiting(row, "prepare", row.step.closes_on)
    act = turns_in(row, today=today).get(Side.EMPLOYEE, "answer")
    return Waiting(row, act, {"answer": row.answer_by, "write": row.step.closes_on}.get(act))


def team_conversations(actor, *, everything: bool = False):
    """Those in which the actor is the manager: what is still to do in running cycles, what comes first in front; or all
    of them, the newest in front."""
    found = Conversation.objects.led_by(actor).with_meeting()
    found = found.select_related("step__cycle__period", "employee", "manager")
    if everything:
        return found.order_by("-step__opens_on", "-step_id", "employee__sort_name", "pk")
    found = found.filter(step__cycle__state=CycleState.RUNNING).exclude(state=State.FINAL)
    found = found.exclude(state__in=BEFORE_SENDING, employee__ends_on__lt=timezone.localdate())
    return found.order_by("step__opens_on", "step_id", "employee__sort_name", "pk")


def managers_of(conversations: Iterable[Conversation]) -> dict[int, str]:
    """Conversation → the name of who is manager in it by the placements: one question, however many there are."""
    return {pk: person.name if person else "" for pk, person in manager_people(conversations).items()}


def manager_people(conversations: Iterable[Conversation]) -> dict[int, Person | None]:
    """Conversation → who is manager in it on its day, as `manages_on_its_day` says it for one person."""
    rows, today = list(conversations), timezone.localdate()
    held: dict[int, list[Placement]] = {}
    placements = Placement.objects.filter(person__in={row.employee_id for row in rows}).select_related("line_manager")
    for placement in placements.order_by("starts_on", "pk"):
        held.setdefault(placement.person_id, []).append(placement)
    found: dict[int, Person | None] = {}
    for row in rows:
        then = [p.line_manager for p in _counting(held.get(row.employee_id, ()), row.final_on or today)]
        kept = [person for person in then if person and person.pk == row.manager_id]
        found[row.pk] = next((person for person in [*kept, *then] if person), None)
    return found


def _counting(placements: Iterable[Placement], day: date) -> list[Placement]:
    """Those that hold on this day; on a day without one those that ended last before it."""
    begun = [(p.ends_on or date.max, p) for p in placements if p.starts_on <= day]
    last = max((ends_on for ends_on, _placement in begun), default=day)
    return [placement for ends_on, placement in begun if ends_on >= min(day, last)]
