"""Answering what one is asked, on a phone in minutes."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zichtlijn.access.acting import acted
from zichtlijn.feedback import forms
from zichtlijn.feedback.actions import answering
from zichtlijn.feedback.permissions import get_request
from zichtlijn.feedback.queries.pages import asked_behaviours
from zichtlijn.feedback.queries.preparing import expected_groups, raters_of
from zichtlijn.feedback.queries.results import group_names
from zichtlijn.feedback.states import NAMED, Group, RequestState
from zichtlijn.feedback.views.acting import ASKED, confirm_page


@require_http_methods(ASKED)
def answer(request, pk):
    """The form with one's own answers: kept while one fills it in, sent with the button."""
    asked = get_request(request.actor, pk)
    request.room = "feedback:mine"
    act_of, data = request.POST.get("act"), request.POST or None
    if act_of == "kept":  # what was kept while one filled it in
        data = forms.kept_answers(asked)
    send = act_of in {"send", "kept"}
    form = forms.AnswerForm(data, request=asked, behaviours=asked_behaviours(asked.round), sending=send)
    kept = []

    def act():
        told = form.cleaned_data
        words = {name: told[name] for name in ("keep", "change", "version")}
        kept.append(answering.save_answers(asked, form.answers(), **words, send=send, by=request.actor))

    if acted(form, act):
        if request.htmx:
            return render(request, "feedback/_kept.html", {"version": kept[0]})
        if send or asked.state == RequestState.SENT:
            messages.success(request, _("Sent. Until the last day you can still change it."))
            return redirect("feedback:mine")
        messages.success(request, _("Saved. It counts once you send it."))
        return redirect("feedback:answer", pk)
    if request.htmx and form.is_bound:
        return render(request, "feedback/_kept.html", {"form": form}, status=422)
    context = _about(asked) | {"form": form, "asked": asked, "scale": forms.SCALE, "cannot": forms.CANNOT}
    return render(request, "feedback/answer.html", context, status=422 if form.is_bound else 200)


def _about(asked) -> dict:
    """What a rater knows before the first question: with whom their answers go together, or that they carry a name."""
    mine = next((one for one in expected_groups(raters_of(asked.round)) if asked.group in one), ())
    return {
        "is_named": asked.group in NAMED,
        "is_own": asked.group == Group.SELF,
        "together": group_names("+".join(mine)) if mine else "",
        "is_sent": asked.state == RequestState.SENT,
    }


@require_http_methods(ASKED)
def decline(request, pk):
    """Say that one does not answer."""
    asked = get_request(request.actor, pk)
    request.room = "feedback:mine"
    if asked.group in NAMED:
        sentence = _("What you wrote so far goes. Nobody is told, but the result will hold no answers with your name.")
        declined = _("You do not answer. Until the last day you can still do so.")
    else:
        sentence = _("What you wrote so far goes. Nobody is told that you do not answer.")
        declined = _("You do not answer. Nobody hears of it; until the last day you can still do so.")
    if request.method == "POST":
        answering.decline_request(asked, by=request.actor)
        messages.success(request, declined)
        return redirect("feedback:mine")
    back = reverse("feedback:answer", args=[pk])
    return confirm_page(
        request,
        title=_("Do not answer"),
        sentence=sentence,
        submit=_("Do not answer"),
        back=back,
        crumb=(back, str(asked.round.person)),
    )
