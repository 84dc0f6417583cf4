"""Competencies from the person to the manager: without scripts, on a phone, and what axe finds."""

import pytest

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.demo import sign_in
from zichtlijn.competencies.models import Assessment


def test_one_assesses_oneself_without_scripts_and_the_manager_reads_it(open_page, inside):
    page = sign_in(open_page(javascript=False), "noor")
    page.goto("/my-competencies/")
    page.get_by_role("link", name="Jezelf inschatten").click()
    level = page.locator("select[name^=level-]").first
    level.select_option("3")
    page.locator("textarea[name^=example-]").first.fill("Een bewoner hielp mij aan het juiste dossier.")
    page.get_by_role("button", name="Bewaren als concept").click()
    draft = Assessment.objects.get(shared_on=None)
    boss = sign_in(open_page(javascript=False), "rachid")
    boss.goto(f"/competencies/assessments/{draft.pk}/")
    assert "dossier" not in boss.content()
    page.get_by_role("link", name="Verder met je concept").click()
    page.get_by_role("button", name="Delen", exact=True).click()
    boss.goto(f"/competencies/assessments/{draft.pk}/")
    assert "het juiste dossier" in boss.content()


@pytest.mark.once
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_pages_fit_and_axe_finds_nothing(open_page, inside, accessible, size):
    page = sign_in(open_page(size=size), "rachid")
    for address in ("/competencies/", "/my-competencies/", "/competencies/team/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        accessible(page)


def test_on_a_phone_a_person_of_the_team_opens_and_shows_each_competency(open_page, inside, accessible):
    page = sign_in(open_page(size=PHONE), "rachid")
    page.goto("/competencies/team/")
    assert not page.locator(".heat-table").is_visible()
    person = page.locator(".heat-people details").first
    person.locator("summary").click()
    assert person.locator("dl dt").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    accessible(page)


def test_a_draft_is_thrown_away_without_scripts(open_page, inside):
    page = sign_in(open_page(javascript=False), "noor")
    page.goto("/my-competencies/")
    page.get_by_role("link", name="Jezelf inschatten").click()
    page.locator("select[name^=level-]").first.select_option("3")
    page.get_by_role("button", name="Bewaren als concept").click()
    page.get_by_role("link", name="Verder met je concept").click()
    page.get_by_role("link", name="Concept weggooien").click()
    page.get_by_role("button", name="Weggooien").click()
    assert page.get_by_role("link", name="Jezelf inschatten").is_visible()
    assert not Assessment.objects.filter(shared_on=None, assessor_name__startswith="Noor").exists()
