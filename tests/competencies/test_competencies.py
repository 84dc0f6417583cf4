"""Framework, profiles and assessments: what is kept, who reads what, and that a draft is nowhere."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from django.urls import reverse

from tests.competencies.conftest import SECRET, share, today
from tests.factories import (
    count_queries,
    make_assessment,
    make_competency,
    make_framework,
    make_person,
    make_placement,
    make_position,
    make_profile,
)
from zichtlijn.access.models import User
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.competencies import actions, permissions, queries
from zichtlijn.competencies.models import Assessment, Competency, Judgement, Profile
from zichtlijn.exchange.own_data import own_data
from zichtlijn.organisation.models import Placement, SearchWord


def gaps(cast, person):
    (found,) = queries.gaps_of([person], today())
    return {row.competency.name: row for row in found.rows}, found.whole


# the framework ----------------------------------------------------------------------------------------------------


def test_hr_sets_the_scale_and_nobody_else(scoped):
    made = actions.set_framework(name="Zo werken wij", levels=["Laag", "Midden", "Hoog"], version=0, by=scoped.hr.actor)
    assert made.level_names == ["Laag", "Midden", "Hoog"]
    assert AuditEvent.objects.filter(event=Event.FRAMEWORK_CHANGED).count() == 1
    with pytest.raises(NotAllowed):
        actions.set_framework(name="x", levels=["a", "b", "c"], version=1, by=scoped.administrator.actor)


@pytest.mark.parametrize("levels", [["een", "twee"], [str(n) for n in range(8)]])
def test_a_scale_has_three_to_seven_levels(scoped, levels):
    with pytest.raises(NotNow, match="3 tot en met 7"):
        actions.set_framework(name="x", levels=levels, version=0, by=scoped.hr.actor)


def test_a_scale_in_use_keeps_its_number_of_levels_but_not_its_names(asked):
    five = ["A", "B", "C", "D", "E"]
    assert actions.set_framework(name="Nieuw", levels=five, version=1, by=asked.hr.actor).level_names == five
    with pytest.raises(NotNow, match="5"):
        actions.set_framework(name="Nieuw", levels=five[:4], version=2, by=asked.hr.actor)


def test_a_competency_is_written_changed_and_kept_once(scoped):
    make_framework(scoped.organisation)
    told = {"name": "Durf", "group": "Zelf", "description": "", "behaviours": {1: "Zegt iets", 2: ""}}
    made = actions.add_competency(**told, by=scoped.hr.actor)
    assert queries.behaviours_of([made.pk])[made.pk] == {1: "Zegt iets"}
    with pytest.raises(NotNow, match="durf"):
        actions.add_competency(**told | {"name": "durf"}, by=scoped.hr.actor)
    actions.change_competency(made, **told | {"behaviours": {1: "Zegt het"}}, version=1, by=scoped.hr.actor)
    made.refresh_from_db()
    assert (made.version, queries.behaviours_of([made.pk])[made.pk]) == (2, {1: "Zegt het"})


def test_who_saves_second_sees_both_texts_and_nothing_is_lost(scoped):
    make_framework(scoped.organisation)
    made = make_competency(scoped.organisation, seen="Eerst")
    told = {"name": made.name, "group": made.group, "description": ""}
    actions.change_competency(made, **told, behaviours={1: "Van de een"}, version=1, by=scoped.hr.actor)
    with pytest.raises(EditConflict) as clash:
        actions.change_competency(made, **told, behaviours={1: "Van de ander"}, version=1, by=scoped.hr.actor)
    assert clash.value.fields == [("Begin", "Van de een", "Van de ander")]
    assert queries.behaviours_of([made.pk])[made.pk] == {1: "Van de een"}


def test_a_competency_in_use_is_ended_and_asked_no_more(asked):
    person = asked.employee.person
    share(asked, asked.line_manager, person)
    actions.end_competency(asked.listening, by=asked.hr.actor)
    assert set(gaps(asked, person)[0]) == {"Plannen"}
    assert Judgement.objects.get().competency.name == "Luisteren"
    required = {asked.planning.pk: (2, False)}
    actions.set_profile(asked.position, from_on=asked.profile.from_on, required=required, version=1, by=asked.hr.actor)
    actions.resume_competency(asked.listening, by=asked.hr.actor)
    assert set(gaps(asked, person)[0]) == {"Luisteren", "Plannen"}
    with pytest.raises(NotAllowed):
        actions.end_competency(asked.listening, by=asked.director.actor)


# profiles ---------------------------------------------------------------------------------------------------------


def test_a_profile_holds_from_its_day_until_the_next(asked):
    later = today() + timedelta(days=30)
    actions.set_profile(
        asked.position, from_on=later, required={asked.planning.pk: (5, True)}, version=1, by=asked.hr.actor
    )
    pk = asked.position.pk
    assert [one.level for one in queries.required_by([pk], today())[pk]] == [4, 3]
    assert [(one.level, one.is_core) for one in queries.required_by([pk], later)[pk]] == [(5, True)]
    with pytest.raises(NotNow):  # the newest begins later: nothing is slipped in before it
        actions.set_profile(asked.position, from_on=today(), required={}, version=2, by=asked.hr.actor)
    assert Profile.objects.count() == 2


def test_the_same_day_changes_the_profile_and_an_old_version_is_refused(asked):
    day, pk = asked.profile.from_on, asked.planning.pk
    actions.set_profile(asked.position, from_on=day, required={pk: (2, False)}, version=1, by=asked.hr.actor)
    assert Profile.objects.get().version == 2
    with pytest.raises(EditConflict):
        actions.set_profile(asked.position, from_on=day, required={pk: (5, False)}, version=1, by=asked.hr.actor)
    with pytest.raises(NotAllowed):
        actions.set_profile(asked.position, from_on=day, required={}, version=2, by=asked.line_manager.actor)


def test_of_two_positions_the_highest_level_counts(asked):
    other = make_position(asked.organisation, "Projectleider")
    make_profile(other, {asked.planning: (5, True)})
    make_placement(asked.employee.person, asked.team, other, line_manager=asked.line_manager.person)
    row = gaps(asked, asked.employee.person)[0]["Plannen"]
    assert (row.asked.level, row.asked.is_core) == (5, True)


def test_W17_a_competency_of_elsewhere_in_a_profile_refuses_all_of_it(asked):
    with_foreign = {asked.planning.pk: (5, False), 10**9: (2, False)}
    with pytest.raises(NotNow):
        actions.set_profile(
            asked.position, from_on=asked.profile.from_on, required=with_foreign, version=1, by=asked.hr.actor
        )
    assert sorted(row.level for row in asked.profile.requirements.all()) == [3, 4]


# assessments ------------------------------------------------------------------------------------------------------


def test_self_alone_fulfils_nothing_and_stands_beside_it(asked):
    person = asked.employee.person
    share(asked, asked.employee, person, level=5)
    rows, whole = gaps(asked, person)
    assert (rows["Luisteren"].line.is_fulfilled, rows["Luisteren"].line.self_gap) == (None, -1)
    assert (whole.fulfilled, whole.judged) == (None, 0)
    share(asked, asked.line_manager, person, level=3)
    rows, whole = gaps(asked, person)
    assert (rows["Luisteren"].line.gap, rows["Luisteren"].line.difference) == (1, 2)
    assert (whole.fulfilled, whole.judged, whole.of) == (0, 1, 2)


def test_what_was_shared_stays_and_is_followed_by_a_new_one(asked):
    person = asked.employee.person
    first = share(asked, asked.line_manager, person, level=2)
    actions.set_profile(
        asked.position, from_on=today(), required={asked.listening.pk: (2, False)}, version=1, by=asked.hr.actor
    )
    second = share(asked, asked.line_manager, person, level=4)
    assert first.pk != second.pk
    kept = {row.assessment_id: (row.level, row.required) for row in Judgement.objects.all()}
    assert kept == {first.pk: (2, 4), second.pk: (4, 2)}
    assert gaps(asked, person)[0]["Luisteren"].by_manager.level == 4
    assert queries.shared_with(asked.employee.actor, person) == [second, first]


def test_sharing_without_a_level_is_refused_and_the_draft_stays(asked):
    person, by = asked.employee.person, asked.employee.actor
    told = {asked.listening.pk: (None, "Nog geen niveau")}
    actions.save_assessment(person, told, version=0, by=by)
    with pytest.raises(NotNow):
        actions.save_assessment(person, told, version=1, share=True, by=by)
    assert Judgement.objects.get().example == "Nog geen niveau"


def test_two_windows_do_not_overwrite_each_other(asked):
    person, by = asked.employee.person, asked.employee.actor
    actions.save_assessment(person, {asked.listening.pk: (2, "een")}, version=0, by=by)
    with pytest.raises(EditConflict) as clash:
        actions.save_assessment(person, {asked.listening.pk: (3, "twee")}, version=0, by=by)
    assert [label for label, _now, _yours in clash.value.fields] == ["Luisteren"]
    actions.save_assessment(person, {asked.listening.pk: (3, "twee")}, version=1, share=True, by=by)
    with pytest.raises(NotNow):  # it was shared meanwhile
        actions.save_assessment(person, {asked.listening.pk: (4, "drie")}, version=1, by=by)
    assert (Assessment.objects.count(), Judgement.objects.get().example) == (1, "twee")


def test_W17_one_foreign_competency_among_own_refuses_all(asked):
    told = {asked.listening.pk: (2, ""), 10**9: (3, "")}
    with pytest.raises(NotNow):
        actions.save_assessment(asked.employee.person, told, version=0, by=asked.employee.actor)
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("part", ["colleague", "other_manager", "hr", "director", "works_council", "administrator"])
def test_W04_nobody_assesses_for_a_colleague(asked, part, signed_in):
    member, person = getattr(asked, part), asked.employee.person
    with pytest.raises(NotAllowed):
        share(asked, member, person)
    data = {f"level-{asked.listening.pk}": "3", "act": "share", "version": "0", "person": person.pk}
    assert signed_in(member).post(reverse("competencies:assess", args=[person.pk]), data).status_code == 404
    assert not Assessment.objects.exists()


def test_W08_a_draft_of_the_manager_is_nowhere(asked, signed_in):
    person = asked.employee.person
    told = {asked.listening.pk: (1, SECRET)}
    draft = actions.save_assessment(person, told, version=0, by=asked.line_manager.actor)
    for member in (asked.employee, asked.hr, asked.director, asked.administrator):
        browser = signed_in(member)
        for url in (
            reverse("competencies:mine"),
            reverse("competencies:person", args=[person.pk]),
            reverse("competencies:assess", args=[person.pk]),
            reverse("competencies:assessment", args=[draft.pk]),
        ):
            for headers in ({}, {"HX-Request": "true"}):
                assert SECRET not in browser.get(url, headers=headers).content.decode()
        assert browser.get(reverse("competencies:assessment", args=[draft.pk])).status_code == 404
        assert SECRET not in str(own_data(member.actor))
    assert queries.shared_with(asked.employee.actor, person) == []
    assert gaps(asked, person)[1].judged == 0
    assert not AuditEvent.objects.filter(on_type="assessment").exists()
    assert not SearchWord.objects.filter(word__startswith=SECRET).exists()
    url = reverse("competencies:assess", args=[person.pk])
    assert SECRET in signed_in(asked.line_manager).get(url).content.decode()


def test_W08_the_own_draft_of_an_employee_is_not_for_the_manager(asked, signed_in):
    person = asked.employee.person
    actions.save_assessment(person, {asked.listening.pk: (5, SECRET)}, version=0, by=asked.employee.actor)
    browser = signed_in(asked.line_manager)
    for name, args in (("person", [person.pk]), ("assess", [person.pk]), ("team", [])):
        assert SECRET not in browser.get(reverse(f"competencies:{name}", args=args)).content.decode()
    assert SECRET in str(own_data(asked.employee.actor)["competencies"])


def test_W10_a_former_manager_keeps_the_own_period_and_nothing_after_it(asked, signed_in):
    person, long_ago = asked.employee.person, today() - timedelta(days=40)
    before = make_assessment(person, {asked.listening: 2}, by=asked.line_manager.person, shared_on=long_ago)
    Placement.objects.filter(person=person).update(ends_on=today() - timedelta(days=20))
    make_placement(
        person, asked.team, asked.position, line_manager=asked.other_manager.person,
        starts_on=today() - timedelta(days=19),
    )  # fmt: skip
    after = share(asked, asked.other_manager, person)
    old, new = asked.line_manager.actor, asked.other_manager.actor
    assert permissions.get_assessment(old, before.pk) == before
    with pytest.raises(Http404):
        permissions.get_assessment(old, after.pk)
    assert queries.shared_with(old, person) == [before]
    assert queries.shared_with(new, person) == [after, before]
    page = signed_in(asked.line_manager).get(reverse("competencies:person", args=[person.pk])).content.decode()
    assert reverse("competencies:assessment", args=[before.pk]) in page
    assert reverse("competencies:assessment", args=[after.pk]) not in page
    assert not permissions.can_assess(old, person)
    assert not permissions.can_see_gaps(old, person)


def test_W18_what_was_shared_has_the_same_right_as_what_is_open(asked):
    shared = share(asked, asked.line_manager, asked.employee.person)
    for part in ("employee", "line_manager", "hr"):
        assert permissions.get_assessment(getattr(asked, part).actor, shared.pk) == shared
    others = (
        "colleague",
        "other_manager",
        "director",
        "project_leader",
        "consultant",
        "works_council",
        "administrator",
    )
    for part in others:
        with pytest.raises(Http404):
            permissions.get_assessment(getattr(asked, part).actor, shared.pk)


def test_a_look_at_somebody_else_is_written_down_once_a_day(asked, signed_in):
    person = asked.employee.person
    shared = share(asked, asked.line_manager, person)
    hr = signed_in(asked.hr)
    hr.get(reverse("competencies:person", args=[person.pk]))
    hr.get(reverse("competencies:assessment", args=[shared.pk]))
    signed_in(asked.employee).get(reverse("competencies:mine"))
    line = AuditEvent.objects.get(event=Event.PERSON_SEEN)
    assert (line.about_person_id, line.detail["role"], line.detail["what"]) == (person.pk, "hr", "competencies")


# pages ------------------------------------------------------------------------------------------------------------


def test_one_assesses_oneself_and_sees_it_beside_what_is_required(asked, signed_in):
    browser = signed_in(asked.employee)
    url = reverse("competencies:assess", args=[asked.employee.person.pk])
    assert "Laat een ander uitspreken" in browser.get(url).content.decode()
    data = {f"level-{asked.listening.pk}": "3", f"example-{asked.listening.pk}": "Aan de balie", "version": "0"}
    assert browser.post(url, data | {"act": "save"}).status_code == 302
    assert not Assessment.objects.shared().exists()
    assert browser.post(url, data | {"act": "share", "version": "1"}).status_code == 302
    page = browser.get(reverse("competencies:mine")).content.decode()
    assert "3 · Goed" in page
    assert "not assessed" in page


def test_nothing_typed_is_lost_when_sharing_is_refused(asked, signed_in):
    url = reverse("competencies:assess", args=[asked.employee.person.pk])
    data = {f"example-{asked.listening.pk}": "Wat ik schreef", "version": "0", "act": "share"}
    answer = signed_in(asked.employee).post(url, data)
    assert answer.status_code == 422
    assert "Wat ik schreef" in answer.content.decode()


def test_hr_makes_framework_and_profile_on_the_pages(scoped, signed_in):
    browser = signed_in(scoped.hr)
    assert browser.get(reverse("competencies:add")).status_code == 302  # first the scale
    answer = browser.post(reverse("competencies:scale"), {"name": "Raamwerk", "levels": "Laag\nMidden"})
    assert answer.status_code == 422
    browser.post(reverse("competencies:scale"), {"name": "Raamwerk", "levels": "Laag\nMidden\n\nHoog"})
    data = {"name": "Durf", "group": "Zelf", "description": "", "behaviour-1": "Zegt iets"}
    assert browser.post(reverse("competencies:add"), data).status_code == 302
    made = Competency.objects.get()
    url = reverse("competencies:profile", args=[scoped.position.pk])
    data = {"from_on": date(2024, 1, 1).isoformat(), f"level-{made.pk}": "2", f"core-{made.pk}": "on", "version": "0"}
    assert browser.post(url, data).status_code == 302
    page = signed_in(scoped.employee).get(reverse("organisation:position", args=[scoped.position.pk]))
    assert "2 · Midden" in page.content.decode()


def test_the_heat_map_has_number_and_word_and_says_what_is_missing(asked, signed_in):
    share(asked, asked.line_manager, asked.employee.person)
    page = signed_in(asked.line_manager).get(reverse("competencies:team")).content.decode()
    assert "3 / 4" in page
    assert "1 level short" in page
    assert "– / 3" in page
    assert AuditEvent.objects.filter(event=Event.PERSON_SEEN, by=asked.line_manager.user).count() == 3


def test_hr_chooses_a_unit(asked, signed_in):
    hr = signed_in(asked.hr)
    assert asked.employee.person.name not in hr.get(reverse("competencies:team")).content.decode()
    page = hr.get(reverse("competencies:team") + f"?unit={asked.team.name}&unit_id={asked.team.pk}").content.decode()
    assert asked.employee.person.name in page


def test_in_dutch_a_unit_is_an_afdeling_and_what_is_required_is_reached(asked, signed_in):
    share(asked, asked.line_manager, asked.employee.person)
    User.objects.filter(pk=asked.hr.user.pk).update(language="nl")
    hr = signed_in(asked.hr)
    page = hr.get(reverse("competencies:team")).content.decode()
    assert "Kies een afdeling" in page
    assert "eenheid" not in page
    page = hr.get(reverse("competencies:person", args=[asked.employee.person.pk])).content.decode()
    assert "van wat gevraagd wordt is op niveau" in page
    page = hr.get(reverse("competencies:profile", args=[asked.position.pk])).content.decode()
    assert "hoeveel van het profiel is gehaald" in page


def test_a_manager_cannot_ask_for_another_unit(asked, signed_in):
    url = reverse("competencies:team") + f"?unit={asked.other_department.name}&unit_id={asked.other_department.pk}"
    page = signed_in(asked.line_manager).get(url).content.decode()
    assert asked.works_council.person.name not in page


@pytest.mark.parametrize(("name", "part"), [("team", "line_manager"), ("mine", "employee"), ("framework", "hr")])
def test_pages_ask_as_much_for_many_as_for_few(asked, signed_in, name, part):
    browser, url = signed_in(getattr(asked, part)), reverse(f"competencies:{name}")
    share(asked, asked.line_manager, asked.employee.person)
    browser.get(url)
    with count_queries() as few:
        browser.get(url)
    for number in range(6):
        person = make_person(asked.organisation, "Nieuw", f"Mens{number}")
        make_placement(person, asked.team, asked.position, line_manager=asked.line_manager.person)
        one = make_competency(asked.organisation, f"Kunde {number}")
        asked.profile.requirements.create(organisation=asked.organisation, competency=one, level=2)
        make_assessment(asked.employee.person, {one: 2}, by=asked.line_manager.person, shared_on=today())
    browser.get(url)
    with count_queries() as many:
        browser.get(url)
    assert few.count == many.count <= 25


# the drawing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("others", "is_radar"), [(0, False), (1, True), (10, True), (11, False)])
def test_a_radar_from_three_competencies_and_bars_where_it_would_say_nothing(asked, signed_in, others, is_radar):
    for number in range(others):
        one = make_competency(asked.organisation, f"Kunde {number}")
        asked.profile.requirements.create(organisation=asked.organisation, competency=one, level=2)
    share(asked, asked.line_manager, asked.employee.person, level=2)
    page = signed_in(asked.employee).get(reverse("competencies:mine")).content.decode()
    assert ("data-chart" not in page) == is_radar
    label = page.split('role="img" aria-label="')[1].split('"')[0]
    assert "Luisteren" in label or "highest" in label
