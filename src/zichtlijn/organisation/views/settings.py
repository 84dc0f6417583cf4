"""The settings of the organisation."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zichtlijn.access.acting import acted
from zichtlijn.organisation import actions, forms
from zichtlijn.organisation.actions.rights import require_organisation
from zichtlijn.organisation.actions.settings import LIMITS
from zichtlijn.organisation.views.acting import said

FIELDS = (
    "name",
    "acronym",
    "description",
    "language",
    "fiscal_first_month",
    "personal_objectives_seen_by",
    "on_course_from",
    "behind_from",
    "coverage_floor",
    "version",
)


@require_http_methods(["GET", "HEAD", "POST"])
def change_settings(request):
    require_organisation(request.actor)
    organisation = request.organisation
    initial = {name: getattr(organisation, name) for name in FIELDS}
    form = forms.SettingsForm(request.POST or None, actor=request.actor, initial=initial)
    changed: list[str] = []
    if acted(
        form, lambda: changed.extend(actions.change_settings(organisation, **form.cleaned_data, by=request.actor))
    ):
        sentence = (
            _("Saved. Every status is being recalculated in the background.") if LIMITS & set(changed) else _("Saved.")
        )
        said(request, sentence)
        return redirect("organisation:settings")
    return render(request, "organisation/settings.html", {"form": form}, status=422 if form.is_bound else 200)
