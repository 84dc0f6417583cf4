"""A form that is being sent shows it, and is sent once."""

import time

from playwright.sync_api import expect

from tests.journeys.demo import sign_in


def hold(page, pattern):
    """Requests of this address wait; gives the list of those that wait."""
    held = []
    page.route(pattern, lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    return held


def test_a_form_shows_that_it_is_on_its_way_and_goes_once(open_page, inside):
    page = sign_in(open_page(), "noor")
    page.goto("/account")
    sent = []

    def slowly(route):
        sent.append(route.request.method)
        time.sleep(1)
        route.continue_()

    page.route("**/account", slowly)
    page.evaluate(
        """() => new MutationObserver(() => {
          const busy = [...document.querySelectorAll('form.form, form.form button')].map((one) => one.ariaBusy);
          sessionStorage.setItem('busy', busy.join());
        }).observe(document, { attributes: true, subtree: true, attributeFilter: ['aria-busy'] })"""
    )
    page.get_by_role("button", name="Bewaren").dblclick(no_wait_after=True)
    expect(page.locator("#messages")).to_contain_text("Bewaard")
    assert sent == ["POST"]
    assert page.evaluate("sessionStorage.getItem('busy')") == "true,true"
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def test_a_page_that_the_back_button_brings_from_memory_is_alive(open_page, inside):
    page = sign_in(open_page(), "noor")
    page.goto("/account")
    before, after = page.evaluate(
        """() => {
          const form = document.querySelector('form.form');
          window.addEventListener('submit', (event) => event.preventDefault());
          form.requestSubmit();
          const before = form.ariaBusy;
          window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
          return [before, form.ariaBusy];
        }"""
    )
    assert (before, after) == ("true", None)


def test_a_form_sent_in_the_page_itself_shows_it_until_the_answer_is_there(open_page, inside):
    page = sign_in(open_page(), "noor")
    page.goto("/account")
    page.evaluate(
        """() => { const form = document.querySelector("form.form");
        form.removeAttribute("action"); form.setAttribute("hx-post", "/account"); form.setAttribute("hx-swap", "none");
        htmx.process(form); }"""
    )
    held = hold(page, "**/account")
    button = page.get_by_role("button", name="Bewaren")
    button.click(no_wait_after=True)
    expect(button).to_have_attribute("aria-busy", "true")
    button.click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert len(held) == 1
    held[0].continue_()
    expect(button).not_to_have_attribute("aria-busy", "true")
