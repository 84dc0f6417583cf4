"""Bringing in people and the organisation: added, changed, ended, left alone, and everything that is wrong at once."""
# Files are read across: one row of a sheet per line.
# ruff: noqa: E501

import random
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from tests.exchange.conftest import codes, counts
from tests.factories import count_queries, make_person, make_placement, make_position, make_unit
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.audit.actions import broken_links
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.exchange.columns import FILE_KINDS
from zichtlijn.exchange.writing_files import template_workbook
from zichtlijn.organisation.models import Person, Placement, Position, Project, SearchWord, Unit

TODAY = timezone.localdate
UNITS = [["code", "name", "part of", "head"], ["W", "Waterschap", "", "1"], ["Z", "Zuivering", "W", ""]]
POSITIONS = [["code", "name"], ["OP", "Operator"], ["MAN", "Manager"]]
HEAD = ["personnel number", "given name", "prefix", "family name", "e-mail", "in service from", "unit", "position",
        "line manager", "placed from"]  # fmt: skip
DIRK = ["1", "Dirk", "", "Dijk", "dirk@example.org", date(2020, 1, 1), "W", "MAN", "", None]
EMMA = ["2", "Emma", "van der", "Eik", "", date(2021, 5, 1), "Z", "OP", "1", None]


def whole(*people, **more):
    return {"units": UNITS, "positions": POSITIONS, "people": [HEAD, *(people or (DIRK, EMMA))], **more}


def emma():
    return Person.objects.get(key="2")


def test_a_whole_organisation_comes_in_with_one_file(empty, bring, workbook):
    written = bring(workbook(whole()), organisation=empty)
    assert written.brought_in
    assert counts(written) == {"added": 6}
    person = emma()
    assert (person.name, person.starts_on, person.version) == ("Emma van der Eik", date(2021, 5, 1), 1)
    assert person.sort_name == "eik, emma van der"
    placement = person.placements.get()
    assert (placement.unit.key, placement.position.key, placement.line_manager.key) == ("Z", "OP", "1")
    assert placement.starts_on == date(2021, 5, 1)
    unit = Unit.objects.get(key="Z")
    assert unit.path.startswith(unit.parent.path)
    assert Unit.objects.get(key="W").head.key == "1"
    assert person.reporting_path.startswith(Person.objects.get(key="1").reporting_path)
    words = SearchWord.objects.filter(kind=SearchWord.Kind.PERSON, target_id=person.pk).values_list("word", flat=True)
    assert {"emma", "eik"} <= set(words)


def test_what_comes_in_has_history_and_stands_in_the_audit_trail(empty, bring, workbook):
    bring(workbook(whole(), "lijst.xlsx"), organisation=empty)
    (line,) = emma().history.all()
    assert (line.history_type, line.history_change_reason) == ("+", "Imported with lijst.xlsx")
    (unit,) = Unit.objects.get(key="W").history.all()
    assert unit.head.key == "1"
    events = AuditEvent.objects.order_by("sequence").values_list("event", flat=True)
    assert list(events).count(Event.PERSON_ADDED) == 2
    last = AuditEvent.objects.order_by("sequence").last()
    assert (last.event, last.detail["added"], last.detail["file"]) == (Event.FILE_IMPORTED, 6, "lijst.xlsx")
    assert broken_links(empty) == []


def test_R10_the_same_file_again_changes_nothing(empty, bring, workbook):
    path = workbook(whole())
    bring(path, organisation=empty)
    lines = AuditEvent.objects.count()
    again = bring(path, organisation=empty)
    assert not again.brought_in
    assert counts(again) == {"unchanged": 6}
    assert AuditEvent.objects.count() == lines
    assert emma().history.count() == 1


def test_a_dry_run_shows_the_same_and_writes_nothing(empty, bring, workbook):
    path = workbook(whole())
    tried = bring(path, organisation=empty, dry=True)
    assert (tried.brought_in, counts(tried)) == (False, {"added": 6})
    assert (Person.objects.count(), Unit.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)
    assert {line.key for line in tried.plan.lines()} == {"W", "Z", "OP", "MAN", "1", "2"}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_template_itself_can_be_brought_in(empty, bring, tmp_path, language):
    path = tmp_path / "template.xlsx"
    with translation.override(language):
        path.write_bytes(template_workbook(FILE_KINDS["people"]))
        written = bring(path, organisation=empty)
    assert codes(written) == []
    assert (Person.objects.count(), Placement.objects.count(), Project.objects.count()) == (3, 3, 1)
    assert counts(bring(path, organisation=empty)) == {"unchanged": counts(written)["added"]}


def test_csv_files_one_after_the_other_in_dutch(empty, bring, csv):
    bring(csv([["code", "naam", "onderdeel van"], ["W", "Waterschap", ""]], "afdelingen.csv"), organisation=empty)
    bring(csv([["Code", "Naam"], ["OP", "Operator"]], "functies.csv"), organisation=empty)
    rows = [["Personeelsnummer", "Voornaam", "Achternaam", "Afdeling", "Functie", "In dienst vanaf"],
            ["007", "Noor", "Wit", "Waterschap", "operator", "01-02-2024"]]  # fmt: skip
    written = bring(csv(rows, "export uit het personeelssysteem.csv", encoding="cp1252"), organisation=empty)
    assert codes(written) == []
    placement = Placement.objects.get()
    assert (placement.person.key, placement.unit.key, placement.starts_on) == ("007", "W", date(2024, 2, 1))


def test_headers_that_fit_two_lists_ask_for_a_name(empty, bring, csv):
    rows = [["code", "name"], ["A", "B"]]
    assert counts(bring(csv(rows, "positions.csv"), organisation=empty)) == {"added": 1}
    with pytest.raises(Exception, match="more than one list"):
        bring(csv(rows, "lijst.csv"), organisation=empty)


def test_what_changes_is_shown_from_what_to_what(empty, bring, workbook):
    bring(workbook(whole()), organisation=empty)
    changed = bring(workbook(whole(DIRK, [*EMMA[:3], "Eikel", "emma@example.org", *EMMA[5:]])), organisation=empty)
    assert counts(changed) == {"changed": 1, "unchanged": 5}
    (line,) = [line for line in changed.plan.lines() if line.outcome == "changed"]
    assert line.changes == (("family name", "Eik", "Eikel"), ("e-mail", "", "emma@example.org"))
    person = emma()
    assert (person.version, person.sort_name) == (2, "eikel, emma van der")
    assert [row.history_type for row in person.history.order_by("history_id")] == ["+", "~"]
    assert SearchWord.objects.filter(target_id=person.pk, word="eikel").exists()
    assert not SearchWord.objects.filter(target_id=person.pk, word="eik").exists()


def test_a_column_that_is_not_there_is_left_alone_and_an_empty_cell_is_emptied(empty, bring, workbook):
    bring(workbook(whole()), organisation=empty)
    few = [["personnel number", "given name", "family name"], ["1", "Dirk", "Dijk"]]
    bring(workbook({"people": few}), organisation=empty)
    dirk = Person.objects.get(key="1")
    assert (dirk.email, dirk.starts_on) == ("dirk@example.org", date(2020, 1, 1))
    bring(workbook({"people": [[*few[0], "e-mail"], [*few[1], None]]}), organisation=empty)
    assert Person.objects.get(key="1").email == ""


def test_somebody_who_moves_gets_a_new_placement_and_keeps_the_old_one(empty, bring, workbook):
    bring(workbook(whole()), organisation=empty)
    moved = bring(workbook(whole(DIRK, [*EMMA[:6], "W", "OP", "1", date(2026, 1, 1)])), organisation=empty)
    assert counts(moved) == {"changed": 1, "unchanged": 5}
    old, new = emma().placements.order_by("starts_on")
    assert (old.unit.key, old.ends_on) == ("Z", date(2025, 12, 31))
    assert (new.unit.key, new.starts_on, new.ends_on) == ("W", date(2026, 1, 1), None)
    assert counts(bring(workbook(whole(DIRK, [*EMMA[:6], "W", "OP", "1", date(2026, 1, 1)])), organisation=empty)) == {
        "unchanged": 6
    }


def test_another_manager_is_a_change_of_the_placement(empty, bring, workbook):
    other = ["3", "Otto", "", "Over", "", date(2020, 1, 1), "W", "MAN", "1", None]
    bring(workbook(whole(DIRK, EMMA, other)), organisation=empty)
    changed = bring(workbook(whole(DIRK, [*EMMA[:8], "3", None], other)), organisation=empty)
    assert counts(changed) == {"changed": 1, "unchanged": 6}
    person = emma()
    assert person.placements.get().line_manager.key == "3"
    assert person.reporting_path.startswith(Person.objects.get(key="3").reporting_path)


def test_a_removed_person_is_ended_and_not_deleted_only_when_the_file_is_complete(empty, bring, workbook):
    bring(workbook(whole()), organisation=empty)
    only_dirk = workbook(whole(DIRK))
    left = bring(only_dirk, organisation=empty)
    assert counts(left) == {"unchanged": 5}
    assert left.plan.notes == ["1 person is not in this file and is left alone."]
    assert emma().ends_on is None
    ended = bring(only_dirk, organisation=empty, complete=True)
    assert counts(ended) == {"unchanged": 5, "ended": 1}
    person = emma()
    assert (person.ends_on, person.placements.get().ends_on) == (TODAY(), TODAY())
    assert AuditEvent.objects.filter(event=Event.PERSON_ENDED, about_person_id=person.pk).exists()
    assert counts(bring(only_dirk, organisation=empty, complete=True)) == {"unchanged": 5}


def test_who_is_absent_from_a_complete_file_and_placed_by_it_later_is_refused_by_row(empty, bring, workbook):
    bring(workbook(whole()), organisation=empty)
    places = [PLACES, ["1", "W", "OP", "", date(2024, 1, 1), date(2024, 2, 1)],
              ["2", "W", "OP", "1", TODAY() + timedelta(days=30), None]]  # fmt: skip
    written = bring(workbook(whole(DIRK, placements=places)), organisation=empty, complete=True)
    (problem,) = written.plan.problems
    assert (problem.code, problem.sheet, problem.row) == ("placed_and_absent", "placements", 3)
    assert TODAY().isoformat() in problem.reason
    assert emma().ends_on is None


def test_somebody_who_comes_back_goes_on(empty, bring, workbook):
    bring(workbook(whole()), organisation=empty)
    bring(workbook(whole(DIRK)), organisation=empty, complete=True)
    head = [*HEAD, "in service until"]
    later = TODAY() + timedelta(days=1)
    back = [head, [*DIRK, None], [*EMMA[:9], later, None]]
    assert codes(bring(workbook({**whole(), "people": back}), organisation=empty)) == []
    assert emma().ends_on is None
    assert [(p.starts_on, p.ends_on) for p in emma().placements.order_by("starts_on")] == [
        (date(2021, 5, 1), TODAY()),
        (later, None),
    ]


def test_somebody_whose_last_day_is_taken_back_goes_on_in_the_same_place(empty, bring, workbook):
    bring(workbook(whole()), organisation=empty)
    bring(workbook(whole(DIRK)), organisation=empty, complete=True)
    back = [[*HEAD, "in service until"], [*EMMA, None]]
    assert counts(bring(workbook({"people": back}), organisation=empty)) == {"changed": 1}
    assert emma().placements.get().ends_on is None


def test_a_last_day_ends_the_placements_and_withdraws_those_that_would_begin_later(empty, bring, workbook):
    bring(workbook(whole()), organisation=empty)
    later = TODAY() + timedelta(days=60)
    gone = make_placement(emma(), Unit.objects.get(key="W"), Position.objects.get(key="OP"), starts_on=later)
    last = TODAY() + timedelta(days=10)
    rows = [["personnel number", "given name", "family name", "in service until"], ["2", "Emma", "Eik", last]]
    bring(workbook({"people": rows}), organisation=empty)
    assert [(p.unit.key, p.ends_on) for p in emma().placements.all()] == [("Z", last)]
    line = AuditEvent.objects.get(event=Event.PLACEMENT_ENDED, detail__withdrawn=True)
    assert (line.on_id, line.about_person_id) == (gone.pk, emma().pk)


@pytest.mark.parametrize("sheet", ["people", "placements"])
def test_a_placement_that_is_withdrawn_may_be_changed_in_the_same_file(empty, bring, workbook, sheet):
    bring(workbook(whole()), organisation=empty)
    later = TODAY() + timedelta(days=60)
    gone = make_placement(emma(), Unit.objects.get(key="W"), Position.objects.get(key="OP"), starts_on=later)
    leaves = [*EMMA[:6], "W", "OP", "1", None, TODAY()]
    sheets = {
        "people": {"people": [[*HEAD, "in service until"], leaves]},
        "placements": whole(DIRK, placements=[PLACES, ["2", "W", "OP", "1", later, None]]),
    }[sheet]
    written = bring(workbook(sheets), organisation=empty, complete=sheet == "placements")
    assert (codes(written), written.brought_in) == ([], True)
    assert [(p.unit.key, p.ends_on) for p in emma().placements.all()] == [("Z", TODAY())]
    lines = AuditEvent.objects.filter(on_type="placement", on_id=gone.pk)
    assert [(line.event, line.detail) for line in lines] == [(Event.PLACEMENT_ENDED, {"withdrawn": True})]


def test_a_place_that_would_begin_after_the_last_day_is_refused_and_stays(empty, bring, workbook):
    bring(workbook(whole()), organisation=empty)
    rows = [[*HEAD, "in service until"], [*EMMA[:9], TODAY() + timedelta(days=60), TODAY()]]
    written = bring(workbook({"people": rows}), organisation=empty)
    assert codes(written) == [("ends_before_start", 2, "placed from")]
    assert emma().placements.get().starts_on == date(2021, 5, 1)


PLACES = ["personnel number", "unit", "position", "line manager", "placed from", "placed until"]


def test_the_sheet_of_placements_places_somebody_in_several_places(empty, bring, workbook):
    places = [
        PLACES,
        ["2", "Z", "OP", "1", date(2021, 5, 1), None],
        ["2", "W", "OP", "1", date(2024, 1, 1), date(2024, 6, 30)],
    ]
    path = workbook(whole(DIRK, [*EMMA[:6], None, None, None, None], placements=places))
    written = bring(path, organisation=empty)
    assert codes(written) == []
    assert counts(written) == {"added": 8}
    assert emma().placements.count() == 2
    assert counts(bring(path, organisation=empty)) == {"unchanged": 8}


def test_both_sheets_may_say_the_same(empty, bring, workbook):
    places = [PLACES, ["2", "Z", "OP", "1", date(2021, 5, 1), None]]
    written = bring(workbook(whole(placements=places)), organisation=empty)
    assert (codes(written), counts(written)) == ([], {"added": 7})
    assert emma().placements.count() == 1


def test_projects_have_a_leader_and_a_unit(empty, bring, workbook):
    projects = [
        ["code", "name", "project leader", "unit", "from", "until"],
        ["G", "Gisting", "2", "Z", date(2026, 1, 1), None],
    ]
    bring(workbook(whole(projects=projects)), organisation=empty)
    project = Project.objects.get()
    assert (project.leader.key, project.unit.key) == ("2", "Z")
    assert counts(bring(workbook(whole(projects=projects)), organisation=empty)) == {"unchanged": 7}


# what is wrong -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["1", "A", "", "B", "", None, "Z9", "OP", "", None]], [("unknown_unit", 2, "unit")]),
        ([["1", "A", "", "B", "", None, "W", "XX", "", None]], [("unknown_position", 2, "position")]),
        ([["1", "A", "", "B", "", None, "W", "OP", "99", None]], [("unknown_person", 2, "line manager")]),
        ([["1", "A", "", "B", "", None, "W", "OP", "1", None]], [("own_manager", 2, "line manager")]),
        ([["1", "A", "", "B", "", None, "W", "", "", None]], [("position_needed", 2, "position")]),
        ([["1", "A", "", "B", "", None, "", "", "", None], ["1", "C", "", "D", "", None, "", "", "", None]],
         [("duplicate_key", 3, "personnel number")]),
        ([["1", "", "", "B", "", None, "", "", "", None]], [("required", 2, "given name")]),
        ([["", "A", "", "B", "", None, "", "", "", None]], [("required", 2, "personnel number")]),
        ([["1", "A", "", "B", "geen adres", None, "", "", "", None]], [("bad_email", 2, "e-mail")]),
        ([["1", "A", "", "B", "", "gisteren", "", "", "", None]], [("bad_date", 2, "in service from")]),
        ([["1", "A", "", "B", "", "31-02-2024", "", "", "", None]], [("no_such_day", 2, "in service from")]),
        ([["1", "=1+1", "", "B", "", None, "", "", "", None]], [("formula_text", 2, "given name")]),
        ([["1", "A" * 101, "", "B", "", None, "", "", "", None]], [("too_long", 2, "given name")]),
        ([["1", "A", "", "B", "", date(2026, 5, 1), "W", "OP", "", date(2026, 4, 1)]], [("before_service", 2, "placed from")]),
    ],
)  # fmt: skip
def test_a_row_that_will_not_do_is_named_with_its_column_and_reason(empty, bring, workbook, rows, expected):
    written = bring(
        workbook({"units": [*UNITS[:1], ["W", "W", "", ""]], "positions": POSITIONS, "people": [HEAD, *rows]}),
        organisation=empty,
    )
    assert codes(written) == expected
    assert not written.brought_in
    assert (Person.objects.count(), Unit.objects.count()) == (0, 0)
    for problem in written.plan.problems:
        assert problem.sheet == "people"
        assert problem.reason.endswith(".")
        assert "%(" not in problem.reason


def test_everything_that_is_wrong_in_one_row_is_said_at_once(empty, bring, workbook):
    row = ["1", "=A", "", "B", "geen", "gisteren", "Z9", "XX", "1", None]
    written = bring(workbook(whole(row)), organisation=empty)
    assert {code for code, number, _column in codes(written) if number == 2} == {
        "formula_text", "bad_email", "bad_date", "unknown_unit", "unknown_position", "own_manager",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ([["A", "A", "B", ""], ["B", "B", "C", ""], ["C", "C", "A", ""]], {("unit_cycle", 2), ("unit_cycle", 3), ("unit_cycle", 4)}),
        ([["A", "A", "A", ""]], {("own_parent", 2)}),
        ([["A", "A", "X", ""]], {("unknown_unit", 2)}),
        ([["A", "A", "", "9"]], {("unknown_person", 2)}),
        ([["A", "A", "", ""], ["A", "B", "", ""]], {("duplicate_key", 3)}),
    ],
)  # fmt: skip
def test_units_that_will_not_do(empty, bring, workbook, units, expected):
    written = bring(workbook({"units": [UNITS[0], *units]}), organisation=empty)
    assert {(code, row) for code, row, _column in codes(written)} == expected
    assert Unit.objects.count() == 0


def test_a_circle_through_units_that_are_there_is_found(empty, bring, workbook):
    top = make_unit(empty, "Top", key="T")
    make_unit(empty, "Onder", key="O", parent=top)
    written = bring(workbook({"units": [UNITS[0], ["T", "Top", "O", ""]]}), organisation=empty)
    assert codes(written) == [("unit_cycle", 2, "part of")]
    assert "Top → Onder → Top" in written.plan.problems[0].reason


def test_units_that_go_too_deep_are_refused(empty, bring, workbook):
    rows = [[f"U{n}", f"U{n}", f"U{n - 1}" if n else "", ""] for n in range(35)]
    written = bring(workbook({"units": [UNITS[0], *rows]}), organisation=empty)
    assert {code for code, _row, _column in codes(written)} == {"too_deep"}
    assert written.plan.problem_count == 4


def test_people_who_report_to_each_other_are_refused(empty, bring, workbook):
    rows = [[str(n), "P", "", f"N{n}", "", date(2020, 1, 1), "W", "OP", str(n % 3 + 1), None] for n in (1, 2, 3)]
    written = bring(workbook(whole(*rows)), organisation=empty)
    assert [(code, row) for code, row, _column in codes(written)] == [("manager_cycle", n) for n in (2, 3, 4)]
    assert Person.objects.count() == 0


def test_a_circle_through_people_who_are_there_is_found(empty, bring, workbook):
    bring(workbook(whole()), organisation=empty)
    written = bring(workbook(whole([*DIRK[:8], "2", None])), organisation=empty)
    assert [code for code, _row, _column in codes(written)] == ["manager_cycle"]


def test_an_overlapping_placement_is_refused(empty, bring, workbook):
    bring(workbook(whole()), organisation=empty)
    written = bring(
        workbook({"placements": [PLACES, ["2", "Z", "OP", "1", date(2023, 1, 1), None]]}), organisation=empty
    )
    assert codes(written) == [("overlapping_placement", 2, "placed from")]


def test_a_unit_does_not_end_before_its_people_do(empty, bring, workbook):
    bring(workbook(whole()), organisation=empty)
    units = [["code", "name", "ends on"], ["Z", "Zuivering", date(2026, 1, 1)]]
    assert codes(bring(workbook({"units": units}), organisation=empty)) == [("unit_ends", 2, "ends on")]


def test_a_position_does_not_end_before_its_people_do(empty, bring, workbook):
    bring(workbook(whole()), organisation=empty)
    ends = [["code", "name", "ends on"], ["OP", "Operator", date(2026, 1, 1)], ["MAN", "Manager", None]]
    written = bring(workbook({"positions": ends}), organisation=empty)
    assert codes(written) == [("position_ends", 2, "ends on")]
    assert "Emma van der Eik" in written.plan.problems[0].reason
    left = [[*HEAD, "in service until"], [*EMMA, date(2026, 1, 1)]]
    assert codes(bring(workbook({"positions": ends, "people": left}), organisation=empty)) == []
    assert Position.objects.get(key="OP").ends_on == date(2026, 1, 1)


def test_of_many_in_a_position_that_would_end_the_first_are_named(empty, bring, workbook):
    unit, position = make_unit(empty, "Unit", key="U"), make_position(empty, "Operator", key="OP")
    for number in range(7):
        make_placement(make_person(empty, "Iemand", f"Nummer {number}", key=str(number)), unit, position)
    ends = [["code", "name", "ends on"], ["OP", "Operator", date(2026, 1, 1)]]
    (problem,) = bring(workbook({"positions": ends}), organisation=empty).plan.problems
    assert problem.params["names"] == ", ".join([*(f"Iemand Nummer {number}" for number in range(5)), "…"])


def test_no_unit_comes_under_one_that_has_ended(empty, bring, workbook):
    gone = make_unit(empty, "Voorbij", key="V")
    make_unit(empty, "Hier", key="H")
    Unit.objects.filter(pk=gone.pk).update(ends_on=date(2025, 12, 31))
    head = ["code", "name", "part of", "ends on"]
    rows = [["H", "Hier", "V", None], ["N", "Nieuw", "V", None], ["T", "Toen", "V", date(2025, 6, 30)]]
    written = bring(workbook({"units": [head, *rows]}), organisation=empty)
    assert codes(written) == [("unit_ended", 2, "part of"), ("unit_ended", 3, "part of")]
    assert written.plan.problems[0].reason.startswith("“Voorbij” ended on 2025-12-31.")
    assert bring(workbook({"units": [head, rows[2]]}), organisation=empty).brought_in
    Unit.objects.filter(pk=gone.pk).update(ends_on=TODAY() + timedelta(days=30))  # as on the page: it is still there
    assert bring(workbook({"units": [head, rows[0]]}), organisation=empty).brought_in


@pytest.mark.parametrize("header", ["BSN", "burgerservicenummer", "Religion", "vakbond"])
def test_a_column_that_does_not_belong_here_refuses_the_file(empty, bring, csv, header):
    rows = [["personeelsnummer", "voornaam", "achternaam", header], ["1", "A", "B", "123456782"]]
    written = bring(csv(rows, "medewerkers.csv"), organisation=empty)
    assert [code for code, *_rest in codes(written)] == ["forbidden_column"]
    assert "123456782" not in str(written.plan.problems)


def test_headers_that_miss_or_come_twice_are_named(empty, bring, csv):
    rows = [["personeelsnummer", "voornaam", "roepnaam", "e-mail"], ["1", "A", "B", "c@d.nl"]]
    written = bring(csv(rows, "medewerkers.csv"), organisation=empty)
    assert sorted(codes(written)) == [("header_missing", 1, "family name"), ("header_twice", 1, "given name")]


def test_what_is_wrong_stands_in_the_order_of_the_file(empty, bring, workbook):
    rows = whole(
        ["2", "=A", "", "B", "geen", "gisteren", "Z9", "XX", "1", None],
        ["1", "", "", "B", "geen", "x", "", "", "", None],
    )
    problems = bring(workbook(rows), organisation=empty).plan.problems
    sheets = list(rows)
    places = [(sheets.index(p.sheet), p.row, rows[p.sheet][0].index(p.column)) for p in problems if p.column in HEAD]
    assert len(places) > 5
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["Explanation", "Toelichting"])
def test_the_explanation_of_our_own_template_is_not_called_unread(empty, bring, workbook, name):
    written = bring(workbook({"people": [HEAD, DIRK], name: [["Sheet"], ["x"]]}), organisation=empty)
    assert not [note for note in written.plan.notes if "not read" in note]


def test_columns_and_sheets_that_mean_nothing_are_mentioned(empty, bring, workbook):
    people = [[*HEAD, "shoe size"], [*DIRK[:6], "", "", "", None, "44"]]
    written = bring(workbook({"people": people, "notes": [["whatever"], ["x"]]}), organisation=empty)
    assert written.plan.notes[:2] == [
        "Columns of “people” that are not read: shoe size.",
        "Sheets that are not read: notes.",
    ]


def test_names_that_more_than_one_unit_has_ask_for_the_code(empty, bring, workbook):
    units = [["code", "name"], ["A", "Team"], ["B", "Team"]]
    people = [HEAD, ["1", "A", "", "B", "", None, "Team", "OP", "", None]]
    written = bring(workbook({"units": units, "positions": POSITIONS, "people": people}), organisation=empty)
    assert codes(written) == [("several_with_name", 2, "unit")]


def test_a_code_that_differs_in_capitals_only_is_the_same_thing(empty, bring, workbook):
    units = [UNITS[0], ["W", "Waterschap", "", "A1"], ["Z", "Zuivering", "W", ""]]
    people = [HEAD, ["A1", *DIRK[1:]], ["B2", *EMMA[1:8], "A1", None]]
    projects = [["code", "name", "project leader", "unit"], ["G", "Gisting", "B2", "Z"]]
    sheets = {"units": units, "positions": POSITIONS, "people": people, "projects": projects}
    bring(workbook(sheets), organisation=empty)
    units = [UNITS[0], ["w", "Waterschap", "", "a1"], ["z", "Zuivering", "w", ""]]
    people = [HEAD, ["a1", *DIRK[1:6], "w", "man", "", None], ["b2", *EMMA[1:6], "z", "op", "a1", None]]
    places = [PLACES, ["b2", "z", "op", "a1", date(2021, 5, 1), None]]
    projects = [projects[0], ["g", "Gisting", "b2", "z"]]
    positions = [["code", "name"], ["op", "Operator"], ["man", "Manager"]]
    sheets = {"units": units, "positions": positions, "people": people, "placements": places, "projects": projects}
    again = bring(workbook(sheets), organisation=empty, complete=True)
    assert (codes(again), counts(again)) == ([], {"unchanged": 8})
    assert sorted(Person.objects.values_list("key", "ends_on")) == [("A1", None), ("B2", None)]
    assert (Unit.objects.count(), Position.objects.count(), Project.objects.count()) == (2, 2, 1)


def test_things_that_differed_in_capitals_only_before_are_each_found_as_they_are_written(empty, bring, workbook):
    make_person(empty, "Dirk", "Dijk", key="A1")
    make_person(empty, "Emma", "Eik", key="a1")
    people = [["personnel number", "given name", "family name"], ["a1", "Emma", "Es"]]
    assert counts(bring(workbook({"people": people}), organisation=empty)) == {"changed": 1}
    assert sorted(Person.objects.values_list("key", "family_name")) == [("A1", "Dijk"), ("a1", "Es")]


def test_two_rows_with_codes_that_differ_in_capitals_only_are_refused(empty, bring, workbook):
    people = [HEAD, ["A1", *DIRK[1:]], ["B2", *EMMA[1:8], "a1", None], ["a1", "Dirk", "", "Dijk", *[None] * 6]]
    positions = [*POSITIONS, ["op", "Operator"]]
    written = bring(workbook({"units": UNITS[:1], "positions": positions, "people": people}), organisation=empty)
    said = [(p.code, p.sheet, p.row, p.column) for p in written.plan.problems if p.code != "unknown_unit"]
    assert said == [("same_but_for_capitals", "positions", 4, "code"),
                    ("same_but_for_capitals", "people", 4, "personnel number")]  # fmt: skip
    assert written.plan.problems[0].reason == "Row 2 already has this: capitals make no difference in a code."


def test_W49_markup_in_a_cell_is_data(empty, bring, workbook):
    row = ["<b>1</b>", "<script>alert(1)</script>", "", "<img src=x>", "", None, "", "", "", None]
    written = bring(workbook(whole(DIRK, row)), organisation=empty)
    assert codes(written) == []
    assert Person.objects.get(key="<b>1</b>").given_name == "<script>alert(1)</script>"


# rights ------------------------------------------------------------------------------------------------------------


def test_who_may_not_bring_in_is_refused(scoped, bring, workbook):
    for member in (scoped.employee, scoped.line_manager, scoped.director, scoped.consultant, scoped.works_council):
        with pytest.raises(NotAllowed):
            bring(workbook(whole()), by=member.actor)


def test_hr_brings_in_people_but_no_units(scoped, bring, workbook):
    people = [HEAD, ["n1", "Nieuw", "", "Mens", "", date(2026, 1, 1), "Z1", "MED", "", None]]
    written = bring(workbook({"units": [["code", "name"], ["X", "Nieuw"]], "people": people}), by=scoped.hr.actor)
    assert codes(written) == [("not_yours", 2, "code")]
    assert bring(workbook({"people": people}), by=scoped.hr.actor).brought_in
    same = [["code", "name"], ["Z1", "Team Slib"]]
    assert counts(bring(workbook({"units": same, "people": people}), by=scoped.hr.actor)) == {"unchanged": 2}


def test_W34_codes_of_another_organisation_are_unknown_here(scoped, bring, workbook):
    twin = scoped.twin
    row = ["n1", "Nieuw", "", "Mens", "", None, twin.team.key, twin.position.key, twin.employee.person.key, None]
    written = bring(workbook({"people": [HEAD, row]}), by=scoped.administrator.actor)
    assert {code for code, *_rest in codes(written)} == {"unknown_unit", "unknown_position", "unknown_person"}


# size --------------------------------------------------------------------------------------------------------------


def many(count, bad=()):
    """A list of people in which the rows `bad` are wrong in turn in five ways."""
    rows = [HEAD]
    wrong = (
        lambda row: [*row[:6], "Z9", *row[7:]],
        lambda row: [*row[:4], "geen adres", *row[5:]],
        lambda row: [*row[:5], "gisteren", *row[6:]],
        lambda row: [row[0], "=1+1", *row[2:]],
        lambda row: ["100", *row[1:]],
    )
    for number in range(count):
        row = [
            str(100 + number),
            "Naam",
            "",
            f"Achter{number}",
            f"p{number}@example.org",
            date(2020, 1, 1),
            "Z",
            "OP",
            "1",
            None,
        ]
        rows.append(wrong[number % 5](row) if number in bad else row)
    return {"units": UNITS, "positions": POSITIONS, "people": [HEAD, DIRK, *rows[1:]]}


def test_R10_10000_rows_of_which_37_are_wrong(empty, bring, workbook):
    bad = set(random.Random(7).sample(range(5, 10_000), 37))
    written = bring(workbook(many(10_000, bad)), organisation=empty)
    assert not written.brought_in
    assert (Person.objects.count(), Unit.objects.count(), Placement.objects.count(), AuditEvent.objects.count()) == (
        0,
        0,
        0,
        0,
    )
    found = codes(written)
    assert len(found) == written.plan.problem_count == 37
    assert {row for _code, row, _column in found} == {number + 3 for number in bad}
    expected = ("unknown_unit", "bad_email", "bad_date", "formula_text", "duplicate_key")
    assert {(code, row) for code, row, _column in found} == {(expected[number % 5], number + 3) for number in bad}
    assert all(problem.column and problem.reason for problem in written.plan.problems)
    assert written.plan.counts()["refused"] == 37


def test_R10_10000_good_rows_come_in_and_again_change_nothing(empty, bring, workbook):
    """Words are not looked for among what is being written: PostgreSQL would read all of them for every two thousand."""
    path = workbook(many(10_000))
    with count_queries() as queries:
        written = bring(path, organisation=empty)
    assert counts(written) == {"added": 10_005}
    about_words = [sql for sql in queries.sql if "organisation_searchword" in sql]
    assert 5 <= len(about_words) <= 10
    assert not [sql for sql in about_words if 'FROM "organisation_searchword"' in sql]
    assert (Person.objects.count(), Placement.objects.count()) == (10_001, 10_001)
    assert counts(bring(path, organisation=empty)) == {"unchanged": 10_005}


def test_above_a_number_of_rows_the_line_of_the_file_stands_for_all(empty, bring, workbook):
    bring(workbook(many(2_500)), organisation=empty)
    (line,) = AuditEvent.objects.all()
    assert (line.event, line.detail["added"]) == (Event.FILE_IMPORTED, 2_505)
    assert Person.objects.get(key="100").history.get().history_change_reason == "Imported with file.xlsx"


def test_what_somebody_else_wrote_in_the_meantime_is_compared_anew(empty, bring, workbook, monkeypatch):
    """Between looking and writing, somebody adds the very person that the file would add."""
    from zichtlijn.exchange.actions import bringing_in

    real, calls = bringing_in.make_plan, []

    def slow(*args, **kwargs):
        plan = real(*args, **kwargs)
        if not calls:
            from zichtlijn.audit import actions as audit

            person = make_person(empty, "Emma", "Eik", key="2")
            audit.record(Event.PERSON_ADDED, on=person, by=kwargs["by"])
        calls.append(plan)
        return plan

    monkeypatch.setattr(bringing_in, "make_plan", slow)
    written = bring(workbook(whole()), organisation=empty)
    assert len(calls) == 2
    assert counts(written) == {"added": 5, "changed": 1}
    assert Person.objects.filter(key="2").count() == 1


def test_a_position_is_found_by_its_name(empty, bring, workbook):
    make_unit(empty, "Waterschap", key="W")
    make_position(empty, "Operator", key="OP")
    row = ["1", "A", "", "B", "", None, "waterschap", "OPERATOR", "", None]
    assert bring(workbook({"people": [HEAD, row]}), organisation=empty).brought_in


@pytest.mark.parametrize("times", [1, 3])
def test_R13_what_somebody_else_saved_at_the_same_moment_is_never_overwritten(
    empty, bring, workbook, monkeypatch, times
):
    """Somebody saves the same person after the file was compared, without having come to the audit trail yet."""
    from zichtlijn.exchange.actions import bringing_in

    bring(workbook(whole()), organisation=empty)
    real, calls = bringing_in.make_plan, []

    def slow(*args, **kwargs):
        plan = real(*args, **kwargs)
        calls.append(plan)
        if len(calls) <= times:
            Person.objects.filter(key="2").update(email=f"other{len(calls)}@example.org", version=10 + len(calls))
        return plan

    monkeypatch.setattr(bringing_in, "make_plan", slow)
    changed = workbook(whole(DIRK, [*EMMA[:3], "Eikel", "mine@example.org", *EMMA[5:]]))
    if times == 1:
        written = bring(changed, organisation=empty)
        assert (emma().email, emma().version) == ("mine@example.org", 12)
        assert [line.changes for line in written.plan.lines() if line.key == "2"] == [
            (("family name", "Eik", "Eikel"), ("e-mail", "other1@example.org", "mine@example.org"))
        ]
    else:
        with pytest.raises(NotNow):
            bring(changed, organisation=empty)
        assert (emma().email, emma().family_name) == ("other1@example.org", "Eik")


def test_somebody_who_left_is_not_found_by_name(empty, bring, workbook):
    bring(
        workbook({**whole(), "people": [[*HEAD, "in service until"], [*DIRK, None], [*EMMA, date(2022, 1, 1)]]}),
        organisation=empty,
    )
    assert not SearchWord.objects.filter(kind=SearchWord.Kind.PERSON, target_id=emma().pk).exists()


@pytest.mark.parametrize("last", [date(9999, 12, 31), "31-12-9999", "9999-12-31"])
def test_a_last_day_in_the_year_9999_is_not_taken_for_the_end_of_a_contract(empty, bring, workbook, last):
    rows = [["personeelsnummer", "voornaam", "achternaam", "uit dienst"], ["1", "An", "Wit", last]]
    written = bring(workbook({"medewerkers": rows}), organisation=empty)
    assert [(problem.code, problem.row) for problem in written.plan.problems] == [("too_far_away", 2)]
    assert "Leave the cell empty when there is no end." in written.plan.problems[0].reason
    assert not Person.objects.exists()
