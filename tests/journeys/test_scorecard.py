"""The scorecard by hand: an arrow drawn by mouse, by keyboard and by a form, and the screens walked with the keys."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE
from tests.journeys.demo import sign_in
from zichtlijn.scorecards.models import Arrow


def middle(box):
    at = box.bounding_box()
    return at["x"] + at["width"] / 2, at["y"] + at["height"] / 2


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "plain"])
def test_what_is_done_less_often_stands_under_more_for_mouse_keyboard_and_phone(
    open_page, inside, accessible, javascript
):
    page = sign_in(open_page(size=PHONE, javascript=javascript), "ilse")
    page.goto("/scorecard/")
    more = page.locator(".head summary").filter(has_text="Meer")
    weights = page.get_by_role("link", name="Gewichten verdelen")
    expect(weights).to_be_hidden()
    more.focus()
    page.keyboard.press("Enter")
    expect(weights).to_be_visible()
    box = weights.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]  # the whole of it is on the screen
    if javascript:
        accessible(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Presenteren")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Gewichten verdelen")


def test_an_arrow_is_drawn_by_mouse_by_keyboard_and_by_a_form(open_page, inside, accessible, screenshot):
    page = sign_in(open_page(), "ilse")
    page.goto("/scorecard/map/")
    screenshot(page, "strategiekaart", whole=True)
    before = Arrow.objects.count()
    boxes = {name: page.locator(f'a.box[aria-label^="{name}"]') for name in ("Zuivering", "Onderhoud", "Keringen")}
    boxes["Zuivering"].scroll_into_view_if_needed()
    page.mouse.move(*middle(boxes["Zuivering"]))
    page.mouse.down()
    page.mouse.move(400, 400)
    page.mouse.move(*middle(boxes["Onderhoud"]))
    page.mouse.up()
    expect(page.locator("main")).to_contain_text("De pijl is getekend.")
    assert Arrow.objects.filter(cause__key="S09", effect__key="S02").exists()

    boxes["Keringen"].focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-map-said]")).to_contain_text("Van Keringen")
    page.keyboard.press("ArrowUp")
    expect(page.locator("a.box:focus")).to_have_attribute("aria-label", re.compile("Bewoners|Waardering"))
    page.keyboard.press("Escape")
    expect(page.locator("[data-map-said]")).to_contain_text("Gestopt")
    boxes["Keringen"].focus()
    page.keyboard.press("Space")
    boxes["Zuivering"].focus()
    page.keyboard.press("Space")
    expect(page.locator("main")).to_contain_text("De pijl is getekend.")
    assert Arrow.objects.count() == before + 2
    expect(page.locator("a.box:focus")).to_have_attribute("aria-label", re.compile("Zuivering"))

    boxes["Onderhoud"].focus()
    page.keyboard.press("Space")
    boxes["Zuivering"].focus()
    page.keyboard.press("Space")
    expect(page.locator("main")).to_contain_text("zou een cirkel sluiten")
    assert Arrow.objects.count() == before + 2
    accessible(page)

    plain = sign_in(open_page(javascript=False), "ilse")
    plain.goto("/scorecard/map/")
    plain.get_by_label(re.compile("Van \\(oorzaak\\)")).select_option(label="Inkoop gebundeld")
    plain.get_by_label(re.compile("Naar \\(gevolg\\)")).select_option(label="Lastendruk onder inflatie")
    plain.get_by_role("button", name="Tekenen", exact=True).click()
    expect(plain.locator("main")).to_contain_text("De pijl is getekend.")


def test_the_scorecard_is_walked_on_the_wall_and_is_a_long_page_without_scripts(
    open_page, inside, accessible, screenshot
):
    page = sign_in(open_page(), "ilse")
    page.goto("/scorecard/present/")
    screens = page.locator("[data-present-screen]")
    expect(screens.nth(0)).to_be_visible()
    expect(screens.nth(1)).to_be_hidden()
    for key, shown in (("ArrowRight", 1), ("PageDown", 2), ("ArrowLeft", 1), ("End", 4), ("ArrowDown", 4)):
        page.keyboard.press(key)
        expect(screens.nth(shown)).to_be_visible()
    expect(page.locator("[data-present-place]")).to_have_text("5 / 5")
    expect(screens.nth(4)).to_contain_text("Te eenzijdig")
    screenshot(page, "presenteren")
    accessible(page)
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/scorecard/$"))
    page.goto("/scorecard/present/")
    page.get_by_role("button", name="Volledig scherm").click()
    page.wait_for_function("document.fullscreenElement !== null")
    page.evaluate("document.exitFullscreen()")
    expect(page).to_have_url(re.compile(r"/scorecard/$"))
    page.goto("/scorecard/balance/")
    accessible(page)

    plain = sign_in(open_page(javascript=False, size=PHONE), "ilse")
    plain.goto("/scorecard/present/")
    for number in range(5):
        expect(plain.locator("[data-present-screen]").nth(number)).to_be_visible()


def test_on_a_phone_the_map_scrolls_in_its_box_and_presenting_begins_at_the_top(open_page, inside, accessible):
    page = sign_in(open_page(size=PHONE), "ilse")
    page.goto("/scorecard/map/")
    box = page.locator(".map-wide")
    expect(box.locator("svg.map-picture")).to_be_visible()
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    places = box.locator("[data-map-box]").evaluate_all("boxes => boxes.map(box => box.getBoundingClientRect().left)")
    assert any(0 <= place < PHONE["width"] for place in places), "it opens where something stands"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    accessible(page)
    page.goto("/scorecard/present/#screen-processes")
    expect(page.get_by_role("button", name="Volgende")).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0


def test_what_a_perspective_weighs_follows_while_one_types(open_page, inside, accessible):
    page = sign_in(open_page(), "ilse")
    page.goto("/scorecard/weights/")
    financial = page.locator("[data-sum-part]").first
    inputs = financial.locator("input.amount")
    for place, weight in enumerate(["10", "10", "10", "2,5"]):
        inputs.nth(place).fill(weight)
    expect(financial.locator("[data-sum-part-shown]")).to_have_text("32,5%")
    accessible(page)
