"""How the secrets of second steps are kept: encrypted with the key of the installation, so not readable in a copy."""

import base64
import hashlib
import logging

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

security_log = logging.getLogger("zichtlijn.security")


def encrypt(text: str) -> str:
    """As it is kept, with the key of now."""
    return _box().encrypt(text.encode()).decode()


def decrypt(kept: str) -> str:
    """What was kept, with the key of now or a former one; a sentence for whoever signs in when no key fits."""
    try:
        return _box().decrypt(kept.encode()).decode()
    except InvalidToken as error:
        security_log.error("a second step cannot be read: is ZICHTLIJN_FORMER_SECRET_KEYS missing the key before?")
        raise ValidationError(
            _(
                "Zichtlijn has another key than before and cannot check your codes. Ask your administrator, or whoever "
                "runs this installation of Zichtlijn, to turn off two-step sign-in for your account."
            )
        ) from error


def with_the_key_of_now(kept: str) -> str:
    """The same secret, encrypted with the key of now; unchanged when no key fits."""
    try:
        return _box().rotate(kept.encode()).decode()
    except InvalidToken:
        return kept


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.FORMER_SECRET_KEYS]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second factor {key!s}".encode()).digest())) for key in keys]
    )
