"""Members of an organisation, and people who could become one."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from zichtlijn.access.actor import Actor
from zichtlijn.access.models import Membership
from zichtlijn.access.roles import Role
from zichtlijn.organisation.models import Person, Placement, Unit


def members_of(by: Actor, *, text: str = "", role: str = "", in_use: bool | None = None) -> QuerySet[Membership]:
    """The members of the organisation, people first, by name; `text` is a part of a name or address."""
    found = (
        Membership.objects.filter(organisation=by.organisation)
        .select_related("user", "person")
        .prefetch_related("roles")
        .order_by(F("person__sort_name").asc(nulls_last=True), "name", "user__email", "pk")
    )
    for word in text.split():
        found = found.filter(
            Q(person__sort_name__icontains=word) | Q(name__icontains=word) | Q(user__email__icontains=word)
        )
    if role:
        found = found.filter(roles__role=role)
    if in_use is not None:
        found = found.filter(is_active=in_use)
    return found


def people_to_invite(by: Actor) -> QuerySet[Person]:
    """People in service with an e-mail address who are no member yet."""
    known = Membership.objects.filter(organisation=by.organisation)
    return (
        Person.objects.living()
        .exclude(email="")
        .filter(~Exists(known.filter(person=OuterRef("pk"))), ~Exists(known.filter(user__email=OuterRef("email"))))
        .order_by("sort_name", "pk")
    )


def fitting_roles(people) -> dict[int, set[Role]]:
    """Person id → the roles that follow from the work: whoever has people or heads a unit is a manager too."""
    ids = [person.pk for person in people]
    leading = set(Placement.objects.today().filter(line_manager__in=ids).values_list("line_manager_id", flat=True))
    leading |= set(Unit.objects.living().filter(head__in=ids).values_list("head_id", flat=True))
    return {pk: {Role.EMPLOYEE, Role.MANAGER} if pk in leading else {Role.EMPLOYEE} for pk in ids}
