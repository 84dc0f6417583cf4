"""What somebody does with their own account: another address, and signing out everywhere."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from zichtlijn.access import actions as access
from zichtlijn.access import watch
from zichtlijn.access.actor import Actor, actor_for
from zichtlijn.access.models import AddressChange, Membership, User
from zichtlijn.access.scoping import in_organisation
from zichtlijn.access.tasks import send_address_link
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event


@transaction.atomic
def ask_own_address(user: User, email: str) -> None:
    """Ask another address for one's own account: it holds once the link mailed there is followed."""
    watch.note("another address was asked", user=user.pk)
    send_address_link.enqueue(access.ask_address(user, email).pk)


def confirm_address(change: AddressChange) -> bool:
    """Sign in with the new address from now on; written in the log of every organisation. False when it was taken."""
    try:
        with transaction.atomic():
            user = User.objects.select_for_update().get(pk=change.user_id)
            if not AddressChange.objects.filter(pk=change.pk, asked_at=change.asked_at).exists():
                return False  # followed twice at once
            access.change_address(user, change.email, organisation=change.organisation)
            record_everywhere(Event.ADDRESS_CHANGED, user)
    except IntegrityError:
        return False  # somebody got an account with this address in the meantime
    return True


@transaction.atomic
def end_own_sessions(user: User) -> None:
    """Sign one's own account out everywhere; written in the log of every organisation."""
    access.end_sessions(user)
    record_everywhere(Event.SESSIONS_ENDED, user)


def second_factor_removed(user: User, authenticator: Authenticator, **_more) -> None:
    """Write in the log of every organisation that somebody turned off their own second step, a page of allauth."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_everywhere(Event.SECOND_STEP_TURNED_OFF, user)


def record_everywhere(event: Event, user: User, *, by: Callable[[Membership], Actor] = actor_for, **detail) -> None:
    """One line about an account in the log of every organisation of it; `by` says who acts, else its owner."""
    for membership in user.memberships.select_related("organisation", "person", "user"):
        with in_organisation(membership.organisation):
            audit.record(event, on=membership, by=by(membership), about=membership.person_id, detail=detail)
