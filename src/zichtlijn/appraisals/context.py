"""What the template of a sheet needs, the same on every page that shows one."""

from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.appraisals.models import Appraisal
from zichtlijn.appraisals.permissions import is_open_to, moves_open_to, scheme_of, second_appraisers
from zichtlijn.appraisals.queries.sheet import Sheet, sheet_of
from zichtlijn.appraisals.states import Move, Pen, State
from zichtlijn.appraisals.wording import tell_level, tell_passage
from zichtlijn.conversations.states import CycleState
from zichtlijn.ui.versions import VersionedForm


def sheet_context(actor, appraisal: Appraisal, pens) -> dict:
    """The sheet with what happened to it, and what this reader can do now."""
    conversation = appraisal.report.conversation
    scheme = scheme_of(conversation.step.cycle)
    assert scheme is not None
    sheet = sheet_of(conversation, appraisal, scheme, today=timezone.localdate())
    moves, names = moves_open_to(pens, appraisal.state), sheet.names
    is_running = conversation.step.cycle.state == CycleState.RUNNING
    second = approver_of(sheet)
    approves = is_running and is_open_to(pens, appraisal, Move.APPROVE)
    until = appraisal.object_until
    return {
        "appraisal": appraisal,
        "conversation": conversation,
        "sheet": sheet,
        "labels": labels_of(sheet),
        "label": tell_level(names, appraisal.level),
        "is_negative": any(level.is_negative for level in sheet.levels if level.number == appraisal.level),
        "passages": [(row, *tell_passage(row, names)) for row in sheet.passages],
        # what was calibrated, or objected to, is read at once
        "tells": any(row.move in (Move.CALIBRATE, Move.OBJECT, Move.DECIDE) for row in sheet.passages),
        "second": second,
        "may_approve": approves,
        "may_object": Move.OBJECT in moves and until is not None and until >= timezone.localdate(),
        "may_decide": Move.DECIDE in moves,
        "version_form": VersionedForm(initial={"version": appraisal.version}, auto_id="appraisal_%s"),
        "is_employee": Pen.EMPLOYEE in pens,
    }


def approver_of(sheet: Sheet) -> str:
    """The name of who approved it last; until then of who is to."""
    assert sheet.appraisal is not None
    approved = [row.by_name for row in sheet.passages if row.move == Move.APPROVE]
    if approved and sheet.appraisal.state not in (State.SENT, State.ANSWERED):
        return approved[-1]
    conversation = sheet.appraisal.report.conversation
    second = second_appraisers([conversation])[conversation.pk]
    return second.name if second else ""


def labels_of(sheet: Sheet) -> list[tuple[str, str]]:
    """Each label that it had on its way, with what it was; the last one counts."""
    appraisal, names = sheet.appraisal, sheet.names
    assert appraisal is not None
    told = [
        (_("Proposed by the calculation"), tell_level(names, appraisal.proposed)),
        (_("Chosen by the manager"), tell_level(names, appraisal.chosen)),
    ]
    if appraisal.label != appraisal.chosen:
        told.append((_("After calibration"), tell_level(names, appraisal.label)))
    if appraisal.decided is not None:
        told.append((_("After the objection"), tell_level(names, appraisal.decided)))
    return told
