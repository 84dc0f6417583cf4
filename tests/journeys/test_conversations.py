"""A conversation from both sides: prepared in two tabs, written, signed on a phone, made final, and taken along."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import make_conversation, make_cycle, make_step
from tests.journeys.demo import sign_in
from zichtlijn.conversations.models import Conversation, Preparation
from zichtlijn.organisation.models import Person, Placement

PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


@pytest.fixture
def conversation(inside) -> Conversation:
    """Of Noor and Rachid, open today whatever the day."""
    noor = Person.objects.get(email="noor@westerwaard.example")
    rachid = Person.objects.get(email="rachid@westerwaard.example")
    period = Conversation.objects.first().step.cycle.period
    step = make_step(make_cycle(period, "Tussendoor"), title="Tussengesprek")
    unit = Placement.objects.today().filter(person=noor).get().unit
    return make_conversation(step, noor, rachid, unit)


def test_both_sides_from_preparing_to_final(open_page, conversation, accessible):
    address = f"/conversations/{conversation.pk}/"
    noor = sign_in(open_page(size=PHONE), "noor")
    noor.goto(f"{address}prepare/")
    noor.locator("[name=looking_back]").fill("De gesprekken gaan goed")  # and one stays in the field
    expect(noor.locator("[data-save-state]")).to_have_text("Bewaard")
    expect(noor.locator("#kept [name=version]")).to_have_value("2")
    other = noor.context.new_page()
    other.goto(f"{address}prepare/")
    noor.locator("[name=looking_back]").fill("Uit het eerste tabblad")
    noor.locator("[name=needs]").focus()
    expect(noor.locator("#kept [name=version]")).to_have_value("3")
    noor.locator("[name=looking_ahead]").fill("Vooruit, uit het eerste")
    noor.locator("[name=needs]").focus()
    expect(noor.locator("#kept [name=version]")).to_have_value("4")
    other.locator("[name=looking_back]").fill("Uit het tweede tabblad")  # and one stays in the field
    expect(other.locator("#kept")).to_contain_text("Uit het eerste tabblad")
    accessible(other)
    expect(other.locator("[name=looking_back]")).to_have_value("Uit het tweede tabblad")
    other.get_by_role("button", name="Mijn tekst bewaren").click()
    expect(other.locator("#kept [name=version]")).to_have_value("5")
    expect(other.locator("[name=looking_ahead]")).to_have_value("Vooruit, uit het eerste")
    mine = Preparation.objects.get(conversation=conversation)
    assert (mine.looking_back, mine.looking_ahead) == (
        "Uit het tweede tabblad",
        "Vooruit, uit het eerste",
    )
    noor.locator("[name=needs]").fill("Rust")
    noor.get_by_role("button", name="De andere tekst overnemen").click()
    expect(noor.locator("[name=looking_back]")).to_have_value("Uit het tweede tabblad")
    expect(noor.locator("[name=needs]")).to_have_value("")
    noor.goto(address)  # nothing asks whether one leaves unsaved words

    rachid = sign_in(open_page(size=WIDE), "rachid")
    rachid.goto(address)
    expect(rachid.locator("main")).not_to_contain_text("tabblad")
    rachid.get_by_role("button", name="Verslag schrijven").click()
    expect(rachid.locator("#send-box")).to_contain_text("Voordat je het kunt versturen")
    for choice in rachid.locator("select[name^=outcome_]").all():
        choice.select_option("kept")
    if rachid.locator("select[name^=outcome_]").count():
        rachid.locator("form[action$='earlier/'] button").click()
    rachid.locator("[name=discussed]").fill("We bespraken de gesprekken")
    rachid.locator("[name=conclusion]").focus()
    expect(rachid.get_by_role("button", name="Verslag versturen")).to_be_visible()
    accessible(rachid)
    rachid.locator("[name=conclusion]").press_sequentially("Samen verder")  # and sent before it was kept
    rachid.get_by_role("button", name="Verslag versturen").click()
    expect(rachid.locator("main")).to_contain_text("verslag verstuurd")

    noor.goto(address)
    expect(noor.locator("main")).to_contain_text("We bespraken de gesprekken")
    expect(noor.locator("main")).to_contain_text("Samen verder")
    accessible(noor)
    noor.get_by_role("link", name="Verslag beantwoorden").click()
    noor.locator("[value=seen]").check()
    noor.locator("[name=remarks]").fill("Ik zie het anders")
    noor.get_by_role("button", name="Tekenen").click()
    expect(noor.locator("main")).to_contain_text("Voor gezien getekend door Noor de Wit")

    rachid.goto(address)
    rachid.get_by_role("link", name="Definitief maken").click()
    expect(rachid.locator("main")).to_contain_text("Ik zie het anders")
    rachid.get_by_role("button", name="Definitief maken").click()
    expect(rachid.locator("main .tag").first).to_have_text("definitief")
    rachid.locator("main details.menu summary").click()
    with rachid.expect_download() as taken:
        rachid.locator("button[value=pdf]").click()
    assert re.search(r"tussengesprek.*\.pdf$", taken.value.suggested_filename)


def test_it_is_prepared_and_shared_without_scripts(open_page, conversation):
    noor = sign_in(open_page(size=PHONE, javascript=False), "noor")
    noor.goto(f"/conversations/{conversation.pk}/prepare/")
    noor.locator("[name=needs]").fill("Een vast uur")
    noor.get_by_role("button", name="Bewaren").click()
    expect(noor.locator("main")).to_contain_text("Bewaard.")
    noor.get_by_role("link", name="Terug naar het gesprek").click()
    noor.get_by_role("button", name="Mijn voorbereiding delen").click()
    expect(noor.locator("main")).to_contain_text("Gedeeld.")


@pytest.mark.once
@pytest.mark.parametrize("size", [PHONE, WIDE, {"width": 1000, "height": 800}])
def test_the_pages_of_hr_are_accessible_and_nothing_sticks_out(open_page, conversation, accessible, size):
    marloes = sign_in(open_page(size=size), "marloes")
    cycle = Conversation.objects.exclude(pk=conversation.pk).last().step.cycle_id
    for address in (
        "/conversation-cycles/",
        f"/conversation-cycles/{cycle}/",
        f"/conversation-cycles/{cycle}/edit/",
        "/conversation-cycles/new/",
        f"/conversations/{conversation.pk}/",
        "/conversations/",
        "/moments/",
        "/moments/new/",
    ):
        marloes.goto(address)
        accessible(marloes)
        assert marloes.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
