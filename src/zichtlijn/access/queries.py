"""What is known about an account."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from zichtlijn.access.models import Membership, User


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
