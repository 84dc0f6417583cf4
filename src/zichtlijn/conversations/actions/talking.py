"""Preparing a conversation, its report, the answer to it, and what is added afterwards."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.conversations.actions.holding import Held, hold, move, own_report, pass_on, store, take_over
from zichtlijn.conversations.companions import follow, holders_of, reasons_against
from zichtlijn.conversations.models import (
    Addendum,
    Conversation,
    Meeting,
    Preparation,
    Report,
)
from zichtlijn.conversations.permissions import can_look_at_conversation, holds_pen, side_of
from zichtlijn.conversations.queries.agreed import (
    NOTHING,
    agreed_in_cycle,
    mark_of,
    mark_of_agreements,
    read_marks,
    said_in,
)
from zichtlijn.conversations.queries.pages import manager_people, open_agreements, own_draft, sent_report
from zichtlijn.conversations.states import (
    BEFORE_SENDING,
    MOVES,
    Answer,
    Kind,
    Side,
    State,
)
from zichtlijn.conversations.telling import tell_answered, tell_sent
from zichtlijn.ui.wording import write_moment

PREPARED = ("looking_back", "looking_ahead", "needs")


# preparing --------------------------------------------------------------------------------------------------------


def blank_preparation(conversation: Conversation, side: str, by) -> Preparation:
    """What one would write; not stored before there is something in it."""
    return Preparation(organisation=conversation.organisation, conversation=conversation, writer=by.person, side=side)


@transaction.atomic
def write_preparation(conversation: Conversation, texts: dict[str, str], *, version: int, by) -> Preparation:
    """Keep what one side prepares. The log tells that somebody began, not each time it was saved."""
    held = hold(conversation, by)
    _refuse_sent(held)
    mine = held.conversation.preparations.filter(writer=by.person_id).first()
    if mine is None:
        mine = blank_preparation(held.conversation, held.side, by)
        mine.save()
        audit.record(Event.PREPARATION_WRITTEN, on=held.conversation, by=by, about=conversation.employee_id)
        if held.conversation.state == State.PLANNED:
            move(held, "prepare")
        take_over(held, by)
    save_version(mine, texts, version=version)
    return mine


@transaction.atomic
def share_preparation(conversation: Conversation, *, by) -> None:
    """Let the other side read it; there is no way back."""
    held = hold(conversation, by)
    _refuse_sent(held)
    mine = held.conversation.preparations.filter(writer=by.person_id).first()
    if mine is None or not any(getattr(mine, name).strip() for name in PREPARED):
        raise NotNow(_("You wrote nothing yet: there is nothing to share."))
    if mine.shared_at is not None:
        raise NotNow(_("Your preparation is shared already."))
    Preparation.objects.filter(pk=mine.pk).update(shared_at=timezone.now())
    audit.record(Event.PREPARATION_SHARED, on=held.conversation, by=by, about=conversation.employee_id)


def _refuse_sent(held: Held) -> None:
    if held.conversation.state not in BEFORE_SENDING:
        raise NotNow(_("The report has been sent: there is nothing to prepare any more."))


# the report -------------------------------------------------------------------------------------------------------


@transaction.atomic
def begin_report(conversation: Conversation, *, by) -> Report:
    """The report that the actor writes, made when it is not there."""
    held = hold(conversation, by)
    return own_report(held, by)


@transaction.atomic
def write_report(conversation: Conversation, texts: dict[str, str], *, version: int, by) -> Report:
    """Keep what the report says so far; nobody else reads it before it is sent."""
    report = own_report(hold(conversation, by), by)
    save_version(report, texts, version=version)
    return report


@transaction.atomic
def leave_report(conversation: Conversation, *, by) -> None:
    """Let the other of both write the report of an open conversation; what the actor wrote in it is thrown away."""
    held = hold(conversation, by)
    mine = own_draft(by, held.conversation)
    if mine is None or "leave" not in MOVES[held.conversation.step.kind]:
        raise NotNow(
            _("You are not writing the report of an open conversation: there is nothing to leave to the other.")
        )
    move(Held(held.conversation, held.side, mine), "leave")
    audit.record(Event.REPORT_LEFT, on=held.conversation, by=by, about=conversation.employee_id)
    mine.delete()


def reasons_not_to_send(conversation: Conversation, report: Report | None) -> list[str]:
    """Everything that stands in the way of sending a report."""
    reasons, today = [], timezone.localdate()
    if report is None or not report.discussed.strip():
        reasons.append(_("Write what was discussed before you send the report."))
    if report is None:
        return reasons
    ahead = Meeting.objects.filter(conversation=conversation, is_off=False, starts_at__gt=timezone.now()).first()
    if ahead is not None:
        words = {"moment": write_moment(ahead.starts_at)}
        reasons.append(
            _("The appointment is on %(moment)s. Talk first, or move the appointment to when you talked.") % words
        )
    said = set(report.agreement_answers.values_list("agreement_id", flat=True))
    waiting = [
        row for row in open_agreements(conversation) if row.due_on and row.due_on <= today and row.pk not in said
    ]
    if waiting:
        reasons.append(_("Say what came of each earlier agreement that is due."))
    weights = [row.weight for row in report.agreements.all() if row.weight is not None]
    if weights and sum(weights) != 100 and not _counts_along(conversation, report):
        total = {"sum": sum(weights)}
        reasons.append(_("The weights of the agreements add up to %(sum)s%%, and must be 100%% together.") % total)
    return reasons + reasons_against("send", conversation, report)


def _counts_along(conversation: Conversation, report: Report) -> bool:
    """True when what is agreed here counts along with earlier agreements of the cycle, each for its share of all."""
    return conversation.step.kind != Kind.APPRAISAL and bool(agreed_in_cycle(conversation, report.pk))


@transaction.atomic
def send_report(conversation: Conversation, *, version: int, agreed: str = "", said: str = "", by) -> Report:
    """Lay the report before the other side, who has some days to answer. `version` is that which was read, `agreed` and
    `said` are the marks of the agreements and of the answers that were read with it."""
    held = hold(conversation, by)
    report = held.conversation.reports.filter(writer=by.person_id).first()
    if held.conversation.state == State.WRITING:
        if report is not None and (report.version != version or _is_other(report, agreed, said)):
            raise NotNow(_("The report was changed in the meantime, perhaps in another tab. Read it again first."))
        if holds_pen(MOVES[held.conversation.step.kind]["send"].pen, held.side, is_sender=report is not None) and (
            reasons := reasons_not_to_send(held.conversation, report)
        ):
            raise NotNow(*reasons)
    mine = Held(held.conversation, held.side, report)
    move(mine, "send")
    assert report is not None
    report.agreement_answers.exclude(agreement__in=open_agreements(held.conversation)).delete()  # another report did
    now = timezone.now()
    until = timezone.localdate(now) + timedelta(days=held.conversation.step.response_days)
    Report.objects.filter(pk=report.pk).update(sent_at=now, respond_by=until, writer_name=by.name)
    report.sent_at, report.respond_by = now, until
    audit.record(Event.REPORT_SENT, on=held.conversation, by=by, about=conversation.employee_id)
    follow("send", held.conversation, report, by=by)
    tell_sent(held.conversation, _other_side(mine), by=by)
    return report


def _is_other(report: Report, agreed: str, said: str) -> bool:
    """True when something else is agreed by now, or said of earlier agreements, than stood on the page."""
    now, nothing = {number: mark_of(*words) for number, words in said_in(report).items()}, mark_of(*NOTHING)
    if agreed and agreed != mark_of_agreements(report.agreements.all()):
        return True
    return any(now.get(number, nothing) != mark for number, mark in read_marks(said).items())


def _other_side(held: Held) -> int | None:
    if held.side == Side.MANAGER:
        return held.conversation.employee_id
    manager = manager_people([held.conversation])[held.conversation.pk]
    return manager.pk if manager else None


@transaction.atomic
def take_back_report(conversation: Conversation, *, by) -> None:
    """Write on in a report that was sent, as long as it is not answered; also when an earlier manager wrote it."""
    held = hold(conversation, by)
    move(held, "take_back")
    assert held.report is not None
    _refuse_companions("take_back", held)
    _give_back(held.report)
    if held.side == Side.MANAGER:
        pass_on(held.report, held.conversation, by.person)
    audit.record(Event.REPORT_TAKEN_BACK, on=held.conversation, by=by, about=conversation.employee_id)
    follow("take_back", held.conversation, held.report, by=by)


def _give_back(report: Report, **fields) -> None:
    """Take a report off the desk of the other side. Whoever has it open to sign it must read it again: agreements and
    scores may change now, and its words need not."""
    Report.objects.filter(pk=report.pk).update(sent_at=None, respond_by=None, version=F("version") + 1, **fields)


def _refuse_companions(name: str, held: Held) -> None:
    if held.report is None:
        return
    if reasons := reasons_against(name, held.conversation, held.report):
        raise NotNow(*reasons)


@transaction.atomic
def reopen_report(conversation: Conversation, *, by) -> None:
    """Give a report that was sent back to who writes it now. Called by the room that approves it, which asks the right.

    What was answered is taken off the report, because it was about other words; that room keeps it.
    """
    now = Conversation.objects.select_for_update(of=("self",)).select_related("step").get(pk=conversation.pk)
    report, way = sent_report(now), MOVES[now.step.kind].get("reopen")
    if way is None or report is None or now.state not in way.source:
        raise NotNow(_("This report cannot be given back any more."))
    _give_back(report, answer="", remarks="", answered_at=None, answered_by_name="")
    pass_on(report, now, manager_people([now])[now.pk])
    store(now, state=way.target)
    audit.record(Event.REPORT_RETURNED, on=now, by=by, about=now.employee_id)


@transaction.atomic
def answer_report(conversation: Conversation, *, answer: str, remarks: str, version: int, by) -> None:
    """Sign the report as seen or agreed, with one's own remarks. `version` is that of the report that was read."""
    held = hold(conversation, by)
    if held.report is not None and held.conversation.state == State.SENT and held.report.version != version:
        raise NotNow(
            _("The report was changed after you opened it. It stands here as it is now: read it before you sign.")
        )
    if answer not in Answer.values:
        raise NotNow(_("Choose between seen and agreed."))
    move(held, "answer")
    assert held.report is not None
    _refuse_companions("answer", held)
    fields = {"answer": answer, "remarks": remarks, "answered_at": timezone.now(), "answered_by_name": by.name}
    Report.objects.filter(pk=held.report.pk).update(**fields)
    held.report.answer, held.report.remarks = answer, remarks
    audit.record(Event.REPORT_ANSWERED, on=held.conversation, by=by, about=conversation.employee_id)
    follow("answer", held.conversation, held.report, by=by)
    if held.conversation.pk not in holders_of([held.conversation]):  # else a room above told who is next
        tell_answered(held.conversation, _other_side(held), by=by)


@transaction.atomic
def finish_conversation(conversation: Conversation, *, by) -> None:
    """Make it final: answered, or without an answer when the term is over. Afterwards one can only add to it."""
    held = hold(conversation, by)
    today = timezone.localdate()
    if held.conversation.state == State.SENT:
        assert held.report is not None
        lapse = MOVES[held.conversation.step.kind]["lapse"]
        over = held.report.respond_by is not None and held.report.respond_by < today
        if holds_pen(lapse.pen, held.side, is_sender=held.is_sender) and not over:
            raise NotNow(_("The report has not been answered, and the term to answer it is not over yet."))
        name = "lapse"
    else:
        name = "finish"
    move(held, name, final_on=today, final_by_name=by.name)
    _refuse_companions(name, held)
    take_over(held, by)
    audit.record(Event.CONVERSATION_FINAL, on=held.conversation, by=by, about=conversation.employee_id)
    if held.report is not None:
        follow(name, held.conversation, held.report, by=by)


@transaction.atomic
def add_addendum(conversation: Conversation, text: str, *, by) -> Addendum:
    """Add something to a conversation that is final, also after its cycle was closed."""
    now = Conversation.objects.select_related("step__cycle", "employee").get(pk=conversation.pk)
    require(side_of(by, now) is not None, _("Only the employee and the manager write in this conversation."))
    if now.state != State.FINAL:
        raise NotNow(_("This conversation is not final yet: change the report, or answer it."))
    made = Addendum.objects.create(
        organisation=now.organisation, conversation=now, writer=by.person, writer_name=by.name, text=text
    )
    audit.record(Event.ADDENDUM_ADDED, on=now, by=by, about=now.employee_id)
    return made


@transaction.atomic
def look_at_conversation(conversation: Conversation, *, purpose: str, by) -> None:
    """Write down that somebody outside the two looks at what they shared, and what for."""
    require(
        can_look_at_conversation(by, conversation),
        _("Only HR may look at a conversation of others, and each look is written down."),
    )
    detail = {"what": "conversation", "role": "hr", "purpose": purpose}
    audit.record(Event.CONVERSATION_SEEN, on=conversation, by=by, about=conversation.employee_id, detail=detail)
