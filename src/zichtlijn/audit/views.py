"""The log, for the administrator."""

from django.core.exceptions import BadRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zichtlijn.access.permissions import require
from zichtlijn.audit.forms import LogFilter
from zichtlijn.audit.permissions import can_see_log
from zichtlijn.audit.queries import read_log


@require_safe
def log(request):
    require(can_see_log(request.actor), _("Only the administrator can read the log."))
    filters = LogFilter(request.GET)
    if not filters.is_valid():
        raise BadRequest("unknown filter")
    page = read_log(request.actor, **filters.cleaned_data)
    return render(request, "audit/log.html", {"filters": filters, "page": page})
