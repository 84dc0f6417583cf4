"""A form that is being sent shows it, and is sent once."""

from playwright.sync_api import expect

from tests.journeys.demo import sign_in


def hold(page, pattern):
    """Requests of this address wait; gives the list of those that wait."""
    held = []
    page.route(pattern, lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    return held


def test_a_form_shows_that_it_is_on_its_way_goes_once_and_is_alive_after_the_back_button(open_page, inside):
    page = sign_in(open_page(), "noor")
    page.goto("/account")
    held = hold(page, "**/account")
    button = page.get_by_role("button", name="Bewaren")
    button.click(no_wait_after=True)
    expect(button).to_have_attribute("aria-busy", "true")
    expect(page.locator("form[aria-busy=true]")).to_have_count(1)
    button.click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("#messages")).to_contain_text("Bewaard")
    page.goto("/")
    page.go_back()
    expect(page.get_by_role("button", name="Bewaren")).not_to_have_attribute("aria-busy", "true")
    # the browser may give the page from its memory, as it was left
    page.evaluate("document.querySelector('form.form').requestSubmit()")
    expect(button).to_have_attribute("aria-busy", "true")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(button).not_to_have_attribute("aria-busy", "true")


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
