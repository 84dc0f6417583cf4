"""Pages of measures."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zichtlijn.calculations.objectives import raw_progress, validate_aim
from zichtlijn.objectives import actions, forms
from zichtlijn.objectives.models import Reading
from zichtlijn.objectives.permissions import (
    can_edit_measure,
    can_record_reading,
    get_measure,
    get_objective,
)
from zichtlijn.objectives.queries.agreeing import agreed_with_another, before_changing, standing_of
from zichtlijn.objectives.queries.objective_page import measure_views, when_read
from zichtlijn.objectives.queries.wording import problem_sentence, weighs_nothing, write_interim, write_milestones
from zichtlijn.objectives.states import OPEN, Kind, Level
from zichtlijn.objectives.views.coming_from import back_to
from zichtlijn.objectives.views.mended import redirect_after
from zichtlijn.objectives.views.opening import note_look
from zichtlijn.objectives.views.saying import say_saved
from zichtlijn.ui.wording import write_short_date

#: Readings on one page: a year of monthly ones.
READINGS = 12


@require_GET
def show_measure(request, pk):
    """One measure: its line, its aim, all its readings with their corrections."""
    actor, measure = request.actor, get_measure(request.actor, pk)
    objective = measure.objective
    if objective.level == Level.PERSONAL and objective.owner_id == actor.person_id:
        request.room = "home:my_line"
    actions.look_at_objective(objective, by=actor)
    readings = Paginator(Reading.objects.filter(measure=measure).order_by("-measured_on", "-id"), READINGS)
    can_edit = can_edit_measure(actor, measure)
    context = {
        "measure": measure,
        "objective": objective,
        "when_read": when_read(measure, today=timezone.localdate()),
        "view": measure_views([measure], today=timezone.localdate())[0],
        "is_own": getattr(request, "room", "") == "home:my_line",
        "raw": None if measure.current_value is None else raw_progress(measure.aim(), measure.current_value),
        "page": readings.get_page(request.GET.get("page")),
        "interim": measure.interim_targets.all(),
        "milestones": measure.milestones.all() if measure.kind == Kind.MILESTONES else [],
        "problems": [problem_sentence(problem) for problem in validate_aim(measure.aim())],
        "can_edit": can_edit,
        "ends_agreement": can_edit and agreed_with_another(actor, objective),
        "can_record": can_record_reading(actor, measure) and not measure.ended_on and objective.state in OPEN,
    }
    return render(request, "objectives/measure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_measure(request, pk):
    actor, objective = request.actor, get_objective(request.actor, pk)
    actions.require_keeping(actor, objective)
    note_look(request, objective)
    initial = {
        "kind": Kind.UP,
        "shape": "straight",
        "frequency": "monthly",
        "tempo": "lead" if request.GET.get("tempo") == "lead" else "lag",
        "starts_on": objective.starts_on,
        "ends_on": objective.ends_on,
        "responsible": objective.owner,
    }
    is_key_result = request.GET.get("from") == "okr"
    form = forms.MeasureForm(
        request.POST or None, actor=actor, objective=objective, initial=initial, is_key_result=is_key_result
    )
    if request.method == "POST" and form.is_valid():
        given, before = form.cleaned_data, standing_of(pk)
        made = actions.add_measure(
            objective, by=actor, interim=given["interim"], milestones=given["milestones"] or (), **form.changes()
        )
        said = _("The key result has been added.") if is_key_result else _("The measure has been added.")
        say_saved(request, said, before, standing_of(pk))
        _remark(request, made)
        return redirect_after(request, "objectives:objective", pk)
    context = {
        "form": form,
        "objective": objective,
        "before_changing": before_changing(actor, objective, measures=True),
    }
    return render(request, "objectives/edit_measure.html", context, status=422 if form.errors else 200)


def _remark(request, measure) -> None:
    """Say at once when a target equals its baseline, or a weight is 0: it may be meant, and more often it is a slip."""
    if measure.weight == 0:
        messages.warning(request, weighs_nothing(measure.name))
    if measure.kind in {Kind.UP, Kind.DOWN} and measure.baseline is not None and measure.baseline == measure.target:
        messages.warning(
            request,
            _(
                "The target equals the baseline, so this measure is either reached or not: there is nothing in "
                "between. Is that what you mean? Else fill in another target."
            ),
        )


@require_http_methods(["GET", "HEAD", "POST"])
def edit_measure(request, pk):
    actor, measure = request.actor, get_measure(request.actor, pk)
    actions.require_measure_kept(actor, measure)
    note_look(request, measure.objective)
    initial = {name: getattr(measure, name) for name in forms.MeasureForm.base_fields if hasattr(measure, name)}
    initial["interim"] = write_interim(measure.interim_targets.values_list("on", "value"))
    initial["milestones"] = write_milestones(measure.milestones.values_list("due_on", "name", "weight"))
    form = forms.MeasureForm(
        request.POST or None, actor=actor, objective=measure.objective, measure=measure, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        rows = {name: form.cleaned_data[name] for name in ("version", "interim", "milestones")}
        before = standing_of(measure.objective_id)
        actions.change_measure(measure, form.changes(), by=actor, **rows)
        say_saved(request, _("Saved."), before, standing_of(measure.objective_id))
        measure.refresh_from_db()
        _remark(request, measure)
        return redirect(back_to(request, "objectives:measure", pk))
    context = {
        "form": form,
        "objective": measure.objective,
        "measure": measure,
        "before_changing": before_changing(actor, measure.objective, measures=True),
    }
    return render(request, "objectives/edit_measure.html", context, status=422 if form.errors else 200)


@require_POST
def end_measure(request, pk):
    measure = get_measure(request.actor, pk)
    before = standing_of(measure.objective_id)
    actions.end_measure(measure, by=request.actor)
    said = _("The measure ended on %(day)s. Its readings are kept.") % {"day": write_short_date(timezone.localdate())}
    say_saved(request, said, before, standing_of(measure.objective_id))
    return redirect("objectives:objective", measure.objective_id)
