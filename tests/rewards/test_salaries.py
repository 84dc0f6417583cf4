"""Salaries as people type them: never one's own, and what looks like a mistake is asked about first."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories import count_queries, make_person, make_reward_system, make_salary
from tests.rewards.pay import all_the_way
from zichtlijn.access.refusals import NotAllowed
from zichtlijn.rewards.actions import salaries
from zichtlijn.rewards.models import Salary

# one's own --------------------------------------------------------------------------------------------------------


def test_nobody_of_HR_writes_their_own_salary(scoped, signed_in):
    mine = make_salary(scoped.hr.person, 3000)
    given = {"from_on": date(2026, 1, 1), "scale": "7", "amount": Decimal(3100)}
    with pytest.raises(NotAllowed, match=r"own reward.*administrator can give"):
        salaries.record_salary(scoped.hr.person, **given, by=scoped.hr.actor)
    with pytest.raises(NotAllowed, match="another of HR"):
        salaries.change_salary(mine, {"amount": Decimal(9000)}, version=1, by=scoped.hr.actor)
    with pytest.raises(NotAllowed, match="another of HR"):
        salaries.remove_salary(mine, by=scoped.hr.actor)
    with pytest.raises(NotAllowed, match="another of HR"):
        salaries.keep_salaries([Salary(person=scoped.hr.person, **given)], [], by=scoped.hr.actor)
    with pytest.raises(NotAllowed, match="another of HR"):
        salaries.keep_salaries([], [mine], by=scoped.hr.actor)
    assert list(Salary.objects.values_list("amount", "version")) == [(Decimal(3000), 1)]
    page = f"/salaries/people/{scoped.hr.person.pk}/"
    browser = signed_in(scoped.hr)
    for path in (f"{page}new/", f"/salaries/{mine.pk}/"):
        assert browser.get(path).status_code == 403, path
        assert browser.post(path, {}).status_code == 403, path
    assert browser.post(f"/salaries/{mine.pk}/remove/").status_code == 403
    said = browser.get(page).content.decode()
    assert "Nobody decides on their own reward" in said
    assert "new/" not in said
    assert f"/salaries/{mine.pk}/" not in said


# what looks like a mistake ----------------------------------------------------------------------------------------


def test_a_salary_outside_its_scale_or_far_from_the_one_before_is_asked_about(scoped, signed_in):
    make_reward_system(scoped.organisation, from_on=date(2020, 1, 1))
    make_salary(scoped.employee.person, "2750.50")
    browser, page = signed_in(scoped.hr), f"/salaries/people/{scoped.employee.person.pk}/"
    assert 'type="checkbox"' not in browser.get(f"{page}new/").content.decode()
    form = {"version": 1, "from_on": "2026-03-01", "scale": "7", "amount": "27,505", "part_time": "100"}
    answer = browser.post(f"{page}new/", form)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "€27,505 lies outside scale 7, which goes from €2,400 to €3,200. Is that right?" in said
    assert "€27,505 is far from the €2,750.50 until then. Is that right?" in said
    assert 'type="checkbox"' in said
    assert Salary.objects.count() == 1
    assert browser.post(f"{page}new/", form | {"sure": "on"}).status_code == 302
    made = Salary.objects.get(amount=27505)
    answer = browser.post(f"/salaries/{made.pk}/", form | {"amount": "3,201"})
    assert answer.status_code == 422
    assert "€3,201 lies outside scale 7" in answer.content.decode()
    assert "is far from" not in answer.content.decode()
    assert browser.post(f"/salaries/{made.pk}/", form | {"amount": "3,200"}).status_code == 302


# finding somebody -------------------------------------------------------------------------------------------------


def test_salaries_are_found_by_the_whole_name_in_any_order(scoped, signed_in):
    wit = make_person(scoped.organisation, "Noor", "Wit", family_prefix="de")
    page, browser = f"/salaries/people/{wit.pk}/", signed_in(scoped.hr)
    for name in ("Noor de Wit", "de wit", "Wit, Noor", "NOOR", "noo wi"):
        assert page in browser.get("/salaries/", {"q": name}).content.decode(), name
    assert page not in browser.get("/salaries/", {"q": "Noor Zwart"}).content.decode()


# one's own page ---------------------------------------------------------------------------------------------------


def test_my_reward_says_what_is_being_prepared_and_which_salary_holds_today(pay, signed_in):
    later = timezone.localdate() + timedelta(days=200)
    make_salary(pay.employee.person, 2999, from_on=later)
    said = signed_in(pay.employee).get("/rewards/mine/").content.decode()
    assert "A decision about your reward from " in said
    assert "is being prepared" in said
    assert "€2,774" not in said
    assert said.count("holds today") == 1
    assert said.index("€2,999") < said.index("holds today") < said.index("€2,720")
    of_person = signed_in(pay.hr).get(f"/salaries/people/{pay.employee.person.pk}/").content.decode()
    assert of_person.count("holds today") == 1
    Salary.objects.filter(from_on=later).delete()
    all_the_way(pay)
    assert "is being prepared" not in signed_in(pay.employee).get("/rewards/mine/").content.decode()
    with count_queries() as asked:
        signed_in(pay.employee).get("/rewards/mine/")
    assert asked.count <= 25
