"""Choosing what is asked, and whom."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zichtlijn.access.acting import acted
from zichtlijn.access.refusals import NotNow
from zichtlijn.competencies.models import Competency
from zichtlijn.feedback import forms
from zichtlijn.feedback.actions import preparing
from zichtlijn.feedback.models import FeedbackRequest
from zichtlijn.feedback.permissions import get_round
from zichtlijn.feedback.queries.preparing import chosen_behaviours, expected_groups, offered_behaviours, raters_of
from zichtlijn.feedback.queries.results import group_names
from zichtlijn.feedback.states import RoundState
from zichtlijn.feedback.views.acting import ASKED


def _draft(request, pk):
    """The round, as long as it can be changed."""
    round_ = get_round(request.actor, pk)
    preparing.require_preparing(request.actor, round_.person)
    if round_.state != RoundState.DRAFT:
        raise NotNow(_("What is asked was proposed. Hand it back first if you want to change it."))
    return round_


@require_http_methods(ASKED)
def set_up(request, pk):
    """Competencies, behaviours and the last day."""
    round_ = _draft(request, pk)
    chosen = chosen_behaviours(round_)
    competencies = list(Competency.objects.living())
    form = forms.SetUpForm(
        request.POST or None,
        round_=round_,
        competencies=competencies,
        chosen=chosen,
        offered=offered_behaviours([one.pk for one in competencies if one.pk not in chosen]),
    )

    def act():
        told = form.cleaned_data
        preparing.set_up_round(
            round_, told["behaviours"], closes_on=told["closes_on"], version=told["version"], by=request.actor
        )

    if acted(form, act):
        messages.success(request, _("Saved."))
        return redirect("feedback:round", pk)
    context = {"form": form, "round": round_}
    return render(request, "feedback/set_up.html", context, status=422 if form.is_bound else 200)


@require_http_methods(ASKED)
def add_rater(request, pk):
    """Whom is asked, with one more to add."""
    round_ = _draft(request, pk)
    form = forms.RaterForm(request.POST or None, actor=request.actor)
    if acted(form, lambda: preparing.add_rater(round_, **form.cleaned_data, by=request.actor)):
        return redirect(reverse("feedback:raters", args=[pk]))
    raters = raters_of(round_)
    context = {
        "form": form,
        "round": round_,
        "raters": raters,
        "shown": [group_names("+".join(groups)) for groups in expected_groups(raters)],
    }
    return render(request, "feedback/raters.html", context, status=422 if form.is_bound else 200)


@require_POST
def remove_rater(request, pk, request_id):
    """Do not ask somebody after all."""
    round_ = _draft(request, pk)
    asked = get_object_or_404(FeedbackRequest.objects.select_related("round"), pk=request_id, round=round_)
    preparing.remove_rater(asked, by=request.actor)
    return redirect("feedback:raters", pk)
