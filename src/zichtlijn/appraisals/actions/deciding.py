"""Approving or returning an appraisal, objecting to it, and deciding on the objection."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.appraisals.actions.moving import SENTENCES, check, go, hold, refuse_old, target_of
from zichtlijn.appraisals.models import Appraisal, Level
from zichtlijn.appraisals.permissions import is_term_over, pens_of
from zichtlijn.appraisals.states import WAYS, Move, State
from zichtlijn.appraisals.telling import tell_changed, tell_waiting
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.conversations.actions.talking import reopen_report
from zichtlijn.conversations.states import CycleState


@transaction.atomic
def approve_appraisal(appraisal: Appraisal, *, version: int, by) -> None:
    """The second appraiser agrees: the manager can make it final."""
    now = _to_approve(appraisal, Move.APPROVE, version, by)
    go(now, Move.APPROVE, target_of(now, Move.APPROVE), by=by)
    _record(Event.APPRAISAL_APPROVED, now, by)
    tell_changed(now, Move.APPROVE, by=by, employee=False)


@transaction.atomic
def return_appraisal(appraisal: Appraisal, *, reason: str, version: int, by) -> None:
    """The second appraiser sends it back to the manager with a reason; it is a draft again, and its report too."""
    now = _to_approve(appraisal, Move.RETURN, version, by)
    if not reason.strip():
        raise NotNow(_("Write why you return the appraisal."))
    reopen_report(now.report.conversation, by=by)
    go(now, Move.RETURN, target_of(now, Move.RETURN), by=by, words=reason, proposed=None)
    _record(Event.APPRAISAL_RETURNED, now, by)
    tell_changed(now, Move.RETURN, by=by, employee=False)


def _to_approve(appraisal: Appraisal, move: str, version: int, by) -> Appraisal:
    """The appraisal, locked, with the second appraiser; one that was not answered in time comes to them by itself."""
    now = hold(appraisal)
    require(WAYS[move].pen in pens_of(by, now), str(SENTENCES[WAYS[move].pen]))
    _refuse_closed(now)
    if now.state == State.SENT and not is_term_over(now):
        raise NotNow(_("The employee has not answered yet, and the term to answer is not over."))
    is_late = is_term_over(now)
    if not is_late:
        target_of(now, move)
    refuse_old(now, version)
    if is_late:
        go(now, Move.LAPSE, target_of(now, Move.LAPSE), by=by)
    return now


def _refuse_closed(appraisal: Appraisal) -> None:
    if appraisal.report.conversation.step.cycle.state != CycleState.RUNNING:
        raise NotNow(_("This cycle is closed: nothing changes in it any more."))


@transaction.atomic
def object_to_appraisal(appraisal: Appraisal, *, reasons: str, version: int, by) -> None:
    """The employee objects within the term, with reasons; also after the cycle was closed."""
    now = hold(appraisal)
    target = check(now, Move.OBJECT, by=by)
    if now.object_until is None or now.object_until < timezone.localdate():
        raise NotNow(_("The term to object is over."))
    if not reasons.strip():
        raise NotNow(_("Write why you object."))
    refuse_old(now, version)
    go(now, Move.OBJECT, target, by=by, words=reasons)
    _record(Event.APPRAISAL_OBJECTED, now, by)
    tell_waiting(now, by=by)
    tell_changed(now, Move.OBJECT, by=by, employee=False)


@transaction.atomic
def decide_objection(appraisal: Appraisal, *, label: int, reasons: str, version: int, by) -> None:
    """Decide on the objection with reasons: the label stays, or becomes another one, and both stay to be read."""
    now = hold(appraisal)
    target = check(now, Move.DECIDE, by=by)
    if not reasons.strip():
        raise NotNow(_("Write the reasons of the decision."))
    scheme = now.report.conversation.step.cycle.scheme
    if not Level.objects.filter(scheme=scheme, number=label).exists():
        raise NotNow(_("This label is not on the scale. Open the page again."))
    refuse_old(now, version)
    before = now.label
    changed = label if label != before else None
    today = timezone.localdate()
    go(now, Move.DECIDE, target, by=by, before=before, words=reasons, decided=changed, decided_on=today)
    _record(Event.APPRAISAL_DECIDED, now, by)
    tell_changed(now, Move.DECIDE, by=by)


def _record(event: Event, appraisal: Appraisal, by) -> None:
    """The log tells that it happened, and never what was judged or why."""
    conversation = appraisal.report.conversation
    audit.record(event, on=appraisal, by=by, about=conversation.employee_id)
