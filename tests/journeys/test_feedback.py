"""360 feedback: answered without scripts, kept and sent on a phone, shared with the manager, and past axe."""

import pytest

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.demo import sign_in
from zichtlijn.feedback.models import FeedbackRequest, FeedbackRound


def asked_of_noor():
    return FeedbackRequest.objects.get(person__given_name="Noor", person__family_name="Wit")


def fill(page):
    """Four everywhere, and once: cannot judge."""
    behaviours = page.locator("fieldset.scale")
    for at in range(behaviours.count()):
        behaviours.nth(at).locator("input").nth(3 if at else 5).check(force=True)
    return behaviours.count()


def test_feedback_is_given_without_scripts(open_page, inside):
    page = sign_in(open_page(javascript=False), "noor")
    page.goto("/feedback/")
    page.get_by_role("link", name="Bram Jansen").click()
    page.get_by_role("button", name="Versturen").click()
    assert "heeft nog geen antwoord" in page.content() or "Kies een antwoord" in page.content()
    number = fill(page)
    page.get_by_label("Blijven doen").fill("Rustig blijven in het overleg")
    page.get_by_role("button", name="Versturen").click()
    asked = asked_of_noor()
    assert (asked.state, len(asked.answers), None in asked.answers.values()) == ("sent", number, True)


def test_on_a_phone_answers_keep_themselves_and_are_sent(open_page, inside):
    page = sign_in(open_page(size=PHONE), "noor")
    page.goto(f"/feedback/requests/{asked_of_noor().pk}/")
    with page.expect_response("**/feedback/requests/**"):
        page.locator("fieldset.scale").first.locator("input").nth(2).check(force=True)
    page.locator("[data-save-state][data-state=saved]").wait_for()
    asked = asked_of_noor()
    assert (asked.state, list(asked.answers.values())) == ("asked", [3])
    fill(page)
    page.get_by_role("button", name="Versturen").click()
    page.wait_for_url("**/feedback/")
    assert asked_of_noor().state == "sent"


def test_the_result_is_shared_with_the_manager_and_taken_back(open_page, inside):
    page, boss = sign_in(open_page(), "noor"), sign_in(open_page(), "rachid")
    address = f"/feedback/{FeedbackRound.objects.get(state='closed').pk}/result/"
    assert boss.goto(address).status == 404
    page.goto(address)
    page.get_by_role("button", name="Delen met Rachid").click()
    assert boss.goto(address).status == 200
    page.get_by_role("button", name="Niet meer delen").click()
    assert boss.goto(address).status == 404


@pytest.mark.once
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_pages_fit_and_axe_finds_nothing(open_page, inside, accessible, size):
    closed, running = FeedbackRound.objects.get(state="closed"), FeedbackRound.objects.get(state="running")
    looks = {
        "noor": ["/feedback/", f"/feedback/{closed.pk}/result/", f"/feedback/requests/{asked_of_noor().pk}/"],
        "bram": [f"/feedback/{running.pk}/", f"/feedback/{running.pk}/stop/"],
        "marloes": ["/feedback/rounds/", f"/feedback/{running.pk}/postpone/", f"/people/{closed.person_id}/feedback/"],
    }
    for name, addresses in looks.items():
        page = sign_in(open_page(size=size), name)
        for address in addresses:
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
            accessible(page)
