"""W28: the program gives out no keys to its addresses, so none opens one; and a role that was lost is lost at once."""

import base64

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from tests.house.rights import TABLE
from tests.house.test_rights import address, send, verdict, visitor, world
from zichtlijn.access.models import RoleAssignment

__all__ = ["world"]  # a fixture
pytestmark = pytest.mark.django_db


def test_W28_no_header_or_key_opens_any_address(world):
    """The key of a session that is open, the password, and what servers in front of others are trusted with."""
    member = world.administrator
    key = visitor(member).session.session_key
    member.user.set_password("proef-met-een-goed-wachtwoord")
    member.user.save()
    basic = base64.b64encode(f"{member.email}:proef-met-een-goed-wachtwoord".encode()).decode()
    browser = visitor(
        HTTP_AUTHORIZATION=f"Bearer {key}", HTTP_X_API_KEY=key, HTTP_API_KEY=key, HTTP_X_AUTH_TOKEN=key,
        HTTP_X_SESSION_TOKEN=key, HTTP_X_FORWARDED_USER=member.email, HTTP_X_REMOTE_USER=member.email,
        REMOTE_USER=member.email,
    )  # fmt: skip
    names, opened = set(), []
    for page in TABLE:
        if page.public or page.name in names:
            continue
        names.add(page.name)
        url = address(page, world)
        url += f"{'&' if '?' in url else '?'}token={key}&api_key={key}&sessionid={key}"
        answer = send(browser, "GET" if page.GET else "POST", url, page.data)
        if verdict(answer) != "?" or answer.content:
            opened.append(f"{url}: {answer.status_code}")
    assert opened == []
    assert len(names) > 200
    by_password = visitor(HTTP_AUTHORIZATION=f"Basic {basic}")
    assert verdict(send(by_password, "GET", "/members/")) == "?"


def test_W28_no_table_keeps_keys_of_programs(db):
    words = ("token", "apikey", "api_key", "accesskey", "webhook")
    assert [m._meta.label for m in apps.get_models() if any(word in m.__name__.lower() for word in words)] == []


def test_W28_a_role_that_was_lost_opens_nothing_at_the_next_request(world):
    pages = [reverse("conversations:add_cycle"), reverse("rewards:add_system")]
    browser = visitor(world.hr)
    with transaction.atomic():
        assert [browser.get(url).status_code for url in pages] == [200, 200]
        RoleAssignment._base_manager.filter(membership=world.hr.membership).delete()
        assert [browser.get(url).status_code for url in pages] == [403, 403]
        assert browser.post(pages[0], {"name": "Nog gauw"}).status_code == 403
        transaction.set_rollback(True)
