"""Members of an organisation, and people who could become one."""

import heapq
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from zichtlijn.access import mail
from zichtlijn.access.actor import Actor
from zichtlijn.access.models import AddressChange, Membership, User
from zichtlijn.access.queries import (
    asked_address,
    asked_too_long_ago,
    belongs_elsewhere,
    has_second_factor,
    second_factor_of,
)
from zichtlijn.access.roles import Role
from zichtlijn.audit.figures import OBJECTIVES
from zichtlijn.audit.models import Event
from zichtlijn.notices.models import OutgoingMail
from zichtlijn.notices.queries import failed_mail, why_it_failed
from zichtlijn.organisation.models import Person, Placement, Unit, fold, sort_name
from zichtlijn.organisation.queries.people import kept_of_many

#: What a list of members can be sorted by.
SORTS = ("name", "-name", "email", "-email")
#: Somebody who has worked here with this membership.
HAS_SIGNED_IN = Q(came_in_at__isnull=False)


class ByName(Sequence):
    """Members in the order of their names, for a pager: people as their names are sorted, and others in between.

    People go along the index of their names, so that a page of a hundred thousand does not wait for sorting them all;
    who is a member without being a person (a consultant, an administrator from elsewhere) is one of a few.
    """

    def __init__(self, members: QuerySet[Membership], by: Actor, *, down: bool):
        self._down = down
        # the organisation of the person says nothing new, but leads the database along an index
        self._people = members.filter(person__isnull=False, person__organisation=by.organisation)
        self._all = members

    @cached_property
    def _others(self) -> list[tuple[tuple[str, int, int], int]]:
        """Keys of members who are no person, each with its number, in order."""
        rows = self._all.filter(person=None).values_list("name", "user__email", "pk")
        return sorted((((_sort_name(name or email), 1, pk), pk) for name, email, pk in rows), reverse=self._down)

    @cached_property
    def _count(self) -> int:
        return self._people.count() + len(self._others)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part):
        start, stop, _step = part.indices(len(self))
        first = max(0, start - len(self._others))  # as many of the others may stand before as there are
        order = [("-" if self._down else "") + field for field in ("person__sort_name", "person_id")]
        rows = self._people.order_by(*order).values_list("person__sort_name", "person_id", "pk")[first:stop]
        people = [((name, 0, person), pk) for name, person, pk in rows]
        passed = sum(self._stands_before(key, people[0][0]) for key, _pk in self._others) if people and first else 0
        merged = heapq.merge(people, self._others[passed:], reverse=self._down)
        ids = [pk for _key, pk in islice(merged, start - first - passed, stop - first - passed)]
        found = _shown(self._all.filter(pk__in=ids)).in_bulk()
        return [found[pk] for pk in ids if pk in found]

    def _stands_before(self, key: tuple, other: tuple) -> bool:
        return key > other if self._down else key < other


def _sort_name(name: str) -> str:
    """Where somebody who is no person stands among the people: by the last word of the name."""
    words = name.split()
    return sort_name(" ".join(words[:-1]), "", words[-1]) if len(words) > 1 else fold(name)


def _shown(members: QuerySet[Membership]) -> QuerySet[Membership]:
    return with_second_step(members.select_related("user", "person").prefetch_related("roles"))


def members_of(
    by: Actor,
    *,
    text: str = "",
    role: str = "",
    in_use: bool | None = None,
    second_step: bool | None = None,
    sort: str = "name",
) -> Sequence[Membership] | QuerySet[Membership]:
    """The members of the organisation, each with its second step; `text` is a part of a name or address.

    `in_use` finds those who can come in today, or those who cannot, as the column says.
    """
    found = Membership.objects.filter(organisation=by.organisation)
    for word in text.split():
        found = found.filter(
            Q(person__sort_name__contains=fold(word)) | Q(name__icontains=word) | Q(user__email__icontains=word)
        )
    if role:
        found = found.filter(roles__role=role)
    if in_use is not None:
        open_today = Q(pk__in=Membership.objects.open_on(timezone.localdate()).values("pk"))
        found = found.filter(open_today if in_use else ~open_today)
    if second_step is not None:
        found = found.filter(HAS_SIGNED_IN, second_factor_of("user") if second_step else ~second_factor_of("user"))
    down = sort.startswith("-")
    if sort.lstrip("-") == "email":
        return _shown(found).order_by(*(["-user__email", "-pk"] if down else ["user__email", "pk"]))
    return ByName(found, by, down=down)


def with_second_step(members: QuerySet[Membership]) -> QuerySet[Membership]:
    """Each member with `has_signed_in` and `has_second_step`.

    Before somebody has worked here as a member the second step is not shown: whether an address that was added had an
    account already, elsewhere, is not for this organisation to know; nor when that is signed in to.
    """
    return members.annotate(
        has_signed_in=Case(When(HAS_SIGNED_IN, then=True), default=False), has_second_step=second_factor_of("user")
    )


def has_signed_in(membership: Membership) -> bool:
    """True when somebody came in with this membership."""
    return Membership.objects.filter(HAS_SIGNED_IN, pk=membership.pk).exists()


def reasons_to_keep_address(membership: Membership, by: Actor) -> list[str]:
    """Why an administrator cannot ask another address for this member; empty when they can.

    Nothing is said about the account of somebody who never came in: that is invited elsewhere, whatever account it is.
    """
    if by.user and membership.user_id == by.user.pk:
        return [_("For your own account, do this under “My account”.")]
    if not membership.is_active:
        return [_("This member is not active.")]
    if membership.has_left:
        return [_("This member can no longer sign in.")]
    if has_signed_in(membership) and belongs_elsewhere(membership):
        return [
            _(
                "This account is used outside this organisation too. The member can change the address under “My "
                "account”; if they can no longer sign in, ask whoever runs this installation of Zichtlijn."
            )
        ]
    return []


def asked_here(membership: Membership) -> AddressChange | None:
    """The other address that an administrator of this organisation asked for a member, while it can be confirmed."""
    change = asked_address(membership.user)
    return change if change and change.organisation_id == membership.organisation_id else None


def change_to_confirm(change_id: int, key: str) -> AddressChange | None:
    """What was asked about an address, when this key of a link still opens it."""
    changes = AddressChange.objects.select_related("user", "organisation")
    change = changes.filter(pk=change_id, user__is_active=True).first()
    if change is None or not mail.address_tokens.check_token(change.user, key):
        return None
    if User.objects.filter(email=change.email).exists():
        return None
    asked_by = change.organisation
    if asked_by:  # what an administrator began holds only as long as they may begin it
        open_now = Membership.objects.open_on(timezone.localdate())
        theirs = open_now.filter(user=change.user, organisation=asked_by).first()
        if theirs is None or belongs_elsewhere(theirs):
            return None
    return change


def reasons_to_keep_second_step(membership: Membership, by: Actor) -> list[str]:
    """Why an administrator cannot turn off this member's second step; empty when they can."""
    if by.user and membership.user_id == by.user.pk:
        return [_("For your own account, do this under “My account”.")]
    if not has_signed_in(membership):  # or the reasons below would tell whose account it is
        return [_("They have not signed in here yet.")]
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


def mail_to_send_again(by: Actor) -> QuerySet[OutgoingMail]:
    """Mail that was given up and can still lead somewhere: who it is for can come in, and asks what it is about."""
    there = Membership.objects.open_on(timezone.localdate()).filter(organisation=by.organisation, user=OuterRef("user"))
    asked = AddressChange.objects.filter(user=OuterRef("user"), asked_at__gte=asked_too_long_ago())
    return failed_mail(by).filter(Exists(there)).exclude(Q(~Exists(asked), kind="address_link"))


def people_to_invite(by: Actor, unit: Unit | None = None) -> QuerySet[Person]:
    """People in service with an e-mail address who are no member yet; of this unit and all below it when given."""
    known = Membership.objects.filter(organisation=by.organisation)
    found = (
        Person.objects.living()
        .exclude(email="")
        .filter(~Exists(known.filter(person=OuterRef("pk"))))
        .filter(~Exists(known.filter(user__email=Lower(OuterRef("email")))))
        .order_by("sort_name", "pk")
    )
    if unit is None:
        return found
    placed = Placement.objects.today().filter(unit__in=Unit.objects.within(unit).values("pk")).order_by()
    return found.filter(pk__in=placed.values("person_id"))


def sharing_an_address(ids: Collection[int]) -> QuerySet[Person]:
    """Who of these people is no member while another member has their address: each needs an address of their own."""
    found = Person.objects.living().filter(pk__in=ids).exclude(email="")
    return found.filter(~Exists(Membership.objects.filter(person=OuterRef("pk")))).order_by("sort_name", "pk")


def anybody_in_service() -> bool:
    """True when somebody works here, member or not."""
    return Person.objects.living().exists()


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
