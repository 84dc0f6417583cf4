"""Who keeps the framework and the profiles, who assesses whom, and who reads what; the one door to each."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from zichtlijn.access.permissions import Permission
from zichtlijn.competencies.models import Assessment, Competency
from zichtlijn.competencies.states import Side
from zichtlijn.organisation.actions import FORMER_MANAGER, LINE
from zichtlijn.organisation.models import Person, Placement
from zichtlijn.organisation.permissions import get_person


def get_competency(actor, competency_id: int) -> Competency:
    return get_object_or_404(Competency, pk=competency_id, organisation=actor.organisation)


def get_assessment(actor, assessment_id: int) -> Assessment:
    """An assessment that was shared, as far as the actor may read it, or 404."""
    found = Assessment.objects.shared().visible_to(actor).select_related("person")
    return get_object_or_404(found, pk=assessment_id, organisation=actor.organisation)


def get_seen_person(actor, person_id: int) -> Person:
    """A person of whom the actor may read competencies, or 404."""
    person = get_person(actor, person_id)
    if not can_see_competencies(actor, person):
        raise Http404
    return person


def get_assessed_person(actor, person_id: int) -> tuple[Person, str]:
    """A person whom the actor assesses, and from which side; 404 for everybody else."""
    person = get_person(actor, person_id)
    side = side_of(actor, person)
    if side is None:
        raise Http404
    return person, side


def side_of(actor, person: Person) -> str | None:
    """From which side the actor assesses: the person, the line manager of today by the placements, or neither."""
    if actor.person_id is None or person.organisation_id != actor.organisation.pk:
        return None
    if person.pk == actor.person_id:
        return Side.SELF
    if not actor.may(Permission.LEAD_PEOPLE):
        return None
    leads_now = Placement.objects.today().filter(person=person, line_manager=actor.person_id).exists()
    return Side.MANAGER if leads_now else None


def can_keep_competencies(actor) -> bool:
    """Keep the framework and the profiles of positions."""
    return actor.may(Permission.KEEP_COMPETENCIES)


def can_see_all_competencies(actor) -> bool:
    """What was shared about everybody; each look is written down."""
    return actor.may(Permission.SEE_COMPETENCIES)


def seen_otherwise(actor, person: Person) -> str:
    """As what the actor looks at competencies without a role for it: who leads them now, or only led them before."""
    return LINE if side_of(actor, person) == Side.MANAGER else FORMER_MANAGER


def can_assess(actor, person: Person) -> bool:
    """Oneself, and the people one leads today."""
    return side_of(actor, person) is not None


def can_see_gaps(actor, person: Person) -> bool:
    """How somebody stands today: oneself, the line manager of today, and by right."""
    return can_assess(actor, person) or (
        can_see_all_competencies(actor) and person.organisation_id == actor.organisation.pk
    )


def can_see_competencies(actor, person: Person) -> bool:
    """How somebody stands today; or, for who led them before, what was shared in those days."""
    if can_see_gaps(actor, person):
        return True
    return Assessment.objects.shared().visible_to(actor).filter(person=person).exists()
