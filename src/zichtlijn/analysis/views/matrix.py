"""The confrontation matrix: opening it, scoring it, and what came out."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import refuse
from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.analysis import actions, forms, taking
from zichtlijn.analysis.models import Rater
from zichtlijn.analysis.permissions import can_lead_analysis, can_take_confrontation, can_take_part, get_analysis
from zichtlijn.analysis.queries.matrix import matrix_page, own_scores, sides_of
from zichtlijn.analysis.queries.swot import as_listed, factors_of
from zichtlijn.analysis.states import Mode, Scoring
from zichtlijn.analysis.wording import how_to_score, tell_key, tell_missing, tell_quadrants
from zichtlijn.calculations.confrontation import swot_problems
from zichtlijn.documents.files import as_download
from zichtlijn.documents.forms import TakeForm


@require_safe
def show_matrix(request, pk):
    """The matrix added up. While it is open only who leads it sees what comes out, so that nobody follows others."""
    actor, analysis = request.actor, get_analysis(request.actor, pk)
    if request.htmx and request.GET.get("since") == str(analysis.moves):
        return HttpResponse(status=204)
    page = matrix_page(analysis)
    can_lead = can_lead_analysis(actor, analysis)
    missing = tell_missing(swot_problems(as_listed([s.factor for s in page.sides])))
    acts = f"{analysis.scoring}-{len(missing)}-{int(page.is_scored)}"
    context = {
        "analysis": analysis,
        "page": page,
        "quadrants": tell_quadrants(page.quadrants, page.strongest, analysis.mode),
        "can_lead": can_lead,
        "key": tell_key(page),
        "sees_result": taking.sees_result(actor, analysis, page),
        "can_take": can_take_confrontation(actor),
        "may_score": analysis.scoring == Scoring.OPEN and can_take_part(actor),
        "missing": missing,
        # what one can do comes along when that is something else: a menu that somebody opened stays open
        "acts": acts,
        "is_part": bool(request.htmx) and request.GET.get("acts") != acts,
    }
    return render(request, "analysis/matrix.html#moving" if request.htmx else "analysis/matrix.html", context)


@require_POST
def take_confrontation(request, pk):
    """What came out as a file: paper, slides or a workbook."""
    form, analysis = TakeForm(request.POST, makers=taking.MAKERS), get_analysis(request.actor, pk)
    if not form.is_valid():
        raise BadRequest("form")
    return as_download(*taking.take_confrontation(analysis, form.cleaned_data["form"], by=request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
def set_scoring(request, pk):
    """Open the matrix for scores in one of the two ways, close it, or begin again."""
    analysis = get_analysis(request.actor, pk)
    actions.require_lead(request.actor, analysis)
    if request.method == "POST" and request.POST.get("act") == "close":
        actions.close_scoring(analysis, by=request.actor)
        messages.success(request, _("The matrix is closed. Everybody sees what came out."))
        return redirect("analysis:matrix", pk)
    if request.method == "POST" and request.POST.get("act") == "again":
        actions.begin_again(analysis, by=request.actor)
        messages.success(request, _("All scores are gone. The factors can be changed again."))
        return redirect("analysis:matrix", pk)
    form = forms.ModeForm(request.POST or None, initial={"mode": analysis.mode})
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_scoring(analysis, form.cleaned_data["mode"], by=request.actor)
        except NotNow as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The matrix is open: everybody can score it."))
            return redirect("analysis:matrix", pk)
    raters = Rater.objects.filter(analysis=analysis, scored_at__isnull=False).count()
    context = {"form": form, "analysis": analysis, "raters": raters}
    return render(request, "analysis/scoring.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def score_matrix(request, pk):
    """What one rater gives, column by column."""
    actor, analysis = request.actor, get_analysis(request.actor, pk)
    require(can_take_part(actor), _("You can read this matrix, but not score it."))
    rows, columns = sides_of(factors_of(analysis))
    stored = own_scores(Rater.objects.filter(analysis=analysis, user=actor.user).first())
    form = forms.ScoresForm(
        request.POST or None,
        rows=rows,
        columns=columns,
        mode=analysis.mode,
        stored=stored,
        initial={"version": actions.version_of_scores(stored)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            actions.give_scores(analysis, form.scores(), version=version, mode=form.mode, by=actor)
        except NotNow as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _said(form))
            return redirect("analysis:matrix", pk)
    context = {
        "form": form,
        "analysis": analysis,
        "is_open": analysis.scoring == Scoring.OPEN,
        "how": how_to_score(analysis.mode, len(rows)),
    }
    return render(request, "analysis/score.html", context, status=422 if form.errors else 200)


def _said(form) -> str:
    """What was saved, and how much is still open."""
    if not form.open:
        return _("Your scores have been saved; you filled in everything.")
    if form.mode == Mode.POINTS:
        return ngettext(
            "Saved. One column is not finished: it counts as soon as all its points are given.",
            "Saved. %(n)s columns are not finished: each counts as soon as all its points are given.",
            form.open,
        ) % {"n": form.open}
    return ngettext(
        "Your scores have been saved. One is still open; you can come back to it.",
        "Your scores have been saved. %(n)s are still open; you can come back to them.",
        form.open,
    ) % {"n": form.open}
