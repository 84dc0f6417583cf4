"""Whole paths through the program, as the people of the demo organisation walk them."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.demo import sign_in
from zichtlijn.objectives.models import Objective
from zichtlijn.organisation.models import Person


def test_an_employee_follows_the_line_records_a_reading_and_it_arrives_above(open_page, inside, screenshot):
    noor = Person.objects.get(given_name="Noor", family_name="Wit")
    page = sign_in(open_page(), "noor")
    expect(page.locator("h1")).to_contain_text("Noor")
    levels = page.locator(".sight").first.locator(".lvl")
    expect(levels.first).to_contain_text(re.compile("missie", re.IGNORECASE))
    expect(levels.last).to_contain_text(re.compile("mijn doelstellingen", re.IGNORECASE))
    screenshot(page, "mijn-zichtlijn")

    page.goto("/check-in/")
    screenshot(page, "check-in")
    measure = noor.measures.filter(kind="up", objective__state="agreed", ended_on=None).order_by("pk").first()
    parent = Objective.objects.filter(child_links__child=measure.objective).get()
    before = parent.support_progress
    page.goto(f"/measures/{measure.pk}/readings/new/")
    page.get_by_label(re.compile("Waarde")).fill("ongeveer tien")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.locator("main")).to_contain_text("12,5")  # the message says how to write a number
    page.get_by_label(re.compile("Waarde")).fill(f"{measure.target:n}".replace(".", ","))
    page.get_by_role("button", name="Bewaren").click()
    expect(page).to_have_url(re.compile(rf"/objectives/{measure.objective_id}/"))
    measure.refresh_from_db()
    assert measure.current_value == measure.target
    parent.refresh_from_db()
    assert parent.support_progress != before
    page.goto(f"/objectives/{parent.pk}/")
    expect(page.locator("h1")).to_have_text(parent.title)
    screenshot(page, "doelstelling")


def test_the_columns_can_be_walked_with_the_keyboard(open_page, inside, screenshot):
    page = sign_in(open_page(), "ilse")
    page.goto("/breaks/")
    screenshot(page, "waar-de-lijn-breekt")
    page.goto("/scorecard/")
    expect(page.locator(".lead")).to_have_text("Te eenzijdig: financieel weegt 40%, leren en veranderen 10%.")
    screenshot(page, "scorecard")
    page.goto("/alignment/")
    screenshot(page, "afstemming")
    columns = page.locator(".levels > section")
    expect(columns).to_have_count(6)
    second = columns.nth(1).locator("a.goal")
    second.first.focus()
    page.keyboard.press("ArrowDown")
    expect(second.nth(1)).to_be_focused()
    title = second.nth(1).locator("b").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("open="))
    opened = page.locator(".levels > section").nth(1).locator("a.goal.on")
    expect(opened.locator("b")).to_have_text(title)
    expect(opened).to_be_focused()  # the next page goes on where this one was left
    assert opened.evaluate("card => card.matches(':focus-visible')")
    page.keyboard.press("ArrowRight")
    third = page.locator(".levels > section").nth(2).locator("a.goal")
    expect(third.first).to_be_focused()
    title = third.first.locator("b").inner_text()
    page.keyboard.press("Enter")
    opened = page.locator(".levels > section").nth(2).locator("a.goal.on")
    expect(opened.locator("b")).to_have_text(title)
    expect(opened).to_be_focused()


def test_on_a_phone_the_cascade_is_gone_through_one_level_at_a_time(open_page, inside, accessible):
    page = sign_in(open_page(size=PHONE), "noor")
    page.goto("/alignment/?open=top")
    front = page.locator(".levels .front")
    for _step in range(2):
        title = front.locator("a.goal b").first.inner_text()
        front.locator("a.goal").first.click()
        page.wait_for_url(re.compile(r"open=\d"))
        expect(page.locator(".levels .path a.goal.on b").last).to_have_text(title)
    expect(page.locator(".levels .path a.goal:visible")).to_have_count(3)  # the mission and both that were chosen
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator(".levels").evaluate("box => box.scrollWidth <= box.clientWidth")
    accessible(page)
    page.locator(".levels .again").last.click()
    expect(page.locator(".levels .path a.goal:visible")).to_have_count(2)


def test_a_manager_proposes_and_the_employee_agrees(open_page, inside, screenshot):
    rachid = sign_in(open_page(), "rachid")
    rachid.goto("/team/")
    screenshot(rachid, "team")
    noor = Person.objects.get(given_name="Noor", family_name="Wit")
    rachid.goto(f"/objectives/new/?level=personal&owner={noor.pk}")
    rachid.locator("input[name=title]").fill("Twee collega's wegwijs maken in de kennisbank")
    rachid.get_by_role("button", name="Bewaren als concept").click()
    expect(rachid.locator("h1")).to_have_text("Twee collega's wegwijs maken in de kennisbank")
    rachid.get_by_role("link", name="Voorstellen").click()
    rachid.get_by_role("button", name="Voorstellen").click()
    address = rachid.url

    employee = sign_in(open_page(size=PHONE), "noor")
    expect(employee.locator("main")).to_contain_text("Twee collega's wegwijs maken")
    employee.goto(address)
    employee.get_by_role("link", name="Akkoord").first.click()
    employee.get_by_role("button", name="Akkoord").click()
    made = Objective.objects.get(title="Twee collega's wegwijs maken in de kennisbank")
    assert made.state == "agreed"
    assert made.owner == noor


PAGES = {
    "noor": ["/", "/check-in/", "/alignment/", "/strategy/", "/people/", "/search/?q=wacht", "/export/", "/account"],
    "rachid": ["/team/", "/templates/", "/objectives/new/", "/objectives/new/?level=operational", "/breaks/"],
    "ilse": [
        "/",
        "/alignment/",
        "/breaks/without-parent/",
        "/objectives/",
        "/strategy/new/",
        "/scorecard/",
        "/scorecard/weights/",
        "/okr/",
        "/okr/cycles/",
        "/scorecard/balance/",
        "/scorecard/map/",
        "/scorecard/present/",
        "/scorecard/perspectives/",
    ],
    "daan": [
        "/units/",
        "/positions/",
        "/projects/",
        "/periods/",
        "/members/",
        "/settings/",
        "/import/",
        "/import/plan/",
    ],
    "anneke": ["/", "/breaks/"],
}


AT = pytest.mark.parametrize(("size", "language"), [(DESK, "nl"), (PHONE, "en")], ids=["desk-nl", "phone-en"])


def look_at(page, path, language, accessible):
    """This page is there, in this language, as wide as the window, and axe finds nothing."""
    answer = page.goto(path)
    assert answer.status == 200, f"{path}: {answer.status}"
    assert page.locator("html").get_attribute("lang") == language
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{path} is too wide"
    accessible(page)


@pytest.mark.once
@AT
@pytest.mark.parametrize("name", PAGES)
def test_every_main_page_is_accessible_and_fits(open_page, inside, accessible, name, size, language):
    page = sign_in(open_page(size=size), name, language=language)
    for path in PAGES[name]:
        look_at(page, path, language, accessible)


@pytest.mark.once
@AT
def test_the_pages_of_an_objective_are_accessible_and_fit(open_page, inside, accessible, size, language):
    page = sign_in(open_page(size=size), "noor", language=language)
    personal = Objective.objects.filter(level="personal", owner__given_name="Noor", measures__current_on__isnull=False)
    objective = personal.order_by("pk").first()
    measure = objective.measures.order_by("pk").first()
    for path in [f"/objectives/{objective.pk}/", f"/measures/{measure.pk}/", f"/measures/{measure.pk}/edit/"]:
        look_at(page, path, language, accessible)


def test_the_line_fits_on_a_phone(open_page, inside, screenshot):
    page = sign_in(open_page(size=PHONE), "noor", language="en")
    page.goto("/")
    expect(page.locator(".sight").first).to_be_visible()
    screenshot(page, "phone")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_on_a_phone_the_head_of_a_page_is_one_row_with_the_rest_behind_a_button(
    open_page, inside, accessible, javascript
):
    page = sign_in(open_page(size=PHONE, javascript=javascript), "daan")
    assert page.locator("header.top").bounding_box()["height"] <= 62
    field, rest = page.get_by_role("searchbox"), page.locator(".where-button")
    assert field.bounding_box()["width"] < 50
    field.focus()
    assert field.bounding_box()["width"] > 300  # it opens over the row
    field.blur()

    expect(page.locator(".top .organisation").first).to_be_hidden()
    rest.click()
    page.locator(".where .period summary").click()
    expect(page.get_by_role("button", name=f"{timezone.localdate().year - 1} · Q2")).to_be_visible()
    page.locator(".where .user summary").click()
    leave = page.get_by_role("button", name="Uitloggen")
    expect(leave).to_be_visible()
    if javascript:
        accessible(page)
    page.locator(".where .organisation summary").click()
    page.get_by_role("button", name="Proef: bestanden").click()
    expect(page.locator("h1")).to_contain_text("Daan")
    expect(page.locator("main")).to_contain_text("Maak het jaar aan")
    assert page.goto("/search/?q=maak").status == 200
    assert page.get_by_role("searchbox").bounding_box()["width"] > 300  # on the page of search it stands open


def test_forms_work_without_scripts(open_page, inside):
    page = open_page(javascript=False)
    sign_in(page, "noor")
    page.goto("/objectives/new/?level=personal")
    page.locator("input[name=title]").fill("Zonder scripts een doelstelling")
    page.get_by_role("button", name="Bewaren als concept").click()
    assert Objective.objects.filter(title="Zonder scripts een doelstelling", state="draft").exists()
    page.goto("/alignment/")
    assert page.locator("a.goal.on").count() >= 3
