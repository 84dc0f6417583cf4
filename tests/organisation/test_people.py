"""People: the list, a person, their file, adding, changing, leaving."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import CANARY, count_queries, make_person, make_placement, make_project, make_unit
from zichtlijn.access.models import Organisation
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.organisation import actions, search
from zichtlijn.organisation.models import Person, Placement, Project, SearchWord, Unit
from zichtlijn.organisation.queries import people as queries
from zichtlijn.organisation.tasks import follow_placements

PEOPLE = "organisation:people"


def new(scoped, **fields):
    given = {"key": "N1", "given_name": "Noor", "family_prefix": "de", "family_name": "Wit", **fields}
    return actions.add_person(**given, by=scoped.hr.actor)


# -- acts -------------------------------------------------------------------------------------------------------------


def test_somebody_new_is_in_the_list_and_found(scoped):
    person = new(scoped, family_name="Öztürk")
    assert person.sort_name == "ozturk, noor de"
    assert person.reporting_path
    assert search.find(SearchWord.Kind.PERSON, "noor ozt", 5) == [person.pk]
    assert search.find(SearchWord.Kind.PERSON, "n1", 5) == [], "the number is not for everybody"
    assert AuditEvent.objects.get(event=Event.PERSON_ADDED).about_person_id == person.pk


def test_a_changed_name_is_found_under_the_new_one(scoped):
    person = new(scoped)
    changed = actions.change_person(person, family_name="Zwart", version=1, by=scoped.hr.actor)
    assert changed == ["family_name"]
    person.refresh_from_db()
    assert person.sort_name == "zwart, noor de"
    assert search.find(SearchWord.Kind.PERSON, "wit", 5) == []
    assert search.find(SearchWord.Kind.PERSON, "zwart", 5) == [person.pk]


def test_the_second_to_save_a_person_sees_both(scoped):
    person = new(scoped)
    actions.change_person(person, family_name="Zwart", version=1, by=scoped.hr.actor)
    with pytest.raises(EditConflict) as conflict:
        actions.change_person(person, family_name="Groen", version=1, by=scoped.administrator.actor)
    assert conflict.value.fields == [("family name", "Zwart", "Groen")]


@pytest.mark.parametrize("part", ["employee", "line_manager", "director", "consultant", "project_leader"])
def test_only_hr_and_administrators_keep_people(scoped, part):
    by, person = getattr(scoped, part).actor, scoped.colleague.person
    placement = Placement.objects.get(person=person)
    day = timezone.localdate()
    place = {"unit": scoped.team, "position": scoped.position, "starts_on": day}
    for act in (
        lambda: actions.add_person(key="X", given_name="X", family_name="X", by=by),
        lambda: actions.change_person(person, given_name="X", version=1, by=by),
        lambda: actions.end_person(person, ends_on=day, by=by),
        lambda: actions.resume_person(person, by=by),
        lambda: actions.add_placement(person, **place, by=by),
        lambda: actions.change_placement(placement, **place, line_manager=None, ends_on=None, version=1, by=by),
        lambda: actions.end_placement(placement, ends_on=day, by=by),
        lambda: actions.withdraw_placement(placement, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert AuditEvent.objects.count() == 0


def test_who_leaves_is_ended_and_not_deleted(scoped):
    person, yesterday = scoped.employee.person, timezone.localdate() - timedelta(days=1)
    search.index_words(SearchWord.Kind.PERSON, [(person.pk, person.name)])
    actions.end_person(person, ends_on=yesterday, by=scoped.hr.actor)
    person.refresh_from_db()
    assert person.ends_on == yesterday
    assert Placement.objects.get(person=person).ends_on == yesterday
    assert person not in Person.objects.reporting_to(scoped.line_manager.person)
    assert search.find(SearchWord.Kind.PERSON, "emma", 5) == []
    assert AuditEvent.objects.get(event=Event.PERSON_ENDED).about_person_id == person.pk


def test_a_placement_that_had_still_to_begin_goes_when_somebody_leaves(scoped):
    person, today = scoped.employee.person, timezone.localdate()
    make_placement(person, scoped.department, scoped.position, starts_on=today + timedelta(days=30))
    actions.end_person(person, ends_on=today, by=scoped.hr.actor)
    assert [placement.ends_on for placement in Placement.objects.filter(person=person)] == [today]


def test_the_successor_takes_over_the_reports_from_the_next_day(scoped):
    leaver, successor, today = scoped.line_manager.person, scoped.other_manager.person, timezone.localdate()
    yesterday = today - timedelta(days=1)
    actions.end_person(leaver, ends_on=yesterday, successor=successor, by=scoped.hr.actor)
    assert scoped.employee.person in Person.objects.reporting_to(successor)
    history = queries.placement_history(scoped.employee.person)
    assert [(placement.line_manager, placement.ends_on) for placement in history] == [
        (successor, None),
        (leaver, yesterday),
    ]
    assert scoped.team.__class__.objects.get(pk=scoped.team.pk).head is None
    later = AuditEvent.objects.get(event=Event.PERSON_ENDED)
    assert later.detail["reports"] == 3


@pytest.mark.parametrize("days", [-1, 0])
def test_a_report_who_takes_over_gets_the_manager_of_who_left_and_the_line_stays_whole(scoped, days):
    leaver, successor, above = scoped.line_manager.person, scoped.employee.person, scoped.director.person
    today = timezone.localdate()
    last = today + timedelta(days=days)
    actions.end_person(leaver, ends_on=last, successor=successor, by=scoped.hr.actor)
    after = Placement.objects.on(last + timedelta(days=1))
    assert after.get(person=successor).line_manager == above
    assert after.get(person=scoped.colleague.person).line_manager == successor
    follow_placements(scoped.organisation, last + timedelta(days=1))
    line = set(Person.objects.reporting_to(above))
    assert {successor, scoped.colleague.person} <= line
    assert leaver not in line
    successor.refresh_from_db()
    assert scoped.colleague.person in Person.objects.reporting_to(successor)


def test_a_report_who_takes_over_from_the_top_stands_at_the_top(scoped):
    leaver, today = scoped.line_manager.person, timezone.localdate()
    Placement.objects.filter(person=leaver).update(line_manager=None)
    actions.end_person(leaver, ends_on=today, successor=scoped.employee.person, by=scoped.hr.actor)
    after = Placement.objects.on(today + timedelta(days=1))
    assert after.get(person=scoped.employee.person).line_manager is None


def test_who_left_heads_no_unit_and_leads_no_running_project_and_that_is_written_down(scoped):
    person, today = scoped.line_manager.person, timezone.localdate()
    running = make_project(scoped.organisation, "Loopt", leader=person)
    done = make_project(scoped.organisation, "Klaar", leader=person, ends_on=today - timedelta(days=1))
    actions.end_person(person, ends_on=today, by=scoped.hr.actor)
    scoped.team.refresh_from_db()
    assert scoped.team.head is None
    assert [Project.objects.get(pk=project.pk).leader for project in (running, done)] == [None, person]
    line = AuditEvent.objects.get(event=Event.UNIT_CHANGED)
    assert (line.on_id, line.detail, line.by) == (
        scoped.team.pk, {"fields": ["head"], "left": person.name}, scoped.hr.user,
    )  # fmt: skip
    assert AuditEvent.objects.get(event=Event.PROJECT_CHANGED).detail == {"fields": ["leader"], "left": person.name}
    assert scoped.team.history.first().head_id is None


def test_who_leaves_later_heads_the_unit_until_the_last_day(scoped):
    person, today = scoped.line_manager.person, timezone.localdate()
    actions.end_person(person, ends_on=today + timedelta(days=5), by=scoped.hr.actor)
    for day, head in ((today + timedelta(days=5), person), (today + timedelta(days=6), None)):
        follow_placements(scoped.organisation, day)
        assert Unit.objects.get(pk=scoped.team.pk).head == head
    lines = AuditEvent.objects.filter(event=Event.UNIT_CHANGED).count()
    follow_placements(scoped.organisation, today + timedelta(days=7))
    assert AuditEvent.objects.filter(event=Event.UNIT_CHANGED).count() == lines == 1


def test_the_page_says_what_is_left_behind(scoped, signed_in):
    person = scoped.line_manager.person
    page = signed_in(scoped.hr).get(reverse("organisation:end_person", args=[person.pk])).content.decode()
    assert f"{person.name} heads {scoped.team.name}, which then has no head." in page
    assert scoped.employee.person.name in page
    above = scoped.director.person
    assert f"If you choose one of them, that person reports to {above.name} from then on." in page
    Placement.objects.filter(person=person).update(line_manager=None)
    page = signed_in(scoped.hr).get(reverse("organisation:end_person", args=[person.pk])).content.decode()
    assert "If you choose one of them, that person has no line manager from then on." in page


def test_the_successor_is_asked_for_when_the_reports_only_begin_later(scoped, signed_in):
    leaver, today = scoped.line_manager.person, timezone.localdate()
    Placement.objects.filter(line_manager=leaver).update(starts_on=today + timedelta(days=9))
    browser, url = signed_in(scoped.hr), reverse("organisation:end_person", args=[leaver.pk])
    page = browser.get(url).content.decode()
    assert 'name="successor"' in page
    assert scoped.employee.person.name in page
    successor = scoped.other_manager.person
    assert browser.post(url, {"ends_on": today.isoformat(), "successor": successor.name}).status_code == 302
    assert {row.line_manager for row in Placement.objects.filter(person=scoped.employee.person)} == {successor}


def test_a_successor_who_reports_to_a_report_is_refused_and_nothing_is_changed(scoped):
    employee, today = scoped.employee.person, timezone.localdate()
    below = make_person(scoped.organisation, "Onder", "Staand", manager=employee)
    make_placement(below, scoped.team, scoped.position, line_manager=employee)
    with pytest.raises(NotNow):
        actions.end_person(scoped.line_manager.person, ends_on=today, successor=below, by=scoped.hr.actor)
    assert Person.objects.get(pk=scoped.line_manager.person.pk).ends_on is None
    assert Placement.objects.get(person=employee).ends_on is None


def test_nobody_leaves_before_they_came(scoped):
    with pytest.raises(NotNow):
        actions.end_person(scoped.employee.person, ends_on=date(2019, 12, 31), by=scoped.hr.actor)


# -- placements -------------------------------------------------------------------------------------------------------


def placed(scoped, person, **fields):
    given = {"unit": scoped.team, "position": scoped.position, "starts_on": date(2026, 1, 1), **fields}
    return actions.add_placement(person, **given, by=scoped.hr.actor)


def test_a_placement_makes_the_line_follow(scoped):
    person = new(scoped)
    placed(scoped, person, line_manager=scoped.line_manager.person)
    assert person in Person.objects.reporting_to(scoped.director.person)
    assert AuditEvent.objects.get(event=Event.PLACEMENT_ADDED).about_person_id == person.pk


def test_nobody_is_their_own_line_manager(scoped):
    with pytest.raises(NotNow, match="cannot be their own line manager"):
        placed(scoped, scoped.employee.person, unit=scoped.top, line_manager=scoped.employee.person)


def test_a_line_that_comes_back_is_refused_with_the_names(scoped):
    placement = Placement.objects.get(person=scoped.line_manager.person)
    with pytest.raises(NotNow, match="Emma Eik cannot be the line manager of Lotte Lijn"):
        actions.change_placement(
            placement, unit=placement.unit, position=placement.position, line_manager=scoped.employee.person,
            starts_on=placement.starts_on, ends_on=None, version=1, by=scoped.hr.actor,
        )  # fmt: skip


def test_a_line_that_would_come_back_only_next_year_is_refused_too(scoped):
    start = timezone.localdate() + timedelta(days=400)
    with pytest.raises(NotNow, match="reports to"):
        placed(
            scoped, scoped.line_manager.person, unit=scoped.top, line_manager=scoped.employee.person, starts_on=start
        )


def test_two_who_lead_each_other_in_different_years_are_no_circle(scoped):
    one, two = new(scoped), new(scoped, key="N2", given_name="Ali")
    placed(scoped, one, line_manager=two, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    placed(scoped, two, line_manager=one, starts_on=date(2026, 1, 1))
    assert two in Person.objects.reporting_to(one)


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(date(2026, 1, 1), None), (date(2026, 6, 1), date(2026, 7, 1)), (date(2020, 1, 1), date(2026, 1, 1))],
)
def test_the_same_placement_twice_at_a_time_is_refused(scoped, starts_on, ends_on):
    person = new(scoped)
    placed(scoped, person)
    with pytest.raises(NotNow, match="already placed"):
        placed(scoped, person, starts_on=starts_on, ends_on=ends_on)
    placed(scoped, person, unit=scoped.department, starts_on=starts_on, ends_on=ends_on)  # elsewhere is fine


def test_a_placement_stays_within_the_time_of_person_unit_and_position(scoped):
    person = new(scoped, starts_on=date(2026, 2, 1))
    with pytest.raises(NotNow, match="in service from"):
        placed(scoped, person)
    unit = make_unit(scoped.organisation, "Weg", ends_on=date(2026, 6, 30))
    with pytest.raises(NotNow, match="give the placement a last day"):
        placed(scoped, person, unit=unit, starts_on=date(2026, 2, 1))
    with pytest.raises(NotNow, match="ended on"):
        placed(scoped, person, unit=unit, starts_on=date(2026, 8, 1))
    placed(scoped, person, unit=unit, starts_on=date(2026, 2, 1), ends_on=date(2026, 6, 30))


def test_a_placement_ends_and_the_line_follows(scoped):
    placement = Placement.objects.get(person=scoped.employee.person)
    yesterday = timezone.localdate() - timedelta(days=1)
    actions.end_placement(placement, ends_on=yesterday, by=scoped.hr.actor)
    assert scoped.employee.person not in Person.objects.reporting_to(scoped.line_manager.person)
    with pytest.raises(NotNow):
        actions.end_placement(placement, ends_on=date(2019, 1, 1), by=scoped.hr.actor)


def test_a_placement_entered_by_mistake_goes_but_its_history_stays(scoped):
    person = new(scoped)
    placement = placed(scoped, person, line_manager=scoped.line_manager.person)
    actions.withdraw_placement(placement, by=scoped.hr.actor)
    assert not person.placements.exists()
    assert person not in Person.objects.reporting_to(scoped.line_manager.person)
    assert list(Placement.history.values_list("history_type", flat=True)[:1]) == ["-"]


# -- who sees what ----------------------------------------------------------------------------------------------------


def test_w11_a_colleague_sees_name_position_and_unit_only(scoped, signed_in):
    browser = signed_in(scoped.colleague)
    for url in (reverse(PEOPLE), reverse("organisation:person", args=[scoped.employee.person.pk])):
        page = browser.get(url).content.decode()
        assert "Emma Eik" in page
        assert "Team Slib" in page
        assert "p-employee" not in page
        assert "employee@proef.example" not in page
    assert browser.get(reverse("organisation:file", args=[scoped.employee.person.pk])).status_code == 403


def test_w11_a_member_without_any_role_sees_no_more_than_a_colleague(scoped, signed_in):
    scoped.hr.membership.roles.all().delete()
    page = signed_in(scoped.hr).get(reverse(PEOPLE)).content.decode()
    assert "Emma Eik" in page
    assert "p-employee" not in page


@pytest.mark.parametrize(
    ("part", "role", "purpose"),
    [("hr", "hr", "administration"), ("administrator", "administrator", "administration"),
     ("line_manager", "line", "leading"), ("director", "line", "leading")],
)  # fmt: skip
def test_who_opens_a_file_is_written_down_once_a_day(scoped, signed_in, part, role, purpose):
    browser = signed_in(getattr(scoped, part))
    url = reverse("organisation:file", args=[scoped.employee.person.pk])
    for _time in range(2):
        page = browser.get(url).content.decode()
        assert "p-employee" in page
        assert "employee@proef.example" in page
    line = AuditEvent.objects.get(event=Event.PERSON_SEEN)
    assert line.about_person_id == scoped.employee.person.pk
    assert line.detail == {"what": "file", "role": role, "purpose": purpose}


@pytest.mark.parametrize("part", ["employee", "hr"])
def test_a_look_that_adds_nothing_asks_for_no_transaction(scoped, part):
    """On SQLite one waits for whoever writes: the page of who only reads would stand still during an import."""
    member, people = getattr(scoped, part), [scoped.employee.person]
    with CaptureQueriesContext(connection) as first:
        actions.look_at_many(people, what="line", by=member.actor)
    assert any("SAVEPOINT" in asked["sql"] for asked in first) == (part == "hr")
    with CaptureQueriesContext(connection) as again:
        actions.look_at_many(people, what="line", by=member.actor)
        actions.look_at(people[0], what="line", by=member.actor)
    assert not any("SAVEPOINT" in asked["sql"] for asked in again)


@pytest.mark.parametrize(
    ("part", "shown"), [("hr", True), ("administrator", True), ("director", False), ("line_manager", False)]
)
def test_who_keeps_the_records_sees_number_and_address_without_opening_the_file(scoped, signed_in, part, shown):
    page = signed_in(getattr(scoped, part)).get(reverse("organisation:person", args=[scoped.employee.person.pk]))
    assert ("p-employee" in page.content.decode()) is shown
    assert ("employee@proef.example" in page.content.decode()) is shown
    assert not AuditEvent.objects.exists()


def test_another_manager_may_not_open_the_file_and_that_leaves_no_look(scoped, signed_in):
    answer = signed_in(scoped.other_manager).get(reverse("organisation:file", args=[scoped.employee.person.pk]))
    assert answer.status_code == 403
    assert not AuditEvent.objects.exists()


def test_the_person_sees_who_looked_when_and_what_for_but_no_name(scoped, signed_in):
    actions.see_details(scoped.employee.person, by=scoped.hr.actor)
    actions.see_details(scoped.employee.person, by=scoped.line_manager.actor)
    own = reverse("organisation:person", args=[scoped.employee.person.pk])
    page = signed_in(scoped.employee).get(own).content.decode()
    assert "keeping personnel records" in page
    assert "the line above you" in page
    assert "Hanna Heer" not in page
    assert "keeping personnel records" not in signed_in(scoped.colleague).get(own).content.decode()


def test_ones_own_file_is_open_and_no_look(scoped, signed_in):
    page = signed_in(scoped.employee).get(reverse("organisation:file", args=[scoped.employee.person.pk]))
    assert "p-employee" in page.content.decode()
    assert not AuditEvent.objects.exists()


def test_the_page_of_a_person_shows_the_line_above(scoped, signed_in):
    page = signed_in(scoped.colleague).get(reverse("organisation:person", args=[scoped.employee.person.pk]))
    text = page.content.decode()
    assert text.index("Dirk Dijkgraaf") < text.index("Lotte Lijn")


def test_w01_w02_what_belongs_to_another_organisation_is_not_there(scoped, signed_in):
    browser, twin = signed_in(scoped.administrator), scoped.twin
    with_twin = Placement.objects.model._base_manager.get(person=twin.employee.person)
    for name, pk in (
        ("person", twin.employee.person.pk), ("file", twin.employee.person.pk), ("unit", twin.team.pk),
        ("change_person", twin.employee.person.pk), ("end_person", twin.employee.person.pk),
        ("resume_person", twin.employee.person.pk), ("add_placement", twin.employee.person.pk),
        ("change_placement", with_twin.pk), ("withdraw_placement", with_twin.pk),
    ):  # fmt: skip
        url = reverse(f"organisation:{name}", args=[pk])
        for answer in (browser.get(url), browser.post(url, {"ends_on": "2026-01-01"})):
            assert answer.status_code in {404, 405}
            assert CANARY not in answer.content.decode()
    assert twin.employee.person.__class__._base_manager.get(pk=twin.employee.person.pk).ends_on is None
    assert not AuditEvent.objects.exists()


# -- the list ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def many(scoped):
    people = [make_person(scoped.organisation, "Zoë", f"Zand{number:03}") for number in range(120)]
    for person in people:
        make_placement(person, scoped.other_department, scoped.position)
    search.index_words(SearchWord.Kind.PERSON, [(person.pk, person.name) for person in Person.objects.all()])
    return scoped


def names(page):
    return [row.name for row in page]


def test_the_list_runs_through_everybody_once_in_both_directions(many):
    everybody = [person.name for person in Person.objects.living().order_by("sort_name", "pk")]
    forth, key = [], ""
    while True:
        page = queries.people_page(after=key)
        forth += names(page)
        last = page
        if not page.next_key:
            break
        key = page.next_key
    assert forth == everybody
    assert queries.people_page(before=last.previous_key).next_key
    back, page = names(last), last
    while page.previous_key:
        page = queries.people_page(before=page.previous_key)
        back = names(page) + back
    assert back == everybody
    assert names(queries.people_page(backwards=True)) == everybody[::-1][:50]
    second = queries.people_page(backwards=True, after=queries.people_page(backwards=True).next_key)
    assert names(second) == everybody[::-1][50:100]
    assert names(queries.people_page(backwards=True, before=second.previous_key)) == everybody[::-1][:50]


def test_people_of_one_name_do_not_get_lost_between_pages(scoped):
    for _number in range(60):
        make_person(scoped.organisation, "Jan", "Jansen")
    first = queries.people_page(text="")
    second = queries.people_page(after=first.next_key)
    pks = [row.pk for row in [*first, *second]]
    assert len(pks) == len(set(pks)) == Person.objects.count()


@pytest.mark.parametrize("key", ["abc", "-1", "9" * 40, "0", "'"])
def test_a_strange_key_gives_the_first_page(scoped, key):
    assert names(queries.people_page(after=key)) == names(queries.people_page())


def test_the_list_is_narrowed_by_unit_with_all_below_position_and_name(many, signed_in):
    browser = signed_in(many.employee)
    inside = browser.get(reverse(PEOPLE), {"unit": "Zuivering"}).content.decode()
    assert "Emma Eik" in inside
    assert "Otto Overkant" not in inside
    both = browser.get(reverse(PEOPLE), {"unit": "Waterkeringen", "position": "Medewerker", "q": "zand007"})
    assert "Zand007" in both.content.decode()
    assert "Zand008" not in both.content.decode()
    nothing = browser.get(reverse(PEOPLE), {"q": "bestaatniet"})
    assert "Nobody found" in nothing.content.decode()


def test_w34_a_unit_of_another_organisation_narrows_to_nothing_and_is_not_named(scoped, signed_in):
    other = scoped.twin.team
    page = signed_in(scoped.employee).get(reverse(PEOPLE), {"unit": "x", "unit_id": other.pk}).content.decode()
    assert CANARY not in page
    assert "Nothing here is called" in page


def test_who_left_is_listed_for_those_who_keep_people_only(scoped, signed_in):
    Person.objects.filter(pk=scoped.employee.person.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    shown = signed_in(scoped.hr).get(reverse(PEOPLE), {"show": "ended"}).content.decode()
    assert "Emma Eik" in shown
    assert "Cas Claes" not in shown
    assert "Emma Eik" not in signed_in(scoped.colleague).get(reverse(PEOPLE), {"show": "ended"}).content.decode()


@pytest.mark.parametrize("name", ["organisation:people", "organisation:person"])
def test_pages_of_people_take_the_same_number_of_queries_for_one_and_for_many(scoped, signed_in, name):
    browser = signed_in(scoped.employee)
    args = [scoped.director.person.pk] if name.endswith("person") else []
    url = reverse(name, args=args)
    browser.get(url)
    with count_queries() as few:
        browser.get(url)
    for number in range(8):
        person = make_person(scoped.organisation, "Aad", f"Aap{number}", manager=scoped.director.person)
        for unit in (scoped.team, scoped.department):
            make_placement(person, unit, scoped.position, line_manager=scoped.director.person)
    with count_queries() as many:
        page = browser.get(url)
    assert "Aap7" in page.content.decode()
    assert many.count == few.count <= 20


# -- pages that write -------------------------------------------------------------------------------------------------


def test_adding_somebody_with_a_first_placement(scoped, signed_in):
    browser = signed_in(scoped.hr)
    form = {"given_name": "Noor", "family_prefix": "de", "family_name": "Wit", "key": "1007", "starts_on": "2026-03-01",
            "unit": "Team Slib", "position": "Medewerker", "line_manager": "Lotte Lijn"}  # fmt: skip
    answer = browser.post(reverse("organisation:add_person"), form)
    person = Person.objects.get(key="1007")
    assert answer.url == reverse("organisation:person", args=[person.pk])
    assert person in Person.objects.reporting_to(scoped.line_manager.person)
    again = browser.post(reverse("organisation:add_person"), form)
    assert again.status_code == 422
    assert "This code is taken." in again.content.decode()


def test_a_placement_that_cannot_be_adds_nobody(scoped, signed_in):
    Person.objects.filter(pk=scoped.line_manager.person.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    form = {"given_name": "Noor", "family_name": "Wit", "key": "1007", "starts_on": "2026-03-01"}
    unfinished = signed_in(scoped.hr).post(reverse("organisation:add_person"), {**form, "unit": "Team Slib"})
    assert unfinished.status_code == 422
    assert "A placement needs a unit and a position." in unfinished.content.decode()
    assert not Person.objects.filter(key="1007").exists()


def test_changing_and_leaving_on_the_pages(scoped, signed_in):
    browser, person = signed_in(scoped.hr), scoped.line_manager.person
    change = reverse("organisation:change_person", args=[person.pk])
    form = {"given_name": "Lotte", "family_name": "Streep", "key": "p-line-manager", "version": 1}
    assert browser.post(change, form).status_code == 302
    assert browser.post(change, {**form, "family_name": "Punt"}).status_code == 409
    assert browser.post(change, {**form, "email": "geen adres", "version": 2}).status_code == 422
    leave = reverse("organisation:end_person", args=[person.pk])
    assert "3 people report to" in browser.get(leave).content.decode()
    last = timezone.localdate() + timedelta(days=30)
    assert browser.post(leave, {"ends_on": last.isoformat(), "successor": "Otto Overkant"}).status_code == 302
    person.refresh_from_db()
    assert person.ends_on == last
    assert browser.post(reverse("organisation:resume_person", args=[person.pk])).status_code == 302


def test_placements_on_the_pages(scoped, signed_in):
    browser, person = signed_in(scoped.hr), scoped.employee.person
    add = reverse("organisation:add_placement", args=[person.pk])
    form = {
        "unit": "Waterkeringen",
        "position": "Medewerker",
        "line_manager": "Otto Overkant",
        "starts_on": "2026-05-01",
    }
    assert browser.post(add, form).status_code == 302
    placement = Placement.objects.get(person=person, unit=scoped.other_department)
    own = browser.post(add, {**form, "unit": "Waterschap", "line_manager": "Emma Eik"})
    assert own.status_code == 422
    assert "cannot be their own line manager" in own.content.decode()
    change = reverse("organisation:change_placement", args=[placement.pk])
    assert browser.post(change, {**form, "starts_on": "2026-06-01", "version": 1}).status_code == 302
    assert browser.post(change, {**form, "starts_on": "2026-07-01", "version": 1}).status_code == 409
    end = reverse("organisation:end_placement", args=[placement.pk])
    assert browser.post(end, {"ends_on": "2026-05-01"}).status_code == 422
    assert browser.post(end, {"ends_on": "2026-12-31"}).status_code == 302
    assert browser.post(reverse("organisation:withdraw_placement", args=[placement.pk])).status_code == 302
    assert not Placement.objects.filter(pk=placement.pk).exists()


def test_w04_an_employee_cannot_place_or_end_a_colleague(scoped, signed_in):
    browser, person = signed_in(scoped.employee), scoped.colleague.person
    before = list(Placement.objects.values_list("pk", "ends_on"))
    for name in ("end_person", "add_placement", "change_person", "resume_person"):
        answer = browser.post(reverse(f"organisation:{name}", args=[person.pk]), {"ends_on": "2026-01-01"})
        assert answer.status_code == 403
    assert list(Placement.objects.values_list("pk", "ends_on")) == before


def test_words_of_a_person_are_shown_as_words(scoped, signed_in):
    person = make_person(scoped.organisation, "<b>Noor</b>", '"><script>alert(1)</script>')
    page = signed_in(scoped.hr).get(reverse("organisation:person", args=[person.pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_w68_who_left_comes_in_no_more_from_the_day_after(scoped, signed_in):
    browser, person, today = signed_in(scoped.employee), scoped.employee.person, timezone.localdate()
    actions.end_person(person, ends_on=today, by=scoped.hr.actor)
    assert browser.get(reverse(PEOPLE)).status_code == 200
    actions.end_person(person, ends_on=today - timedelta(days=1), by=scoped.hr.actor)
    assert browser.get(reverse(PEOPLE)).url == reverse("access:no_organisation")
    actions.resume_person(person, by=scoped.hr.actor)
    assert browser.get(reverse(PEOPLE)).status_code == 200


def test_a_look_at_the_line_is_told_apart_from_a_look_at_the_file(scoped, signed_in):
    person = scoped.employee.person
    url = reverse("home:line_of", args=[person.pk])
    for part, _time in ((scoped.hr, 1), (scoped.hr, 2), (scoped.line_manager, 1)):
        assert signed_in(part).get(url).status_code == 200
    actions.see_details(person, by=scoped.hr.actor)
    looks = [(look.what, look.role, look.purpose) for look in queries.looks_at(person)]
    assert looks == [
        ("your file", "HR", "keeping personnel records"),
        ("your line of sight", "the line above you", "leading"),
        ("your line of sight", "HR", "looking after the objectives"),
    ]
    page = reverse("organisation:person", args=[person.pk])
    assert url in signed_in(scoped.line_manager).get(page).content.decode()
    assert url not in signed_in(scoped.colleague).get(page).content.decode()
    assert url not in signed_in(scoped.administrator).get(page).content.decode()


@pytest.mark.parametrize(
    ("seen_by", "words"),
    [
        ("line", "seen by the person, the managers above them, HR and the director."),
        ("unit", "also by colleagues in the same unit."),
        ("everyone", "seen by everyone in this organisation."),
    ],
)
def test_a_page_with_nothing_more_says_who_sees_personal_objectives_here(scoped, signed_in, seen_by, words):
    Organisation.objects.filter(pk=scoped.organisation.pk).update(personal_objectives_seen_by=seen_by)
    type(scoped.colleague_personal).objects.filter(owner=scoped.colleague.person).delete()
    page = signed_in(scoped.employee).get(f"/people/{scoped.colleague.person.pk}/").content.decode()
    assert words in page
