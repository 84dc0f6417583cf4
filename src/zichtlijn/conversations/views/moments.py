"""Moments of the year."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.access.permissions import Permission, require
from zichtlijn.conversations import forms
from zichtlijn.conversations.actions import moments as actions
from zichtlijn.conversations.permissions import get_moment
from zichtlijn.conversations.queries.pages import own_moments
from zichtlijn.conversations.views.acting import form_page

ASKED = ["GET", "HEAD", "POST"]
PAGE = 50


@require_safe
def list_moments(request):
    """What one noted, and what was shared about oneself."""
    page = Paginator(own_moments(request.actor), PAGE).get_page(request.GET.get("page"))
    return render(request, "conversations/moments.html", {"page": page})


@require_http_methods(ASKED)
def note_moment(request):
    """Note a moment."""
    actor = request.actor
    require(actor.person is not None, _("Moments are for people who work here."))
    form = forms.MomentForm(
        request.POST or None,
        actor=actor,
        leads=actor.may(Permission.LEAD_PEOPLE),
        initial={"happened_on": timezone.localdate()},
    )

    def act():
        given = dict(form.cleaned_data)
        about = given.pop("about", None) or actor.person
        actions.note_moment(about, **given, by=actor)

    if request.method == "POST" and acted(form, act):
        messages.success(request, _("Noted. Only you can read it, until you share it."))
        return redirect("conversations:moments")
    back = reverse("conversations:moments")
    return form_page(request, form, title=_("Note a moment"), submit=_("Save"), back=back, crumb=(back, _("Moments")))


@require_POST
def share_moment(request, moment_id):
    """Let the other side read it."""
    actions.share_moment(get_moment(request.actor, moment_id), by=request.actor)
    messages.success(request, _("Shared."))
    return redirect("conversations:moments")


@require_POST
def remove_moment(request, moment_id):
    """Throw away a moment that nobody else has read."""
    actions.remove_moment(get_moment(request.actor, moment_id), by=request.actor)
    messages.success(request, _("Removed."))
    return redirect("conversations:moments")
