"""A workshop: two people on their own screens, and the pages of the analysis at desk and phone width."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.demo import sign_in
from zichtlijn.analysis import actions
from zichtlijn.analysis.models import Analysis, AttentionPoint, Contribution, Factor
from zichtlijn.analysis.states import Mode
from zichtlijn.organisation.models import Person


def test_what_one_writes_the_other_sees_and_nothing_being_written_is_lost(open_page, inside):
    analysis = Analysis.objects.get(unit__key="KC")
    noor, ilse = sign_in(open_page(), "noor"), sign_in(open_page(), "ilse")
    for page in (noor, ilse):
        page.goto(f"/analysis/{analysis.pk}/")
    ilse.locator("#weakness-text").fill("half getypt")
    expect(noor.locator("#threat-evidence")).to_be_hidden()
    noor.locator("#threat-text").focus()
    expect(noor.locator("#threat-evidence")).to_be_visible()
    for words in ("Piek in november", "Storing in het net"):
        noor.keyboard.type(words)
        noor.keyboard.press("Enter")
        expect(noor.locator("#list-threat")).to_contain_text(words)
        expect(noor.locator("#threat-text")).to_have_value("")
        expect(noor.locator("#threat-text")).to_be_focused()
    expect(ilse.locator("#list-threat")).to_contain_text("Storing in het net", timeout=10_000)
    expect(ilse.locator("#weakness-text")).to_have_value("half getypt")
    expect(ilse.locator("#weakness-text")).to_be_focused()


def test_who_waits_sees_the_matrix_and_the_swot_open(open_page, inside):
    whole, unit = Analysis.objects.get(unit=None), Analysis.objects.get(unit__key="KC")
    by = _director(whole)
    actions.begin_again(whole, by=by)
    actions.set_gathering(unit, False, by=by)
    page = sign_in(open_page(), "noor")
    page.goto(f"/analysis/{whole.pk}/matrix/")
    expect(page.get_by_role("link", name="Mijn scores geven")).to_have_count(0)
    actions.open_scoring(whole, Mode.LIKERT, by=by)
    expect(page.get_by_role("link", name="Mijn scores geven")).to_be_visible(timeout=15_000)
    page.goto(f"/analysis/{unit.pk}/")
    expect(page.locator("#threat-text")).to_have_count(0)
    actions.set_gathering(unit, True, by=by)
    expect(page.locator("#threat-text")).to_be_visible(timeout=15_000)
    page.locator("#threat-text").fill("Weer open")
    page.locator("#add-threat button").click()
    expect(page.locator("#list-threat")).to_contain_text("Weer open")


def test_without_scripts_the_workshop_goes_on(open_page, inside):
    analysis = Analysis.objects.get(unit__key="KC")
    page = sign_in(open_page(javascript=False), "noor")
    page.goto(f"/analysis/{analysis.pk}/")
    page.locator("#opportunity-text").fill("Samen met de gemeente")
    page.locator("#add-opportunity button").click()
    expect(page.locator("#list-opportunity")).to_contain_text("Samen met de gemeente")
    page.get_by_role("link", name="Toon wat anderen hebben toegevoegd").click()
    assert Contribution.objects.filter(text="Samen met de gemeente").count() == 1


def test_scores_are_given_with_the_keyboard(open_page, inside):
    analysis = Analysis.objects.get(unit=None)
    by = _director(analysis)
    actions.begin_again(analysis, by=by)
    actions.open_scoring(analysis, Mode.LIKERT, by=by)
    page = sign_in(open_page(), "noor")
    page.goto(f"/analysis/{analysis.pk}/matrix/score/")
    page.locator(".column").first.locator(".give input").first.focus()
    for _step in range(5):
        page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Mijn scores bewaren").click()
    expect(page.locator("main")).to_contain_text("1 persoon heeft gescoord")
    page.goto(f"/analysis/{analysis.pk}/matrix/score/")
    expect(page.locator(".column").first.locator(".give input:checked").first).to_have_value("2")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_points_are_given_in_the_grid(open_page, inside, javascript):
    analysis = Analysis.objects.get(unit=None)
    by = _director(analysis)
    actions.begin_again(analysis, by=by)
    actions.open_scoring(analysis, Mode.POINTS, by=by)
    page = sign_in(open_page(javascript=javascript), "noor")
    page.goto(f"/analysis/{analysis.pk}/matrix/score/")
    column = page.locator(".column").first
    for row, points in ((0, 3), (1, 2), (2, 1)):
        column.locator(".give").nth(row).locator("label").nth(3 - points).click()
    column.locator(".give").nth(3).locator("label").nth(0).click()
    expect(column.locator(".give").nth(0).locator("input").nth(0)).not_to_be_checked()
    if javascript:
        expect(column.locator("[data-left]")).to_have_text("Klaar")
        column.locator(".give").nth(3).locator("label").nth(0).click()
        expect(column.locator("[data-left]")).to_have_text("Nog te geven: 3")
    page.get_by_role("button", name="Mijn scores bewaren").click()
    expect(page.locator("main")).to_contain_text("nog niet af")
    page.goto(f"/analysis/{analysis.pk}/matrix/score/")
    given = page.locator(".column").first.locator(".give:not(.none) input:checked")
    expect(given).to_have_count(2 if javascript else 3)


@pytest.mark.once
@pytest.mark.parametrize(("size", "language"), [(DESK, "nl"), (PHONE, "en")], ids=["desk-nl", "phone-en"])
def test_the_grids_of_scores_are_accessible_and_words_without_end_break(open_page, inside, accessible, size, language):
    analysis = Analysis.objects.get(unit=None)
    by = _director(analysis)
    endless = "x" * 150  # as many as the shortest of these fields takes
    Factor.objects.filter(analysis=analysis, place=1).update(text=endless, evidence=endless)
    Contribution.objects.filter(analysis=analysis).update(text=endless, evidence=endless)
    AttentionPoint.objects.filter(analysis=analysis).update(text=endless)
    page = sign_in(open_page(size=size), "ilse", language=language)
    for path in ("", "rank/strength/", "matrix/", "matrix/score/", "points/", "points/weigh/"):
        assert page.goto(f"/analysis/{analysis.pk}/{path}").status == 200, path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{path} is too wide"
    for mode in Mode:
        actions.begin_again(Analysis.objects.get(unit=None), by=by)
        actions.open_scoring(Analysis.objects.get(unit=None), mode, by=by)
        page.goto(f"/analysis/{analysis.pk}/matrix/score/")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{mode} is too wide"
        expect(page.locator(".give label").first).to_have_text(re.compile("3" if mode == Mode.POINTS else "·"))
        accessible(page)


def _director(analysis):
    from zichtlijn.access.actor import actor_for
    from zichtlijn.access.models import Membership

    ilse = Person.objects.get(given_name="Ilse", family_name="Brandsma")
    found = Membership.objects.select_related("organisation", "user", "person")
    return actor_for(found.get(organisation=analysis.organisation, person=ilse))


@pytest.mark.once
@pytest.mark.parametrize(("size", "language"), [(DESK, "nl"), (PHONE, "en")], ids=["desk-nl", "phone-en"])
def test_every_page_of_the_analysis_is_accessible_and_fits(open_page, inside, accessible, size, language):
    whole, point = Analysis.objects.get(unit=None), AttentionPoint.objects.get(place=2)
    unit = Analysis.objects.get(unit__key="KC")
    page = sign_in(open_page(size=size), "ilse", language=language)
    for path in (
        "", "new/", f"{whole.pk}/", f"{unit.pk}/", f"{whole.pk}/rank/strength/", f"{whole.pk}/matrix/",
        f"{whole.pk}/matrix/open/", f"{whole.pk}/points/", f"{whole.pk}/points/weigh/", f"points/{point.pk}/",
        f"points/{point.pk}/objective/", f"{whole.pk}/industry/", f"{whole.pk}/industry/chain/",
        f"{whole.pk}/industry/strategy/", f"{whole.pk}/industry/forces/suppliers/",
    ):  # fmt: skip
        assert page.goto(f"/analysis/{path}").status == 200, path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{path} is too wide"
        accessible(page)
