"""The result, sharing it, and the result on paper."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zichtlijn.access.refusals import NotNow
from zichtlijn.documents.files import as_download
from zichtlijn.documents.forms import TakeForm
from zichtlijn.feedback.actions import sharing
from zichtlijn.feedback.charts import result_chart
from zichtlijn.feedback.permissions import can_share_result, get_result
from zichtlijn.feedback.queries.pages import managers_of
from zichtlijn.feedback.queries.readers import sharing_of
from zichtlijn.feedback.queries.results import result_of
from zichtlijn.organisation.actions import look_at


@require_safe
def show_result(request, pk):
    """What came out: for the person, and for the manager with whom they shared it; that look is written down."""
    actor, round_ = request.actor, get_result(request.actor, pk)
    is_mine = can_share_result(actor, round_)
    look_at(round_.person, what="feedback", by=actor)
    request.room = "feedback:mine" if is_mine else "home:team"
    result = result_of(round_)
    context = {
        "round": round_,
        "result": result,
        "is_mine": is_mine,
        "chart": result_chart(result) if result.groups else None,
        "sharing": sharing_of(round_) if is_mine else None,
        "take_url": reverse("feedback:take", args=[pk]),
    }
    return render(request, "feedback/result.html", context)


@require_POST
def share(request, pk):
    """Let a line manager of today read it."""
    round_ = get_result(request.actor, pk)
    chosen = request.POST.get("manager", "")
    manager = next((one for one in managers_of(round_.person) if str(one.pk) == chosen), None)
    if manager is None:
        raise NotNow(_("A result is shared with a line manager of today, and with nobody else."))
    sharing.share_result(round_, manager, by=request.actor)
    messages.success(request, _("Shared. %(name)s can read the result now.") % {"name": manager.name})
    return redirect("feedback:result", pk)


@require_POST
def withdraw(request, pk):
    """Keep the result to oneself again."""
    sharing.withdraw_result(get_result(request.actor, pk), by=request.actor)
    messages.success(request, _("Only you can read the result again."))
    return redirect("feedback:result", pk)


@require_POST
def take(request, pk):
    """The result on paper."""
    round_ = get_result(request.actor, pk)
    if not TakeForm(request.POST, makers=sharing.PAPER).is_valid():
        raise BadRequest("form")
    return as_download(*sharing.take_result(round_, by=request.actor))
