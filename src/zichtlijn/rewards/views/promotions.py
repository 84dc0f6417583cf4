"""Promotions: one proposes, another decides."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted, posted_version
from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.documents.files import as_download
from zichtlijn.organisation.actions import look_at
from zichtlijn.rewards import forms
from zichtlijn.rewards.actions import promoting as actions
from zichtlijn.rewards.actions import taking
from zichtlijn.rewards.actions.systems import require_keeping
from zichtlijn.rewards.permissions import can_decide_promotion, can_propose_promotion, get_paid_person, get_promotion
from zichtlijn.rewards.queries.promotions import promotion_page
from zichtlijn.rewards.queries.systems import adopted_scales
from zichtlijn.rewards.views.acting import room_of
from zichtlijn.rewards.wording import write_lines

ASKED = ["GET", "HEAD", "POST"]


@require_http_methods(ASKED)
def propose_promotion(request, pk):
    """Propose that somebody goes to another scale; the calculation is shown before it is proposed."""
    actor, person = request.actor, get_paid_person(request.actor, pk)
    require(can_propose_promotion(actor, person), _("HR or the line manager proposes, and nobody for themselves."))
    room_of(request, person.pk, "rewards:salaries")
    initial = {"from_on": timezone.localdate()}
    form = forms.PromotionForm(request.POST or None, actor=actor, scales=adopted_scales(), initial=initial)
    made, shown = [], []

    def act():
        given = form.cleaned_data
        if "look" in request.POST:
            shown.append(actions.reckoned(person, scale=given["scale"], from_on=given["from_on"]))
        else:
            made.append(actions.propose_promotion(person, **given, by=actor))

    if request.method == "POST":
        # What it gives, and why an amount is refused, tell what somebody earns; an empty form does not.
        look_at(person, what="rewards", by=actor)
    if request.method == "POST" and acted(form, act) and made:
        messages.success(request, _("Proposed. Somebody else decides."))
        return redirect("rewards:promotion", made[0].pk)
    basis = shown[0] if shown else None
    context = {
        "shown": person,
        "form": form,
        "basis": basis,
        "lines": write_lines(basis.found) if basis else [],
        "back": reverse("rewards:person", args=[pk]),
    }
    status = 422 if form.is_bound and basis is None else 200
    return render(request, "rewards/promote.html", context, status=status)


@require_safe
def show_promotion(request, pk):
    """A promotion with its calculation; to the person themself once it is final."""
    actor, promotion = request.actor, get_promotion(request.actor, pk)
    look_at(promotion.person, what="rewards", by=actor)
    room_of(request, promotion.person_id, "rewards:salaries")
    may_decide = can_decide_promotion(actor, promotion)
    context = {
        "promotion": promotion,
        "page": promotion_page(promotion),
        "is_own": promotion.person_id == actor.person_id,
        "may_decide": may_decide,
        "return_form": forms.ReturnForm() if may_decide else None,
    }
    return render(request, "rewards/promotion.html", context)


@require_POST
def agree_promotion(request, pk):
    """Another than who proposed it agrees."""
    actions.agree_promotion(get_promotion(request.actor, pk), version=posted_version(request), by=request.actor)
    messages.success(
        request,
        _("Agreed. The salary in the new scale is recorded. If the position changes too, have the placement changed."),
    )
    return redirect("rewards:promotion", pk)


@require_POST
def return_promotion(request, pk):
    """Another than who proposed it does not agree."""
    form = forms.ReturnForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    promotion = get_promotion(request.actor, pk)
    actions.return_promotion(promotion, reason=reason, version=posted_version(request), by=request.actor)
    messages.success(request, _("Sent back."))
    return redirect("rewards:promotion", pk)


@require_POST
def take_letter(request, pk):
    """The letter on paper."""
    return as_download(*taking.take_promotion_letter(get_promotion(request.actor, pk), by=request.actor))


@require_POST
def take_payroll(request):
    """The promotions that were agreed, for the payroll; logged with the purpose."""
    require_keeping(request.actor)
    form = forms.PromotionsPayrollForm(request.POST)
    if not form.is_valid():
        raise NotNow(_("Write what you need the file for, and since which day."))
    return as_download(*taking.take_promotions(**form.cleaned_data, by=request.actor))
