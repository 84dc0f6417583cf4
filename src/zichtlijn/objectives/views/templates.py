"""Objective templates: the list, making and changing one, and handing it out."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from zichtlijn.access.acting import acted
from zichtlijn.access.permissions import require
from zichtlijn.objectives import actions, forms
from zichtlijn.objectives.models import ObjectiveTemplate
from zichtlijn.objectives.permissions import can_use_templates, get_template
from zichtlijn.objectives.queries import lists
from zichtlijn.objectives.queries.wording import amounts_as_numbers
from zichtlijn.organisation.queries import chosen_period

#: People in one list with boxes to tick; a larger group is chosen as a whole.
LISTED = 500
#: So many names stand on the page that asks whether it is right.
SHOWN = 100


@require_GET
def list_templates(request):
    require(can_use_templates(request.actor))
    return render(request, "objectives/templates.html", {"templates": ObjectiveTemplate.objects.all()[:200]})


@require_http_methods(["GET", "HEAD", "POST"])
def new_template(request):
    require(can_use_templates(request.actor))
    form = forms.TemplateForm(request.POST or None, is_new=True, initial={"commitment": "committed"})
    if request.method == "POST" and form.is_valid():
        made = actions.create_template(by=request.actor, **form.changes())
        return redirect("objectives:hand_out", made.pk)
    return render(request, "objectives/edit_template.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_template(request, pk):
    template = get_template(request.actor, pk)
    names = ("name", "title", "description", "perspective", "horizon", "commitment", "weight", "is_active", "version")
    initial = {name: getattr(template, name) for name in names}
    for n, measure in enumerate(template.measures, start=1):
        initial |= {f"measure_{part}_{n}": value for part, value in amounts_as_numbers(measure).items()}
    form = forms.TemplateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        actions.change_template(template, form.changes(), version=version, by=request.actor)
        messages.success(request, _("Saved. Objectives already handed out stay as they are."))
        return redirect("objectives:templates")
    context = {"form": form, "template": template}
    return render(request, "objectives/edit_template.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_out(request, pk):
    """Choose the people, and propose the objective to all of them in one act.

    The address says whose names stand in the list (`unit`, `position`) and whether all are ticked (`tick=all`).
    """
    actor, template = request.actor, get_template(request.actor, pk)
    whom = forms.WhomForm(request.GET if "unit" in request.GET else None, actor=actor)
    listed = _listed(actor, whom)
    whole, period = len(listed) > LISTED, chosen_period(request)
    year = period.parent or period if period else None
    initial = {"period": year, "people": [p.pk for p in listed] if request.GET.get("tick") == "all" else []}
    form = forms.HandOutForm(request.POST or None, actor=actor, listed=listed, whole=whole, initial=initial)
    given, receivers, made = {}, [], []

    def act():
        given.update(form.cleaned_data)
        receivers.extend(lists.receivers_of(actor, template, given["group"], given["period"]))
        where = {"period": given["period"], "parent": given["parent"]}
        if "confirmed" in request.POST:
            made.extend(actions.hand_out(template, people=given["group"], by=actor, **where))
        else:
            actions.require_place_for(template, by=actor, **where)

    if request.method == "POST" and acted(form, act):
        above = [one for one in receivers if one.comes_above]
        if "confirmed" not in request.POST:
            return _ask_first(request, template, given, receivers, above)
        passed_over = len(given["group"]) - len(made)
        messages.success(
            request,
            ngettext("Proposed to %(n)s person.", "Proposed to %(n)s people.", len(made)) % {"n": len(made)},
        )
        if passed_over:
            said = ngettext("%(n)s person had it already.", "%(n)s people had it already.", passed_over)
            messages.info(request, said % {"n": passed_over})
        if above:
            said = ngettext(
                "The plan of %(n)s person now comes above 100%%: agree together what weighs less.",
                "The plans of %(n)s people now come above 100%%: agree together what weighs less.",
                len(above),
            )
            messages.warning(request, said % {"n": len(above)})
        return redirect("objectives:templates")
    context = {"form": form, "whom": whom, "template": template, "listed": listed, "whole": whole}
    if not whole:
        ticked = {str(value) for value in form["people"].value() or ()}
        context["rows"] = lists.people_to_choose(template, listed, period, ticked)
        context["ticked"] = sum(row.is_ticked for row in context["rows"])
    return render(request, "objectives/hand_out.html", context, status=422 if form.errors else 200)


def _ask_first(request, template, given, receivers, above):
    """Who gets it and what that does to their plans, before anything is written; the form goes along as it was sent."""
    new = [one for one in receivers if not one.has_it]
    context = {
        "template": template,
        "given": given,
        "new": new,
        "having": [one for one in receivers if one.has_it],
        "above": above,
        "shown": SHOWN,
        "sent": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in ("csrfmiddlewaretoken", "_organisation")
            for value in values
        ],
    }
    return render(request, "objectives/hand_out_look.html", context)


def _listed(actor, whom) -> list:
    """The people of the chosen unit that stand in the actor's line; the direct reports when none was chosen."""
    if not whom.is_bound:
        return lists.direct_reports(actor)
    if not whom.is_valid():
        return []
    unit = whom.cleaned_data["unit"]
    return (
        lists.group(actor, unit=unit, position=whom.cleaned_data["position"]) if unit else lists.direct_reports(actor)
    )
