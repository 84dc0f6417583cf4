"""The demo organisation for journeys: loaded for one test, and a way to sign in as somebody in it."""

import pytest
from django.utils import timezone

from tests.factories.kept import kept
from zichtlijn.access.models import Organisation
from zichtlijn.access.scoping import in_organisation
from zichtlijn.demo.accounts import PASSWORD, make_users
from zichtlijn.demo.small import make_empty
from zichtlijn.demo.westerwaard import make_westerwaard


@pytest.fixture
def westerwaard(live_server) -> Organisation:
    """Waterschap Westerwaard in Dutch, and the two empty organisations."""
    return kept("westerwaard", load)


def load() -> Organisation:
    users = make_users("nl")
    organisation = make_westerwaard("nl", users, today=timezone.localdate())
    make_empty([users["Daan Kuipers"]])
    return organisation


@pytest.fixture
def inside(westerwaard):
    """The scope of the organisation, for what a journey looks up itself."""
    with in_organisation(westerwaard):
        yield westerwaard


def sign_in(page, name, *, language=None):
    """Sign in as noor, rachid, ilse, … in this window; a language is chosen as a person would, in the top bar."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(f"{name}@westerwaard.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.locator("h1").wait_for()
    if language == "en":
        if (rest := page.locator(".where-button")).is_visible():  # on a phone it stands behind one button
            rest.click()
        page.get_by_role("button", name="EN", exact=True).click()
        page.locator("html[lang=en]").wait_for()
    return page
