"""The years of the organisation and their parts, and which one the pages are about."""

from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.access.views import safe_next
from zichtlijn.organisation import actions, forms
from zichtlijn.organisation.actions.rights import require_organisation
from zichtlijn.organisation.permissions import get_period
from zichtlijn.organisation.queries import periods as queries
from zichtlijn.organisation.views.acting import form_page, said


@require_POST
def choose_period(request):
    """Look at another period, for as long as this session lasts."""
    wanted = request.POST.get("period", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        request.session[queries.SESSION_KEY] = get_period(request.actor, int(wanted)).pk
    return HttpResponseRedirect(safe_next(request))


@require_safe
def list_periods(request):
    require_organisation(request.actor)
    context = {"rows": queries.periods_with_use(), "next_year": queries.next_year_number(request.organisation)}
    return render(request, "organisation/periods.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_year(request):
    require_organisation(request.actor)
    initial = {"year": queries.next_year_number(request.organisation)}
    form = forms.YearForm(request.POST or None, actor=request.actor, initial=initial)
    if acted(form, lambda: actions.add_year(**form.cleaned_data, by=request.actor)):
        said(request, _("%(year)s was added.") % {"year": form.cleaned_data["year"]})
        return redirect("organisation:periods")
    lead = _("The first month comes from the settings: %(month)s.") % {"month": _month(request.organisation)}
    return _period_form(request, form, _("Add a year"), _("Add"), lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
def change_period(request, pk):
    row = get_period(request.actor, pk)
    require_organisation(request.actor)
    initial = {name: getattr(row, name) for name in ("name", "starts_on", "ends_on", "version")}
    form = forms.PeriodForm(request.POST or None, actor=request.actor, initial=initial)
    if acted(form, lambda: actions.change_period(row, **form.cleaned_data, by=request.actor)):
        said(request, _("Saved."))
        return redirect("organisation:periods")
    lead = _("Objectives keep their own dates when those of their period change.")
    return _period_form(request, form, _("Change %(period)s") % {"period": row.name}, _("Save"), lead=lead)


@require_POST
def remove_period(request, pk):
    row = get_period(request.actor, pk)
    actions.remove_period(row, by=request.actor)
    said(request, _("%(period)s was removed.") % {"period": row.name})
    return redirect("organisation:periods")


def _month(organisation) -> str:
    return str(MONTHS[organisation.fiscal_first_month])


def _period_form(request, form, title, submit, **more):
    back = reverse("organisation:periods")
    return form_page(request, form, title=title, submit=submit, back=back, crumbs=[(back, _("Periods"))], **more)
