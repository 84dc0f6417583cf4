"""Pages of who writes the report: its words, what came of earlier agreements, sending it and taking it back."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zichtlijn.access.acting import acted
from zichtlijn.access.permissions import require
from zichtlijn.conversations import forms
from zichtlijn.conversations.actions import agreements
from zichtlijn.conversations.actions import talking as actions
from zichtlijn.conversations.models import Meeting
from zichtlijn.conversations.permissions import can_write_report, get_own_conversation, is_running, side_of
from zichtlijn.conversations.queries import pages
from zichtlijn.conversations.queries.agreed import mark_of_agreements
from zichtlijn.conversations.states import State
from zichtlijn.conversations.views.acting import autosaved, form_page, prepared
from zichtlijn.organisation.actions import look_at
from zichtlijn.organisation.sections import draw_sections

ASKED = ["GET", "HEAD", "POST"]


@require_http_methods(ASKED)
def write_report(request, pk):
    """Write the report, with what was agreed earlier and now."""
    actor = request.actor
    conversation, _side = get_own_conversation(actor, pk)
    require(
        can_write_report(actor, conversation) or conversation.state not in (State.PLANNED, State.PREPARING),
        _("The manager writes the report of this conversation."),
    )
    report = pages.own_draft(actor, conversation)
    if request.method != "POST" and not (is_running(conversation) and can_write_report(actor, conversation)):
        return redirect("conversations:conversation", pk)
    if report is None and "discussed" not in request.POST:
        if request.method != "POST":
            if pages.written_by_other(conversation, actor.person_id):
                return redirect("conversations:conversation", pk)
            return render(request, "conversations/begin.html", {"conversation": conversation})
        actions.begin_report(conversation, by=actor)
        return redirect("conversations:report", pk)
    initial = {name: getattr(report, name) for name in ("discussed", "conclusion", "version")} if report else {}
    form = forms.ReportForm(request.POST or None, initial=initial)

    def write():
        return actions.write_report(conversation, form.texts, version=form.based_on, by=actor)

    def beside():
        return _sending(conversation, pages.own_draft(actor, conversation))

    answer = autosaved(request, form, write, reverse("conversations:report", args=[pk]), beside=beside)
    if answer is None and report is None:  # it was sent while one wrote
        back = reverse("conversations:conversation", args=[pk])
        crumb = (back, str(conversation))
        return form_page(request, form, title=_("Report"), submit=_("Save"), back=back, crumb=crumb)
    return answer or _report_page(request, conversation, report, form)


def _report_page(request, conversation, report, form, answers=None):
    actor = request.actor
    year, agreed = pages.year_beside(actor, conversation), pages.agreements_of(report)
    look_at(conversation.employee, what="line", by=actor)  # of which this is a part
    said = {row.agreement_id: row for row in report.agreement_answers.all()}
    answers = answers or forms.AnswersForm(agreements=year.agreements, said=said)
    context = {
        "conversation": conversation,
        "form": form,
        "answers": answers,
        "agreements": agreed,
        "agreed_mark": mark_of_agreements(agreed),
        "year": year,
        "others": [
            (row, prepared(conversation, row))
            for row in pages.preparations_for(actor, conversation, side_of(actor, conversation))
            if row.writer_id != actor.person_id
        ],
        "report": report,
        "held": Meeting.objects.filter(conversation=conversation, is_off=False).first(),
        "sections": draw_sections("conversation_report", request, conversation),
    }
    context |= _sending(conversation, report)
    wrong = form.errors or (answers.is_bound and answers.errors)
    return render(request, "conversations/report.html", context, status=422 if wrong else 200)


def _sending(conversation, report):
    """What stands in the way of sending, and the version that would be sent."""
    return {
        "conversation": conversation,
        "reasons": actions.reasons_not_to_send(conversation, report),
        "send_form": forms.SendForm(initial={"version": report.version}, auto_id="send_%s"),
    }


@require_POST
def leave_report(request, pk):
    """Let the other write the report of an open conversation."""
    conversation, _side = get_own_conversation(request.actor, pk)
    actions.leave_report(conversation, by=request.actor)
    messages.success(request, _("You left the report to the other, who can write it now."))
    return redirect("conversations:conversation", pk)


@require_POST
def answer_agreements(request, pk):
    """Say what came of earlier agreements; it keeps itself while one writes."""
    actor = request.actor
    conversation, _side = get_own_conversation(actor, pk)
    form = forms.AnswersForm(request.POST, agreements=pages.open_agreements(conversation), said={})
    now, overtaken = {}, []

    def act():
        take = form.cleaned_data["take"]
        try:
            now.update(
                agreements.answer_agreements(conversation, form.changed, before=form.replaced, take=take, by=actor)
            )
        except agreements.Overtaken as refusal:
            overtaken.append(refusal)
            raise

    if acted(form, act):
        if request.htmx:
            marks, others = form.beside(now)
            beside = _sending(conversation, pages.own_draft(actor, conversation))
            return render(request, "conversations/_answers_kept.html", beside | {"marks": marks, "others": others})
        messages.success(request, _("Saved."))
        return redirect("conversations:report", pk)
    form.overtaken = overtaken[0] if overtaken else None
    if request.htmx:  # what was typed stays where it is
        context = {"form": form, "marks": form.marks, "overtaken": form.overtaken}
        return render(request, "conversations/_answers_kept.html", context, status=409 if overtaken else 422)
    report = actions.begin_report(conversation, by=actor)
    texts = {name: getattr(report, name) for name in ("discussed", "conclusion", "version")}
    return _report_page(request, conversation, report, forms.ReportForm(initial=texts), form)


@require_POST
def send_report(request, pk):
    """Lay the report before the other side."""
    conversation, _side = get_own_conversation(request.actor, pk)
    form = forms.SendForm(request.POST)
    if not form.is_valid():
        raise BadRequest("version")
    actions.send_report(conversation, **form.cleaned_data, by=request.actor)
    messages.success(request, _("Sent. The other can read the report now, and answers it."))
    return redirect("conversations:conversation", pk)


@require_POST
def take_back_report(request, pk):
    """Write on in a report that was not answered yet."""
    conversation, _side = get_own_conversation(request.actor, pk)
    actions.take_back_report(conversation, by=request.actor)
    messages.success(request, _("The report is with you again."))
    return redirect("conversations:report", pk)
