"""Rounds: what must be there before one starts, the budget, the check of equal pay, the payroll; and salaries."""

import csv
import io
import json
import tomllib
import zipfile
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone, translation

from tests.factories import (
    make_cycle,
    make_gender,
    make_person,
    make_placement,
    make_position,
    make_promotion,
    make_proposal,
    make_reward_round,
    make_reward_system,
    make_salary,
    make_scheme,
)
from tests.rewards.pay import Given, agree, all_the_way, finish, give_role, of, propose, written_in_the_log
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent
from zichtlijn.calculations.rewards import raise_ratio
from zichtlijn.conversations.actions.cycles import remove_cycle
from zichtlijn.exchange.own_data import own_data
from zichtlijn.home.queries.my_line import asked_of
from zichtlijn.organisation.models import Person
from zichtlijn.rewards.actions import rounds, salaries, taking
from zichtlijn.rewards.models import Proposal, RecordedGender, RewardSystem, Round, Salary
from zichtlijn.rewards.queries.beforehand import outlook_of, warnings_of
from zichtlijn.rewards.queries.figures import figures_of
from zichtlijn.rewards.queries.rounds import budget_of, moved_in
from zichtlijn.rewards.queries.waiting import rounds_waiting_for
from zichtlijn.rewards.wording import percent, tell_raise


def next_year():
    """The first day of the next year."""
    return date(timezone.localdate().year + 1, 1, 1)


def test_it_starts_with_everybody_who_has_a_manager(pay):
    assert pay.round.state == "running"
    people = set(Proposal.objects.values_list("employee__given_name", flat=True))
    assert people == {"Emma", "Cas", "Pia", "Lotte"}
    with pytest.raises(NotNow):
        rounds.start_round(pay.round, by=pay.hr.actor)
    assert Proposal.objects.count() == 4


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"state": "draft"}, "not adopted yet"),
        ({"from_on": date(2100, 1, 1)}, "later day"),
        ({"consent": ""}, "consent of the works council"),
        ({"consent": "given"}, "date of the consent"),
    ],
)
def test_what_must_be_there_before_a_round_starts(pay, change, match):
    later = make_reward_round(pay.period, pay.cycle, pay.system, state="draft", unit=pay.other_department)
    RewardSystem.objects.update(**change)
    with pytest.raises(NotNow, match=match):
        rounds.start_round(later, by=pay.hr.actor)
    assert not later.proposals.exists()


def test_HR_reads_of_whom_the_appraisal_came_after_the_computing(pay, signed_in):
    browser, address = signed_in(pay.hr), f"/reward-rounds/{pay.round.pk}/"
    assert "Appraisals came or changed" not in browser.get(address).content.decode()
    propose(pay)
    pay.levels[pay.employee.person.pk] = Given(1)
    pay.levels[pay.colleague.person.pk] = Given(3)
    said = browser.get(address).content.decode()
    assert "The appraisals of 2 people are others than those this was computed from." in said
    assert "1 was proposed already" in said
    shown = browser.get(f"{address}?show=moved")
    assert {row.employee for row in shown.context["rows"]} == {pay.employee.person, pay.colleague.person}
    rounds.compute_again(pay.round, by=pay.hr.actor)
    shown = browser.get(f"{address}?show=moved")
    assert [row.employee for row in shown.context["rows"]] == [pay.employee.person], "what was proposed stays"
    assert shown.context["moved"].count == 1


def test_W08_HR_does_not_read_of_their_own_draft_that_its_appraisal_moved(pay):
    make_proposal(pay.round, pay.hr.person, pay.line_manager.person, pay.team, level=2)
    assert moved_in(pay.round, reader=pay.hr.actor).count == 0
    assert moved_in(pay.round, reader=pay.director.actor).count == 1


def test_nobody_is_in_two_rounds_of_one_day(pay):
    again = make_reward_round(pay.period, pay.cycle, pay.system, state="draft", unit=pay.team)
    with pytest.raises(NotNow, match="one at a time"):
        rounds.start_round(again, by=pay.hr.actor)


def test_who_is_in_another_round_of_that_day_is_left_out_and_the_others_are_in(pay):
    Proposal.objects.exclude(employee=pay.employee.person).delete()
    again = make_reward_round(pay.period, pay.cycle, pay.system, "Nog een", state="draft", unit=pay.department)
    outlook = outlook_of(again, rounds.proposals_beforehand(again), today=timezone.localdate())
    (group,) = [group for group in outlook.outside if "another round" in group.label]
    assert group.people == [pay.employee.person]
    assert rounds.start_round(again, by=pay.hr.actor) == 3
    assert not again.proposals.filter(employee=pay.employee.person).exists()


def test_a_round_that_was_closed_without_a_decision_can_be_followed_by_another(pay):
    all_the_way(pay)
    rounds.close_round(pay.round, by=pay.hr.actor)
    again = make_reward_round(pay.period, pay.cycle, pay.system, "Nog een", state="draft", unit=pay.department)
    assert rounds.start_round(again, by=pay.hr.actor) == 3, "whoever got nothing"
    assert not again.proposals.filter(employee=pay.employee.person).exists()


@pytest.mark.parametrize(
    ("names", "refused", "warned"),
    [
        (("onvoldoende", "goed", "uitstekend"), False, False),
        (("Onder", "Op", "Boven"), False, True),
        (("slecht", "matig", "goed", "uitstekend"), True, False),
    ],
)
def test_a_scale_of_appraisals_that_is_not_that_of_the_rewards_is_refused_or_told(pay, names, refused, warned):
    make_scheme(pay.cycle, names, negative=1)
    later = make_reward_round(pay.period, pay.cycle, pay.system, "Later", state="draft", effective_on=date(2101, 1, 1))
    reasons = rounds.reasons_not_to_start(later)
    stops = [reason for reason in reasons if "levels and the reward system has 3" in reason]
    assert len(stops) == refused
    assert stops == (reasons if refused else [])
    told = [said for said in warnings_of(later, today=timezone.localdate()) if "call their levels otherwise" in said]
    assert bool(told) == warned
    assert all("Onder → onvoldoende" in said for said in told)


def test_a_round_that_was_not_started_can_be_thrown_away(pay, signed_in):
    draft = make_reward_round(pay.period, pay.cycle, pay.system, "Later", state="draft")
    browser, address = signed_in(pay.hr), f"/reward-rounds/{draft.pk}/"
    assert f"{address}remove/" in browser.get(address).content.decode()
    assert browser.post(f"{address}remove/").status_code == 302
    assert not Round.objects.filter(pk=draft.pk).exists()
    assert AuditEvent.objects.filter(event="reward_round_removed").count() == 1


@pytest.mark.parametrize("state", ["running", "closed"])
def test_a_round_that_was_started_is_not_thrown_away(pay, signed_in, state):
    Round.objects.update(state=state)
    browser, address = signed_in(pay.hr), f"/reward-rounds/{pay.round.pk}/"
    assert f"{address}remove/" not in browser.get(address).content.decode()
    with pytest.raises(NotNow, match="was started: it stays"):
        rounds.remove_round(pay.round, by=pay.hr.actor)
    assert Proposal.objects.count() == 4


def test_a_cycle_that_a_round_is_to_follow_is_not_thrown_away(pay):
    coming = make_cycle(pay.period, "Komend", state="draft")
    make_reward_round(pay.period, coming, pay.system, "Later", state="draft")
    with pytest.raises(NotNow, match="reward round is to follow"):
        remove_cycle(coming, by=pay.hr.actor)
    assert not AuditEvent.objects.filter(event="cycle_removed").exists()


def test_a_running_round_keeps_what_it_was_computed_with(pay):
    given = {"name": "Anders", "budget": Decimal(5), "collective": Decimal("0.1"), "effective_on": date(2030, 1, 1)}
    assert rounds.change_round(pay.round, given, version=1, by=pay.hr.actor) == ["name", "budget"]
    assert Round.objects.get().collective == 0


def test_a_collective_raise_is_for_everybody_and_lifts_the_scale(pay):
    Proposal.objects.all().delete()
    Round.objects.update(state="draft", collective=Decimal("0.02"))
    rounds.start_round(Round.objects.get(), by=pay.hr.actor)
    assert of(pay, pay.project_leader).computed == Decimal("3264.00")
    assert of(pay, pay.employee).computed == Decimal("2829.89")  # 2720 * 1.02 * 1.02, in cents


def test_the_budget_is_right_to_the_cent(pay):
    found = budget_of(pay.round)
    amounts = [(row.structural, row.one_off) for row in Proposal.objects.exclude(structural=None)]
    assert found.whole.total == sum((one + once for one, once in amounts), Decimal(0))
    assert found.whole.structural == Decimal("564.02") + Decimal("933.12") + Decimal("2592.00")
    assert (found.budget, found.left, found.is_over) == (Decimal(10000), 10000 - found.whole.total, False)
    Round.objects.update(budget=Decimal("4089.13"))
    over = budget_of(Round.objects.get())
    assert (over.left, over.is_over) == (Decimal("-0.01"), True)


def test_a_round_that_was_started_is_not_offered_to_be_started(pay, signed_in):
    answered = signed_in(pay.hr).get(f"/reward-rounds/{pay.round.pk}/start/")
    assert (answered.status_code, answered["Location"]) == (302, f"/reward-rounds/{pay.round.pk}/")


def test_the_pages_make_start_and_close_a_round(pay, signed_in):
    browser = signed_in(pay.hr)
    form = {
        "version": 1, "name": "Dijken", "period": pay.period.pk, "unit": pay.other_department.name,
        "cycle": pay.cycle.pk, "system": pay.system.pk, "effective_on": next_year().isoformat(), "budget": "12,500.50",
        "collective": "1.5", "scales_rise": "on",
    }  # fmt: skip
    answer = browser.post("/reward-rounds/new/", form)
    assert answer.status_code == 302, answer.content
    made = Round.objects.get(name="Dijken")
    assert (made.budget, made.collective, made.unit) == (
        Decimal("12500.50"),
        Decimal("0.0150"),
        pay.other_department,
    )
    assert b"You can start" in browser.get(answer["Location"]).content
    assert browser.post(f"{answer['Location']}start/").status_code == 302
    said = browser.get(answer["Location"]).content.decode()
    assert "not computed" in said
    assert "No salary is known" in said
    assert browser.get(f"{answer['Location']}close/").status_code == 200
    assert browser.post(f"{answer['Location']}close/").status_code == 302
    assert browser.post(f"{answer['Location']}close/").status_code == 409


# figures ----------------------------------------------------------------------------------------------------------


def many(cast, women, men, *, level=2):
    """So many more people whose reward is final, all at 2500 and raised: women to 2550, men to 2575."""
    for number in range(women + men):
        person = make_person(cast.organisation, f"Persoon{number}", manager=cast.line_manager.person)
        make_placement(person, cast.team, cast.position, line_manager=cast.line_manager.person)
        make_gender(person, "woman" if number < women else "man")
        new = Decimal(2550 if number < women else 2575)
        make_proposal(
            cast.round, person, cast.line_manager.person, cast.team, state="final", final_on=timezone.localdate(),
            scale="7", old=2500, part_time=1, level=level, computed=new, new=new, structural=(new - 2500) * 12,
            one_off=0,
        )  # fmt: skip


def test_the_check_of_equal_pay(pay):
    many(pay, 5, 6)
    figures = figures_of(pay.round)
    (whole,) = [row for row in figures["pay"] if row["kind"] == "whole"]
    assert (whole["women"], whole["men"], whole["gap"], whole["asks"]) == (5, 6, "0.010", False)
    (whole,) = [row for row in figures["raise"] if row["kind"] == "whole"]
    assert (whole["gap"], whole["asks"]) == ("0.333", True)
    assert (figures["people"], figures["total"]) == (11, "8400.00")


def test_small_groups_carry_no_number_and_cannot_be_found_by_subtraction(pay):
    many(pay, 5, 6)
    many(pay, 1, 0, level=3)
    figures = figures_of(pay.round)
    for row in figures["pay"]:
        if not row["is_shown"]:
            assert (row["women"], row["men"], row["gap"], row["asks"]) == (None, None, None, False)
    shown = {(row["kind"], row["level"]) for row in figures["pay"] if row["is_shown"]}
    assert ("level", "uitstekend") not in shown
    assert not {("whole", ""), ("level", "goed")} <= shown  # the difference of both would be one person


def test_totals_of_fewer_than_five_are_none(pay):
    all_the_way(pay)
    figures = figures_of(pay.round)
    assert (figures["people"], figures["structural"], figures["total"]) == (None, None, None)


def test_the_works_council_sees_only_figures_that_were_kept_at_the_end(pay, signed_in):
    many(pay, 5, 6)
    browser = signed_in(pay.works_council)
    assert browser.get(f"/reward-rounds/{pay.round.pk}/figures/").status_code == 404
    assert pay.round.name not in browser.get("/reward-rounds/").content.decode()
    rounds.close_round(pay.round, by=pay.hr.actor)
    answer = browser.get(f"/reward-rounds/{pay.round.pk}/", follow=True)
    said = answer.content.decode()
    assert "€8,400" in said
    for person in Person.objects.exclude(pk=pay.works_council.person.pk):
        assert person.name not in said
    before = json.dumps(Round.objects.get().figures)
    Proposal.objects.filter(state="final").update(new=9999)
    assert "€8,400" in browser.get(f"/reward-rounds/{pay.round.pk}/figures/").content.decode()
    assert json.dumps(Round.objects.get().figures) == before
    for path in ("/salaries/", f"/salaries/people/{pay.employee.person.pk}/"):
        assert browser.get(path).status_code in {403, 404}


def test_gender_is_kept_for_this_alone(pay, signed_in):
    salaries.record_gender(pay.employee.person, "woman", by=pay.hr.actor)
    assert own_data(pay.employee.actor)["gender"] == [{"gender": "woman"}]
    person = f"/people/{pay.employee.person.pk}/"
    for member in (pay.hr, pay.line_manager, pay.administrator, pay.colleague):
        said = signed_in(member).get(person).content.decode().lower()
        assert "woman" not in said
        assert "gender" not in said
    assert "woman" in signed_in(pay.employee).get("/rewards/mine/").content.decode()
    assert "woman" not in written_in_the_log()
    salaries.record_gender(pay.employee.person, "", by=pay.hr.actor)
    assert not RecordedGender.objects.exists()
    with pytest.raises(NotAllowed):
        salaries.record_gender(pay.employee.person, "man", by=pay.line_manager.actor)


# payroll ----------------------------------------------------------------------------------------------------------


def payroll(cast, form):
    return taking.take_payroll(cast.round, form, purpose="Salarisrun januari", by=cast.hr.actor)[0]


def test_the_payroll_holds_what_is_final_and_the_log_says_what_for(pay):
    all_the_way(pay)
    propose(pay, "colleague")
    sheet = openpyxl.load_workbook(io.BytesIO(payroll(pay, "xlsx"))).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == [pay.employee.person.name]
    assert rows[0][4:8] == (2720, 2774.4, 2219.52, 0)
    line = AuditEvent.objects.order_by("-sequence").first()
    assert line.detail == {"list": "payroll", "format": "xlsx", "people": 1, "purpose": "Salarisrun januari"}


def looked_at_by(member):
    """At whose pay this member looked, by the log."""
    lines = AuditEvent.objects.filter(event="person_seen", by=member.user.pk)
    return [line.about_person_id for line in lines.order_by("sequence") if line.detail["what"] == "rewards"]


def test_the_files_for_the_payroll_are_a_look_at_everybody_in_them(pay, signed_in):
    all_the_way(pay)
    make_promotion(pay.colleague.person, pay.system, state="final", decided_on=timezone.localdate())
    payroll(pay, "csv")
    assert looked_at_by(pay.hr) == [pay.employee.person.pk]
    answer = signed_in(pay.hr).post(
        "/salaries/promotions/payroll/", {"form": "csv", "purpose": "Run", "since": timezone.localdate().isoformat()}
    )
    assert answer.status_code == 200
    assert looked_at_by(pay.hr) == [pay.employee.person.pk, pay.colleague.person.pk]
    payroll(pay, "xlsx")
    assert len(looked_at_by(pay.hr)) == 2  # once a day


def test_W56_a_name_that_begins_a_formula_stays_text_in_the_payroll(pay):
    Person.objects.filter(pk=pay.employee.person.pk).update(given_name="=1+1", key="@SUM(A1)")
    all_the_way(pay)
    sheet = openpyxl.load_workbook(io.BytesIO(payroll(pay, "xlsx"))).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert cells[0].value == "'@SUM(A1)"
    text = payroll(pay, "csv").decode("utf-8-sig")
    (row,) = list(csv.reader(io.StringIO(text)))[1:]
    assert row[0] == "'@SUM(A1)"
    assert row[1].startswith("'=1+1")
    assert row[4:7] == ["2720.00", "2774.40", "2219.52"]


def test_W64_the_payroll_hides_nothing_beside_its_rows(pay):
    all_the_way(pay)
    propose(pay, "colleague", reason="")
    content = payroll(pay, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert len(book.worksheets) == 1
    assert book.active.sheet_state == "visible"
    assert all(cell.comment is None for row in book.active.iter_rows() for cell in row)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        said = "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    for hidden in (pay.colleague.person.name, "2472", pay.hr.person.name):
        assert hidden not in said


def test_the_payroll_asks_what_for_and_is_for_HR(pay, signed_in):
    address = f"/reward-rounds/{pay.round.pk}/payroll/"
    assert signed_in(pay.hr).post(address, {"form": "csv"}).status_code == 409
    answer = signed_in(pay.hr).post(address, {"form": "csv", "purpose": "Run"})
    assert answer["Content-Type"].startswith("text/csv")
    rounds.close_round(pay.round, by=pay.hr.actor)
    assert signed_in(pay.director).post(address, {"form": "csv", "purpose": "Run"}).status_code == 403
    assert signed_in(pay.line_manager).post(address, {"form": "csv", "purpose": "Run"}).status_code == 404


# salaries ---------------------------------------------------------------------------------------------------------


def test_HR_records_corrects_and_removes_a_salary(scoped, signed_in):
    make_reward_system(scoped.organisation)
    browser, person = signed_in(scoped.hr), scoped.employee.person
    form = {"version": 1, "from_on": "2026-03-01", "scale": "7", "amount": "2,750.50", "part_time": "80"}
    address = f"/salaries/people/{person.pk}/new/"
    assert browser.post(address, form).status_code == 302
    assert browser.post(address, form).status_code == 422  # W77: the same day twice
    (salary,) = Salary.objects.all()
    assert (salary.amount, salary.part_time) == (Decimal("2750.50"), Decimal("0.8"))
    assert "€2,200.40" in browser.get(f"/salaries/people/{person.pk}/").content.decode()
    form |= {"amount": "2800"}
    assert browser.post(f"/salaries/{salary.pk}/", form).status_code == 302
    answer = browser.post(f"/salaries/{salary.pk}/", form | {"amount": "2900"})
    assert answer.status_code == 409
    assert "2900" in answer.content.decode()
    assert "2,800" in answer.content.decode()
    assert "2800" not in written_in_the_log()
    assert "2750" not in written_in_the_log()
    assert browser.post(f"/salaries/{salary.pk}/remove/").status_code == 302
    assert not Salary.objects.exists()


def test_each_look_at_a_salary_is_written_down(pay, signed_in):
    AuditEvent.objects.all().delete()
    signed_in(pay.hr).get(f"/salaries/people/{pay.employee.person.pk}/")
    signed_in(pay.employee).get("/rewards/mine/")
    (line,) = AuditEvent.objects.all()
    assert (line.event, line.about_person_id) == ("person_seen", pay.employee.person.pk)
    assert line.detail == {"what": "rewards", "role": "hr", "purpose": "rewarding"}


def test_forms_that_show_what_somebody_earns_are_looks_too(pay, signed_in):
    person = pay.employee.person
    (salary,) = Salary.objects.filter(person=person)
    propose(pay)
    nothing = make_person(pay.organisation, "Nog", "Niets")
    signed_in(pay.hr).get(f"/salaries/people/{nothing.pk}/new/")
    signed_in(pay.hr).get(f"/salaries/people/{person.pk}/promotion/")  # tells no amount yet
    assert looked_at_by(pay.hr) == []
    promotion = {"look": "1", "scale": "P", "from_on": next_year().isoformat()}
    number = of(pay, pay.employee).pk
    for member, path, given, status in (
        (pay.hr, f"/salaries/people/{person.pk}/new/", None, 200),
        (pay.hr, f"/salaries/{salary.pk}/", None, 200),
        (pay.hr, f"/salaries/people/{person.pk}/promotion/", promotion, 200),
        (pay.line_manager, f"/reward-proposals/{number}/propose/", None, 200),
        (pay.director, f"/reward-proposals/{number}/return/", {"reason": ""}, 422),
    ):
        AuditEvent.objects.all().delete()
        browser = signed_in(member)
        answer = browser.get(path) if given is None else browser.post(path, given)
        assert answer.status_code == status, path
        assert looked_at_by(member) == [person.pk], path
    assert AuditEvent.objects.get(event="person_seen").detail["role"] == "line"


def test_the_one_who_leads_sees_the_salary_of_today_and_no_earlier_one(pay, signed_in):
    make_salary(pay.employee.person, "2611.11", from_on=date(2019, 1, 1))
    said = signed_in(pay.line_manager).get(f"/salaries/people/{pay.employee.person.pk}/").content.decode()
    assert "€2,720" in said
    assert "2,611" not in said
    assert "2,611" in signed_in(pay.employee).get("/rewards/mine/").content.decode()


def test_by_contract_no_grade_and_no_detour_leads_here():
    root = Path(__file__).parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = [one for one in project["tool"]["importlinter"]["contracts"] if one["id"] == "judgement"]
    assert {"zichtlijn.rewards", "zichtlijn.calculations.rewards"} <= set(contract["source_modules"])
    assert set(contract["forbidden_modules"]) == {
        "zichtlijn.okr", "zichtlijn.calculations.okr", "zichtlijn.feedback", "zichtlijn.calculations.feedback",
    }  # fmt: skip
    assert "allow_indirect_imports" not in contract


def test_levels_come_from_the_appraisals_of_the_cycle(scoped, monkeypatch):
    """The one line that connects both rooms."""
    from zichtlijn.rewards.queries import levels

    cycle = make_cycle(scoped.period)
    monkeypatch.setattr(levels, "final_levels", lambda *asked: {1: Given(2)} if asked == (cycle, [1]) else {})
    assert levels.levels_in(cycle, [1])[1].level == 2


# beforehand -------------------------------------------------------------------------------------------------------


def test_beforehand_it_says_who_lacks_what_and_what_it_would_cost(pay, signed_in):
    alone = make_person(pay.organisation, "Zonder", "Baas")
    make_placement(alone, pay.team, make_position(pay.organisation, "Los"))
    Proposal.objects.all().delete()
    Round.objects.update(state="draft", budget=Decimal("100.00"))
    pay.round.refresh_from_db()
    del pay.levels[pay.colleague.person.pk]
    Salary.objects.filter(person=pay.line_manager.person).delete()
    outlook = outlook_of(pay.round, rounds.proposals_beforehand(pay.round), today=timezone.localdate())
    assert not Proposal.objects.exists()
    assert (outlook.people, outlook.computed) == (4, 2)
    assert [(group.label[:12], [str(one) for one in group.people]) for group in outlook.lacking] == [
        ("No salary is", [pay.line_manager.person.name]),
        ("There is no ", [pay.colleague.person.name]),
    ]
    assert [(group.count, group.people) for group in outlook.outside] == [(1, [alone])]
    assert outlook.budget.is_over
    said = signed_in(pay.hr).get(f"/reward-rounds/{pay.round.pk}/start/").content.decode()
    assert "What it would come to today" in said
    assert alone.name in said
    rounds.start_round(pay.round, by=pay.hr.actor)
    assert budget_of(pay.round).whole.total == outlook.budget.whole.total


def test_today_s_salary_stands_where_a_new_one_is_entered(pay, signed_in):
    said = signed_in(pay.hr).get(f"/salaries/people/{pay.employee.person.pk}/new/").content.decode()
    assert 'value="2720' in said
    assert 'value="80"' in said


def test_a_raise_is_told_in_one_way():
    """4,000 to 4,147 is 3.675%: half goes up, on every page and in the letter."""
    with translation.override("nl"):
        assert tell_raise(Decimal("4000.00"), Decimal("4147.00")).endswith("(3,68%)")
        assert percent(raise_ratio(Decimal("4000.00"), Decimal("4147.00"))) == "3,68%"
        assert percent(Fraction(3674999, 10**8)) == "3,67%"


def test_what_waits_in_rewards_stands_on_the_start_page(pay, signed_in):
    kinds = {one.kind for one in asked_of(pay.line_manager.actor, today=timezone.localdate())}
    assert "reward_propose" in kinds
    propose(pay)
    assert "reward_agree" in {one.kind for one in asked_of(pay.director.actor, today=timezone.localdate())}
    assert "reward_finish" not in {one.kind for one in asked_of(pay.hr.actor, today=timezone.localdate())}
    agree(pay)
    said = signed_in(pay.hr).get("/").content.decode()
    assert f"/reward-rounds/{pay.round.pk}/?show=finish" in said
    assert "2,720" not in said


def test_what_hr_makes_final_without_a_second_manager_is_asked_too(pay, signed_in):
    """Nobody stands above the director: what the director proposes waits for HR at once."""
    propose(pay)
    assert rounds_waiting_for(pay.hr.actor) == []
    propose(pay, "line_manager", by="director")
    assert [(one.round.pk, one.finish) for one in rounds_waiting_for(pay.hr.actor)] == [(pay.round.pk, 1)]
    agree(pay)
    assert [one.finish for one in rounds_waiting_for(pay.hr.actor)] == [2]
    said = signed_in(pay.hr).get(f"/reward-rounds/{pay.round.pk}/?show=finish").content.decode()
    assert pay.line_manager.person.name in said
    assert pay.employee.person.name in said
    assert pay.colleague.person.name not in said
    finish(pay)
    finish(pay, "line_manager")
    assert rounds_waiting_for(pay.hr.actor) == []


def test_who_proposed_is_not_asked_to_make_it_final(pay):
    give_role(pay.director, "hr")
    propose(pay, "line_manager", by="director")
    assert [one.finish for one in rounds_waiting_for(pay.director.actor)] in ([], [0])
