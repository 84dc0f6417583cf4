"""Objectives beside other things: under the direction, on the page of a person and of a unit."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import count_queries, make_direction, make_objective, make_period
from zichtlijn.objectives.states import Level, State

DIRECTION = reverse("strategy:direction")
ADD = f'{reverse("objectives:new")}?level=strategic'


def text(answer):
    return answer.content.decode()


def test_the_direction_lists_its_strategic_objectives_with_their_status(scoped, signed_in):
    other = make_direction(scoped.organisation, "Een andere koers", starts_on="1990-01-01", ends_on="1991-12-31")
    make_objective(scoped.organisation, "Van een andere koers", direction=other)
    make_objective(scoped.organisation, "Vervallen doel", state=State.DROPPED)
    make_objective(scoped.organisation, "Van een afdeling", level=Level.DEPARTMENT)
    shown = text(signed_in(scoped.employee).get(DIRECTION))
    assert "Strategic objectives" in shown
    assert reverse("objectives:objective", args=[scoped.strategic.pk]) in shown
    assert 'class="st ' in shown
    for title in ("Van een andere koers", "Vervallen doel", "Van een afdeling"):
        assert title not in shown
    assert "Van een andere koers" in text(signed_in(scoped.employee).get(reverse("strategy:show", args=[other.pk])))


@pytest.mark.parametrize(("who", "may"), [("director", True), ("employee", False), ("works_council", False)])
def test_the_act_that_adds_one_is_for_those_who_may(scoped, signed_in, who, may):
    assert (ADD in text(signed_in(getattr(scoped, who)).get(DIRECTION))) is may


def test_a_past_period_shows_the_objectives_of_that_period(scoped, signed_in):
    year = timezone.localdate().year - 1
    past = make_period(scoped.organisation, year)
    days = {"starts_on": past.starts_on, "ends_on": past.ends_on}
    direction = make_direction(scoped.organisation, "Oude koers", **days)
    make_objective(scoped.organisation, "Uit dat jaar", period=past, direction=direction, state=State.CLOSED, **days)
    browser = signed_in(scoped.employee)
    assert "Uit dat jaar" not in text(browser.get(DIRECTION))
    browser.post(reverse("organisation:choose_period"), {"period": past.pk, "next": DIRECTION})
    shown = text(browser.get(DIRECTION))
    assert "Oude koers" in shown
    assert "Uit dat jaar" in shown
    assert scoped.strategic.title not in shown


def test_a_person_and_a_unit_show_what_everybody_may_see(scoped, signed_in):
    owner = scoped.line_manager.person
    owned = make_objective(scoped.organisation, "Van het team", level=Level.OPERATIONAL, owner=owner, unit=scoped.team)
    make_objective(scoped.organisation, "Heel persoonlijk", level=Level.PERSONAL, owner=owner, unit=scoped.team)
    for url in (
        reverse("organisation:person", args=[owner.pk]),
        reverse("organisation:unit", args=[scoped.team.pk]),
    ):
        shown = text(signed_in(scoped.hr).get(url))
        assert reverse("objectives:objective", args=[owned.pk]) in shown
        assert "Heel persoonlijk" not in shown


def test_a_unit_asks_as_much_for_many_objectives_as_for_one(scoped, signed_in):
    browser, url = signed_in(scoped.director), reverse("organisation:unit", args=[scoped.team.pk])
    make_objective(scoped.organisation, "Eerste", level=Level.OPERATIONAL, unit=scoped.team)
    browser.get(url)
    with count_queries() as few:
        browser.get(url)
    for number in range(15):
        make_objective(scoped.organisation, f"Nog {number}", level=Level.OPERATIONAL, unit=scoped.team)
    with count_queries() as many:
        answer = browser.get(url)
    assert f'{reverse("objectives:list")}?unit={scoped.team.pk}' in text(answer)
    assert many.count == few.count
