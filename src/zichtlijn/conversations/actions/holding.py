"""A conversation locked for an act, and going on along its table: the wrong pen is 403, the wrong moment 409."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.conversations.companions import report_that_came_back
from zichtlijn.conversations.models import Conversation, Report
from zichtlijn.conversations.permissions import holds_pen, side_of
from zichtlijn.conversations.queries.pages import manager_people, sent_report, written_by_other, wrote
from zichtlijn.conversations.states import BEFORE_SENDING, MOVES, CycleState, Pen, Side, State
from zichtlijn.organisation.models import Person


@dataclass(frozen=True)
class Held:
    """A conversation that is locked, with the side of the actor."""

    conversation: Conversation
    side: str
    report: Report | None

    @property
    def is_sender(self) -> bool:
        return self.report is not None and wrote(self.report, self.conversation) == self.side


def lock(conversation: Conversation) -> Conversation:
    """Lock it, and only then read it with its cycle: while one waits for the lock the cycle may be closed."""
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    now: Conversation = Conversation.objects.select_related("step__cycle__period", "employee").get(pk=conversation.pk)
    return now


def hold(conversation: Conversation, by) -> Held:
    """Lock it; refuse who is neither of both, and what is not open (yet, or any more)."""
    now = lock(conversation)
    side = side_of(by, now)
    require(side is not None, _("Only the employee and the manager write in this conversation."))
    assert side is not None
    if now.step.cycle.state != CycleState.RUNNING:
        raise NotNow(_("This cycle is closed: nothing changes in it any more."))
    if now.step.opens_on > timezone.localdate():
        raise NotNow(_("This conversation has not opened yet. You can prepare it from the day on which it opens."))
    return Held(now, side, sent_report(now))


def move(held: Held, name: str, **fields) -> None:
    """Go on along the table, and store these fields of the conversation with it."""
    conversation = held.conversation
    way = MOVES[conversation.step.kind][name]
    require(holds_pen(way.pen, held.side, is_sender=held.is_sender), _pen_sentence(way.pen))
    if conversation.state not in way.source:
        words = {"state": conversation.get_state_display()}
        raise NotNow(_("That is not possible now: the conversation is “%(state)s”. Look at how it stands.") % words)
    store(conversation, state=way.target, **fields)


def _pen_sentence(pen: Pen) -> str:
    match pen:
        case Pen.MANAGER:
            return _("The manager does this, not the employee.")
        case Pen.EMPLOYEE:
            return _("Only the employee answers the report.")
        case Pen.SENDER:
            return _("Only who sent the report can do this.")
        case _:
            return _("Only the person to whom the report was sent answers it.")


def store(conversation: Conversation, **fields) -> None:
    """Write these fields, in the database and in the object at hand."""
    Conversation.objects.filter(pk=conversation.pk).update(**fields)
    for name, value in fields.items():
        setattr(conversation, name, value)


def take_over(held: Held, by) -> None:
    """A new manager who goes on with it is from now on the one it is held with."""
    if held.side == Side.MANAGER and held.conversation.manager_id != by.person_id:
        store(held.conversation, manager_id=by.person_id)


def pass_on(report: Report, conversation: Conversation, manager: Person | None) -> None:
    """Let the manager of now write on in a report that came back, when an earlier one wrote it: they could read it
    already. A draft of their own, from before the other sent one, gives way to it."""
    if manager is None or report.writer_id == manager.pk or wrote(report, conversation) == Side.EMPLOYEE:
        return
    conversation.reports.filter(writer=manager.pk).delete()
    Report.objects.filter(pk=report.pk).update(writer=manager.pk, writer_name=manager.name)
    report.writer, report.writer_name = manager, manager.name
    store(conversation, manager_id=manager.pk)


def own_report(held: Held, by) -> Report:
    """The report that the actor writes, made when it is not there; refused when not theirs to write, or too late."""
    conversation = held.conversation
    write = MOVES[conversation.step.kind]["write"]
    require(holds_pen(write.pen, held.side, is_sender=False), _("The manager writes the report of this conversation."))
    if conversation.state not in BEFORE_SENDING:
        raise NotNow(_("The report has been sent. Take it back first if you want to change it."))
    mine = conversation.reports.filter(writer=by.person_id).first()
    if mine is not None:
        return mine
    if conversation.state == State.WRITING:
        manager = manager_people([conversation])[conversation.pk]
        back = report_that_came_back(conversation) if manager is not None and manager.pk == by.person_id else None
        if back is not None:  # returned to an earlier manager, who is not the manager any more
            pass_on(back, conversation, manager)
            audit.record(Event.REPORT_WRITTEN, on=conversation, by=by, about=conversation.employee_id)
            return back
        if written_by_other(conversation, by.person_id):
            raise NotNow(_("The other side is writing the report already. You answer it once it is sent."))
    else:
        move(held, "write")
    mine = Report.objects.create(
        organisation=conversation.organisation, conversation=conversation, writer=by.person, writer_name=by.name
    )
    take_over(held, by)
    audit.record(Event.REPORT_WRITTEN, on=conversation, by=by, about=conversation.employee_id)
    return mine
