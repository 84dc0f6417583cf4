"""What people change on their own account, and the mail that belongs to it."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from zichtlijn.access import mail, second_steps
from zichtlijn.access.models import AddressChange, Membership, Organisation, User
from zichtlijn.access.queries import asked_too_long_ago


def send_password_link(email: str, *, language: str) -> bool:
    """Mail a link to set a password, if this address belongs to an account in use. True when it does."""
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        return False
    mail.send("password_link", user, language=language, link=mail.password_link(user))
    return True


@transaction.atomic
def change_account(user: User, *, name: str, language: str, search_key: bool) -> None:
    """Change how somebody is called, in which language the pages are, and whether `/` goes to the search field."""
    user.name = " ".join(name.split())
    user.language, user.search_key = language, search_key
    user.save(update_fields=["name", "language", "search_key"])


@transaction.atomic
def work_in(user: User, membership: Membership) -> None:
    """Remember in which organisation somebody works, for the next visit."""
    user.last_organisation = membership.organisation
    user.save(update_fields=["last_organisation"])
    come_in(membership)


@transaction.atomic
def come_in(membership: Membership) -> None:
    """Write down that somebody works here for the first time: the invitation has reached who it was for."""
    if membership.came_in_at is None:
        still = Membership.objects.filter(pk=membership.pk, user=membership.user_id, came_in_at=None)
        still.update(came_in_at=timezone.now())


@transaction.atomic
def end_sessions(user: User) -> None:
    """Sign this account out everywhere, from the next request on; what was asked in one of them about the address goes.

    Its link is dead already. Were the request to stay, a mail with it that failed could be sent with a new link.
    """
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    forget_address(user)


@transaction.atomic
def set_password(user: User, password: str) -> None:
    """Choose another password: sessions and links from before are dead, and what was asked about the address goes."""
    user.set_password(password)
    user.save(update_fields=["password"])
    forget_address(user)


@transaction.atomic
def remove_second_factor(user: User, *, sentence: str, organisation: Organisation | None = None) -> bool:
    """Take the app and the recovery codes from an account, end its sessions, and tell the owner; False without any."""
    removed, _by_table = Authenticator.objects.filter(user=user).delete()
    if not removed:
        return False
    end_sessions(user)
    mail.send("notice", user, organisation=organisation, sentence=sentence)
    return True


@transaction.atomic
def encrypt_second_steps_anew() -> None:
    """After a change of the installation's key: the former one is not needed for second steps any more."""
    for factor in Authenticator.objects.select_for_update().order_by("pk"):
        secrets = {name: factor.data[name] for name in ("secret", "seed") if name in factor.data}
        factor.data |= {name: second_steps.with_the_key_of_now(kept) for name, kept in secrets.items()}
        factor.save(update_fields=["data"])


@transaction.atomic
def ask_address(user: User, email: str, *, organisation: Organisation | None = None) -> AddressChange:
    """Write down which address is asked for an account, and tell the address it has now.

    `organisation` is that of the administrator who asks; without, the owner does. The link goes out afterwards, by the
    worker: whether the new address is known already is for nobody to find out here.
    """
    fields = {"email": email, "organisation": organisation, "asked_at": timezone.now()}
    change, _made = AddressChange.objects.update_or_create(user=user, defaults=fields)
    mail.send("address_asked", user, organisation=organisation, change=change)
    return change


def send_address_link(change: AddressChange) -> None:
    """Mail the link to the new address; whoever has an account with it already is told that nothing changes."""
    known = User.objects.filter(email=change.email).first()
    if known is None:
        mail.send(
            "address_link",
            change.user,
            to=change.email,
            organisation=change.organisation,
            change=change,
            link=mail.address_link(change),
        )
    elif known.is_active:
        mail.send("address_taken", known)


@transaction.atomic
def change_address(user: User, email: str, *, organisation: Organisation | None = None) -> None:
    """Sign in with this address from now on: sessions end, links mailed before are dead, the old address hears."""
    old, user.email = user.email, email
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()  # copies that django-allauth made would still open the door
    end_sessions(user)
    mail.send("address_changed", user, to=old, organisation=organisation)


@transaction.atomic
def forget_address(user: User) -> bool:
    """Withdraw what was asked about the address of this account; False when nothing was."""
    return AddressChange.objects.filter(user=user).delete()[0] > 0


def forget_what_is_over() -> None:
    """Remove sessions, counts of attempts and requests for another address that no longer mean anything."""
    SessionStore.clear_expired()
    AddressChange.objects.filter(asked_at__lt=asked_too_long_ago()).delete()
    with connection.cursor() as cursor:
        now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
        cursor.execute("DELETE FROM access_cache WHERE expires < %s", [now])
