"""What the pages with a form have in common."""

from django.shortcuts import render
from django.urls import reverse

ASKED = ["GET", "HEAD", "POST"]


def form_page(request, form, *, title, submit, back, crumb, **more):
    """A page with one form; with errors it answers 422."""
    context = {"form": form, "title": title, "submit": submit, "back": back, "crumb": crumb, **more}
    return render(request, "appraisals/form.html", context, status=422 if form.is_bound else 200)


def page_of(appraisal, pens) -> str:
    """Where this reader finds the appraisal: both sides on the page of the conversation, the others on its own."""
    if {"employee", "manager"} & set(pens):
        return reverse("conversations:conversation", args=[appraisal.report.conversation_id])
    return reverse("appraisals:appraisal", args=[appraisal.pk])
