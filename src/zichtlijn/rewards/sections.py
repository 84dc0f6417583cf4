"""What this room shows on the page of a person."""

from django.template.loader import render_to_string

from zichtlijn.organisation.sections import section_of
from zichtlijn.rewards.permissions import can_see_salary


@section_of("person")
def reward_of_person(request, person):
    """The way to somebody's salary, for who may see it; for everybody else there is nothing here."""
    if not can_see_salary(request.actor, person):
        return ""
    is_me = person.pk == request.actor.person_id
    return render_to_string("rewards/_of_person.html", {"shown": person, "is_me": is_me}, request=request)
