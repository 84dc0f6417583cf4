"""Who leaves with a file heads no unit and leads no running project any more; what waits for another is said."""
# Files are read across: one row of a sheet per line.
# ruff: noqa: E501

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.exchange.conftest import codes, counts
from tests.factories import (
    make_measure,
    make_member,
    make_objective,
    make_person,
    make_placement,
    make_position,
    make_project,
    make_unit,
)
from zichtlijn.access.roles import Role
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.models import Person, Placement, Project, Unit
from zichtlijn.ui.wording import write_full_date

HEAD = ["personnel number", "given name", "family name", "in service until"]


def today():
    return timezone.localdate()


@pytest.fixture
def staffed(empty):
    """Dirk heads the unit, leads a project, has Emma under him, owns an objective and reads a measure."""
    unit = make_unit(empty, "Zuivering", key="Z")
    position = make_position(empty, "Operator", key="OP")
    dirk = make_person(empty, "Dirk", "Dijk", key="1")
    emma = make_person(empty, "Emma", "Eik", key="2", manager=dirk)
    make_placement(dirk, unit, position)
    make_placement(emma, unit, position, line_manager=dirk)
    Unit.objects.filter(pk=unit.pk).update(head=dirk)
    make_project(empty, "Gisting", key="G", leader=dirk)
    make_project(empty, "Klaar", key="K", leader=dirk, ends_on=date(2020, 1, 1))
    objective = make_objective(
        empty, "Schoner", level=Level.DEPARTMENT, owner=dirk, unit=unit, ends_on=today() + timedelta(days=30)
    )
    make_measure(objective, "Lozing", responsible=dirk, ends_on=today() + timedelta(days=30))
    return empty


def leaves(day):
    return {"people": [HEAD, ["1", "Dirk", "Dijk", day], ["2", "Emma", "Eik", None]]}


def test_who_left_is_head_and_leader_no_more_and_the_dry_run_shows_it(staffed, bring, workbook):
    path = workbook(leaves(today()))
    tried = bring(path, organisation=staffed, dry=True)
    assert Unit.objects.get(key="Z").head.key == "1"
    written = bring(path, organisation=staffed)
    for one in (tried, written):
        assert codes(one) == []
        assert counts(one) == {"changed": 2, "ended": 1, "unchanged": 1}
        lines = {line.key: line for line in one.plan.lines() if line.outcome == "changed"}
        assert {key: line.changes for key, line in lines.items()} == {
            "Z": (("head", "1", ""),), "G": (("project leader", "1", ""),),
        }  # fmt: skip
        assert one.plan.warnings == [
            f"Dirk Dijk heads Zuivering and has {write_full_date(today())} as last day: choose another head.",
            f"Dirk Dijk leads Gisting and has {write_full_date(today())} as last day: choose another project leader.",
            f"1 person reports to Dirk Dijk, who leaves on {write_full_date(today())}: choose another line manager for Emma Eik.",
            "Some open objectives and measures are in the name of people who leave: Dirk Dijk (2). Give them to others.",
        ]
    assert Unit.objects.get(key="Z").head is None
    assert {project.key: project.leader_id is not None for project in Project.objects.all()} == {"G": False, "K": True}
    assert Placement.objects.get(person__key="2").line_manager.key == "1"
    for event, field in ((Event.UNIT_CHANGED, "head"), (Event.PROJECT_CHANGED, "leader")):
        assert AuditEvent.objects.get(event=event).detail == {"fields": [field], "left": "Dirk Dijk"}


def test_R10_the_same_file_again_changes_and_warns_of_nothing(staffed, bring, workbook):
    path = workbook(leaves(today()))
    bring(path, organisation=staffed)
    again = bring(path, organisation=staffed)
    assert (again.brought_in, counts(again), again.plan.warnings) == (False, {"unchanged": 2}, [])


def test_who_is_not_in_a_complete_file_is_head_no_more_either(staffed, bring, workbook):
    sheets = {"people": [HEAD, ["2", "Emma", "Eik", None]]}
    assert bring(workbook(sheets), organisation=staffed, complete=True).brought_in
    assert Unit.objects.get(key="Z").head is None


def test_who_leaves_later_stays_head_and_that_is_said(staffed, bring, workbook):
    day = today() + timedelta(days=5)
    written = bring(workbook(leaves(day)), organisation=staffed)
    assert (
        written.plan.warnings[0]
        == f"Dirk Dijk heads Zuivering and has {write_full_date(day)} as last day: choose another head."
    )
    assert Unit.objects.get(key="Z").head.key == "1"


def test_a_file_that_names_another_head_warns_of_no_unit(staffed, bring, workbook):
    sheets = leaves(today()) | {"units": [["code", "name", "head"], ["Z", "Zuivering", "2"]],
                                "projects": [["code", "name", "project leader"], ["G", "Gisting", "2"]]}  # fmt: skip
    written = bring(workbook(sheets), organisation=staffed)
    assert [warning for warning in written.plan.warnings if "Zuivering" in warning or "Gisting" in warning] == []
    assert (Unit.objects.get(key="Z").head.key, Project.objects.get(key="G").leader.key) == ("2", "2")


def test_a_file_that_lets_a_head_leave_and_keeps_the_unit_is_refused(staffed, bring, workbook):
    sheets = leaves(today()) | {"units": [["code", "name", "head"], ["Z", "Zuivering", "1"]],
                                "projects": [["code", "name", "project leader"], ["G", "Gisting", "1"]]}  # fmt: skip
    written = bring(workbook(sheets), organisation=staffed)
    assert codes(written) == [("head_left", 2, "head"), ("leader_left", 2, "project leader")]
    assert Person.objects.get(key="1").ends_on is None


def test_who_left_long_ago_is_not_made_head(staffed, bring, workbook):
    make_person(staffed, "Oud", "Gegaan", key="3", ends_on=date(2020, 1, 1))
    written = bring(workbook({"units": [["code", "name", "head"], ["Z", "Zuivering", "3"]]}), organisation=staffed)
    assert codes(written) == [("head_left", 2, "head")]
    assert written.plan.problems[0].reason.startswith("The last day of Oud Gegaan is 2020-01-01.")


def test_a_long_list_of_names_is_cut_and_counted(staffed, bring, workbook):
    dirk, unit, position = Person.objects.get(key="1"), Unit.objects.get(), Placement.objects.first().position
    for number in range(30):
        person = make_person(staffed, f"P{number:02}", "X")
        make_placement(person, unit, position, line_manager=dirk)
    (warning,) = [
        text for text in bring(workbook(leaves(today())), organisation=staffed).plan.warnings if "line manager" in text
    ]
    assert warning.startswith("31 people report to Dirk Dijk")
    assert "and 11 more" in warning


PLACED = [
    "personnel number",
    "given name",
    "family name",
    "in service until",
    "unit",
    "position",
    "line manager",
    "placed from",
]


def test_R10_who_left_with_the_place_still_in_the_file_changes_nothing_again(staffed, bring, workbook):
    start = Placement.objects.get(person__key="2").starts_on
    for day in (today() - timedelta(days=40), today() - timedelta(days=1)):
        path = workbook({"people": [PLACED, ["2", "Emma", "Eik", day, "Z", "OP", "1", start]]})
        assert codes(bring(path, organisation=staffed)) == []
        again = bring(path, organisation=staffed)
        assert (codes(again), counts(again)) == ([], {"unchanged": 1})


def test_who_comes_back_goes_on_in_the_place_that_ended(staffed, bring, workbook):
    there = Placement.objects.get(person__key="2")
    row = ["2", "Emma", "Eik", today() - timedelta(days=3), "Z", "OP", "1", there.starts_on]
    bring(workbook({"people": [PLACED, row]}), organisation=staffed)
    back = bring(workbook({"people": [PLACED, [*row[:3], None, *row[4:]]]}), organisation=staffed)
    assert (codes(back), counts(back)) == ([], {"changed": 1})
    assert list(Placement.objects.filter(person__key="2").values_list("pk", "ends_on")) == [(there.pk, None)]


def test_who_comes_back_on_another_day_gets_another_place(staffed, bring, workbook):
    row = [
        "2",
        "Emma",
        "Eik",
        today() - timedelta(days=9),
        "Z",
        "OP",
        "1",
        Placement.objects.get(person__key="2").starts_on,
    ]
    bring(workbook({"people": [PLACED, row]}), organisation=staffed)
    back = bring(workbook({"people": [PLACED, [*row[:3], None, *row[4:7], today()]]}), organisation=staffed)
    assert codes(back) == []
    assert Placement.objects.filter(person__key="2").count() == 2


def test_W27_a_file_with_a_last_day_for_the_last_administrator_is_refused(staffed, bring, workbook):
    make_member(staffed, Role.ADMINISTRATOR, person=Person.objects.get(key="1"))
    day = today() + timedelta(days=40)
    for last in (today(), day):
        written = bring(workbook(leaves(last)), organisation=staffed)
        assert codes(written) == [("last_administrator", 2, "in service until")]
        assert written.plan.problems[0].reason.startswith("Dirk Dijk is the last administrator.")
    absent = bring(workbook({"people": [HEAD, ["2", "Emma", "Eik", None]]}), organisation=staffed, complete=True)
    assert codes(absent) == [("last_administrator", 1, "personnel number")]
    assert Person.objects.get(key="1").ends_on is None
    make_member(staffed, Role.ADMINISTRATOR, person=Person.objects.get(key="2"))
    both = {"people": [HEAD, ["1", "Dirk", "Dijk", day], ["2", "Emma", "Eik", day]]}
    assert [problem[:2] for problem in codes(bring(workbook(both), organisation=staffed))] == [
        ("last_administrator", 2), ("last_administrator", 3),
    ]  # fmt: skip
    assert bring(workbook(leaves(day)), organisation=staffed).brought_in


def test_W27_a_last_administrator_whose_last_day_was_there_already_is_no_obstacle(staffed, bring, workbook):
    make_member(staffed, Role.ADMINISTRATOR, person=Person.objects.get(key="1"))
    day = today() + timedelta(days=40)
    Person.objects.filter(key="1").update(ends_on=day)
    assert codes(bring(workbook(leaves(day)), organisation=staffed)) == []
    assert bring(workbook(leaves(day + timedelta(days=1))), organisation=staffed).brought_in
    assert codes(bring(workbook(leaves(day)), organisation=staffed)) == [("last_administrator", 2, "in service until")]
