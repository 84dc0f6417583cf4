"""What is known about an account, and about the organisations of this installation."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from zichtlijn.access.models import AddressChange, Membership, Organisation, User


def has_second_factor(user: User) -> bool:
    """True when signing in to this account also asks for a code."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def second_factor_of(user: str) -> Exists:
    """The same for each row of a query, where `user` is the column that points to the account."""
    return Exists(Authenticator.objects.filter(user=OuterRef(user), type=Authenticator.Type.TOTP))


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
