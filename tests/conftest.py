"""What holds for every test: nothing leaves this machine, and a busy machine is no failure."""

import gc
import ipaddress
import os
import shutil
import socket

import pytest
from django.conf import settings as settings_of_django
from django.db import connection
from django.db.models import CharField
from django.template import RequestContext, Template
from django.test import TransactionTestCase
from django.test.signals import template_rendered
from hypothesis import settings

from tests import sessions
from tests.emptying import empty
from tests.factories.kept import count_from_far
from zichtlijn.audit.figures import forget_figures

pytest_plugins = ["tests.factories.fixtures"]

settings.register_profile("here", deadline=None)
# In the build the same examples are drawn on every run.
settings.register_profile("build", deadline=None, derandomize=True)
settings.load_profile("build" if os.environ.get("CI") else "here")


#: A test that asks for none of these cannot reach the database: it is refused.
OF_THE_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


def _empty_afterwards(self):
    empty(connection)


TransactionTestCase._fixture_teardown = _empty_afterwards


class TooLong(Exception):
    """A text was written that its column has no room for: PostgreSQL refuses it, SQLite does not."""


def _fits(self, value, connection):
    if isinstance(value, str) and self.max_length and len(value) > self.max_length:
        raise TooLong(f"{self.model.__name__}.{self.name} has room for {self.max_length}: {value!r}")
    return _prepared(self, value, connection)


_prepared = CharField.get_db_prep_save
CharField.get_db_prep_save = _fits


def pytest_collection_modifyitems(items):
    """Mark what has to do with the database, so that the rest need not be run once for each kind of database."""
    for item in items:
        if item.get_closest_marker("django_db") or OF_THE_DATABASE & set(item.fixturenames):
            item.add_marker("database")


def pytest_collection(session):
    """Search for no circular garbage among what is imported and collected: it stays to the end."""
    gc.disable()


def pytest_collection_finish(session):
    """From here on it is searched for, though less often."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)


class LeavesThisMachine(Exception):
    """A test tried to reach another machine."""


def _stays_here(host: object) -> bool:
    try:
        return host in {"localhost", "", None} or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _asks_nobody(host: object) -> bool:
    """Whether this is known without a question to a server of names."""
    try:
        return _stays_here(host) or bool(ipaddress.ip_address(host))
    except ValueError:
        return host == socket.gethostname()


@pytest.fixture(autouse=True, scope="session")
def nothing_leaves_this_machine():
    """Refuse to connect or send to any machine but this one, and to ask where another one is."""
    patch = pytest.MonkeyPatch()

    def guard_sending(name):
        original = getattr(socket.socket, name)

        def send(self, *given):
            address = given[-1]
            host = address[0] if isinstance(address, tuple) else ""
            if self.family in {socket.AF_INET, socket.AF_INET6} and not _stays_here(host):
                raise LeavesThisMachine(f"A test tried to reach {address}.")
            return original(self, *given)

        patch.setattr(socket.socket, name, send)

    def guard_asking(name):
        original = getattr(socket, name)

        def ask(host, *given, **named):
            if not _asks_nobody(host):
                raise LeavesThisMachine(f"A test tried to reach {host}.")
            return original(host, *given, **named)

        patch.setattr(socket, name, ask)

    for name in ("connect", "connect_ex", "sendto"):
        guard_sending(name)
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        guard_asking(name)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def pages_are_noted_once(django_test_environment):
    """Let `answer.context` hold what a page was drawn with, and not that of each of its hundreds of pieces."""
    patch = pytest.MonkeyPatch()

    def draw(self, context):
        if context.template is self and isinstance(context, RequestContext):
            template_rendered.send(sender=self, template=self, context=context)
        return self.nodelist.render(context)

    patch.setattr(Template, "_render", draw)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def nothing_kept():
    """No test begins with figures that another one left in memory: a new database may give the same numbers."""
    forget_figures()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, django_db_modify_db_settings):
    """Whether the database of the run is there already: SQLite knows of no template, its file is copied here."""
    here = settings_of_django.DATABASES["default"]["TEST"]
    if connection.vendor == "sqlite" and "TEMPLATE" in here:
        shutil.copyfile(here["TEMPLATE"], here["NAME"])
        return True
    return django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database of the run. PostgreSQL drops none that is in use: a session that a test leaves fails the run.

    A thread of the live server gets a moment to end the last request of a browser that went.
    """
    with django_db_blocker.unblock():
        count_from_far()
    yield
    with django_db_blocker.unblock():
        left = sessions.others(connection, patience=10)
    assert not left, "Sessions were left open, opened by:\n" + "\n".join(left)
