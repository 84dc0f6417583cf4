"""The rounds of oneself, of a person and of all; one round with its course; and the steps it takes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted, posted_version
from zichtlijn.access.permissions import require
from zichtlijn.feedback import forms
from zichtlijn.feedback.actions import preparing, running
from zichtlijn.feedback.models import FeedbackRound
from zichtlijn.feedback.permissions import (
    can_move_round,
    can_postpone_round,
    can_read_result,
    can_run_feedback,
    get_asked_person,
    get_round,
    pens_of,
)
from zichtlijn.feedback.queries import pages
from zichtlijn.feedback.queries.preparing import expected_groups, free_from, raters_of, reasons_against, tell_wait
from zichtlijn.feedback.queries.results import group_names
from zichtlijn.feedback.states import MOVES, Pen, RoundState
from zichtlijn.feedback.views.acting import ASKED, confirm_page, form_page

PAGE = 50


def _room(actor, round_) -> str:
    """In which room a page about this round stands."""
    return "feedback:mine" if round_.person_id == actor.person_id or not can_run_feedback(actor) else "feedback:rounds"


def _beginning(person, rounds, today) -> dict:
    """Whether the next round may begin, or until which day it waits."""
    if any(one.is_prepared or one.state == "running" for one in rounds):
        return {"may_begin": False}
    day = free_from(person, today)
    return {"may_begin": day is None, "waits": tell_wait(day) if day else ""}


@require_safe
def show_mine(request):
    """What is asked of me, and my own rounds."""
    person, today = request.actor.person, timezone.localdate()
    rounds = pages.rounds_of(person) if person else []
    context = {
        "person": person,
        "requests": pages.requests_to(request.actor, today),
        "rounds": rounds,
        **(_beginning(person, rounds, today) if person else {}),
    }
    return render(request, "feedback/mine.html", context)


@require_safe
def show_all(request):
    """How far all rounds are, for HR: never who answered, nor what came out."""
    require(can_run_feedback(request.actor), _("HR follows how far the rounds are."))
    rounds = FeedbackRound.objects.select_related("person")
    page = Paginator(rounds, PAGE).get_page(request.GET.get("page"))
    courses = pages.courses(list(page.object_list), request.actor)
    context = {"page": page, "rows": [(one, courses[one.pk]) for one in page.object_list]}
    return render(request, "feedback/rounds.html", context)


@require_safe
def show_person(request, pk):
    """The rounds of somebody, for their line manager and HR."""
    person = get_asked_person(request.actor, pk)
    if person.pk == request.actor.person_id:
        return redirect("feedback:mine")
    rounds = pages.rounds_of(person)
    request.room = "feedback:rounds" if can_run_feedback(request.actor) else "home:team"
    context = {
        "shown": person,
        "rounds": rounds,
        **_beginning(person, rounds, timezone.localdate()),
    }
    return render(request, "feedback/person.html", context)


@require_POST
def begin_own(request):
    """Begin to prepare a round about oneself."""
    require(request.actor.person is not None, _("360 feedback is for people who work here."))
    return redirect("feedback:round", preparing.begin_round(request.actor.person, by=request.actor).pk)


@require_POST
def begin(request, pk):
    """Begin to prepare a round for somebody; they propose it themselves."""
    person = get_asked_person(request.actor, pk)
    return redirect("feedback:round", preparing.begin_round(person, by=request.actor).pk)


@require_safe
def show_round(request, pk):
    """What is asked of whom, and how far it is."""
    actor, round_ = request.actor, get_round(request.actor, pk)
    request.room = _room(actor, round_)
    pens, is_going = pens_of(actor, round_.person), round_.is_prepared or round_.state == RoundState.RUNNING
    raters = raters_of(round_) if is_going else []
    moves = {
        name for name, move in MOVES.items() if move.source == round_.state and can_move_round(actor, round_, name)
    }
    context = {
        "round": round_,
        "is_mine": Pen.PERSON in pens,
        "behaviours": pages.asked_behaviours(round_),
        "raters": raters,
        "shown": [group_names("+".join(groups)) for groups in expected_groups(raters)],
        "course": pages.courses([round_], actor)[round_.pk],
        "moves": moves,
        "reasons": reasons_against(round_, timezone.localdate()) if round_.is_prepared else [],
        "may_change": round_.state == RoundState.DRAFT and bool(pens),
        "may_postpone": round_.state == RoundState.RUNNING and can_postpone_round(actor, round_),
        "may_read": round_.state == RoundState.CLOSED and can_read_result(actor, round_),
        "own_request": next(
            (one for one in pages.requests_to(actor, timezone.localdate()) if one.round_id == pk), None
        ),
    }
    return render(request, "feedback/round.html", context)


@require_POST
def propose(request, pk):
    """The person agrees with it."""
    preparing.propose_round(get_round(request.actor, pk), version=posted_version(request), by=request.actor)
    messages.success(request, _("Proposed. Your manager or HR opens the round; until then nobody is asked anything."))
    return redirect("feedback:round", pk)


@require_POST
def hand_back(request, pk):
    """Let it be changed again."""
    preparing.hand_back_round(get_round(request.actor, pk), by=request.actor)
    messages.success(request, _("It can be changed again. The person proposes it anew."))
    return redirect("feedback:round", pk)


@require_POST
def open_it(request, pk):
    """Ask everybody."""
    running.open_round(get_round(request.actor, pk), version=posted_version(request), by=request.actor)
    messages.success(request, _("Open. Everybody who is asked gets a mail with only a link."))
    return redirect("feedback:round", pk)


@require_http_methods(ASKED)
def postpone(request, pk):
    """Another last day, further away."""
    round_ = get_round(request.actor, pk)
    require(can_postpone_round(request.actor, round_), _("The line manager or HR chooses another last day."))
    form = forms.DayOnlyForm(request.POST or None, initial={"closes_on": round_.closes_on})
    if acted(form, lambda: running.postpone_round(round_, form.cleaned_data["closes_on"], by=request.actor)):
        return redirect("feedback:round", pk)
    back = reverse("feedback:round", args=[pk])
    crumb = (back, _("360 feedback of %(name)s") % {"name": round_.person.name})
    return form_page(request, form, title=_("Another last day"), submit=_("Save"), back=back, crumb=crumb)


@require_http_methods(ASKED)
def stop(request, pk):
    """End it without a result."""
    round_ = get_round(request.actor, pk)
    if request.method == "POST":
        running.stop_round(round_, by=request.actor)
        messages.success(request, _("Stopped. All answers are gone."))
        return redirect("feedback:round", pk)
    require(can_move_round(request.actor, round_, "stop"), _("This is not for you to do in this round."))
    back = reverse("feedback:round", args=[pk])
    return confirm_page(
        request,
        title=_("Stop this round"),
        sentence=_("All that was answered goes at once, and there will be no result. This cannot be undone."),
        submit=_("Stop the round"),
        back=back,
        crumb=(back, _("360 feedback of %(name)s") % {"name": round_.person.name}),
    )


@require_http_methods(ASKED)
def remove(request, pk):
    """Throw away what was prepared."""
    round_ = get_round(request.actor, pk)
    if request.method == "POST":
        preparing.remove_round(round_, by=request.actor)
        messages.success(request, _("Thrown away."))
        if round_.person_id == request.actor.person_id:
            return redirect("feedback:mine")
        return redirect("feedback:person", round_.person_id)
    preparing.require_preparing(request.actor, round_.person)
    back = reverse("feedback:round", args=[pk])
    return confirm_page(
        request,
        title=_("Throw this round away"),
        sentence=_("What was prepared goes. Nobody was asked anything yet."),
        submit=_("Throw away"),
        back=back,
        crumb=(back, _("360 feedback of %(name)s") % {"name": round_.person.name}),
    )
