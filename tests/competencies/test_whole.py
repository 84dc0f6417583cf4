"""What stands beside the percentage of a profile, from which day a changed profile holds, and whom a unit holds."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.competencies.conftest import share, today
from tests.factories import count_queries, make_person, make_placement, make_position, make_unit
from zichtlijn.competencies import actions
from zichtlijn.competencies.models import Assessment, Profile
from zichtlijn.competencies.views import assessing
from zichtlijn.organisation.models import Placement


def test_beside_the_percentage_stands_how_many_and_that_core_counts_double(asked, signed_in):
    by, person = asked.line_manager.actor, asked.employee.person
    told = {asked.listening.pk: (3, ""), asked.planning.pk: (3, "")}
    actions.save_assessment(person, told, version=0, share=True, by=by)
    page = signed_in(asked.employee).get(reverse("competencies:mine")).content.decode()
    assert "33%" in page
    assert "As asked or above: 1 of 2 that were judged." in page
    assert "A core competency counts double in the percentage." in page
    assert "after what the manager judged" not in page


def test_a_profile_that_changed_after_the_judgement_is_told(asked, signed_in):
    share(asked, asked.line_manager, asked.employee.person)
    Assessment.objects.update(shared_on=today() - timedelta(days=1))
    required = {asked.listening.pk: (5, True)}
    actions.set_profile(asked.position, from_on=today(), required=required, version=1, by=asked.hr.actor)
    page = signed_in(asked.employee).get(reverse("competencies:mine")).content.decode()
    assert "after what the manager judged" in page


@pytest.mark.parametrize("ahead", [0, 30])
def test_the_form_makes_the_next_profile_and_leaves_what_was(asked, signed_in, ahead):
    if ahead:
        Profile.objects.filter(pk=asked.profile.pk).update(from_on=today() + timedelta(days=ahead))
    url, before = reverse("competencies:profile", args=[asked.position.pk]), asked.profile.from_on
    form = signed_in(asked.hr).get(url).context["form"]
    assert form["from_on"].value() == today() + timedelta(days=ahead)
    told = {"from_on": form["from_on"].value().isoformat(), "version": "1", f"level-{asked.listening.pk}": "5"}
    assert signed_in(asked.hr).post(url, told).status_code == 302
    assert Profile.objects.count() == (1 if ahead else 2)
    if not ahead:
        assert sorted(row.level for row in Profile.objects.get(from_on=before).requirements.all()) == [3, 4]


def test_hr_sees_of_a_unit_also_the_people_of_the_units_below_it(asked, signed_in):
    browser, empty = signed_in(asked.hr), make_unit(asked.organisation, "Leeg", parent=asked.department)

    def page(unit, number=1):
        data = {"unit": unit.name, "unit_id": unit.pk, "page": number}
        answer = browser.get(reverse("competencies:team"), data)
        return [person.name for person in answer.context["page"].object_list], answer.content.decode()

    Placement.objects.filter(unit=asked.department).delete()
    assert asked.employee.person.name in page(asked.department)[0]
    assert asked.other_manager.person.name not in page(asked.department)[0]
    names, told = page(empty)
    assert names == []
    assert "Nobody is placed in this unit, or in one below it, today." in told
    assert "names you as their line manager" not in told
    for number in range(assessing.PAGE):  # people of whom nothing is required come first
        who = make_person(asked.organisation, "Aad", f"Aa{number}")
        make_placement(who, empty, make_position(asked.organisation, f"Vrij {number}"))
    names, told = page(asked.department)
    assert asked.employee.person.name not in names
    assert "page=2" in told
    with count_queries() as asks:
        names, _told = page(asked.department, 2)
    assert asked.employee.person.name in names
    assert asks.count <= 25
