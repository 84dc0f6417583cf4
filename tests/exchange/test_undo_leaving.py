"""Taking out the rest of an import: what people did something with stays, with everything that it rests on."""

import pytest
from django.urls import reverse

from tests.exchange.test_objectives import CASCADE, MEASURES, READINGS
from tests.exchange.test_objectives import whole as whole_plan
from tests.exchange.test_people import HEAD, emma, whole
from tests.exchange.test_undo import clean, everything
from tests.exchange.test_undo_views import admin, bring_in, people, text  # noqa: F401 - fixtures
from tests.exchange.test_views import run_jobs, try_file  # noqa: F401 - a fixture
from tests.factories import count_queries, make_check_in
from zichtlijn.access.actor import system_actor
from zichtlijn.access.refusals import NotNow
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.exchange.undo.actions import undo_import
from zichtlijn.exchange.undo.asking import ask_together, how_many
from zichtlijn.exchange.undo.outlook import look_at, look_at_the_rest
from zichtlijn.exchange.undo.ranges import Numbers
from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink, Reading
from zichtlijn.organisation.actions.people import change_person
from zichtlijn.organisation.models import Person, Placement, Position, Unit

LATER = [f"{number}" for number in range(10, 14)]


def staff():
    """Dirk leads W and is the line manager of Emma; four others stand in Z under Emma."""
    others = [[key, "Noor", "", f"Wit{key}", "", None, "Z", "MAN" if key == "13" else "OP", "2"] for key in LATER]
    return whole(*([*row[:9]] for row in whole()["people"][1:]), *others) | {
        "people": [HEAD[:9], *[row[:9] for row in whole()["people"][1:]], *others]
    }


def leave(imported, leaving=None):
    by = system_actor(imported.organisation)
    leaving = look_at_the_rest(imported, by=by).total_left if leaving is None else leaving
    return undo_import(imported.pk, by=by, leaving=leaving)


def change(person):
    change_person(person, version=person.version, by=system_actor(person.organisation), given_name="Anders")


def test_numbers_without_some():
    numbers = Numbers([[1, 5], [8, 8], [10, 12]])
    assert numbers.without({1, 3, 8, 12, 40}).ranges == [(2, 2), (4, 5), (10, 11)]
    assert numbers.without(set()).ranges == numbers.ranges
    assert not numbers.without(set(range(1, 13)))


def test_a_changed_person_stays_with_unit_position_and_manager_and_the_rest_goes(empty, bring, workbook):
    imported = bring(workbook(staff()), organisation=empty).imported
    change(emma())
    with pytest.raises(NotNow):
        undo_import(imported.pk, by=system_actor(empty))
    outlook = leave(imported)
    assert {kind: len(pks) for kind, pks in outlook.left.items()} == {
        "people": 2, "placements": 2, "units": 2, "positions": 2,
    }  # fmt: skip
    assert {person.key for person in Person.objects.all()} == {"1", "2"}
    placement = Placement.objects.get(person=emma())
    assert (placement.unit.key, placement.line_manager.key, placement.unit.parent.key) == ("Z", "1", "W")
    assert emma().reporting_path.startswith(Person.objects.get(key="1").reporting_path)
    assert emma().history.count() == 2
    assert clean(empty)
    line = AuditEvent.objects.order_by("sequence").last()
    assert (line.event, line.detail["people"], line.detail["left"]["people"]) == (Event.IMPORT_UNDONE, 4, 2)
    imported.refresh_from_db()
    assert len(Numbers(imported.left["people"])) == 2
    assert [reason.code for reason in look_at(imported, by=system_actor(empty)).reasons] == ["taken_out"]
    with pytest.raises(NotNow):
        leave(imported, leaving=0)


def test_somebody_at_the_bottom_keeps_the_whole_line_up(empty, bring, workbook):
    imported = bring(workbook(staff()), organisation=empty).imported
    change(Person.objects.get(key="10"))
    leave(imported)
    assert {person.key for person in Person.objects.all()} == {"1", "2", "10"}
    assert {unit.key for unit in Unit.objects.all()} == {"W", "Z"}
    assert Position.objects.count() == 2
    assert clean(empty)


def test_what_others_hung_on_it_stays_and_an_objective_keeps_its_line_and_measures(staffed, bring, workbook):
    sheets = whole_plan(*CASCADE, measures=MEASURES, readings=READINGS)
    imported = bring(workbook(sheets), "objectives", organisation=staffed).imported
    make_check_in(Objective.objects.get(key="D1"))
    outlook = leave(imported)
    assert {kind: len(pks) for kind, pks in outlook.left.items()} == {"objectives": 2, "measures": 1, "readings": 2}
    assert {objective.key for objective in Objective.objects.all()} == {"S1", "D1"}
    assert ObjectiveLink.objects.get().parent.key == "S1"
    assert (Measure.objects.get().key, Reading.objects.count()) == ("M1", 2)
    assert clean(staffed)


def test_what_was_taken_away_before_neither_goes_nor_stays(empty, bring, workbook):
    imported = bring(workbook(staff()), organisation=empty).imported
    Person.objects.filter(key="12").delete()
    change(emma())
    outlook = leave(imported)
    assert outlook.total_left == 8
    assert {person.key for person in Person.objects.all()} == {"1", "2"}
    assert clean(empty)


def test_when_more_was_changed_than_was_agreed_to_nothing_goes(empty, bring, workbook):
    imported = bring(workbook(staff()), organisation=empty).imported
    change(emma())
    agreed_to = look_at_the_rest(imported, by=system_actor(empty)).total_left
    change(Person.objects.get(key="10"))
    before = everything(empty)
    with pytest.raises(NotNow, match="in the meantime"):
        leave(imported, leaving=agreed_to)
    assert everything(empty) == before


def test_an_import_that_changed_things_has_no_such_way_on(empty, bring, workbook):
    bring(workbook(staff()), organisation=empty)
    rows = staff()
    rows["people"] = [
        rows["people"][0],
        ["2", "Em", *rows["people"][2][2:]],
        ["20", "Nieuw", "", "Iemand", "", None, "Z"],
    ]
    rows["people"] = [[*row, *[""] * (9 - len(row))] for row in rows["people"]]
    rows["people"][2][7] = "OP"
    imported = bring(workbook(rows), organisation=empty).imported
    assert "people" in imported.changed
    change(Person.objects.get(key="20"))
    with pytest.raises(NotNow):
        leave(imported, leaving=0)


def test_the_page_names_what_is_in_the_way_shows_what_stays_and_takes_out_the_rest(cast, admin, bring_in):  # noqa: F811
    page, imported = bring_in(people(60))
    with in_organisation(cast.organisation):
        changed = list(Person.objects.filter(key__startswith="n").order_by("pk")[:25])
        for person in changed:
            change(person)
    shown = text(admin, page)
    assert "25 people were changed since." in shown
    assert shown.count(">Anders Wit") >= 20
    assert "and 5 more" in shown
    way = reverse("exchange:undo_leaving", args=[imported.pk])
    assert way in shown
    choice = text(admin, way)
    assert "50 things stay" in choice
    assert reverse("organisation:person", args=[changed[0].pk]) in choice
    assert "Take out these 70 and leave the rest" in choice
    for nonsense in ("", "everything", "-1", "\u0665", "9" * 5000):
        assert admin.post(page + "take-out/", {"leaving": nonsense}).status_code == 400
    admin.post(page + "take-out/", {"leaving": "50"})
    run_jobs(cast.organisation)
    with in_organisation(cast.organisation):
        assert Person.objects.filter(key__startswith="n").count() == 25
    after = text(admin, page)
    assert "What stayed" in after
    assert "and 5 more" in after


def test_the_page_leads_back_when_there_is_nothing_to_choose(cast, admin, bring_in):  # noqa: F811
    page, imported = bring_in(people(1))
    way = reverse("exchange:undo_leaving", args=[imported.pk])
    assert admin.get(way)["Location"] == page
    with in_organisation(cast.organisation):
        change(Person.objects.get(key="n0"))
    assert "there is nothing else to take out" in admin.get(way, follow=True).content.decode()


def test_the_pages_cost_the_same_for_a_small_and_a_large_import(cast, admin, bring_in):  # noqa: F811
    costs = []
    for count, first in ((3, 0), (60, 100)):
        page, imported = bring_in(people(count, first))
        with in_organisation(cast.organisation):
            for person in Person.objects.filter(key__startswith="n").order_by("-pk")[: count // 2]:
                change(person)
        with count_queries() as looked:
            text(admin, page)
        with count_queries() as chose:
            text(admin, reverse("exchange:undo_leaving", args=[imported.pk]))
        costs.append((looked.count, chose.count))
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 16


def test_a_whole_plan_of_which_everything_was_used_costs_one_page(staffed, bring, workbook):
    sheets = whole_plan(*CASCADE, measures=MEASURES, readings=READINGS)
    imported = bring(workbook(sheets), "objectives", organisation=staffed).imported
    make_check_in(Objective.objects.get(key="D1"))
    Objective.objects.filter(key="S1").update(version=2)
    Measure.objects.filter(key="M1").update(version=2)
    by = system_actor(staffed)
    with count_queries() as queries:
        outlook = look_at(imported, by=by)
    assert {"check_ins", "edited_objectives", "edited_measures"} <= {reason.code for reason in outlook.reasons}
    assert all(reason.named for reason in outlook.reasons)
    assert queries.count <= 12
    with count_queries() as queries:
        assert look_at_the_rest(imported, by=by, to_be_sure=False).left
    assert queries.count <= 8


def test_several_questions_are_asked_as_one(cast):
    with in_organisation(cast.organisation), count_queries() as queries:
        people_there = Person.objects.order_by("given_name")
        asked = [(people_there, [how_many()]), (Unit.objects.filter(parent=None), ["pk", "parent_id"])]
        asked.append((Person.objects.none(), ["pk"]))
        found = sorted(ask_together(asked))
    assert queries.count == 1
    with in_organisation(cast.organisation):
        assert found == [(0, [Person.objects.count()]), (1, [cast.top.pk, None])]
        assert list(ask_together([])) == []
