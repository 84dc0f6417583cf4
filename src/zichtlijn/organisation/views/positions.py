"""Positions: the list, each with its people, and keeping them."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.organisation import actions, forms
from zichtlijn.organisation.actions.rights import require_organisation
from zichtlijn.organisation.permissions import can_manage_organisation, get_position
from zichtlijn.organisation.queries import people as people_queries
from zichtlijn.organisation.queries import positions as queries
from zichtlijn.organisation.views.acting import acted, form_page, page_of, said, sorting


@require_safe
def list_positions(request):
    text, ended = request.GET.get("q", "")[:200], request.GET.get("show") == "ended"
    sort = sorting(request, queries.POSITION_SORTS)
    page = page_of(request, queries.positions(text=text, sort=sort, ended=ended))
    context = {
        "page": page,
        "counts": queries.people_per_position(page.object_list),
        "text": text,
        "ended": ended,
        "sort": sort,
        "can_manage": can_manage_organisation(request.actor),
    }
    return render(request, "organisation/positions.html", context)


@require_safe
def show_position(request, pk):
    position = get_position(request.actor, pk)
    context = {
        "position": position,
        "people": people_queries.people_page(position=position),
        "can_manage": can_manage_organisation(request.actor),
    }
    return render(request, "organisation/position.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_position(request):
    require_organisation(request.actor)
    form = forms.PositionForm(request.POST or None, actor=request.actor)
    if acted(form, lambda: actions.add_position(**form.cleaned_data, by=request.actor)):
        said(request, _("%(position)s was added.") % {"position": form.cleaned_data["name"]})
        return redirect("organisation:positions")
    back = reverse("organisation:positions")
    return form_page(
        request, form, title=_("Add a position"), submit=_("Add"), back=back, crumbs=[(back, _("Positions"))]
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_position(request, pk):
    position = get_position(request.actor, pk)
    require_organisation(request.actor)
    initial = {name: getattr(position, name) for name in ("name", "key", "description", "version")}
    form = forms.ChangePositionForm(request.POST or None, actor=request.actor, row=position, initial=initial)
    if acted(form, lambda: actions.change_position(position, **form.cleaned_data, by=request.actor)):
        said(request, _("Saved."))
        return redirect("organisation:position", position.pk)
    return _position_form(request, position, form, _("Change %(position)s"), _("Save"))


@require_http_methods(["GET", "HEAD", "POST"])
def end_position(request, pk):
    position = get_position(request.actor, pk)
    require_organisation(request.actor)
    form = forms.EndForm(request.POST or None, actor=request.actor)
    if acted(form, lambda: actions.end_position(position, **form.cleaned_data, by=request.actor)):
        said(request, _("The last day of %(position)s has been saved.") % {"position": position.name})
        return redirect("organisation:position", position.pk)
    lead = _("Nobody can hold this position after its last day.")
    return _position_form(request, position, form, _("End %(position)s"), _("End"), lead=lead, danger=True)


@require_POST
def resume_position(request, pk):
    position = get_position(request.actor, pk)
    actions.resume_position(position, by=request.actor)
    said(request, _("%(position)s is back in use.") % {"position": position.name})
    return redirect("organisation:position", position.pk)


def _position_form(request, position, form, title, submit, **more):
    back = reverse("organisation:position", args=[position.pk])
    crumbs = [(reverse("organisation:positions"), _("Positions")), (back, position.name)]
    title %= {"position": position.name}
    return form_page(request, form, title=title, submit=submit, back=back, crumbs=crumbs, **more)
