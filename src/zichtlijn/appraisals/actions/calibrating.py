"""The calibration session: HR changes a label with a reason; what it was stays."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.appraisals.actions.moving import check, go, hold
from zichtlijn.appraisals.models import Appraisal
from zichtlijn.appraisals.queries.sheet import levels_of
from zichtlijn.appraisals.states import Move, State
from zichtlijn.appraisals.telling import tell_changed, tell_waiting
from zichtlijn.appraisals.wording import tell_level
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.conversations.models import Report
from zichtlijn.conversations.states import CycleState


@transaction.atomic
def calibrate(appraisal: Appraisal, *, label: int, reason: str, version: int, by) -> None:
    """Give an appraisal that is not final another label. What was approved is to be approved again.

    Whoever has the report open to sign it must read it again: its version goes up.
    """
    now = hold(appraisal)
    target = check(now, Move.CALIBRATE, by=by)
    cycle = now.report.conversation.step.cycle
    if cycle.state != CycleState.RUNNING:
        raise NotNow(_("This cycle is closed: nothing changes in it any more."))
    names = {level.number: level.name for level in levels_of(cycle.scheme)}
    if label not in names:
        raise NotNow(_("This label is not on the scale. Open the page again."))
    if now.version != version:
        told = [(_("Label"), tell_level(names, now.label), tell_level(names, label))]
        latest = now.passages.filter(move=Move.CALIBRATE).last()
        told.append((_("Reason"), latest.words if latest else "", reason))
        raise EditConflict(now, told, now.version)
    if label == now.label:
        raise NotNow(_("That is the label it has already."))
    if not reason.strip():
        raise NotNow(_("Write why the label changes."))
    before, was_approved = now.label, now.state == State.APPROVED
    go(now, Move.CALIBRATE, target, by=by, before=before, words=reason, label=label)
    Report.objects.filter(pk=now.report_id).update(version=F("version") + 1)
    audit.record(Event.APPRAISAL_CALIBRATED, on=now, by=by, about=now.report.conversation.employee_id)
    tell_changed(now, Move.CALIBRATE, by=by)
    if was_approved:
        tell_waiting(now, by=by)
