"""Agreements on study costs: the list, drawing up, offering, signing, and on paper."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.access.permissions import Permission, require
from zichtlijn.calculations.study_costs import declining, months_passed, still_owed
from zichtlijn.development import forms
from zichtlijn.development.actions import study as actions
from zichtlijn.development.actions import taking
from zichtlijn.development.documents import REQUIRED_IS_FREE, repayment_sentence
from zichtlijn.development.models import StudyAgreement, led_today
from zichtlijn.development.permissions import (
    can_draw_up_study_agreement,
    can_sign_study_agreement,
    get_study_agreement,
    study_seen_otherwise,
)
from zichtlijn.development.states import StudyState
from zichtlijn.development.views.acting import ASKED, confirm_page, form_page
from zichtlijn.documents.files import as_download
from zichtlijn.documents.forms import TakeForm
from zichtlijn.organisation.actions import DREW_UP, LINE, look_at, look_at_many
from zichtlijn.organisation.models import Person
from zichtlijn.organisation.permissions import get_person

PAGE = 50


@require_safe
def list_agreements(request):
    """One's own, those of the people one leads, and by right all of them; each person of the list is written down.

    Not of whom there is only a draft: that is in no file yet, and the employee does not hear of it.
    """
    rows = StudyAgreement.objects.visible_to(request.actor).select_related("person").order_by("-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    people = {one.person_id: one.person for one in page.object_list if one.state != StudyState.DRAFT}
    _look_at_all(list(people.values()), request.actor)
    return render(request, "development/studies.html", {"page": page, "may_draw_up": _may_begin(request)})


def _look_at_all(people: list[Person], actor) -> None:
    """Write down that the actor looks: as who leads them today, of others as who drew up the agreement."""
    led: set[int] = set()
    if actor.may(Permission.LEAD_PEOPLE):
        found = Person.objects.filter(led_today("pk", actor), pk__in=[person.pk for person in people])
        led = set(found.values_list("pk", flat=True))
    for otherwise, is_led in ((LINE, True), (DREW_UP, False)):
        some = [person for person in people if (person.pk in led) == is_led]
        look_at_many(some, what="study_agreement", by=actor, otherwise=otherwise)


def _may_begin(request) -> bool:
    actor = request.actor
    return actor.may(Permission.ARRANGE_DEVELOPMENT) or (actor.person is not None and actor.may(Permission.LEAD_PEOPLE))


@require_http_methods(ASKED)
def choose_person(request):
    """For whom an agreement is drawn up."""
    require(_may_begin(request), _("The line manager or HR does this for the employer, and never for themselves."))
    form = forms.NewStudyForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        if can_draw_up_study_agreement(request.actor, person):
            return redirect("development:add_study", person.pk)
        form.add_error("person", _("You draw this up for people you lead, HR for everybody; never for yourself."))
    back = reverse("development:studies")
    crumb = (back, _("Study costs"))
    return form_page(
        request, form, title=_("For whom is the agreement?"), submit=_("Go on"), back=back, crumb=crumb
    )  # fmt: skip


@require_http_methods(ASKED)
def draw_up(request, pk):
    """Draw up an agreement for somebody."""
    actor, person = request.actor, get_person(request.actor, pk)
    if not can_draw_up_study_agreement(actor, person):
        raise Http404
    form = forms.StudyForm(request.POST or None, initial={"version": 1, "months": 0, "required_by": "none"})
    made = []

    def act():
        made.append(actions.draw_up_study_agreement(person, by=actor, **form.given()))

    if request.method == "POST" and acted(form, act):
        messages.success(request, _("Drawn up. The employee sees it once you offer it."))
        return redirect("development:study", made[0].pk)
    back = reverse("development:studies")
    title = _("Study costs of %(name)s") % {"name": person.name}
    return form_page(request, form, title=title, submit=_("Save as draft"), back=back, crumb=(back, _("Study costs")))


@require_safe
def show_agreement(request, pk):
    """One agreement, with what is to be done with it."""
    actor, agreement = request.actor, get_study_agreement(request.actor, pk)
    today = timezone.localdate()
    passed = months_passed(agreement.ends_on, today)
    if agreement.person_id != actor.person_id and agreement.state != StudyState.DRAFT:  # a draft is in no file yet
        otherwise = study_seen_otherwise(actor, agreement.person)
        look_at(agreement.person, what="study_agreement", by=actor, otherwise=otherwise)
    context = {
        "agreement": agreement,
        "is_mine": agreement.person_id == actor.person_id,
        "may_arrange": can_draw_up_study_agreement(actor, agreement.person),
        "may_sign": can_sign_study_agreement(actor, agreement),
        "sentence": repayment_sentence(agreement),
        "law": REQUIRED_IS_FREE,
        "steps": declining(agreement.amount, agreement.months),
        "owed": still_owed(agreement.amount, agreement.months, passed) if agreement.months else None,
        "today": today,
        "sign_form": forms.SignForm(initial={"version": agreement.version}),
        "take_url": reverse("development:take_study", args=[pk]),
    }
    return render(request, "development/study.html", context)


def _arranged(request, pk) -> StudyAgreement:
    """An agreement that the actor arranges for the employer; 404 for the others, who may not, or only read."""
    agreement = get_study_agreement(request.actor, pk)
    sentence = _("The line manager or HR does this for the employer, and never for themselves.")
    require(can_draw_up_study_agreement(request.actor, agreement.person), sentence)
    return agreement


@require_http_methods(ASKED)
def change_agreement(request, pk):
    """Change an agreement before it is offered."""
    agreement = _arranged(request, pk)
    if request.method != "POST" and agreement.state != StudyState.DRAFT:
        return redirect("development:study", pk)
    form = forms.StudyForm(request.POST or None, initial=forms.StudyForm.initial_of(agreement))

    def act():
        version = form.cleaned_data["version"]
        actions.change_study_agreement(agreement, form.given(), version=version, by=request.actor)

    if request.method == "POST" and acted(form, act):
        return redirect("development:study", pk)
    back = reverse("development:study", args=[pk])
    crumb = (back, agreement.training)
    return form_page(request, form, title=_("Change the agreement"), submit=_("Save"), back=back, crumb=crumb)


@require_http_methods(ASKED)
def remove_agreement(request, pk):
    """Ask (GET), and throw a draft away (POST)."""
    agreement = _arranged(request, pk)
    if request.method == "POST":
        actions.remove_study_agreement(agreement, by=request.actor)
        messages.success(request, _("Removed."))
        return redirect("development:studies")
    if agreement.state != StudyState.DRAFT:
        look_at(agreement.person, what="study_agreement", by=request.actor, otherwise=LINE)
    back = reverse("development:study", args=[pk])
    return confirm_page(
        request, title=_("Throw this draft away?"), sentence=agreement.training, submit=_("Throw away"), back=back,
        crumb=(back, agreement.training),
    )  # fmt: skip


def _version(request) -> int:
    form = forms.SignForm(request.POST)
    if not form.is_valid():
        raise BadRequest("version")
    return form.cleaned_data["version"]


@require_POST
def offer_agreement(request, pk):
    """Sign it for the employer, and lay it before the employee."""
    agreement = _arranged(request, pk)
    actions.offer_study_agreement(agreement, version=_version(request), by=request.actor)
    messages.success(request, _("Signed for the employer. The employee can read it and sign now."))
    return redirect("development:study", pk)


@require_POST
def take_back_agreement(request, pk):
    """Take an offer back that was not signed."""
    actions.take_back_study_agreement(_arranged(request, pk), by=request.actor)
    messages.success(request, _("Taken back. You can change it, and offer it again."))
    return redirect("development:study", pk)


@require_POST
def sign_agreement(request, pk):
    """Sign it as the employee."""
    agreement = get_study_agreement(request.actor, pk)
    actions.sign_study_agreement(agreement, version=_version(request), by=request.actor)
    messages.success(request, _("Signed. From now on nothing of it changes."))
    return redirect("development:study", pk)


@require_POST
def take_agreement(request, pk):
    """The agreement on paper."""
    agreement = get_study_agreement(request.actor, pk)
    form = TakeForm(request.POST, makers=taking.PAPER)
    if not form.is_valid():
        raise BadRequest("form")
    return as_download(*taking.take_study_agreement(agreement, by=request.actor))
