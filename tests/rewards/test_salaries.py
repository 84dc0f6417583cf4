"""Salaries as people type them: never one's own, and what looks like a mistake is asked about first."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories import make_salary
from zichtlijn.access.refusals import NotAllowed
from zichtlijn.rewards.actions import salaries
from zichtlijn.rewards.models import Salary

# one's own --------------------------------------------------------------------------------------------------------


def test_nobody_of_HR_writes_their_own_salary(scoped, signed_in):
    mine = make_salary(scoped.hr.person, 3000)
    given = {"from_on": date(2026, 1, 1), "scale": "7", "amount": Decimal(3100)}
    with pytest.raises(NotAllowed, match="own reward.*administrator can give"):
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
