"""Every page of the home room opens for those who may."""

import pytest
from django.urls import reverse


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
