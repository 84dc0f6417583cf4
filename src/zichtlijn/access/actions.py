"""What people change on their own account, and the mail that belongs to it."""

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from zichtlijn.access import mail
from zichtlijn.access.models import Organisation, User


def send_password_link(email: str, *, language: str) -> bool:
    """Mail a link to set a password, if this address belongs to an account in use. True when it does."""
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        return False
    mail.send("password_link", user, language=language, link=mail.password_link(user))
    return True


@transaction.atomic
def change_account(user: User, *, name: str, language: str) -> None:
    """Change how somebody is called and in which language the pages are."""
    user.name = " ".join(name.split())
    user.language = language
    user.save(update_fields=["name", "language"])


@transaction.atomic
def work_in(user: User, organisation: Organisation) -> None:
    """Remember in which organisation somebody works, for the next visit."""
    user.last_organisation = organisation
    user.save(update_fields=["last_organisation"])


@transaction.atomic
def end_sessions(user: User) -> None:
    """Sign this account out everywhere, from the next request on."""
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)


@transaction.atomic
def remove_second_factor(user: User, *, sentence: str, organisation: Organisation | None = None) -> bool:
    """Take the app and the recovery codes from an account, end its sessions, and tell the owner; False without any."""
    removed, _by_table = Authenticator.objects.filter(user=user).delete()
    if not removed:
        return False
    end_sessions(user)
    mail.send("notice", user, organisation=organisation, sentence=sentence)
    return True


def forget_what_is_over() -> None:
    """Remove sessions and counts of attempts that no longer mean anything."""
    SessionStore.clear_expired()
    with connection.cursor() as cursor:
        now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
        cursor.execute("DELETE FROM access_cache WHERE expires < %s", [now])
