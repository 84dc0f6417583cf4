"""Rounds, for who runs them; figures for who counts."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.conversations.models import Cycle
from zichtlijn.documents.files import as_download
from zichtlijn.objectives.queries.lists import as_number
from zichtlijn.organisation.actions import look_at_many
from zichtlijn.organisation.queries import chosen_period, periods_of_request
from zichtlijn.rewards import forms
from zichtlijn.rewards.actions import deciding, taking
from zichtlijn.rewards.actions import rounds as actions
from zichtlijn.rewards.actions.systems import require_keeping
from zichtlijn.rewards.models import RewardSystem
from zichtlijn.rewards.permissions import can_count_rewards, can_keep_rewards, get_round
from zichtlijn.rewards.queries import rounds as queries
from zichtlijn.rewards.queries.beforehand import outlook_of, warnings_of
from zichtlijn.rewards.queries.figures import figures_of
from zichtlijn.rewards.reckoning import rules_of
from zichtlijn.rewards.states import RoundState, State
from zichtlijn.rewards.views.acting import form_page
from zichtlijn.rewards.wording import problems_of

ASKED = ["GET", "HEAD", "POST"]
PAGE = 50
FIELDS = ("name", "unit", "effective_on", "budget", "collective", "scales_rise", "version")


@require_safe
def list_rounds(request):
    """All rounds, with how far each is."""
    actor = request.actor
    require(can_count_rewards(actor), _("This page is for HR, the director and the works council."))
    context = {"rounds": list(queries.rounds_for(actor)), "can_keep": can_keep_rewards(actor)}
    return render(request, "rewards/rounds.html", context)


@require_http_methods(ASKED)
def add_round(request):
    """Make a round."""
    actor = request.actor
    require_keeping(actor)
    period = chosen_period(request)
    initial = {"version": 1, "period": str(period.pk) if period else "", "scales_rise": True}
    form = _form(request, initial=initial)
    made = []

    def act():
        given = dict(form.cleaned_data)
        del given["version"]
        made.append(actions.add_round(**given, by=actor))

    if request.method == "POST" and acted(form, act):
        return redirect("rewards:round", made[0].pk)
    back = reverse("rewards:rounds")
    crumb = (back, _("Reward rounds"))
    return form_page(request, form, title=_("New round"), submit=_("Make it"), back=back, crumb=crumb)


@require_http_methods(ASKED)
def change_round(request, pk):
    """Change a round."""
    actor, one = request.actor, get_round(request.actor, pk)
    require_keeping(actor)
    initial = {name: getattr(one, name) for name in FIELDS}
    initial |= {name: str(getattr(one, f"{name}_id")) for name in ("period", "cycle", "system")}
    form = _form(request, initial=initial, is_running=one.state != RoundState.DRAFT)

    def act():
        given = dict(form.cleaned_data)
        actions.change_round(one, given, version=given.pop("version"), by=actor)

    if request.method == "POST" and acted(form, act):
        messages.success(request, _("Saved."))
        return redirect("rewards:round", pk)
    back = reverse("rewards:round", args=[pk])
    return form_page(request, form, title=_("Edit the round"), submit=_("Save"), back=back, crumb=(back, one.name))


def _form(request, **more):
    return forms.RoundForm(
        request.POST or None,
        actor=request.actor,
        periods=periods_of_request(request),
        cycles=Cycle.objects.select_related("period"),
        systems=RewardSystem.objects.all(),
        **more,
    )


@require_safe
def show_round(request, pk):
    """How far a round is, what it costs, and its proposals; for who counts only the way to the figures."""
    actor, one = request.actor, get_round(request.actor, pk)
    if not can_keep_rewards(actor):
        return redirect("rewards:figures", pk)
    is_draft = one.state == RoundState.DRAFT
    show = request.GET.get("show", "")
    moved = queries.moved_in(one, reader=actor) if one.state == RoundState.RUNNING else None
    page = Paginator(queries.proposals_of(actor, one, show, moved=moved), PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    look_at_many([row.employee for row in rows], what="rewards", by=actor)
    counts, lacking = queries.counts_of(one, reader=actor)
    context = {
        "round": one,
        "is_draft": is_draft,
        "is_running": one.state == RoundState.RUNNING,
        "reasons": actions.reasons_not_to_start(one) if is_draft else [],
        "warnings": warnings_of(one, today=timezone.localdate()) if is_draft else [],
        "counts": counts,
        "lacking": lacking,
        "moved": moved,
        "budget": None if is_draft else queries.budget_of(one, reader=actor),
        "own_is_left_out": queries.own_is_left_out(actor, one),
        "objections": queries.open_objections(one),
        "without_right": queries.managers_without_right(one) if one.state == RoundState.RUNNING else [],
        "page": page,
        "rows": rows,
        "show": show,
        "ready": [row for row in rows if row.state == State.AGREED],
        "payroll": forms.PayrollForm(),
    }
    return render(request, "rewards/round.html", context)


@require_http_methods(ASKED)
def start_round(request, pk):
    """Say what will happen (GET), and compute the proposals (POST)."""
    actor, one = request.actor, get_round(request.actor, pk)
    require_keeping(actor)
    if request.method == "POST":
        count = actions.start_round(one, by=actor)
        words = ngettext("Started with %(n)s person.", "Started with %(n)s people.", count)
        messages.success(request, words % {"n": count})
        return redirect("rewards:round", pk)
    if one.state != RoundState.DRAFT:
        return redirect("rewards:round", pk)  # it was started, perhaps in another tab
    context = {"round": one, "act": "start", "reasons": actions.reasons_not_to_start(one), "outlook": None}
    context["warnings"] = warnings_of(one, today=timezone.localdate())
    if not problems_of(rules_of(one.system))[0]:
        proposals = actions.proposals_beforehand(one)
        context["outlook"] = outlook_of(one, proposals, today=timezone.localdate(), reader=actor)
    return render(request, "rewards/decide.html", context)


@require_POST
def remove_round(request, pk):
    """Throw a draft away."""
    actions.remove_round(get_round(request.actor, pk), by=request.actor)
    messages.success(request, _("Removed."))
    return redirect("rewards:rounds")


@require_POST
def compute_again(request, pk):
    """Compute anew what is not proposed."""
    count = actions.compute_again(get_round(request.actor, pk), by=request.actor)
    words = ngettext("%(n)s proposal changed.", "%(n)s proposals changed.", count)
    messages.success(request, words % {"n": count})
    return redirect("rewards:round", pk)


@require_http_methods(ASKED)
def close_round(request, pk):
    """Say what will happen (GET), and close the round (POST)."""
    actor, one = request.actor, get_round(request.actor, pk)
    require_keeping(actor)
    if request.method == "POST":
        actions.close_round(one, by=actor)
        messages.success(request, _("The round is closed, and its figures are kept."))
        return redirect("rewards:round", pk)
    counts, _lacking = queries.counts_of(one)
    open_count = sum(row.count for row in counts if row.state != State.FINAL)
    return render(request, "rewards/decide.html", {"round": one, "act": "close", "open_count": open_count})


@require_POST
def finish_several(request, pk):
    """Make the ticked proposals final, all of them or none."""
    one = get_round(request.actor, pk)
    require_keeping(request.actor)
    versions = {}
    for ticked in request.POST.getlist("proposal"):
        number, _mark, version = map(as_number, ticked.partition(":"))
        if number is None or version is None:
            raise NotNow(_("One of these proposals is not of this round."))
        versions[number] = version
    if not versions:
        raise NotNow(_("Tick at least one proposal."))
    count = deciding.finish_rewards(one, versions, by=request.actor)
    words = ngettext("%(n)s proposal is final.", "%(n)s proposals are final.", count)
    messages.success(request, words % {"n": count})
    return redirect("rewards:round", pk)


@require_POST
def take_payroll(request, pk):
    """What is final, for the payroll; logged with the purpose."""
    one = get_round(request.actor, pk)
    require_keeping(request.actor)
    form = forms.PayrollForm(request.POST)
    if not form.is_valid():
        raise NotNow(_("Write what you need the file for."))
    return as_download(
        *taking.take_payroll(one, form.cleaned_data["form"], purpose=form.cleaned_data["purpose"], by=request.actor)
    )


@require_safe
def show_figures(request, pk):
    """Totals and the check of equal pay: of a closed round as they were kept; before that only for who runs it."""
    actor, one = request.actor, get_round(request.actor, pk)
    is_closed = one.state == RoundState.CLOSED
    if one.state == RoundState.DRAFT:
        raise NotNow(_("There are no figures before the round has started."))
    figures = one.figures if is_closed else figures_of(one, drafts_for=actor)
    tables = [
        (_("Salary after the round"), figures["pay"]),
        (_("Raise in this round"), figures["raise"]),
    ]
    context = {
        "round": one,
        "figures": figures,
        "tables": tables,
        "is_closed": is_closed,
        "own_is_left_out": not is_closed and queries.own_is_left_out(actor, one),
        "can_keep": can_keep_rewards(actor),
    }
    return render(request, "rewards/figures.html", context)
