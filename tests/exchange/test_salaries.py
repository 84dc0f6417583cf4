"""Salaries in a file: tried first, all that is wrong at once, all or nothing, and the same again changes nothing."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.exchange.conftest import codes, counts
from tests.factories import (
    make_cycle,
    make_person,
    make_promotion,
    make_proposal,
    make_reward_round,
    make_reward_system,
    make_salary,
)
from zichtlijn.access.actor import system_actor
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent
from zichtlijn.exchange.columns import FILE_KINDS
from zichtlijn.exchange.plans.salaries import share_of
from zichtlijn.exchange.undo.actions import undo_import
from zichtlijn.exchange.undo.outlook import look_at
from zichtlijn.exchange.writing_files import template_workbook
from zichtlijn.organisation.models import Period, Person, Unit
from zichtlijn.rewards.models import RewardSystem, Salary

HEAD = ["Personeelsnummer", "Geldt vanaf", "Schaal", "Voltijdssalaris", "Deeltijdpercentage"]


@pytest.fixture
def paid(staffed):
    """The staff, with a reward system that has the scales 7 and P."""
    make_reward_system(staffed, from_on=date(2020, 1, 1))
    return staffed


def rows(*cells):
    return [HEAD, *cells]


def stored():
    found = Salary.objects.order_by("person__key", "from_on")
    return list(found.values_list("person__key", "from_on", "scale", "amount", "part_time", "version"))


def test_a_file_is_tried_brought_in_and_changes_nothing_again(paid, bring, csv, workbook):
    make_salary(Person.objects.get(key="1"), 2500, from_on=date(2026, 1, 1))
    path = csv(
        rows(["1", "2026-01-01", "7", "2.750,50", "80%"], ["2", "01-07-2026", "7", "2800", "100"]), "salaris.csv"
    )
    tried = bring(path, "salaries", organisation=paid, dry=True)
    assert counts(tried) == {"added": 1, "changed": 1}
    assert len(stored()) == 1
    (changed,) = [line for line in tried.plan.lines() if line.outcome == "changed"]
    assert "2500" not in str(changed), "what somebody earns now is not told by trying a file"
    assert bring(path, "salaries", organisation=paid).brought_in
    assert stored() == [
        ("1", date(2026, 1, 1), "7", Decimal("2750.50"), Decimal("0.8"), 2),
        ("2", date(2026, 7, 1), "7", Decimal("2800.00"), Decimal(1), 1),
    ]
    again = bring(path, "salaries", organisation=paid)
    assert (counts(again), again.brought_in) == ({"unchanged": 2}, False)
    english = [["personnel number", "holds from", "scale", "full-time salary", "part of full-time"]]
    book = workbook({"salaries": [*english, ["1", date(2026, 1, 1), 7, 2750.5, 0.8]]})
    assert counts(bring(book, "salaries", organisation=paid)) == {"unchanged": 1}
    logged = AuditEvent.objects.filter(event__in=("salary_recorded", "salary_changed"))
    assert logged.count() == 2
    assert "2750" not in str(list(logged.values_list("detail", "on_name")))


def test_a_number_that_the_workbook_keeps_as_a_number_is_the_same_person(paid, bring, csv, workbook):
    guarded = make_person(paid, "Gijs", "Gaal", key="-G")
    for person in (Person.objects.get(key="1"), guarded):
        make_salary(person, 2500, from_on=date(2026, 1, 1))
    book = workbook({"salaries": rows([1, date(2026, 1, 1), 7, 2600, 0.8], ["'-G", date(2026, 1, 1), 7, 2600, 0.8])})
    tried = bring(book, "salaries", organisation=paid, dry=True)
    assert counts(tried) == {"changed": 2}
    assert bring(book, "salaries", organisation=paid).brought_in
    assert {(amount, version) for _key, _day, _scale, amount, _part, version in stored()} == {(Decimal(2600), 2)}
    assert counts(bring(book, "salaries", organisation=paid)) == {"unchanged": 2}


def test_an_empty_part_of_full_time_stays_what_it_was_before(paid, bring, csv):
    make_salary(Person.objects.get(key="1"), 2500, from_on=date(2025, 1, 1), part_time=Decimal("0.8"))
    make_salary(Person.objects.get(key="2"), 2500, from_on=date(2027, 1, 1), part_time=Decimal("0.5"))
    alone = csv(rows(["2", "2026-01-01", "7", "2600", ""]), "salaries.csv")
    refused = bring(alone, "salaries", organisation=paid)
    assert codes(refused) == [("no_part_before", 2, "part of full-time")], "what comes later says nothing"
    assert "Fill this in" in refused.plan.problems[0].reason
    file = rows(
        ["2", "2026-07-01", "7", "2700", ""],  # follows from a row below it
        ["1", "2026-01-01", "7", "2600", ""],
        ["2", "2026-01-01", "7", "2600", "60"],
        ["1", "2025-01-01", "7", "2500", "90"],  # corrects the one that is there
    )
    path = csv(file, "salaries.csv")
    assert bring(path, "salaries", organisation=paid).brought_in
    assert [(key, day, part) for key, day, _scale, _amount, part, _version in stored()] == [
        ("1", date(2025, 1, 1), Decimal("0.9")), ("1", date(2026, 1, 1), Decimal("0.9")),
        ("2", date(2026, 1, 1), Decimal("0.6")), ("2", date(2026, 7, 1), Decimal("0.6")),
        ("2", date(2027, 1, 1), Decimal("0.5")),
    ]  # fmt: skip
    assert counts(bring(path, "salaries", organisation=paid)) == {"unchanged": 4}
    without = csv([row[:4] for row in rows(["1", "2028-01-01", "7", "2600", ""])], "salaries.csv")
    assert bring(without, "salaries", organisation=paid).brought_in
    assert stored()[2][4] == 1, "as the explanation of the columns says"


def test_everything_that_is_wrong_is_told_at_once_with_row_and_column(paid, bring, csv):
    wrong = rows(
        ["1", "2026-01-01", "7", "2800", "100"],
        ["9", "2026-01-01", "99", "x", "100"],
        ["2", "morgen", "77", "-5", "200"],
        ["1", "2026-01-01", "7", "2900", "100"],
        ["2", "2026-01-01", "7", "2800,005", "0"],
        ["", "2026-01-01", "", "2800", ""],
    )
    found = bring(csv(wrong, "salaries.csv"), "salaries", organisation=paid)
    assert not found.brought_in
    assert stored() == []
    assert sorted((code, row) for code, row, _column in codes(found)) == [
        ("bad_date", 4), ("bad_number", 3), ("no_such_scale", 4), ("not_a_part", 4), ("not_a_part", 6),
        ("not_a_salary", 4), ("not_in_cents", 6), ("required", 7), ("required", 7), ("salary_twice", 5),
        ("unknown_person", 3), ("unknown_scale", 3),
    ]  # fmt: skip
    assert all(problem.reason and problem.column for problem in found.plan.problems)


def test_a_part_of_full_time_is_read_as_people_write_it():
    read = {given: str(share_of(Decimal(given))) for given in ("80", "0.8", "100", "1", "1.5", "150", "62.5")}
    assert read == {
        "80": "0.8000", "0.8": "0.8000", "100": "1.0000", "1": "1.0000", "1.5": "1.5000", "150": "1.5000",
        "62.5": "0.6250",
    }  # fmt: skip


def test_only_who_keeps_salaries_brings_them_in(scoped, bring, csv, signed_in, settings):
    make_reward_system(scoped.organisation, from_on=date(2020, 1, 1))
    key = scoped.employee.person.key
    path = csv(rows([key, "2026-01-01", "7", "2800", "100"]), "salaries.csv")
    with pytest.raises(NotAllowed):
        bring(path, "salaries", by=scoped.administrator.actor)
    assert "salaries" not in signed_in(scoped.administrator).get("/import/").content.decode()
    browser = signed_in(scoped.hr)
    page = browser.get("/import/?kind=salaries").content.decode()
    assert "/import/templates/salaries.xlsx" in page
    assert browser.get("/import/templates/salaries.xlsx").status_code == 200
    assert browser.get("/import/templates/salaries.csv").status_code == 200
    file = SimpleUploadedFile("salaries.csv", path.read_bytes())
    assert browser.post("/import/", {"kind": "salaries", "file": file}).status_code == 302
    written = bring(path, "salaries", by=scoped.hr.actor)
    assert written.brought_in
    assert signed_in(scoped.administrator).get(f"/import/files/{written.imported.pk}/").status_code in (403, 404)


def test_it_can_be_taken_out_again_unless_somebody_corrected_it(paid, bring, csv):
    path = csv(rows(["1", "2026-01-01", "7", "2800", "100"], ["2", "2026-01-01", "7", "2900", "50"]), "s.csv")
    imported = bring(path, "salaries", organisation=paid, name="salaries.csv").imported
    assert look_at(imported, by=system_actor(paid)).counts[0][2] == 2
    Salary.objects.filter(person__key="2").update(version=2)
    reasons = look_at(imported, by=system_actor(paid)).reasons
    assert [reason.code for reason in reasons] == ["edited_salaries"]
    assert "2" in reasons[0].named[0].code
    Salary.objects.filter(person__key="2").update(version=1)
    undo_import(imported.pk, by=system_actor(paid))
    assert stored() == []
    lines = AuditEvent.objects.filter(event="salary_removed").order_by("sequence")
    assert [line.about_person_id for line in lines] == [Person.objects.get(key=key).pk for key in "12"]
    assert "2800" not in str(list(lines.values_list("detail", "on_name")))


@pytest.mark.parametrize("what", ["reward", "promotion"])
@pytest.mark.parametrize(("day", "state", "rests"), [
    (date(2026, 1, 1), "final", True), (date(2027, 1, 1), "final", True), (date(2025, 12, 31), "final", False),
    (date(2027, 1, 1), "proposed", False),
])  # fmt: skip
def test_a_salary_on_which_something_final_rests_is_not_taken_out(paid, bring, csv, what, day, state, rests):
    path = csv(rows(["1", "2026-01-01", "7", "2800", "100"], ["2", "2026-01-01", "7", "2900", "50"]), "s.csv")
    imported = bring(path, "salaries", organisation=paid, name="salaries.csv").imported
    person, by, system = Person.objects.get(key="1"), system_actor(paid), RewardSystem.objects.get()
    if what == "promotion":
        make_promotion(person, system, from_on=day, state=state)
    else:
        period = Period.objects.get()
        round_ = make_reward_round(period, make_cycle(period), system, effective_on=day)
        make_proposal(round_, person, None, Unit.objects.get(), state=state)
    reasons = look_at(imported, by=by).reasons
    assert [(reason.code, reason.count) for reason in reasons] == ([("decided_salaries", 1)] if rests else [])
    if not rests:
        return
    with pytest.raises(NotNow, match="ground of a reward or a promotion"):
        undo_import(imported.pk, by=by)
    assert len(stored()) == 2
    undo_import(imported.pk, by=by, leaving=1)
    assert [row[0] for row in stored()] == ["1"]


def test_the_template_comes_in_as_it_is_once_its_people_are_there(paid, tmp_path):
    path = tmp_path / "template.xlsx"
    path.write_bytes(template_workbook(FILE_KINDS["salaries"]))
    book = openpyxl.load_workbook(path)
    assert [cell.value for cell in next(book["salaries"].iter_rows())] == [
        "personnel number", "holds from", "scale", "full-time salary", "part of full-time",
    ]  # fmt: skip


def test_who_brings_a_file_in_has_no_row_for_their_own_salary_and_takes_none_out(scoped, bring, csv):
    make_reward_system(scoped.organisation, from_on=date(2020, 1, 1))
    for person, key in ((scoped.hr.person, "H1"), (scoped.employee.person, "E1")):
        Person.objects.filter(pk=person.pk).update(key=key)
    make_salary(scoped.hr.person, 2700, from_on=date(2025, 1, 1))
    both = rows(["E1", "2026-01-01", "7", "2800", "100"], ["H1", "2026-01-01", "7", "3100", "100"])
    own = csv(both, "s.csv")
    for dry in (True, False):
        refused = bring(own, "salaries", by=scoped.hr.actor, dry=dry)
        assert codes(refused) == [("own_salary", 3, "personnel number")]
        assert not refused.brought_in
    same = csv(rows(["H1", "2025-01-01", "7", "2700", "100"]), "same.csv")
    assert counts(bring(same, "salaries", by=scoped.hr.actor)) == {"unchanged": 1}
    imported = bring(own, "salaries", organisation=scoped.organisation).imported
    with pytest.raises(NotNow, match="1 salary is your own"):
        undo_import(imported.pk, by=scoped.hr.actor)
    undo_import(imported.pk, by=scoped.hr.actor, leaving=1)
    assert [row[:2] for row in stored()] == [("H1", date(2025, 1, 1)), ("H1", date(2026, 1, 1))]


def test_a_percentage_of_a_workbook_is_the_same_part_of_full_time(paid, bring, tmp_path):
    path = tmp_path / "salaries.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "salaries"
    for row in rows(["1", date(2026, 1, 1), "7", 2600, 1], ["2", date(2026, 1, 1), "7", 2600, 0.8]):
        book.active.append(row)
    for number in (2, 3):
        book.active.cell(number, 5).number_format = "0%"
    book.save(path)
    assert bring(path, "salaries", organisation=paid).brought_in
    assert [part for *_rest, part, _version in stored()] == [Decimal(1), Decimal("0.8")]
