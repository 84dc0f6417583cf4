"""A real browser for the journeys: Chromium, driven by Playwright, on a server of the test's own."""

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import expect, sync_playwright

from tests.journeys.demo import inside, westerwaard

__all__ = ["inside", "westerwaard"]  # fixtures

# Playwright keeps an event loop in this thread; Django would take that for asynchronous code and refuse its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# A shared machine may be slow; what waits is not wrong.
expect.set_options(timeout=20_000)

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
#: What WCAG 2.2 AA asks, as far as a program can see it.
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # what passes is not written out
}
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
SCREENSHOTS = Path(__file__).parents[2] / "docs" / "screenshots"


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser():
    """Chromium, started once; without one the journeys fail, they are not skipped."""
    path = os.environ.get("ZICHTLIJN_TEST_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, "The journeys need Chromium: install it, on Debian with `apt install chromium`."
    own = connections.all()
    with sync_playwright() as playwright:
        # Django keeps other connections for code inside an event loop than outside it. Playwright's loop runs in this
        # thread for as long as the browser is there: the thread goes on with the connections it has, or what a test
        # opens meanwhile stays open when the loop is gone, and PostgreSQL cannot drop the database.
        for connection in own:
            connections[connection.alias] = connection
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, live_server):
    """`open_page()`: a new window on the program; what the browser complains about fails the test."""
    contexts, complaints = [], []

    def open_window(*, size=DESK, language="nl-NL", zone=None, javascript=True):
        context = browser.new_context(
            base_url=live_server.url,
            viewport=size,
            locale=language,
            timezone_id=zone,
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


def is_complaint(message):
    """Errors of scripts and of the content security policy; a refusal that the journey provokes is no complaint."""
    return message.type == "error" and not message.text.startswith("Failed to load resource: the server responded with")


@pytest.fixture
def page(open_page):
    """One window at the size of a desk."""
    return open_page()


@pytest.fixture(scope="session")
def accessible():
    """`accessible(page)`: fails with what axe finds; that is the same on each database, so it is asked on SQLite."""
    axe = Axe()

    def check(page):
        if connections["default"].vendor != "sqlite":
            return
        found = axe.run(page, options=RULES).response["violations"]
        assert not found, "\n".join(
            f"{violation['id']}: {violation['help']}\n  " + "\n  ".join(node["html"] for node in violation["nodes"])
            for violation in found
        )

    return check


@pytest.fixture
def screenshot():
    """`screenshot(page, name)`: keeps the picture for the manual when ZICHTLIJN_TEST_SCREENSHOTS is set."""

    def take(page, name, *, whole=False):
        if os.environ.get("ZICHTLIJN_TEST_SCREENSHOTS"):
            SCREENSHOTS.mkdir(exist_ok=True)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=whole, animations="disabled")

    return take
