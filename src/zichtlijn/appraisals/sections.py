"""What this room shows on the pages of the conversations: the appraisal is a part of them, not a second flow."""

from datetime import timedelta
from fractions import Fraction

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.appraisals.actions.scheme import is_scored
from zichtlijn.appraisals.context import sheet_context
from zichtlijn.appraisals.models import Appraisal, Mandate
from zichtlijn.appraisals.permissions import (
    WITH,
    can_keep_scheme,
    can_see_distribution,
    named_decider,
    pens_of,
    scheme_of,
    second_appraisers,
)
from zichtlijn.appraisals.queries import course
from zichtlijn.appraisals.queries.objections import hr_who_decides, objections_to_name, open_objections
from zichtlijn.appraisals.queries.returned import returned_to_earlier
from zichtlijn.appraisals.queries.sheet import levels_of, own_draft, own_report_id, sheet_of
from zichtlijn.appraisals.queries.stuck import can_come_in, stuck_appraisals
from zichtlijn.appraisals.queries.weighing import weights_of
from zichtlijn.appraisals.states import OPEN, Move, Pen, State
from zichtlijn.appraisals.wording import tell_level, tell_passage
from zichtlijn.conversations.permissions import can_write_report
from zichtlijn.conversations.queries.agreed import agreed_in_cycle
from zichtlijn.conversations.queries.pages import own_draft as own_report
from zichtlijn.conversations.states import CycleState, Kind
from zichtlijn.organisation.sections import section_of
from zichtlijn.ui.wording import write_full_date


@section_of("conversation")
def appraisal_of_conversation(request, conversation):
    """The sheet for both sides once it was sent; before that only for who writes it, and how far it is."""
    if conversation.step.kind != Kind.APPRAISAL:
        return ""
    found = Appraisal.objects.visible_to(request.actor).filter(report__conversation=conversation)
    sent = found.shared().select_related(*WITH).first()
    if sent is None:
        return _draft_card(request, conversation)
    context = sheet_context(request.actor, sent, pens_of(request.actor, sent))
    return render_to_string("appraisals/_sheet.html", context, request=request)


@section_of("conversation_report")
def appraisal_of_report(request, conversation):
    """The way to the scores, on the page where the report is written."""
    return _draft_card(request, conversation) if conversation.step.kind == Kind.APPRAISAL else ""


@section_of("conversation_report")
def weights_of_report(request, conversation):
    """How much what is agreed now counts for in the appraisal, next to what was agreed earlier in the cycle."""
    report = own_report(request.actor, conversation) if conversation.step.kind != Kind.APPRAISAL else None
    if report is None or not conversation.step.cycle.steps.filter(kind=Kind.APPRAISAL).exists():
        return ""
    earlier = [row for row, _answer in agreed_in_cycle(conversation, report.pk)]
    made = list(report.agreements.all())
    if not earlier or not made:
        return ""
    weights = weights_of([*earlier, *made])
    shares = zip((*earlier, *made), weights, strict=True)
    context = {"rows": [(row, Fraction(weight, sum(weights) or 1), row in made) for row, weight in shares]}
    return render_to_string("appraisals/_weights.html", context, request=request)


def _draft_card(request, conversation):
    """How far the draft is, and what the second appraiser wrote when it came back; for who writes it."""
    actor = request.actor
    scheme = scheme_of(conversation.step.cycle)
    if scheme is None or not can_write_report(actor, conversation):
        return ""
    draft, is_running = own_draft(actor, conversation), conversation.step.cycle.state == CycleState.RUNNING
    if conversation.step.opens_on > timezone.localdate() or not (is_running or draft):
        return ""
    report_id = None if draft else own_report_id(actor, conversation)
    sheet = sheet_of(conversation, draft, scheme, today=timezone.localdate(), report_id=report_id)
    returned = next((row for row in reversed(sheet.passages) if row.move == Move.RETURN), None)
    earlier = returned_to_earlier(actor, conversation) if draft is None else None
    context = {
        "conversation": conversation,
        "sheet": sheet,
        "draft": draft,
        "is_running": is_running,
        "proposed": sheet.names.get(sheet.proposed or 0),
        "chosen": sheet.names.get(draft.chosen or 0) if draft else None,
        "returned": returned or earlier,
        "is_earlier": earlier is not None,
    }
    return render_to_string("appraisals/_draft.html", context, request=request)


@section_of("conversation_look")
def appraisal_looked_at(request, conversation):
    """The sheet as both sides have it, for HR in a look that was written down."""
    sent = Appraisal.objects.shared().filter(report__conversation=conversation).select_related(*WITH).first()
    if sent is None:
        return ""
    context = sheet_context(request.actor, sent, pens_of(request.actor, sent)) | {"looked": True}
    return render_to_string("appraisals/_sheet.html", context, request=request)


@section_of("conversation_process")
def approval_of_conversation(request, conversation):
    """For HR: how far the appraisal is, and who approves and decides."""
    if conversation.step.kind != Kind.APPRAISAL:
        return ""
    sent = Appraisal.objects.shared().filter(report__conversation=conversation).select_related(*WITH).first()
    mandate = Mandate.objects.filter(conversation=conversation).select_related("second", "decider").first()
    decider = named_decider(conversation)
    second = second_appraisers([conversation])[conversation.pk]
    is_open = sent is None or sent.state in OPEN
    context = {
        "conversation": conversation,
        "appraisal": sent,
        "second": second,
        "is_away": second is not None and is_open and not can_come_in(conversation.organisation_id, second),
        "decider": mandate.decider if mandate and decider is not None else None,
        "barred": mandate.decider if mandate and decider is None else None,
    }
    if sent is not None:
        may_decide = Pen.DECIDER in pens_of(request.actor, sent)
        context["may_decide"] = sent.state == State.OBJECTED and may_decide
        if decider is None and not may_decide and sent.state != State.DECIDED:
            context["not_me"], context["nobody"] = True, not hr_who_decides([sent])[sent.pk]
    return render_to_string("appraisals/_process.html", context, request=request)


@section_of("conversation_finish")
def label_before_final(request, conversation):
    """For who makes it final: the label that counts, what calibration made of it, and the term to object."""
    found = Appraisal.objects.visible_to(request.actor).filter(report__conversation=conversation)
    appraisal = found.filter(state__in=OPEN).select_related(*WITH).first()
    scheme = scheme_of(conversation.step.cycle) if appraisal else None
    if appraisal is None or scheme is None:
        return ""
    names, rows = {one.number: one.name for one in levels_of(scheme)}, list(appraisal.passages.all())
    moves = [row.move for row in rows if row.move in (Move.ANSWER, Move.CALIBRATE, Move.RETURN)]
    after = moves[len(moves) - moves[::-1].index(Move.RETURN) :] if Move.RETURN in moves else moves
    signed = Move.ANSWER in after and Move.CALIBRATE in after[after.index(Move.ANSWER) :]
    context = {
        "label": tell_level(names, appraisal.level),
        "labels": [
            (_("Proposed by the calculation"), tell_level(names, appraisal.proposed)),
            (_("Chosen by the manager"), tell_level(names, appraisal.chosen)),
        ],
        "changed": [tell_passage(row, names) for row in rows if row.move == Move.CALIBRATE],
        "changed_after": signed and appraisal.label != appraisal.chosen,
        "days": scheme.objection_days,
        "until": write_full_date(timezone.localdate() + timedelta(days=scheme.objection_days)),
    }
    return render_to_string("appraisals/_before_final.html", context, request=request)


@section_of("conversation_cycle")
def scale_of_cycle(request, cycle):
    """The scale of the appraisals in a cycle, and the ways to the session and the distribution."""
    if not can_see_distribution(request.actor) or not cycle.steps.filter(kind=Kind.APPRAISAL).exists():
        return ""
    scheme = scheme_of(cycle)
    context = {
        "cycle": cycle,
        "scheme": scheme,
        "levels": levels_of(scheme) if scheme else [],
        "can_keep": can_keep_scheme(request.actor),
        "is_draft": cycle.state == CycleState.DRAFT,
        "is_open": cycle.state != CycleState.CLOSED and not is_scored(cycle),
        "is_closed": cycle.state == CycleState.CLOSED,
        "objections": open_objections(request.actor, cycle),
        "stuck": stuck_appraisals(request.actor, cycle),
    }
    return render_to_string("appraisals/_of_cycle.html", context, request=request)


@section_of("conversation_list")
def waiting_appraisals(request, _row):
    """What waits for this reader: to approve, or to decide."""
    to_approve, to_decide = course.waiting_appraisals(request.actor, today=timezone.localdate())
    to_name = objections_to_name(request.actor)
    context = {"to_approve": to_approve, "to_decide": to_decide, "to_name": to_name}
    if not any(context.values()):
        return ""
    return render_to_string("appraisals/_waiting.html", context, request=request)
