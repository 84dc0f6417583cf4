"""Check-in and search, as hands on a keyboard know them."""

import re

from playwright.sync_api import expect

from tests.journeys.demo import sign_in
from zichtlijn.access.models import User
from zichtlijn.objectives.models import Measure, Reading


def test_values_are_typed_in_place_and_saved_by_enter_or_by_going_on(open_page, inside, screenshot):
    page = sign_in(open_page(), "noor")
    page.goto("/check-in/")
    rows = page.locator(".check-row")
    assert rows.count() >= 2
    first, second = (int(rows.nth(n).get_attribute("id").removeprefix("measure-")) for n in (0, 1))
    before = Measure.objects.get(pk=first)
    standing = page.locator(f"#standing-{before.objective_id}")
    stood = standing.text_content().strip()
    page.locator(f"#value-{first}").fill("39,5")
    page.locator(f"#value-{first}").press("Enter")
    row = page.locator(f"#measure-{first}")
    expect(row).to_contain_text("Bewaard")
    expect(page.locator(f"#value-{second}")).to_be_focused()
    expect(page.locator("#check-live")).to_have_text(re.compile("bewaard"))
    assert float(Measure.objects.get(pk=first).current_value) == 39.5
    expect(standing).not_to_have_text(stood)
    screenshot(page, "check-in")

    page.locator(f"#value-{second}").fill("veel")
    page.locator("h1").click()  # leaving the row saves it, or says why not
    expect(page.locator(f"#measure-{second}")).to_contain_text("Schrijf een getal, bijvoorbeeld 12,5.")
    expect(page.locator(f"#value-{second}")).to_have_value("veel")
    page.locator(f"#value-{second}").press("Enter")  # refused again: one is back in the field, to type it anew
    expect(page.locator(f"#value-{second}")).to_be_focused()
    page.locator(f"#value-{second}").fill("77")  # perhaps before the answer is there: what is typed stays
    page.locator(f"#value-{second}").press("Enter")
    expect(page.locator(f"#measure-{second}")).to_contain_text("Bewaard")

    row.get_by_role("button", name=re.compile("Ongedaan")).click()
    expect(row).to_contain_text("Ongedaan gemaakt")
    assert Measure.objects.get(pk=first).current_value == before.current_value
    expect(standing).to_have_text(stood)


def test_without_scripts_the_rows_are_one_form_that_keeps_what_was_typed(open_page, inside):
    page = sign_in(open_page(javascript=False), "noor")
    page.goto("/check-in/")
    values = page.locator("input[id^=value-]")
    first, second = (int(values.nth(n).get_attribute("id").removeprefix("value-")) for n in (0, 1))
    readings = Reading.objects.count()
    page.locator(f"#value-{first}").fill("39,5")
    page.locator(f"#value-{second}").fill("veel")
    page.get_by_role("button", name="Alle rijen bewaren").click()
    expect(page.locator(".summary")).to_contain_text("Schrijf een getal")
    expect(page.locator(f"#value-{first}")).to_have_value("39,5")
    expect(page.locator(f"#value-{second}")).to_be_focused()
    assert Reading.objects.count() == readings
    page.locator(f"#value-{second}").fill("77")
    page.get_by_role("button", name="Alle rijen bewaren").click()
    expect(page.locator("#messages, .notice").first).to_contain_text("2 rijen zijn bewaard")
    assert Reading.objects.count() == readings + 2


def test_who_turned_the_search_key_off_types_past_it(open_page, inside):
    User.objects.filter(email="noor@westerwaard.example").update(search_key=False)
    page = sign_in(open_page(), "noor")
    page.keyboard.press("/")
    page.keyboard.type("klantc")
    field = page.get_by_role("searchbox")
    expect(field).not_to_be_focused()
    expect(field).to_have_value("")
    field.fill("klantc")
    expect(page.locator("#found a").first).to_be_visible()


def test_search_opens_under_the_field_and_is_walked_with_the_arrows(open_page, inside):
    page = sign_in(open_page(), "noor")
    page.keyboard.press("/")
    page.keyboard.type("klantc")
    found = page.locator("#found a")
    expect(found.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(found.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(found.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#found")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=klantc"))
    expect(page.locator("#results a").first).to_contain_text("Klantcontact")


def test_a_size_that_the_browser_gave_a_field_does_not_break_the_policy_of_the_page(open_page, inside):
    page = sign_in(open_page(), "noor")
    page.goto("/check-in/")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    row = page.locator(".check-row").first
    number = row.get_attribute("id").removeprefix("measure-")
    page.locator(f"#value-{number}").evaluate("field => { field.style.height = '60px' }")
    page.locator(f"#value-{number}").fill("40,5")
    page.locator(f"#value-{number}").press("Enter")
    expect(row).to_contain_text("Bewaard")
    page.wait_for_timeout(300)
    assert not [text for text in said if "Content Security Policy" in text]


def test_what_is_typed_while_the_answer_is_on_its_way_stays(open_page, inside):
    page = sign_in(open_page(), "noor")
    page.goto("/check-in/")
    row = page.locator(".check-row").first
    first = int(row.get_attribute("id").removeprefix("measure-"))
    field = page.locator(f"#value-{first}")
    asked = f"**/check-in/measures/{first}/**"
    waiting, held = [], True
    page.route(asked, lambda route: waiting.append(route) if held else route.continue_())

    def send(words):
        """Press the button, and go on once the question of it is held up."""
        before = len(waiting)
        field.fill(words)
        with page.expect_request(asked):
            row.get_by_role("button", name=re.compile("Bewaren")).click()
        while len(waiting) == before:
            page.wait_for_timeout(10)

    send("veel")
    field.fill("39")
    assert len(waiting) == 1
    waiting[0].continue_()
    expect(row).to_contain_text("Schrijf een getal, bijvoorbeeld 12,5.")
    expect(field).to_have_value("39")
    expect(field).to_be_focused()
    send("veel meer")
    held = False  # not by taking the route away: the browser would let go of what waits
    field.fill("39")
    field.press("Enter")  # the first answer never comes, the second does
    expect(row).to_contain_text("Bewaard")


def test_a_value_that_is_sent_while_the_answer_before_it_is_drawn_is_saved(open_page, inside):
    page = sign_in(open_page(), "noor")
    page.goto("/check-in/")
    row = page.locator(".check-row").first
    first = int(row.get_attribute("id").removeprefix("measure-"))
    page.evaluate(
        """(id) => document.addEventListener("htmx:before:swap", () => {
          const field = document.getElementById(id);
          field.value = "39";
          field.dispatchEvent(new InputEvent("input", { bubbles: true }));
          field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
        }, { once: true })""",
        f"value-{first}",
    )
    page.locator(f"#value-{first}").fill("veel")
    row.get_by_role("button", name=re.compile("Bewaren")).click()
    expect(row).to_contain_text("Bewaard")
    assert float(Measure.objects.get(pk=first).current_value) == 39


def test_a_value_that_could_not_be_saved_is_not_forgotten(open_page, inside):
    page = sign_in(open_page(), "noor")
    page.goto("/check-in/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    row = page.locator(".check-row").first
    first = int(row.get_attribute("id").removeprefix("measure-"))
    address, readings = f"**/check-in/measures/{first}/**", Reading.objects.filter(measure=first).count()
    page.route(address, lambda route: route.fulfill(status=503, body=""))
    page.locator(f"#value-{first}").fill("39")
    page.locator("h1").click()
    expect(page.locator("#messages")).to_contain_text("Te druk")
    page.unroute(address)
    page.locator(f"#note-{first}").press("Enter")
    expect(row).to_contain_text("Bewaard")
    assert Reading.objects.filter(measure=first).count() == readings + 1

    page.route(address, lambda route: route.fulfill(status=409, headers={"X-Refused": "reasons"}, body="Net dicht."))
    page.locator(f"#value-{first}").fill("40")
    page.locator("h1").click()
    expect(page.locator("#messages")).to_contain_text("Net dicht.")
    expect(page.locator(f"#value-{first}")).to_have_value("40")
    page.goto("/check-in/")
    assert asked == ["beforeunload"]
