"""Members of an organisation, and people who could become one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.access.models import Membership
from zichtlijn.access.queries import belongs_elsewhere, has_second_factor, second_factor_of
from zichtlijn.access.roles import Role
from zichtlijn.audit.figures import OBJECTIVES
from zichtlijn.audit.models import Event
from zichtlijn.notices.models import OutgoingMail
from zichtlijn.notices.queries import why_it_failed
from zichtlijn.organisation.models import Person, Placement, Unit
from zichtlijn.organisation.queries.people import kept_of_many

#: What a list of members can be sorted by.
SORTS = ("name", "-name", "email", "-email")
#: People in the order of their names, and those who are none by what the administrator wrote.
_PEOPLE, _OTHERS = ("person__sort_name", "person_id"), ("name", "user__email", "pk")


#: Somebody who came in since they were made a member.
HAS_SIGNED_IN = Q(user__last_login__gte=F("created_at"))


@dataclass(frozen=True)
class Stretch:
    """Members in an order; `along` says nothing new, but leads the database along an index in that order."""

    members: QuerySet[Membership]
    order: list[str]
    along: Q = field(default_factory=Q)

    def rows(self, start: int, stop: int) -> list[Membership]:
        rows = self.members.filter(self.along).select_related("user", "person").prefetch_related("roles")
        return list(with_second_step(rows.order_by(*self.order))[start:stop])


class InTurn(Sequence):
    """Stretches of members after each other, for a pager that asks for a few of them."""

    def __init__(self, *stretches: Stretch):
        self._stretches = stretches

    @cached_property
    def _counts(self) -> list[int]:
        return [stretch.members.count() for stretch in self._stretches]

    def __len__(self) -> int:
        return sum(self._counts)

    def __getitem__(self, part):
        found: list[Membership] = []
        start, stop, _step = part.indices(len(self))
        for stretch, count in zip(self._stretches, self._counts, strict=True):
            if start < count and stop > 0:
                found += stretch.rows(max(start, 0), min(stop, count))
            start, stop = start - count, stop - count
        return found


def members_of(
    by: Actor,
    *,
    text: str = "",
    role: str = "",
    in_use: bool | None = None,
    second_step: bool | None = None,
    sort: str = "name",
) -> Sequence[Membership]:
    """The members of the organisation, each with its second step; `text` is a part of a name or address.

    By name: people first, along the index of their names, so that a page does not wait for sorting everybody.
    """
    found = Membership.objects.filter(organisation=by.organisation)
    for word in text.split():
        found = found.filter(
            Q(person__sort_name__icontains=word) | Q(name__icontains=word) | Q(user__email__icontains=word)
        )
    if role:
        found = found.filter(roles__role=role)
    if in_use is not None:
        found = found.filter(is_active=in_use)
    if second_step is not None:
        found = found.filter(HAS_SIGNED_IN, second_factor_of("user") if second_step else ~second_factor_of("user"))
    down = "-" if sort.startswith("-") else ""
    if sort.lstrip("-") == "email":
        return InTurn(Stretch(found, [f"{down}user__email", f"{down}pk"]))
    people = Stretch(
        found.filter(person__isnull=False), [down + key for key in _PEOPLE], Q(person__organisation=by.organisation)
    )
    others = Stretch(found.filter(person=None), [down + key for key in _OTHERS])
    return InTurn(others, people) if down else InTurn(people, others)


def with_second_step(members: QuerySet[Membership]) -> QuerySet[Membership]:
    """Each member with `has_signed_in` and `has_second_step`.

    Before somebody has signed in as a member the second step is not shown: whether an address that was just added
    had an account already, elsewhere, is not for this organisation to know.
    """
    return members.annotate(
        has_signed_in=Case(When(HAS_SIGNED_IN, then=True), default=False), has_second_step=second_factor_of("user")
    )


def reasons_to_keep_second_step(membership: Membership, by: Actor) -> list[str]:
    """Why an administrator cannot turn off this member's second step; empty when they can."""
    if by.user and membership.user_id == by.user.pk:
        return [_("For your own account, do this under “My account”.")]
    if belongs_elsewhere(membership):
        return [
            _(
                "This account is used outside this organisation too. Ask whoever runs this installation of "
                "Zichtlijn to turn it off."
            )
        ]
    if not has_second_factor(membership.user):
        return [_("Two-step sign-in is already off.")]
    return []


@dataclass(frozen=True)
class UnsentMail:
    """A mail that was given up, to whom it was, and why."""

    mail: OutgoingMail
    member: Membership | None
    why: str


def mail_with_members(page: Iterable[OutgoingMail], by: Actor) -> list[UnsentMail]:
    """These mails with the members they go to, as this organisation calls them."""
    mails = list(page)
    found = Membership.objects.filter(organisation=by.organisation, user__in=[mail.user_id for mail in mails])
    members = {member.user_id: member for member in found.select_related("user", "person")}
    return [
        UnsentMail(mail, members.get(mail.user_id) if mail.user_id else None, why_it_failed(mail)) for mail in mails
    ]


def people_to_invite(by: Actor) -> QuerySet[Person]:
    """People in service with an e-mail address who are no member yet."""
    known = Membership.objects.filter(organisation=by.organisation)
    return (
        Person.objects.living()
        .exclude(email="")
        .filter(~Exists(known.filter(person=OuterRef("pk"))), ~Exists(known.filter(user__email=OuterRef("email"))))
        .order_by("sort_name", "pk")
    )


def number_to_invite(by: Actor) -> int:
    """How many people could be invited."""
    unmoved_by = OBJECTIVES - {Event.MEMBER_ADDED, Event.MEMBER_CHANGED}
    return kept_of_many(("to invite",), people_to_invite(by).count, unmoved_by=unmoved_by)


def fitting_roles(people) -> dict[int, set[Role]]:
    """Person id → the roles that follow from the work: whoever has people or heads a unit is a manager too."""
    ids = [person.pk for person in people]
    leading = set(Placement.objects.today().filter(line_manager__in=ids).values_list("line_manager_id", flat=True))
    leading |= set(Unit.objects.living().filter(head__in=ids).values_list("head_id", flat=True))
    return {pk: {Role.EMPLOYEE, Role.MANAGER} if pk in leading else {Role.EMPLOYEE} for pk in ids}
