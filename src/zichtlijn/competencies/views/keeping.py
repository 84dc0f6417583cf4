"""The framework, one competency, and the profile of a position."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.competencies import actions, forms, queries
from zichtlijn.competencies.models import Competency
from zichtlijn.competencies.permissions import can_keep_competencies, get_competency
from zichtlijn.organisation.permissions import get_position


def levels_now() -> list[str]:
    """The names of the levels; none without a framework."""
    framework = queries.framework()
    return framework.level_names if framework else []


@require_safe
def show_framework(request):
    """The competencies in their groups, the scale, and what no longer is in use."""
    competencies = list(Competency.objects.all())
    today = timezone.localdate()
    ended = [one for one in competencies if one.ends_on and one.ends_on < today]
    context = {
        "framework": queries.framework(),
        "groups": queries.groups(one for one in competencies if one not in ended),
        "ended": ended,
        "can_keep": can_keep_competencies(request.actor),
    }
    return render(request, "competencies/framework.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_scale(request):
    """The name of the framework and of its levels."""
    actions.require_keeping(request.actor)
    form = forms.FrameworkForm(request.POST or None, framework=queries.framework())
    if acted(form, lambda: actions.set_framework(**form.cleaned_data, by=request.actor)):
        messages.success(request, _("Saved."))
        return redirect("competencies:framework")
    return render(request, "competencies/scale.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def show_competency(request, pk):
    """One competency with what one sees at each level."""
    competency = get_competency(request.actor, pk)
    seen = queries.behaviours_of([pk]).get(pk, {})
    context = {
        "competency": competency,
        "levels": [(number, name, seen.get(number, "")) for number, name in enumerate(levels_now(), start=1)],
        "is_ended": bool(competency.ends_on and competency.ends_on < timezone.localdate()),
        "can_keep": can_keep_competencies(request.actor),
    }
    return render(request, "competencies/competency.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_competency(request):
    """A new competency; without a scale one makes that first."""
    actions.require_keeping(request.actor)
    if not (levels := levels_now()):
        messages.info(request, _("First set the levels of the framework."))
        return redirect("competencies:scale")
    form = forms.CompetencyForm(request.POST or None, levels=levels)
    made = []
    if acted(form, lambda: made.append(actions.add_competency(**form.given(), by=request.actor))):
        messages.success(request, _("%(competency)s was added.") % {"competency": made[0]})
        return redirect("competencies:competency", made[0].pk)
    context = {"form": form, "competency": None}
    return render(request, "competencies/change.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_competency(request, pk):
    """Write a competency and its behaviours anew."""
    competency = get_competency(request.actor, pk)
    actions.require_keeping(request.actor)
    seen = queries.behaviours_of([pk]).get(pk, {})
    form = forms.CompetencyForm(request.POST or None, levels=levels_now(), competency=competency, behaviours=seen)

    def act():
        version = form.cleaned_data["version"]
        actions.change_competency(competency, **form.given(), version=version, by=request.actor)

    if acted(form, act):
        messages.success(request, _("Saved."))
        return redirect("competencies:competency", pk)
    context = {"form": form, "competency": competency}
    return render(request, "competencies/change.html", context, status=422 if form.is_bound else 200)


@require_POST
def end_competency(request, pk):
    """Out of use from today."""
    actions.end_competency(get_competency(request.actor, pk), by=request.actor)
    messages.success(request, _("It is out of use. What was judged before stays readable."))
    return redirect("competencies:competency", pk)


@require_POST
def resume_competency(request, pk):
    """Into use again."""
    actions.resume_competency(get_competency(request.actor, pk), by=request.actor)
    messages.success(request, _("It is in use again."))
    return redirect("competencies:competency", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def change_profile(request, pk):
    """What a position requires from a day on."""
    position = get_position(request.actor, pk)
    actions.require_keeping(request.actor)
    competencies = list(Competency.objects.living())
    last = queries.last_profile(position)
    today = timezone.localdate()
    # a change makes the next profile, unless the last one has yet to begin
    initial = {"from_on": max(last.from_on, today) if last else today, "version": queries.version_of_profiles(position)}
    for row in last.requirements.all() if last else ():
        initial |= {f"{forms.LEVEL}{row.competency_id}": row.level, f"{forms.CORE}{row.competency_id}": row.is_core}
    form = forms.ProfileForm(request.POST or None, levels=levels_now(), competencies=competencies, initial=initial)

    def act():
        told = form.cleaned_data
        actions.set_profile(
            position, from_on=told["from_on"], required=form.required(), version=told["version"], by=request.actor
        )

    if acted(form, act):
        messages.success(request, _("Saved."))
        return redirect("organisation:position", pk)
    context = {"form": form, "position": position, "last": last, "waits": last is not None and last.from_on > today}
    return render(request, "competencies/profile.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def throw_away_profile(request, pk):
    """Ask whether the profile that has yet to begin may go, and let it go."""
    position = get_position(request.actor, pk)
    actions.require_keeping(request.actor)
    waiting = queries.next_profile(position, timezone.localdate())
    form = forms.MaybeNewForm(request.POST or None, initial={"version": queries.version_of_profiles(position)})
    if acted(
        form, lambda: actions.throw_away_profile(position, version=form.cleaned_data["version"], by=request.actor)
    ):
        messages.success(request, _("The profile was thrown away."))
        return redirect("organisation:position", pk)
    if waiting is None and not form.is_bound:
        return redirect("competencies:profile", pk)
    context = {"form": form, "position": position, "waiting": waiting}
    return render(request, "competencies/throw_profile.html", context, status=422 if form.is_bound else 200)
