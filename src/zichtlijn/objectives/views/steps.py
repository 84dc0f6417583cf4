"""The actions for an objective: adding one, changing it, and saying that it is done."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zichtlijn.access.permissions import require
from zichtlijn.objectives import actions, forms
from zichtlijn.objectives.permissions import can_edit_action, get_action, get_objective
from zichtlijn.objectives.views.coming_from import back_to
from zichtlijn.objectives.views.opening import note_look


def _actions_of(objective_id: int) -> str:
    """The address of the actions on the page of an objective."""
    return reverse("objectives:objective", args=[objective_id]) + "#acts"


@require_http_methods(["GET", "HEAD", "POST"])
def new_action(request, pk):
    actor, objective = request.actor, get_objective(request.actor, pk)
    actions.require_keeping(actor, objective)
    note_look(request, objective)
    form = forms.ActionForm(request.POST or None, actor=actor, is_new=True, initial={"owner": actor.person})
    if request.method == "POST" and form.is_valid():
        actions.add_action(objective, by=actor, **form.cleaned_data)
        messages.success(request, _("The action has been added."))
        return redirect(_actions_of(pk))
    context = {"form": form, "objective": objective}
    return render(request, "objectives/action.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_action(request, pk):
    actor, action = request.actor, get_action(request.actor, pk)
    require(can_edit_action(actor, action))
    note_look(request, action.objective)
    back = back_to(request, "objectives:objective", action.objective_id)
    initial = {
        name: getattr(action, name)
        for name in ("title", "owner", "due_on", "done_on", "budget", "currency", "note", "version")
    }
    form = forms.ActionForm(request.POST or None, actor=actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        actions.change_action(action, given, version=given.pop("version"), by=actor)
        messages.success(request, _("Saved."))
        return redirect(back if "back" in request.GET else _actions_of(action.objective_id))
    context = {"form": form, "objective": action.objective, "action": action, "back": back}
    return render(request, "objectives/action.html", context, status=422 if form.errors else 200)


@require_POST
def finish_action(request, pk):
    """Say in one press that an action is done (`done`), or after all is not; twice the same press is once."""
    action = get_action(request.actor, pk)
    done_on = action.done_on or timezone.localdate() if "done" in request.POST else None
    actions.change_action(action, {"done_on": done_on}, version=action.version, by=request.actor)
    said = _("“%(title)s” is done.") if done_on else _("“%(title)s” is not done after all.")
    messages.success(request, said % {"title": action.title})
    return redirect(_actions_of(action.objective_id))
