"""Goals with their activities: for whose plan it is, and what the manager reads, says and agrees to."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.access.permissions import require
from zichtlijn.competencies.models import Competency
from zichtlijn.competencies.permissions import side_of
from zichtlijn.competencies.states import Side
from zichtlijn.development import forms
from zichtlijn.development.actions import agreeing, planning
from zichtlijn.development.models import LearningActivity, LearningGoal
from zichtlijn.development.permissions import (
    can_agree_goal,
    can_remark,
    get_agreed_goal,
    get_goal,
    get_own_activity,
    get_own_goal,
)
from zichtlijn.development.queries import pages
from zichtlijn.development.views.acting import ASKED, confirm_page, form_page
from zichtlijn.development.views.plans import levels_now
from zichtlijn.objectives.queries.lines import personal_objectives
from zichtlijn.organisation.actions import FORMER_MANAGER, look_at


@require_safe
def show_goal(request, pk):
    """One goal with its activities, what was agreed, and what was said."""
    return _goal_page(request, get_goal(request.actor, pk))


def _goal_page(request, goal, form=None):
    """The page of a goal; that the manager looks is written down, also when a remark is refused on it."""
    actor, person = request.actor, goal.plan.person
    is_mine = person.pk == actor.person_id
    if not is_mine:
        look_at(person, what="development_plan", by=actor)
    request.room = "development:mine" if is_mine else "home:team"
    (row,) = pages.goals_shown(actor, LearningGoal.objects.filter(pk=goal.pk))
    hours, budget = pages.asked_support(row.activities)
    context = {
        "row": row,
        "shown": person,
        "is_mine": is_mine,
        "levels": levels_now(),
        "form": (form or forms.RemarkForm()) if can_remark(actor, goal) else None,
        "may_agree": can_agree_goal(actor, goal),
        "hours": hours,
        "budget": budget,
    }
    return render(request, "development/goal.html", context, status=422 if form else 200)


def _goal_form(request, goal: LearningGoal | None, initial):
    actor, today = request.actor, timezone.localdate()
    competencies = [*Competency.objects.living(today)]
    if goal and goal.competency and goal.competency not in competencies:
        competencies.append(goal.competency)
    objectives = personal_objectives(actor, actor.person, None)
    kept = goal.objective if goal and goal.objective and goal.objective.owner_id == actor.person_id else None
    objectives = [row for row in objectives if row.ends_on >= today or row == kept]
    if kept and kept not in objectives:
        objectives.append(kept)  # it was dropped since: the goal keeps it until its owner chooses otherwise
    return forms.GoalForm(
        request.POST or None,
        competencies=competencies,
        objectives=objectives,
        levels=levels_now(),
        goal=goal,
        initial=initial,
    )


@require_http_methods(ASKED)
def add_goal(request):
    """Add a goal, empty or from a gap of one's own profile."""
    actor = request.actor
    require(actor.person is not None, _("A development plan is for people who work here."))
    initial = {"version": 1} | _from_gap(request)
    form = _goal_form(request, None, initial)
    made = []

    def act():
        made.append(planning.add_goal(by=actor, **form.given()))

    if request.method == "POST" and acted(form, act):
        messages.success(request, _("Added. Only you can read it, until you share it. What will you do for it?"))
        return redirect("development:add_activity", made[0].pk)
    back = reverse("development:mine")
    crumb = (back, _("My development plan"))
    return form_page(request, form, title=_("Add a goal"), submit=_("Add"), back=back, crumb=crumb)


def _from_gap(request) -> dict:
    """What a goal begins with when it comes from a gap."""
    asked = request.GET.get("competency", "")
    if not asked:
        return {}
    for gap in pages.gaps_to_learn(request.actor.person, timezone.localdate()):
        if str(gap.competency_id) == asked:
            return {
                "title": gap.name,
                "competency": str(gap.competency_id),
                "from_level": gap.level,
                "to_level": gap.required,
            }
    return {}


@require_http_methods(ASKED)
def change_goal(request, pk):
    """Change a goal, or say how it ended."""
    goal = get_own_goal(request.actor, pk)
    form = _goal_form(request, goal, forms.GoalForm.initial_of(goal))

    def act():
        planning.change_goal(goal, form.given(), version=form.cleaned_data["version"], by=request.actor)

    if request.method == "POST" and acted(form, act):
        return redirect(_place(pk))
    return form_page(
        request, form, title=_("Change the goal"), submit=_("Save"), back=_place(pk), crumb=_crumb(goal)
    )  # fmt: skip


def _place(goal_id: int) -> str:
    """Where a goal stands on one's own page."""
    return reverse("development:mine") + f"#goal-{goal_id}"


def _crumb(goal: LearningGoal) -> tuple[str, str]:
    return _place(goal.pk), goal.title


@require_http_methods(ASKED)
def remove_goal(request, pk):
    """Ask (GET), and throw a goal away (POST)."""
    goal = get_own_goal(request.actor, pk)
    if request.method == "POST":
        planning.remove_goal(goal, by=request.actor)
        messages.success(request, _("Removed."))
        return redirect("development:mine")
    sentence = _("The goal goes with all its activities and what was said of it. You cannot undo this.")
    title = _("Throw this goal away?")
    return confirm_page(
        request, title=title, sentence=sentence, submit=_("Throw away"), back=_place(pk), crumb=_crumb(goal)
    )


@require_POST
def share_goal(request, pk):
    """Let the line manager read it."""
    planning.share_goal(get_own_goal(request.actor, pk), by=request.actor)
    messages.success(request, _("Shared. Your manager can read this goal now, and what you change in it."))
    return redirect(_place(pk))


@require_POST
def withdraw_goal(request, pk):
    """Keep it to oneself again."""
    planning.withdraw_goal(get_own_goal(request.actor, pk), by=request.actor)
    messages.success(request, _("Only you can read this goal again."))
    return redirect(_place(pk))


@require_POST
def remark_on_goal(request, pk):
    """Say something of a goal that is shared."""
    goal = get_goal(request.actor, pk)
    form = forms.RemarkForm(request.POST)
    if acted(form, lambda: agreeing.remark_on_goal(goal, form.cleaned_data["text"], by=request.actor)):
        return redirect("development:goal", pk)
    return _goal_page(request, goal, form)


@require_http_methods(ASKED)
def agree_goal(request, pk):
    """Agree to support a goal, with hours and money; the form tells what is asked, so opening it is a look."""
    actor, goal = request.actor, get_goal(request.actor, pk)
    require(side_of(actor, goal.plan.person) == Side.MANAGER, _("Only the line manager agrees to support a goal."))
    look_at(goal.plan.person, what="development_plan", by=actor)
    request.room = "home:team"
    (row,) = pages.goals_shown(actor, LearningGoal.objects.filter(pk=goal.pk))
    hours, budget = pages.asked_support(row.activities)
    initial = {"hours": hours, "budget": budget, "revision": goal.revision}
    form = forms.AgreeForm(request.POST or None, initial=initial)

    def act():
        agreeing.agree_goal(goal, **form.cleaned_data, by=actor)

    if request.method == "POST" and acted(form, act):
        messages.success(request, _("Agreed. It stays readable as it is now, for both of you."))
        return redirect("development:goal", pk)
    back = reverse("development:goal", args=[pk])
    lead = _("The fields begin with what is asked. After you agree, the goal stays shared.")
    return form_page(
        request, form, title=_("Agree to support this goal"), submit=_("Agree to support it"), back=back,
        crumb=(back, goal.title), lead=lead,
    )  # fmt: skip


@require_safe
def show_agreed(request, agreed_id):
    """A goal as it was agreed."""
    actor, agreed = request.actor, get_agreed_goal(request.actor, agreed_id)
    person = agreed.goal.plan.person
    if person.pk != actor.person_id:
        look_at(person, what="development_plan", by=actor, otherwise=FORMER_MANAGER)
    request.room = "development:mine" if person.pk == actor.person_id else "home:team"
    may_open = LearningGoal.objects.visible_to(actor).filter(pk=agreed.goal_id).exists()
    context = {
        "agreed": agreed,
        "shown": person,
        "is_mine": person.pk == actor.person_id,
        "may_open": may_open,
        "activities": pages.agreed_activities(agreed),
        "objective": pages.objective_agreed(actor, agreed),
    }
    return render(request, "development/agreed.html", context)


# activities -------------------------------------------------------------------------------------------------------


@require_http_methods(ASKED)
def add_activity(request, pk):
    """Add something that one does for a goal."""
    goal = get_own_goal(request.actor, pk)
    form = forms.ActivityForm(request.POST or None, initial={"version": 1, "way": "working"})

    def act():
        planning.add_activity(goal, by=request.actor, **form.given())

    if request.method == "POST" and acted(form, act):
        return redirect(_place(pk))
    return form_page(
        request, form, title=_("Add an activity"), submit=_("Add"), back=_place(pk), crumb=_crumb(goal)
    )  # fmt: skip


@require_http_methods(ASKED)
def change_activity(request, activity_id):
    """Change an activity, or say how far it is."""
    activity: LearningActivity = get_own_activity(request.actor, activity_id)
    initial = forms.ActivityForm.initial_of(activity)
    form = forms.ActivityForm(request.POST or None, activity=activity, initial=initial)

    def act():
        planning.change_activity(activity, form.given(), version=form.cleaned_data["version"], by=request.actor)

    if request.method == "POST" and acted(form, act):
        return redirect(_place(activity.goal_id))
    return form_page(
        request, form, title=_("Change the activity"), submit=_("Save"), back=_place(activity.goal_id),
        crumb=_crumb(activity.goal),
    )  # fmt: skip


@require_http_methods(ASKED)
def remove_activity(request, activity_id):
    """Ask (GET), and take an activity out of the plan (POST)."""
    activity = get_own_activity(request.actor, activity_id)
    if request.method == "POST":
        planning.remove_activity(activity, by=request.actor)
        messages.success(request, _("Removed."))
        return redirect(_place(activity.goal_id))
    return confirm_page(
        request, title=_("Throw this activity away?"), sentence=activity.text, submit=_("Throw away"),
        back=_place(activity.goal_id), crumb=_crumb(activity.goal),
    )  # fmt: skip
