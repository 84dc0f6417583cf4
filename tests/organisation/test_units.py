"""Units: the tree, adding, changing, moving, ending."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import count_queries, make_person, make_placement, make_unit
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.organisation import actions, search
from zichtlijn.organisation.models import SearchWord, Unit
from zichtlijn.organisation.queries import units as queries


def last_event():
    return AuditEvent.objects.order_by("-sequence").first()


def test_a_unit_is_added_below_another_found_and_written_down(scoped):
    by = scoped.administrator.actor
    unit = actions.add_unit(name="Team Gemalen", parent=scoped.department, head=scoped.employee.person, by=by)
    assert unit.key == "team-gemalen"
    assert unit in Unit.objects.within(scoped.top)
    assert search.find(SearchWord.Kind.UNIT, "gem", 5) == [unit.pk]
    assert last_event().event == Event.UNIT_ADDED
    assert last_event().on_id == unit.pk
    assert actions.add_unit(name="Team Gemalen", by=by).key == "team-gemalen-2"


@pytest.mark.parametrize("part", ["employee", "line_manager", "hr", "director", "consultant", "works_council"])
def test_only_an_administrator_sets_up_units(scoped, part):
    by = getattr(scoped, part).actor
    for act in (
        lambda: actions.add_unit(name="X", by=by),
        lambda: actions.change_unit(scoped.team, name="X", key="x", head=None, version=1, by=by),
        lambda: actions.move_unit(scoped.team, parent=None, version=1, by=by),
        lambda: actions.end_unit(scoped.team, ends_on=timezone.localdate(), by=by),
        lambda: actions.resume_unit(scoped.team, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert AuditEvent.objects.count() == 0
    assert Unit.objects.get(pk=scoped.team.pk).name == "Team Slib"


def test_a_moved_unit_takes_all_below_it_along(scoped):
    by = scoped.administrator.actor
    actions.move_unit(scoped.department, parent=scoped.other_department, version=1, by=by)
    assert scoped.team in Unit.objects.within(scoped.other_department)
    assert last_event().detail["to"] == "Waterkeringen"


def test_the_page_says_what_moves_along(scoped, signed_in):
    browser = signed_in(scoped.administrator)
    moved = browser.get(reverse("organisation:move_unit", args=[scoped.team.pk])).content.decode()
    assert "below it move" not in moved, "a unit is not below itself"
    assert "along." in moved
    both = browser.get(reverse("organisation:move_unit", args=[scoped.department.pk])).content.decode()
    assert "1 unit below it moves along." in both


def test_a_unit_cannot_become_part_of_what_is_below_it(scoped):
    by = scoped.administrator.actor
    for parent in (scoped.team, scoped.department):
        with pytest.raises(NotNow):
            actions.move_unit(scoped.department, parent=parent, version=1, by=by)
    scoped.department.refresh_from_db()
    assert scoped.department.parent == scoped.top
    assert AuditEvent.objects.count() == 0


def test_two_people_who_save_one_unit_meet(scoped):
    by = scoped.administrator.actor
    other = Unit.objects.get(pk=scoped.team.pk)
    actions.change_unit(scoped.team, name="Team A", key="Z1", head=None, version=1, by=by)
    with pytest.raises(EditConflict) as conflict:
        actions.change_unit(other, name="Team B", key="Z1", head=None, version=1, by=by)
    assert ("name", "Team A", "Team B") in conflict.value.fields
    assert Unit.objects.get(pk=scoped.team.pk).name == "Team A"


def test_a_unit_with_people_or_units_in_it_cannot_end_and_says_why(scoped):
    by, today = scoped.administrator.actor, timezone.localdate()
    make_unit(scoped.organisation, "Ploeg", parent=scoped.team)
    with pytest.raises(NotNow) as refused:
        actions.end_unit(scoped.team, ends_on=today, by=by)
    units, people = refused.value.reasons
    assert "Ploeg" in units
    assert "4 people" in people
    assert "Cas Claes" in people
    assert Unit.objects.get(pk=scoped.team.pk).ends_on is None


def test_an_empty_unit_ends_and_can_go_on(scoped):
    by, yesterday = scoped.administrator.actor, timezone.localdate() - timedelta(days=1)
    unit = actions.add_unit(name="Leeg", parent=scoped.top, by=by)
    actions.end_unit(unit, ends_on=yesterday, by=by)
    assert unit not in Unit.objects.living()
    assert search.find(SearchWord.Kind.UNIT, "leeg", 5) == []
    assert last_event().event == Event.UNIT_ENDED
    actions.resume_unit(unit, by=by)
    assert search.find(SearchWord.Kind.UNIT, "leeg", 5) == [unit.pk]


def test_people_are_counted_in_a_unit_and_below_it(scoped):
    person = make_person(scoped.organisation)
    make_placement(person, scoped.team, scoped.position)
    make_placement(person, scoped.department, scoped.position)
    within = queries.people_per_unit(list(Unit.objects.all()))
    assert within[scoped.team.pk] == 5
    assert within[scoped.department.pk] == 6
    assert within[scoped.other_department.pk] == 2
    assert within[scoped.top.pk] == 11
    assert queries.people_per_unit([scoped.team], scoped.department)[scoped.team.pk] == 5
    assert queries.what_moves_along(scoped.department) == (2, 6)


def test_a_large_tree_shows_two_levels_and_fetches_the_rest(scoped, monkeypatch, signed_in):
    monkeypatch.setattr(queries, "WHOLE_TREE", 3)
    (top,) = queries.unit_tree()
    department = next(branch for branch in top.children if branch.unit == scoped.department)
    assert department.children == []
    assert department.child_count == 1
    browser = signed_in(scoped.employee)
    assert "Team Slib" not in browser.get(reverse("organisation:units")).content.decode()
    url = reverse("organisation:unit_children", args=[scoped.department.pk])
    fragment = browser.get(url, htmx=True).content.decode()
    assert "Team Slib" in fragment
    assert "<html" not in fragment
    assert browser.get(url).url == reverse("organisation:unit", args=[scoped.department.pk])


def test_the_tree_takes_the_same_number_of_queries_for_any_number_of_units(scoped, signed_in):
    browser = signed_in(scoped.administrator)
    browser.get(reverse("organisation:units"))
    with count_queries() as few:
        browser.get(reverse("organisation:units"))
    for number in range(6):
        make_unit(scoped.organisation, f"Ploeg {number}", parent=scoped.team, head=scoped.employee.person)
    with count_queries() as many:
        page = browser.get(reverse("organisation:units"))
    assert "Ploeg 5" in page.content.decode()
    assert many.count == few.count <= 15


def test_the_page_of_a_unit_shows_where_it_stands_and_who_works_there(scoped, signed_in):
    page = signed_in(scoped.employee).get(reverse("organisation:unit", args=[scoped.team.pk])).content.decode()
    for words in ("Zuivering", "Lotte Lijn", "Emma Eik", "4 people work here"):
        assert words in page
    assert reverse("organisation:change_unit", args=[scoped.team.pk]) not in page


def test_w34_a_unit_of_another_organisation_cannot_be_the_parent(scoped, signed_in):
    browser, other = signed_in(scoped.administrator), scoped.twin.team
    answer = browser.post(
        reverse("organisation:add_unit"), {"name": "Nieuw", "parent": other.name, "parent_id": str(other.pk)}
    )
    assert answer.status_code == 422
    assert not Unit.objects.filter(name="Nieuw").exists()
    assert browser.get(reverse("organisation:add_unit"), {"parent": other.pk}).status_code == 404


def test_adding_changing_moving_and_ending_on_the_pages(scoped, signed_in):
    browser = signed_in(scoped.administrator)
    answer = browser.post(
        reverse("organisation:add_unit"), {"name": "Ploeg", "parent": "Team Slib", "head": "Emma Eik", "key": "PL"}
    )
    unit = Unit.objects.get(key="PL")
    assert answer.url == reverse("organisation:unit", args=[unit.pk])
    assert unit.parent == scoped.team
    assert unit.head == scoped.employee.person
    change = reverse("organisation:change_unit", args=[unit.pk])
    assert browser.post(change, {"name": "Ploeg 2", "key": "PL", "version": 1}).status_code == 302
    stale = browser.post(change, {"name": "Ploeg 3", "key": "PL", "version": 1})
    assert stale.status_code == 409
    assert "Ploeg 2" in stale.content.decode()
    assert "Ploeg 3" in stale.content.decode()
    taken = browser.post(change, {"name": "Ploeg 2", "key": "z1", "version": 2})
    assert taken.status_code == 422
    assert "This code is taken." in taken.content.decode()
    move = reverse("organisation:move_unit", args=[scoped.team.pk])
    circle = browser.post(move, {"parent": "Ploeg 2", "version": 1})
    assert circle.status_code == 422
    assert "because Ploeg 2 is part of Team Slib" in circle.content.decode()
    end = reverse("organisation:end_unit", args=[unit.pk])
    assert browser.post(end, {"ends_on": "30-11-2026"}).status_code == 302
    assert browser.post(reverse("organisation:resume_unit", args=[unit.pk])).status_code == 302
    full = browser.post(reverse("organisation:end_unit", args=[scoped.team.pk]), {"ends_on": "2026-11-30"})
    assert full.status_code == 422
    assert "are still placed there after" in full.content.decode()


@pytest.mark.parametrize("bad", ["", "31-02-2026", "morgen", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_refused_in_words(scoped, signed_in, bad):
    answer = signed_in(scoped.administrator).post(
        reverse("organisation:end_unit", args=[scoped.other_department.pk]), {"ends_on": bad}
    )
    assert answer.status_code == 422
    assert 'class="errorlist' in answer.content.decode()


def test_units_go_in_the_order_of_the_numbers_in_their_names(scoped):
    for number in (10, 2, 1):
        make_unit(scoped.organisation, f"Ploeg {number}", parent=scoped.team)
    names = [branch.unit.name for branch in queries.branch_of(scoped.team).children]
    assert names == ["Ploeg 1", "Ploeg 2", "Ploeg 10"]


# -- placing somebody from the page of a unit --------------------------------------------------------------------------


def test_somebody_is_placed_from_the_page_of_a_unit_without_people(scoped, signed_in):
    unit = make_unit(scoped.organisation, "Team Leeg", parent=scoped.department)
    person = make_person(scoped.organisation, "Nieuw", "Hier")
    browser, page = signed_in(scoped.hr), reverse("organisation:unit", args=[unit.pk])
    place = reverse("organisation:place_person", args=[unit.pk])
    assert place in browser.get(page).content.decode()
    assert place not in signed_in(scoped.employee).get(page).content.decode()
    given = {"person": person.name, "person_id": person.pk, "position": scoped.position.name, "starts_on": "2026-01-01"}
    assert browser.post(place, given | {"position": ""}).status_code == 422
    answer = browser.post(place, given, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert person.name in answer.content.decode()
    (placement,) = person.placements.all()
    assert (placement.unit, placement.position, placement.line_manager) == (unit, scoped.position, None)
    assert last_event().event == Event.PLACEMENT_ADDED
    again = browser.post(place, given)
    assert again.status_code == 422
    assert person.name in again.content.decode()


def test_who_is_placed_stands_under_the_head_that_has_a_place_there(scoped, signed_in):
    browser, head = signed_in(scoped.hr), scoped.line_manager.person.name
    assert head in browser.get(reverse("organisation:place_person", args=[scoped.team.pk])).content.decode()
    empty = make_unit(scoped.organisation, "Team Leeg", parent=scoped.department, head=scoped.line_manager.person)
    assert head not in browser.get(reverse("organisation:place_person", args=[empty.pk])).content.decode()


def test_in_a_unit_that_ended_nobody_is_placed(scoped, signed_in):
    ended = make_unit(scoped.organisation, "Voorbij", parent=scoped.department)
    Unit.objects.filter(pk=ended.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    page = signed_in(scoped.hr).get(reverse("organisation:unit", args=[ended.pk])).content.decode()
    assert reverse("organisation:place_person", args=[ended.pk]) not in page
