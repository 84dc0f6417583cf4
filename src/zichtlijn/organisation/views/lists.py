"""What the lists of positions and of projects have in common: finding, sorting, paging, what ended, and the forms."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from zichtlijn.organisation.permissions import can_manage_organisation
from zichtlijn.organisation.views.acting import form_page, sorting


@dataclass(frozen=True)
class Listing:
    """A list of things that begin and end: where it is, and its words."""

    url: str
    page_url: str
    add_url: str
    template: str
    name: Promise
    lead: Promise
    counted: Any  # "3 positions", by "number"
    search: Promise
    add: Promise
    living: Promise
    nothing_found: Promise
    none_yet: Promise
    how_to_begin: Promise


POSITIONS = Listing(
    url="organisation:positions",
    page_url="organisation:position",
    add_url="organisation:add_position",
    template="organisation/positions.html",
    name=_("Positions"),
    lead=_("The work people do here. Role objectives belong to a position."),
    counted=ngettext_lazy("%(number)s position", "%(number)s positions", "number"),
    search=_("Search positions"),
    add=_("Add a position"),
    living=_("In use"),
    nothing_found=_("No position has all these words in its name or code."),
    none_yet=_("No positions yet"),
    how_to_begin=_("Add the positions people here hold, one by one."),
)
PROJECTS = Listing(
    url="organisation:projects",
    page_url="organisation:project",
    add_url="organisation:add_project",
    template="organisation/projects.html",
    name=_("Projects"),
    lead=_("Work with a beginning and an end, across units. Project objectives belong to a project."),
    counted=ngettext_lazy("%(number)s project", "%(number)s projects", "number"),
    search=_("Search projects"),
    add=_("Add a project"),
    living=_("Running"),
    nothing_found=_("No project has all these words in its name or code."),
    none_yet=_("No projects yet"),
    how_to_begin=_("A project gets its own objectives, under one or more operational objectives."),
)


def asked_of(request, sorts: Collection[str]) -> dict[str, Any]:
    """Which part of a list is asked for: words in the name or code, those that ended, and in which order."""
    return {
        "text": request.GET.get("q", "")[:200],
        "ended": request.GET.get("show") == "ended",
        "sort": sorting(request, sorts),
    }


def list_page(request, listing: Listing, asked: dict[str, Any], page, **more):
    """One page of the list, as it was asked for."""
    context = {
        "listing": listing,
        "page": page,
        "counted": listing.counted % {"number": page.paginator.count},
        "can_manage": can_manage_organisation(request.actor),
        **asked,
        **more,
    }
    return render(request, listing.template, context)


def add_page(request, listing: Listing, form):
    """The form for a new one."""
    back = reverse(listing.url)
    return form_page(request, form, title=listing.add, submit=_("Add"), back=back, crumbs=[(back, listing.name)])


def change_page(request, listing: Listing, thing, form, *, title: str, submit: str, **more):
    """A form about one of them; its crumbs lead to the list and to the thing itself."""
    back = reverse(listing.page_url, args=[thing.pk])
    crumbs = [(reverse(listing.url), listing.name), (back, thing.name)]
    return form_page(request, form, title=title, submit=submit, back=back, crumbs=crumbs, **more)
