"""Every page of the home room opens for those who may."""

import pytest
from django.urls import reverse

from tests.factories import (
    make_direction,
    make_measure,
    make_member,
    make_objective,
    make_organisation,
    make_period,
    make_person,
    make_placement,
    make_position,
    make_unit,
)
from zichtlijn.access.permissions import Permission
from zichtlijn.access.roles import Role, permissions_of


@pytest.mark.parametrize("name", ["home:my_line", "home:search", "objectives:check_in"])
def test_everybody_can_open_it(cast, signed_in, name):
    for member in cast.roles.values():
        assert signed_in(member).get(reverse(name)).status_code == 200


def test_team_is_for_those_who_lead(cast, signed_in):
    assert signed_in(cast.line_manager).get(reverse("home:team")).status_code == 200
    assert signed_in(cast.employee).get(reverse("home:team")).status_code == 403


def test_breaks_open(cast, signed_in):
    assert signed_in(cast.director).get(reverse("objectives:breaks")).status_code == 200
    assert signed_in(cast.director).get(reverse("objectives:break_list", args=["without-parent"])).status_code == 200


@pytest.mark.parametrize(
    ("name", "role"),
    [
        *[(f"okr:{name}", role) for name in ("cycle", "cycles") for role in (Role.HR, Role.DIRECTOR)],
        ("growth_plan:list", Role.HR),
        ("growth_plan:list", Role.DIRECTOR),
        ("objectives:breaks", Role.HR),
        ("analysis:start", Role.DIRECTOR),
        *[
            (name, role)
            for role in (Role.ADMINISTRATOR, Role.EMPLOYEE)
            for name in (
                *("objectives:alignment", "objectives:list", "analysis:list", "ogsm:list"),
                *("scorecards:scorecard", "scorecards:balance", "scorecards:map"),
            )
        ],
    ],
)
def test_without_a_period_a_page_says_so_and_leads_whoever_may_to_making_one(db, signed_in, name, role):
    member = make_member(make_organisation(), role)
    text = signed_in(member).get(reverse(name)).content.decode()
    assert "There is no period yet" in text or "Er is nog geen periode" in text
    to_make = f'href="{reverse("organisation:periods")}">' in text.split("<main", 1)[1]
    assert to_make == (Permission.MANAGE_ORGANISATION in permissions_of({role}))


@pytest.mark.parametrize("name", ["objectives:alignment", "objectives:list", "scorecards:scorecard"])
def test_without_strategic_objectives_a_page_leads_to_the_first_or_says_who_begins(db, signed_in, name):
    organisation = make_organisation()
    make_period(organisation)
    director, employee = (make_member(organisation, role) for role in (Role.DIRECTOR, Role.EMPLOYEE))
    begin = f'href="{reverse("objectives:new")}?level=strategic"'
    shown = signed_in(director).get(reverse(name)).content.decode()
    assert begin in shown
    shown = signed_in(employee).get(reverse(name)).content.decode()
    assert begin not in shown
    assert "The director begins with the strategic objectives" in shown
    assert "data-levels" not in shown


def test_without_objectives_no_line_breaks(db, signed_in):
    organisation = make_organisation()
    period, director = make_period(organisation), make_member(organisation, Role.DIRECTOR)
    shown = signed_in(director).get(reverse("objectives:breaks")).content.decode()
    assert "Without objectives there is no line" in shown
    assert f'href="{reverse("objectives:new")}?level=strategic"' in shown
    make_objective(organisation, period=period, direction=make_direction(organisation))
    shown = signed_in(director).get(reverse("objectives:breaks")).content.decode()
    assert "Without objectives there is no line" not in shown
    assert 'id="kinds"' in shown


def test_who_is_nobody_in_an_empty_organisation_reads_what_will_stand_there(db, signed_in):
    organisation = make_organisation()
    shown = signed_in(make_member(organisation, Role.EMPLOYEE)).get(reverse("home:my_line"))
    assert "There is no line to show yet" in shown.content.decode()


def test_the_steps_of_setting_up_stay_until_the_last_is_done_also_after_a_plan(db, signed_in):
    member = make_member(organisation := make_organisation(), Role.ADMINISTRATOR)
    period, direction = make_period(organisation), make_direction(organisation)
    objective = make_objective(organisation, period=period, direction=direction)
    make_measure(objective)
    shown = signed_in(member).get(reverse("home:my_line")).content.decode()
    assert 'id="steps"' in shown
    unit = make_unit(organisation)
    assert 'id="steps"' in signed_in(member).get(reverse("home:my_line")).content.decode()
    make_placement(make_person(organisation), unit, make_position(organisation))
    assert 'id="steps"' not in signed_in(member).get(reverse("home:my_line")).content.decode()


def test_my_account_leads_to_the_download_of_ones_own_data(cast, signed_in):
    page = signed_in(cast.employee).get(reverse("access:account")).content.decode()
    assert f'href="{reverse("exchange:exports")}">To the download' in page
