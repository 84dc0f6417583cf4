"""Objections: the person makes one, HR names who decides, and that one decides."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zichtlijn.access.acting import acted
from zichtlijn.access.permissions import require
from zichtlijn.organisation.actions import DECIDER, look_at
from zichtlijn.rewards import forms
from zichtlijn.rewards.actions import objecting as actions
from zichtlijn.rewards.actions.deciding import pen_sentence
from zichtlijn.rewards.models import Proposal
from zichtlijn.rewards.permissions import (
    can_decide_objection,
    can_keep_rewards,
    can_name_decider,
    can_object,
    can_read_proposal,
    get_proposal,
    objection_of,
)
from zichtlijn.rewards.queries.rounds import proposal_page
from zichtlijn.rewards.states import Pen
from zichtlijn.rewards.views.acting import form_page, room_of_proposal
from zichtlijn.rewards.wording import money
from zichtlijn.ui.wording import write_full_date

ASKED = ["GET", "HEAD", "POST"]


@require_http_methods(ASKED)
def object_to_reward(request, pk):
    """Object to one's own reward, within the term."""
    actor, proposal = request.actor, get_proposal(request.actor, pk)
    require(proposal.employee_id == actor.person_id, pen_sentence(Pen.EMPLOYEE))
    if request.method != "POST" and not can_object(actor, proposal):
        return redirect("rewards:proposal", pk)
    form = forms.ObjectForm(request.POST or None)
    said = _("Your objection is made. Somebody who did not decide on your reward decides on it.")
    until = proposal.object_until
    words = {"day": write_full_date(until)} if until else {}
    return _page(
        request, proposal, form, lambda: actions.object_to_reward(proposal, **form.cleaned_data, by=actor),
        title=_("Object to your reward"), submit=_("Object"), said=said,
        lead=_(
            "You can do this once, until and including %(day)s. Somebody who did not decide on your reward decides, "
            "with reasons; you never get less by it."
        )
        % words
        if until
        else "",
    )  # fmt: skip


@require_http_methods(ASKED)
def name_decider(request, pk):
    """HR names who decides."""
    actor, proposal = request.actor, get_proposal(request.actor, pk)
    require(can_keep_rewards(actor) and proposal.employee_id != actor.person_id, pen_sentence(Pen.HR))
    if request.method != "POST" and not can_name_decider(actor, proposal):
        return redirect("rewards:proposal", pk)
    objection = objection_of(proposal)
    initial = {"version": objection.version, "decider": objection.decider} if objection else {}
    form = forms.DeciderForm(request.POST or None, actor=actor, initial=initial)

    def act():
        given = form.cleaned_data
        actions.name_decider(proposal, decider=given["decider"], version=given["version"], by=actor)

    return _page(
        request, proposal, form, act, title=_("Who decides on the objection"), submit=_("Save"), said=_("Saved."),
        lead=_("Who proposed, approved or made final the reward does not decide. Who is named reads this reward."),
    )  # fmt: skip


@require_http_methods(ASKED)
def decide_objection(request, pk):
    """Decide on an objection."""
    actor, proposal = request.actor, get_proposal(request.actor, pk)
    objection = objection_of(proposal)
    # Whatever the method: a form that is sent back with errors shows amounts too.
    is_other = proposal.employee_id != actor.person_id and can_read_proposal(actor, proposal)
    require(is_other and objection is not None, pen_sentence(Pen.DECIDER))
    if not can_decide_objection(actor, proposal):
        require(not objection.is_open, pen_sentence(Pen.DECIDER))
        return redirect("rewards:proposal", pk)
    look_at(proposal.employee, what="rewards", by=actor, otherwise=DECIDER)
    page = proposal_page(actor, proposal)
    initial = {
        "amount": proposal.new,
        "one_off_ratio": proposal.one_off_ratio or None,
        "version": objection.version,
    }
    most = page.base.most_one_off if page.base else 0
    form = forms.DecideForm(request.POST or None, most_one_off=most or proposal.one_off_ratio, initial=initial)
    told = [
        (_("Objection of %(name)s") % {"name": proposal.employee.name}, objection.reasons),
        (_("Decided until now"), money(proposal.new)),
        (_("Computed"), money(proposal.computed)),
    ]
    if proposal.reason:
        told.append((_("Reason of the manager"), proposal.reason))
    return _page(
        request, proposal, form, lambda: actions.decide_objection(proposal, **form.cleaned_data, by=actor),
        title=_("Decide on the objection"), submit=_("Decide"), said=_("Decided. The person can read it."),
        lead=_("The reward stays as it is or becomes more, within the scale. A decision cannot be changed."), told=told,
    )  # fmt: skip


def _page(request, proposal, form, act, *, title, submit, said, **more):
    room_of_proposal(request, proposal)
    if request.method == "POST" and acted(form, act):
        messages.success(request, said)
        # Whom HR named reads it as long as there is something to decide.
        if not Proposal.objects.visible_to(request.actor).filter(pk=proposal.pk).exists():
            return redirect("home:my_line")
        return redirect("rewards:proposal", proposal.pk)
    back = reverse("rewards:proposal", args=[proposal.pk])
    return form_page(request, form, title=title, submit=submit, back=back, crumb=(back, str(proposal)), **more)
