"""Requests that no browser sends: they are refused or read as nothing, and are no failure of the program."""

from itertools import cycle

import pytest
from django.test.client import ClientHandler
from django.urls import get_resolver, reverse

from tests.house.rights import TABLE
from tests.house.test_rights import send, visitor, world
from zichtlijn.access.prepared import MOST_NUMBER
from zichtlijn.access.scoping import in_organisation

__all__ = ["world"]  # a fixture
LARGE = (MOST_NUMBER + 1, 10**30)
PROGRAM = ClientHandler(enforce_csrf_checks=True)
#: Types of content over which Django fails.
UNREADABLE = (
    "text/plain; x*=nope''a",
    "text/plain; x*=a; x*1=b",
    "text/plain; x*=idna''a%ff",
    "text/plain; x*" + "1" * 5000 + "=a",
    "text/plain; charset*=utf-8''a%00b",
    "text/plain; charset*=utf-7''%2b2AA-",
    "multipart/form-data; boundary=x; x*=undefined''a",
)


# numbers that no table holds ---------------------------------------------------------------------------------------


def with_numbers(resolver=None, space=""):
    """The name of each address with a number in it, and the words for its numbers."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from with_numbers(pattern, space + (f"{pattern.namespace}:" if pattern.namespace else ""))
        elif found := [
            word for word, kind in pattern.pattern.converters.items() if type(kind).__name__ == "IntConverter"
        ]:
            yield space + pattern.name, found


@pytest.mark.django_db
def test_no_address_fails_over_a_number_that_no_table_holds(world):
    asked, failed = dict(with_numbers()), []
    assert len(asked) > 100
    there = {page.name: page for page in TABLE if page.name in asked}
    assert set(there) == set(asked)
    ways = cycle((visitor(member), number) for member in (world.administrator, world.hr) for number in LARGE)
    for page in there.values():
        with in_organisation(world.organisation):
            known = page.kwargs(world)
        for word in asked[page.name]:
            browser, number = next(ways)
            url = reverse(page.name, kwargs={**known, word: number})
            status = send(browser, "GET" if page.GET else "POST", url + page.query).status_code
            if status != 404:
                failed.append(f"{url}: {status}")
    assert failed == []
