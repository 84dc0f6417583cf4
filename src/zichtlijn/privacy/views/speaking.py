"""What people say about what is kept of them, and what is decided on it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.access.permissions import require
from zichtlijn.privacy import forms
from zichtlijn.privacy.actions import speaking as actions
from zichtlijn.privacy.models import Correction
from zichtlijn.privacy.permissions import (
    can_decide_correction,
    can_decide_corrections,
    get_correction,
    get_own_correction,
    get_own_statement,
)
from zichtlijn.privacy.states import CorrectionState, Subject
from zichtlijn.privacy.subjects import get_target
from zichtlijn.privacy.telling import hears_of_it
from zichtlijn.privacy.views.acting import ASKED, form_page

PAGE = 25


@require_http_methods(ASKED)
def add_statement(request, subject=Subject.FILE, pk=None):
    """Say something about one's file, or about one thing in it."""
    target = None if pk is None else get_target(request.actor, subject, pk)
    actions.require_file(request.actor)
    back = target.url if target else reverse("home:my_file")
    form = forms.StatementForm(request.POST or None)
    if acted(form, lambda: actions.attach_statement(subject, pk, text=form.cleaned_data["text"], by=request.actor)):
        messages.success(request, _("Your statement stays with it from now on."))
        return redirect(back)
    lead = target.title if target else _("This goes with your whole file. Whoever opens it reads it.")
    title = _("Add a statement")
    crumb = (back, target.title if target else _("My file"))
    return form_page(request, form, title=title, lead=lead, submit=_("Attach"), back=back, crumb=crumb)


@require_POST
def withdraw_statement(request, pk):
    """Take one's own statement back, and go on where it stands."""
    statement = get_own_statement(request.actor, pk)
    actions.withdraw_statement(statement, by=request.actor)
    messages.success(request, _("Withdrawn. That there was a statement stays visible."))
    try:
        return redirect(get_target(request.actor, statement.subject, statement.target_id).url)
    except Http404:  # it goes with the whole file, or with something that one may not open any more
        return redirect("home:my_file")


@require_http_methods(ASKED)
def ask_correction(request):
    """Ask to correct what is kept about oneself."""
    actions.require_file(request.actor)
    form = forms.CorrectionForm(request.POST or None)
    if acted(form, lambda: actions.ask_correction(**form.cleaned_data, by=request.actor)):
        messages.success(request, _("Your request was sent to HR. You get an answer within a month."))
        return redirect("home:my_file")
    back = reverse("home:my_file")
    lead = _("HR decides within a month and says why. What only an opinion is stays; you can attach a statement to it.")
    title = _("Ask for a correction")
    return form_page(request, form, title=title, lead=lead, submit=_("Send"), back=back, crumb=(back, _("My file")))


@require_POST
def withdraw_correction(request, pk):
    """Take one's own request back."""
    actions.withdraw_correction(get_own_correction(request.actor, pk), by=request.actor)
    messages.success(request, _("Your request was withdrawn."))
    return redirect("home:my_file")


@require_safe
def list_corrections(request):
    """Requests for a correction: what waits first, the nearest term on top."""
    require(can_decide_corrections(request.actor), _("Only HR or an organisation administrator sees these requests."))
    done = request.GET.get("show") == "done"
    rows = Correction.objects.select_related("person")
    waiting = rows.filter(state=CorrectionState.ASKED).order_by("due_on", "pk")
    shown = rows.exclude(state=CorrectionState.ASKED).order_by("-pk") if done else waiting
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "done": done, "today": timezone.localdate()}
    return render(request, "privacy/corrections.html", context)


@require_http_methods(ASKED)
def decide_correction(request, pk):
    """Read a request, and decide on it."""
    correction = get_correction(request.actor, pk)
    require(can_decide_corrections(request.actor), _("Only HR or an organisation administrator sees these requests."))
    form = forms.DecisionForm(request.POST or None)
    told: list[bool] = []
    if acted(form, lambda: told.append(actions.decide_correction(correction, **form.cleaned_data, by=request.actor))):
        if told[0]:
            messages.success(request, _("Decided. The person gets a message."))
        else:
            messages.warning(
                request, _("Decided. This person cannot sign in here any more: send the decision yourself.")
            )
        return redirect("privacy:corrections")
    context = {
        "correction": correction,
        "form": form,
        "may_decide": can_decide_correction(request.actor, correction),
        "hears_of_it": hears_of_it(correction, by=request.actor),
        "today": timezone.localdate(),
    }
    return render(request, "privacy/correction.html", context, status=422 if form.is_bound else 200)
