"""Where the line breaks: each kind is found, counted, listed, and leads to the act that mends it."""

import re
from datetime import timedelta
from random import Random

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    count_queries,
    make_link,
    make_measure,
    make_objective,
    make_person,
    make_placement,
    make_reading,
    make_unit,
)
from zichtlijn.access.models import Organisation
from zichtlijn.access.permissions import Permission
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.objectives import actions
from zichtlijn.objectives.actions.standing import recompute_organisation
from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink, Reading
from zichtlijn.objectives.permissions import leads, leads_person, owns
from zichtlijn.objectives.queries import break_pages, breaks
from zichtlijn.objectives.queries.break_kinds import KINDS, kinds_for, narrows, ways_to
from zichtlijn.objectives.queries.break_pages import first_places
from zichtlijn.objectives.states import COUNTING, Kind, Level, State
from zichtlijn.organisation.actions.paths import refresh_reporting_paths
from zichtlijn.organisation.models import Person, Placement

URL = "/breaks/"


@pytest.fixture
def director(standing, signed_in):
    return signed_in(standing.director)


def found(cast, name, member=None, **more):
    ways = ways_to(KINDS[name], (member or cast.director).actor, cast.period, today=timezone.localdate(), **more)
    return [row for rows in ways for row in rows]


def titles(cast, name, member=None, **more):
    return {str(row) for row in found(cast, name, member, **more)}


def list_url(name):
    return reverse("objectives:break_list", args=[name])


# the kinds --------------------------------------------------------------------------------------------------------


def test_an_objective_without_parent_is_found_and_not_those_below_it(standing):
    lost = make_objective(standing.organisation, "Los", level=Level.OPERATIONAL, unit=standing.team)
    below = make_objective(standing.organisation, "Eronder", level=Level.ROLE, parents=[lost], unit=standing.team)
    draft = make_objective(standing.organisation, "Nog niet", level=Level.ROLE, state=State.DRAFT)
    recompute_organisation(standing.organisation)
    names = titles(standing, "without-parent")
    assert lost.title in names
    assert not {below.title, draft.title, standing.strategic.title} & names


def test_an_objective_that_stands_on_its_own_on_purpose_is_no_break_and_gives_nobody_a_line(standing, signed_in):
    alone = make_objective(standing.organisation, "Los", level=Level.DEPARTMENT, unit=standing.department)
    recompute_organisation(standing.organisation)
    director = standing.director.actor
    assert alone.title in titles(standing, "without-parent")
    before = breaks.loose_ends(director, standing.period)[0]
    parents = reverse("objectives:parents", args=[alone.pk]) + "?mends=without-parent"
    browser = signed_in(standing.director)
    assert "It stands on its own on purpose" in browser.get(parents).content.decode()
    answer = browser.post(parents, {"stands_alone": "1", "version": alone.version})
    assert answer.url == list_url("without-parent")
    alone.refresh_from_db()
    assert alone.stands_alone
    assert AuditEvent.objects.filter(event=Event.OBJECTIVE_CHANGED, on_id=alone.pk).count() == 1
    assert alone.title not in titles(standing, "without-parent")
    assert breaks.loose_ends(director, standing.period)[0] == before - 1
    assert "It stands on its own on purpose" not in browser.get(parents).content.decode()
    page = browser.get(reverse("objectives:objective", args=[alone.pk])).content.decode()
    assert "Stands on its own on purpose." in page
    # what hangs under it has a parent, and still leads nobody to the mission
    low = make_objective(standing.organisation, "Laag", level=Level.OPERATIONAL, unit=standing.team, parents=[alone])
    role = make_objective(standing.organisation, "Rol", level=Level.ROLE, unit=standing.team, parents=[low])
    person = standing.project_leader.person
    make_objective(standing.organisation, "Eigen", level=Level.PERSONAL, owner=person, parents=[role])
    recompute_organisation(standing.organisation)
    assert not {"Laag", "Rol", "Eigen"} & titles(standing, "without-parent")
    assert person.name in titles(standing, "without-line")


def test_an_old_page_does_not_overwrite_and_a_personal_objective_never_stands_alone(standing):
    alone = make_objective(standing.organisation, "Los", level=Level.DEPARTMENT, unit=standing.department)
    with pytest.raises(EditConflict):
        actions.let_stand_alone(alone, version=alone.version - 1, by=standing.director.actor)
    with pytest.raises(NotNow):
        actions.let_stand_alone(standing.personal, version=standing.personal.version, by=standing.employee.actor)
    with pytest.raises(NotAllowed):
        actions.let_stand_alone(alone, version=alone.version, by=standing.employee.actor)


def test_a_parent_that_was_dropped_no_longer_counts(standing):
    Objective.objects.filter(pk=standing.operational.pk).update(state=State.DROPPED)
    recompute_organisation(standing.organisation)
    assert {standing.role_objective.title, standing.project_objective.title} <= titles(standing, "without-parent")


def test_a_strategic_objective_that_nobody_supports(standing):
    alone = make_objective(standing.organisation, "Alleen")
    recompute_organisation(standing.organisation)
    assert titles(standing, "without-support") == {alone.title}


def test_another_period_is_left_out(standing):
    far = {"starts_on": "2019-01-01", "ends_on": "2019-12-31"}
    make_objective(standing.organisation, "Vroeger", **far)
    recompute_organisation(standing.organisation)
    assert titles(standing, "without-support") == set()


def test_a_measure_that_was_never_read(standing):
    unread = make_measure(standing.operational, "Ongelezen")
    steps = make_measure(standing.operational, "Stappen", kind=Kind.MILESTONES, baseline=None, target=None)
    ended = make_measure(standing.operational, "Voorbij", ended_on=timezone.localdate())
    recompute_organisation(standing.organisation)
    names = titles(standing, "without-readings")
    assert unread.name in names
    assert not {steps.name, ended.name, standing.measure.name} & names


def test_an_objective_that_nothing_measures(standing):
    names = titles(standing, "without-measure")
    assert standing.project_objective.title in names
    assert not {standing.role_objective.title, standing.personal.title} & names


def test_people_without_a_line(standing):
    names = titles(standing, "without-line")
    assert standing.employee.person.name not in names
    assert standing.project_leader.person.name in names
    Objective.objects.filter(pk=standing.personal.pk).update(in_line=False)
    assert standing.employee.person.name in titles(standing, "without-line")
    Placement.objects.filter(person=standing.employee.person).update(ends_on=timezone.localdate() - timedelta(1))
    assert standing.employee.person.name not in titles(standing, "without-line")


def test_weights_that_do_not_add_up(standing):
    ObjectiveLink.objects.filter(parent=standing.role_objective).update(weight=40)
    assert standing.role_objective.title in titles(standing, "support-weights")
    ObjectiveLink.objects.filter(parent=standing.role_objective).update(weight=50)
    assert standing.role_objective.title not in titles(standing, "support-weights")
    link = ObjectiveLink.objects.filter(parent=standing.role_objective).first()
    ObjectiveLink.objects.filter(pk=link.pk).update(weight=None)  # the other has 50: what is left goes to this one
    assert standing.role_objective.title not in titles(standing, "support-weights")
    ObjectiveLink.objects.filter(parent=standing.role_objective).exclude(pk=link.pk).update(weight=100)
    assert standing.role_objective.title in titles(standing, "support-weights")  # nothing is left for it


def test_personal_plans_that_do_not_add_up(standing):
    assert found(standing, "personal-weights") == []
    Objective.objects.filter(pk=standing.personal.pk).update(weight=60)
    assert [row["owner_id"] for row in found(standing, "personal-weights")] == [standing.employee.person.pk]
    assert [row["total"] for row in found(standing, "personal-weights")] == [60]


# who sees what ----------------------------------------------------------------------------------------------------


def test_a_manager_sees_of_single_people_only_the_own_line(standing):
    make_placement(make_person(standing.organisation, "Ver", "Weg"), standing.other_department, standing.position)
    director, manager = standing.director, standing.line_manager
    assert "Ver Weg" in titles(standing, "without-line", director)
    assert titles(standing, "without-line", manager) == {"Pia Plan"}
    assert titles(standing, "without-line", standing.administrator) == set()
    Objective.objects.filter(pk=standing.personal.pk).update(weight=60)
    assert found(standing, "personal-weights", manager)
    assert not found(standing, "personal-weights", standing.other_manager)


def test_the_lists_begin_with_what_is_ones_own_to_mend(standing, signed_in):
    mine = make_objective(standing.organisation, "Van mij", level=Level.OPERATIONAL, unit=standing.team)
    theirs = make_objective(standing.organisation, "Van hen", level=Level.OPERATIONAL, unit=standing.other_department)
    recompute_organisation(standing.organisation)
    assert titles(standing, "without-parent", standing.line_manager, mine=True) == {mine.title}
    manager = signed_in(standing.line_manager)
    first, everything = manager.get(list_url("without-parent")), manager.get(list_url("without-parent"), {"of": "all"})
    assert theirs.title not in first.content.decode()
    assert theirs.title in everything.content.decode()
    assert reverse("objectives:parents", args=[mine.pk]) in first.content.decode()
    assert reverse("objectives:parents", args=[theirs.pk]) not in everything.content.decode()


def test_figures_without_names_for_who_may_only_see_coverage(standing, signed_in):
    lost = make_objective(standing.organisation, "Los", level=Level.OPERATIONAL, unit=standing.team)
    recompute_organisation(standing.organisation)
    for member in (standing.works_council, standing.consultant):
        browser = signed_in(member)
        page = browser.get(URL, {"count": "all"}).content.decode()
        assert 'id="count-without-parent"' in page
        assert "count-without-line" not in page
        assert lost.title not in page
        assert standing.project_leader.person.name not in page
        assert list_url("without-parent") not in page
        for name in KINDS:
            assert browser.get(list_url(name)).status_code == 403


def test_who_may_not_and_who_is_elsewhere(standing, signed_in):
    for member in (standing.employee, standing.project_leader):
        assert signed_in(member).get(URL).status_code == 403
        assert signed_in(member).get(list_url("without-parent")).status_code == 403
    assert signed_in(standing.director).get(list_url("unknown")).status_code == 404
    assert signed_in(standing.administrator).get(list_url("without-line")).status_code == 403
    stranger = signed_in(standing.twin.director)
    text = (
        stranger.get(URL, {"count": "all"}).content.decode()
        + stranger.get(list_url("without-measure")).content.decode()
    )
    assert standing.project_objective.title + "</a>" not in text
    assert stranger.get(URL, {"count": "coverage", "unit": standing.team.pk}).status_code == 404


# the pages --------------------------------------------------------------------------------------------------------


#: What stands in each column that one can sort by.
SHOWN = {
    "objective": {
        "title": lambda row: row.objective.title,
        "level": lambda row: Level.values.index(row.objective.level),
        "unit": lambda row: str(row.objective.project or row.objective.unit or "") or None,
        "owner": lambda row: row.objective.owner and row.objective.owner.sort_name,
    },
    "measure": {
        "name": lambda row: row.measure.name,
        "objective": lambda row: row.objective.title,
        "responsible": lambda row: row.measure.responsible and row.measure.responsible.sort_name,
        "due": lambda row: row.measure.due_on,
    },
    "person": {"name": lambda row: row.person.sort_name},
    "weights": {"owner": lambda row: row.person.sort_name, "total": lambda row: row.total},
}


def assert_order(page, of):
    """The rows stand in the order that was asked, what is empty last; gives what stands in that column."""
    found = [SHOWN[of][page.sort.removeprefix("-")](row) for row in page.rows]
    known = sorted((value for value in found if value is not None), reverse=page.sort.startswith("-"))
    assert found == known + [None] * (len(found) - len(known)), (of, page.sort)
    return set(found)


@pytest.mark.parametrize("name", list(KINDS))
def test_each_list_opens_and_sorts(standing, director, name):
    make_objective(standing.organisation, "Alleen")
    Objective.objects.filter(pk=standing.personal.pk).update(weight=60)
    ObjectiveLink.objects.filter(parent=standing.role_objective).update(weight=40)
    Objective.objects.filter(pk=standing.project_objective.pk).update(in_line=False)
    ObjectiveLink.objects.filter(child=standing.project_objective).delete()
    Reading.objects.all().delete()
    Measure.objects.update(current_on=None, current_value=None)
    page = director.get(list_url(name))
    assert page.status_code == 200
    assert len(page.context["page"].rows) == page.context["page"].count >= 1
    kind = KINDS[name]
    sorts = {
        "objective": ("title", "-level", "unit", "owner"),
        "measure": ("name", "-objective", "responsible", "due"),
        "person": ("-name",),
        "weights": ("owner", "-total"),
    }
    for sort in sorts[kind.of]:
        again = director.get(list_url(name), {"sort": sort}).context["page"]
        assert again.count == page.context["page"].count
        assert_order(again, kind.of)
    assert director.get(list_url(name), {"sort": "pk"}).status_code == 400


def test_each_kind_leads_to_the_act_that_mends_it(standing, director):
    alone = make_objective(standing.organisation, "Alleen", unit=standing.top)
    unread = make_measure(standing.operational, "Ongelezen")
    lost = make_objective(standing.organisation, "Los", level=Level.OPERATIONAL, unit=standing.team)
    ObjectiveLink.objects.filter(parent=standing.role_objective).update(weight=40)
    recompute_organisation(standing.organisation)
    leader = standing.project_leader.person
    for name, address in {
        "without-support": f"{reverse('objectives:new')}?parent={alone.pk}",
        "without-parent": reverse("objectives:parents", args=[lost.pk]),
        "without-line": f"{reverse('objectives:new')}?level=personal&amp;owner={leader.pk}",
        "without-measure": reverse("objectives:new_measure", args=[lost.pk]),
        "without-readings": reverse("objectives:record_reading", args=[unread.pk]),
        "support-weights": reverse("objectives:weights", args=[standing.role_objective.pk]),
    }.items():
        joined = f"{address}{'&amp;' if '?' in address else '?'}mends={name}"
        assert f'href="{joined}"' in director.get(list_url(name)).content.decode(), name
        assert director.get(address.replace("&amp;", "&")).status_code == 200


def test_the_page_asks_for_the_counts_one_by_one_and_without_scripts_all_at_once(standing, director):
    page = director.get(URL).content.decode()
    assert 'hx-get="/breaks/?count=without-parent"' in page
    assert 'href="?count=all"' in page
    part = director.get(URL, {"count": "without-measure"}, htmx=True).content.decode()
    assert "<html" not in part
    whole = director.get(URL, {"count": "all"}).content.decode()
    assert part in whole
    assert 'hx-trigger="load"' in page
    assert 'hx-trigger="load"' not in whole
    assert director.get(URL, {"count": "nonsense"}, htmx=True).status_code == 404
    shared = director.get(URL, {"count": "coverage"}, htmx=True).content.decode()
    assert shared in whole


def test_counting_stops_and_so_does_the_list(standing, director, monkeypatch):
    monkeypatch.setattr(break_pages, "MOST", 60)
    monkeypatch.setattr("zichtlijn.objectives.views.breaks.MOST", 60)
    for number in range(60):
        make_objective(standing.organisation, f"Alleen {number:02}")
    recompute_organisation(standing.organisation)
    answer = director.get(list_url("without-support"), {"sort": "-title"})
    page = answer.context["page"]
    assert (page.count, page.is_cut, page.sort) == (60, False, "-title")
    assert page.rows[0].objective.title == "Alleen 59"
    make_objective(standing.organisation, "Nog een")
    recompute_organisation(standing.organisation)
    answer = director.get(list_url("without-support"), {"sort": "-title", "page": 2})
    page = answer.context["page"]
    assert (page.count, page.is_cut, page.sort, page.number, page.has_next) == (61, True, "", 2, False)
    assert len(page.rows) == 10
    assert "60+" in director.get(URL, {"count": "without-support"}, htmx=True).content.decode()
    text = answer.content.decode()
    assert f'<a href="{reverse("exchange:exports")}">' in text[text.index("This list stops after the first 60") :]
    assert "sort=title" not in text


@pytest.mark.parametrize(
    "name", ["without-parent", "without-measure", "without-readings", "without-line", "personal-weights"]
)
def test_W04_who_is_named_in_a_list_of_breaks_was_looked_at(standing, director, name):
    loose = make_objective(
        standing.organisation, "Los", level=Level.PERSONAL, owner=standing.colleague.person, weight=70
    )
    if name == "without-readings":
        make_measure(loose, "Ongelezen")
    recompute_organisation(standing.organisation)
    page = director.get(list_url(name)).context["page"]
    told_of = {row.person.pk if row.person else row.objective.owner_id for row in page.rows if _is_personal(row)}
    assert told_of - {standing.director.person.pk}
    assert name == "without-line" or standing.colleague.person.pk in told_of
    looks = AuditEvent.objects.filter(event=Event.PERSON_SEEN, by=standing.director.user)
    assert {look.about_person_id for look in looks} == told_of - {standing.director.person.pk}


def _is_personal(row):
    return bool(row.person) or row.objective.level == Level.PERSONAL


def test_lists_come_in_pages(standing, director):
    for number in range(53):
        make_objective(standing.organisation, f"Alleen {number}")
    recompute_organisation(standing.organisation)
    first = director.get(list_url("without-support"))
    assert len(first.context["page"].rows) == 50
    assert first.context["page"].has_next
    assert len(director.get(list_url("without-support"), {"page": 2}).context["page"].rows) == 3
    assert director.get(list_url("without-support"), {"page": "x"}).status_code == 200


@pytest.mark.parametrize("name", ["without-parent", "without-line", "without-readings", "personal-weights"])
def test_a_list_asks_the_database_as_often_for_one_row_as_for_three(standing, director, name):
    def add(number):
        boss = standing.line_manager.person
        person = make_person(standing.organisation, f"Kees{number}", "Zonder", manager=boss)
        make_placement(person, standing.team, standing.position, line_manager=boss)
        lost = make_objective(standing.organisation, f"Los {number}", level=Level.OPERATIONAL, unit=standing.team)
        make_objective(standing.organisation, f"Deel {number}", level=Level.PERSONAL, owner=person, weight=30)
        make_measure(lost, f"Ongelezen {number}", responsible=person)
        refresh_reporting_paths(standing.organisation)
        recompute_organisation(standing.organisation)

    add(0)
    director.get(list_url(name))
    with count_queries() as few:
        director.get(list_url(name))
    add(1)
    add(2)
    director.get(list_url(name))  # that one looked is written down once
    with count_queries() as many:
        assert len(director.get(list_url(name)).context["page"].rows) >= 3
    assert many.count == few.count <= 25


# coverage ---------------------------------------------------------------------------------------------------------


def coverage(cast, **more):
    rows = breaks.coverage_per_unit(cast.period, timezone.localdate(), **more)
    return {row.unit.name if row.unit else "": (row.people, row.complete) for row in rows}


def test_coverage_counts_people_of_a_unit_and_of_all_below_it(standing):
    found = coverage(standing)
    assert found["Team Slib"] == (4, 2)  # employee and colleague have a line, manager and project leader do not
    assert found["Zuivering"] == (4, 2)
    assert found[""] == found["Waterschap"] == (9, 2)


def test_somebody_with_two_places_counts_once(standing):
    make_placement(standing.employee.person, standing.other_department, standing.position)
    make_placement(standing.employee.person, standing.department, standing.position)
    found = coverage(standing)
    assert found["Waterkeringen"] == (3, 1)
    assert found["Zuivering"] == (4, 2)
    assert found[""] == (9, 2)


def test_who_left_or_has_no_place_is_not_counted(standing):
    make_person(standing.organisation, "Zonder", "Plek")
    Placement.objects.filter(person=standing.colleague.person).update(ends_on=timezone.localdate() - timedelta(1))
    assert coverage(standing)[""] == (8, 1)


def test_figures_of_few_people_are_hidden_with_what_gives_them_away(standing):
    hidden = coverage(standing, hide=True)
    assert hidden["Team Slib"] == hidden["Zuivering"] == hidden["Waterkeringen"] == (None, None)
    assert hidden[""] == (9, 2)
    for number in range(6):  # eight in the other department: one short of the whole without the first four
        person = make_person(standing.organisation, f"Meer{number}", "Mensen")
        make_placement(person, standing.other_department, standing.position)
    hidden = coverage(standing, hide=True)
    assert hidden["Zuivering"] == (None, None)
    assert hidden["Waterkeringen"] == (8, 0)  # beside it are seven people: four of Zuivering and three at the top


def row_of(answer, unit):
    """What stands in the row of this unit, from its name on."""
    text = answer.content.decode()
    return text[text.index(unit) :].partition("</tr>")[0]


def test_a_hidden_cell_carries_no_number_on_the_page(standing, signed_in):
    small = make_unit(standing.organisation, "Klein team", parent=standing.department)
    make_placement(make_person(standing.organisation, "Een", "Mens"), small, standing.position)
    answer = signed_in(standing.works_council).get(
        URL, {"count": "coverage", "unit": standing.department.pk}, htmx=True
    )
    assert not re.search(r"\d", row_of(answer, "Klein team"))
    seen = signed_in(standing.director).get(URL, {"count": "coverage", "unit": standing.department.pk}, htmx=True)
    assert '</svg> 0%</td><td class="n">1</td>' in row_of(seen, "Klein team")


def test_coverage_asks_the_database_as_often_for_one_unit_as_for_many(standing, director):
    with count_queries() as few:
        director.get(URL, {"count": "coverage"}, htmx=True)
    for number in range(5):
        unit = make_unit(standing.organisation, f"Team {number}", parent=standing.department)
        person = make_person(standing.organisation, "Iemand", f"Nummer{number}")
        make_placement(person, unit, standing.position)
        own = make_objective(standing.organisation, f"Doel {number}", level=Level.PERSONAL, owner=person)
        make_link(own, standing.role_objective)
    recompute_organisation(standing.organisation)
    with count_queries() as many:
        director.get(URL, {"count": "coverage"}, htmx=True)
    assert many.count == few.count <= 25


# against counting one by one --------------------------------------------------------------------------------------


def by_hand(cast, actor):
    """Every kind of break, found with plain loops over everything this reader may know of."""
    today, period = timezone.localdate(), cast.period
    seen = set(Objective.objects.visible_to(actor).values_list("pk", flat=True))
    links = list(ObjectiveLink.objects.select_related("parent", "child"))

    def holds(o):
        return o.starts_on <= period.ends_on and o.ends_on >= period.starts_on

    objectives = [o for o in Objective.objects.select_related("owner") if o.pk in seen and holds(o)]
    agreed = [o for o in objectives if o.state == State.AGREED]
    counting = [o for o in objectives if o.state in COUNTING]

    def parents(o):
        return [link.parent for link in links if link.child_id == o.pk and link.parent.state in COUNTING]

    def supporters(o):
        return [link for link in links if link.parent_id == o.pk and link.child.state in COUNTING]

    def in_line(o):
        return o.level == Level.STRATEGIC or any(in_line(parent) for parent in parents(o))

    def off(weights):
        given = [weight for weight in weights if weight is not None]
        whole = abs(sum(given) - 100) < 0.5
        return bool(given) and (not whole if len(given) == len(weights) else sum(given) >= 99.5)

    measures = [m for m in Measure.objects.all() if m.ended_on is None]
    here = {
        p.person_id
        for p in Placement.objects.select_related("person")
        if p.starts_on <= today <= (p.ends_on or today) and today <= (p.person.ends_on or today)
    }
    every = [o for o in Objective.objects.all() if o.level == Level.PERSONAL and o.state in COUNTING and holds(o)]
    all_of_them = actor.may(Permission.SEE_PERSONAL_OBJECTIVES)
    knows = {p.pk for p in Person.objects.all() if all_of_them or leads_person(actor, p)}
    plans = {owner: [o.weight for o in every if o.owner_id == owner] for owner in {o.owner_id for o in every}}
    mine_too = knows | {actor.person_id}
    return {
        "without-parent": {o.pk for o in counting if o.level != Level.STRATEGIC and not in_line(o) and not parents(o)},
        "without-support": {o.pk for o in counting if o.level == Level.STRATEGIC and not supporters(o)},
        "without-measure": {
            o.pk for o in agreed if not supporters(o) and not any(m.objective_id == o.pk for m in measures)
        },
        "without-readings": {
            m.pk
            for m in measures
            if m.kind != Kind.MILESTONES
            and m.objective_id in {o.pk for o in agreed}
            and not any(r.is_current for r in m.readings.all())
        },
        "without-line": {p for p in here & knows if not any(o.owner_id == p and in_line(o) for o in every)},
        "support-weights": {
            o.pk for o in counting if o.level != Level.PERSONAL and off([link.weight for link in supporters(o)])
        },
        "personal-weights": {
            owner
            for owner, weights in plans.items()
            if owner in mine_too
            and any(weight is not None for weight in weights)
            and (None in weights or not 99.5 <= sum(weights) <= 100.5)
        },
    }


@pytest.fixture
def broken(scoped):
    """The cast, with breaks of every kind in every corner: units, lines, levels, states, periods."""
    rng = Random(7)
    organisation, cast = scoped.organisation, scoped
    people = [cast.employee.person, cast.colleague.person, cast.line_manager.person, cast.other_manager.person]
    for number in range(4):
        boss = rng.choice([cast.line_manager.person, cast.other_manager.person])
        person = make_person(organisation, f"Wim{number}", "Willekeurig", manager=boss)
        make_placement(person, rng.choice([cast.team, cast.other_department]), cast.position, line_manager=boss)
        people.append(person)
    refresh_reporting_paths(organisation)
    made = [cast.strategic, cast.operational, cast.role_objective]
    follows = {
        Level.OPERATIONAL: Level.STRATEGIC,
        Level.ROLE: Level.OPERATIONAL,
        Level.PERSONAL: Level.ROLE,
    }
    for number in range(40):
        level = rng.choice([Level.STRATEGIC, Level.OPERATIONAL, Level.ROLE, Level.PERSONAL, Level.PERSONAL])
        above = [o for o in made if o.level == follows.get(level)]
        far = {"starts_on": "2019-01-01", "ends_on": "2019-12-31"} if rng.random() < 0.1 else {}
        o = make_objective(
            organisation,
            f"Doel {number:02}",
            level=level,
            owner=rng.choice(people) if level == Level.PERSONAL or rng.random() < 0.3 else None,
            unit=rng.choice([cast.team, cast.department, cast.other_department]),
            state=rng.choice([State.AGREED, State.AGREED, State.AGREED, State.CLOSED, State.DRAFT, State.DROPPED]),
            weight=rng.choice([None, 20, 50, 100]) if level == Level.PERSONAL else None,
            **far,
        )
        if level != Level.STRATEGIC and rng.random() < 0.7:
            make_link(o, rng.choice(above), weight=rng.choice([None, 30, 50, 100]))
        for _measure in range(rng.randrange(3)):
            measure = make_measure(o, f"Meting {number:02} {_measure}", responsible=o.owner)
            if rng.random() < 0.5:
                make_reading(measure, 5)
        made.append(o)
    recompute_organisation(organisation)
    return scoped


@pytest.mark.parametrize(
    ("member", "seen_by"),
    [
        ("director", "line"),
        ("line_manager", "line"),
        ("line_manager", "unit"),
        ("other_manager", "everyone"),
        ("administrator", "line"),
    ],
)
def test_every_list_holds_exactly_what_is_broken(broken, member, seen_by):
    Organisation.objects.filter(pk=broken.organisation.pk).update(personal_objectives_seen_by=seen_by)
    actor = getattr(broken, member).actor
    expected = by_hand(broken, actor)
    for name, kind in KINDS.items():
        if kind.personal and kind not in kinds_for(actor):
            continue
        places = first_places(kind, actor, broken.period, today=timezone.localdate(), mine=False)
        assert set(places) == expected[name], name
        assert len(places) == len(set(places)), name
        if not kind.personal and narrows(actor):
            mine = set(first_places(kind, actor, broken.period, today=timezone.localdate(), mine=True))
            things = Measure.objects.select_related("objective") if kind.of == "measure" else Objective.objects
            owned = {
                thing.pk
                for thing in things.filter(pk__in=places)
                for o in [thing.objective if kind.of == "measure" else thing]
                if owns(actor, o) or leads(actor, o)
            }
            assert mine == owned, name
    assert sum(map(bool, expected.values())) >= 4


def test_places_come_in_every_order_once(broken, signed_in):
    for number, measure in enumerate(Measure.objects.order_by("name")):
        Measure.objects.filter(pk=measure.pk).update(due_on=broken.period.starts_on + timedelta(7 * number % 20))
    browser, varied = signed_in(broken.director), set()
    for name, kind in KINDS.items():
        for sort in ("", *break_pages.SORTS[kind.of]):
            for way in {sort, f"-{sort}" if sort else ""}:
                page = browser.get(list_url(name), {"sort": way}).context["page"]
                assert len(page.rows) == page.count, (name, way)
                assert page.count or name == "without-support", name
                if sort and len(assert_order(page, kind.of)) > 1:
                    varied.add((kind.of, sort))
    assert varied == {(of, sort) for of, sorts in SHOWN.items() for sort in sorts}


def test_without_a_period_the_page_says_so_and_leads_whoever_may_to_making_one(standing, signed_in, monkeypatch):
    monkeypatch.setattr("zichtlijn.objectives.views.breaks.chosen_period", lambda request: None)
    link = reverse("organisation:periods")
    for address in (URL, list_url("without-parent")):
        shown = signed_in(standing.administrator).get(address).content.decode()
        assert "There is no period yet" in shown
        assert "The line holds here" not in shown
        assert f'class="btn" href="{link}"' in shown
        assert f'class="btn" href="{link}"' not in signed_in(standing.line_manager).get(address).content.decode()
