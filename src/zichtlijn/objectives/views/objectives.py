"""Pages of objectives: one, the list, making, changing, moving, linking; check-ins and actions."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zichtlijn.access.acting import acted, posted_version
from zichtlijn.access.permissions import Permission, require
from zichtlijn.access.rates import at_most
from zichtlijn.access.refusals import NotNow
from zichtlijn.calculations.objectives import MOST_WHOLE
from zichtlijn.objectives import actions, forms
from zichtlijn.objectives.mentions import mentions_of
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.permissions import (
    can_create_any_objective,
    can_create_at,
    can_create_objective,
    can_edit_action,
    can_edit_objective,
    can_record_reading,
    get_link,
    get_objective,
    keeps,
    moves_open_to,
)
from zichtlijn.objectives.queries import lists
from zichtlijn.objectives.queries.agreeing import before_changing, lacks, standing_of, without_owner
from zichtlijn.objectives.queries.alignment import direction_at
from zichtlijn.objectives.queries.objective_page import (
    how_made,
    measure_views,
    measures_of,
    weights_beside,
)
from zichtlijn.objectives.queries.returned import returned_to
from zichtlijn.objectives.queries.sharper import sharper, sharper_while_writing
from zichtlijn.objectives.queries.upward import upward_from
from zichtlijn.objectives.queries.wording import said_after, weighs_nothing
from zichtlijn.objectives.states import (
    AGREEING,
    CHILD_LEVELS,
    COUNTING,
    MAY_STAND_ALONE,
    MOVES,
    OPEN,
    PARENT_LEVELS,
    SEVERAL_PARENTS,
    Level,
    State,
    target_of,
)
from zichtlijn.objectives.views.coming_from import back_to
from zichtlijn.objectives.views.mended import redirect_after
from zichtlijn.objectives.views.opening import note_look, supporters_looked_at
from zichtlijn.objectives.views.saying import say_saved
from zichtlijn.organisation.models import Unit
from zichtlijn.organisation.permissions import get_person
from zichtlijn.organisation.queries import chosen_period, periods_of_request
from zichtlijn.organisation.queries.units import unit_asked
from zichtlijn.ui.wording import write_number

#: Supporters whose weights stand in one form.
WEIGHED = 100
#: Stakeholders on the page of one objective.
STAKEHOLDERS = 50


@require_GET
def show_objective(request, pk):
    """One objective: where it stands and how that number is made, its measures, its line up and down."""
    actor, objective = request.actor, get_objective(request.actor, pk)
    actions.look_at_objective(objective, by=actor)
    measures = measures_of(objective)
    is_own = objective.level == Level.PERSONAL and objective.owner_id == actor.person_id
    if is_own:
        request.room = "home:my_line"
    links, following = supporters_looked_at(actor, objective, after=request.GET.get("after"))
    upward = upward_from(actor, [objective.pk])
    can_edit = can_edit_objective(actor, objective)
    context = {
        "objective": objective,
        "sharper": sharper(objective, measures, organisation=actor.organisation) if can_edit else [],
        "is_own": is_own,
        "returned": returned_to(actor, objective),
        "line": upward.above(objective),
        "measures": measure_views(measures, today=timezone.localdate()),
        "made": how_made(objective, measures, links, more=bool(following or request.GET.get("after"))),
        "parents": upward.parent_links(objective),
        "supporters": links,
        "next_after": following,
        "hidden_supporters": 0 if following or request.GET.get("after") else _hidden(objective, links),
        "check_ins": list(objective.check_ins.all()[:10]),
        "mentions": mentions_of(actor, objective),
        "stakeholders": list(objective.stakeholders.all()[:STAKEHOLDERS]),
        "actions": list(_actions_of(actor, objective)),
        "moves": moves_open_to(actor, objective),
        "can_edit": can_edit,
        "can_record": {m.pk for m in measures if _may_record(actor, objective, m)},
        "can_add_parent": objective.level != Level.STRATEGIC,
        "child_levels": [level for level in CHILD_LEVELS[Level(objective.level)] if can_create_at(actor, level)],
        "check_in_form": forms.CheckInForm(),
    }
    return render(request, "objectives/objective.html", context)


def _hidden(objective, links) -> int:
    """How many supporters count that this reader may not see, when all that may be seen are here."""
    return max(0, objective.supporter_count - sum(link.child.state in COUNTING for link in links))


def _may_record(actor, objective, measure) -> bool:
    measure.objective = objective
    return objective.state in OPEN and can_record_reading(actor, measure)


def _actions_of(actor, objective):
    """The actions, each with whether this actor may change it."""
    for action in objective.actions.select_related("owner")[:50]:
        action.objective = objective
        action.is_mine_to_change = objective.state in OPEN and can_edit_action(actor, action)
        yield action


@require_GET
def list_objectives(request):
    """All objectives this person may know of: filtered, sorted, paged. Looks at those of others are written down."""
    period = chosen_period(request)
    page = lists.objective_page(request.actor, period, request.GET)
    actions.look_at_objectives(page.objects, by=request.actor)
    unit = Unit.objects.filter(pk=page.filters["unit"]).first() if page.filters["unit"] else None
    context = {
        "page": page,
        "filters": page.filters,
        "unit": unit,
        "can_create": can_create_any_objective(request.actor),
        "may_set_strategic": can_create_at(request.actor, Level.STRATEGIC),
    }
    return render(request, "objectives/list.html", context)


@require_GET
@at_most(120, "pick")
def pick_objective(request):
    """At most twenty suggestions for a field in which an objective is chosen, and not faster than people type."""
    levels = [level for level in request.GET.get("levels", "").split(",") if level in Level.values]
    found = lists.suggestions(request.actor, levels, request.GET.get("q", ""))
    actions.look_at_objectives(found, by=request.actor)
    return render(request, "organisation/_picks.html", {"choices": lists.objective_choices(found)})


@require_POST
def tell_sharper(request):
    """What could be sharper in the words that are being written, asked for by the form itself; nothing is saved."""
    actor, title = request.actor, request.POST.get("title", "")[:300]
    objective_id = lists.as_number(request.GET.get("objective"))
    if objective_id:
        objective = get_objective(actor, objective_id)
        objective.title = title
        if request.POST.get("owner", "-").strip() == "":
            objective.owner_id = None
        remarks = sharper(objective, measures_of(objective), organisation=actor.organisation)
    else:
        remarks = sharper_while_writing(title, organisation=actor.organisation)
    return render(request, "objectives/_sharper.html", {"remarks": remarks})


@require_http_methods(["GET", "HEAD", "POST"])
def new_objective(request):
    """Write down an objective: below `parent`, or at `level`, or of the person `owner`."""
    actor, asked = request.actor, request.GET
    parent_id, owner_id = lists.as_number(asked.get("parent")), lists.as_number(asked.get("owner"))
    parent = get_objective(actor, parent_id) if parent_id else None
    owner = get_person(actor, owner_id) if owner_id else None
    offered = [level for level in Level if can_create_at(actor, level)]
    levels = [level for level in offered if parent and parent.level in PARENT_LEVELS[level]]
    if not levels:
        parent, levels = None, offered  # nothing of this actor's can stand below it
    require(bool(levels))
    level = asked.get("level") if asked.get("level") in levels else None
    if owner and not can_create_objective(actor, Level.PERSONAL, owner=owner):
        raise Http404
    if level is None and len(levels) == 1:
        level = levels[0]
    if level is None:
        return render(request, "objectives/choose_level.html", {"levels": levels, "parent": parent, "owner": owner})
    period = chosen_period(request)
    asked_for = next((p for p in periods_of_request(request) if p.pk == lists.as_number(asked.get("period"))), None)
    initial = {
        "parent": parent,
        # who writes an OKR of a cycle down usually answers for it
        "owner": owner or (actor.person if level == Level.PERSONAL or asked_for else None),
        "unit": parent.unit if parent else unit_asked(request),
        "period": asked_for or (period.parent or period if period else None),
        "direction": direction_at(period.ends_on) if period else None,
        "perspective": parent.perspective if parent else asked.get("perspective", ""),
        "horizon": parent.horizon if parent else asked.get("horizon", ""),
        "commitment": "committed",
        "own_share": 50,
    }
    form = forms.ObjectiveForm(request.POST or None, actor=actor, level=level, initial=initial)
    of_other = owner if level == Level.PERSONAL and owner and owner.pk != actor.person_id else None
    if of_other and actor.may(Permission.LEAD_PEOPLE):
        request.room = "home:team"
    written = []

    def act():
        parents = [form.cleaned_data["parent"]] if form.cleaned_data.get("parent") else []
        written.append(actions.create_objective(by=actor, level=level, parents=parents, **form.changes()))

    if request.method == "POST" and acted(form, act):
        made = written[0]
        if "propose" in request.POST and "propose" in moves_open_to(actor, made):
            actions.move_objective(made, "propose", by=actor, comment="")
            messages.success(request, said_after("propose"))
        else:
            messages.success(request, _("The objective has been saved as a draft. Add a measure, then propose it."))
        _say_when_the_plan_is_too_full(request, made)
        return redirect_after(request, "objectives:objective", made.pk)
    context = {"form": form, "level": level, "level_name": Level(level).label, "parent": parent}
    context["of_other"] = of_other
    return render(request, "objectives/edit.html", context, status=422 if form.errors else 200)


def _say_when_the_plan_is_too_full(request, objective) -> None:
    """The objectives of one person weigh a hundred together; more is possible, but not unnoticed."""
    total = lists.plan_weight(request.actor, objective)
    if total > MOST_WHOLE:
        messages.warning(
            request,
            _("The weights in this personal plan add up to %(total)s%%. Divide 100 among them.")
            % {"total": write_number(total)},
        )


@require_http_methods(["GET", "HEAD", "POST"])
def edit_objective(request, pk):
    actor, objective = request.actor, get_objective(request.actor, pk)
    actions.require_keeping(actor, objective)
    note_look(request, objective)
    initial = {name: getattr(objective, name) for name in forms.ObjectiveForm.base_fields if hasattr(objective, name)}
    form = forms.ObjectiveForm(
        request.POST or None, actor=actor, level=objective.level, objective=objective, initial=initial
    )
    before, changed = [], []

    def act():
        before.append(standing_of(pk))
        version = form.cleaned_data["version"]
        changed.extend(actions.change_objective(objective, form.changes(), version=version, by=actor))

    if request.method == "POST" and acted(form, act):
        if changed:
            say_saved(request, _("Saved."), before[0], standing_of(pk))
        _say_when_the_plan_is_too_full(request, objective)
        return redirect(back_to(request, "objectives:objective", pk))
    if form.errors:
        objective = get_objective(actor, pk)  # what was typed stands in the form; above it, what is
    context = {
        "form": form,
        "objective": objective,
        "level": objective.level,
        "before_changing": before_changing(actor, objective),
        "sharper": sharper(objective, measures_of(objective), organisation=actor.organisation),
    }
    return render(request, "objectives/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def move_objective(request, pk, name):
    """Ask for a word to go with the step (GET), and make it (POST)."""
    objective = get_objective(request.actor, pk)
    if name not in MOVES:
        raise Http404
    actions.require_move(request.actor, objective, name)
    note_look(request, objective)
    form, version = forms.MoveForm(request.POST or None), None
    if name == "agree":
        version = posted_version(request) if request.method == "POST" else _version_read(request, objective)
        try:
            actions.refuse_unread(objective, version)
        except NotNow as refusal:
            if request.method == "POST":
                raise
            messages.warning(request, " ".join(refusal.reasons))
            return redirect("objectives:objective", pk)  # there it can be read; also for who comes back from a refusal
    if request.method == "POST" and form.is_valid():
        comment = form.cleaned_data["comment"]
        moved = actions.move_objective(objective, name, by=request.actor, comment=comment, version=version)
        said = said_after(_step_to(moved.state, name), follows=_follows(moved), comment=comment)
        if request.POST.get("_back") == "team":
            messages.success(request, f"“{objective.title}” ({objective.owner}): {said}")
            return redirect("home:team")
        messages.success(request, said)
        if not Objective.objects.visible_to(request.actor).filter(pk=pk).exists():
            return redirect("objectives:list")  # a draft again, and that stays with who writes it
        return redirect("objectives:objective", pk)
    context = {"objective": objective, "name": name, "form": form, "follows": _follows(objective), "version": version}
    if name == "reopen":
        context["becomes"] = target_of(MOVES[name], objective)
    if name in AGREEING:
        context |= {"stops": without_owner(objective), "lacks": lacks(objective)}
    elif name == "propose":
        context["lacks"] = lacks(objective)
    return render(request, "objectives/move.html", context)


def _version_read(request, objective) -> int:
    """The version of the page from which one came to agree; without it, that of now."""
    return lists.as_number(request.GET.get("version")) or objective.version


def _step_to(state: str, name: str) -> str:
    """What to say of a move that led here: reopening may lead to a proposal, or to a draft."""
    if state == State.PROPOSED:
        return "propose"
    return "reopen draft" if name == "reopen" and state == State.DRAFT else name


def _follows(objective: Objective) -> bool:
    """Whether the line to the mission goes on above it: there may be nothing yet that it follows from."""
    return objective.level == Level.STRATEGIC or objective.parent_links.exists()


@require_http_methods(["GET", "HEAD", "POST"])
def edit_parents(request, pk):
    """From what this objective follows."""
    actor, objective = request.actor, get_objective(request.actor, pk)
    actions.require_keeping(actor, objective)
    note_look(request, objective)
    if request.method == "POST" and "stands_alone" in request.POST:
        return _let_stand_alone(request, objective)
    form = forms.ParentForm(request.POST or None, actor=actor, child=objective)

    def act():
        return actions.link_objectives(objective, **form.cleaned_data, by=actor)

    if request.method == "POST" and acted(form, act):
        titles = {"title": objective.title, "parent": form.cleaned_data["parent"].title}
        messages.success(request, _("“%(title)s” now follows from “%(parent)s”.") % titles)
        if form.cleaned_data["weight"] == 0:
            messages.warning(request, weighs_nothing(objective.title))
        return redirect_after(request, "objectives:objective", pk)
    context = {
        "objective": objective,
        "form": form,
        "parents": upward_from(actor, [objective.pk]).parent_links(objective),
        "several": objective.level in SEVERAL_PARENTS,
        "may_stand_alone": objective.level in MAY_STAND_ALONE and not objective.stands_alone,
    }
    return render(request, "objectives/parents.html", context, status=422 if form.errors else 200)


def _let_stand_alone(request, objective):
    """Say that nobody needs to look for what this objective follows from."""
    actions.let_stand_alone(objective, version=lists.as_number(request.POST.get("version")) or 0, by=request.actor)
    messages.success(request, _("“%(title)s” stands on its own on purpose.") % {"title": objective.title})
    return redirect_after(request, "objectives:objective", objective.pk)


@require_POST
def remove_parent(request, pk):
    link = get_link(request.actor, pk)
    actions.unlink_objectives(link, by=request.actor)
    messages.success(request, _("The link has been removed."))
    return redirect("objectives:objective", link.child_id)


@require_http_methods(["GET", "HEAD", "POST"])
def weigh_supporters(request, pk):
    """Divide a hundred among what supports this objective."""
    actor, objective = request.actor, get_objective(request.actor, pk)
    actions.require_keeping(actor, objective)
    note_look(request, objective)
    links, _following = supporters_looked_at(actor, objective, page=WEIGHED)
    beside = weights_beside(objective, links)
    initial = {"version": actions.version_of_weights(links)}
    form = forms.WeightsForm(request.POST or None, links=links, beside=beside, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.weigh_children(objective, form.weights(), version=form.cleaned_data["version"], by=actor)
        messages.success(request, _("The weights have been saved."))
        return redirect_after(request, "objectives:objective", pk)
    context = {"objective": objective, "form": form, "beside": len(beside), "beside_sum": sum(filter(None, beside))}
    return render(request, "objectives/weights.html", context, status=422 if form.errors else 200)


@require_POST
def check_in(request, pk):
    objective = get_objective(request.actor, pk)
    require(keeps(request.actor, objective))
    form = forms.CheckInForm(request.POST)
    if form.is_valid():
        actions.check_in(objective, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect("objectives:objective", pk)
