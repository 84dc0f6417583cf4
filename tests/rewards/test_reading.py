"""What of a proposal and a salary is where: for the person, both managers, HR, and nobody else."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from tests.factories import (
    count_queries,
    make_gender,
    make_member,
    make_person,
    make_placement,
    make_proposal,
    make_salary,
    make_unit,
)
from tests.rewards.pay import ROLES, Given, agree, all_the_way, finish, give_role, of, propose, url
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit.models import AuditEvent
from zichtlijn.exchange.own_data import own_data
from zichtlijn.organisation.models import Placement
from zichtlijn.rewards import states
from zichtlijn.rewards.actions import rounds, taking
from zichtlijn.rewards.models import Proposal, Round
from zichtlijn.rewards.queries.beforehand import outlook_of
from zichtlijn.rewards.queries.figures import figures_of
from zichtlijn.rewards.queries.rounds import budget_of, counts_of, proposal_page
from zichtlijn.rewards.wording import money

# what may be read -------------------------------------------------------------------------------------------------

AMOUNTS = ("2774.40", "2,774", "2.774", "2720.00", "2,720", "2.720")


def says_an_amount(answer) -> bool:
    return any(amount in answer.content.decode() for amount in AMOUNTS)


def test_W08_a_draft_is_nowhere_for_the_person_before_it_is_final(pay, signed_in):
    propose(pay, reason="geheime reden")
    agree(pay)
    browser = signed_in(pay.employee)
    answer = browser.get(url(pay))
    assert answer.status_code == 200
    assert "2,774" not in answer.content.decode()
    assert "geheime reden" not in answer.content.decode()
    assert "2,774" not in browser.get("/rewards/mine/").content.decode()
    assert browser.post(url(pay, "letter")).status_code == 403
    assert "2774.40" not in str(own_data(pay.employee.actor))
    assert "2,774" not in browser.get("/search/?q=2774").content.decode()
    finish(pay)
    assert "2,774" in browser.get(url(pay)).content.decode()
    assert "2,774" in browser.get("/rewards/mine/").content.decode()
    assert browser.post(url(pay, "letter"))["Content-Type"] == "application/pdf"
    assert "2774.40" in str(own_data(pay.employee.actor))


def round_of_all(pay):
    """A round of everybody in which HR, at 3000 and alone in a unit, is too; not started yet."""
    make_salary(pay.hr.person, 3000)
    pay.levels[pay.hr.person.pk] = Given(2)
    office = make_unit(pay.organisation, "Bureau", parent=pay.top)
    Placement.objects.filter(person=pay.hr.person).update(unit=office)
    return Round.objects.create(
        organisation=pay.organisation,
        name="Top",
        period=pay.period,
        cycle=pay.cycle,
        system=pay.system,
        budget=Decimal(5000),
        unit=pay.top,
        effective_on=pay.round.effective_on + timedelta(days=31),
    )


def test_W08_HR_reads_no_draft_about_themselves_either(pay):
    whole = round_of_all(pay)
    rounds.start_round(whole, by=pay.hr.actor)
    mine = Proposal.objects.get(round=whole, employee=pay.hr.person)
    assert mine.computed is not None
    page = proposal_page(pay.hr.actor, mine)
    assert (page.base, page.lines, page.moves) == (None, (), [])


def test_W08_HR_does_not_find_the_own_draft_by_subtraction(pay, signed_in):
    """Not in a total by unit, in that of all, in what is left, in a number of people nor in the check of equal pay."""
    whole, browser = round_of_all(pay), signed_in(pay.hr)
    computed = rounds.proposals_beforehand(whole)
    before = outlook_of(whole, computed, today=timezone.localdate())
    told = outlook_of(whole, computed, today=timezone.localdate(), reader=pay.hr.actor)
    own = next(row for row in computed if row.employee_id == pay.hr.person.pk)
    assert own.structural
    assert told.budget.whole.total == before.budget.whole.total - own.structural
    assert "Bureau" not in {line.group for line in told.budget.groups}
    assert told.own_is_left_out
    said = browser.get(f"/reward-rounds/{whole.pk}/start/").content.decode()
    assert "What would be computed for yourself is left out" in said
    assert money(told.budget.left) in said
    assert money(before.budget.left) not in said

    rounds.start_round(whole, by=pay.hr.actor)
    everybody, others = budget_of(whole), budget_of(whole, reader=pay.hr.actor)
    assert everybody.whole.total - others.whole.total == own.structural
    assert everybody.whole.people - others.whole.people == 1
    assert "Bureau" in {line.group for line in everybody.groups}
    assert "Bureau" not in {line.group for line in others.groups}
    assert sum(one.count for one in counts_of(whole, reader=pay.hr.actor)[0]) == whole.proposals.count() - 1
    page, figures = f"/reward-rounds/{whole.pk}/", f"/reward-rounds/{whole.pk}/figures/"
    said = browser.get(page).content.decode()
    assert "What is being decided about yourself is left out" in said
    assert money(others.whole.total) in said
    assert "Bureau" not in said
    assert not any(money(amount) in said for amount in (everybody.whole.total, everybody.left, own.structural))
    more_people(pay, 5, whole)
    make_gender(pay.hr.person, "woman")
    found = figures_of(whole, drafts_for=pay.hr.actor)
    assert found["people"] == sum(row.new is not None for row in whole.proposals.all()) - 1
    assert found["pay"][-1]["women"] in {0, None}
    assert "What is being decided about yourself is left out" in browser.get(figures).content.decode()

    Proposal.objects.filter(round=whole, employee=pay.hr.person).update(state="final", final_on=timezone.localdate())
    assert budget_of(whole, reader=pay.hr.actor) == budget_of(whole)
    assert figures_of(whole, drafts_for=pay.hr.actor)["people"] == found["people"] + 1
    for one in (page, figures):
        assert "about yourself is left out" not in browser.get(one).content.decode()


def test_who_is_not_in_the_round_reads_the_totals_of_all(pay, signed_in):
    assert budget_of(pay.round, reader=pay.hr.actor) == budget_of(pay.round)
    browser = signed_in(pay.hr)
    for page in ("", "figures/"):
        assert "left out" not in browser.get(f"/reward-rounds/{pay.round.pk}/{page}").content.decode()


def test_W09_a_manager_without_the_right_finds_no_salary_anywhere(pay, signed_in):
    """Not a blank where it would stand: nothing at all."""
    pay.line_manager.membership.roles.filter(role="rewards").delete()
    browser, person = signed_in(pay.line_manager), pay.employee.person
    assert browser.get(f"/salaries/people/{person.pk}/").status_code == 404
    assert browser.get(url(pay)).status_code == 404
    assert browser.get("/rewards/team/").status_code == 403
    said = browser.get(f"/people/{person.pk}/").content.decode()
    assert "salaries" not in said
    assert "Salary and rewards" not in said
    for page in ("/", "/team/", "/people/", "/search/?q=emma", "/export/"):
        answer = browser.get(page)
        assert not says_an_amount(answer), page
        assert "/salaries/" not in answer.content.decode(), page
    assert "2720.00" not in str(own_data(pay.line_manager.actor))


def test_W10_what_was_decided_stays_with_the_manager_of_its_day(pay, signed_in):
    all_the_way(pay)
    yesterday = timezone.localdate() - timedelta(days=1)
    Proposal.objects.filter(pk=pay.proposal.pk).update(final_on=yesterday)
    Placement.objects.filter(person=pay.employee.person).update(ends_on=yesterday)
    make_placement(pay.employee.person, pay.other_department, pay.position, line_manager=pay.other_manager.person,
                   starts_on=timezone.localdate())  # fmt: skip
    Placement.objects.filter(person=pay.colleague.person).update(line_manager=pay.other_manager.person)
    give_role(pay.other_manager, "rewards")
    before, now = signed_in(pay.line_manager), signed_in(pay.other_manager)
    assert before.get(url(pay)).status_code == 200
    assert now.get(url(pay)).status_code == 404
    assert before.get(url(pay, member="colleague")).status_code == 404
    assert now.get(url(pay, member="colleague")).status_code == 200
    assert before.get(f"/salaries/people/{pay.employee.person.pk}/").status_code == 404
    assert now.get(f"/salaries/people/{pay.employee.person.pk}/").status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_W13_W18_the_letter_answers_as_the_page_does_also_when_the_round_is_closed(pay, signed_in, role):
    all_the_way(pay)
    browser = signed_in(getattr(pay, role))
    knows = role in {"employee", "line_manager", "hr", "director"}
    expected = 200 if knows else 404
    assert browser.get(url(pay)).status_code == expected
    assert browser.post(url(pay, "letter")).status_code == expected
    rounds.close_round(pay.round, by=pay.hr.actor)
    assert browser.get(url(pay)).status_code == expected
    assert browser.post(url(pay, "letter")).status_code == expected


def test_after_closing_nothing_is_decided(pay):
    propose(pay)
    rounds.close_round(pay.round, by=pay.hr.actor)
    with pytest.raises(NotNow, match="not running"):
        agree(pay)
    with pytest.raises(NotNow):
        rounds.compute_again(pay.round, by=pay.hr.actor)


# pages ------------------------------------------------------------------------------------------------------------


def test_a_form_that_is_not_right_keeps_what_was_typed(pay, signed_in):
    form = {"version": of(pay, pay.employee).version, "amount": "3100", "reason": "Mijn reden"}
    answer = signed_in(pay.line_manager).post(url(pay, "propose"), form)
    assert answer.status_code == 422
    assert b"Mijn reden" in answer.content
    assert b"3100" in answer.content


def test_the_letter_is_in_the_language_of_whom_it_is_to(pay, signed_in, set_on_paper):
    from zichtlijn.rewards import letters

    given = set_on_paper(letters)
    all_the_way(pay, amount=2790, reason="Nam werk over")
    signed_in(pay.employee).post(url(pay, "letter"))
    assert given["meta"]["title"].startswith("Your reward from")
    assert given["reason"] == "Nam werk over"
    assert [line["amount"] for line in given["lines"][-2:]] == ["€2,790", "€2,232"]  # decided, and what is paid of it
    pay.employee.user.language = "nl"
    pay.employee.user.save()
    signed_in(pay.hr).post(url(pay, "letter"))
    assert given["meta"]["language"] == "nl"
    assert given["salutation"] == f"Beste {pay.employee.person.name},"


def more_people(cast, count, of_round=None):
    """So many more in the team, with a salary, an appraisal and a computed proposal."""
    of_round = of_round or cast.round
    for number in range(count):
        person = make_person(cast.organisation, f"Naam{number}", manager=cast.line_manager.person)
        make_placement(person, cast.team, cast.position, line_manager=cast.line_manager.person)
        make_salary(person, 2500)
        cast.levels[person.pk] = Given(2)
        make_proposal(of_round, person, cast.line_manager.person, cast.team)
    rounds.compute_again(of_round, by=cast.hr.actor)


def test_pages_ask_as_much_for_three_as_for_thirty(pay, signed_in):
    visits = {
        f"/reward-rounds/{pay.round.pk}/": signed_in(pay.hr),
        f"/reward-rounds/{pay.round.pk}/figures/": signed_in(pay.hr),
        "/rewards/team/": signed_in(pay.line_manager),
        "/salaries/": signed_in(pay.hr),
        url(pay): signed_in(pay.line_manager),
        "/rewards/": signed_in(pay.employee),
        "/rewards/mine/": signed_in(pay.employee),
        "/reward-rounds/": signed_in(pay.hr),
    }
    asked = []
    for count in (3, 27):
        more_people(pay, count)
        for page, browser in visits.items():
            browser.get(page)  # who is looked at is written down the first time
            with count_queries() as queries:
                assert browser.get(page).status_code == 200
            asked.append((page, queries.count))
            assert queries.count <= 25, (page, queries.count, queries.sql)
    assert asked[: len(visits)] == asked[len(visits) :]


def test_the_picture_in_the_manual_is_that_of_the_table():
    page = Path(__file__).parents[2] / "docs" / "how-to" / "rewards.md"
    assert states.diagram() in page.read_text(encoding="utf-8")


def test_a_manager_who_left_the_right_behind_is_named(pay, signed_in):
    pay.line_manager.membership.roles.filter(role="rewards").delete()
    said = signed_in(pay.hr).get(f"/reward-rounds/{pay.round.pk}/").content.decode()
    assert "cannot propose yet" in said
    assert pay.line_manager.person.name in said


def test_the_letter_is_logged(pay):
    row = all_the_way(pay)
    taking.take_letter(row, by=pay.hr.actor)
    line = AuditEvent.objects.order_by("-sequence").first()
    assert (line.event, line.about_person_id) == ("list_exported", pay.employee.person.pk)


def test_a_stranger_of_another_organisation_knows_of_nothing(pay, signed_in):
    other = make_member(pay.twin.organisation, "hr")
    browser = signed_in(other)
    assert browser.get(url(pay)).status_code == 404
    assert browser.get(f"/reward-rounds/{pay.round.pk}/").status_code == 404
    assert browser.get(f"/rewards/systems/{pay.system.pk}/").status_code == 404
