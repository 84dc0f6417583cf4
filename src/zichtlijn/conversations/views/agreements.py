"""Pages of what is agreed in a report that one writes."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zichtlijn.access.acting import acted
from zichtlijn.access.permissions import require
from zichtlijn.conversations import forms
from zichtlijn.conversations.actions import agreements
from zichtlijn.conversations.permissions import can_write_report, get_agreement, get_own_conversation, is_running
from zichtlijn.conversations.views.acting import form_page
from zichtlijn.objectives.actions import look_at_objectives
from zichtlijn.objectives.queries.lines import personal_objectives

ASKED = ["GET", "HEAD", "POST"]


@require_http_methods(ASKED)
def add_agreement(request, pk):
    """Agree on something."""
    actor = request.actor
    conversation, _side = get_own_conversation(actor, pk)
    require(can_write_report(actor, conversation), _("The manager writes the report of this conversation."))
    if request.method != "POST" and not is_running(conversation):
        return redirect("conversations:conversation", pk)
    objectives = personal_objectives(actor, conversation.employee, conversation.step.cycle.period)
    look_at_objectives(objectives, by=actor)
    form = forms.AgreementForm(
        request.POST or None, objectives=objectives, first=conversation.step.opens_on, initial={"version": 1}
    )

    def act():
        given = dict(form.cleaned_data)
        del given["version"]
        agreements.add_agreement(conversation, **given, by=actor)

    if request.method == "POST" and acted(form, act):
        return redirect("conversations:report", pk)
    back = reverse("conversations:report", args=[pk])
    crumb = (reverse("conversations:conversation", args=[pk]), str(conversation))
    return form_page(request, form, title=_("Add an agreement"), submit=_("Add"), back=back, crumb=crumb)


@require_http_methods(ASKED)
def change_agreement(request, agreement_id):
    """Change something that is agreed, before the report is sent."""
    actor, agreement = request.actor, get_agreement(request.actor, agreement_id)
    conversation = agreement.report.conversation
    if request.method != "POST" and not is_running(conversation):
        return redirect("conversations:conversation", conversation.pk)
    objectives = personal_objectives(actor, conversation.employee, conversation.step.cycle.period)
    look_at_objectives(objectives, by=actor)
    names = ("kind", "text", "weight", "due_on", "means", "version")
    initial = {name: getattr(agreement, name) for name in names}
    initial["objective"] = str(agreement.objective_id or "")
    form = forms.AgreementForm(
        request.POST or None,
        objectives=objectives,
        first=conversation.step.opens_on,
        now=agreement.objective,
        initial=initial,
    )

    def act():
        given = dict(form.cleaned_data)
        agreements.change_agreement(agreement, given, version=given.pop("version"), by=actor)

    if request.method == "POST" and acted(form, act):
        return redirect("conversations:report", conversation.pk)
    back = reverse("conversations:report", args=[conversation.pk])
    crumb = (reverse("conversations:conversation", args=[conversation.pk]), str(conversation))
    return form_page(request, form, title=_("Edit the agreement"), submit=_("Save"), back=back, crumb=crumb)


@require_POST
def remove_agreement(request, agreement_id):
    """Take an agreement out of a report that was not sent."""
    agreement = get_agreement(request.actor, agreement_id)
    agreements.remove_agreement(agreement, by=request.actor)
    messages.success(request, _("Removed."))
    return redirect("conversations:report", agreement.report.conversation_id)
