"""The years of the organisation and their parts, and which one the pages are about."""

from django.http import HttpResponseRedirect
from django.views.decorators.http import require_POST

from zichtlijn.access.views import safe_next
from zichtlijn.organisation.permissions import get_period
from zichtlijn.organisation.queries.periods import SESSION_KEY


@require_POST
def choose_period(request):
    """Look at another period, for as long as this session lasts."""
    wanted = request.POST.get("period", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        request.session[SESSION_KEY] = get_period(request.actor, int(wanted)).pk
    return HttpResponseRedirect(safe_next(request))
