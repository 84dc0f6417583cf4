"""How a person stands, writing an assessment, reading an earlier one, and the heat map of a team."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.access.permissions import Permission, require
from zichtlijn.competencies import actions, forms, queries
from zichtlijn.competencies.charts import gap_chart
from zichtlijn.competencies.permissions import (
    can_see_all_competencies,
    can_see_gaps,
    get_assessed_person,
    get_assessment,
    get_seen_person,
    seen_otherwise,
    side_of,
)
from zichtlijn.competencies.states import Side
from zichtlijn.competencies.views.keeping import levels_now
from zichtlijn.organisation.actions import LINE, look_at, look_at_many

PAGE = 20


@require_safe
def show_mine(request):
    """How I stand."""
    if request.actor.person is None:
        return render(request, "competencies/person.html", {"shown": None, "is_me": True})
    return _person_page(request, request.actor.person)


@require_safe
def show_person(request, pk):
    """How somebody stands; that one looked is written down."""
    person = get_seen_person(request.actor, pk)
    look_at(person, what="competencies", by=request.actor, otherwise=seen_otherwise(request.actor, person))
    return _person_page(request, person)


def _person_page(request, person):
    actor = request.actor
    side, levels = side_of(actor, person), levels_now()
    request.room = _room(actor, person)
    gaps = queries.gaps_of([person], timezone.localdate())[0] if can_see_gaps(actor, person) else None
    context = {
        "shown": person,
        "is_me": side == Side.SELF,
        "side": side,
        "levels": levels,
        "gaps": gaps,
        "chart": gap_chart(gaps, levels=len(levels)) if gaps and gaps.rows else None,
        "draft": queries.draft_of(actor, person, side) if side else None,
        "earlier": queries.shared_with(actor, person),
    }
    return render(request, "competencies/person.html", context)


def _room(actor, person) -> str:
    """In which room a page about this person stands."""
    return "competencies:mine" if person.pk == actor.person_id else "competencies:team"


@require_http_methods(["GET", "HEAD", "POST"])
def assess(request, pk):
    """Write one's own side, keep it as a draft or share it."""
    person, side = get_assessed_person(request.actor, pk)
    request.room = _room(request.actor, person)
    asked = queries.asked_of([person.pk], timezone.localdate()).get(person.pk, [])
    draft = queries.draft_of(request.actor, person, side)
    kept = queries.judgements_of(draft)
    gone = [row for pk, row in kept.items() if pk not in {one.competency.pk for one in asked}]
    form = forms.AssessmentForm(
        request.POST or None,
        levels=levels_now(),
        asked=asked,
        behaviours=queries.behaviours_of([one.competency.pk for one in asked]),
        draft=kept,
        version=draft.version if draft else 0,
    )
    share, told = request.POST.get("act") == "share", request.POST.getlist("left_out")
    left_out = [row.competency_id for row in gone if str(row.competency_id) in told]

    def act():
        version = form.cleaned_data["version"]
        actions.save_assessment(
            person, form.judgements(), version=version, share=share, left_out=left_out, by=request.actor
        )

    if acted(form, act):
        messages.success(request, _("Shared.") if share else _("Saved. Only you can read it until you share it."))
        if side == Side.SELF:
            return redirect("competencies:mine")
        return redirect("competencies:person", pk)
    context = {
        "form": form,
        "shown": person,
        "is_me": side == Side.SELF,
        "has_profile": bool(asked),
        "gone": gone,
        "draft": draft,
    }
    return render(request, "competencies/assess.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def throw_away(request, pk):
    """Ask whether the draft may go, and let it go."""
    person, side = get_assessed_person(request.actor, pk)
    request.room = _room(request.actor, person)
    draft = queries.draft_of(request.actor, person, side)
    form = forms.MaybeNewForm(request.POST or None, initial={"version": draft.version if draft else 0})
    home = redirect("competencies:mine") if side == Side.SELF else redirect("competencies:person", pk)
    if acted(form, lambda: actions.throw_away_draft(person, version=form.cleaned_data["version"], by=request.actor)):
        messages.success(request, _("Your draft was thrown away."))
        return home
    if draft is None and not form.is_bound:
        return home
    context = {"form": form, "shown": person, "is_me": side == Side.SELF}
    return render(request, "competencies/throw_away.html", context, status=422 if form.is_bound else 200)


@require_safe
def show_assessment(request, pk):
    """An assessment as it was shared."""
    actor, assessment = request.actor, get_assessment(request.actor, pk)
    look_at(assessment.person, what="competencies", by=actor, otherwise=seen_otherwise(actor, assessment.person))
    request.room = _room(request.actor, assessment.person)
    context = {
        "assessment": assessment,
        "rows": list(queries.judgements_of(assessment).values()),
        "levels": levels_now(),
        "is_me": assessment.person_id == request.actor.person_id,
    }
    return render(request, "competencies/assessment.html", context)


@require_safe
def show_team(request):
    """People by competencies: of whom one leads, and by right of a unit. Each person shown is written down."""
    actor = request.actor
    sees_all = can_see_all_competencies(actor)
    require(
        sees_all or actor.may(Permission.LEAD_PEOPLE),
        _("Only who leads people, and HR, see the competencies of a team."),
    )
    form = forms.TeamForm(request.GET if sees_all and request.GET.get("unit") else None, actor=actor)
    unit = form.cleaned_data["unit"] if form.is_bound and form.is_valid() else None
    people = queries.people_in(unit) if unit else queries.direct_reports(actor.person_id)
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    look_at_many(shown, what="competencies", by=actor, otherwise=LINE)
    context = {
        "form": form if sees_all else None,
        "unit": unit,
        "page": page,
        "map": queries.heat_map(shown, timezone.localdate()),
    }
    return render(request, "competencies/team.html", context)
