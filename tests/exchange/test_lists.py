"""What is taken along: what the reader sees and no more, never a formula, and it can come in again."""
# Files are read across: one row of a sheet per line.
# ruff: noqa: E501

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation

from tests.exchange.conftest import codes, counts
from tests.factories import (
    CANARY,
    make_competency,
    make_direction,
    make_framework,
    make_interim_target,
    make_measure,
    make_milestone,
    make_objective,
    make_period,
    make_person,
    make_placement,
    make_position,
    make_profile,
    make_reading,
    make_unit,
)
from zichtlijn.access.actor import system_actor
from zichtlijn.access.refusals import NotAllowed
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.exchange.actions import taking_along
from zichtlijn.exchange.actions.taking_along import is_small, stream_csv, take_list, write_workbook
from zichtlijn.exchange.lists import BUNDLES, LISTS, lists_for
from zichtlijn.objectives.actions.standing import recompute_organisation
from zichtlijn.objectives.models import Measure, Milestone, Objective, Reading
from zichtlijn.objectives.states import Level, State
from zichtlijn.organisation.models import Person, Placement, Unit


def text_of(name, by):
    return "".join(stream_csv(LISTS[name], by=by))


def rows_of(name, by, language="en"):
    with translation.override(language):
        text = text_of(name, by).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text), delimiter=";" if language == "nl" else ","))


@pytest.fixture
def filled(time_of_year, scoped):
    """The cast in August 2026, with everything that could get lost on the way."""
    organisation = scoped.organisation
    Person.objects.filter(pk=scoped.employee.person.pk).update(starts_on=date(2016, 2, 29))
    gone = make_person(organisation, "Weg", "Gegaan", key="007", ends_on=date(2024, 6, 30))
    make_placement(gone, scoped.team, scoped.position, starts_on=date(2020, 1, 1), ends_on=date(2024, 6, 30))
    other = make_position(organisation, "Adviseur", key="=ADV")
    make_placement(scoped.employee.person, scoped.department, other, starts_on=date(2023, 1, 1))
    make_unit(organisation, "Oud", key="X", ends_on=date(2020, 12, 31))
    measure = make_measure(
        scoped.role_objective, "-10% energie", key="m:1", kind="down", baseline=Decimal("1234.567"), target=Decimal("-3.5"),
        weight=33.3, unit="%",
    )  # fmt: skip
    make_interim_target(measure, date(2026, 6, 30), 5)
    make_interim_target(measure, date(2026, 3, 31), Decimal("1000.125"))
    make_reading(measure, Decimal("-1.2345"), note="=NOW()")
    steps = make_measure(
        scoped.role_objective, "Nieuwe pers", key="stappen", kind="milestones", weight=100 / 3,
        ended_on=date(2026, 5, 1),
    )  # fmt: skip
    make_milestone(steps, "=Ontwerp", due_on=date(2026, 3, 31), done_on=date(2026, 3, 30), weight=1 / 3)
    make_milestone(steps, "Bouw", due_on=date(2026, 6, 30), weight=2)
    make_milestone(steps, "Bouw", due_on=date(2026, 9, 30))
    direction = make_direction(organisation, "Koers 2030")
    Objective.objects.filter(pk=scoped.strategic.pk).update(own_share=70, direction=direction)
    Objective.objects.filter(pk=scoped.department_objective.pk).update(stands_alone=True)
    make_objective(organisation, "'@oud", level=Level.STRATEGIC, key="weg", state=State.DROPPED, period=scoped.period)
    return scoped


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("bundle", "kind"), [("organisation", "people"), ("plan", "objectives")])
def test_a_workbook_that_goes_out_comes_in_again_and_changes_nothing(filled, bring, tmp_path, language, bundle, kind):
    path = tmp_path / "out.xlsx"
    by = system_actor(filled.organisation)
    with translation.override(language):
        written = write_workbook(str(path), [LISTS[name] for name in BUNDLES[bundle].lists], by=by)
        again = bring(path, kind, by=by)
    assert codes(again) == []
    assert counts(again) == {"unchanged": written}
    assert written >= 10


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "name",
    ["units", "positions", "people", "placements", "projects", "objectives", "measures", "milestones", "readings"],
)
def test_a_csv_file_that_goes_out_comes_in_again_and_changes_nothing(filled, bring, tmp_path, language, name):
    by = system_actor(filled.organisation)
    with translation.override(language):
        path = tmp_path / f"{LISTS[name].label}-2026-11-21.csv"
        path.write_text(text_of(name, by), encoding="utf-8", newline="")
        kind = "people" if name in BUNDLES["organisation"].lists else "objectives"
        again = bring(path, kind, by=by)
    assert codes(again) == []
    assert counts(again) == {"unchanged": LISTS[name].count(by)}


def test_a_workbook_makes_the_same_organisation_elsewhere(filled, empty_too, bring, tmp_path):
    by = system_actor(filled.organisation)
    for bundle, kind in (("organisation", "people"), ("plan", "objectives")):
        path = tmp_path / f"{bundle}.xlsx"
        write_workbook(str(path), [LISTS[name] for name in BUNDLES[bundle].lists], by=by)
        with empty_too() as there:
            assert codes(bring(path, kind, organisation=there)) == []
    same = (Person, Unit, Placement, Objective, Measure, Milestone, Reading)
    here = [model.objects.count() for model in same]
    here[3] -= Objective.objects.filter(level=Level.PERSONAL, state=State.DRAFT).count()  # stays with who writes it
    with empty_too():
        assert [model.objects.count() for model in same] == here
        steps = Measure.objects.get(key="stappen")
        assert (steps.ended_on, steps.milestones.filter(done_on=date(2026, 3, 30)).count()) == (date(2026, 5, 1), 1)
        strategic = Objective.objects.get(key=filled.strategic.key)
        assert (strategic.own_share, strategic.direction.name) == (70, "Koers 2030")
        alone = Objective.objects.filter(stands_alone=True).values_list("key", flat=True)
        assert list(alone) == [filled.department_objective.key]


@pytest.fixture
def empty_too(db):
    """Another organisation, with the years of the cast."""
    from tests.factories import make_organisation, make_period
    from zichtlijn.access.scoping import in_organisation

    organisation = make_organisation("Elders", slug="elders-leeg")
    make_period(organisation)
    make_direction(organisation, "Koers 2030")
    return lambda: in_organisation(organisation)


def test_W56_no_cell_of_a_csv_file_begins_a_formula_and_numbers_stay_numbers(filled):
    for name in LISTS:
        for row in rows_of(name, system_actor(filled.organisation)):
            for cell in row:
                if cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
                    assert Decimal(cell) < 0, cell
    readings = rows_of("readings", system_actor(filled.organisation))
    assert ["m:1", "-1.2345", "'=NOW()"] in [[row[0], row[2], row[3]] for row in readings]


def test_W56_no_cell_of_a_workbook_is_a_formula_and_numbers_stay_numbers(filled, tmp_path):
    path = tmp_path / "out.xlsx"
    by = system_actor(filled.organisation)
    write_workbook(str(path), lists_for(by), by=by)
    book = openpyxl.load_workbook(path)
    kinds = {}
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    kinds.setdefault(cell.data_type, []).append(cell.value)
    assert "f" not in kinds
    assert -1.2345 in kinds["n"]
    assert {"'=ADV", "'-10% energie", "'=NOW()", "''@oud"} <= set(kinds["s"])


def test_W64_a_workbook_holds_no_more_than_its_sheets(filled, tmp_path):
    path = tmp_path / "out.xlsx"
    by = filled.line_manager.actor
    write_workbook(str(path), lists_for(by), by=by)
    book = openpyxl.load_workbook(path)
    assert all(sheet.sheet_state == "visible" for sheet in book)
    assert not any(cell.comment for sheet in book for row in sheet.iter_rows() for cell in row)
    assert not book.defined_names
    assert book.properties.creator in (None, "")


def test_W11_who_may_not_see_numbers_gets_names_and_places_of_those_who_work_here(filled):
    by = filled.line_manager.actor
    rows = rows_of("people", by)
    assert rows[0] == ["given name", "prefix", "family name", "unit", "position", "line manager"]
    everything = "".join(text_of(name, by) for name in LISTS if LISTS[name].may(by))
    assert filled.employee.person.email not in everything
    for person in Person.objects.all():
        assert person.key not in everything
    assert "Gegaan" not in everything
    assert not LISTS["placements"].may(by)


def test_W32_a_list_holds_what_its_reader_sees_and_nothing_of_elsewhere(filled):
    assert filled.twin
    for member in filled.roles.values():
        by = member.actor
        for listed in lists_for(by):
            text = text_of(listed.name, by)
            assert CANARY not in text
        seen = set(Objective.objects.visible_to(by).values_list("key", flat=True))
        if LISTS["objectives"].may(by):
            keys = {row[0].removeprefix("'") for row in rows_of("objectives", by)[1:]}
            assert keys == seen


def test_a_parent_that_the_reader_does_not_know_is_not_named(scoped):
    hidden = make_objective(scoped.organisation, "Geheim", level=Level.STRATEGIC, key="GEHEIM", state=State.DRAFT)
    make_objective(
        scoped.organisation, "Kind", level=Level.DEPARTMENT, key="KIND", parents=[hidden], unit=scoped.other_department
    )
    by = scoped.line_manager.actor
    assert "KIND" in text_of("objectives", by)
    assert "GEHEIM" not in text_of("objectives", by)


def test_the_breaks_go_out_for_those_who_see_them(scoped):
    make_objective(scoped.organisation, "Los", level=Level.OPERATIONAL, key="LOS", period=scoped.period)
    rows = rows_of("breaks", scoped.hr.actor)
    assert ["objective without a line upward", "LOS", "Los"] in [row[:3] for row in rows]
    assert any(row[0] == "person without a complete line" for row in rows)
    with pytest.raises(NotAllowed):
        take_list("breaks", "csv", by=scoped.consultant.actor)


def looks_at(person):
    return [line.detail for line in AuditEvent.objects.filter(event=Event.PERSON_SEEN, about_person_id=person.pk)]


@pytest.mark.parametrize("name", ["objectives", "measures", "milestones", "readings", "plan"])
def test_W04_whoever_takes_personal_objectives_along_has_looked_at_them(scoped, name):
    own = make_objective(scoped.organisation, "Eigen", level=Level.PERSONAL, owner=scoped.hr.person, key="HR")
    take_list(name, "xlsx", by=scoped.hr.actor)
    detail = {"what": "line", "role": "hr", "purpose": "objectives"}
    assert looks_at(scoped.employee.person) == looks_at(scoped.colleague.person) == [detail]
    assert looks_at(own.owner) == []


def test_W04_whoever_takes_the_breaks_along_has_looked_at_who_is_named(scoped):
    make_objective(scoped.organisation, "Los", level=Level.PERSONAL, owner=scoped.employee.person, weight=70)
    unread = make_objective(scoped.organisation, "Vast", level=Level.PERSONAL, owner=scoped.colleague.person)
    make_measure(unread, "Ongelezen")
    recompute_organisation(scoped.organisation)
    take_list("breaks", "csv", by=scoped.hr.actor)
    detail = {"what": "line", "role": "hr", "purpose": "objectives"}
    named = {row[3] for row in rows_of("breaks", scoped.hr.actor)} - {None}
    assert {member.person.key for member in (scoped.employee, scoped.colleague, scoped.works_council)} <= named
    for person in Person.objects.exclude(pk=scoped.hr.person.pk):
        assert looks_at(person) == ([detail] if person.key in named else []), person
    assert looks_at(scoped.hr.person) == []


def test_a_list_without_personal_objectives_is_a_look_at_nobody(scoped):
    take_list("units", "csv", by=scoped.hr.actor)
    take_list("plan", "xlsx", by=scoped.consultant.actor)
    take_list("objectives", "csv", by=scoped.hr.actor, period=make_period(scoped.organisation, 1999))
    assert not AuditEvent.objects.filter(event=Event.PERSON_SEEN).exists()


def test_a_file_that_tells_of_many_people_is_made_in_the_background(scoped, monkeypatch):
    by, lists = scoped.hr.actor, [LISTS["objectives"]]
    assert is_small(lists, "csv", by)
    monkeypatch.setattr(taking_along, "MOST_TOLD_OF", 1)
    assert not is_small(lists, "csv", by)


def test_who_has_no_right_to_lists_takes_none(scoped):
    for member in (scoped.employee, scoped.works_council, scoped.project_leader):
        assert lists_for(member.actor) == []
        with pytest.raises(NotAllowed):
            take_list("people", "csv", by=member.actor)


@pytest.mark.parametrize("name", [name for name in LISTS if name != "breaks"])
def test_a_list_asks_no_more_of_the_database_when_it_is_longer(scoped, name, django_assert_max_num_queries):
    make_framework(scoped.organisation)
    for number in range(30):
        competency = make_competency(scoped.organisation, f"Kunde {number}", seen="Doet het")
        make_profile(make_position(scoped.organisation, f"Functie {number}"), {competency: 2})
        person = make_person(scoped.organisation, "Nog", f"Een{number}")
        make_placement(person, scoped.team, scoped.position)
        objective = make_objective(scoped.organisation, f"Doel {number}", level=Level.STRATEGIC, period=scoped.period)
        make_reading(make_measure(objective), number)
        make_milestone(make_measure(objective, "Stappen", kind="milestones"))
    with django_assert_max_num_queries(3):
        rows = list(LISTS[name].rows(system_actor(scoped.organisation)))
    assert rows


def test_what_was_wrong_already_is_left_alone(filled, bring, tmp_path):
    Person.objects.filter(pk=filled.employee.person.pk).update(starts_on=date(2025, 2, 28))
    Measure.objects.filter(pk=filled.measure.pk).update(baseline=100, target=1)
    by = system_actor(filled.organisation)
    for bundle, kind in (("organisation", "people"), ("plan", "objectives")):
        path = tmp_path / f"{bundle}.xlsx"
        written = write_workbook(str(path), [LISTS[name] for name in BUNDLES[bundle].lists], by=by)
        again = bring(path, kind, by=by)
        assert (codes(again), counts(again)) == ([], {"unchanged": written})


# the objectives of a period, with their progress ---------------------------------------------------------------------


def test_the_list_of_objectives_says_how_far_they_are_and_who_owns_them(filled):
    Objective.objects.filter(pk=filled.personal.pk).update(
        progress=0.4567, expected=0.5, coverage=1, status="behind", owner=filled.employee.person
    )
    header, *rows = rows_of("objectives", system_actor(filled.organisation))
    row = dict(zip(header, next(row for row in rows if row[0] == filled.personal.key), strict=True))
    assert row["owner"] == filled.employee.person.key
    assert row["owner name"] == filled.employee.person.name
    told = [row[name] for name in ("progress (%)", "expected progress (%)", "progress status", "measured share (%)")]
    assert told == ["45.7", "50", "behind", "100"]


@pytest.mark.parametrize("name", ["objectives", "measures", "units", "projects"])
def test_who_may_not_see_numbers_gets_a_list_that_comes_in_again_and_changes_nothing(filled, bring, tmp_path, name):
    by = filled.director.actor
    header, *rows = rows_of(name, by)
    assert not {"owner", "responsible", "head", "project leader"} & set(header)
    assert {"owner name", "responsible name", "head name", "project leader name"} & set(header)
    path = tmp_path / f"{LISTS[name].label}.csv"
    path.write_text(text_of(name, by), encoding="utf-8", newline="")
    kind = "people" if name in BUNDLES["organisation"].lists else "objectives"
    again = bring(path, kind, organisation=filled.organisation)
    assert (codes(again), counts(again)) == ([], {"unchanged": len(rows)} if rows else {})
    assert any("works these columns" in note and "name" in note for note in again.plan.notes)
    assert not any("not read" in note for note in again.plan.notes)


def test_only_the_objectives_that_run_in_the_chosen_period_go_out(filled, tmp_path):
    by = system_actor(filled.organisation)
    old = make_period(filled.organisation, 1999)
    past = make_objective(filled.organisation, "Lang geleden", level=Level.STRATEGIC, key="OUD", period=old)
    make_reading(make_measure(past, key="M-OUD"), 3, date(1999, 6, 1))
    for name, key in (("objectives", "OUD"), ("measures", "M-OUD"), ("readings", "M-OUD")):
        assert [row[0] for row in LISTS[name].rows(by, old)] == [key]
        assert key not in {row[0] for row in LISTS[name].rows(by, filled.period)}
        assert key in {row[0] for row in LISTS[name].rows(by)}, "without a period: everything"
        assert LISTS[name].count(by, old) == 1
    path = tmp_path / "out.xlsx"
    assert write_workbook(str(path), [LISTS["objectives"]], by=by, period=old) == 1
    sheet = openpyxl.load_workbook(path).active
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(2, sheet.max_column).coordinate}"
