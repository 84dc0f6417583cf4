"""How long data is kept, what will go and what went, and holding somebody's data."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.organisation.permissions import get_person
from zichtlijn.privacy import forms
from zichtlijn.privacy.actions import keeping as actions
from zichtlijn.privacy.models import Removal, Term
from zichtlijn.privacy.permissions import get_hold
from zichtlijn.privacy.policy import rules, settable
from zichtlijn.privacy.queries.outlook import AHEAD, leavers
from zichtlijn.privacy.queries.terms import BY_EVENT, class_terms
from zichtlijn.privacy.views.acting import ASKED, form_page

PAGE = 25


@require_safe
def show_retention(request):
    """The terms, who is next, and what was removed."""
    actions.require_keeping(request.actor)
    page, people = leavers(timezone.localdate(), request.GET.get("page"))
    labels = {name: rule.label for name, rule in rules().items()}
    removed = Paginator(Removal.objects.all(), PAGE).get_page(request.GET.get("removed"))
    context = {
        "terms": class_terms(),
        "page": page,
        "people": people,
        "days": AHEAD,
        "removed": [(row, labels.get(row.data_class, row.data_class)) for row in removed],
        "removed_page": removed,
    }
    return render(request, "privacy/retention.html", context)


@require_http_methods(ASKED)
def change_term(request, data_class):
    """How many years one class of data is kept."""
    actions.require_keeping(request.actor)
    if data_class not in settable():
        raise Http404
    rule, term = settable()[data_class], Term.objects.filter(data_class=data_class).first()
    initial = {"years": term.years if term else rule.years, "version": term.version if term else 0}
    form = forms.TermForm(request.POST or None, rule=rule, by_event=data_class in BY_EVENT, initial=initial)
    if acted(form, lambda: actions.set_term(data_class, **form.cleaned_data, by=request.actor)):
        messages.success(request, _("Saved. What is past its term now goes with tonight’s work."))
        return redirect("privacy:retention")
    back = reverse("privacy:retention")
    more = {"lead": rule.why, "title": rule.label, "submit": _("Save")}
    return form_page(request, form, back=back, crumb=(back, _("Retention")), **more)


@require_http_methods(ASKED)
def add_hold(request, person_id):
    """Let nothing of somebody be removed for the time being."""
    person = get_person(request.actor, person_id)
    actions.require_keeping(request.actor)
    form = forms.HoldForm(request.POST or None)
    if acted(form, lambda: actions.hold(person, **form.cleaned_data, by=request.actor)):
        messages.success(request, _("Nothing of this person will be removed until then."))
        return redirect("organisation:person", person.pk)
    back = reverse("organisation:person", args=[person.pk])
    title = _("Do not remove anything of %(person)s") % {"person": person.name}
    return form_page(request, form, title=title, submit=_("Save"), back=back, crumb=(back, person.name))


@require_POST
def lift_hold(request, pk):
    """Let it go again when its term is over."""
    held = get_hold(request.actor, pk)
    actions.lift(held, by=request.actor)
    messages.success(request, _("What is past its term goes with tonight’s work."))
    return redirect("organisation:person", held.person_id)
