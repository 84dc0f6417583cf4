"""What the pages with a form have in common."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zichtlijn.access.acting import refuse
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.conversations.actions.talking import PREPARED
from zichtlijn.conversations.questions import questions_for


def form_page(request, form, *, title, submit, back, crumb, **more):
    """A page with one form; with errors it answers 422."""
    context = {"form": form, "title": title, "submit": submit, "back": back, "crumb": crumb, **more}
    return render(request, "conversations/form.html", context, status=422 if form.is_bound else 200)


def autosaved(request, form, write, url, *, beside=dict):
    """Keep the words; the fragment says which version they are now, and what changes `beside` them. None: a page."""
    if request.method != "POST":
        return None
    if not form.is_valid():
        if request.htmx:
            return render(request, "conversations/_kept.html", {"form": form}, status=422)
        return None
    try:
        kept = write()
    except EditConflict as conflict:
        if not request.htmx:
            raise
        differing = [name for name, words in form.texts.items() if getattr(conflict.thing, name) != words]
        context = {"conflict": conflict, "form": form, "version": form.cleaned_data["version"], "mine": differing}
        return render(request, "conversations/_kept.html", context, status=409)
    except NotNow as refusal:  # what was typed stays where it is, with the version it is based on
        refuse(form, refusal)
        return render(request, "conversations/_kept.html", {"form": form}, status=409) if request.htmx else None
    if request.htmx:
        context = {"version": kept.version, "others": form.changed_beside(kept)}
        return render(request, "conversations/_kept.html", context | beside())
    messages.success(request, _("Saved."))
    return redirect(url)


def prepared(conversation, row):
    """Each question with what was answered."""
    asked = questions_for(conversation.step.kind, row.side)
    texts = [getattr(row, name) for name in PREPARED]
    return [(question, text) for question, text in zip(asked, texts, strict=True) if text]
