"""What this room shows on the page of a person."""

from django.template.loader import render_to_string

from zichtlijn.feedback.permissions import pens_of
from zichtlijn.feedback.states import Pen
from zichtlijn.organisation.sections import section_of


@section_of("person")
def feedback_of_person(request, person):
    """The way to somebody's rounds, for who takes part in them."""
    pens = pens_of(request.actor, person)
    if not pens:
        return ""
    context = {"shown": person, "is_me": Pen.PERSON in pens}
    return render_to_string("feedback/_of_person.html", context, request=request)
