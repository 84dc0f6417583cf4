"""What this room shows on the page of a person."""

from django.template.loader import render_to_string

from zichtlijn.competencies.permissions import side_of
from zichtlijn.competencies.states import Side
from zichtlijn.organisation.sections import section_of


@section_of("person")
def development_of_person(request, person):
    """The way to somebody's plan; it looks the same whether there is one or not."""
    side = side_of(request.actor, person)
    if side is None:
        return ""
    context = {"shown": person, "is_me": side == Side.SELF}
    return render_to_string("development/_of_person.html", context, request=request)
