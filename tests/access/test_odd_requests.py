"""Requests that no browser sends: they are refused or read as nothing, and are no failure of the program."""

import time
from itertools import cycle

import pytest
from django.http import HttpRequest, QueryDict
from django.test import Client as DjangoClient
from django.test.client import ClientHandler
from django.urls import get_resolver, reverse
from django.utils import translation

from tests.factories import Client
from tests.house.rights import TABLE
from tests.house.test_rights import send, visitor, world
from zichtlijn import wsgi
from zichtlijn.access.incoming import readable
from zichtlijn.access.kept import typed_in
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


# headers -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["Origin", "Referer"])
@pytest.mark.parametrize("address_of_page", ["http://[", "http://[::1", "//[", "http://a]b/"])
def test_an_address_that_is_none_in_a_header_is_as_no_address(header, address_of_page):
    browser = Client(enforce_csrf_checks=True)
    headers = {header: address_of_page}
    assert browser.get("/", headers=headers).status_code == 302
    browser.cookies["sessionid"] = "none"
    assert browser.post("/language", {"language": "nl"}, headers=headers).status_code == 403
    assert browser.post("/members/add", {"name": "x"}, headers=headers).status_code == 403
    assert Client().post("/members/add", {"name": "x"}, headers=headers).status_code == 302


# what the web server hands over ------------------------------------------------------------------------------------


def served(path, body=b"", **given):
    """The status and the words of the answer when the web server hands this over."""
    browser = DjangoClient()
    browser.handler = lambda environ: readable(lambda handed_on, _start: PROGRAM(handed_on))(environ, None)
    answer = browser.generic("POST" if body else "GET", path, body, **given)
    return answer.status_code, answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", UNREADABLE, ids=range(len(UNREADABLE)))
def test_a_type_of_content_that_cannot_be_read_is_left_out(kind):
    with pytest.raises((ValueError, TypeError)):
        HttpRequest()._set_content_type_params({"CONTENT_TYPE": kind})
    assert served("/health", CONTENT_TYPE=kind) == (200, "ok\n")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "charset", ["rot13", "utf-7", "unicode_escape", "latin-1", "utf-16", "undefined", "hex", "idna"]
)
def test_what_is_not_in_utf_8_is_not_believed(charset):
    """The address is read as any other; a form is not read, so that its token is missing."""
    status, words = served("/accounts/login/?next=/%5Cu0000/%C3%A9", CONTENT_TYPE=f"text/plain; charset={charset}")
    assert status == 200
    assert r'name="next" value="/\u0000/é"' in words
    form = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\na+2AA-b\r\n--x--\r\n'
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    assert served("/accounts/login/", form, CONTENT_TYPE=kind)[0] == 403


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=UTF-8",
        "multipart/form-data; boundary=----WebKitFormBoundaryx",
        'text/plain; charset="utf8"',
        "application/csp-report",
        "text/plain; charset=nope",
        "text/plain; charset=é",
        "text/plain; charset=",
    ],
)
def test_any_other_type_of_content_is_handed_on(kind):
    handed_on = {}
    readable(lambda environ, _start: handed_on.update(environ) or [])({"CONTENT_TYPE": kind}, lambda *_: None)
    assert handed_on == {"CONTENT_TYPE": kind}
    HttpRequest()._set_content_type_params(handed_on)


def test_the_door_for_the_web_server_is_that_one():
    assert wsgi.application.__qualname__ == "readable.<locals>.answer"


# forms -------------------------------------------------------------------------------------------------------------


def test_a_field_with_a_name_that_no_field_of_ours_has_is_left_out_at_once():
    form = QueryDict(mutable=True)
    form.update({f"x-{'1' * 4301}-y": "een", "1-" * 50_000: "twee", f"{'a-' * 90}1234567-name": "drie"})
    form.update({"rows-2-name": "vier"})
    started = time.process_time()
    with translation.override("en"):
        assert [(typed.label, typed.value) for typed in typed_in(form)] == [("Name", "drie"), ("Name 3", "vier")]
    assert time.process_time() - started < 5


@pytest.mark.django_db
def test_what_was_typed_in_such_a_field_is_no_failure():
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["sessionid"] = "x"
    sent, kind = f"x-{'1' * 4301}-y=een&name=Eik", "application/x-www-form-urlencoded"
    answer = browser.post("/language", sent, content_type=kind, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    assert "Eik" in answer.content.decode()
