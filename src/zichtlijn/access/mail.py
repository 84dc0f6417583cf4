"""Mail to accounts: text only, in the reader's language, with links that begin with the configured address."""

from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from zichtlijn.access.models import AddressChange, Organisation, User


class AccountMail(EmailMessage):
    """A mail to the address of an account; what it is about goes with it, for whoever must mend it when it fails."""

    def __init__(
        self, kind: str, user: User, organisation: Organisation | None, subject: str, body: str, *, to: str = ""
    ):
        super().__init__(subject, body, settings.DEFAULT_FROM_EMAIL, [to or user.email])
        self.kind, self.user, self.organisation = kind, user, organisation
        self.calendar = ""  # an invitation that goes with it


def absolute(path: str) -> str:
    """A full address, made from the settings and never from what a visitor sends."""
    return settings.BASE_URL + path


def link_in(organisation: Organisation, path: str) -> str:
    """A full address of a page of this organisation: it opens there too for who works in another one at that time."""
    return absolute(reverse("access:open_in", kwargs={"slug": organisation.slug, "path": path.removeprefix("/")}))


def password_link(user) -> str:
    """A link to set a password. It works once, for PASSWORD_RESET_TIMEOUT, and dies with the next sign-in or change."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return absolute(reverse("account_reset_password_from_key", kwargs=key))


class AddressTokens(PasswordResetTokenGenerator):
    """Keys of links that confirm another address: each dies with the request, the password, the address, and age."""

    key_salt = "zichtlijn.access.mail.AddressTokens"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        change = user.address_change
        facts = (change.pk, change.email, change.asked_at.isoformat(), user.email, user.password, user.sessions_ended)
        return f"{facts}{timestamp}"


address_tokens = AddressTokens()


def address_link(change: AddressChange) -> str:
    """A link to confirm another address. It works once, for PASSWORD_RESET_TIMEOUT."""
    key = {"change_id": change.pk, "key": address_tokens.make_token(change.user)}
    return absolute(reverse("members:confirm_address", kwargs=key))


def write(
    template: str,
    user: User,
    *,
    kind: str,
    to: str = "",
    language: str = "",
    organisation: Organisation | None = None,
    **context,
) -> AccountMail:
    """A mail from a template, in the language of the account: the first line is the subject.

    It goes to the address of the account, or to `to`. `organisation` is the one that sends it; without, the mail is
    between the account and the program.
    """
    with translation.override(user.language or language):
        context |= {"user": user, "organisation": organisation}
        until = timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)  # a mail may come days later
        context |= {"sign_in": absolute(reverse("account_login")), "link_until": until}
        text = render_to_string(template, context)
    subject, _, body = text.strip().partition("\n")
    return AccountMail(kind, user, organisation, " ".join(subject.split()), body.strip() + "\n", to=to)


def send(template: str, user: User, **context) -> None:
    """Mail `access/mail/<template>.txt` (see `write`)."""
    write(f"access/mail/{template}.txt", user, kind=template, **context).send()
