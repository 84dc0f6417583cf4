"""The components in a real browser: seen, used with the keyboard, without scripts, on a phone, on paper."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.once


@pytest.fixture
def gallery(open_page, browser, signed_in, cast, live_server):
    """`gallery()`: the gallery page in a window of its own, signed in as the employee."""
    cast.employee.user.language = "nl"
    cast.employee.user.save()
    session = signed_in(cast.employee).cookies[settings.SESSION_COOKIE_NAME].value

    windows = []

    def open_gallery(*, tolerant=False, **window):
        if tolerant:  # the journey breaks the connection, about which the browser complains
            windows.append(browser.new_context(base_url=live_server.url))
            page = windows[-1].new_page()
        else:
            page = open_page(**window)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto("/ui/gallery/")
        return page

    yield open_gallery
    for window in windows:
        window.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_and_nothing_sticks_out(gallery, accessible, size):
    page = gallery(size=size)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    accessible(page)
    for summary in page.locator("figure summary").all():
        summary.click()
    page.get_by_role("button", name="Open een dialoog").click()
    accessible(page)


def test_the_letters_are_ours(gallery):
    page = gallery()
    faces = page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family))"
    )
    assert {face.strip('"') for face in faces} == {"Instrument Sans", "Newsreader"}


def test_slash_goes_to_the_search_field_but_not_out_of_a_text(gallery):
    page = gallery()
    page.keyboard.press("/")
    search = page.get_by_role("searchbox")
    assert search.evaluate("field => field === document.activeElement")
    assert search.input_value() == ""
    page.locator("#id_name").focus()
    page.keyboard.press("/")
    assert page.locator("#id_name").input_value() == "/"


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(gallery):
    page = gallery()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_columns_of_levels_are_walked_with_arrows(gallery):
    page = gallery()
    cards = page.locator("[data-levels] a.goal")

    def focused():
        return page.evaluate(
            "document.activeElement.querySelector('b')?.textContent ?? document.activeElement.textContent"
        )

    cards.first.focus()
    assert focused() == "Droge voeten en schoon water"
    page.keyboard.press("ArrowRight")
    assert focused() == "Bewoners worden binnen één dag geholpen"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert focused() == "Vakmanschap op niveau"
    page.keyboard.press("ArrowDown")
    assert focused() == "Vakmanschap op niveau", "the end of a column is the end"
    page.keyboard.press("ArrowRight")
    assert focused() == "80% van de meldingen in één keer opgelost"
    page.keyboard.press("ArrowLeft")
    assert focused() == "Vakmanschap op niveau", "one comes back where one left"
    page.keyboard.press("Home")
    assert focused() == "Bewoners worden binnen één dag geholpen"
    page.keyboard.press("End")
    assert focused() == "Vakmanschap op niveau"
    stops = page.locator("[data-levels] section").evaluate_all(
        "columns => columns.map(column => column.querySelectorAll('a.goal[tabindex=\"0\"]').length)"
    )
    assert stops == [1, 1, 1, 0], "one stop for Tab per column"
    page.keyboard.press("Enter")
    page.wait_for_url("**#levels-sample")


def test_a_chart_comes_to_life_when_it_is_reached(gallery):
    page = gallery()
    canvas = page.locator("[data-chart] .canvas").first
    assert page.evaluate("typeof window.echarts") == "undefined", "nothing is fetched before"
    canvas.scroll_into_view_if_needed()
    canvas.focus()
    page.wait_for_selector("[data-chart] .canvas[data-live] svg")
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tip = page.locator("[data-chart] .canvas").first.locator("text", has_text=re.compile(r"gemeten\s+\d"))
    tip.wait_for()
    assert tip.text_content().endswith("\u00a0s")


#: The words of what has the focus; empty when nothing on the page has it.
FOCUSED = "document.activeElement === document.body ? '' : document.activeElement.textContent.trim() || 'without words'"


def test_a_dialog_keeps_the_focus_and_gives_it_back(gallery):
    page = gallery()
    opener = page.get_by_role("button", name="Open een dialoog")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Deze doelstelling afsluiten?")
    assert dialog.is_visible()
    stops = []
    for _each in range(8):  # after the last stop comes the browser itself, and then the first again
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
    assert set(stops) <= {"Annuleren", "Afsluiten", ""}
    assert {"Annuleren", "Afsluiten"} <= set(stops)
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert opener.evaluate("button => button === document.activeElement")
    opener.click()
    dialog.get_by_role("button", name="Annuleren").click()
    assert not dialog.is_visible()


def test_the_user_menu_closes_on_escape_and_on_a_click_elsewhere(gallery):
    page = gallery()
    summary = page.locator("details.user summary")
    leave = page.get_by_role("button", name="Uitloggen")
    summary.click()
    assert leave.is_visible()
    page.keyboard.press("Escape")
    assert not leave.is_visible()
    assert summary.evaluate("element => element === document.activeElement")
    summary.click()
    page.locator("h1").click()
    assert not leave.is_visible()


def test_on_a_phone_the_rail_opens_over_the_page(gallery, accessible):
    page = gallery(size=PHONE)
    rail = page.get_by_role("navigation", name="Hoofdmenu")
    assert not rail.is_visible()
    page.get_by_role("button", name="Menu", exact=True).click()
    assert rail.is_visible()
    accessible(page)
    page.keyboard.press("Escape")
    assert not rail.is_visible()


def test_a_long_name_of_a_perspective_stays_within_a_phone(gallery):
    page = gallery(size={"width": 360, "height": 700})
    page.locator(".chip").evaluate_all(
        """chips => chips.forEach((chip, at) => {
            chip.classList.add('long');
            chip.textContent = (at % 2 ? 'Maatschappij ' : 'Maatschappij').repeat(5);
        })"""
    )
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_everything_to_press_on_a_phone_is_large_enough(gallery):
    page = gallery(size=PHONE)
    small = page.locator(
        "main button:visible, main .btn:visible, main input:visible, main select:visible"
    ).evaluate_all(
        """elements => elements
            .filter(element => !element.matches('.link, [type=checkbox], [type=radio], .notice .close'))
            .filter(element => element.getBoundingClientRect().height < 40)
            .map(element => element.outerHTML)"""
    )
    assert small == []


def test_without_scripts_menus_open_and_charts_and_forms_are_there(gallery):
    page = gallery(javascript=False)
    page.locator("details.user summary").click()
    assert page.get_by_role("button", name="Uitloggen").is_visible()
    assert page.locator("figure svg[role=img]").first.is_visible()
    page.get_by_text("Toon de cijfers").first.click()
    assert page.get_by_role("cell", name="28 okt 2026").is_visible()
    assert page.locator("#id_name").is_visible()


def test_leaving_a_form_with_unsaved_words_asks_first(gallery):
    page = gallery()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#id_name").fill("Wachttijd omlaag")
    page.reload()
    assert asked == ["beforeunload"]
    page.reload()
    assert asked == ["beforeunload"], "nothing was typed since"


def test_a_hint_about_what_is_typed_does_not_keep_it(gallery):
    page = gallery()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.route("**/remarks", lambda route: route.fulfill(content_type="text/html", body="<p>Noem een getal.</p>"))
    page.evaluate(
        """() => {
            const hint = document.createElement('div');
            hint.id = 'hint';
            hint.setAttribute('hx-post', '/remarks');
            hint.setAttribute('hx-trigger', 'input from:#id_name');
            document.querySelector('#forms form').prepend(hint);
            htmx.process(hint);
        }"""
    )
    page.locator("#id_name").fill("Wachttijd omlaag")
    page.locator("#hint p").wait_for()
    page.reload()
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("way", ["page", "part"])
def test_what_a_refusal_brought_back_is_not_saved(gallery, way):
    page = gallery()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    if way == "page":
        page.route("**/ui/gallery/", lambda route: route.fulfill(response=route.fetch(), status=409))
        page.reload()
    else:
        again = '<form id="again" data-guard-unsaved><p data-error-summary tabindex="-1"></p><input name="x"></form>'
        page.route("**/again", lambda route: route.fulfill(status=422, content_type="text/html", body=again))
        page.evaluate(
            "htmx.ajax('POST', '/again', { target: document.querySelector('#forms form'), swap: 'outerHTML' })"
        )
        page.locator("#again").wait_for()
    page.locator("h1").click()
    page.reload()
    assert asked == ["beforeunload"]


def test_a_question_comes_before_an_act_that_asks_for_it(gallery):
    page = gallery()
    page.evaluate(
        """() => {
            const form = document.createElement('form');
            form.id = 'asks';
            form.method = 'get';
            form.action = '#done';
            form.dataset.confirm = 'Zeker weten?';
            form.innerHTML = '<button>Doen</button>';
            document.querySelector('main').prepend(form);
        }"""
    )
    page.get_by_role("button", name="Doen").click()
    dialog = page.get_by_role("dialog", name="Zeker weten?")
    dialog.get_by_role("button", name="Annuleren").click()
    assert page.locator("dialog[open]").count() == 0
    assert "done" not in page.url
    page.get_by_role("button", name="Doen").click()
    dialog.get_by_role("button", name="Ja, ga door").click()
    page.wait_for_url("**#done")


ROW = """() => {
    const form = document.createElement('form');
    form.setAttribute('hx-post', '/row');
    form.setAttribute('hx-swap', 'none');
    form.dataset.autosave = '';
    form.innerHTML = '<input id="row-value" name="value"><span class="saved" data-save-state></span>';
    document.querySelector('main').prepend(form);
    htmx.process(form);
}"""


def type_in_row(page, answer):
    page.route("**/row", answer)
    page.evaluate(ROW)
    page.locator("#row-value").fill("66")
    page.locator("#row-value").press("Tab")


@pytest.mark.parametrize(
    ("status", "state", "words"),
    [
        (200, "saved", "Bewaard"),
        (422, "failed", "Niet bewaard"),
        (403, "failed", "Niet bewaard"),
        (503, "failed", "Niet bewaard"),
    ],
)
def test_a_row_saves_itself_and_says_how_it_went(gallery, status, state, words):
    page = gallery()
    sent = []

    def answer(route):
        sent.append(route.request)
        route.fulfill(status=status, content_type="text/html", body="")

    type_in_row(page, answer)
    page.locator(f"[data-save-state][data-state={state}]").wait_for()
    assert page.locator("[data-save-state]").text_content() == words
    assert [request.post_data for request in sent] == ["value=66"]
    headers = sent[0].headers
    assert headers["x-csrftoken"] == page.locator("meta[name=csrf-token]").get_attribute("content")
    assert headers["x-organisation"] == page.locator("meta[name=organisation]").get_attribute("content")
    said = page.locator("#messages .notice.error")
    assert said.is_visible() == (status in {403, 503})
    if status == 503:
        assert "Te druk" in said.text_content()
        assert page.locator("#row-value").input_value() == "66"


@pytest.mark.parametrize(
    ("headers", "body", "words"),
    [
        ({"X-Works-In": "Water%20%26%20Land"}, "", "Water & Land"),
        ({"X-Refused": "reasons"}, "De ronde is gesloten.", "De ronde is gesloten."),
    ],
)
def test_a_refused_part_stays_as_it_is_and_the_page_says_why(gallery, headers, body, words):
    page = gallery()
    page.route("**/row", lambda route: route.fulfill(status=409, headers=headers, body=body))
    page.evaluate(ROW.replace("'none'", "'outerHTML'"))
    page.locator("#row-value").fill("66")
    page.locator("#row-value").press("Tab")
    said = page.locator("#messages .notice.error")
    said.wait_for()
    assert words in said.text_content()
    assert page.locator("#row-value").input_value() == "66"
    assert page.locator("[data-save-state][data-state=failed]").is_visible()


def test_without_a_connection_the_words_stay_and_can_be_sent_again(gallery):
    page = gallery(tolerant=True)
    tries = []

    def answer(route):
        tries.append(route.request.post_data)
        if len(tries) == 1:
            route.abort()
        else:
            route.fulfill(status=200, content_type="text/html", body="")

    type_in_row(page, answer)
    page.locator("[data-save-state][data-state=failed]").wait_for()
    assert "Geen verbinding" in page.locator("#messages .notice.error").text_content()
    assert page.locator("#row-value").input_value() == "66"
    page.locator("#row-value").press("Enter")
    page.locator("[data-save-state][data-state=saved]").wait_for()
    assert tries == ["value=66", "value=66"]


def test_who_puts_a_notice_away_goes_on_at_the_content(gallery):
    page = gallery()
    page.evaluate("zichtlijn.say('success', 'Bewaard.')")
    page.locator("#messages .close").press("Enter")
    assert page.locator("#messages .notice").count() == 0
    assert page.evaluate("document.activeElement.id") == "content"


SAVED_WHILE_TYPING = """<form hx-post="/row" hx-swap="none" data-autosave="typing">
<input id="words" name="words"></form>
<form action="/pressed"><button name="which" value="1">Eerste</button>
<button name="which" value="2">Tweede</button></form>
"""


@pytest.mark.parametrize("is_gone", [False, True])
def test_what_was_pressed_right_after_typing_is_sent_once_the_words_are_kept(gallery, is_gone):
    page = gallery()
    sent = []

    def keep(route):
        sent.append("kept")
        if is_gone:
            page.evaluate("document.querySelector('button[value=\"2\"]').remove()")
        route.fulfill(status=200, content_type="text/html", body="")

    def with_forms(route):
        answer, mark = route.fetch(), 'id="content" tabindex="-1">'
        route.fulfill(response=answer, body=answer.text().replace(mark, mark + SAVED_WHILE_TYPING, 1))

    page.route("**/row", keep)
    page.route("**/pressed**", lambda route: route.fulfill(content_type="text/html", body="<title>x</title>"))
    page.route("**/ui/gallery/", with_forms)
    page.reload()
    page.locator("#words").press("a")
    page.evaluate(
        """() => {
            const told = document.documentElement.dataset;
            const count = (event) => { told.presses += event.target.matches('[action="/pressed"]') ? "x" : ""; };
            told.presses = "";
            window.addEventListener("submit", count, true);
            document.addEventListener("htmx:finally:request", () => setTimeout(() => { told.kept = "yes"; }, 100));
            const button = document.querySelector('button[value="2"]');
            button.form.requestSubmit(button);
        }"""
    )
    if is_gone:
        page.locator(
            "html[data-kept=yes][data-presses=x]"
        ).wait_for()  # the press that waited for the words, and no other
        assert "/pressed" not in page.url
    else:
        page.wait_for_url("**/pressed?which=2")
    assert sent == ["kept"]


@pytest.mark.parametrize("status", [422, 503])
def test_a_press_while_the_words_cannot_be_kept_says_so_and_the_top_bar_goes_on(gallery, status):
    page = gallery()

    def with_forms(route):
        answer, mark = route.fetch(), 'id="content" tabindex="-1">'
        route.fulfill(response=answer, body=answer.text().replace(mark, mark + SAVED_WHILE_TYPING, 1))

    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.route("**/row", lambda route: route.fulfill(status=status, content_type="text/html", body=""))
    page.route("**/ui/gallery/", with_forms)
    page.reload()
    page.locator("#words").press("a")
    page.get_by_role("button", name="Eerste").click()
    said = page.locator("#messages .notice.error")
    said.wait_for()
    assert ("nog niet bewaard" if status == 422 else "Te druk") in said.text_content()
    assert "/pressed" not in page.url
    page.get_by_role("searchbox").fill("Klant")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/search/?q=Klant")
    assert asked == ["beforeunload"]


def test_a_press_on_what_was_found_does_not_take_the_focus_from_the_field(gallery):
    """Safari gives a link no focus by a press: without this the panel closed before the press was a click."""
    page = gallery()
    stays = page.evaluate(
        "() => !document.getElementById('found').dispatchEvent(new MouseEvent('mousedown', { cancelable: true }))"
    )
    assert stays


PICK = """() => {
    const box = document.createElement('div');
    box.dataset.pick = '/pick/person/';
    box.innerHTML = '<label>Wie<input type="text" id="who"></label><input type="hidden" data-pick-id>';
    document.querySelector('main').prepend(box);
    document.dispatchEvent(new CustomEvent('htmx:after:swap', { detail: {} }));
}"""


def test_who_cannot_see_what_is_found_hears_it(gallery, accessible):
    page = gallery()
    page.evaluate(PICK)
    field, said = page.locator("#who"), page.locator("[data-pick] [role=status]")
    offered = '<li role="option" data-id="1" data-name="Emma">Emma</li><p data-pick-said>Eén keuze</p>'
    page.route("**/pick/person/?q=emma", lambda route: route.fulfill(content_type="text/html", body=offered))
    field.press_sequentially("emma")
    expect(said).to_have_text("Eén keuze")
    accessible(page)
    field.fill("qqqq")
    expect(said).to_have_text("Niets gevonden")
    expect(field).to_have_attribute("aria-expanded", "true")
    accessible(page)
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") is None, "there is nothing to choose"
    field.press("Escape")
    answer = '<p data-said>2 resultaten</p><a href="#x">Emma</a><a href="#y">Emmy</a>'
    page.route("**/search/?q=emm", lambda route: route.fulfill(content_type="text/html", body=answer))
    page.get_by_role("searchbox").fill("qqqq")
    expect(page.locator("#found-said")).to_have_text("Niets gevonden")
    expect(page.locator("#found")).to_be_visible()
    page.get_by_role("searchbox").fill("emm")
    expect(page.locator("#found-said")).to_have_text("2 resultaten")


@pytest.mark.parametrize("part", ["search", "pick"])
def test_a_page_of_another_organisation_says_so_instead_of_finding(gallery, part):
    page = gallery(tolerant=True)
    asked = []

    def elsewhere(route):
        asked.append(route.request.headers.get("x-organisation"))
        route.fulfill(status=409, headers={"X-Works-In": "Water%20%26%20Land"}, body="")

    page.route("**/search/**" if part == "search" else "**/pick/**", elsewhere)
    if part == "pick":
        page.evaluate(PICK)
    field = page.locator("#who") if part == "pick" else page.get_by_role("searchbox")
    field.press_sequentially("emma")
    said = page.locator("#messages .notice.error")
    said.wait_for()
    assert "Water & Land" in said.text_content()
    assert set(asked) == {page.locator("meta[name=organisation]").get_attribute("content")}


def test_a_day_on_a_chart_is_that_day_everywhere(browser):
    code = Path(finders.find("ui/js/chart-words.js")).read_text(encoding="utf-8")
    for zone in ("America/Los_Angeles", "Europe/Amsterdam", "Pacific/Auckland"):
        context = browser.new_context(timezone_id=zone)
        page = context.new_page()
        page.evaluate(code)
        assert page.evaluate("zichtlijnChart.day('2026-03-01', true)") == "1 mrt 2026"
        context.close()


def test_on_paper_there_is_no_rail_and_no_button(gallery):
    page = gallery()
    page.emulate_media(media="print")
    assert not page.locator(".rail").is_visible()
    assert not page.locator(".top").is_visible()
    assert page.locator("main .actions:visible").count() == 0
    assert page.locator(".sight").is_visible()


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_what_is_chosen_is_seen_in_the_colours_of_the_reader(gallery, scheme):
    """Windows high contrast takes our backgrounds away, and with them the only mark of what is chosen."""
    page = gallery()
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    page.evaluate(
        """() => document.querySelector('main').insertAdjacentHTML('afterbegin',
            '<fieldset class="two"><label><input type="radio" name="two" checked><span>ja</span></label>'
            + '<label><input type="radio" name="two"><span>nee</span></label></fieldset>'
            + '<div class="pick"><ul class="pick-list"><li aria-selected="true">A</li><li>B</li></ul></div>')"""
    )

    def background(selector):
        return page.locator(selector).first.evaluate("element => getComputedStyle(element).backgroundColor")

    for chosen, other in [
        (".scale label:has(:checked)", ".scale label:not(:has(:checked))"),
        (".two label:has(:checked) span", ".two label:not(:has(:checked)) span"),
        (".pick-list [aria-selected=true]", ".pick-list li:not([aria-selected])"),
    ]:
        assert background(chosen) != background(other), chosen
    assert background(".chart .canvas") == "rgb(255, 255, 255)", "a chart stays on white paper"


@pytest.mark.parametrize("language", ["nl-NL", "en-GB"])
def test_times_are_shown_in_the_zone_of_the_reader(gallery, language):
    titles = set()
    for zone in ("Asia/Tokyo", "Europe/Amsterdam"):
        moment = gallery(language=language, zone=zone).locator("time[data-local-time][data-dressed=yes]")
        at = datetime.fromisoformat(moment.get_attribute("datetime")).astimezone(ZoneInfo(zone))
        assert f"{at:%H:%M}" in moment.text_content()
        titles.add(moment.get_attribute("title"))
    [title] = titles
    assert title
