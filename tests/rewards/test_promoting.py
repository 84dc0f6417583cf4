"""Promotions: what becomes of the salary by the rules, and that two people decide."""

from datetime import date
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_reward_system, make_salary
from tests.rewards.pay import give_role, written_in_the_log
from zichtlijn.access.models import RoleAssignment
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.audit.models import Event
from zichtlijn.exchange.own_data import own_data
from zichtlijn.rewards.actions import promoting
from zichtlijn.rewards.actions.salaries import add_salary, keep_salaries
from zichtlijn.rewards.models import Promotion, RewardSystem, Salary, Scale
from zichtlijn.rewards.queries.promotions import promotion_page, promotions_waiting_for
from zichtlijn.rewards.queries.systems import adopted_scales

DAY = date(2100, 1, 1)


def promote(cast, by="line_manager", member="employee", scale="P", **given):
    given = {"from_on": DAY, "reason": "Ander werk"} | given
    return promoting.propose_promotion(getattr(cast, member).person, scale=scale, by=getattr(cast, by).actor, **given)


def agree(cast, promotion, by="hr"):
    promoting.agree_promotion(promotion, version=promotion.version, by=getattr(cast, by).actor)


def test_the_salary_goes_to_the_new_scale_by_the_rules_and_another_agrees(pay):
    RewardSystem.objects.update(promotion=Decimal("0.04"))
    made = promote(pay, "hr", "colleague", "P")
    assert (made.old_scale, made.old, made.scale) == ("7", Decimal("2400.00"), "P")
    assert made.new == made.computed >= Decimal("2496")
    assert promotion_page(made).found.new == made.computed
    assert not Salary.objects.filter(from_on=DAY).exists()
    for other in ("hr", "colleague", "employee", "administrator"):
        with pytest.raises(NotAllowed):
            agree(pay, made, by=other)
    agree(pay, made, by="line_manager")
    stored = Salary.objects.get(person=pay.colleague.person, from_on=DAY)
    assert (stored.scale, stored.amount) == ("P", made.new)
    with pytest.raises(NotNow):
        agree(pay, made, by="line_manager")
    assert str(made.new) not in written_in_the_log()


def test_a_promotion_that_is_proposed_is_nowhere_for_the_person(pay):
    """Not in the file with the own data either: the log tells of it, and of who proposed it."""
    made = promote(pay)
    promoting.return_promotion(made, reason="Nog niet", version=made.version, by=pay.hr.actor)
    promote(pay)
    told = {row["what"] for row in own_data(pay.employee.actor)["file_seen"]}
    assert told.isdisjoint({Event.PROMOTION_PROPOSED.label, Event.PROMOTION_RETURNED.label})
    agree(pay, Promotion.objects.get(state="proposed"))
    assert Event.PROMOTION_FINAL.label in {row["what"] for row in own_data(pay.employee.actor)["file_seen"]}


def test_it_never_falls_and_stays_within_the_new_scale(pay):
    made = promote(pay, amount=Decimal("2750.00"))
    assert made.new == Decimal("2750.00")
    for amount in ("2719.99", "9999.00"):
        with pytest.raises(NotNow, match="never below"):
            promote(pay, amount=Decimal(amount))
    for given, match in (
        ({"reason": " "}, "why this person"),
        ({"scale": "7"}, "in which the person is now"),
        ({"scale": "99"}, "no such scale"),
        ({"from_on": date(2019, 1, 1)}, "No version"),
    ):
        with pytest.raises(NotNow, match=match):
            promote(pay, **given)
    with pytest.raises(NotAllowed):
        promote(pay, by="employee")
    with pytest.raises(NotAllowed):
        promote(pay, by="other_manager")


def test_what_changed_since_is_not_agreed_to_and_a_refusal_has_a_reason(pay):
    made = promote(pay)
    assert made in promotions_waiting_for(pay.hr.actor)
    assert promotions_waiting_for(pay.line_manager.actor) == []
    Salary.objects.filter(person=pay.employee.person).update(amount=Decimal("2730.00"))
    with pytest.raises(NotNow, match="changed since"):
        agree(pay, made)
    with pytest.raises(NotNow, match="do not agree"):
        promoting.return_promotion(made, reason=" ", version=1, by=pay.hr.actor)
    promoting.return_promotion(made, reason="Nog niet", version=1, by=pay.hr.actor)
    assert Promotion.objects.get().answer == "Nog niet"
    assert not Salary.objects.filter(from_on=DAY).exists()


def test_one_promotion_of_a_person_waits_at_a_time(pay):
    made = promote(pay)
    for by in ("line_manager", "hr"):
        with pytest.raises(NotNow, match="already waits"):
            promote(pay, by, from_on=date(2101, 1, 1))
    assert promote(pay, member="colleague").pk
    promoting.return_promotion(made, reason="Nog niet", version=1, by=pay.hr.actor)
    again = promote(pay)
    agree(pay, again)
    assert Promotion.objects.filter(person=pay.employee.person).count() == 2


def test_a_salary_that_was_recorded_in_between_is_told_and_nothing_breaks(pay):
    make_salary(pay.employee.person, 2800, from_on=DAY)
    with pytest.raises(NotNow, match="from this day already"):
        add_salary(pay.employee.person, from_on=DAY, scale="P", amount=Decimal(2900), part_time=Decimal(1))
    assert Salary.objects.get(person=pay.employee.person, from_on=DAY).amount == Decimal("2800.00")


def test_mail_goes_to_who_decides_and_back_to_who_proposed(pay, django_capture_on_commit_callbacks):
    def told(act):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return sorted(to for letter in mail.outbox for to in letter.to)

    assert told(lambda: promote(pay)) == [pay.director.user.email]
    made = Promotion.objects.get()
    back = told(lambda: promoting.return_promotion(made, reason="Nog niet", version=1, by=pay.director.actor))
    assert back == [pay.line_manager.user.email]
    assert "Nog niet" not in str(mail.outbox[0].body)
    RoleAssignment.objects.filter(membership=pay.director.membership).delete()
    give_role(pay.administrator, "hr")
    hr = sorted([pay.hr.user.email, pay.administrator.user.email])
    assert told(lambda: promote(pay)) == hr
    made = Promotion.objects.get(state="proposed")
    assert told(lambda: agree(pay, made)) == [pay.employee.user.email]


def test_the_scales_of_a_version_that_holds_from_a_later_day_can_be_chosen(pay, signed_in):
    later = make_reward_system(pay.organisation, "Nieuw", from_on=date(2099, 1, 1))
    Scale.objects.filter(system=later, name="P").update(name="P+")
    assert adopted_scales() == ["P+", "7", "P"]
    browser, base = signed_in(pay.line_manager), f"/salaries/people/{pay.employee.person.pk}/promotion/"
    form = {"scale": "P+", "from_on": "2100-01-01", "reason": "Ander werk"}
    assert browser.post(base, form | {"look": "1"}).status_code == 200
    refused = browser.post(base, form | {"from_on": timezone.localdate().isoformat()})
    assert refused.status_code == 422
    assert "no such scale" in refused.content.decode()
    assert browser.post(base, form).status_code == 302
    assert Promotion.objects.get().system == later


def test_the_pages_show_what_it_gives_propose_and_decide(pay, signed_in):
    person, browser = pay.employee.person, signed_in(pay.line_manager)
    base = f"/salaries/people/{person.pk}/promotion/"
    assert base in browser.get(f"/salaries/people/{person.pk}/").content.decode()
    form = {"scale": "P", "from_on": "2100-01-01", "reason": "Ander werk"}
    looked = browser.post(base, form | {"look": "1"})
    assert looked.status_code == 200
    assert "Salary for full-time work" in looked.content.decode()
    assert not Promotion.objects.exists()
    assert browser.post(base, form | {"reason": ""}).status_code == 422
    assert browser.post(base, form).status_code == 302
    made = Promotion.objects.get()
    page = f"/promotions/{made.pk}/"
    assert "/agree/" not in browser.get(page).content.decode()
    assert signed_in(pay.employee).get(page).status_code == 404
    hr = signed_in(pay.hr)
    assert page in hr.get("/").content.decode()
    assert f"{page}agree/" in hr.get(page).content.decode()
    assert hr.post(f"{page}agree/", {"version": made.version}).status_code == 302
    assert signed_in(pay.employee).get(page).status_code == 200
    assert page in signed_in(pay.employee).get("/rewards/mine/").content.decode()
    assert [row["new scale"] for row in own_data(pay.employee.actor)["promotions"]] == ["P"]


def test_the_letter_says_what_changes_in_the_language_of_whom_it_is_to(pay, signed_in, set_on_paper):
    from zichtlijn.rewards import letters

    given = set_on_paper(letters)
    Salary.objects.filter(person=pay.employee.person).update(part_time=Decimal("0.5"))
    made = promote(pay, amount=Decimal("2750.00"))
    letter = f"/promotions/{made.pk}/letter/"
    assert signed_in(pay.hr).post(letter).status_code == 403
    assert signed_in(pay.employee).post(letter).status_code == 404
    agree(pay, made)
    assert signed_in(pay.employee).post(letter)["Content-Type"] == "application/pdf"
    assert given["opening"].startswith("On ")
    assert [row[2] for row in given["changes"]][1:4] == ["€2,750", "50%", "€1,375"]
    assert [line["amount"] for line in given["lines"][-2:]] == ["€2,750", "€1,375"]
    assert given["lines"][-1]["text"] == "Paid for 50% of full-time work"
    assert sum("Paid for" in line["text"] for line in given["lines"]) == 1
    assert (given["reason"], given["signed"]["name"]) == ("Ander werk", pay.hr.actor.name)
    assert not any("%(" in str(value) for value in given.values())
    pay.employee.user.language = "nl"
    pay.employee.user.save()
    assert signed_in(pay.hr).post(letter).status_code == 200
    assert given["salutation"] == f"Beste {pay.employee.person.name},"
    assert signed_in(pay.other_manager).post(letter).status_code == 404
    assert "promotion_letter" in written_in_the_log()


def test_who_writes_salaries_from_a_file_waits_for_who_decides_on_one(pay):
    rows = [Salary(organisation=pay.organisation, person=member.person, from_on=DAY, scale="P",
                   amount=Decimal(3000), part_time=Decimal(1)) for member in (pay.employee, pay.colleague)]  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        keep_salaries(rows, [], by=pay.hr.actor)
    first = next(number for number, one in enumerate(asked.captured_queries) if "rewards_salary" in one["sql"])
    held = [one["sql"] for one in asked.captured_queries[:first] if '"organisation_person"."id" IN (' in one["sql"]]
    assert len(held) == 1
    assert ("FOR NO KEY UPDATE" in held[0]) == (connection.vendor == "postgresql")


def test_what_it_gives_is_seen_without_a_reason(pay, signed_in):
    browser, page = signed_in(pay.hr), f"/salaries/people/{pay.employee.person.pk}/promotion/"
    form = {"from_on": DAY.isoformat(), "scale": "P"}
    assert "formnovalidate" in browser.get(page).content.decode()
    assert browser.post(page, form | {"look": "1"}).status_code == 200
    assert browser.post(page, form).status_code == 422


def test_promotions_that_were_agreed_stand_in_a_file_for_the_payroll(pay, signed_in):
    Salary.objects.filter(person=pay.employee.person).update(part_time=Decimal("0.5"))
    made, address = promote(pay), "/salaries/promotions/payroll/"
    asked = {"form": "csv", "purpose": "Verwerking", "since": timezone.localdate().isoformat()}
    browser = signed_in(pay.hr)
    assert pay.employee.person.name not in browser.post(address, asked).content.decode()
    agree(pay, made)
    said = browser.post(address, asked).content.decode()
    paid = (made.new / 2).quantize(Decimal("0.01"))
    assert f"{pay.employee.person.name},P,0.5000,{made.old},{made.new},{paid},0.00,{DAY.isoformat()}" in said
    later = asked | {"since": DAY.isoformat()}
    assert pay.employee.person.name not in browser.post(address, later).content.decode()
    assert "Verwerking" in written_in_the_log()
    assert browser.post(address, asked | {"purpose": ""}).status_code == 409
    assert signed_in(pay.line_manager).post(address, asked).status_code == 403
    assert address in browser.get("/salaries/").content.decode()
