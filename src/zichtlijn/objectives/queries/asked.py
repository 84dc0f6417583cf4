"""Who is asked for the readings of a measure: who is responsible for it, else the owner of its objective."""

from collections.abc import Callable
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from zichtlijn.access.actor import actor_for
from zichtlijn.access.models import Membership, Organisation
from zichtlijn.access.permissions import Permission
from zichtlijn.access.roles import roles_with
from zichtlijn.objectives.models import Measure, Objective
from zichtlijn.objectives.permissions import leads_person
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.models import Person, Placement


def asked_of_owner(person_id: int, *, today: date, seen_by: str) -> Q:
    """Condition on measures of objectives of this person that nobody else can be asked for.

    Nobody is responsible, or who is has left, or may not know of the objective. `seen_by`: who else sees the personal
    objectives of this organisation.
    """
    cannot = Q(responsible__ends_on__lt=today)
    if seen_by != Organisation.SeenBy.EVERYONE:
        cannot |= Q(objective__level=Level.PERSONAL) & ~_knows_of_it(today, seen_by)
    somebody_else = Q(responsible__isnull=False) & ~Q(responsible_id=person_id)
    return Q(objective__owner_id=person_id) & (Q(responsible=None) | somebody_else & cannot)


def _knows_of_it(today: date, seen_by: str) -> Q:
    """The responsible person may see an agreed personal objective: as in `Objective.objects.visible_to`."""
    members = Membership.objects.filter(person_id=OuterRef("responsible_id"), is_active=True)
    see_all = members.filter(roles__role__in=sorted(roles_with(Permission.SEE_PERSONAL_OBJECTIVES)))
    lead = members.filter(roles__role__in=sorted(roles_with(Permission.LEAD_PEOPLE)))
    above = Q(objective__owner__reporting_path__startswith=F("responsible__reporting_path"))
    knows = Q(Exists(see_all)) | Q(Exists(lead)) & above & ~Q(responsible__reporting_path="")
    if seen_by == Organisation.SeenBy.UNIT:
        placed = Placement.objects.on(today).filter(
            person_id=OuterRef("responsible_id"), unit_id=OuterRef("objective__unit_id")
        )
        knows |= Q(Exists(placed))
    return knows


def may_be_asked(person, objective: Objective) -> bool:
    """True when this person may know of the objective once it is agreed, so that its readings can be asked of them."""
    if objective.level != Level.PERSONAL or person.pk == objective.owner_id:
        return True
    return personal_objectives_known_to(person, objective.organisation)(objective)


def personal_objectives_known_to(person, organisation: Organisation) -> Callable[[Objective], bool]:
    """Tells of a personal objective whether this person may know of it once it is agreed; for many at little cost."""
    opened = organisation.personal_objectives_seen_by
    if opened == Organisation.SeenBy.EVERYONE:
        return lambda _objective: True
    units = person.placements.today().values_list("unit_id", flat=True) if opened == Organisation.SeenBy.UNIT else ()
    placed = set(units)
    member = Membership.objects.filter(person=person, is_active=True).select_related("user", "organisation", "person")
    actor = next(map(actor_for, member), None)
    sees_all = actor is not None and actor.may(Permission.SEE_PERSONAL_OBJECTIVES)

    def is_known(objective: Objective) -> bool:
        if sees_all or person.pk == objective.owner_id or objective.unit_id in placed:
            return True
        return actor is not None and leads_person(actor, objective.owner)

    return is_known


def in_the_name_of(person: Person, *, today: date) -> tuple[int, int]:
    """How many open objectives this person owns that go on, and how many measures of those of others are theirs."""
    objectives = Objective.objects.open().filter(owner=person, ends_on__gt=today)
    measures = Measure.objects.living().filter(
        responsible=person, ends_on__gt=today, objective__in=Objective.objects.open()
    )
    return objectives.count(), measures.exclude(objective__owner=person).count()
