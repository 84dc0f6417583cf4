"""Every measure is asked of somebody: of who is responsible, else of the owner of its objective."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tests.factories import count_queries, make_measure
from zichtlijn.access.models import Organisation
from zichtlijn.objectives.models import Measure, Objective
from zichtlijn.objectives.queries.asked import may_be_asked
from zichtlijn.objectives.queries.check_in import due_count, measures_to_read
from zichtlijn.objectives.states import State
from zichtlijn.organisation.models import Person


def told(answer) -> str:
    return " ".join(html.fromstring(answer.content).text_content().split())


def asked(member) -> set[str]:
    return {measure.name for measure in measures_to_read(member.actor, until=None)}


def ask(measure, person):
    Measure.objects.filter(pk=measure.pk).update(responsible=person)


@pytest.mark.parametrize("seen_by", Organisation.SeenBy)
def test_somebody_is_asked_for_every_measure_of_a_personal_objective(standing, seen_by):
    """The responsible person when they may see it, else the owner: exactly one of the two."""
    Organisation.objects.filter(pk=standing.organisation.pk).update(personal_objectives_seen_by=seen_by)
    name, organisation = standing.personal_measure.name, Organisation.objects.get(pk=standing.organisation.pk)
    for member in (
        standing.colleague, standing.line_manager, standing.other_manager, standing.director, standing.hr,
        standing.works_council, standing.employee,
    ):  # fmt: skip
        ask(standing.personal_measure, member.person)
        member.membership.organisation = standing.employee.membership.organisation = organisation
        objective = Objective.objects.get(pk=standing.personal.pk)
        sees = Objective.objects.visible_to(member.actor).filter(pk=objective.pk).exists()
        assert may_be_asked(member.person, objective) is sees
        assert (name in asked(member)) is sees
        if member is not standing.employee:
            assert (name in asked(standing.employee)) is not sees
        day = timezone.localdate()
        for one in (member, standing.employee):
            due = measures_to_read(one.actor, until=day + timedelta(days=7))
            assert due_count(one.actor, today=day) == len(due)


def test_the_owner_is_asked_when_the_responsible_person_has_left(standing):
    measure = make_measure(standing.operational, "Van wie vertrok", responsible=standing.colleague.person)
    assert "Van wie vertrok" not in asked(standing.line_manager)
    Person.objects.filter(pk=standing.colleague.person.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert "Van wie vertrok" in asked(standing.line_manager)
    ask(measure, standing.line_manager.person)
    assert [m.name for m in measures_to_read(standing.line_manager.actor, until=None)].count("Van wie vertrok") == 1


def test_a_form_refuses_a_responsible_person_who_may_not_see_the_objective(standing, signed_in):
    url = reverse("objectives:edit_measure", args=[standing.personal_measure.pk])
    employee = signed_in(standing.employee)
    form = html.fromstring(employee.get(url).content).xpath("//form[.//*[@name='version']]")[0]
    sent = {name: text or "" for name, text in form.form_values()}
    answer = employee.post(url, sent | {"responsible": standing.colleague.person.name})
    assert answer.status_code == 422
    assert "may not see this personal objective" in told(answer)
    assert employee.post(url, sent | {"responsible": standing.line_manager.person.name}).status_code == 302
    assert Measure.objects.get(pk=standing.personal_measure.pk).responsible_id == standing.line_manager.person.pk


def test_the_page_before_somebody_leaves_says_what_goes_on_in_their_name(standing, signed_in):
    browser, person = signed_in(standing.hr), standing.colleague.person
    url = reverse("organisation:end_person", args=[person.pk])
    Objective.objects.filter(owner=person).update(state=State.CLOSED)
    assert "Still in the name of" not in told(browser.get(url))
    with count_queries() as without:
        browser.get(url)
    for number in range(3):
        make_measure(standing.operational, f"Meting {number}", responsible=person)
    assert "measures of objectives of others 3" in told(browser.get(url))
    with count_queries() as three:
        browser.get(url)
    assert three.count == without.count <= 25
