"""What the pages with a form have in common."""

from django.shortcuts import render

ASKED = ["GET", "HEAD", "POST"]


def form_page(request, form, *, title, submit, back, crumb, **more):
    """A page with one form; with errors it answers 422."""
    context = {"form": form, "title": title, "submit": submit, "back": back, "crumb": crumb, **more}
    return render(request, "privacy/form.html", context, status=422 if form.is_bound else 200)
