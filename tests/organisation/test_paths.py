"""Paths of units and reporting lines, laid in bulk and one by one."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories import count_queries, make_person, make_placement, make_unit
from zichtlijn.access.refusals import NotNow
from zichtlijn.access.scoping import path_step
from zichtlijn.organisation.actions.paths import (
    MAX_LEVELS,
    differences,
    lay_paths,
    refresh_reporting_path,
    refresh_reporting_paths,
    refresh_unit_path,
    refresh_unit_paths,
)
from zichtlijn.organisation.actions.people import end_person, resume_person
from zichtlijn.organisation.models import Person, Placement, Unit
from zichtlijn.organisation.permissions import leads
from zichtlijn.organisation.tasks import follow_placements


def test_a_path_is_the_steps_from_the_top_down():
    paths, circles = lay_paths({1: None, 2: 1, 3: 2, 4: 1})
    assert paths == {1: path_step(1), 2: path_step(1) + path_step(2), 3: "".join(map(path_step, (1, 2, 3))),
                     4: path_step(1) + path_step(4)}  # fmt: skip
    assert circles == []


def test_a_circle_is_named_once_and_what_hangs_below_it_still_has_a_path():
    paths, circles = lay_paths({5: 3, 3: 4, 4: 3, 6: 5, 7: 7})
    assert sorted(circles) == [[3, 4], [7]]
    assert paths[6] == "".join(map(path_step, (3, 5, 6)))
    assert paths[7] == path_step(7)


def test_an_unknown_parent_counts_as_none():
    assert lay_paths({1: 99})[0] == {1: path_step(1)}


def test_paths_of_units_are_laid_in_bulk_and_only_once(scoped):
    right = dict(Unit.objects.values_list("id", "path"))
    Unit.objects.update(path="")
    with count_queries() as queries:
        assert refresh_unit_paths(scoped.organisation) == 4
    assert queries.count <= 3
    assert dict(Unit.objects.values_list("id", "path")) == right
    assert refresh_unit_paths(scoped.organisation) == 0


def test_the_reporting_line_is_laid_in_bulk(scoped):
    right = dict(Person.objects.values_list("id", "reporting_path"))
    Person.objects.update(reporting_path="")
    assert refresh_reporting_paths(scoped.organisation) == len(right)
    assert dict(Person.objects.values_list("id", "reporting_path")) == right


def test_paths_of_another_organisation_stay_as_they_are(scoped):
    twin = scoped.twin
    Person.objects.update(reporting_path="")
    refresh_reporting_paths(scoped.organisation)
    twin.employee.person.refresh_from_db()
    assert twin.employee.person.reporting_path.endswith(path_step(twin.employee.person.pk))


def test_people_who_report_to_each_other_are_refused_by_name(scoped):
    before = scoped.line_manager.person.reporting_path
    Placement.objects.filter(person=scoped.line_manager.person).update(line_manager=scoped.employee.person)
    with pytest.raises(NotNow) as refused:
        refresh_reporting_paths(scoped.organisation)
    assert "Lotte Lijn" in refused.value.reasons[0]
    assert "Emma Eik" in refused.value.reasons[0]
    assert Person.objects.get(pk=scoped.line_manager.person.pk).reporting_path == before
    assert refresh_reporting_paths(scoped.organisation, cut_circles=True) > 0  # and it comes to an end


def test_units_in_a_circle_are_refused_by_name(scoped):
    Unit.objects.filter(pk=scoped.top.pk).update(parent=scoped.team)
    with pytest.raises(NotNow, match=r"Waterschap → .*Zuivering"):
        refresh_unit_paths(scoped.organisation)


def test_the_placement_that_began_last_decides_the_line(scoped):
    yesterday = timezone.localdate() - timedelta(days=1)
    make_placement(scoped.employee.person, scoped.other_department, scoped.position, starts_on=yesterday)
    Placement.objects.filter(starts_on=yesterday).update(line_manager=scoped.other_manager.person)
    refresh_reporting_paths(scoped.organisation)
    assert scoped.employee.person in Person.objects.reporting_to(scoped.other_manager.person)
    assert scoped.employee.person not in Person.objects.reporting_to(scoped.line_manager.person)


def test_a_placement_that_is_still_to_come_changes_nothing_today(scoped):
    tomorrow = timezone.localdate() + timedelta(days=1)
    person = make_person(scoped.organisation, manager=scoped.line_manager.person)
    make_placement(person, scoped.team, scoped.position, line_manager=scoped.line_manager.person)
    Placement.objects.create(
        organisation=scoped.organisation, person=person, unit=scoped.team, position=scoped.position,
        line_manager=scoped.other_manager.person, starts_on=tomorrow,
    )  # fmt: skip
    assert refresh_reporting_paths(scoped.organisation) == 0
    assert refresh_reporting_paths(scoped.organisation, on=tomorrow) == 1


def test_moving_one_manager_takes_everybody_below_along(scoped):
    Placement.objects.filter(person=scoped.line_manager.person).update(line_manager=scoped.other_manager.person)
    with count_queries() as queries:
        refresh_reporting_path(scoped.line_manager.person)
    assert queries.count <= 6
    assert scoped.employee.person in Person.objects.reporting_to(scoped.other_manager.person)
    assert refresh_reporting_paths(scoped.organisation) == 0  # the whole agrees with the part


def test_who_left_without_a_successor_keeps_the_line_of_the_team_whole(scoped):
    leaver, report, above = scoped.line_manager.person, scoped.employee.person, scoped.director.person
    assert report in Person.objects.reporting_to(above)
    end_person(leaver, ends_on=timezone.localdate() - timedelta(days=1), by=scoped.hr.actor)
    assert {leaver, report} <= set(Person.objects.reporting_to(above))
    follow_placements(scoped.organisation, timezone.localdate())
    assert differences(scoped.organisation) == []
    report.refresh_from_db()
    scoped.director.person.refresh_from_db()
    assert leads(scoped.director.actor, report)


def test_who_left_is_in_the_line_no_more_when_the_last_one_has_another_manager(scoped):
    leaver, other, above = scoped.line_manager.person, scoped.other_manager.person, scoped.director.person
    end_person(leaver, ends_on=timezone.localdate() - timedelta(days=1), by=scoped.hr.actor)
    reports = Placement.objects.today().filter(line_manager=leaver).select_related("person")
    for placement in list(reports):
        assert leaver in Person.objects.reporting_to(above)
        Placement.objects.filter(pk=placement.pk).update(line_manager=other)
        refresh_reporting_path(placement.person)
    assert leaver not in Person.objects.reporting_to(above)
    assert differences(scoped.organisation) == []
    Placement.objects.filter(person=scoped.employee.person).update(line_manager=leaver)  # as a file may say
    refresh_reporting_path(scoped.employee.person)
    assert leaver in Person.objects.reporting_to(above)
    assert differences(scoped.organisation) == []
    resume_person(leaver, by=scoped.hr.actor)
    assert differences(scoped.organisation) == []


def test_the_line_passes_two_who_left_and_never_goes_in_a_circle(scoped):
    lower, upper, above = scoped.employee.person, scoped.line_manager.person, scoped.director.person
    last = make_person(scoped.organisation, "Onder", "Staand", manager=lower)
    make_placement(last, scoped.team, scoped.position, line_manager=lower)
    for leaver in (upper, lower):
        end_person(leaver, ends_on=timezone.localdate() - timedelta(days=1), by=scoped.hr.actor)
    assert {last, lower, upper} <= set(Person.objects.reporting_to(above))
    assert differences(scoped.organisation) == []
    Placement.objects.filter(person=above).update(line_manager=last)
    assert refresh_reporting_paths(scoped.organisation) > 0
    last.refresh_from_db()
    assert above in Person.objects.reporting_to(last)
    assert differences(scoped.organisation) == []


def test_one_move_that_makes_a_circle_is_refused(scoped):
    Placement.objects.filter(person=scoped.line_manager.person).update(line_manager=scoped.employee.person)
    with pytest.raises(NotNow, match="Emma Eik cannot be the line manager of Lotte Lijn"):
        refresh_reporting_path(scoped.line_manager.person)


def test_moving_one_unit_takes_the_units_below_along(scoped):
    scoped.department.parent = scoped.other_department
    Unit.objects.filter(pk=scoped.department.pk).update(parent=scoped.other_department)
    refresh_unit_path(scoped.department)
    assert set(Unit.objects.within(scoped.other_department)) >= {scoped.department, scoped.team}
    assert refresh_unit_paths(scoped.organisation) == 0


def test_a_line_that_does_not_fit_in_a_path_is_refused(scoped):
    unit = scoped.team
    for _number in range(MAX_LEVELS - 3):
        unit = make_unit(scoped.organisation, parent=unit)
    assert len(unit.path) == MAX_LEVELS * 8
    below = Unit.objects.create(organisation=scoped.organisation, key="diep", name="Diep", parent=unit)
    with pytest.raises(NotNow, match="31 levels"):
        refresh_unit_path(below)
    with pytest.raises(NotNow, match="31 levels"):
        refresh_unit_paths(scoped.organisation)


def test_ten_thousand_people_take_less_than_a_second_or_so(scoped):
    organisation = scoped.organisation
    Person.objects.bulk_create(
        [
            Person(organisation=organisation, key=f"x{n}", given_name="X", family_name=f"{n}", sort_name=f"{n}, x")
            for n in range(10_000)
        ]
    )
    ids = list(Person.objects.filter(key__startswith="x").order_by("id").values_list("id", flat=True))
    Placement.objects.bulk_create(
        [
            Placement(
                organisation=organisation, person_id=pk, unit=scoped.team, position=scoped.position,
                line_manager_id=ids[(n - 1) // 6] if n else None, starts_on=date(2020, 1, 1),
            )
            for n, pk in enumerate(ids)
        ]
    )  # fmt: skip
    with count_queries() as queries:
        assert refresh_reporting_paths(organisation) == 10_000
    assert queries.count < 10  # set-based: the number of statements does not grow with the number of people
