"""Who may see and write what of a conversation; the one door to each. Who is manager follows from the placements."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from zichtlijn.access.permissions import Permission
from zichtlijn.conversations.models import Agreement, Conversation, Cycle, Moment, Step
from zichtlijn.conversations.states import BEFORE_SENDING, MOVES, CycleState, Pen, Side, State
from zichtlijn.organisation.models import Person, Placement

# doors ------------------------------------------------------------------------------------------------------------

_WITH = ("step__cycle__period", "step__cycle__unit", "employee", "manager", "unit")


def get_conversation(actor, conversation_id: int) -> Conversation:
    """A conversation that this actor may know of, or 404. What stands in it: ask `side_of`."""
    found = Conversation.objects.visible_to(actor).select_related(*_WITH)
    return get_object_or_404(found, pk=conversation_id, organisation=actor.organisation)


def get_own_conversation(actor, conversation_id: int) -> tuple[Conversation, str]:
    """A conversation in which the actor is one of both, and on which side; 404 for everybody else."""
    conversation = get_conversation(actor, conversation_id)
    side = side_of(actor, conversation)
    if side is None:
        raise Http404
    return conversation, side


def get_agreement(actor, agreement_id: int) -> Agreement:
    """An agreement in the report that the actor is writing, or 404."""
    found = Agreement.objects.select_related("report", "objective")
    agreement: Agreement = get_object_or_404(found, pk=agreement_id, report__writer=actor.person_id or 0)
    conversation, _side = get_own_conversation(actor, agreement.report.conversation_id)
    agreement.report.conversation = conversation
    return agreement


def get_moment(actor, moment_id: int) -> Moment:
    """A moment that the actor wrote, or 404."""
    return get_object_or_404(Moment.objects.select_related("about"), pk=moment_id, writer=actor.person_id or 0)


def get_cycle(actor, cycle_id: int) -> Cycle:
    """A cycle, for those who run or count them, or 404."""
    found = Cycle.objects.select_related("period", "unit") if can_count_conversations(actor) else Cycle.objects.none()
    return get_object_or_404(found, pk=cycle_id, organisation=actor.organisation)


def get_step(actor, step_id: int) -> Step:
    """A step of a cycle, for those who run or count them, or 404."""
    step: Step = get_object_or_404(Step, pk=step_id, organisation=actor.organisation)
    step.cycle = get_cycle(actor, step.cycle_id)
    return step


# sides ------------------------------------------------------------------------------------------------------------


def side_of(actor, conversation: Conversation) -> str | None:
    """On which side the actor is: the employee, the manager on the day of the conversation, or neither."""
    if actor.person_id is None or conversation.organisation_id != actor.organisation.pk:
        return None
    if conversation.employee_id == actor.person_id:
        return Side.EMPLOYEE
    if Conversation.objects.led_by(actor).filter(pk=conversation.pk).exists():
        return Side.MANAGER
    return None


def holds_pen(pen: Pen, side: str, *, is_sender: bool) -> bool:
    """True when this side holds this pen; `is_sender`: it was this side that wrote the report."""
    match pen:
        case Pen.EITHER:
            return True
        case Pen.SENDER:
            return is_sender
        case Pen.RECEIVER:
            return not is_sender
        case _:
            return pen.value == side


def moves_open_to(side: str, kind: str, state: str, *, is_sender: bool) -> list[str]:
    """Names of the moves that this side can make now, in the order of the table."""
    return [
        move.name
        for move in MOVES[kind].values()
        if state in move.source and holds_pen(move.pen, side, is_sender=is_sender)
    ]


# acts -------------------------------------------------------------------------------------------------------------


def can_run_conversations(actor) -> bool:
    """Make, start, follow and close cycles, and remind people."""
    return actor.may(Permission.RUN_CONVERSATIONS)


def can_count_conversations(actor) -> bool:
    """How many conversations are how far, without names."""
    return actor.may(Permission.RUN_CONVERSATIONS) or actor.may(Permission.COUNT_CONVERSATIONS)


def can_read_conversation(actor, conversation: Conversation) -> bool:
    """Read what both sides shared: the two themselves. Others only look, with a purpose that is written down."""
    return side_of(actor, conversation) is not None


def can_look_at_conversation(actor, conversation: Conversation) -> bool:
    """Look at what was shared, logged with a purpose: who runs the cycles, and is neither of both."""
    return actor.may(Permission.RUN_CONVERSATIONS) and side_of(actor, conversation) is None


def can_plan_meeting(actor, conversation: Conversation) -> bool:
    """Make, move or call off the appointment: both sides, until the report is sent."""
    return conversation.state in BEFORE_SENDING and side_of(actor, conversation) is not None


def can_prepare(actor, conversation: Conversation) -> bool:
    """Both sides, until the report is sent."""
    return conversation.state in BEFORE_SENDING and side_of(actor, conversation) is not None


def can_write_report(actor, conversation: Conversation) -> bool:
    """The manager, and in an open conversation either of both; until it is sent."""
    side = side_of(actor, conversation)
    return (
        side is not None
        and conversation.state in BEFORE_SENDING
        and holds_pen(MOVES[conversation.step.kind]["write"].pen, side, is_sender=False)
    )


def can_add_addendum(actor, conversation: Conversation) -> bool:
    """Both sides, once it is final."""
    return conversation.state == State.FINAL and side_of(actor, conversation) is not None


def can_note_moment(actor, about: Person) -> bool:
    """Everybody about themselves, and the line manager of today about whom they lead."""
    if actor.person_id is None or about.organisation_id != actor.organisation.pk:
        return False
    if about.pk == actor.person_id:
        return True
    return (
        actor.may(Permission.LEAD_PEOPLE)
        and Placement.objects.today().filter(person=about, line_manager=actor.person_id).exists()
    )


def can_take_conversation(actor, conversation: Conversation) -> bool:
    """Take the agreement form along on paper: both sides, once there is a report for both."""
    return conversation.state not in BEFORE_SENDING and side_of(actor, conversation) is not None


def is_running(conversation: Conversation) -> bool:
    """True when its cycle runs: before and after, nothing in it changes."""
    return conversation.step.cycle.state == CycleState.RUNNING
