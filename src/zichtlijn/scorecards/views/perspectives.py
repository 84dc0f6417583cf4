"""The page on which the perspectives of the organisation are named, ordered, added and removed."""

from dataclasses import asdict

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zichtlijn.access.acting import acted
from zichtlijn.access.permissions import require
from zichtlijn.objectives.actions import arrange_perspectives, version_of_perspectives, wordings_of
from zichtlijn.objectives.permissions import can_arrange_perspectives
from zichtlijn.scorecards import forms
from zichtlijn.scorecards.wording import axis_of
from zichtlijn.ui.versions import VersionedForm


@require_http_methods(["GET", "HEAD", "POST"])
def edit_perspectives(request):
    """Name the perspectives of the organisation, put them in order, add one, remove one that nothing stands under."""
    actor = request.actor
    require(can_arrange_perspectives(actor), _("You may not change the perspectives."))
    now = wordings_of(actor.organisation)
    rows = forms.PerspectivesForm(request.POST or None, prefix="rows", initial=[asdict(each) for each in now])
    form = VersionedForm(request.POST or None, initial={"version": version_of_perspectives(now)})
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        version = form.cleaned_data["version"]
        if acted(form, lambda: arrange_perspectives(rows.wordings(), version=version, by=actor)):
            messages.success(request, _("The perspectives have been saved."))
            return redirect("scorecards:scorecard")
    context = {"form": form, "rows": [(row, axis_of(row["key"].value() or "")) for row in rows], "formset": rows}
    return render(request, "scorecards/perspectives.html", context, status=422 if request.method == "POST" else 200)
