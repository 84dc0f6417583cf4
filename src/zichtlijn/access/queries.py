"""What is known about an account, and about the organisations of this installation."""

from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from zichtlijn.access.models import AddressChange, Membership, Organisation, User
from zichtlijn.access.prepared import prepared
from zichtlijn.access.roles import Role


def has_second_factor(user: User) -> bool:
    """True when signing in to this account also asks for a code."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def second_factor_of(user: str) -> Exists:
    """The same for each row of a query, where `user` is the column that points to the account."""
    return Exists(Authenticator.objects.filter(user=OuterRef(user), type=Authenticator.Type.TOTP))


def memberships_of(user_id: int) -> list[Membership]:
    """The memberships open to this account today, with the roles and the headed units of now, in one query."""
    today = timezone.localdate()
    found: dict[int, Membership] = {}
    for row in _held_by(user=user_id, today=today):
        membership = found.setdefault(row.pk, row)
        membership.roles_now = (membership.roles_now or frozenset()) | {row.held_role} - {None}
        known = membership.headed_now or ()
        living = row.headed_path is not None and (row.headed_until is None or row.headed_until >= today)
        membership.headed_now = (*known, row.headed_path) if living and row.headed_path not in known else known
    return list(found.values())


def chosen_of(memberships: list[Membership], user: User, slug: str | None) -> Membership | None:
    """The membership chosen in this visit, else of the last visit, else the first that there was."""
    return min(
        memberships,
        key=lambda m: (m.organisation.slug != slug, m.organisation_id != user.last_organisation_id, m.pk),
        default=None,
    )


@prepared
def _held_by(*, user: int, today: date) -> Any:
    """One row for each role with each headed unit."""
    return (
        Membership.objects.open_on(today)
        .filter(user_id=user)
        .select_related("user", "organisation", "person")
        .annotate(
            held_role=F("roles__role"), headed_path=F("person__heads__path"), headed_until=F("person__heads__ends_on")
        )
        .order_by("organisation__name", "id", "headed_path")
    )


def administrators_on(day: date, organisation: int) -> QuerySet[Membership]:
    """The members who can come in on this day and manage members and roles."""
    there = Membership.objects.open_on(day).filter(organisation=organisation)
    return there.filter(roles__role=Role.ADMINISTRATOR)


def belongs_elsewhere(membership: Membership) -> bool:
    """True when the account of this member also is, or once was, a member of another organisation."""
    others = Membership.objects.filter(user_id=membership.user_id).exclude(organisation_id=membership.organisation_id)
    return others.exists()


def asked_too_long_ago() -> datetime:
    """Whoever asked for another address before this moment has a link that is dead of age."""
    return timezone.now() - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def asked_address(user: User) -> AddressChange | None:
    """The other address that was asked for this account and can still be confirmed."""
    return AddressChange.objects.filter(user=user, asked_at__gte=asked_too_long_ago()).first()


def no_such_organisation(slug: str) -> str:
    """What a command says about a short name that nobody has: which there are. For whoever runs the installation."""
    known = ", ".join(Organisation.objects.order_by("slug").values_list("slug", flat=True)[:50])
    return f"There is no organisation with the short name {slug}. There are: {known or 'none yet'}."
