"""Check-in: everything of mine that wants a reading, in one list."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zichtlijn.objectives.queries.lines import measures_due


@require_GET
def show_check_in(request):
    """Every measure of the actor that is due."""
    due = measures_due(request.actor.person_id, timezone.localdate())[:100] if request.actor.person_id else []
    return render(request, "objectives/check_in.html", {"measures": due})
