"""What this room shows on the page of a position and of a person."""

from django.template.loader import render_to_string
from django.utils import timezone

from zichtlijn.competencies.permissions import can_keep_competencies, can_see_competencies
from zichtlijn.competencies.queries import framework, next_profile, required_by
from zichtlijn.organisation.sections import section_of


@section_of("position")
def profile_of_position(request, position):
    """The profile that holds today, and for HR the way to change it."""
    can_keep = can_keep_competencies(request.actor)
    today = timezone.localdate()
    asked = required_by([position.pk], today).get(position.pk, [])
    kept = framework() if asked or can_keep else None
    if kept is None:
        return ""
    waiting = next_profile(position, today) if can_keep else None
    context = {"position": position, "asked": asked, "levels": kept.level_names, "can_keep": can_keep}
    context["waiting"] = waiting
    return render_to_string("competencies/_of_position.html", context, request=request)


@section_of("person")
def competencies_of_person(request, person):
    """The way to somebody's competencies, for who may read them."""
    if not can_see_competencies(request.actor, person):
        return ""
    is_me = person.pk == request.actor.person_id
    return render_to_string("competencies/_of_person.html", {"shown": person, "is_me": is_me}, request=request)
