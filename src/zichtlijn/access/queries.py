"""What is known about an account, and about the organisations of this installation."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from zichtlijn.access.models import Membership, Organisation, User


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


def no_such_organisation(slug: str) -> str:
    """What a command says about a short name that nobody has: which there are. For whoever runs the installation."""
    known = ", ".join(Organisation.objects.order_by("slug").values_list("slug", flat=True)[:50])
    return f"There is no organisation with the short name {slug}. There are: {known or 'none yet'}."
