"""Proposals: what a manager has to decide, one of them, and its letter."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted, posted_version
from zichtlijn.access.permissions import require
from zichtlijn.documents.files import as_download
from zichtlijn.organisation.actions import DECIDER, look_at, look_at_many
from zichtlijn.rewards import forms
from zichtlijn.rewards.actions import deciding as actions
from zichtlijn.rewards.actions import taking
from zichtlijn.rewards.permissions import (
    can_decide_objection,
    can_decide_rewards,
    can_keep_rewards,
    can_name_decider,
    can_object,
    can_read_proposal,
    get_proposal,
    objection_of,
)
from zichtlijn.rewards.queries import rounds as queries
from zichtlijn.rewards.states import Pen
from zichtlijn.rewards.views.acting import room_of_proposal

ASKED = ["GET", "HEAD", "POST"]


@require_safe
def show_team(request):
    """What one has to propose and to agree to, and what was decided before."""
    actor = request.actor
    require(can_decide_rewards(actor), _("This page is for managers who decide on rewards."))
    rows, earlier = queries.to_decide(actor), queries.earlier_decided(actor)
    look_at_many(list({row.employee_id: row.employee for row in [*rows, *earlier]}.values()), what="rewards", by=actor)
    return render(request, "rewards/team.html", {"rows": rows, "earlier": earlier})


@require_safe
def show_proposal(request, pk):
    """One proposal with its calculation; to the person themself only once it is final."""
    actor, proposal = request.actor, get_proposal(request.actor, pk)
    if can_read_proposal(actor, proposal):
        look_at(proposal.employee, what="rewards", by=actor, otherwise=DECIDER)
    page = queries.proposal_page(actor, proposal)
    room_of_proposal(request, proposal)
    context = {
        "proposal": proposal,
        "page": page,
        "can_keep": can_keep_rewards(actor) and not page.is_own,
        "can_decide": can_decide_rewards(actor),
        "return_form": forms.ReturnForm() if {"return", "send_back"} & set(page.moves) else None,
        "objection": objection_of(proposal) if page.rules else None,
        "may_object": can_object(actor, proposal),
        "may_decide": can_decide_objection(actor, proposal),
        "may_name": can_name_decider(actor, proposal),
    }
    return render(request, "rewards/proposal.html", context)


@require_http_methods(ASKED)
def propose(request, pk):
    """The manager's proposal."""
    actor, proposal = request.actor, get_proposal(request.actor, pk)
    room_of_proposal(request, proposal)
    actions.require_pen(proposal, Pen.MANAGER, by=actor)
    look_at(proposal.employee, what="rewards", by=actor)
    page = queries.proposal_page(actor, proposal)
    most = page.base.most_one_off if page.base else 0
    initial = {
        "amount": proposal.new if proposal.new is not None else proposal.old,
        "one_off": proposal.one_off_ratio or None,
        "other_reward": proposal.other_reward,
        "reason": proposal.reason,
        "version": proposal.version,
    }
    form = forms.ProposeForm(request.POST or None, most_one_off=most, initial=initial)

    def act():
        given = form.cleaned_data
        actions.propose_reward(
            proposal,
            amount=given["amount"],
            one_off_ratio=given.get("one_off") or 0,
            other_reward=given["other_reward"],
            reason=given["reason"],
            version=given["version"],
            by=actor,
        )

    if request.method == "POST" and acted(form, act):
        messages.success(request, _("Proposed."))
        return redirect("rewards:proposal", pk)
    back = reverse("rewards:proposal", args=[pk])
    context = {"proposal": proposal, "page": page, "form": form, "back": back}
    return render(request, "rewards/propose.html", context, status=422 if form.is_bound else 200)


@require_POST
def agree(request, pk):
    """The second manager agrees."""
    actions.agree_reward(get_proposal(request.actor, pk), version=posted_version(request), by=request.actor)
    messages.success(request, _("Agreed."))
    return redirect("rewards:proposal", pk)


@require_POST
def send_back(request, pk):
    """Back to the manager, with why."""
    proposal = get_proposal(request.actor, pk)
    form = forms.ReturnForm(request.POST)
    if form.is_valid():
        actions.return_reward(proposal, reason=form.cleaned_data["reason"], by=request.actor)
        messages.success(request, _("Sent back."))
        return redirect("rewards:proposal", pk)
    actions.require_returning(proposal, by=request.actor)
    look_at(proposal.employee, what="rewards", by=request.actor)
    context = {
        "proposal": proposal,
        "page": queries.proposal_page(request.actor, proposal),
        "can_keep": can_keep_rewards(request.actor),
        "return_form": form,
    }
    return render(request, "rewards/proposal.html", context, status=422)


@require_POST
def finish(request, pk):
    """HR makes it final."""
    actions.finish_reward(get_proposal(request.actor, pk), version=posted_version(request), by=request.actor)
    messages.success(request, _("Final. The person can read the letter now."))
    return redirect("rewards:proposal", pk)


@require_POST
def take_letter(request, pk):
    """The letter on paper."""
    return as_download(*taking.take_letter(get_proposal(request.actor, pk), by=request.actor))
