"""Rewards without scripts, from a running round to a letter; on a phone, and what axe finds."""

import pytest

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.demo import sign_in
from zichtlijn.rewards.models import Proposal, Round


def test_one_reads_the_own_letter_and_how_it_was_computed(open_page, inside):
    page = sign_in(open_page(javascript=False), "noor")
    page.goto("/rewards/mine/")
    mine = Proposal.objects.get(employee__given_name="Noor", employee__family_name="Wit", state="final")
    page.get_by_role("link", name=str(mine.round)).click()
    assert "Salaris voor voltijds werk, in schaal" in page.content()
    with page.expect_download() as download:
        page.get_by_role("button", name="Brief (pdf)").click()
    assert download.value.suggested_filename.endswith(".pdf")


PAGES = {
    "noor": ("/rewards/", "/rewards/mine/"),
    "rachid": ("/rewards/team/",),
    "marloes": ("/salaries/", "/reward-rounds/", "/reward-rounds/{round}/", "/reward-rounds/{round}/figures/"),
    "anneke": ("/reward-rounds/{round}/figures/",),
}


@pytest.mark.once
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("who", PAGES)
def test_the_pages_fit_and_axe_finds_nothing(open_page, inside, accessible, size, who):
    page = sign_in(open_page(size=size), who)
    for address in PAGES[who]:
        page.goto(address.format(round=Round.objects.get().pk))
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        accessible(page)
