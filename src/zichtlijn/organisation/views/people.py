"""The people: the list, one person, their file, and keeping both."""

from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.notices.permissions import can_mend_mail
from zichtlijn.notices.queries import mail_trouble
from zichtlijn.organisation import actions, forms
from zichtlijn.organisation.actions.rights import require_people
from zichtlijn.organisation.permissions import (
    can_manage_people,
    can_see_details,
    can_see_line,
    can_see_numbers,
    get_person,
    get_placement,
)
from zichtlijn.organisation.queries import people as queries
from zichtlijn.organisation.queries.leaving import leaving_behind
from zichtlijn.organisation.sections import draw_sections
from zichtlijn.organisation.views.acting import form_page, said, sorting

PERSON_FIELDS = ("key", "given_name", "family_prefix", "family_name", "email", "starts_on")
PLACEMENT_FIELDS = ("unit", "position", "line_manager", "starts_on", "ends_on")


@require_safe
def list_people(request):
    """Everybody in service: name, position and unit; narrowed by name, unit (with all below it) and position."""
    asked, sort = request.GET, sorting(request, {"name"})
    narrowed = forms.PeopleFilter(asked or None, actor=request.actor)
    found = narrowed.cleaned_data if narrowed.is_valid() else {}
    manages = can_manage_people(request.actor)
    page = queries.people_page(
        text=found.get("q", ""),
        unit=found.get("unit"),
        position=found.get("position"),
        ended=manages and asked.get("show") == "ended",
        backwards=sort == "-name",
        after=asked.get("after", ""),
        before=asked.get("before", ""),
    )
    context = {
        "page": page if narrowed.is_valid() or not narrowed.is_bound else queries.KeysetPage(),
        "narrowed": narrowed,
        "is_narrowed": any(found.values()),
        "ended": manages and asked.get("show") == "ended",
        "sort": sort,
        "can_manage": manages,
        "can_see_numbers": can_see_numbers(request.actor),
        **(mail_trouble(request.actor) if can_mend_mail(request.actor) else {}),
    }
    return render(request, "organisation/people.html", context)


@require_safe
def show_person(request, pk):
    """One person, as every colleague may see them: name, position, unit and line manager."""
    actor, person = request.actor, get_person(request.actor, pk)
    is_me = actor.person_id == person.pk
    reports = queries.direct_reports(person)
    context = {
        "shown": person,
        "placements": queries.placements_today(person),
        "line": queries.managers_above(person),
        "reports": reports[: queries.PAGE],
        "has_more": len(reports) > queries.PAGE,
        "is_me": is_me,
        "looks": queries.looks_at(person) if is_me else [],
        "can_see_details": can_see_details(actor, person),
        "can_see_line": can_see_line(actor, person),
        "can_manage": can_manage_people(actor),
        "sections": draw_sections("person", request, person),
    }
    return render(request, "organisation/person.html", context)


@require_safe
def show_file(request, pk):
    """Somebody's file: number, e-mail and every placement. That somebody looked is written down."""
    person = get_person(request.actor, pk)
    actions.see_details(person, by=request.actor)
    context = {
        "shown": person,
        "placements": queries.placement_history(person),
        "is_me": request.actor.person_id == person.pk,
        "can_manage": can_manage_people(request.actor),
        "sections": draw_sections("file", request, person),
    }
    return render(request, "organisation/person_file.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request):
    require_people(request.actor)
    form = forms.NewPersonForm(request.POST or None, actor=request.actor)
    made = []
    if acted(form, lambda: made.append(_add_person(form.cleaned_data, request.actor))):
        said(request, _("%(person)s was added.") % {"person": made[0].name})
        return redirect("organisation:person", made[0].pk)
    back = reverse("organisation:people")
    return form_page(request, form, title=_("Add a person"), submit=_("Add"), back=back, crumbs=[(back, _("People"))])


@transaction.atomic
def _add_person(given, by):
    person = actions.add_person(**{name: given[name] for name in PERSON_FIELDS}, by=by)
    if given["unit"]:
        placed = {name: given[name] for name in ("unit", "position", "line_manager", "starts_on")}
        actions.add_placement(person, **placed, by=by)
    return person


@require_http_methods(["GET", "HEAD", "POST"])
def change_person(request, pk):
    person = get_person(request.actor, pk)
    require_people(request.actor)
    initial = {name: getattr(person, name) for name in (*PERSON_FIELDS, "version")}
    form = forms.ChangePersonForm(request.POST or None, actor=request.actor, row=person, initial=initial)
    if request.method != "POST":
        actions.see_details(person, by=request.actor)  # the form shows what the file shows
    if acted(form, lambda: actions.change_person(person, **form.cleaned_data, by=request.actor)):
        said(request, _("Saved."))
        return redirect("organisation:person", person.pk)
    return _person_form(request, person, form, _("Change %(person)s"), _("Save"))


@require_http_methods(["GET", "HEAD", "POST"])
def end_person(request, pk):
    person = get_person(request.actor, pk)
    require_people(request.actor)
    form = forms.EndPersonForm(request.POST or None, actor=request.actor)
    leaves = leaving_behind(person)
    if not leaves.reports:
        del form.fields["successor"]
    if acted(form, lambda: actions.end_person(person, **form.cleaned_data, by=request.actor)):
        said(request, _("The last day of %(person)s has been saved.") % {"person": person.name})
        return redirect("organisation:person", person.pk)
    lead = _("Placements end that day. What was agreed and measured stays for a time, as said below.")
    more = {"lead": lead, "warnings": [*leaves.sentences(), *draw_sections("leaving", request, person)], "danger": True}
    return _person_form(request, person, form, _("%(person)s leaves"), _("Save the last day"), **more)


@require_POST
def resume_person(request, pk):
    person = get_person(request.actor, pk)
    actions.resume_person(person, by=request.actor)
    said(request, _("%(person)s is in service again. Give them a placement.") % {"person": person.name})
    return redirect("organisation:person", person.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def add_placement(request, pk):
    person = get_person(request.actor, pk)
    require_people(request.actor)
    form = forms.PlacementForm(request.POST or None, actor=request.actor)
    if acted(form, lambda: actions.add_placement(person, **form.cleaned_data, by=request.actor)):
        said(request, _("%(person)s was placed.") % {"person": person.name})
        return redirect("organisation:person", person.pk)
    return _person_form(request, person, form, _("Place %(person)s"), _("Add"))


@require_http_methods(["GET", "HEAD", "POST"])
def change_placement(request, pk):
    placement = get_placement(request.actor, pk)
    require_people(request.actor)
    initial = {name: getattr(placement, name) for name in (*PLACEMENT_FIELDS, "version")}
    form = forms.ChangePlacementForm(request.POST or None, actor=request.actor, initial=initial)
    if acted(form, lambda: actions.change_placement(placement, **form.cleaned_data, by=request.actor)):
        said(request, _("Saved."))
        return redirect("organisation:file", placement.person_id)
    lead = _(
        "Correct what was never right. If something changes from a certain day, end this placement and add a new one."
    )
    title = _("Placement of %(person)s")
    return _person_form(request, placement.person, form, title, _("Save"), lead=lead, withdraw=placement)


@require_http_methods(["GET", "HEAD", "POST"])
def end_placement(request, pk):
    placement = get_placement(request.actor, pk)
    require_people(request.actor)
    form = forms.EndForm(request.POST or None, actor=request.actor)
    if acted(form, lambda: actions.end_placement(placement, **form.cleaned_data, by=request.actor)):
        said(request, _("The last day of the placement has been saved."))
        return redirect("organisation:file", placement.person_id)
    lead = f"{placement.position.name} · {placement.unit.name}"
    title = _("End the placement of %(person)s")
    return _person_form(request, placement.person, form, title, _("End"), lead=lead, danger=True)


@require_POST
def withdraw_placement(request, pk):
    placement = get_placement(request.actor, pk)
    actions.withdraw_placement(placement, by=request.actor)
    said(request, _("The placement was removed."))
    return redirect("organisation:file", placement.person_id)


def _person_form(request, person, form, title, submit, **more):
    back = reverse("organisation:person", args=[person.pk])
    crumbs = [(reverse("organisation:people"), _("People")), (back, person.name)]
    title %= {"person": person.name}
    return form_page(request, form, title=title, submit=submit, back=back, crumbs=crumbs, **more)
