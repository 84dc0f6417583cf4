"""What first-time users stumbled over, and no longer do."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tests.factories import make_objective
from zichtlijn.access.models import User
from zichtlijn.objectives.actions.objectives import index_objective
from zichtlijn.objectives.models import Measure, Objective
from zichtlijn.objectives.states import Level

TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def all_read_dutch(scoped):
    User.objects.update(language="nl")


def measure_fields(measure, **changes):
    """What the browser sends for a new measure that rises from 0 to 100."""
    year = TODAY().year
    fields = {
        "name": "Nieuw", "kind": "up", "unit": "%", "baseline": "0", "target": "100", "shape": "straight",
        "starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31", "frequency": "monthly", "tempo": "lag",
        "milestones": "", "interim": "", "responsible": "",
    }  # fmt: skip
    return fields | changes


def test_interim_targets_make_the_course_run_through_them(scoped, signed_in):
    client = signed_in(scoped.director)
    year = TODAY().year
    sent = measure_fields(scoped.measure, interim=f"30-06-{year} = 70")
    answer = client.post(reverse("objectives:new_measure", args=[scoped.strategic.pk]), sent)
    assert answer.status_code == 302
    made = Measure.objects.get(name="Nieuw")
    assert made.shape == "own"
    assert made.interim_targets.get().on == date(year, 6, 30)


def test_a_new_measure_without_a_target_is_asked_for_one(scoped, signed_in):
    client = signed_in(scoped.director)
    address = reverse("objectives:new_measure", args=[scoped.strategic.pk])
    assert client.post(address, measure_fields(scoped.measure, target="")).status_code == 422
    assert not Measure.objects.filter(name="Nieuw").exists()


def test_a_measure_asks_for_eenheid_and_an_objective_for_afdeling(scoped, signed_in):
    client = signed_in(scoped.director)
    assert "Eenheid" in client.get(reverse("objectives:new_measure", args=[scoped.strategic.pk])).content.decode()
    operational = client.get(reverse("objectives:new") + "?level=operational").content.decode()
    assert "Eenheid" not in operational
    assert "Afdeling" in operational


def test_a_replaced_reading_far_outside_is_asked_about_once_and_saved_when_meant(scoped, signed_in):
    client = signed_in(scoped.employee)
    address = reverse("objectives:record_reading", args=[scoped.personal_measure.pk])
    day = TODAY().isoformat()
    client.post(address, {"value": "30", "measured_on": day, "note": ""}, follow=True)
    asked = client.post(address, {"value": "3000", "measured_on": day, "note": ""})
    assert asked.status_code == 422
    assert "is veel meer dan de 30" in asked.content.decode()
    scoped.personal_measure.refresh_from_db()
    assert scoped.personal_measure.current_value == 30
    sure = html.fromstring(asked.content).xpath("//input[@name='sure']/@value")
    assert sure == ["3000"]
    other = client.post(address, {"value": "4000", "measured_on": day, "note": "", "sure": "3000"})
    assert other.status_code == 422  # another value than the one that was confirmed
    sent = {"value": "3000", "measured_on": day, "note": "", "sure": "3000"}
    page = client.post(address, sent, follow=True).content.decode()
    assert "vervangt de meetwaarde van dezelfde dag" in page
    scoped.personal_measure.refresh_from_db()
    assert scoped.personal_measure.current_value == 3000


def test_a_plan_of_more_than_a_hundred_is_said(scoped, signed_in):
    client = signed_in(scoped.employee)
    sent = {
        "title": "Erbij",
        "period": scoped.period.pk,
        "commitment": "committed",
        "weight": "50",
        "owner": str(scoped.employee.person),
    }
    page = client.post(reverse("objectives:new") + "?level=personal", sent, follow=True)
    assert Objective.objects.filter(title="Erbij").exists()
    assert "zijn samen 150%" in page.content.decode()


def test_typing_part_of_a_title_finds_the_only_parent_or_offers_the_few(scoped, signed_in):
    client = signed_in(scoped.director)
    other = make_objective(scoped.organisation, "Minder stank", level=Level.DEPARTMENT, parents=[scoped.strategic])
    for objective in (scoped.department_objective, other):
        index_objective(objective)
    sent = {
        "title": "Team",
        "period": scoped.period.pk,
        "commitment": "committed",
        "own_share": "50",
        "unit": scoped.team.name,
    }
    address = reverse("objectives:new") + "?level=operational"
    page = client.post(address, sent | {"parent": "minder"})
    assert page.status_code == 422
    assert "Minder stank" in page.content.decode()
    client.post(address, sent | {"parent": "stank"})
    assert Objective.objects.get(title="Team").parent_links.get().parent == other


def test_the_button_on_the_alignment_page_fills_in_what_it_follows_from(scoped, signed_in):
    client = signed_in(scoped.director)
    page = client.get(reverse("objectives:alignment") + f"?open={scoped.operational.pk}").content.decode()
    assert f"?parent={scoped.operational.pk}" in page
    form = client.get(reverse("objectives:new") + f"?parent={scoped.operational.pk}&level=role").content.decode()
    assert f'name="parent" value="{scoped.operational.title}"' in form
    assert f'name="parent_id" value="{scoped.operational.pk}"' in form
