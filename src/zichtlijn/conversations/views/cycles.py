"""Pages of those who run the cycles, and of those who count."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.access.permissions import Permission, require
from zichtlijn.access.refusals import NotNow
from zichtlijn.conversations import forms
from zichtlijn.conversations.actions import cycles as actions
from zichtlijn.conversations.companions import remarks_before_start
from zichtlijn.conversations.permissions import can_count_conversations, can_run_conversations, get_cycle, get_step
from zichtlijn.conversations.queries import course
from zichtlijn.conversations.states import ORDER, CycleState
from zichtlijn.conversations.views.acting import form_page
from zichtlijn.organisation.queries import chosen_period, periods_of_request
from zichtlijn.organisation.sections import draw_sections

ASKED = ["GET", "HEAD", "POST"]
CONSENT = ("consent", "consent_on", "consent_document", "consent_scope")


@require_safe
def list_cycles(request):
    """All cycles, with how far each is."""
    require(can_count_conversations(request.actor), _("This page is for HR, the director and the works council."))
    context = {"cycles": list(course.cycles()), "can_run": can_run_conversations(request.actor)}
    return render(request, "conversations/cycles.html", context)


@require_http_methods(ASKED)
def add_cycle(request):
    """Make a cycle."""
    actor = request.actor
    _require(actor)
    periods = periods_of_request(request)
    period = chosen_period(request)
    year = (period.parent or period) if period else None
    if year is None:
        raise NotNow(_("There is no year yet. Add one under Periods first."))
    name = course.free_name(_("Conversations %(year)s") % {"year": year.name})
    initial = {"period": str(year.pk), "name": name, "version": 1}
    form = forms.CycleForm(request.POST or None, actor=actor, periods=periods, initial=initial)
    made = []

    def act():
        given = dict(form.cleaned_data)
        del given["version"]
        made.append(actions.add_cycle(**given, by=actor))

    if request.method == "POST" and acted(form, act):
        return redirect("conversations:cycle", made[0].pk)
    back = reverse("conversations:cycles")
    return form_page(
        request, form, title=_("New cycle"), submit=_("Make it"), back=back, crumb=(back, _("Conversation cycles"))
    )


@require_safe
def show_cycle(request, pk):
    """The steps of a cycle, and once it runs its course."""
    actor, cycle, today = request.actor, get_cycle(request.actor, pk), timezone.localdate()
    can_run = can_run_conversations(actor)
    is_draft = cycle.state == CycleState.DRAFT
    late, late_count = course.late_conversations(cycle, today=today) if can_run and not is_draft else ([], 0)
    people, without = course.people_in_scope(cycle, today=today) if can_run and is_draft else ([], [])
    is_running = cycle.state == CycleState.RUNNING
    joined = course.people_who_joined(cycle, today=today) if can_run and is_running else []
    courses = [] if is_draft else course.course_of(cycle, today=today, by_unit=can_run)
    context = {
        "cycle": cycle,
        "steps": list(cycle.steps.all()),
        "courses": courses,
        "wholes": [one.whole for one in courses],
        "late": late,
        "late_count": late_count,
        "can_run": can_run,
        "is_draft": is_draft,
        "is_running": is_running,
        "joined": len(joined),
        "reminded_today": is_running and cycle.reminded_on == today,
        "reasons": actions.reasons_not_to_start(cycle, today=today) if can_run and is_draft else [],
        "remarks": remarks_before_start(cycle) if can_run and is_draft else [],
        "people_count": len(people),
        "without": without,
        "unable": course.unable_managers(people, today=today),
        "may_mend": actor.may(Permission.MANAGE_ROLES),
        "doubled": course.doubled_with(cycle) if can_run and is_draft else [],
        "sections": draw_sections("conversation_cycle", request, cycle),
    }
    return render(request, "conversations/cycle.html", context)


@require_http_methods(ASKED)
def change_cycle(request, pk):
    """Change a cycle."""
    actor, cycle = request.actor, get_cycle(request.actor, pk)
    _require(actor)
    initial = {name: getattr(cycle, name) for name in ("name", "unit", *CONSENT, "version")}
    initial["period"] = str(cycle.period_id)
    form = forms.CycleForm(
        request.POST or None, actor=actor, periods=periods_of_request(request), cycle=cycle, initial=initial
    )

    def act():
        given = dict(form.cleaned_data)
        actions.change_cycle(cycle, given, version=given.pop("version"), by=actor)

    if request.method == "POST" and acted(form, act):
        messages.success(request, _("Saved."))
        return redirect("conversations:cycle", pk)
    back = reverse("conversations:cycle", args=[pk])
    return form_page(request, form, title=_("Edit the cycle"), submit=_("Save"), back=back, crumb=(back, cycle.name))


@require_http_methods(ASKED)
def add_step(request, pk):
    """Add a conversation to a cycle."""
    actor, cycle = request.actor, get_cycle(request.actor, pk)
    _require(actor)
    form = forms.StepForm(request.POST or None, initial={"version": 1, "response_days": 14})
    made = []

    def act():
        given = dict(form.cleaned_data)
        del given["version"]
        made.append(actions.add_step(cycle, **given, by=actor))

    if request.method == "POST" and acted(form, act):
        messages.success(request, _("The step “%(title)s” was added.") % {"title": made[0].title})
        _remark(request, made[0])
        return redirect("conversations:cycle", pk)
    back = reverse("conversations:cycle", args=[pk])
    return form_page(request, form, title=_("Add a step"), submit=_("Add"), back=back, crumb=(back, cycle.name))


@require_http_methods(ASKED)
def change_step(request, step_id):
    """Change a step; in a cycle that runs: give it more time."""
    actor, step = request.actor, get_step(request.actor, step_id)
    _require(actor)
    names = ("kind", "title", "opens_on", "closes_on", "response_days", "version")
    form = forms.StepForm(
        request.POST or None,
        step=step,
        is_running=step.cycle.state != CycleState.DRAFT,
        initial={name: getattr(step, name) for name in names},
    )

    def act():
        given = dict(form.cleaned_data)
        actions.change_step(step, given, version=given.pop("version"), by=actor)

    if request.method == "POST" and acted(form, act):
        messages.success(request, _("Saved."))
        step.refresh_from_db()
        _remark(request, step)
        return redirect("conversations:cycle", step.cycle_id)
    back = reverse("conversations:cycle", args=[step.cycle_id])
    return form_page(request, form, title=step.title, submit=_("Save"), back=back, crumb=(back, step.cycle.name))


@require_POST
def remove_step(request, step_id):
    """Take a step out of a cycle that has not started."""
    step = get_step(request.actor, step_id)
    actions.remove_step(step, by=request.actor)
    messages.success(request, _("Removed."))
    return redirect("conversations:cycle", step.cycle_id)


@require_http_methods(ASKED)
def start_cycle(request, pk):
    """Say what will happen (GET), and make the conversations (POST)."""
    actor, cycle, today = request.actor, get_cycle(request.actor, pk), timezone.localdate()
    _require(actor)
    if request.method == "POST":
        count = actions.start_cycle(cycle, by=actor)
        words = ngettext("Started: %(n)s conversation was made.", "Started: %(n)s conversations were made.", count)
        messages.success(request, words % {"n": count})
        return redirect("conversations:cycle", pk)
    people, without = course.people_in_scope(cycle, today=today)
    context = {
        "cycle": cycle,
        "act": "start",
        "remarks": remarks_before_start(cycle),
        "doubled": course.doubled_with(cycle),
        "people_count": len(people),
        "without": without,
        "unable": course.unable_managers(people, today=today),
        "may_mend": actor.may(Permission.MANAGE_ROLES),
        "reasons": actions.reasons_not_to_start(cycle, today=today),
    }
    return render(request, "conversations/decide.html", context)


@require_POST
def join_cycle(request, pk):
    """Let people who came after the start take part."""
    count = actions.join_cycle(get_cycle(request.actor, pk), by=request.actor)
    words = ngettext("%(n)s person takes part now.", "%(n)s people take part now.", count)
    messages.success(request, words % {"n": count})
    return redirect("conversations:cycle", pk)


@require_http_methods(ASKED)
def remove_cycle(request, pk):
    """Ask (GET), and throw a cycle away that did not start (POST)."""
    actor, cycle = request.actor, get_cycle(request.actor, pk)
    _require(actor)
    if request.method == "POST":
        actions.remove_cycle(cycle, by=actor)
        messages.success(request, _("The cycle “%(name)s” is removed.") % {"name": cycle.name})
        return redirect("conversations:cycles")
    if cycle.state != CycleState.DRAFT:
        return redirect("conversations:cycle", pk)
    return render(request, "conversations/decide.html", {"cycle": cycle, "act": "remove"})


@require_http_methods(ASKED)
def close_cycle(request, pk):
    """Say what will happen (GET), and close the cycle (POST)."""
    actor, cycle = request.actor, get_cycle(request.actor, pk)
    _require(actor)
    if request.method == "POST":
        actions.close_cycle(cycle, by=actor)
        messages.success(request, _("The cycle is closed. Everything in it can still be read."))
        return redirect("conversations:cycle", pk)
    open_count = sum(
        one.whole.total - one.whole.states["final"]
        for one in course.course_of(cycle, today=timezone.localdate(), by_unit=False)
    )
    return render(request, "conversations/decide.html", {"cycle": cycle, "act": "close", "open_count": open_count})


@require_POST
def remind_people(request, pk):
    """Mail everybody for whom something waits."""
    count = actions.remind_people(get_cycle(request.actor, pk), by=request.actor)
    if not count:
        messages.info(
            request,
            _(
                "Nobody was reminded: nothing is late, no report waits, and no step with something to do closes within "
                "%(n)s days – or who it waits for has no account."
            )
            % {"n": course.SOON},
        )
        return redirect("conversations:cycle", pk)
    words = ngettext("%(n)s person was reminded by mail.", "%(n)s people were reminded by mail.", count)
    messages.success(request, words % {"n": count})
    return redirect("conversations:cycle", pk)


def _require(actor) -> None:
    require(can_run_conversations(actor), _("HR makes and follows the conversation cycles."))


def _remark(request, step) -> None:
    """What is rarely meant about the days of a step; it may be so, a planning conversation can come before the year."""
    period, words = step.cycle.period, {"title": step.title}
    if step.opens_on < period.starts_on or step.closes_on > period.ends_on:
        messages.warning(request, _("“%(title)s” lies wholly or partly outside the period of the cycle.") % words)
    if step.kind not in ORDER:
        return
    later = [one for one in step.cycle.steps.all() if one.kind in ORDER[ORDER.index(step.kind) + 1 :]]
    for one in later:
        if one.closes_on < step.closes_on:
            words["other"] = one.title
            messages.warning(request, _("“%(title)s” stays open after “%(other)s” has closed.") % words)
