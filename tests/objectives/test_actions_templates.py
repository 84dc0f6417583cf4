"""Templates: kept, changed, and handed to a whole group in one act."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories import count_queries, make_placement, make_template
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.objectives import actions
from zichtlijn.objectives.models import Measure, Objective, ObjectiveTemplate
from zichtlijn.objectives.queries.lists import direct_reports, group
from zichtlijn.objectives.states import Kind, Level, State
from zichtlijn.organisation import search
from zichtlijn.organisation.models import SearchWord

MEASURE = {"name": "Gevolgd", "kind": Kind.UP, "unit": "%", "baseline": "0", "target": "80.5", "frequency": "yearly"}


@pytest.fixture
def template(line):
    return make_template(line.organisation, "Veilig", title="Werkt veilig", weight=20, measures=[MEASURE])


def hand_out(cast, template, people, by="line_manager", parent=None):
    return actions.hand_out(
        template, people=people, period=cast.period, parent=parent or cast.role_objective, by=getattr(cast, by).actor
    )


def test_a_template_is_kept_and_changed_by_who_leads_people(line, last_line, refused):
    made = actions.create_template(by=line.line_manager.actor, name="Veilig", title="Werkt veilig")
    assert last_line()[:3] == (Event.TEMPLATE_ADDED, "objectivetemplate", made.pk)
    assert actions.change_template(made, {"title": "Werkt zuinig"}, version=1, by=line.director.actor) == ["title"]
    assert last_line()[0] == Event.TEMPLATE_CHANGED
    with refused(EditConflict):
        actions.change_template(made, {"title": "Werkt snel"}, version=1, by=line.line_manager.actor)
    for part in ("employee", "hr", "consultant", "administrator", "project_leader", "works_council"):
        with refused(NotAllowed):
            actions.create_template(by=getattr(line, part).actor, name="x", title="x")
        with refused(NotAllowed):
            actions.change_template(made, {"title": "x"}, version=2, by=getattr(line, part).actor)


def test_everyone_in_the_group_gets_it_as_a_proposal_with_its_measures_in_one_act(line, template):
    people = [line.employee.person, line.colleague.person, line.project_leader.person]
    made = hand_out(line, template, people)
    assert {objective.owner for objective in made} == set(people)
    for objective in Objective.objects.filter(template=template):
        assert (objective.state, objective.proposed_by, objective.level) == (
            State.PROPOSED, line.line_manager.user, Level.PERSONAL,
        )  # fmt: skip
        assert (objective.title, objective.weight, objective.unit) == ("Werkt veilig", 20, line.team)
        assert [link.parent_id for link in objective.parent_links.all()] == [line.role_objective.pk]
        measure = Measure.objects.get(objective=objective)
        assert (measure.target, measure.unit, measure.responsible) == (Decimal("80.5"), "%", objective.owner)
    line_of_it = AuditEvent.objects.get(event=Event.TEMPLATE_HANDED_OUT)
    assert line_of_it.detail == {"people": 3, "passed_over": 0, "parent": line.role_objective.pk}


def test_handing_out_asks_as_much_for_three_as_for_one_and_leaves_the_same_traces(line, template):
    with count_queries() as one:
        first = hand_out(line, template, [line.employee.person])[0]
    with count_queries() as three:
        hand_out(line, template, [line.colleague.person, line.project_leader.person])
    assert three.count <= one.count
    told = AuditEvent.objects.filter(about_person_id=line.employee.person.pk).order_by("sequence")
    assert [event.event for event in told] == [
        Event.OBJECTIVE_ADDED, Event.MEASURE_ADDED, Event.OBJECTIVE_PROPOSED,
    ]  # fmt: skip
    assert first.history.count() == first.measures.get().history.count() == 1
    assert first.history.get().history_user == line.line_manager.user
    assert search.find(SearchWord.Kind.PERSONAL, "werkt", limit=9) == list(
        Objective.objects.filter(template=template).order_by("pk").values_list("pk", flat=True)
    )
    assert (first.in_line, first.measure_count) == (True, 1)


def test_who_has_it_already_is_passed_over_and_who_dropped_it_gets_it_again(line, template):
    first = hand_out(line, template, [line.employee.person])[0]
    again = hand_out(line, template, [line.employee.person, line.colleague.person])
    assert [objective.owner for objective in again] == [line.colleague.person]
    actions.move_objective(first, "drop", by=line.line_manager.actor)
    assert len(hand_out(line, template, [line.employee.person])) == 1


def test_one_outside_the_own_line_and_nobody_gets_it(line, template, refused):
    with refused(NotAllowed, "who report to you"):
        hand_out(line, template, [line.employee.person, line.works_council.person])
    with refused(NotAllowed):
        hand_out(line, template, [line.employee.person], by="hr")
    with refused(NotAllowed):
        hand_out(line, template, [line.line_manager.person])


def test_an_empty_group_and_a_template_out_of_use_are_refused(line, template, refused):
    with refused(NotNow, "at least one person"):
        hand_out(line, template, [])
    ObjectiveTemplate.objects.filter(pk=template.pk).update(is_active=False)
    with refused(NotNow, "no longer in use"):
        hand_out(line, template, [line.employee.person])


def test_under_a_parent_of_the_wrong_level_nobody_gets_it(line, template, refused):
    with refused(NotNow, "follows from"):
        hand_out(line, template, [line.employee.person], parent=line.operational)


def test_the_person_agrees_what_was_handed_out(line, template):
    objective = hand_out(line, template, [line.employee.person])[0]
    assert actions.move_objective(objective, "agree", by=line.employee.actor).state == State.AGREED


def test_a_group_is_a_unit_with_all_below_it_as_far_as_one_leads_it(line):
    director, manager = line.director.actor, line.line_manager.actor
    team = {line.employee.person, line.colleague.person, line.project_leader.person}
    assert set(group(manager, unit=line.top)) == team
    assert set(group(director, unit=line.department)) == team | {line.line_manager.person}
    assert group(manager, unit=line.other_department) == []
    assert set(group(manager, unit=line.team, position=line.position)) == team
    assert set(direct_reports(manager)) == team
    assert direct_reports(line.consultant.actor) == []


def test_who_stands_in_the_line_of_another_manager_is_not_offered(line):
    person, manager = line.employee.person, line.line_manager.actor
    make_placement(
        person, line.other_department, line.position, line_manager=line.other_manager.person,
        starts_on=date(2021, 1, 1),
    )  # fmt: skip
    assert person not in direct_reports(manager)
    assert person not in group(manager, unit=line.team)
    assert person in direct_reports(line.other_manager.actor)
