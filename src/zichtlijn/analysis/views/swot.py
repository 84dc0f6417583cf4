"""The SWOT: bringing in together, merging and ranking by one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import refuse
from zichtlijn.access.mail import link_in
from zichtlijn.access.permissions import require
from zichtlijn.access.rates import at_most
from zichtlijn.access.refusals import NotNow
from zichtlijn.analysis import actions, forms
from zichtlijn.analysis.permissions import (
    can_change_contribution,
    can_lead_analysis,
    can_lead_analysis_of,
    can_start_an_analysis,
    can_take_part,
    get_analysis,
    get_contribution,
    get_factor,
)
from zichtlijn.analysis.queries.inviting import people_to_invite
from zichtlijn.analysis.queries.swot import analyses_in, board_of
from zichtlijn.analysis.states import Kind
from zichtlijn.analysis.wording import name_of, tell_contributors, tell_missing
from zichtlijn.organisation.queries import chosen_period, periods_of_request
from zichtlijn.organisation.queries.units import unit_asked, unit_headed_by
from zichtlijn.organisation.sections import draw_sections

#: Analyses on one page of the list.
ON_A_PAGE = 50


@require_safe
def list_analyses(request):
    """The analyses of the chosen period."""
    page = Paginator(analyses_in(chosen_period(request)), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "analysis/list.html", {"page": page, "can_start": can_start_an_analysis(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def start_analysis(request):
    """Start the analysis of a unit or of the whole organisation."""
    require(can_start_an_analysis(request.actor), _("Only who heads a unit or sets the direction starts an analysis."))
    period = chosen_period(request)
    asked_for = next((p for p in periods_of_request(request) if str(p.pk) == request.GET.get("period")), period)
    unit = unit_asked(request)
    if unit is None and not can_lead_analysis_of(request.actor, None):
        unit = unit_headed_by(request.actor)  # blank is the whole organisation, which is not theirs to analyse
    initial = {"period": (asked_for.parent or asked_for) if asked_for else None, "unit": unit}
    form = forms.StartForm(request.POST or None, actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start_analysis(**form.cleaned_data, by=request.actor)
        except NotNow as refusal:
            refuse(form, refusal)
        else:
            return redirect("analysis:swot", made.pk)
    return render(request, "analysis/start.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def show_swot(request, pk):
    """The four lists, with for everybody a field to bring something in while that is open."""
    analysis = get_analysis(request.actor, pk)
    return render(request, "analysis/swot.html", _board_context(request, analysis))


@require_safe
def show_board(request, pk):
    """What moves on the page of the SWOT; nothing when nothing moved since."""
    analysis = get_analysis(request.actor, pk)
    if request.GET.get("since") == str(analysis.moves):
        return HttpResponse(status=204)
    context, has_fields = _board_context(request, analysis), request.GET.get("fields") != "0"
    # fields that are there stay, with what somebody is typing in them
    context |= {"is_part": True, "brings_fields": context["takes_part"] and not has_fields}
    context["has_fields"] = context["takes_part"] or has_fields
    return render(request, "analysis/swot.html#moving", context)


@require_POST
def contribute(request, pk):
    """Bring something in; the page goes on where one was, ready for the next."""
    analysis = get_analysis(request.actor, pk)
    require(can_take_part(request.actor), _("You can read this analysis, but not contribute to it."))
    form = forms.ContributionForm(request.POST)
    if form.is_valid():
        try:
            actions.contribute(analysis, **form.cleaned_data, by=request.actor)
        except NotNow as refusal:
            refuse(form, refusal)
    kind = request.POST.get("kind") if request.POST.get("kind") in Kind.values else Kind.STRENGTH.value
    if not request.htmx and not form.errors:
        return redirect(f"{reverse('analysis:swot', args=[pk])}#add-{kind}")
    analysis.refresh_from_db()
    context = _board_context(request, analysis, filled={kind: form} if form.errors else {})
    template = "analysis/swot.html"
    if request.htmx:
        template, context = f"{template}#answered", context | {"is_part": True, "answered": kind, "has_fields": True}
    return render(request, template, context, status=422 if form.errors else 200)


def _board_context(request, analysis, *, filled=None) -> dict:
    """What the page of the SWOT and its moving part show; `filled` are forms that came back, by their list."""
    actor, board = request.actor, board_of(analysis)
    takes_part = analysis.is_gathering and can_take_part(actor)
    blank = {kind: forms.ContributionForm(initial={"kind": kind}, auto_id=f"{kind}-%s") for kind in Kind.values}
    for form_kind, form in (filled or {}).items():
        form.auto_id = f"{form_kind}-%s"
        blank[form_kind] = form
    return {
        "analysis": analysis,
        "board": board,
        "lists": [(quadrant, blank[quadrant.kind]) for quadrant in board.quadrants],
        "contributors": tell_contributors(board.contributors),
        "missing": tell_missing(board.problems),
        "takes_part": takes_part,
        "has_fields": takes_part or bool(filled),
        "mine": actor.user.pk if actor.user and takes_part else None,
        "can_lead": can_lead_analysis(actor, analysis),
        "link": link_in(actor.organisation, reverse("analysis:swot", args=[analysis.pk])),
        "sections": draw_sections("analysis", request, analysis) if not request.htmx else [],
    }


@require_POST
def set_gathering(request, pk):
    """Open or close it for contributions."""
    is_open = request.POST.get("open") == "1"
    actions.set_gathering(get_analysis(request.actor, pk), is_open, by=request.actor)
    said = _("Everybody can contribute.") if is_open else _("Contributions are closed. What is there stays.")
    messages.success(request, said)
    return redirect("analysis:swot", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@at_most(60, "invite")
def invite(request, pk):
    """Choose who gets the link by mail (GET), and mail it (POST)."""
    actor, analysis = request.actor, get_analysis(request.actor, pk)
    actions.require_lead(actor, analysis)
    offered = people_to_invite(actor, analysis)
    form = forms.InviteForm(request.POST or None, actor=actor, offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            number = actions.invite_to_swot(analysis, form.cleaned_data["everybody"], by=actor)
        except NotNow as refusal:
            refuse(form, refusal)
        else:
            said = ngettext("The link was mailed to %(n)s person.", "The link was mailed to %(n)s people.", number)
            messages.success(request, said % {"n": number})
            return redirect("analysis:swot", pk)
    chosen = set(form["people"].value() or ())
    ticked = {p.pk for p in offered if str(p.pk) in chosen or (not form.is_bound and request.GET.get("tick") == "all")}
    context = {"analysis": analysis, "form": form, "offered": offered, "ticked": ticked}
    return render(request, "analysis/invite.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_contribution(request, pk):
    """Change one's own contribution."""
    contribution = get_contribution(request.actor, pk)
    require(
        can_change_contribution(request.actor, contribution),
        _("This is a contribution of %(name)s. You can only change your own.") % {"name": contribution.by_name},
    )
    initial = {name: getattr(contribution, name) for name in ("kind", "text", "evidence", "version")}
    form = forms.ChangeContributionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        version = given.pop("version")
        try:
            actions.change_contribution(contribution, given, version=version, by=request.actor)
        except NotNow as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("analysis:swot", contribution.analysis_id)
    context = {"form": form, "contribution": contribution, "analysis": contribution.analysis}
    return render(request, "analysis/contribution.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw_contribution(request, pk):
    contribution = get_contribution(request.actor, pk)
    actions.withdraw_contribution(contribution, by=request.actor)
    messages.success(request, _("Withdrawn: %(text)s") % {"text": contribution.text})
    return redirect("analysis:swot", contribution.analysis_id)


@require_http_methods(["GET", "HEAD", "POST"])
def rank(request, pk, kind):
    """Merge the contributions of one list into factors, and put those in order."""
    analysis = get_analysis(request.actor, pk)
    if kind not in Kind.values:
        raise Http404
    actions.require_lead(request.actor, analysis)
    quadrant = board_of(analysis).of(kind)
    form = forms.MergeForm(request.POST or None, quadrant=quadrant, apart="apart" in request.POST)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        into = get_factor(request.actor, given["into"]) if given["into"] else None
        try:
            if "apart" in request.POST:
                actions.take_apart(analysis, kind, given["chosen"], by=request.actor)
            else:
                actions.merge_contributions(
                    analysis,
                    kind,
                    given["chosen"],
                    into=into,
                    text=given["text"],
                    evidence=given["evidence"],
                    by=request.actor,
                )
        except NotNow as refusal:
            refuse(form, refusal)
        else:
            return redirect("analysis:rank", pk, kind)
    context = {
        "form": form,
        "analysis": analysis,
        "quadrant": quadrant,
        "ticked": set(form["chosen"].value() or ()),
        "kinds": [(other, name_of(other), other == kind) for other in Kind.values],
    }
    return render(request, "analysis/rank.html", context, status=422 if form.errors else 200)


@require_POST
def loosen_contribution(request, pk):
    contribution = get_contribution(request.actor, pk)
    actions.loosen_contribution(contribution, by=request.actor)
    return redirect("analysis:rank", contribution.analysis_id, contribution.kind)


@require_http_methods(["GET", "HEAD", "POST"])
def change_factor(request, pk):
    """The words and the evidence of a factor."""
    factor = get_factor(request.actor, pk)
    actions.require_lead(request.actor, factor.analysis)
    initial = {name: getattr(factor, name) for name in ("text", "evidence", "weight", "version")}
    form = forms.FactorForm(request.POST or None, kind=factor.kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        version = given.pop("version")
        try:
            actions.change_factor(factor, given, version=version, by=request.actor)
        except NotNow as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("analysis:rank", factor.analysis_id, factor.kind)
    context = {"form": form, "factor": factor, "analysis": factor.analysis, "list_name": name_of(factor.kind)}
    return render(request, "analysis/factor.html", context, status=422 if form.errors else 200)


@require_POST
def move_factor(request, pk):
    factor = get_factor(request.actor, pk)
    actions.move_factor(factor, -1 if request.POST.get("step") == "up" else 1, by=request.actor)
    return redirect(f"{reverse('analysis:rank', args=[factor.analysis_id, factor.kind])}#factor-{pk}")


@require_POST
def remove_factor(request, pk):
    factor = get_factor(request.actor, pk)
    actions.remove_factor(factor, by=request.actor)
    messages.success(request, _("Removed from the list: %(text)s") % {"text": factor.text})
    return redirect("analysis:rank", factor.analysis_id, factor.kind)
