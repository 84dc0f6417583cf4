"""The pages of OGSMs: the list, one page, and each part of it as it is edited."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.permissions import require
from zichtlijn.documents.files import as_download
from zichtlijn.documents.forms import TakeForm
from zichtlijn.objectives import actions as objectives
from zichtlijn.objectives.permissions import can_create_at, can_edit_action, get_action, get_measure
from zichtlijn.objectives.states import CHILD_LEVELS, Level
from zichtlijn.ogsm import actions, forms, queries, taking
from zichtlijn.ogsm.cells import Cell, answer, part_of
from zichtlijn.ogsm.permissions import can_choose, can_take_ogsm, get_on_plan, get_plan, get_strategy
from zichtlijn.ogsm.writing import remarks_while_writing
from zichtlijn.organisation.queries import chosen_period
from zichtlijn.organisation.queries.units import unit_headed_by

#: Plans on one page of the list.
LISTED = 50
ASKED = ["GET", "HEAD", "POST"]


@require_safe
def list_plans(request):
    """Which objectives have an OGSM, per unit."""
    actor, period = request.actor, chosen_period(request)
    whose = forms.WhoseForm(request.GET if "unit" in request.GET else None, actor=actor)
    unit = whose.cleaned_data["unit"] if whose.is_valid() else None
    if unit:
        whose = forms.WhoseForm(actor=actor, initial={"unit": unit})  # by its name, however it was asked for
    page = Paginator(queries.plans(actor, unit, period), LISTED).get_page(request.GET.get("page"))
    can_create = any(can_create_at(actor, level) for level in queries.OF_LEVELS)
    own = None if unit else unit_headed_by(actor)
    context = {"page": page, "whose": whose, "unit": unit, "own": own, "period": period, "can_create": can_create}
    return render(request, "ogsm/list.html", context)


@require_safe
def show_ogsm(request, pk):
    """The plan of an objective on one page; asked by htmx with `part`, only that part."""
    objective = get_plan(request.actor, pk)
    page = queries.ogsm_page(request.actor, objective)
    if request.htmx and "part" in request.GET:
        context = part_of(page, request.GET["part"]) | {"focus": True}
        return render(request, "ogsm/sheet.html#part", context)
    context = {
        "page": page,
        "objective": objective,
        "goal_list": list(enumerate(page.goals, start=1)),
        "can_add": page.can_edit and any(can_create_at(request.actor, level) for level in _below(objective)),
        "can_take": can_take_ogsm(request.actor),
        "own_page_levels": queries.OF_LEVELS,
        "can_take_over": any(can_create_at(request.actor, level) for level in (Level.OPERATIONAL, Level.ROLE)),
    }
    return render(request, "ogsm/sheet.html", context)


@require_POST
def take_ogsm(request, pk):
    """The plan as a file: one A4, slides or a workbook."""
    form = TakeForm(request.POST, makers=taking.MAKERS)
    objective = get_plan(request.actor, pk)
    if not form.is_valid():
        raise BadRequest("form")
    return as_download(*taking.take_ogsm(objective, form.cleaned_data["form"], by=request.actor))


@require_POST
def tell_sharper(request, pk):
    """What could be sharper in the part that is being written, asked for by its form; nothing is saved."""
    get_plan(request.actor, pk)
    part = request.GET.get("part", "")
    remarks = remarks_while_writing(part, request.POST, request.actor.organisation)
    return render(request, "objectives/_sharper.html", {"remarks": remarks})


@require_http_methods(ASKED)
def edit_text(request, pk, objective_id):
    """The words and the owner of the ambition, or of a strategy."""
    actor, plan = request.actor, get_plan(request.actor, pk)
    objective = get_on_plan(actor, plan, objective_id)
    objectives.require_keeping(actor, objective)
    initial = {name: getattr(objective, name) for name in ("title", "owner", "version")}
    form = forms.TextForm(request.POST or None, actor=actor, initial=initial, auto_id=f"text-{objective_id}-%s")
    title = _("Objective") if objective.pk == plan.pk else _("Strategy")
    part = "objective" if objective.pk == plan.pk else "strategy"
    more = _whole_form(plan, "edit", objective.pk, f"text-{objective_id}")
    cell = Cell(plan, f"text-{objective_id}", title, part, more, _("All fields of this objective"))
    return answer(
        request,
        cell,
        form,
        lambda: objectives.change_objective(objective, form.changes(), version=form.cleaned_data["version"], by=actor),
    )


@require_http_methods(ASKED)
def edit_choice(request, pk, strategy_id):
    """For which goals a strategy is, and what is left out for it."""
    actor, plan = request.actor, get_plan(request.actor, pk)
    strategy = get_strategy(actor, plan, strategy_id)
    require(can_choose(actor, plan, strategy), _("You may not change this strategy."))
    page = queries.ogsm_page(actor, plan)
    row = page.row(strategy_id)
    if row is None:
        raise Http404
    choice = row.choice
    initial = {
        "goals": row.serves,
        "left_out": choice.left_out if choice else "",
        "is_enabling": bool(choice and choice.is_enabling),
        "version": choice.version if choice else 0,
    }
    form = forms.ChoiceForm(request.POST or None, goals=page.goals, initial=initial, auto_id=f"choice-{strategy_id}-%s")

    def act():
        given = {"goals": queries.goals_said(page, row), **form.cleaned_data}
        return actions.say_choice(plan, strategy, **given, by=actor)

    return answer(request, Cell(plan, f"choice-{strategy_id}", strategy.title), form, act)


@require_http_methods(ASKED)
def new_strategy(request, pk):
    """A strategy for this objective: an objective of the level below it."""
    actor, plan = request.actor, get_plan(request.actor, pk)
    objectives.require_keeping(actor, plan)
    unit = plan.unit if plan.level != Level.STRATEGIC else None
    form = forms.BelowForm(request.POST or None, actor=actor, parent=plan, initial={"unit": unit})
    if request.method == "POST" and form.is_valid():
        made = actions.put_below(plan, **form.fields_of_objective(), by=actor)
        messages.success(request, _("The strategy has been added as a draft."))
        return redirect(f"{reverse('ogsm:sheet', args=[pk])}#text-{made.pk}")
    cell = Cell(plan, "new-strategy", _("New strategy"), "strategy")
    context = {"cell": cell, "form": form, "objective": plan}
    return render(request, "ogsm/cell.html", context, status=422 if form.errors else 200)


@require_http_methods(ASKED)
def take_over(request, pk, strategy_id):
    """Take a strategy over, as it is or adapted, as the objective of a unit one level down."""
    actor, plan = request.actor, get_plan(request.actor, pk)
    strategy = get_strategy(actor, plan, strategy_id)
    if strategy.level not in queries.OF_LEVELS:
        raise Http404
    require(any(can_create_at(actor, level) for level in _below(strategy)))
    form = forms.BelowForm(request.POST or None, actor=actor, parent=strategy, initial={"title": strategy.title})
    if request.method == "POST" and form.is_valid():
        made = actions.put_below(strategy, **form.fields_of_objective(), by=actor)
        words = {"title": strategy.title}
        messages.success(request, _("Taken over. It follows from “%(title)s”.") % words)
        address = "ogsm:sheet" if made.level in queries.OF_LEVELS else "objectives:objective"
        return redirect(address, made.pk)
    cell = Cell(plan, f"take-over-{strategy_id}", _("Take over as an objective"), "objective")
    context = {"cell": cell, "form": form, "objective": plan, "strategy": strategy}
    return render(request, "ogsm/cell.html", context, status=422 if form.errors else 200)


def _below(objective) -> list[str]:
    return [level for level in CHILD_LEVELS[Level(objective.level)] if level != Level.PERSONAL]


@require_http_methods(ASKED)
def edit_measure(request, pk, measure_id):
    """A goal, or a measure of a strategy."""
    actor, plan, measure = request.actor, get_plan(request.actor, pk), get_measure(request.actor, measure_id)
    get_on_plan(actor, plan, measure.objective_id)
    objectives.require_measure_kept(actor, measure)
    names = ("name", "baseline", "target", "unit", "ends_on", "version")
    form = forms.MeasureForm(
        request.POST or None,
        actor=actor,
        objective=measure.objective,
        measure=measure,
        initial={name: getattr(measure, name) for name in names},
        auto_id=f"measure-{measure_id}-%s",
    )
    more = _whole_form(plan, "edit_measure", measure.pk, f"measure-{measure_id}")
    cell = _measure_cell(plan, measure.objective_id, f"measure-{measure_id}", form, more)
    return answer(
        request,
        cell,
        form,
        lambda: objectives.change_measure(measure, form.changes(), version=form.cleaned_data["version"], by=actor),
    )


@require_http_methods(ASKED)
def new_measure(request, pk, objective_id):
    """One more goal, or one more measure of a strategy."""
    actor, plan = request.actor, get_plan(request.actor, pk)
    objective = get_on_plan(actor, plan, objective_id)
    objectives.require_keeping(actor, objective)
    form = forms.MeasureForm(
        request.POST or None,
        actor=actor,
        objective=objective,
        initial={"ends_on": objective.ends_on},
        auto_id=f"new-measure-{objective_id}-%s",
    )
    cell = _measure_cell(plan, objective_id, f"new-measure-{objective_id}", form)
    return answer(
        request,
        cell,
        form,
        lambda: objectives.add_measure(objective, by=actor, responsible=objective.owner, **form.changes()),
    )


def _whole_form(plan, name: str, pk: int, part: str) -> str:
    """The form with every field, which leads back to this part of the page."""
    back = f"{reverse('ogsm:sheet', args=[plan.pk])}#{part}"
    return f"{reverse(f'objectives:{name}', args=[pk])}?{urlencode({'back': back})}"


def _measure_cell(plan, objective_id: int, name: str, form, more: str = "") -> Cell:
    is_goal = objective_id == plan.pk
    part = ("goal" if is_goal else "indicator") if "target" in form.fields else ""
    return Cell(plan, name, _("Goal") if is_goal else _("Measure"), part, more, _("All fields of this measure"))


@require_http_methods(ASKED)
def edit_action(request, pk, action_id):
    """An action of the action plan."""
    actor, plan, action = request.actor, get_plan(request.actor, pk), get_action(request.actor, action_id)
    get_on_plan(actor, plan, action.objective_id)
    require(can_edit_action(actor, action))
    initial = {name: getattr(action, name) for name in ("title", "owner", "due_on", "done_on", "budget", "version")}
    form = forms.StepForm(
        request.POST or None,
        actor=actor,
        currency=action.currency,
        initial=initial,
        auto_id=f"action-{action_id}-%s",
    )

    def act():
        given = dict(form.cleaned_data)
        return objectives.change_action(action, given, version=given.pop("version"), by=actor)

    more = _whole_form(plan, "edit_action", action.pk, f"action-{action_id}")
    cell = Cell(plan, f"action-{action_id}", _("Action"), "action", more, _("All fields of this action"))
    return answer(request, cell, form, act)


@require_http_methods(ASKED)
def new_action(request, pk, objective_id):
    """One more action for a strategy, or for the objective as a whole."""
    actor, plan = request.actor, get_plan(request.actor, pk)
    objective = get_on_plan(actor, plan, objective_id)
    objectives.require_keeping(actor, objective)
    form = forms.StepForm(
        request.POST or None,
        actor=actor,
        is_new=True,
        initial={"owner": objective.owner},
        auto_id=f"new-action-{objective_id}-%s",
    )
    cell = Cell(plan, f"new-action-{objective_id}", _("New action"), "action")
    return answer(request, cell, form, lambda: objectives.add_action(objective, by=actor, **form.cleaned_data))
