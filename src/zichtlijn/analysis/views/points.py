"""The attention points: in words, weighed, and turned into objectives and strategies."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import refuse
from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.analysis import actions, forms
from zichtlijn.analysis.models import Factor, Rater
from zichtlijn.analysis.permissions import can_lead_analysis, can_take_part, get_analysis, get_point
from zichtlijn.analysis.queries.matrix import Side, matrix_page
from zichtlijn.analysis.queries.points import own_marks, points_of
from zichtlijn.analysis.queries.swot import code_of
from zichtlijn.analysis.states import FEWEST_POINTS, INTERNAL, MOST_POINTS, Becomes, Scoring, level_alone
from zichtlijn.analysis.wording import question_for, title_from
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.sections import draw_sections


@require_safe
def list_points(request, pk):
    """Three to five questions that the strategy must answer, how they weigh, and what became of them."""
    actor, analysis = request.actor, get_analysis(request.actor, pk)
    points = points_of(analysis, actor)
    can_lead = can_lead_analysis(actor, analysis)
    issues = []
    if can_lead and analysis.scoring == Scoring.CLOSED and len(points) < MOST_POINTS:
        joined = {(weighed.point.row_id, weighed.point.column_id) for weighed in points}
        issues = [
            issue
            for issue in matrix_page(analysis).issues
            if (issue.row.factor.pk, issue.column.factor.pk) not in joined
        ]
    context = {
        "analysis": analysis,
        "points": points,
        "is_weighed": any(weighed.rank for weighed in points),
        "issues": issues,
        "can_lead": can_lead,
        "can_weigh": bool(points) and can_take_part(actor),
        "is_full": len(points) >= MOST_POINTS,
        "sections": draw_sections("analysis", request, analysis),
        "too_few": max(0, FEWEST_POINTS - len(points)),
    }
    return render(request, "analysis/points.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_point(request, pk):
    """A new attention point; with `row` and `column` it begins as the question that joins those two factors."""
    analysis = get_analysis(request.actor, pk)
    actions.require_lead(request.actor, analysis)
    factors = {str(factor.pk): factor for factor in Factor.objects.filter(analysis=analysis)}
    row, column = factors.get(request.GET.get("row", "")), factors.get(request.GET.get("column", ""))
    if row is None or column is None or row.kind not in INTERNAL or column.kind in INTERNAL:
        row = column = None
    initial = {"text": question_for(row, column)} if row and column else {}
    form = forms.PointForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_point(analysis, text=form.cleaned_data["text"], row=row, column=column, by=request.actor)
        except NotNow as refusal:
            refuse(form, refusal)
        else:
            return redirect("analysis:points", pk)
    context = {"form": form, "analysis": analysis, "joins": _joined(row, column)}
    return render(request, "analysis/point.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_point(request, pk):
    point = get_point(request.actor, pk)
    actions.require_lead(request.actor, point.analysis)
    initial = {"text": point.text, "version": point.version}
    form = forms.ChangePointForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_point(point, {"text": given["text"]}, version=given["version"], by=request.actor)
        except NotNow as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("analysis:points", point.analysis_id)
    joins = _joined(point.row, point.column)
    context = {"form": form, "analysis": point.analysis, "point": point, "joins": joins}
    return render(request, "analysis/point.html", context, status=422 if form.errors else 200)


def _joined(row: Factor | None, column: Factor | None) -> list[Side]:
    """The two factors that a point joins, with their codes."""
    return [Side(row, code_of(row)), Side(column, code_of(column))] if row and column else []


@require_POST
def remove_point(request, pk):
    point = get_point(request.actor, pk)
    actions.remove_point(point, by=request.actor)
    messages.success(request, _("Removed from the list: %(text)s") % {"text": point.text})
    return redirect("analysis:points", point.analysis_id)


@require_http_methods(["GET", "HEAD", "POST"])
def weigh_points(request, pk):
    """What one rater thinks: does it answer the issue, can we do it, will people go along?"""
    actor, analysis = request.actor, get_analysis(request.actor, pk)
    require(can_take_part(actor), _("You can read the attention points, but not weigh them."))
    points = sorted((weighed.point for weighed in points_of(analysis, actor)), key=lambda point: point.place or 0)
    stored = own_marks(Rater.objects.filter(analysis=analysis, user=actor.user).first())
    form = forms.WeighForm(
        request.POST or None, points=points, stored=stored, initial={"version": actions.version_of_scores(stored)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.weigh_points(analysis, form.marks(), version=form.cleaned_data["version"], by=actor)
        except NotNow as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Your scores have been saved."))
            return redirect("analysis:points", pk)
    context = {"form": form, "analysis": analysis, "points": points}
    return render(request, "analysis/weigh.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def turn_into_objective(request, pk):
    """Make a strategic objective of an attention point, or a strategy in the OGSM of another objective."""
    actor, point = request.actor, get_point(request.actor, pk)
    analysis = point.analysis
    actions.require_lead(actor, analysis)
    initial = {
        "title": title_from(point.text),
        "description": point.text,
        "unit": analysis.unit,
        "owner": actor.person,
        "becomes": Becomes.OBJECTIVE if level_alone(analysis.unit) == Level.STRATEGIC else None,
    }
    form = forms.TurnForm(request.POST or None, actor=actor, analysis=analysis, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.turn_into_objective(point, **form.fields_of_objective(), by=actor)
        except NotNow as refusal:
            refuse(form, refusal)
        else:
            parent = form.cleaned_data["parent"]
            if parent is None:
                messages.success(
                    request, _("The objective has been saved as a draft. Add a measure, then propose or adopt it.")
                )
                return redirect("objectives:objective", made.pk)
            told = _("Saved as a draft strategy for “%(parent)s”. Say which goal it serves, and add a measure.")
            messages.success(request, told % {"parent": parent.title})
            return redirect(f"{reverse('ogsm:sheet', args=[parent.pk])}#text-{made.pk}")
    context = {"form": form, "analysis": analysis, "point": point}
    return render(request, "analysis/turn.html", context, status=422 if form.errors else 200)
