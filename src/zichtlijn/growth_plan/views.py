"""The pages of growth plans: the list, the plan in three layers, its texts, adopting it, reviewing a quarter."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.documents.files import as_download
from zichtlijn.documents.forms import TakeForm
from zichtlijn.documents.written import write_markdown
from zichtlijn.growth_plan import actions, forms, queries, taking
from zichtlijn.growth_plan.blanks import blanks_of
from zichtlijn.growth_plan.context import forget_road, remember_road
from zichtlijn.growth_plan.deciding import deciders_of
from zichtlijn.growth_plan.ground import analyses_for
from zichtlijn.growth_plan.permissions import (
    can_adopt_plan,
    can_keep_plan,
    can_start_plan,
    can_take_plan,
    get_edition,
    get_plan,
    get_review,
)
from zichtlijn.growth_plan.quarters import asked_first, quarters_to_review
from zichtlijn.growth_plan.snapshots import people_in
from zichtlijn.growth_plan.states import TEXTS, PlanState
from zichtlijn.growth_plan.steps import closing_steps, missing, next_step, road_of
from zichtlijn.growth_plan.wording import (
    Kept,
    compare,
    label_of_quarter,
    names_in_words,
    say_cut,
    say_quarter,
    tell_costs,
    told_ground,
)
from zichtlijn.organisation.models import Unit
from zichtlijn.organisation.queries import chosen_period, periods_of_request
from zichtlijn.organisation.queries.units import unit_asked

ASKED = ["GET", "HEAD", "POST"]


def _year(request):
    period = chosen_period(request)
    return (period.parent or period) if period else None


@require_safe
def list_plans(request):
    """The plans of the chosen year."""
    year = _year(request)
    context = {
        "plans": list(queries.plans(request.actor, year)),
        "year": year,
        "can_start": year is not None and can_start_plan(request.actor),
    }
    return render(request, "growth_plan/list.html", context)


@require_http_methods(ASKED)
def start_plan(request):
    """Choose the unit, and begin."""
    actor = request.actor
    years = [period for period in periods_of_request(request) if period.parent_id is None]
    year = next((each for each in years if str(each.pk) == request.GET.get("period")), _year(request))
    require(can_start_plan(actor), _("You can only write a plan for units you head."))
    if year is None:
        raise NotNow(_("There is no year yet. Add one under Periods first."))
    own = unit_asked(request)
    if own is None and actor.person_id:
        headed = Unit.objects.living().filter(head=actor.person_id)
        own = headed.exclude(growth_plans__period=year).order_by("path").first()
    form = forms.StartForm(request.POST or None, actor=actor, initial={"unit": own})
    asked = own
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data["unit"]
        try:
            plan = actions.start_plan(asked, year, by=actor)
            return redirect("growth_plan:plan", plan.pk)
        except NotNow as refusal:
            form.add_error("unit", refusal.reasons[0])
    there = queries.plans(actor, year)
    there = there.filter(unit=asked) if asked else there.filter(unit__head=actor.person_id or 0)
    context = {"form": form, "year": year, "there": list(there[:10])}
    return render(request, "growth_plan/start.html", context, status=422 if form.errors else 200)


@require_safe
def show_plan(request, pk):
    """The plan in three layers as it stands now; for those who keep it what is missing, and the way to it."""
    actor, plan = request.actor, get_plan(request.actor, pk)
    may_keep, is_proposed = can_keep_plan(actor, plan.unit), plan.state == PlanState.PROPOSED
    page, editions = (queries.writing_page if may_keep else queries.plan_page)(plan), list(plan.editions.all())
    today = timezone.localdate()
    reviews = [(review, label_of_quarter(review)) for review in plan.reviews.all()]
    reviewed = {review.quarter_on for review, _label in reviews}
    open_quarters = quarters_to_review(plan, reviewed, today=today)
    first = asked_first(open_quarters, reviewed, today=today)
    may_adopt = can_adopt_plan(actor, plan)
    last = closing_steps(plan, editions, reviews, may_adopt=may_adopt, has_quarter=bool(open_quarters))
    road = road_of(page, actor, last) if may_keep else []
    if may_keep and plan.state != PlanState.ADOPTED:
        remember_road(request, plan)
    else:
        forget_road(request)
    context = {
        "plan": plan,
        "page": page,
        "texts": {name: write_markdown(getattr(plan, name)) for name in TEXTS},
        "strategy": write_markdown(page.direction.strategy) if page.direction else "",
        "ground": told_ground(page.ground),
        "blanks": blanks_of(page, actor, may_keep=may_keep),
        "road": road,
        "next": next_step(road),
        "may_keep": may_keep,
        "may_adopt": may_adopt,
        "is_proposed": is_proposed,
        "asked_words": names_in_words(deciders_of([plan])[plan.pk]) if is_proposed else "",
        "can_take": can_take_plan(actor),
        "take_url": reverse("growth_plan:take", args=[pk]),
        "editions": editions,
        "compared": _compared(editions[0].content, queries.content_of(page), page.names) if editions else None,
        "reviews": reviews,
        "may_review": may_keep and bool(editions) and bool(open_quarters),
        "asked_quarter": say_quarter(plan, actor.organisation, first[0]) if first else "",
        "costs": tell_costs(page),
        "cut": say_cut(page),
    }
    return render(request, "growth_plan/plan.html", context)


@require_POST
def take_plan(request, pk):
    """The plan as a file: paper, slides or numbers; a long one is made in the background."""
    actor, plan, form = request.actor, get_plan(request.actor, pk), TakeForm(request.POST, makers=taking.MAKERS)
    if not form.is_valid():
        raise BadRequest("form")
    wanted = form.cleaned_data["form"]
    if not taking.is_small(plan):
        return redirect("jobs:job", taking.start_taking_plan(plan, wanted, by=actor).pk)
    return as_download(*taking.take_plan(plan, wanted, by=actor))


@require_http_methods(ASKED)
def write_plan(request, pk):
    """The texts of the plan."""
    actor, plan = request.actor, get_plan(request.actor, pk)
    _require_keeping(actor, plan)
    initial = {name: getattr(plan, name) for name in (*TEXTS, "version")}
    has_analysis = analyses_for(plan)[0] is not None
    form = forms.TextsForm(request.POST or None, initial=initial, has_analysis=has_analysis)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        if actions.write_plan(plan, given, version=given.pop("version"), by=actor):
            messages.success(request, _("Saved."))
        return redirect("growth_plan:plan", pk)
    context = {"form": form, "plan": plan}
    return render(request, "growth_plan/write.html", context, status=422 if form.errors else 200)


@require_http_methods(ASKED)
def propose_plan(request, pk):
    """Ask, with what is missing (GET), and lay the plan before who decides (POST)."""
    actor, plan = request.actor, get_plan(request.actor, pk)
    _require_keeping(actor, plan)
    form = forms.ReadForm(request.POST or None, initial={"version": plan.version})
    asked = deciders_of([plan], actor)[plan.pk]
    if request.method == "POST" and form.is_valid():
        actions.propose_plan(plan, version=form.cleaned_data["version"], by=actor)
        messages.success(request, _("Proposed to %(names)s.") % {"names": names_in_words(asked)})
        return redirect("growth_plan:plan", pk)
    return _asking(request, plan, form, "propose", asked)


@require_POST
def withdraw_plan(request, pk):
    """Take the proposal back."""
    actions.withdraw_plan(get_plan(request.actor, pk), by=request.actor)
    messages.success(request, _("The proposal is taken back. You can go on writing."))
    return redirect("growth_plan:plan", pk)


@require_http_methods(ASKED)
def adopt_plan(request, pk):
    """Ask, with what is missing (GET), and keep the plan as it is now (POST)."""
    actor, plan = request.actor, get_plan(request.actor, pk)
    _require_deciding(actor, plan)
    last = plan.editions.first()
    initial = {"version": plan.version, "after": last.number if last else 0}
    form = forms.AdoptForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        edition = actions.adopt_plan(plan, **form.cleaned_data, by=actor)
        messages.success(
            request, _("Adopted. What the plan contains today is kept as edition %(n)s.") % {"n": edition.number}
        )
        return redirect("growth_plan:plan", pk)
    return _asking(request, plan, form, "adopt", [])


def _asking(request, plan, form, act, asked):
    """The page before a plan is proposed or adopted."""
    road = road_of(queries.writing_page(plan), request.actor)
    lacking = missing([step for stage in road for step in stage.steps])
    context = {"plan": plan, "form": form, "act": act, "asked": asked, "road": road, "missing": lacking}
    context["asked_words"] = names_in_words(asked)
    return render(request, "growth_plan/adopt.html", context, status=422 if form.errors else 200)


@require_http_methods(ASKED)
def return_plan(request, pk):
    """Send a proposed plan back, and say why."""
    actor, plan = request.actor, get_plan(request.actor, pk)
    _require_deciding(actor, plan)
    form = forms.ReturnForm(request.POST or None)
    if request.method != "POST":
        actions.require_proposed(plan)
    if request.method == "POST" and form.is_valid():
        try:
            actions.return_plan(plan, because=form.cleaned_data["because"], by=actor)
            messages.success(request, _("Sent back to %(name)s.") % {"name": plan.proposed_by_name})
            return redirect("growth_plan:plan", pk)
        except NotNow as refusal:
            form.add_error(None, refusal.reasons[0])
    context = {"plan": plan, "form": form}
    return render(request, "growth_plan/return.html", context, status=422 if form.errors else 200)


@require_safe
def show_edition(request, pk, number):
    """What the plan contained when it was adopted."""
    plan = get_plan(request.actor, pk)
    edition = get_edition(plan, number)
    names = queries.names_of(people_in(edition.content))
    context = {
        "plan": plan,
        "edition": edition,
        "kept": Kept(edition.content, names, plan.unit.parent_id is None),
        "can_take": can_take_plan(request.actor),
        "take_url": reverse("growth_plan:take_edition", args=[pk, number]),
    }
    return render(request, "growth_plan/edition.html", context)


@require_POST
def take_edition(request, pk, number):
    """An edition on paper; a long one is made in the background."""
    actor, plan = request.actor, get_plan(request.actor, pk)
    edition, form = get_edition(plan, number), TakeForm(request.POST, makers=taking.EDITION_MAKERS)
    if not form.is_valid():
        raise BadRequest("form")
    wanted = form.cleaned_data["form"]
    if not taking.is_small_edition(edition):
        return redirect("jobs:job", taking.start_taking_plan(plan, wanted, edition=number, by=actor).pk)
    return as_download(*taking.take_edition(plan, edition, wanted, by=actor))


@require_http_methods(ASKED)
def review_plan(request, pk):
    """Look back on a quarter: what changed since the plan was adopted, and what that means."""
    actor, plan = request.actor, get_plan(request.actor, pk)
    _require_keeping(actor, plan)
    edition = plan.editions.first()
    if edition is None:
        raise NotNow(_("This plan was not adopted yet: there is nothing to compare it with."))
    today, done = timezone.localdate(), list(plan.reviews.all())
    reviewed = {review.quarter_on for review in done}
    offered = quarters_to_review(plan, reviewed, today=today)
    if not offered and request.method != "POST":
        messages.info(request, actions.why_no_review(plan, today=today))
        return redirect("growth_plan:review", pk, done[0].pk) if done else redirect("growth_plan:plan", pk)
    first = asked_first(offered, reviewed, today=today)
    told = [(day.isoformat(), say_quarter(plan, actor.organisation, day)) for day, _last in offered]
    form = forms.ReviewForm(request.POST or None, quarters=told, initial={"quarter": first and first[0].isoformat()})
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            review = actions.review_plan(plan, findings=given["findings"], on=given["quarter"], by=actor)
            messages.success(request, _("The quarter has been reviewed."))
            return redirect("growth_plan:review", pk, review.pk)
        except NotNow as refusal:
            form.add_error(None, refusal.reasons[0])
    now = queries.content_of(queries.plan_page(plan))
    context = {"plan": plan, "edition": edition, "form": form}
    context["compared"] = _compared(edition.content, now)
    return render(request, "growth_plan/review.html", context, status=422 if form.errors else 200)


@require_safe
def show_review(request, pk, review_id):
    """What a quarter found."""
    plan = get_plan(request.actor, pk)
    review = get_review(plan, review_id)
    context = {
        "plan": plan,
        "edition": review.edition,
        "review": review,
        "quarter": label_of_quarter(review),
        "findings": write_markdown(review.findings),
        "compared": _compared(review.edition.content, review.content),
    }
    return render(request, "growth_plan/review.html", context)


def _compared(then, now, known=None):
    return compare(then, now, queries.names_of(people_in(then, now), known))


def _require_deciding(actor, plan) -> None:
    require(
        can_adopt_plan(actor, plan),
        _(
            "A plan is proposed first and adopted one level higher, by somebody else than who proposed it: the head of "
            "a unit above, or the director."
        ),
    )


def _require_keeping(actor, plan) -> None:
    require(can_keep_plan(actor, plan.unit), _("The plan is kept by the head of the unit, or of a unit above it."))
