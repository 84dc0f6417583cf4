"""Who acts: a person in one organisation, with the permissions of this moment."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone

from zichtlijn.access.models import Membership, Organisation, User
from zichtlijn.access.permissions import Permission
from zichtlijn.access.roles import Role, permissions_of
from zichtlijn.access.scoping import below


@dataclass(frozen=True)
class Actor:
    """A user inside one organisation. Made anew for each request, so that a lost role is lost at once."""

    organisation: Organisation
    user: User | None
    membership: Membership | None
    roles: frozenset[Role]
    permissions: frozenset[Permission] = field(repr=False)

    @property
    def person_id(self) -> int | None:
        """The person that this user is in this organisation; a consultant is none."""
        return self.membership.person_id if self.membership else None

    @property
    def person(self):
        """That person, or None."""
        return self.membership.person if self.membership else None

    @property
    def reporting_path(self) -> str:
        """The line above the person, ending in the person; empty without one."""
        return self.person.reporting_path if self.person else ""

    @cached_property
    def headed_paths(self) -> tuple[str, ...]:
        """Paths of the units that the person heads."""
        if self.membership is not None and self.membership.headed_now is not None:
            return self.membership.headed_now
        return tuple(self.person.heads.living().values_list("path", flat=True)) if self.person else ()

    @property
    def led_units(self) -> list[tuple[str, str]]:
        """For whoever leads units: the ranges of paths of those they head with all that is under them."""
        return [below(path) for path in self.headed_paths] if self.may(Permission.LEAD_UNIT_OBJECTIVES) else []

    @property
    def led_people(self) -> tuple[str, str] | None:
        """For whoever leads people: the range of reporting paths of the person and the line under them."""
        return below(self.reporting_path) if self.may(Permission.LEAD_PEOPLE) and self.reporting_path else None

    @cached_property
    def unit_ids(self) -> tuple[int, ...]:
        """Units in which the person is placed today."""
        if not self.person:
            return ()
        return tuple(self.person.placements.on(timezone.localdate()).values_list("unit_id", flat=True))

    @property
    def name(self) -> str:
        """As this organisation calls the member: nobody chooses the name under which the log knows them."""
        return self.membership.shown_name if self.membership else "zichtlijn"

    def may(self, permission: Permission) -> bool:
        """True when one of the roles allows this."""
        return permission in self.permissions


def actor_for(membership: Membership) -> Actor:
    """The actor behind a membership, with the roles as they are now (one query, unless they were just asked for)."""
    known = membership.roles_now
    held = membership.roles.values_list("role", flat=True) if known is None else known
    roles = frozenset(Role(role) for role in held)
    return Actor(membership.organisation, membership.user, membership, roles, permissions_of(set(roles)))


def system_actor(organisation: Organisation) -> Actor:
    """The program itself, for commands that an operator gives on the machine."""
    return Actor(organisation, None, None, frozenset({Role.ADMINISTRATOR}), frozenset(Permission))
