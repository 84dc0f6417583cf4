"""What the pages with a form have in common."""

from django.shortcuts import render

ASKED = ["GET", "HEAD", "POST"]


def form_page(request, form, *, title, submit, back, crumb, lead=""):
    """A page with one form; with errors it answers 422."""
    context = {"form": form, "title": title, "submit": submit, "back": back, "crumb": crumb, "lead": lead}
    return render(request, "feedback/form.html", context, status=422 if form.is_bound else 200)


def confirm_page(request, *, title, sentence, submit, back, crumb):
    """A page that asks before something goes."""
    context = {"title": title, "sentence": sentence, "submit": submit, "back": back, "crumb": crumb}
    return render(request, "feedback/confirm.html", context)
