"""A development plan from the person to the manager: without scripts, kept while writing, on a phone and past axe."""

import pytest

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.demo import sign_in
from zichtlijn.development.models import AgreedGoal, DevelopmentPlan, LearningGoal


def test_a_goal_is_written_shared_and_agreed_without_scripts(open_page, inside):
    page = sign_in(open_page(javascript=False), "noor")
    page.goto("/development/")
    page.get_by_role("link", name="Doel toevoegen").click()
    page.get_by_label("Wat wil je leren?").fill("Een overleg voorzitten")
    page.get_by_role("button", name="Toevoegen", exact=True).click()
    page.get_by_label("Wat ga je doen?").fill("Het teamoverleg twee keer voorzitten")
    page.get_by_label("Uren").fill("6")
    page.get_by_role("button", name="Toevoegen", exact=True).click()
    goal = LearningGoal.objects.get(title="Een overleg voorzitten")
    boss = sign_in(open_page(javascript=False), "rachid")
    boss.goto(f"/development/goals/{goal.pk}/")
    assert "voorzitten" not in boss.content()
    page.locator(f"form[action$='/goals/{goal.pk}/share/'] button").click()
    boss.goto(f"/development/goals/{goal.pk}/")
    boss.get_by_role("link", name="Steun toezeggen").click()
    assert boss.get_by_label("Uren onder werktijd die je toezegt").input_value() in ("6", "6,0")
    boss.get_by_role("button", name="Steun toezeggen").click()
    assert AgreedGoal.objects.get(goal=goal).agreed_by_name == "Rachid El Amrani"
    page.goto("/development/")
    assert "Rachid El Amrani zegde hier" in page.content()


def test_the_texts_keep_themselves_while_one_writes(open_page, inside):
    page = sign_in(open_page(), "noor")
    page.goto("/development/")
    field = page.get_by_label("Wat is mijn werk nu, en hoe bevalt het?")
    field.fill("Vier dagen aan de telefoon, en dat bevalt.")
    with page.expect_response("**/development/texts/"):
        field.blur()
    page.wait_for_function("document.querySelector('[data-save-state]').textContent.trim() !== ''")
    assert DevelopmentPlan.objects.get(person__given_name="Noor", person__family_name="Wit").work.endswith(
        "dat bevalt."
    )


@pytest.mark.once
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_pages_fit_and_axe_finds_nothing(open_page, inside, accessible, screenshot, size):
    page = sign_in(open_page(size=size), "noor")
    goal = LearningGoal.objects.filter(plan__person__family_name="Wit", agreed__isnull=False).first()
    addresses = [
        "/development/",
        f"/development/goals/{goal.pk}/",
        f"/development/goals/{goal.pk}/edit/",
        "/study-costs/",
    ]
    for address in addresses:
        page.goto(address)
        if size is DESK and address == addresses[0]:
            screenshot(page, "ontwikkelplan")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        accessible(page)
    boss = sign_in(open_page(size=size), "rachid")
    for address in (f"/people/{goal.plan.person_id}/development/", f"/development/goals/{goal.pk}/agree/", "/team/"):
        boss.goto(address)
        assert boss.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        accessible(boss)
