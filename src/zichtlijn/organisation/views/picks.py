"""Suggestions while somebody types a name in a form: twenty rows at most, and not faster than people type."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from zichtlijn.access.rates import at_most
from zichtlijn.organisation.queries import picks

PER_MINUTE = 120


def _offer(request, offer):
    choices = offer(request.actor, request.GET.get("q", "")[:300], request.GET.get("within", ""))
    return render(request, "organisation/_picks.html", {"choices": choices})


@require_safe
@at_most(PER_MINUTE, "pick")
def pick_person(request):
    return _offer(request, picks.offer_people)


@require_safe
@at_most(PER_MINUTE, "pick")
def pick_unit(request):
    return _offer(request, picks.offer_units)


@require_safe
@at_most(PER_MINUTE, "pick")
def pick_position(request):
    return _offer(request, picks.offer_positions)


@require_safe
@at_most(PER_MINUTE, "pick")
def pick_project(request):
    return _offer(request, picks.offer_projects)
