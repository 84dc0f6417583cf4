"""Sessions, read at every request: Django's own, of which the question keeps its words."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from zichtlijn.access.prepared import prepared


class SessionStore(db.SessionStore):
    """What somebody's browser is known by, in the table of sessions."""

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key or ""
        found = _living(key=key, now=timezone.now()) if key.isalnum() else []  # no other key was ever given out
        if found:
            return found[0]
        self._session_key = None  # an unknown key is never taken over from a browser
        return None


@prepared
def _living(*, key: str, now: datetime) -> Any:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
