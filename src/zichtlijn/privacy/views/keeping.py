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
from zichtlijn.privacy.models import Hold, Removal, Term
from zichtlijn.privacy.permissions import get_hold
from zichtlijn.privacy.policy import label_of, settable
from zichtlijn.privacy.queries.outlook import AHEAD, leavers
from zichtlijn.privacy.queries.terms import BY_EVENT, class_terms
from zichtlijn.privacy.views.acting import ASKED, form_page

PAGE = 25


@require_safe
def show_retention(request):
    """The terms, who is next, of whom nothing is removed, and what was removed."""
    actions.require_keeping(request.actor)
    today = timezone.localdate()
    held = Paginator(Hold.objects.on(today).select_related("person"), PAGE).get_page(request.GET.get("held"))
    page, people = leavers(today, request.GET.get("page"))
    removed = Paginator(Removal.objects.all(), PAGE).get_page(request.GET.get("removed"))
    context = {
        "terms": class_terms(),
        "page": page,
        "people": people,
        "days": AHEAD,
        "held": held,
        "removed": [(row, label_of(row.data_class)) for row in removed],
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
    """Let nothing of somebody be removed for the time being; where that holds already, move its end."""
    person = get_person(request.actor, person_id)
    actions.require_keeping(request.actor)
    held = Hold.objects.on(timezone.localdate()).filter(person=person).first()
    if held and (request.method != "POST" or "was" in request.POST):
        return _move_hold(request, held)
    if held is None and "was" in request.POST:
        messages.warning(request, _("This was lifted, or ended, in the meantime. You can stop it again here."))
        return redirect("privacy:hold", person.pk)
    form = forms.HoldForm(request.POST or None)
    if acted(form, lambda: actions.hold(person, **form.cleaned_data, by=request.actor)):
        messages.success(request, _("Nothing of this person will be removed until then."))
        return redirect("organisation:person", person.pk)
    back = reverse("organisation:person", args=[person.pk])
    title = _("Do not remove anything of %(person)s") % {"person": person.name}
    return form_page(request, form, title=title, submit=_("Save"), back=back, crumb=(back, person.name))


def _move_hold(request, held):
    end = {"until": held.until, "was": held.until}
    form = forms.HoldEndForm(request.POST or None, initial=end)
    if acted(form, lambda: actions.move_hold(held, **form.cleaned_data, by=request.actor)):
        messages.success(request, _("Nothing of this person will be removed until then."))
        return redirect("organisation:person", held.person_id)
    back = reverse("organisation:person", args=[held.person_id])
    title = _("Until when nothing of %(person)s is removed") % {"person": held.person.name}
    return form_page(request, form, title=title, submit=_("Save"), back=back, crumb=(back, held.person.name))


@require_POST
def lift_hold(request, pk):
    """Let it go again when its term is over."""
    held = get_hold(request.actor, pk)
    actions.lift(held, by=request.actor)
    messages.success(request, _("What is past its term goes with tonight’s work."))
    return redirect("organisation:person", held.person_id)
