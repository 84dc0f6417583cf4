"""Lines in the security log about getting in: who tried it, and what changed in how somebody signs in."""

import logging

from allauth.account.adapter import get_adapter
from allauth.core import context

security_log = logging.getLogger("zichtlijn.security")


def note(said: str, *, user: int | None, request=None, level: int = logging.WARNING) -> None:
    """Write what happened to which account (never what was typed, for that may be a password), and from where."""
    request = request or context.request
    place = get_adapter(request).get_client_ip(request) if request else "-"
    security_log.log(level, "%s: user=%s from=%s", said, user, place)
