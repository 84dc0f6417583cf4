"""One's own plan, what a manager reads of it, days to look again, and what all plans ask together."""

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
from zichtlijn.access.refusals import EditConflict
from zichtlijn.competencies.queries import framework
from zichtlijn.competencies.states import Side
from zichtlijn.development import forms
from zichtlijn.development.actions import planning, taking
from zichtlijn.development.documents import MIX_IS_NO_TARGET
from zichtlijn.development.models import DevelopmentPlan
from zichtlijn.development.permissions import (
    can_draw_up_study_agreement,
    can_see_needs,
    get_developing_person,
    get_own_review,
)
from zichtlijn.development.queries import needs as asked
from zichtlijn.development.queries import pages
from zichtlijn.development.views.acting import ASKED, form_page
from zichtlijn.documents.files import as_download
from zichtlijn.documents.forms import TakeForm
from zichtlijn.organisation.actions import look_at


def levels_now() -> list[str]:
    """The names of the levels; none without a framework."""
    kept = framework()
    return kept.level_names if kept else []


@require_safe
def show_mine(request):
    """My plan, on one page."""
    if request.actor.person is None:
        return render(request, "development/mine.html", {"page": None})
    return _mine(request)


def _mine(request, form=None):
    actor, today = request.actor, timezone.localdate()
    page = pages.plan_page(actor, actor.person)
    plan = page.plan or DevelopmentPlan(organisation=actor.organisation, person=actor.person)
    names = (*pages.TEXTS, "version")
    context = {
        "page": page,
        "form": form or forms.TextsForm(initial={name: getattr(plan, name) for name in names}),
        "levels": levels_now(),
        "offered": pages.gaps_to_learn(actor.person, today),
        "mix_note": MIX_IS_NO_TARGET,
        "today": today,
        "take_url": reverse("development:take", args=[actor.person.pk]),
    }
    return render(request, "development/mine.html", context, status=422 if form else 200)


@require_POST
def save_texts(request):
    """Keep the texts; the fragment says which version they are now."""
    require(request.actor.person is not None, _("A development plan is for people who work here."))
    form = forms.TextsForm(request.POST)
    if not form.is_valid():
        if request.htmx:
            return render(request, "development/_kept.html", {"form": form}, status=422)
        return _mine(request, form)
    try:
        kept = planning.write_texts(form.texts, version=form.based_on, by=request.actor)
    except EditConflict as conflict:
        if not request.htmx:
            raise
        context = {"conflict": conflict, "version": form.cleaned_data["version"]}
        return render(request, "development/_kept.html", context, status=409)
    if request.htmx:
        return render(request, "development/_kept.html", {"version": kept.version})
    messages.success(request, _("Saved."))
    return redirect("development:mine")


@require_POST
def share_texts(request):
    """Let the line manager read the texts."""
    planning.share_texts(by=request.actor)
    messages.success(request, _("Shared. Your manager can read your texts now."))
    return redirect("development:mine")


@require_POST
def withdraw_texts(request):
    """Keep the texts to oneself again."""
    planning.withdraw_texts(by=request.actor)
    messages.success(request, _("Only you can read your texts again."))
    return redirect("development:mine")


@require_http_methods(ASKED)
def plan_review(request):
    """Choose a day on which one looks at the plan again."""
    require(request.actor.person is not None, _("A development plan is for people who work here."))
    form = forms.ReviewForm(request.POST or None)
    if request.method == "POST" and acted(
        form, lambda: planning.plan_review(form.cleaned_data["due_on"], by=request.actor)
    ):
        return redirect("development:mine")
    back = reverse("development:mine")
    crumb = (back, _("My development plan"))
    return form_page(request, form, title=_("A day to look again"), submit=_("Add"), back=back, crumb=crumb)


@require_POST
def hold_review(request, review_id):
    """Say that one looked at the plan."""
    planning.hold_review(get_own_review(request.actor, review_id), by=request.actor)
    messages.success(request, _("Noted. Choose the next day when you like."))
    return redirect("development:mine")


@require_POST
def remove_review(request, review_id):
    """Take a day out of the plan."""
    planning.remove_review(get_own_review(request.actor, review_id), by=request.actor)
    messages.success(request, _("Removed."))
    return redirect("development:mine")


@require_safe
def show_person(request, pk):
    """What somebody shared of their plan; the look is written down."""
    actor = request.actor
    person, side = get_developing_person(actor, pk)
    if side == Side.SELF:
        return redirect("development:mine")
    look_at(person, what="development_plan", by=actor)
    request.room = "home:team"
    context = {
        "page": pages.plan_page(actor, person),
        "shown": person,
        "levels": levels_now(),
        "mix_note": MIX_IS_NO_TARGET,
        "may_draw_up": can_draw_up_study_agreement(actor, person),
        "take_url": reverse("development:take", args=[pk]),
    }
    return render(request, "development/person.html", context)


@require_POST
def take_plan(request, pk):
    """The plan on paper, as far as one may read it."""
    person, _side = get_developing_person(request.actor, pk)
    if pages.plan_page(request.actor, person).is_empty:
        raise Http404
    form = TakeForm(request.POST, makers=taking.PAPER)
    if not form.is_valid():
        raise BadRequest("form")
    return as_download(*taking.take_plan(person, by=request.actor))


@require_safe
def show_needs(request):
    """What all shared goals ask, of the organisation or of a unit with what stands directly below it."""
    require(can_see_needs(request.actor), _("Only who arranges training sees what all plans ask together."))
    form = forms.NeedsForm(request.GET if request.GET.get("unit") else None, actor=request.actor)
    unit = form.cleaned_data["unit"] if form.is_bound and form.is_valid() else None
    rows, below = asked.needs_of(unit, timezone.localdate())
    context = {
        "form": form,
        "unit": unit,
        "rows": rows,
        "below": below,
        "take_url": reverse("development:take_needs"),
    }
    return render(request, "development/needs.html", context)


@require_POST
def take_needs(request):
    """The needs as numbers."""
    require(can_see_needs(request.actor), _("Only who arranges training sees what all plans ask together."))
    form = TakeForm(request.POST, makers=taking.NUMBERS)
    if not form.is_valid():
        raise BadRequest("form")
    return as_download(*taking.take_needs(by=request.actor))
