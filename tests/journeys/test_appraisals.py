"""Appraisals in a browser: scored and sent without scripts, and what axe finds on every page of them."""

import pytest
from django.urls import reverse

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.demo import sign_in
from zichtlijn.appraisals.models import Appraisal
from zichtlijn.conversations.models import Cycle


def drafted() -> Appraisal:
    """What Rachid is writing."""
    drafts = Appraisal.objects.filter(state="draft", report__writer__family_name="El Amrani")
    return drafts.order_by("pk")[0]


def test_scored_and_sent_without_scripts(open_page, inside):
    draft = drafted()
    talk = draft.report.conversation_id
    page = sign_in(open_page(javascript=False), "rachid")
    page.goto(reverse("appraisals:score", args=[talk]))
    for score in page.locator("select[name^=level_]").all():
        score.select_option("3")
    page.locator("select[name=chosen]").select_option("4")
    page.get_by_role("button", name="Bewaren en de berekening zien").click()
    assert "Samen 3: dat stelt “goed” voor." in page.locator("main").inner_text()
    page.get_by_role("button", name="Bewaren, terug naar het verslag").click()
    page.locator("textarea[name=discussed]").fill("We liepen het jaar na.")
    page.locator("main").get_by_role("button", name="Bewaren").first.click()
    assert "Schrijf op waarom" in page.locator("#send-box").inner_text()
    page.goto(reverse("appraisals:score", args=[talk]))
    page.locator("textarea[name=reason]").fill("Nam het werk van twee collega's erbij.")
    page.get_by_role("button", name="Bewaren, terug naar het verslag").click()
    for outcome in page.locator("select[name^=outcome_]").all():
        outcome.select_option("kept")
    page.locator("main form", has=page.locator("select[name^=outcome_]")).get_by_role("button").click()
    page.get_by_role("button", name="Verslag versturen").click()
    assert "Nam het werk van twee collega's erbij." in page.locator("main").inner_text()
    draft.refresh_from_db()
    assert (draft.state, draft.proposed, draft.label) == ("sent", 3, 4)


@pytest.mark.once
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_pages_fit_and_axe_finds_nothing(open_page, inside, accessible, screenshot, size):
    *_earlier, before, now = Cycle.objects.order_by("period__starts_on")
    of_rachid = Appraisal.objects.filter(report__writer__family_name="El Amrani").order_by("pk")
    decided = of_rachid.filter(state__in=("decided", "final"))[0]
    waiting = of_rachid.exclude(state="draft").order_by("-report__conversation__step__opens_on", "pk")[0]
    for name, addresses in {
        "rachid": [
            reverse("appraisals:score", args=[drafted().report.conversation_id]),
            reverse("conversations:conversation", args=[decided.report.conversation_id]),
        ],
        "ilse": [
            reverse("appraisals:list"),
            reverse("appraisals:appraisal", args=[waiting.pk]),
            reverse("appraisals:distribution", args=[before.pk]),
        ],
        "marloes": [
            reverse("appraisals:calibration", args=[now.pk]),
            reverse("appraisals:scheme", args=[now.pk]),
            reverse("conversations:cycle", args=[now.pk]),
        ],
    }.items():
        page = sign_in(open_page(size=size), name)
        for address in addresses:
            page.goto(address)
            if size is DESK and address == addresses[0] and name != "ilse":
                screenshot(page, {"rachid": "beoordeling", "marloes": "ijken"}[name])
            for details in page.locator("main .card > details:not(.menu)").all():
                details.evaluate("each => each.open = true")
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
            accessible(page)
