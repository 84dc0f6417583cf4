"""Mail about accounts: text only, in the reader's language, with links that begin with the configured address."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation


def absolute(path: str) -> str:
    """A full address, made from the settings and never from what a visitor sends."""
    return settings.BASE_URL + path


def password_link(user) -> str:
    """A link to set a password. It works once, for PASSWORD_RESET_TIMEOUT, and dies with the next sign-in or change."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return absolute(reverse("account_reset_password_from_key", kwargs=key))


def send(template: str, to: str, *, language: str, **context) -> None:
    """Mail `access/mail/<template>.txt`: its first line is the subject, the rest the text."""
    with translation.override(language):
        context |= {"sign_in": absolute(reverse("account_login")), "days": settings.PASSWORD_RESET_TIMEOUT // 86400}
        text = render_to_string(f"access/mail/{template}.txt", context)
    subject, _, body = text.strip().partition("\n")
    EmailMessage(" ".join(subject.split()), body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [to]).send()
