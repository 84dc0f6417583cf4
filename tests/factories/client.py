"""A browser for tests: knows in which organisation it works, as the pages do; and a counter of queries."""

from contextlib import contextmanager

from django.core.signals import setting_changed
from django.db import connection
from django.test import Client as DjangoClient
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zichtlijn.access.models import Membership

_programs: dict[bool, ClientHandler] = {}


def _program(enforce_csrf_checks: bool) -> ClientHandler:
    """The program with its middleware loaded once, as a server does; each client would load it anew."""
    if enforce_csrf_checks not in _programs:
        _programs[enforce_csrf_checks] = ClientHandler(enforce_csrf_checks)
    return _programs[enforce_csrf_checks]


def _start_anew(**_changed) -> None:
    """With another setting the program would have been loaded otherwise."""
    _programs.clear()


setting_changed.connect(_start_anew)


class Client(DjangoClient):
    """Adds the hidden field `_organisation` to forms, as `form_guard` does on a page.

    Leave it out with `client.post(url, data, organisation=None)`, or give another one: `organisation="elders"`.
    `htmx=True` sends the header that a fragment is asked with.
    """

    organisation_slug = None

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("HTTP_ACCEPT_LANGUAGE", "en")  # for pages before the sign-in; then the account says it
        super().__init__(*args, **kwargs)

    def request(self, **request):
        self.handler = _program(self.handler.enforce_csrf_checks)  # at each request: settings may have changed
        return super().request(**request)

    def generic(self, method, path, *args, htmx=False, headers=None, **kwargs):
        if htmx:
            headers = {"HX-Request": "true", **(headers or {})}
        return super().generic(method, path, *args, headers=headers, **kwargs)

    def post(self, path, data=None, *args, organisation="as signed in", **kwargs):
        data = {} if data is None else data
        slug = self.organisation_slug if organisation == "as signed in" else organisation
        if slug and isinstance(data, dict) and "_organisation" not in data:
            data = {**data, "_organisation": slug}
        return super().post(path, data, *args, **kwargs)


def sign_in(client: Client, member) -> Client:
    """Sign this member in, in the member's own organisation, without the detour of the sign-in page."""
    client.force_login(member.user)
    here = Membership.objects.filter(user=member.user, organisation=member.organisation, came_in_at=None)
    here.update(came_in_at=timezone.now())  # as the sign-in page does
    session = client.session
    session["organisation"] = member.organisation.slug
    session.save()
    client.organisation_slug = member.organisation.slug
    return client


class Queries:
    """What was asked of the database."""

    def __init__(self, captured):
        self._captured = captured

    @property
    def count(self) -> int:
        return len(self.sql)

    @property
    def sql(self) -> list[str]:
        """Without the beginnings and ends of transactions."""
        skipped = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK", "BEGIN", "COMMIT")
        return [query["sql"] for query in self._captured.captured_queries if not query["sql"].startswith(skipped)]


@contextmanager
def count_queries():
    """`with count_queries() as queries: …` and then `queries.count` and `queries.sql`."""
    with CaptureQueriesContext(connection) as captured:
        yield Queries(captured)
