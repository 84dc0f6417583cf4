"""Drafts of an assessment: what stays when the profile changes, what is shared once, and what goes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.competencies.conftest import SECRET, share, today
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent
from zichtlijn.competencies import actions
from zichtlijn.competencies.models import Assessment, Judgement

# sharing once -----------------------------------------------------------------------------------------------------


def test_the_same_shared_twice_on_a_day_is_refused_unless_something_changed(asked):
    person = asked.employee.person
    for by in (asked.line_manager, asked.employee):  # both sides may see the same
        share(asked, by, person)
        with pytest.raises(NotNow, match="precies"):
            share(asked, by, person)
    share(asked, asked.employee, person, example="Aan de telefoon")
    required = {asked.listening.pk: (2, False)}
    actions.set_profile(asked.position, from_on=today(), required=required, version=1, by=asked.hr.actor)
    share(asked, asked.line_manager, person)
    Assessment.objects.update(shared_on=today() - timedelta(days=1))
    share(asked, asked.line_manager, person)
    assert Assessment.objects.count() == 5


# a profile that changes meanwhile ---------------------------------------------------------------------------------


@pytest.fixture
def changed(asked):
    """A draft of the employee on both competencies, of which the profile asks only planning since."""
    told = {asked.listening.pk: (4, SECRET), asked.planning.pk: (2, "Eerst")}
    asked.draft = actions.save_assessment(asked.employee.person, told, version=0, by=asked.employee.actor)
    required = {asked.planning.pk: (3, False)}
    actions.set_profile(asked.position, from_on=today(), required=required, version=1, by=asked.hr.actor)
    return asked


def written(assessment):
    return {row.competency.name: row.example for row in Judgement.objects.filter(assessment=assessment)}


def test_a_draft_keeps_what_the_profile_no_longer_asks(changed, signed_in):
    browser, address = signed_in(changed.employee), reverse("competencies:assess", args=[changed.employee.person.pk])
    page = browser.get(address).content.decode()
    assert SECRET in page
    assert "No longer asked" in page
    told = {f"level-{changed.planning.pk}": "3", f"example-{changed.planning.pk}": "Daarna", "version": "1"}
    assert browser.post(address, told | {"act": "save"}).status_code == 302
    assert written(changed.draft) == {"Luisteren": SECRET, "Plannen": "Daarna"}
    actions.set_profile(
        changed.position, from_on=today(), required={changed.listening.pk: (4, True)}, version=2, by=changed.hr.actor
    )
    assert SECRET in browser.get(address).content.decode()  # it is asked again, and still there


def test_sharing_first_names_what_is_left_out(changed, signed_in):
    browser, address = signed_in(changed.employee), reverse("competencies:assess", args=[changed.employee.person.pk])
    told = {f"level-{changed.planning.pk}": "3", f"example-{changed.planning.pk}": "Daarna", "version": "1"}
    answer = browser.post(address, told | {"act": "share"})  # from a page that was opened before the profile changed
    page = answer.content.decode()
    assert (answer.status_code, "no longer asks for Luisteren" in page, SECRET in page) == (422, True, True)
    assert written(changed.draft) == {"Luisteren": SECRET, "Plannen": "Eerst"}
    hidden = f'name="left_out" value="{changed.listening.pk}"'
    assert hidden in page
    assert browser.post(address, told | {"act": "share", "left_out": changed.listening.pk}).status_code == 302
    assert written(Assessment.objects.shared().get()) == {"Plannen": "Daarna"}


def test_what_was_typed_on_an_older_page_is_told_back(changed, signed_in):
    browser, address = signed_in(changed.employee), reverse("competencies:assess", args=[changed.employee.person.pk])
    told = {f"level-{changed.planning.pk}": "3", "version": "1", "act": "save"}
    answer = browser.post(address, told | {f"example-{changed.listening.pk}": "Zojuist getypt"})
    assert (answer.status_code, "Zojuist getypt" in answer.content.decode()) == (422, True)
    same = browser.post(address, told | {f"example-{changed.listening.pk}": SECRET})  # that is in the draft already
    assert same.status_code == 302
    assert written(changed.draft)["Luisteren"] == SECRET


@pytest.mark.parametrize("writer", ["employee", "line_manager"])
def test_a_draft_of_which_nothing_is_asked_any_more_is_found_and_can_go(asked, signed_in, writer):
    by, person = getattr(asked, writer), asked.employee.person
    page = reverse("competencies:mine") if writer == "employee" else reverse("competencies:person", args=[person.pk])
    assess = reverse("competencies:assess", args=[person.pk])
    away = reverse("competencies:throw_away", args=[person.pk])
    actions.set_profile(asked.position, from_on=today(), required={}, version=1, by=asked.hr.actor)
    assert assess not in signed_in(by).get(page).content.decode()
    assert away not in signed_in(by).get(assess).content.decode()
    actions.set_profile(
        asked.position, from_on=today(), required={asked.listening.pk: (4, True)}, version=2, by=asked.hr.actor
    )
    actions.save_assessment(person, {asked.listening.pk: (5, SECRET)}, version=0, by=by.actor)
    actions.set_profile(asked.position, from_on=today(), required={}, version=3, by=asked.hr.actor)
    assert assess in signed_in(by).get(page).content.decode()
    told = signed_in(by).get(assess).content.decode()
    assert SECRET in told
    assert away in told


# a draft that goes ------------------------------------------------------------------------------------------------


def test_a_draft_is_thrown_away_after_a_question_and_nothing_of_it_stays(asked, signed_in):
    person, by = asked.employee.person, asked.employee
    shared = share(asked, by, person, level=2)
    actions.save_assessment(person, {asked.listening.pk: (5, SECRET)}, version=0, by=by.actor)
    browser, url = signed_in(by), reverse("competencies:throw_away", args=[person.pk])
    assert url in browser.get(reverse("competencies:assess", args=[person.pk])).content.decode()
    lines = AuditEvent.objects.count()
    page = browser.get(url).content.decode()
    assert SECRET not in page
    assert Assessment.objects.count() == 2  # asking does nothing
    assert browser.post(url, {"version": "2"}).status_code == 302
    assert list(Assessment.objects.all()) == [shared]
    assert not Judgement.objects.filter(example=SECRET).exists()
    assert AuditEvent.objects.count() == lines
    assert browser.get(url).status_code == 302  # there is none any more
    assert browser.post(url, {"version": "1"}).status_code == 422


def test_a_draft_that_changed_meanwhile_or_was_shared_is_not_thrown_away(asked):
    person, by = asked.employee.person, asked.employee.actor
    actions.save_assessment(person, {asked.listening.pk: (2, "een")}, version=0, by=by)
    actions.save_assessment(person, {asked.listening.pk: (3, "twee")}, version=1, by=by)
    with pytest.raises(NotNow, match="concept"):
        actions.throw_away_draft(person, version=1, by=by)
    actions.save_assessment(person, {asked.listening.pk: (3, "twee")}, version=2, share=True, by=by)
    with pytest.raises(NotNow, match="geen concept"):
        actions.throw_away_draft(person, version=3, by=by)
    assert Assessment.objects.get().shared_on


def test_a_draft_begun_anew_after_sharing_is_not_taken_for_the_one_before(asked):
    person, by = asked.employee.person, asked.employee.actor
    first = actions.save_assessment(person, {asked.listening.pk: (2, "een")}, version=0, by=by)
    share(asked, asked.employee, person, version=first.version)
    anew = actions.save_assessment(person, {asked.listening.pk: (4, "Anders")}, version=0, by=by)
    with pytest.raises(EditConflict):  # a window that still shows the first one
        actions.save_assessment(person, {asked.listening.pk: (2, "een")}, version=first.version, by=by)
    with pytest.raises(NotNow, match="concept"):
        actions.throw_away_draft(person, version=first.version, by=by)
    assert written(anew) == {"Luisteren": "Anders"}


def test_W01_nobody_throws_away_the_draft_of_somebody_else(asked, signed_in):
    person = asked.employee.person
    told = {asked.listening.pk: (1, SECRET)}
    actions.save_assessment(person, told, version=0, by=asked.line_manager.actor)
    url = reverse("competencies:throw_away", args=[person.pk])
    assert signed_in(asked.employee).post(url, {"version": "1"}).status_code == 422  # of one's own there is none
    for member in (asked.hr, asked.colleague, asked.other_manager, asked.administrator):
        assert signed_in(member).post(url, {"version": "1"}).status_code == 404
    with pytest.raises(NotAllowed):
        actions.throw_away_draft(person, version=1, by=asked.hr.actor)
    assert Judgement.objects.get().example == SECRET
