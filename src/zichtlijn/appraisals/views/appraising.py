"""Pages of who scores, approves, objects and decides."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.appraisals import forms
from zichtlijn.appraisals.actions import deciding, scoring, taking
from zichtlijn.appraisals.context import sheet_context
from zichtlijn.appraisals.permissions import (
    can_read_appraisal,
    can_see_distribution,
    get_appraisal,
    get_appraised_conversation,
    is_open_to,
    pens_of,
    reads_as,
    scheme_of,
)
from zichtlijn.appraisals.queries.course import cycles_with_appraisal, waiting_appraisals
from zichtlijn.appraisals.queries.objections import open_objections
from zichtlijn.appraisals.queries.returned import returned_to_earlier
from zichtlijn.appraisals.queries.sheet import levels_of, own_draft, own_report_id, shared_appraisal, sheet_of
from zichtlijn.appraisals.queries.stuck import stuck_appraisals
from zichtlijn.appraisals.states import SHARED, WAYS, Move
from zichtlijn.appraisals.views.acting import ASKED, form_page, page_of, told_of
from zichtlijn.appraisals.wording import tell_passage
from zichtlijn.conversations.permissions import can_write_report, is_running
from zichtlijn.documents.files import as_download
from zichtlijn.documents.forms import TakeForm
from zichtlijn.organisation.actions import look_at
from zichtlijn.ui.versions import VersionedForm


@require_safe
def list_waiting(request):
    """What waits for the actor: to approve, to decide; and the cycles for those who follow or count them."""
    actor = request.actor
    to_approve, to_decide = waiting_appraisals(actor, today=timezone.localdate())
    objections = open_objections(actor)
    context = {
        "to_approve": to_approve,
        "to_decide": to_decide,
        "to_name": [one.appraisal for one in objections if one.waits_for_nobody],
        "objections": objections,
        "stuck": stuck_appraisals(actor),
        "cycles": cycles_with_appraisal() if can_see_distribution(actor) else [],
        "counts": can_see_distribution(actor),
    }
    return render(request, "appraisals/list.html", context)


@require_safe
def show_appraisal(request, pk):
    """The sheet for who approves or decides; both sides have it on the page of the conversation."""
    actor, appraisal = request.actor, get_appraisal(request.actor, pk)
    pens = pens_of(actor, appraisal)
    if {"employee", "manager"} & pens:
        return redirect("conversations:conversation", appraisal.report.conversation_id)
    if not can_read_appraisal(actor, appraisal):
        if "hr" in pens:
            return redirect("conversations:conversation", appraisal.report.conversation_id)
        return render(request, "appraisals/not_yet.html", {"appraisal": appraisal})
    look_at(appraisal.report.conversation.employee, what="appraisal", by=actor, otherwise=reads_as(pens))
    return render(request, "appraisals/appraisal.html", sheet_context(actor, appraisal, pens))


@require_http_methods(ASKED)
def score(request, pk):
    """Score the agreements and competencies, and choose the label; nobody else reads it before the report is sent."""
    actor = request.actor
    conversation = get_appraised_conversation(actor, pk)
    scheme, today = scheme_of(conversation.step.cycle), timezone.localdate()
    if scheme is None:
        raise NotNow(_("HR has not set the scale of this cycle yet."))
    if request.method != "POST" and not (is_running(conversation) and can_write_report(actor, conversation)):
        return redirect("conversations:conversation", pk)
    draft = own_draft(actor, conversation)
    if request.method != "POST" and draft is None and returned_to_earlier(actor, conversation):
        return redirect("conversations:report", pk)  # where one begins, and gets what came back
    # what is typed after the report was sent comes back with the reason, beside what was sent
    shown = draft or (shared_appraisal(conversation) if request.method == "POST" else None)
    report_id = None if shown else own_report_id(actor, conversation)
    sheet = sheet_of(conversation, shown, scheme, today=today, report_id=report_id)
    levels, lines = sheet.levels, [one.line for part in sheet.parts for one in part.lines]
    initial = {"version": draft.version if draft else 0}
    if draft:
        initial |= {"chosen": draft.chosen, "reason": draft.reason}
    form = forms.ScoresForm(request.POST or None, lines=lines, levels=levels, initial=initial)

    def act():
        given = form.cleaned_data
        scoring.save_scores(
            conversation, form.scores(), chosen=given["chosen"], reason=given["reason"], version=given["version"],
            by=actor,
        )  # fmt: skip

    if request.method == "POST" and acted(form, act):
        messages.success(request, _("Saved. Only you can read it until you send the report."))
        return redirect("appraisals:score" if "stay" in request.POST else "conversations:report", pk)
    context = {
        "conversation": conversation,
        "form": form,
        "sheet": sheet,
        "levels": levels,
        "reasons": scoring.reasons_not_to_send(conversation, draft, scheme) if draft else [],
        "changed": [tell_passage(row, sheet.names) for row in sheet.passages if row.move == Move.CALIBRATE],
    }
    return render(request, "appraisals/score.html", context, status=422 if form.is_bound else 200)


@require_POST
def approve_appraisal(request, pk):
    """Agree as second appraiser."""
    actor, appraisal = request.actor, get_appraisal(request.actor, pk)
    form = VersionedForm(request.POST)
    if not form.is_valid():
        raise BadRequest("version")
    deciding.approve_appraisal(appraisal, version=form.cleaned_data["version"], by=actor)
    messages.success(request, _("Approved. The manager can make it final."))
    return redirect("appraisals:list")


def _require_pen(appraisal, move, actor) -> frozenset:
    """The pens of the actor, or a refusal before a form is shown."""
    pens = pens_of(actor, appraisal)
    require(WAYS[move].pen in pens, str(deciding.SENTENCES[WAYS[move].pen]))
    return pens


def _act_page(request, pk, move, form_class, act, *, title, submit, said, lead="", after=None, **options):
    """One act on an appraisal with a form: for who holds the pen, at its moment; else back to where it stands."""
    actor, appraisal = request.actor, get_appraisal(request.actor, pk)
    pens = _require_pen(appraisal, move, actor)
    back = page_of(appraisal, pens)
    if request.method != "POST" and not is_open_to(pens, appraisal, move):
        return redirect(back)
    if "levels" in options:
        options["levels"] = levels_of(appraisal.report.conversation.step.cycle.scheme)
    initial = {"version": appraisal.version, "label": appraisal.level}
    form = form_class(request.POST or None, initial=initial, **options)
    if request.method == "POST" and acted(form, lambda: act(appraisal, **form.cleaned_data, by=actor)):
        messages.success(request, said)
        return redirect(after or back)
    crumb = (back, str(appraisal))
    told = told_of(actor, appraisal, pens, move)
    return form_page(request, form, title=title, submit=submit, back=back, crumb=crumb, lead=lead, told=told)


@require_http_methods(ASKED)
def return_appraisal(request, pk):
    """Send it back to the manager as second appraiser."""
    return _act_page(
        request, pk, Move.RETURN, forms.ReturnForm, deciding.return_appraisal,
        title=_("Return the appraisal"), submit=_("Return it"), said=_("Returned. The manager has it again."),
        lead=_("The report goes back too. The employee signs again once both are sent."),
        after=reverse("appraisals:list"),
    )  # fmt: skip


@require_http_methods(ASKED)
def object_to_appraisal(request, pk):
    """Object as employee."""
    return _act_page(
        request, pk, Move.OBJECT, forms.ObjectForm, deciding.object_to_appraisal,
        title=_("Object to the appraisal"), submit=_("Object"), said=_("Your objection is made. HR has it decided."),
        lead=_("Somebody who neither appraised nor approved decides, with reasons. You can do this once."),
    )  # fmt: skip


@require_http_methods(ASKED)
def decide_objection(request, pk):
    """Decide on an objection."""
    return _act_page(
        request, pk, Move.DECIDE, forms.DecideForm, deciding.decide_objection,
        title=_("Decide on the objection"), submit=_("Decide"), said=_("Decided. Both sides can read it."),
        lead=_("The label may change; then both stay to be read. A decision cannot be changed."),
        after=reverse("appraisals:list"), levels=None,
    )  # fmt: skip


@require_POST
def take_appraisal(request, pk):
    """The appraisal form on paper."""
    appraisal = get_appraisal(request.actor, pk)
    if appraisal.state not in SHARED or not can_read_appraisal(request.actor, appraisal):
        raise Http404
    form = TakeForm(request.POST, makers=taking.MAKERS)
    if not form.is_valid():
        raise BadRequest("form")
    return as_download(*taking.take_appraisal(appraisal, by=request.actor))
