"""What the pages with a form have in common."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zichtlijn.appraisals.permissions import can_read_appraisal, is_open_to, reads_as
from zichtlijn.appraisals.queries.sheet import levels_of
from zichtlijn.appraisals.states import Move, Pen
from zichtlijn.organisation.actions import look_at

ASKED = ["GET", "HEAD", "POST"]


def form_page(request, form, *, title, submit, back, crumb, **more):
    """A page with one form; with errors it answers 422."""
    context = {"form": form, "title": title, "submit": submit, "back": back, "crumb": crumb, **more}
    return render(request, "appraisals/form.html", context, status=422 if form.is_bound else 200)


def told_of(actor, appraisal, pens, move) -> list[tuple[str, str]]:
    """What one decides on now: the label, why it deviates, and what was said on the way; each look is written down.

    Who cannot do it now is told nothing, and the employee reads it all elsewhere. A calibration is about labels alone.
    """
    if Pen.EMPLOYEE in pens or not is_open_to(pens, appraisal, move):
        return []
    in_session = move == Move.CALIBRATE
    if not in_session and not can_read_appraisal(actor, appraisal):
        return []
    look_at(appraisal.report.conversation.employee, what="appraisal", by=actor, otherwise=reads_as(pens))
    words = {level.number: level.name for level in levels_of(appraisal.report.conversation.step.cycle.scheme)}
    told = [
        (_("Label"), words.get(appraisal.level, "–")),
        (_("Proposed by the calculation"), words.get(appraisal.proposed, "–")),
        (_("Chosen by the manager"), words.get(appraisal.chosen, "–")),
    ]
    passages = [one for one in appraisal.passages.all() if one.words]
    if in_session:
        passages = [one for one in passages if one.move == Move.CALIBRATE]
    elif appraisal.deviation:
        told.append((_("Reason to deviate"), appraisal.deviation))
    told += [(f"{one.get_move_display()}, {one.by_name}", one.words) for one in passages]
    return [(name[:1].upper() + name[1:], text) for name, text in told]


def page_of(appraisal, pens) -> str:
    """Where this reader finds the appraisal: both sides on the page of the conversation, the others on its own."""
    if {"employee", "manager"} & set(pens):
        return reverse("conversations:conversation", args=[appraisal.report.conversation_id])
    return reverse("appraisals:appraisal", args=[appraisal.pk])
