"""What the pages with a form have in common."""

from django.shortcuts import render

from zichtlijn.access.refusals import NotNow


def acted(form, act) -> bool:
    """Do it if the form is right; what stands in the way is shown in the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except NotNow as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return False
    return True


def form_page(request, form, *, title, submit, back, crumb, **more):
    """A page with one form; with errors it answers 422."""
    context = {"form": form, "title": title, "submit": submit, "back": back, "crumb": crumb, **more}
    return render(request, "conversations/form.html", context, status=422 if form.is_bound else 200)
