"""What the pages with a form have in common."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zichtlijn.appraisals.queries.sheet import levels_of

ASKED = ["GET", "HEAD", "POST"]


def form_page(request, form, *, title, submit, back, crumb, **more):
    """A page with one form; with errors it answers 422."""
    context = {"form": form, "title": title, "submit": submit, "back": back, "crumb": crumb, **more}
    return render(request, "appraisals/form.html", context, status=422 if form.is_bound else 200)


def told_of(appraisal, pens) -> list[tuple[str, str]]:
    """What one decides on: the label, why it deviates, and what was said on the way; for who judges it."""
    if "employee" in pens:
        return []
    words = {level.number: level.name for level in levels_of(appraisal.report.conversation.step.cycle.scheme)}
    told = [
        (_("Label"), words.get(appraisal.level, "–")),
        (_("Proposed by the calculation"), words.get(appraisal.proposed, "–")),
    ]
    if appraisal.reason:
        told.append((_("Reason to deviate"), appraisal.reason))
    told += [(f"{one.get_move_display()}, {one.by_name}", one.words) for one in appraisal.passages.all() if one.words]
    return [(name.capitalize(), text) for name, text in told]


def page_of(appraisal, pens) -> str:
    """Where this reader finds the appraisal: both sides on the page of the conversation, the others on its own."""
    if {"employee", "manager"} & set(pens):
        return reverse("conversations:conversation", args=[appraisal.report.conversation_id])
    return reverse("appraisals:appraisal", args=[appraisal.pk])
