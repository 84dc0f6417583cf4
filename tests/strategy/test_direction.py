"""The direction: stating, changing, reading it safely, and its history."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import CANARY, count_queries, make_core_value, make_direction
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.audit.wording import write_detail
from zichtlijn.documents.written import write_markdown
from zichtlijn.objectives.models import Objective
from zichtlijn.strategy import actions, queries, views
from zichtlijn.strategy.models import CoreValue, Direction
from zichtlijn.strategy.queries import Value

TEXTS = {
    "name": "Koers 2030", "starts_on": date(2031, 1, 1), "ends_on": date(2034, 12, 31), "mission": "Droge voeten",
    "vision": "Veilig", "strategy": "Vasthouden",
}  # fmt: skip


def form(*values, **changes):
    rows = {"values-TOTAL_FORMS": len(values), "values-INITIAL_FORMS": 0}
    for number, (name, description, place) in enumerate(values):
        rows |= {
            f"values-{number}-name": name,
            f"values-{number}-description": description,
            f"values-{number}-ORDER": place,
        }
    return {**TEXTS, "starts_on": "2031-01-01", "ends_on": "2034-12-31", **rows, **changes}


def without_direction():
    Objective.objects.update(direction=None)
    Direction.objects.all().delete()


def test_a_direction_is_stated_with_its_values_in_order(scoped):
    values = [Value("Open", "Eerlijk"), Value("Samen")]
    direction = actions.state_direction(**TEXTS, values=values, by=scoped.director.actor)
    assert queries.values_of(direction) == values
    assert AuditEvent.objects.get().event == Event.DIRECTION_STATED


@pytest.mark.parametrize("part", ["employee", "line_manager", "hr", "project_leader", "works_council"])
def test_others_may_read_the_direction_and_not_change_it(scoped, part, signed_in):
    member = getattr(scoped, part)
    with pytest.raises(NotAllowed):
        actions.state_direction(**TEXTS, by=member.actor)
    with pytest.raises(NotAllowed):
        actions.change_direction(scoped.direction, **TEXTS, values=[], version=1, by=member.actor)
    browser = signed_in(member)
    page = browser.get(reverse("strategy:direction")).content.decode()
    assert "Schoon water" in page
    assert reverse("strategy:edit", args=[scoped.direction.pk]) not in page
    assert browser.get(reverse("strategy:edit", args=[scoped.direction.pk])).status_code == 403
    assert browser.get(reverse("strategy:new")).status_code == 403
    assert Direction.objects.count() == 1


def test_a_change_raises_the_version_and_tells_which_fields(scoped):
    direction, by = scoped.direction, scoped.director.actor
    same = {name: getattr(direction, name) for name in queries.TEXTS}
    kept = queries.values_of(direction)
    assert actions.change_direction(direction, **same, values=kept, version=1, by=by) == []
    assert not AuditEvent.objects.exists()
    changed = actions.change_direction(direction, **{**same, "mission": "Droog"}, values=kept, version=1, by=by)
    assert changed == ["mission"]
    assert actions.change_direction(direction, **{**same, "mission": "Droog"}, values=[], version=2, by=by) == [
        "values"
    ]
    assert Direction.objects.get(pk=direction.pk).version == 3
    assert not CoreValue.objects.exists()


def test_the_second_to_save_sees_both_also_for_core_values(scoped):
    direction, by = scoped.direction, scoped.director.actor
    same = {name: getattr(direction, name) for name in queries.TEXTS}
    actions.change_direction(direction, **same, values=[Value("Moedig")], version=1, by=by)
    with pytest.raises(EditConflict) as conflict:
        actions.change_direction(direction, **{**same, "mission": "Nat"}, values=[Value("Zuinig")], version=1, by=by)
    assert [(now, yours) for _label, now, yours in conflict.value.fields] == [
        ("Schoon water", "Nat"),
        ("Moedig", "Zuinig"),
    ]
    assert queries.values_of(direction) == [Value("Moedig")]


def test_R13_core_values_and_days_of_the_other_are_not_put_back(scoped, signed_in):
    """One changes the mission while the other changes the core values and the years: the history keeps no core values,
    so that nothing is known of who changed them, and only both texts are offered."""
    made, by = scoped.direction, scoped.director.actor
    mine = {name: getattr(made, name) for name in queries.TEXTS}
    theirs = {**mine, "ends_on": made.ends_on + timedelta(days=1)}
    actions.change_direction(made, **theirs, values=[Value("Moedig")], version=1, by=by)
    dates = {name: f"{mine[name]:%Y-%m-%d}" for name in ("starts_on", "ends_on")}
    sent = form(("Open", "", "1"), **{**mine, **dates, "mission": "Nat", "version": 1})
    page = signed_in(scoped.director).post(reverse("strategy:edit", args=[made.pk]), sent)
    text = page.content.decode()
    assert (page.status_code, "Save only what I changed" in text) == (409, False)
    untouched = {field.label: field.untouched for field in page.context["clash"].differences}
    assert (untouched["mission"], untouched["until"]) == (False, True)


def test_a_changed_description_of_a_core_value_stands_in_the_history(scoped, signed_in):
    made, by = scoped.direction, scoped.director.actor
    same = {name: getattr(made, name) for name in queries.TEXTS}
    actions.change_direction(made, **same, values=[Value("Open", "Zeggen"), Value("Vlot")], version=1, by=by)
    actions.change_direction(made, **same, values=[Value("Open", "Vragen"), Value("Vlot")], version=2, by=by)
    change = queries.changes_of(made)[0]
    assert (change.fields, change.described) == ([], ["Open"])
    page = signed_in(scoped.director).get(reverse("strategy:history", args=[made.pk])).content.decode()
    assert "The description changed of: Open" in page
    detail = AuditEvent.objects.filter(event=Event.DIRECTION_CHANGED).order_by("sequence").last().detail
    assert write_detail("direction", detail) == ["description changed of: Open"]


def test_a_core_value_without_a_name_is_told_at_the_top_of_the_form(scoped, signed_in):
    sent = form(("Open", "", "1"), ("", "Iets", "2"))
    text = signed_in(scoped.director).post(reverse("strategy:new"), sent).content.decode()
    assert text.index('href="#id_values-1-name"') < text.index('name="values-1-name"')


def test_years_that_run_backwards_are_refused(scoped):
    with pytest.raises(NotNow):
        actions.state_direction(**{**TEXTS, "ends_on": date(2030, 1, 1)}, by=scoped.director.actor)


def test_of_directions_with_equal_days_the_one_stated_last_holds(scoped):
    first = scoped.direction
    days = {"starts_on": first.starts_on, "ends_on": first.ends_on}
    others = [make_direction(scoped.organisation, f"Ook {n}", **days) for n in range(3)]
    # whatever place a database gives the rows: a row that was written to comes last on PostgreSQL
    for moved in (others[0], first, others[1]):
        Direction.objects.filter(pk=moved.pk).update(vision=f"anders {moved.pk}")
        assert queries.direction_at() == others[-1]
        assert queries.direction_at(first.ends_on + timedelta(days=1)) == others[-1]
        assert queries.latest_direction() == others[-1]
        assert queries.other_directions(others[-1]) == [others[1], others[0], first]
    before = first.starts_on - timedelta(days=1)
    assert queries.direction_at(before) == first  # of what is to come the one stated first


def test_the_direction_of_a_day_else_the_next_else_the_last(scoped):
    coming = make_direction(scoped.organisation, "Later", starts_on=date(2090, 1, 1), ends_on=date(2094, 12, 31))
    assert queries.direction_at() == scoped.direction
    assert queries.direction_at(date(2092, 1, 1)) == coming
    assert queries.direction_at(date(2095, 1, 1)) == coming
    assert queries.latest_direction() == coming
    without_direction()
    assert queries.direction_at() is None


def test_the_page_helps_when_there_is_no_direction(scoped, signed_in):
    without_direction()
    page = signed_in(scoped.employee).get(reverse("strategy:direction")).content.decode()
    assert "The director sets the mission" in page
    page = signed_in(scoped.director).get(reverse("strategy:direction")).content.decode()
    assert reverse("strategy:new") in page


@pytest.mark.parametrize(
    ("written", "absent", "present"),
    [
        ("<script>alert(1)</script>", "<script>", "&lt;script&gt;"),
        ("[klik](javascript:alert(1))", 'href="javascript', "klik"),
        ("<img src=x onerror=alert(1)>", "<img", "&lt;img"),
        ("![x](https://elders.example/x.png)", "<img", "elders.example"),
        ("[a](https://elders.example)", "target=", 'rel="noopener noreferrer nofollow"'),
        ("# Kop\n\n**vet**", "<h1", "<h3>Kop</h3>"),
        ('<a href="https://x.example" onclick="x()">a</a>', "<a href", "&lt;a"),
        ("[a](data:text/html;base64,x)", 'href="data', "a"),
    ],
)
def test_what_people_write_can_do_no_harm(scoped, signed_in, written, absent, present):
    Direction.objects.filter(pk=scoped.direction.pk).update(strategy=written, vision=written, mission=written)
    html = write_markdown(written)
    assert absent not in html
    assert present in html
    page = signed_in(scoped.employee).get(reverse("strategy:direction")).content.decode()
    body = page.split('id="mission"')[1]
    assert absent not in re.sub(r'<section class="card flush" id="objectives".*?</section>', "", body, flags=re.DOTALL)


def test_markdown_that_never_ends_is_no_burden():
    assert len(write_markdown("[" * 5000 + "**" * 5000 + "> " * 500)) < 200_000


def test_editing_texts_and_values_on_one_form(scoped, signed_in):
    browser = signed_in(scoped.director)
    url = reverse("strategy:edit", args=[scoped.direction.pk])
    shown = browser.get(url).content.decode()
    assert 'value="Open"' in shown
    sent = form(("Tweede", "b", "2"), ("Eerste", "a", "1"), ("", "", ""), version=1)
    sent["values-INITIAL_FORMS"] = 1
    assert browser.post(url, sent).status_code == 302
    scoped.direction.refresh_from_db()
    assert queries.values_of(scoped.direction) == [Value("Eerste", "a"), Value("Tweede", "b")]
    assert scoped.direction.mission == "Droge voeten"
    stale = browser.post(url, {**sent, "mission": "Anders"})
    assert stale.status_code == 409
    assert "Anders" in stale.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"mission": ""}, "This field is required."),
        ({"ends_on": "2030-01-01"}, "before the first day"),
        ({"starts_on": "gisteren"}, "Enter a valid date."),
        ({"values-TOTAL_FORMS": 2, "values-1-description": "zonder naam"}, "Give this core value a name."),
        ({"values-TOTAL_FORMS": "abc"}, "ManagementForm"),
        ({"values-TOTAL_FORMS": "5000"}, "Please submit at most"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stated(scoped, signed_in, changes, sentence):
    answer = signed_in(scoped.director).post(reverse("strategy:new"), form(("Open", "", "1"), **changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Direction.objects.count() == 1


def test_the_next_direction_goes_on_from_the_last(scoped, signed_in):
    browser, last = signed_in(scoped.consultant), scoped.direction
    page = browser.get(reverse("strategy:new")).content.decode()
    assert "Schoon water" in page
    assert f"{last.ends_on.year + 1}-01-01" in page
    assert 'value="Open"' in page
    answer = browser.post(reverse("strategy:new"), form(("Open", "Eerlijk", "1")))
    made = Direction.objects.get(name="Koers 2030")
    assert answer.url == reverse("strategy:show", args=[made.pk])
    first = browser.get(reverse("strategy:direction")).content.decode()
    assert "Koers 2030" in first  # among the other directions
    assert CoreValue.objects.filter(direction=last).count() == 1


def test_the_history_says_who_when_and_what(scoped, signed_in):
    by, direction = scoped.director.actor, scoped.direction
    texts = {name: getattr(direction, name) for name in queries.TEXTS} | {"name": "Andere koers"}
    made = actions.state_direction(**{**texts, "mission": "Eerst"}, values=[Value("Open")], by=by)
    actions.change_direction(
        made, **{**texts, "mission": "Daarna"}, values=[Value("Open"), Value("Moedig")], version=1, by=by
    )
    change, first = queries.changes_of(made)
    assert first.is_first
    assert change.by_name == scoped.director.actor.name
    assert [(before, after) for _label, before, after in change.fields] == [
        ("Eerst", "Daarna"),
        ("Open", "Open, Moedig"),
    ]
    page = signed_in(scoped.employee).get(reverse("strategy:history", args=[made.pk])).content.decode()
    assert "Daarna" in page
    stated = timezone.localtime(first.at)
    assert f">{stated.day} " in page
    assert f"{stated:%H:%M}</time>" in page, "the time of the organisation, and no script that makes another of it"
    assert "data-local-time" not in page


def test_w01_a_direction_of_another_organisation_is_not_there(scoped, signed_in):
    browser, other = signed_in(scoped.director), scoped.twin.direction
    for name in ("show", "edit", "history"):
        answer = browser.get(reverse(f"strategy:{name}", args=[other.pk]))
        assert answer.status_code == 404
        assert CANARY not in answer.content.decode()
    assert browser.post(reverse("strategy:edit", args=[other.pk]), form(version=1)).status_code == 404


def test_the_page_takes_the_same_number_of_queries_for_any_number_of_values(scoped, signed_in):
    browser = signed_in(scoped.director)
    for name in ("show", "edit"):
        url = reverse(f"strategy:{name}", args=[scoped.direction.pk])
        browser.get(url)
        with count_queries() as few:
            browser.get(url)
        for number in range(4):
            make_core_value(scoped.direction, f"Waarde {number}")
            make_direction(scoped.organisation, f"Koers {number}")
        with count_queries() as many:
            browser.get(url)
        CoreValue.objects.filter(name__startswith="Waarde").delete()
        assert many.count == few.count <= 15


def test_r14_a_direction_sent_twice_is_stated_once(scoped, signed_in):
    browser = signed_in(scoped.director)
    codes = [browser.post(reverse("strategy:new"), form(("Open", "", "1"))).status_code for _time in range(2)]
    assert codes == [302, 422]
    assert Direction.objects.filter(name="Koers 2030").count() == 1


@pytest.mark.parametrize(
    ("first", "last", "next_first", "next_last"),
    [
        ("2023-01-01", "2026-12-31", "2027-01-01", "2030-12-31"),
        ("2023-08-01", "2027-07-31", "2027-08-01", "2031-07-31"),
        ("2026-08-01", "2027-07-31", "2027-08-01", "2028-07-31"),
        ("2023-01-01", "2026-06-30", "2026-07-01", "2030-06-30"),
        ("2023-08-01", "2026-12-31", "2027-01-01", "2029-12-31"),
        ("2026-09-01", "2026-12-31", "2027-01-01", "2027-12-31"),
    ],
)
def test_the_next_direction_is_proposed_for_as_many_years_as_the_last(first, last, next_first, next_last):
    direction = Direction(starts_on=date.fromisoformat(first), ends_on=date.fromisoformat(last))
    proposed = views._proposal(direction, None)
    assert (str(proposed["starts_on"]), str(proposed["ends_on"])) == (next_first, next_last)
