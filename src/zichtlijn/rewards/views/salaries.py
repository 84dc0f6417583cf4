"""Salaries: the list of who keeps them, and the page of one person."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.organisation.actions import look_at, look_at_many
from zichtlijn.organisation.models import Person, fold
from zichtlijn.rewards import forms
from zichtlijn.rewards.actions import salaries as actions
from zichtlijn.rewards.actions.systems import require_keeping
from zichtlijn.rewards.permissions import (
    can_keep_rewards,
    can_propose_promotion,
    can_write_salary,
    get_paid_person,
    get_salary,
)
from zichtlijn.rewards.queries import salaries as queries
from zichtlijn.rewards.queries.promotions import promotions_of
from zichtlijn.rewards.queries.systems import system_on
from zichtlijn.rewards.views.acting import form_page

ASKED = ["GET", "HEAD", "POST"]
PAGE = 50
#: So many words of a name are looked for.
WORDS = 8
ROOM = "rewards:salaries"


@require_safe
def list_salaries(request):
    """Everybody with the salary of today; that one looked is written down with each person."""
    actor, today = request.actor, timezone.localdate()
    require_keeping(actor)
    form = forms.PeopleForm(request.GET)
    found = queries.paid_people(today)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    for word in fold(asked).replace(",", " ").split()[:WORDS]:
        found = found.filter(sort_name__contains=word)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    look_at_many(shown, what="rewards", by=actor)
    context = {"page": page, "people": shown, "form": form, "asked": asked}
    context["payroll"] = forms.PromotionsPayrollForm(initial={"since": today.replace(day=1)})
    return render(request, "rewards/salaries.html", context)


@require_safe
def show_person(request, pk):
    """The salaries of one person; that one looked is written down."""
    actor, person = request.actor, get_paid_person(request.actor, pk)
    look_at(person, what="rewards", by=actor)
    today = timezone.localdate()
    salaries = queries.salaries_of(actor, person, today=today)
    can_keep = can_keep_rewards(actor)
    if can_keep:
        request.room = ROOM
    context = {
        "shown": person,
        "salaries": salaries,
        "holds": queries.holding(salaries, today),
        "can_keep": can_keep,
        "can_write": can_write_salary(actor, person.pk),
        "own_salary": actions.own_salary() if can_keep and person.pk == actor.person_id else "",
        "promotions": promotions_of(actor, person),
        "may_promote": can_propose_promotion(actor, person),
        "form": forms.GenderForm(initial={"gender": queries.gender_of(person)}) if can_keep else None,
    }
    return render(request, "rewards/person.html", context)


@require_http_methods(ASKED)
def record_salary(request, pk):
    """What somebody earns from a day on."""
    actor, person = request.actor, get_paid_person(request.actor, pk)
    actions.require_writing(actor, person.pk)
    today = timezone.localdate()
    initial = {"version": 1, "from_on": today} | queries.earned_on(person, today)
    # Whatever the method: a form that is sent back with errors tells amounts too.
    if queries.has_salary(person):
        look_at(person, what="rewards", by=actor)
    scales = list(dict.fromkeys([*_scales(), *([initial["scale"]] if "scale" in initial else [])]))
    form = forms.SalaryForm(
        request.POST or None,
        scales=scales,
        doubts=lambda given: queries.doubts_about(person, given["from_on"], given["scale"], given["amount"]),
        initial=initial,
    )

    def act():
        given = dict(form.cleaned_data)
        del given["version"]
        actions.record_salary(person, **given, by=actor)

    return _saved(request, form, act, person, _("Record a salary"))


@require_http_methods(ASKED)
def change_salary(request, salary_id):
    """Correct a salary."""
    actor, salary = request.actor, get_salary(request.actor, salary_id)
    actions.require_writing(actor, salary.person_id)
    look_at(salary.person, what="rewards", by=actor)
    names = ("from_on", "scale", "amount", "part_time", "version")
    form = forms.SalaryForm(
        request.POST or None,
        scales=list(dict.fromkeys([salary.scale, *_scales()])),
        doubts=lambda given: queries.doubts_about(
            salary.person, given["from_on"], given["scale"], given["amount"], but=salary
        ),
        initial={name: getattr(salary, name) for name in names},
    )

    def act():
        given = dict(form.cleaned_data)
        actions.change_salary(salary, given, version=given.pop("version"), by=actor)

    return _saved(request, form, act, salary.person, _("Correct a salary"))


@require_POST
def remove_salary(request, salary_id):
    """Take out a salary that was recorded by mistake."""
    salary = get_salary(request.actor, salary_id)
    actions.remove_salary(salary, by=request.actor)
    messages.success(request, _("Removed."))
    return redirect("rewards:person", salary.person_id)


@require_POST
def record_gender(request, pk):
    """The gender, for the check of equal pay alone."""
    person = get_paid_person(request.actor, pk)
    require_keeping(request.actor)
    form = forms.GenderForm(request.POST)
    if form.is_valid():
        actions.record_gender(person, form.cleaned_data["gender"], by=request.actor)
        messages.success(request, _("Saved."))
    return redirect("rewards:person", pk)


def _scales() -> list[str]:
    system = system_on(timezone.localdate())
    return [scale.name for scale in system.scales.all()] if system else []


def _saved(request, form, act, person: Person, title):
    request.room = ROOM
    if request.method == "POST" and acted(form, act):
        messages.success(request, _("Saved."))
        return redirect("rewards:person", person.pk)
    back = reverse("rewards:person", args=[person.pk])
    return form_page(request, form, title=title, submit=_("Save"), back=back, crumb=(back, person.name))
