"""Links up the cascade: which parent fits, how many, how heavy; each act beside its refusal."""

import pytest

from tests.factories import make_link, make_measure, make_objective, make_period
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.audit.models import Event
from zichtlijn.objectives import actions
from zichtlijn.objectives.actions.cascade import why_not_parent
from zichtlijn.objectives.models import Objective, ObjectiveLink
from zichtlijn.objectives.states import PARENT_LEVELS, SEVERAL_PARENTS, Level, State

LEVELS = list(Level)


def fresh(objective):
    return Objective.objects.get(pk=objective.pk)


def parents_of(objective):
    return list(ObjectiveLink.objects.filter(child=objective).order_by("id").values_list("parent_id", flat=True))


@pytest.mark.parametrize("child_level", LEVELS)
def test_a_level_follows_only_from_the_level_above(scoped, child_level):
    owner = scoped.employee.person
    child = make_objective(scoped.organisation, level=child_level, owner=owner)
    parents = [make_objective(scoped.organisation, level=level, owner=owner) for level in LEVELS]
    fits = {parent.level for parent in parents if why_not_parent(child, parent) is None}
    assert fits == set(PARENT_LEVELS[child_level])


def test_the_levels_are_those_of_the_method():
    assert {level: set(above) for level, above in PARENT_LEVELS.items()} == {
        "strategic": set(),
        "department": {"strategic"},
        "operational": {"department"},
        "role": {"operational"},
        "project": {"operational"},
        "personal": {"role", "project"},
    }
    assert {"role", "project"} == SEVERAL_PARENTS


def test_a_parent_of_another_year_or_a_dropped_one_does_not_fit(line, refused):
    next_year = make_period(line.organisation, line.period.starts_on.year + 1)
    later = make_objective(line.organisation, "Later", level=Level.DEPARTMENT, period=next_year)
    dropped = make_objective(line.organisation, "Weg", level=Level.DEPARTMENT, state=State.DROPPED)
    for parent, words in ((later, "another period"), (dropped, "dropped")):
        with refused(NotNow, words):
            actions.link_objectives(line.operational, parent, by=line.director.actor)


def test_a_level_with_one_parent_changes_parent_and_the_numbers_follow(line, last_line):
    other = make_objective(line.organisation, "Ander", level=Level.STRATEGIC)
    make_measure(line.department_objective)
    actions.standing.recompute_organisation(line.organisation)
    actions.link_objectives(line.department_objective, other, by=line.director.actor)
    assert parents_of(line.department_objective) == [other.pk]
    assert (fresh(line.strategic).supporter_count, fresh(other).supporter_count) == (0, 1)
    assert last_line() == (
        Event.OBJECTIVE_LINKED, "objective", line.department_objective.pk, None, line.director.user.pk,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["role_objective", "project_objective"])
def test_role_and_project_may_follow_from_several(line, name):
    child = getattr(line, name)
    second = make_objective(line.organisation, "Tweede", level=Level.OPERATIONAL, parents=[line.department_objective])
    actions.standing.recompute_organisation(line.organisation)
    actions.link_objectives(child, second, weight=30, by=line.director.actor)
    assert parents_of(child) == [line.operational.pk, second.pk]
    assert fresh(second).supporter_count == 1


def test_a_link_again_changes_its_weight(line):
    actions.link_objectives(line.role_objective, line.operational, weight=60, by=line.line_manager.actor)
    link = ObjectiveLink.objects.get(child=line.role_objective, parent=line.operational)
    assert link.weight == 60


def test_who_does_not_keep_the_child_draws_no_line(line, refused):
    second = make_objective(line.organisation, level=Level.ROLE)
    with refused(NotAllowed):
        actions.link_objectives(line.personal, second, by=line.colleague.actor)
    with refused(NotAllowed):
        actions.link_objectives(line.department_objective, line.strategic, by=line.line_manager.actor)


def test_what_is_closed_gets_no_other_parent(line, refused):
    closed = actions.move_objective(line.personal, "close", by=line.line_manager.actor)
    with refused(NotNow, "Reopen it first"):
        actions.link_objectives(closed, line.project_objective, by=line.employee.actor)


def test_a_link_taken_away_breaks_the_line_of_all_below(line, last_line, refused):
    link = ObjectiveLink.objects.select_related("child", "parent").get(child=line.operational)
    with refused(NotAllowed):
        actions.unlink_objectives(link, by=line.employee.actor)
    actions.unlink_objectives(link, by=line.line_manager.actor)
    assert not fresh(line.personal).in_line
    assert fresh(line.department_objective).supporter_count == 0
    assert last_line()[0] == Event.OBJECTIVE_UNLINKED


def test_a_link_is_taken_away_once(line, refused):
    link = ObjectiveLink.objects.select_related("child", "parent").get(child=line.operational)
    again = ObjectiveLink.objects.select_related("child", "parent").get(child=line.operational)
    actions.unlink_objectives(link, by=line.director.actor)
    with refused(NotNow, "in the meantime"):
        actions.unlink_objectives(again, by=line.director.actor)


def test_weights_divide_what_the_parent_takes_from_each(line, last_line):
    make_measure(line.project_objective, target=100)
    by = line.line_manager.actor
    measure = line.project_objective.measures.get()
    actions.record_reading(measure, value=100, measured_on=line.period.starts_on, by=by)
    links = {link.child_id: link.pk for link in ObjectiveLink.objects.filter(parent=line.operational)}
    weights = {links[line.role_objective.pk]: 25.0, links[line.project_objective.pk]: 75.0}
    actions.weigh_children(line.operational, weights, by=by)
    assert fresh(line.operational).progress == pytest.approx(0.25 * 0.2 + 0.75 * 1)
    assert last_line()[:3] == (Event.OBJECTIVE_CHANGED, "objective", line.operational.pk)


def test_weights_of_another_parent_are_refused_whole(line, refused):
    own = ObjectiveLink.objects.filter(parent=line.operational).first()
    foreign = ObjectiveLink.objects.get(parent=line.strategic)
    with refused(NotNow, "changed in the meantime"):
        actions.weigh_children(line.operational, {own.pk: 50.0, foreign.pk: 50.0}, by=line.director.actor)
    with refused(NotAllowed):
        actions.weigh_children(line.strategic, {foreign.pk: 50.0}, by=line.line_manager.actor)


def test_an_objective_under_two_parents_counts_in_both(line):
    second = make_objective(line.organisation, "Tweede", level=Level.OPERATIONAL, parents=[line.department_objective])
    make_link(line.role_objective, second, weight=100)
    actions.standing.recompute_organisation(line.organisation)
    actions.record_reading(line.personal_measure, value=90, measured_on=line.period.starts_on, by=line.employee.actor)
    assert fresh(second).progress == pytest.approx(0.9)
    assert fresh(line.operational).progress == pytest.approx(0.9)
