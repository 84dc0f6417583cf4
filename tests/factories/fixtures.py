"""Fixtures that every test may ask for."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.cast import make_cast
from tests.factories.client import Client, sign_in
from tests.factories.kept import kept
from zichtlijn.access.scoping import in_organisation
from zichtlijn.documents import pdf
from zichtlijn.objectives.actions.standing import recompute_organisation

#: When the first test of this process asked for `time_of_year`.
_began: dict[str, float] = {}


@pytest.fixture
def time_of_year(time_machine):
    """It is the fifteenth of August 2026, about noon: no day, month, quarter or year begins or ends here.

    For tests that speak of that year, or of what is late or was read before in a year that has to be under way. Asked
    for before the cast: by `usefixtures`, or as the first argument. It goes on from one test to the next: what is kept
    of the cast was made before the test that has it, and not a few seconds later.
    """
    now = time.time()
    _began.setdefault("first", now)
    time_machine.move_to(datetime(2026, 8, 15, 10, tzinfo=UTC) + timedelta(seconds=now - _began["first"]))


@pytest.fixture
def cast(db, request):
    """The fixed cast, in an organisation of its own; the twin organisation is `cast.twin`."""
    if "standing" in request.fixturenames:
        return kept("cast that stands", make_cast_that_stands)
    return kept("cast", make_cast)


def make_cast_that_stands():
    """Make the cast and compute where everything of its organisation stands."""
    made = make_cast()
    with in_organisation(made.organisation):
        recompute_organisation(made.organisation)
    return made


@pytest.fixture
def scoped(cast):
    """The cast, with the scope of its organisation open for the queries of the test itself."""
    with in_organisation(cast.organisation):
        yield cast


@pytest.fixture
def standing(scoped):
    """`scoped`, with every stored standing right; asked for by its name, or by a fixture that does."""
    return scoped


@pytest.fixture
def client():
    """A browser in which nobody has signed in."""
    return Client()


@pytest.fixture
def signed_in():
    """`signed_in(cast.employee)`: a new browser in which this member has signed in."""
    return lambda member: sign_in(Client(), member)


@pytest.fixture
def set_on_paper(monkeypatch):
    """`set_on_paper(documents)`: what that module gave to be set, the last time; it is set all the same."""

    def watch(module):
        given = {}

        def make(template, data, *, at):
            given.clear()
            given.update(data)
            return pdf.make_pdf(template, data, at=at)

        monkeypatch.setattr(module, "make_pdf", make)
        return given

    return watch
