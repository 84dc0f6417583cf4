"""What the pages with a form have in common."""

from collections.abc import Collection

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

PAGE = 50


def form_page(request, form, *, title, submit, back, crumbs=(), **more) -> HttpResponse:
    """A page with one form; with errors it answers 422."""
    context = {"form": form, "title": title, "submit": submit, "back": back, "crumbs": crumbs, **more}
    return render(request, "organisation/form.html", context, status=422 if form.is_bound else 200)


def sorting(request, names: Collection[str]) -> str:
    """How the list is to be sorted: one of these names, with a minus the other way round; another name is refused."""
    sort = request.GET.get("sort") or "name"
    if sort.removeprefix("-") not in names:
        raise BadRequest("unknown sort")
    return sort


def said(request, sentence: str) -> None:
    """Tell on the next page what was done."""
    messages.success(request, sentence)


def page_of(request, rows):
    """One page of a list, by number."""
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))
