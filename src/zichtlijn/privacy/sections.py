"""What this room shows on pages of others: on the page of a person, whether anything of them is held."""

from django.template.loader import render_to_string
from django.utils import timezone

from zichtlijn.organisation.actions import look_at
from zichtlijn.organisation.sections import section_of
from zichtlijn.privacy.models import Hold, Statement
from zichtlijn.privacy.permissions import can_keep_terms, can_read_statements
from zichtlijn.privacy.queries.terms import terms_after_leaving
from zichtlijn.privacy.states import Subject


@section_of("person")
def hold_of_person(request, person):
    """For who keeps the terms: that nothing of somebody is removed, or of who leaves the way to stop it."""
    if not can_keep_terms(request.actor):
        return ""
    held = Hold.objects.on(timezone.localdate()).filter(person=person).first()
    if held is None and person.ends_on is None:
        return ""
    if held is not None:
        look_at(person, what="file", by=request.actor)  # the reason tells something of them
    return render_to_string("privacy/_hold.html", {"shown": person, "hold": held}, request=request)


@section_of("leaving")
def what_goes_of_who_leaves(request, person):
    """What goes how long after the last day, by the terms that hold here, with the way to them."""
    if not can_keep_terms(request.actor):
        return ""
    context = {"terms": terms_after_leaving()}
    return render_to_string("privacy/_goes_after.html", context, request=request)


@section_of("file")
def statements_about_the_file(request, person):
    """What somebody says about the whole of their file."""
    if not can_read_statements(request.actor, person):
        return ""
    said = Statement.objects.filter(person=person, subject=Subject.FILE)
    context = {
        "statements": list(said),
        "subject": Subject.FILE,
        "target_id": None,
        "is_me": person.pk == request.actor.person_id,
    }
    return render_to_string("privacy/_statements.html", context, request=request)
