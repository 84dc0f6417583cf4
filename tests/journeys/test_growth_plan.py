"""The road of a growth plan: from a unit in which nothing is, to an adopted plan that was looked back on."""

import pytest
from playwright.sync_api import expect

from tests.journeys.demo import sign_in
from zichtlijn.growth_plan.models import GrowthPlan
from zichtlijn.growth_plan.states import PlanState
from zichtlijn.notices.models import OutgoingMail
from zichtlijn.organisation.models import Unit

WIDE = {"width": 1440, "height": 900}
TEXTS = {
    "analysis": "Wij kennen de bellers, maar leggen niets vast.",
    "choices": "Wij schrijven elk antwoord op, en stoppen met losse lijstjes.",
    "agreements": "Elke maandag kijken we samen naar de cijfers.",
}


@pytest.fixture
def through_the_outbox(settings):
    settings.EMAIL_BACKEND = "zichtlijn.notices.outbox.OutboxBackend"


def pick(page, name, text):
    """Choose from what is offered while one types."""
    page.locator(f"input[name={name}]").fill(text)
    page.get_by_role("option").filter(has_text=text).first.click()
    expect(page.locator(f"input[name={name}_id]")).not_to_have_value("")


def go_on(page):
    """The main button of the form."""
    page.locator("main form button.go").first.click()


def test_from_an_empty_unit_to_an_adopted_plan_and_its_first_review(open_page, inside, accessible, through_the_outbox):
    daan = sign_in(open_page(size=WIDE), "daan")
    daan.goto(f"/units/new/?parent={Unit.objects.get(key='KC').pk}")
    daan.locator("input[name=name]").fill("Team Chat")
    pick(daan, "head", "Rachid El Amrani")
    go_on(daan)
    expect(daan.locator("h1")).to_have_text("Team Chat")
    daan.get_by_role("link", name="Iemand hier plaatsen").click()
    pick(daan, "person", "Noor de Wit")
    pick(daan, "position", "Medewerker klantcontact")
    daan.locator("input[name=starts_on]").fill("2026-01-01")
    go_on(daan)
    expect(daan.locator("main table")).to_contain_text("Noor de Wit")

    rachid = sign_in(open_page(size=WIDE), "rachid")
    rachid.goto(f"/units/{Unit.objects.get(name='Team Chat').pk}/")
    rachid.get_by_role("link", name="Begin een plan").click()
    go_on(rachid)
    expect(rachid.locator("h1")).to_contain_text("Team Chat")
    accessible(rachid)
    plan = rachid.url
    rachid.get_by_role("link", name="Schrijf het").first.click()
    for name, words in TEXTS.items():
        rachid.locator(f"textarea[name={name}]").fill(words)
    go_on(rachid)
    expect(rachid.locator("#tactical").locator("..").locator("..")).to_contain_text(TEXTS["choices"])
    rachid.get_by_role("link", name="Afdelingsdoelstelling toevoegen").click()
    rachid.locator("input[name=title]").fill("Bewoners krijgen per chat binnen een uur antwoord")
    pick(rachid, "parent", "Bewoners worden binnen één dag geholpen")
    pick(rachid, "owner", "Rachid El Amrani")
    go_on(rachid)
    rachid.locator("main a.go", has_text="Vaststellen").click()
    go_on(rachid)
    rachid.get_by_role("link", name="Terug naar het GroeiPrestatiePlan").click()
    expect(rachid.locator("main")).to_contain_text("Bewoners worden binnen één dag geholpen")
    rachid.locator(".head").get_by_role("link", name="Voorstellen").click()
    go_on(rachid)
    expect(rachid.locator("#messages")).to_contain_text("Ilse Brandsma")
    assert [mail.to for mail in OutgoingMail.objects.all()] == [["ilse@westerwaard.example"]]

    ilse = sign_in(open_page(size=WIDE), "ilse")
    ilse.goto(plan)
    ilse.locator(".head").get_by_role("link", name="Vaststellen").click()
    go_on(ilse)
    expect(ilse.locator(".head")).to_contain_text("uitgave 1")
    assert GrowthPlan.objects.get(unit__name="Team Chat").state == PlanState.ADOPTED

    rachid.goto(plan)
    rachid.get_by_role("link", name="Blik terug op een kwartaal").first.click()
    rachid.locator("textarea[name=findings]").fill("Wij liggen op koers.")
    go_on(rachid)
    expect(rachid.locator("main")).to_contain_text("Wij liggen op koers.")
