"""Pages of HR: the scale of a cycle, the calibration session, who approves and decides."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.access.permissions import require
from zichtlijn.appraisals import defaults, forms
from zichtlijn.appraisals.actions import calibrating
from zichtlijn.appraisals.actions import scheme as actions
from zichtlijn.appraisals.actions.moving import SENTENCES
from zichtlijn.appraisals.charts import calibration_chart
from zichtlijn.appraisals.models import Mandate
from zichtlijn.appraisals.permissions import (
    can_calibrate,
    can_keep_scheme,
    can_name_people,
    get_appraisal,
    get_appraised_cycle,
    get_named_conversation,
    is_open_to,
    pens_of,
    scheme_of,
    second_appraisers,
)
from zichtlijn.appraisals.queries import course
from zichtlijn.appraisals.queries.sheet import levels_of
from zichtlijn.appraisals.states import Move, Pen
from zichtlijn.appraisals.views.acting import ASKED, form_page, told_of
from zichtlijn.conversations.models import Conversation
from zichtlijn.conversations.states import CycleState
from zichtlijn.organisation.actions import look_at_many

PER_PAGE = 50


@require_http_methods(ASKED)
def set_scheme(request, pk):
    """The scale, the bands, the weights and the term to object; with defaults that one only has to save."""
    actor, cycle = request.actor, get_appraised_cycle(request.actor, pk)
    require(can_keep_scheme(actor), _("HR sets the scale of the appraisals."))
    kept = scheme_of(cycle)
    given = levels_of(kept) if kept else defaults.default_levels()
    names = ("name", "text", "is_negative", "from_score", "least", "most")
    numbers = dict(zip(actions.NUMBERS, (*defaults.WEIGHTS, defaults.OBJECTION_DAYS), strict=True))
    if kept:
        numbers = {name: getattr(kept, name) for name in actions.NUMBERS}
    form = forms.SchemeForm(request.POST or None, initial=numbers | {"version": kept.version if kept else 0})
    rows = forms.LevelsForm(
        request.POST or None,
        initial=[{name: getattr(level, name) for name in names} for level in given],
        prefix="levels",
    )

    def act():
        actions.set_scheme(cycle, levels=rows.levels(), **form.cleaned_data, by=actor)

    if request.method == "POST" and rows.is_valid() and acted(form, act):
        messages.success(request, _("Saved."))
        return redirect("conversations:cycle", pk)
    context = {
        "cycle": cycle,
        "form": form,
        "rows": rows,
        "is_scored": actions.is_scored(cycle) or cycle.state == CycleState.CLOSED,
        "kept": kept,
        "levels": given,
    }
    return render(request, "appraisals/scheme.html", context, status=422 if form.is_bound else 200)


@require_safe
def show_calibration(request, pk):
    """What was sent and is not final, with the distribution; each look is written down, once a day.

    Once the cycle is closed there is no session, and its final labels are told by the distribution.
    """
    actor, cycle = request.actor, get_appraised_cycle(request.actor, pk)
    require(
        can_calibrate(actor), _("The calibration session is for HR. The distribution is shown once a cycle is closed.")
    )
    scheme = scheme_of(cycle)
    if scheme is None:
        return redirect("appraisals:scheme", pk)
    if cycle.state == CycleState.CLOSED:
        return redirect("appraisals:distribution", pk)
    levels = levels_of(scheme)
    found = course.calibration_of(cycle, levels)
    told = course.told_by_counts(cycle, found.groups)
    group = request.GET.get("unit", "")
    chosen = next((one for one in found.groups if one.key == group), None)
    if chosen:
        found = course.calibration_of(cycle, levels, chosen.key)
    page = Paginator(course.open_appraisals(cycle, chosen.key if chosen else ""), PER_PAGE)
    rows = page.get_page(request.GET.get("page"))
    shown = list(rows)
    own = _of_their_own(actor, shown)
    people = {person.pk: person for person in (*told, *(row.report.conversation.employee for row in shown))}
    look_at_many(list(people.values()), what="appraisal", by=actor)
    names = {level.number: level.name for level in levels}
    context = {
        "cycle": cycle,
        "levels": levels,
        "found": found,
        "chosen": chosen,
        "chart": calibration_chart(found),
        "groups": [(one, [(name, one.before[n], one.after[n]) for n, name in names.items()]) for one in found.groups],
        "page": rows,
        "rows": [
            (row, names.get(row.proposed), names.get(row.chosen), names.get(row.label), row.pk not in own)
            for row in shown
        ],
        "is_running": cycle.state == CycleState.RUNNING,
        "targets": course.targets_of(levels),
    }
    return render(request, "appraisals/calibration.html", context)


def _of_their_own(actor, rows) -> set[int]:
    """Which of these the actor does not change: about themselves, what they wrote, or about whom they lead by now. The
    act asks again."""
    if actor.person_id is None:
        return set()
    led = set(Conversation.objects.led_by(actor).filter(reports__appraisal__in=rows).values_list("pk", flat=True))
    return {
        row.pk
        for row in rows
        if actor.person_id in (row.report.writer_id, row.report.conversation.employee_id)
        or row.report.conversation_id in led
    }


@require_http_methods(ASKED)
def calibrate(request, pk):
    """Change the label of one appraisal in the session."""
    actor, appraisal = request.actor, get_appraisal(request.actor, pk)
    pens = pens_of(actor, appraisal)
    require(Pen.HR in pens, str(SENTENCES[Pen.HR]))
    cycle = appraisal.report.conversation.step.cycle
    back = reverse("appraisals:calibration", args=[cycle.pk])
    if request.method != "POST" and not is_open_to(pens, appraisal, Move.CALIBRATE):
        return redirect(back)
    levels = levels_of(cycle.scheme)
    initial = {"version": appraisal.version, "label": appraisal.label}
    form = forms.CalibrateForm(request.POST or None, levels=levels, initial=initial)
    if request.method == "POST" and acted(
        form, lambda: calibrating.calibrate(appraisal, **form.cleaned_data, by=actor)
    ):
        messages.success(request, _("Changed. Both sides can read what it was, what it is and why."))
        return redirect(back)
    return form_page(
        request, form, title=_("Change the label: %(name)s") % {"name": appraisal.report.conversation.employee.name},
        submit=_("Change"), back=back, crumb=(back, _("Calibration")),
        told=told_of(actor, appraisal, pens, Move.CALIBRATE),
    )  # fmt: skip


@require_http_methods(ASKED)
def name_people(request, pk):
    """Name the second appraiser and who decides on an objection."""
    actor, conversation = request.actor, get_named_conversation(request.actor, pk)
    require(
        can_name_people(actor, conversation), _("HR names who approves and who decides, not in their own appraisal.")
    )
    kept = Mandate.objects.filter(conversation=conversation).select_related("second", "decider").first()
    kept = kept or Mandate()  # nobody was named
    form = forms.MandateForm(request.POST or None, actor=actor, mandate=kept)
    back = reverse("conversations:conversation", args=[pk])

    def act():
        actions.name_people(conversation, **form.cleaned_data, by=actor)

    if request.method == "POST" and acted(form, act):
        messages.success(request, _("Saved."))
        return redirect(back)
    second = second_appraisers([conversation])[conversation.pk]
    lead = _("Now %(name)s approves.") % {"name": second.name} if second else _("Now nobody can approve.")
    return form_page(
        request, form, title=_("Approval and objection"), submit=_("Save"), back=back,
        crumb=(back, str(conversation)), lead=lead,
    )  # fmt: skip
