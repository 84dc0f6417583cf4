"""The units as a tree, and each unit with its people."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.organisation import actions, forms
from zichtlijn.organisation.actions.rights import require_organisation, require_people
from zichtlijn.organisation.permissions import can_manage_organisation, can_manage_people, get_unit
from zichtlijn.organisation.queries import people as people_queries
from zichtlijn.organisation.queries import units as queries
from zichtlijn.organisation.sections import draw_sections
from zichtlijn.organisation.views.acting import form_page, said

PEOPLE_SHOWN = 30
#: A tree of at most this many units stands open from the start.
OPEN_ALL = 60


@require_safe
def list_units(request):
    """The tree of units with how many people work in each."""
    branches = queries.unit_tree()
    context = {
        "branches": branches,
        "open_all": queries.size_of(branches) <= OPEN_ALL,
        "can_manage": can_manage_organisation(request.actor),
    }
    return render(request, "organisation/units.html", context)


@require_safe
def list_children(request, pk):
    """The branches directly below one unit, for a tree that is opened further; by itself the page of that unit."""
    unit = get_unit(request.actor, pk)
    if not request.htmx:
        return redirect("organisation:unit", unit.pk)
    context = {
        "branches": queries.branch_of(unit).children,
        "can_manage": can_manage_organisation(request.actor),
    }
    return render(request, "organisation/unit_children.html", context)


@require_safe
def show_unit(request, pk):
    """One unit: where it stands, who leads it, what is below it, who works in it."""
    unit = get_unit(request.actor, pk)
    inside = queries.people_in_unit(unit).prefetch_related(people_queries.placed_today())
    shown = list(inside[: PEOPLE_SHOWN + 1])
    branch = queries.branch_of(unit)
    is_over = unit.ends_on is not None and unit.ends_on < timezone.localdate()
    context = {
        "unit": unit,
        "above": queries.units_above(unit),
        "branches": branch.children,
        "shown": shown[:PEOPLE_SHOWN],
        "has_more": len(shown) > PEOPLE_SHOWN,
        "people_count": branch.people,
        "can_manage": can_manage_organisation(request.actor),
        "can_place": can_manage_people(request.actor) and not is_over,
        "sections": draw_sections("unit", request, unit),
    }
    return render(request, "organisation/unit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def place_person(request, pk):
    """Place somebody in this unit; under its head, once the head has a place there."""
    unit, by = get_unit(request.actor, pk), request.actor
    require_people(by)
    leads = unit.head_id and queries.people_in_unit(unit).filter(pk=unit.head_id).exists()
    initial = {"line_manager": unit.head if leads else None}
    form = forms.PlaceHereForm(request.POST or None, actor=by, initial=initial)
    if acted(form, lambda: actions.add_placement(**form.cleaned_data, unit=unit, by=by)):
        said(request, _("%(person)s was placed.") % {"person": form.cleaned_data["person"].name})
        return redirect("organisation:unit", unit.pk)
    back = reverse("organisation:unit", args=[unit.pk])
    crumbs = [(reverse("organisation:units"), _("Units")), (back, unit.name)]
    title = _("Place somebody in %(unit)s") % {"unit": unit.name}
    return form_page(request, form, title=title, submit=_("Add"), back=back, crumbs=crumbs)


@require_http_methods(["GET", "HEAD", "POST"])
def add_unit(request):
    require_organisation(request.actor)
    above = request.GET.get("parent", "")
    parent = get_unit(request.actor, int(above)) if above.isascii() and above.isdigit() and len(above) < 19 else None
    form = forms.NewUnitForm(request.POST or None, actor=request.actor, initial={"parent": parent})
    made = []
    if acted(form, lambda: made.append(actions.add_unit(**form.cleaned_data, by=request.actor))):
        said(request, _("%(unit)s was added.") % {"unit": made[0].name})
        return redirect("organisation:unit", made[0].pk)
    back = reverse("organisation:unit", args=[parent.pk]) if parent else reverse("organisation:units")
    crumbs = [(reverse("organisation:units"), _("Units"))]
    return form_page(request, form, title=_("Add a unit"), submit=_("Add"), back=back, crumbs=crumbs)


@require_http_methods(["GET", "HEAD", "POST"])
def change_unit(request, pk):
    unit = get_unit(request.actor, pk)
    require_organisation(request.actor)
    initial = {"name": unit.name, "key": unit.key, "head": unit.head, "version": unit.version}
    form = forms.ChangeUnitForm(request.POST or None, actor=request.actor, row=unit, initial=initial)
    if acted(form, lambda: actions.change_unit(unit, **form.cleaned_data, by=request.actor)):
        said(request, _("Saved."))
        return redirect("organisation:unit", unit.pk)
    return _unit_form(request, unit, form, _("Change %(unit)s"), _("Save"))


@require_http_methods(["GET", "HEAD", "POST"])
def move_unit(request, pk):
    unit = get_unit(request.actor, pk)
    require_organisation(request.actor)
    initial = {"parent": unit.parent, "version": unit.version}
    form = forms.MoveUnitForm(request.POST or None, actor=request.actor, initial=initial)
    if acted(form, lambda: actions.move_unit(unit, **form.cleaned_data, by=request.actor)):
        said(request, _("%(unit)s was moved, with everything below it.") % {"unit": unit.name})
        return redirect("organisation:unit", unit.pk)
    units, people = queries.what_moves_along(unit)
    below = units - 1
    along = [ngettext("%(number)s person moves along.", "%(number)s people move along.", people) % {"number": people}]
    if below:
        text = ngettext("%(number)s unit below it moves along.", "%(number)s units below it move along.", below)
        along.insert(0, text % {"number": below})
    lead = " ".join(along)
    return _unit_form(request, unit, form, _("Move %(unit)s"), _("Move"), lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
def end_unit(request, pk):
    unit = get_unit(request.actor, pk)
    require_organisation(request.actor)
    form = forms.EndForm(request.POST or None, actor=request.actor)
    if acted(form, lambda: actions.end_unit(unit, **form.cleaned_data, by=request.actor)):
        said(request, _("The last day of %(unit)s has been saved.") % {"unit": unit.name})
        return redirect("organisation:unit", unit.pk)
    lead = _("What was agreed and measured here stays. Nothing new can be added after its last day.")
    return _unit_form(request, unit, form, _("End %(unit)s"), _("End"), lead=lead, danger=True)


@require_POST
def resume_unit(request, pk):
    unit = get_unit(request.actor, pk)
    actions.resume_unit(unit, by=request.actor)
    said(request, _("%(unit)s is back in use.") % {"unit": unit.name})
    return redirect("organisation:unit", unit.pk)


def _unit_form(request, unit, form, title, submit, **more):
    back = reverse("organisation:unit", args=[unit.pk])
    crumbs = [(reverse("organisation:units"), _("Units")), (back, unit.name)]
    return form_page(request, form, title=title % {"unit": unit.name}, submit=submit, back=back, crumbs=crumbs, **more)
