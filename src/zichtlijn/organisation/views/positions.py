"""Positions: the list, each with its people, and keeping them."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.organisation import actions, forms
from zichtlijn.organisation.actions.rights import require_organisation
from zichtlijn.organisation.permissions import can_manage_organisation, get_position
from zichtlijn.organisation.queries import people as people_queries
from zichtlijn.organisation.queries import positions as queries
from zichtlijn.organisation.sections import draw_sections
from zichtlijn.organisation.views.acting import page_of, said
from zichtlijn.organisation.views.lists import POSITIONS, add_page, asked_of, change_page, list_page


@require_safe
def list_positions(request):
    asked = asked_of(request, queries.POSITION_SORTS)
    page = page_of(request, queries.positions(**asked))
    return list_page(request, POSITIONS, asked, page, counts=queries.people_per_position())


@require_safe
def show_position(request, pk):
    position = get_position(request.actor, pk)
    context = {
        "position": position,
        "people": people_queries.people_page(position=position),
        "can_manage": can_manage_organisation(request.actor),
        "sections": draw_sections("position", request, position),
    }
    return render(request, "organisation/position.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_position(request):
    require_organisation(request.actor)
    form = forms.PositionForm(request.POST or None, actor=request.actor)
    made = []
    if acted(form, lambda: made.append(actions.add_position(**form.cleaned_data, by=request.actor))):
        said(request, _("%(position)s was added.") % {"position": made[0].name})
        return redirect("organisation:position", made[0].pk)
    return add_page(request, POSITIONS, form)


@require_http_methods(["GET", "HEAD", "POST"])
def change_position(request, pk):
    position = get_position(request.actor, pk)
    require_organisation(request.actor)
    initial = {name: getattr(position, name) for name in ("name", "key", "description", "version")}
    form = forms.ChangePositionForm(request.POST or None, actor=request.actor, row=position, initial=initial)
    if acted(form, lambda: actions.change_position(position, **form.cleaned_data, by=request.actor)):
        said(request, _("Saved."))
        return redirect("organisation:position", position.pk)
    title = _("Change %(position)s") % {"position": position.name}
    return change_page(request, POSITIONS, position, form, title=title, submit=_("Save"))


@require_http_methods(["GET", "HEAD", "POST"])
def end_position(request, pk):
    position = get_position(request.actor, pk)
    require_organisation(request.actor)
    form = forms.EndForm(request.POST or None, actor=request.actor)
    if acted(form, lambda: actions.end_position(position, **form.cleaned_data, by=request.actor)):
        said(request, _("The last day of %(position)s has been saved.") % {"position": position.name})
        return redirect("organisation:position", position.pk)
    lead = _("Nobody can hold this position after its last day.")
    title = _("End %(position)s") % {"position": position.name}
    return change_page(request, POSITIONS, position, form, title=title, submit=_("End"), lead=lead, danger=True)


@require_POST
def resume_position(request, pk):
    position = get_position(request.actor, pk)
    actions.resume_position(position, by=request.actor)
    said(request, _("%(position)s is back in use.") % {"position": position.name})
    return redirect("organisation:position", position.pk)
