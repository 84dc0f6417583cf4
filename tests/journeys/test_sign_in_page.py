"""What somebody meets who is not signed in."""

import pytest

from tests.journeys.conftest import DESK, PHONE


@pytest.mark.once
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_stranger_meets_the_sign_in_page_and_axe_finds_nothing(open_page, accessible, size):
    page = open_page(size=size)
    page.goto("/")
    assert page.get_by_label("E-mail").is_visible()
    assert page.locator("input[type=password]").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    accessible(page)


@pytest.mark.parametrize(("language", "words"), [("nl-NL", "Inloggen"), ("en-GB", "Sign in")])
def test_the_page_speaks_the_language_of_the_browser(open_page, language, words):
    page = open_page(language=language)
    page.goto("/")
    assert page.get_by_role("button", name=words).is_visible()
    assert page.locator("html").get_attribute("lang") == language[:2]


def test_the_form_works_without_scripts(open_page):
    page = open_page(javascript=False)
    page.goto("/")
    page.get_by_label("E-mail").fill("nobody@example.org")
    page.locator("input[type=password]").fill("not the password of anybody")
    page.locator("input[type=password]").press("Enter")
    assert page.locator("[role=alert], .errorlist, .notice").first.is_visible()
