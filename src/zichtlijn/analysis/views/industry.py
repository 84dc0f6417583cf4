"""Porter: the five forces, the value chain and the generic strategy."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import refuse
from zichtlijn.access.refusals import NotNow
from zichtlijn.analysis import actions, forms
from zichtlijn.analysis.permissions import can_lead_analysis, can_take_part, get_activity, get_analysis, get_driver
from zichtlijn.analysis.queries.industry import industry_page
from zichtlijn.analysis.states import Force, Kind
from zichtlijn.analysis.wording import question_of_force, tell_attractiveness
from zichtlijn.ui.versions import VersionedForm


@require_safe
def show_industry(request, pk):
    """What presses on us, what we do well and badly, and how we mean to be better."""
    analysis = get_analysis(request.actor, pk)
    page = industry_page(analysis)
    context = {
        "analysis": analysis,
        "page": page,
        "said": tell_attractiveness(page.attractiveness),
        "can_lead": can_lead_analysis(request.actor, analysis),
        "may_take": analysis.is_gathering and can_take_part(request.actor),
    }
    return render(request, "analysis/industry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_force(request, pk, force):
    """What drives one force: at most six drivers, each with a score, a weight and evidence."""
    analysis = get_analysis(request.actor, pk)
    if force not in Force.values:
        raise Http404
    actions.require_lead(request.actor, analysis)
    rows = actions.driver_rows(analysis, force)
    version = VersionedForm(request.POST or None, initial={"version": actions.version_of_rows(rows)})
    drivers = forms.DriversForm(request.POST or None, prefix="drivers", initial=forms.initial_of(rows))
    if request.method == "POST" and all([version.is_valid(), drivers.is_valid()]):
        try:
            actions.describe_force(
                analysis, force, drivers.rows(), version=version.cleaned_data["version"], by=request.actor
            )
        except NotNow as refusal:
            refuse(version, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("analysis:industry", pk)
    wrong = version.errors or drivers.total_error_count()
    context = {
        "analysis": analysis,
        "version": version,
        "drivers": drivers,
        "force": Force(force),
        "question": question_of_force(force),
    }
    return render(request, "analysis/force.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_chain(request, pk):
    """The nine activities of the value chain, each with a score and what is seen of it."""
    analysis = get_analysis(request.actor, pk)
    actions.require_lead(request.actor, analysis)
    rows = actions.activity_rows(analysis)
    form = forms.ChainForm(request.POST or None, rows=rows, initial={"version": actions.version_of_rows(rows)})
    if request.method == "POST" and form.is_valid():
        actions.describe_chain(analysis, form.rows(), version=form.cleaned_data["version"], by=request.actor)
        messages.success(request, _("Saved."))
        return redirect("analysis:industry", pk)
    context = {"form": form, "analysis": analysis}
    return render(request, "analysis/chain.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def choose_strategy(request, pk):
    """The generic strategy, and why."""
    analysis = get_analysis(request.actor, pk)
    actions.require_lead(request.actor, analysis)
    initial = {name: getattr(analysis, name) for name in ("generic_strategies", "generic_why", "version")}
    form = forms.StrategyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        version = given.pop("version")
        actions.choose_strategy(analysis, given, version=version, by=request.actor)
        messages.success(request, _("Saved."))
        return redirect("analysis:industry", pk)
    context = {"form": form, "analysis": analysis}
    return render(request, "analysis/strategy.html", context, status=422 if form.errors else 200)


@require_POST
def take_driver_along(request, pk):
    """One act: a driver becomes a contribution to the opportunities or the threats."""
    driver = get_driver(request.actor, pk)
    kind = request.POST.get("kind")
    made = actions.take_driver_along(driver, kind if kind in Kind.values else "", by=request.actor)
    return _taken(request, made)


@require_POST
def take_activity_along(request, pk):
    """One act: an activity becomes a contribution to the strengths or the weaknesses."""
    made = actions.take_activity_along(get_activity(request.actor, pk), by=request.actor)
    return _taken(request, made)


def _taken(request, made):
    messages.success(
        request, _("In the SWOT under %(list)s: %(text)s") % {"list": made.get_kind_display(), "text": made.text}
    )
    return redirect("analysis:industry", made.analysis_id)
