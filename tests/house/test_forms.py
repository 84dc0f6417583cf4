"""A form changes what it shows, and nothing else that is sent with it (W30)."""

from operator import attrgetter

import pytest
from lxml import html

from tests.house.rights import TABLE
from tests.house.test_rights import address, visitor

#: Written by the program or by somebody with another right; no form carries them.
NEVER_BY_FORM = {
    "id", "organisation", "user", "state", "made_by", "proposed_by", "agreed_on", "created_at", "progress", "expected",
    "coverage", "status", "support_progress", "supporter_count", "in_line", "confidence", "path", "reporting_path",
    "sort_name", "level", "template", "current_value", "due_on", "ended_on", "published", "is_demo", "slug",
    "last_login", "password", "email", "last_organisation", "standing_on",
}  # fmt: skip
#: But for these.
WITH_REASON = {"organisation:change_person pk=employee.person": {"email"}}  # not the address one signs in with
FORMS = [
    ("objectives:edit pk=strategic", "strategic", "director"),
    ("objectives:edit pk=personal", "personal", "employee"),
    ("objectives:edit_measure pk=measure", "measure", "director"),
    ("organisation:change_person pk=employee.person", "employee.person", "hr"),
    ("organisation:change_unit pk=team", "team", "administrator"),
    ("organisation:change_position pk=position", "position", "administrator"),
    ("organisation:settings", "organisation", "administrator"),
    ("members:member membership_id=employee.membership", "employee.membership", "administrator"),
    ("access:account", "employee.user", "employee"),
]


@pytest.mark.parametrize(("page_id", "thing", "part"), FORMS)
def test_W30_what_no_form_carries_is_not_changed_by_sending_it(cast, page_id, thing, part):
    """A form as the page shows it, with everything added that somebody might hope to slip in."""
    page = next(page for page in TABLE if page.id == page_id)
    url, browser = address(page, cast), visitor(getattr(cast, part))
    form = max(
        html.fromstring(browser.get(url).content).xpath("//main//form[@method='post']"), key=lambda f: len(f.fields)
    )
    row = attrgetter(thing)(cast)
    rows = type(row)._base_manager.filter(pk=row.pk)
    before = rows.values().get()
    columns = {field.attname for field in row._meta.fields if field.name in NEVER_BY_FORM and field.attname in before}
    wished = {
        "organisation": cast.twin.organisation.pk, "user": cast.hr.user.pk, "state": "closed", "status": "on_course",
        "progress": "1", "made_by": cast.hr.user.pk, "proposed_by": cast.hr.user.pk, "agreed_on": "2020-01-01",
        "path": "0", "reporting_path": "0", "sort_name": "Aap", "level": "strategic", "slug": "gekaapt", "id": "1",
        "is_demo": "on", "password": "x", "in_line": "on", "confidence": "10", "current_value": "9",
    }  # fmt: skip
    sent = {name: value for name, value in form.form_values() if not name.startswith(("csrf", "_"))}
    if page.name == "members:member":
        sent["roles"] = ["employee"]
    else:
        wished |= {"email": "gekaapt@elders.example"} if page.name == "access:account" else {}
    carried = {name.removesuffix("_id") for name in form.fields} & (NEVER_BY_FORM | wished.keys())
    assert carried == WITH_REASON.get(page_id, set())
    wished |= {f"{name}_id": value for name, value in wished.items() if name in {"organisation", "user", "made_by"}}
    answer = browser.post(url, sent | wished)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    after = rows.values().get()
    assert {name: after[name] for name in columns} == {name: before[name] for name in columns}
