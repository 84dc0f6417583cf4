"""Recording, correcting and withdrawing a reading; marking a milestone."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zichtlijn.objectives import actions, forms
from zichtlijn.objectives.permissions import get_measure, get_milestone, get_reading
from zichtlijn.objectives.states import Kind
from zichtlijn.objectives.views.mended import redirect_after
from zichtlijn.objectives.views.opening import note_look


@require_http_methods(["GET", "HEAD", "POST"])
def record_reading(request, pk):
    measure = get_measure(request.actor, pk)
    actions.require_recording(request.actor, measure)
    if measure.kind == Kind.MILESTONES:
        return redirect("objectives:measure", pk)  # its milestones are marked there, one by one
    note_look(request, measure.objective)
    form = forms.ReadingForm(request.POST or None, measure=measure, initial={"measured_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        reading = actions.record_reading(measure, **form.cleaned_data, by=request.actor)
        if reading.replaces_id:
            messages.info(request, _("This replaces the reading for the same day, which stays in the history."))
        else:
            messages.success(request, _("The reading has been recorded; what follows from it is up to date."))
        return redirect_after(request, "objectives:objective", measure.objective_id)
    context = {"form": form, "measure": measure, "objective": measure.objective}
    return render(request, "objectives/record_reading.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_reading(request, pk):
    reading = get_reading(request.actor, pk)
    measure = reading.measure
    actions.require_recording(request.actor, measure)
    actions.require_standing(reading)
    note_look(request, measure.objective)
    initial = {"value": reading.value, "note": reading.note}
    form = forms.ReadingForm(request.POST or None, measure=measure, fixed_day=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.correct_reading(reading, **form.cleaned_data, by=request.actor)
        messages.success(request, _("The reading has been corrected. The previous value stays in the history."))
        return redirect("objectives:measure", measure.pk)
    context = {"form": form, "measure": measure, "objective": measure.objective, "reading": reading}
    return render(request, "objectives/record_reading.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw_reading(request, pk):
    reading = get_reading(request.actor, pk)
    actions.withdraw_reading(reading, by=request.actor)
    messages.success(request, _("The reading no longer counts; it stays in the history."))
    return redirect("objectives:measure", reading.measure_id)


@require_POST
def mark_milestone(request, pk):
    milestone = get_milestone(request.actor, pk)
    actions.require_recording(request.actor, milestone.measure)
    form = forms.MilestoneForm(request.POST)
    if form.is_valid():
        done_on = form.cleaned_data["done_on"]
        if done_on is None and "done" in request.POST:
            done_on = timezone.localdate()
        actions.mark_milestone(milestone, done_on=done_on, by=request.actor)
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect("objectives:measure", milestone.measure_id)
