"""Making and changing objectives, check-ins and actions: each success with its refusal beside it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories import make_action, make_measure, make_objective, make_period
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import Event
from zichtlijn.objectives import actions
from zichtlijn.objectives.models import Action, CheckIn, Measure, Objective, ObjectiveLink
from zichtlijn.objectives.states import Level, State
from zichtlijn.organisation import search
from zichtlijn.organisation.models import SearchWord


def version_of(thing):
    return type(thing).objects.get(pk=thing.pk).version


# making ------------------------------------------------------------------------------------------------------------


def test_an_objective_is_written_down_as_a_draft_in_its_line(line, last_line):
    made = actions.create_objective(
        by=line.line_manager.actor, level=Level.OPERATIONAL, title="Minder slib", period=line.period, unit=line.team,
        parents=[(line.department_objective, 40)],
    )  # fmt: skip
    assert (made.state, made.made_by, made.in_line) == (State.DRAFT, line.line_manager.user, False)
    assert (made.starts_on, made.ends_on) == (line.period.starts_on, line.period.ends_on)
    assert [(link.parent_id, link.weight) for link in made.parent_links.all()] == [(line.department_objective.pk, 40)]
    assert Objective.objects.get(pk=made.pk).in_line
    assert last_line() == (Event.OBJECTIVE_ADDED, "objective", made.pk, None, line.line_manager.user.pk)
    assert search.find(SearchWord.Kind.OBJECTIVE, "minder", limit=9) == [made.pk]


def test_a_personal_objective_stands_in_the_unit_and_the_file_of_its_person(line, last_line):
    made = actions.create_objective(
        by=line.line_manager.actor, level=Level.PERSONAL, title="Leren", period=line.period,
        owner=line.employee.person, parents=[line.role_objective],
    )  # fmt: skip
    assert made.unit == line.team
    assert last_line()[3] == line.employee.person.pk
    assert search.find(SearchWord.Kind.PERSONAL, "leren", limit=9) == [made.pk]


def test_nobody_writes_an_objective_for_a_unit_led_by_another(line, refused):
    with refused(NotAllowed):
        actions.create_objective(
            by=line.line_manager.actor, level=Level.OPERATIONAL, title="x", period=line.period,
            unit=line.other_department,
        )  # fmt: skip


def test_W04_nobody_writes_an_objective_for_a_colleague(line, refused):
    with refused(NotAllowed):
        actions.create_objective(
            by=line.employee.actor, level=Level.PERSONAL, title="x", period=line.period, owner=line.colleague.person
        )


def test_an_objective_under_a_parent_of_the_wrong_level_is_not_made(line, refused):
    with refused(NotNow, "follows from"):
        actions.create_objective(
            by=line.director.actor, level=Level.OPERATIONAL, title="x", period=line.period, unit=line.team,
            parents=[line.strategic],
        )  # fmt: skip


# changing ----------------------------------------------------------------------------------------------------------


def test_a_change_is_written_and_counted_and_found(line, last_line):
    changed = actions.change_objective(
        line.operational, {"title": "Droger slib"}, version=line.operational.version, by=line.line_manager.actor
    )
    assert changed == ["title"]
    assert version_of(line.operational) == 2
    assert last_line() == (
        Event.OBJECTIVE_CHANGED, "objective", line.operational.pk, None, line.line_manager.user.pk,
    )  # fmt: skip
    assert line.operational.pk in search.find(SearchWord.Kind.OBJECTIVE, "droger", limit=9)


def test_a_change_that_changes_nothing_leaves_no_trace(line, last_line):
    before = last_line()
    same = {"title": line.operational.title}
    assert actions.change_objective(line.operational, same, version=1, by=line.director.actor) == []
    assert (version_of(line.operational), last_line()) == (1, before)


@pytest.mark.parametrize("part", ["employee", "colleague", "other_manager", "hr", "works_council"])
def test_who_does_not_keep_it_changes_nothing(line, refused, part):
    with refused(NotAllowed):
        actions.change_objective(line.operational, {"title": "x"}, version=1, by=getattr(line, part).actor)


@pytest.mark.parametrize("state", [State.CLOSED, State.DROPPED])
def test_what_is_closed_is_reopened_before_it_changes(line, refused, state):
    objective = make_objective(line.organisation, level=Level.OPERATIONAL, unit=line.team, state=state)
    with refused(NotNow, "Reopen it first"):
        actions.change_objective(objective, {"title": "x"}, version=1, by=line.director.actor)


def test_R13_the_second_to_save_gets_both_texts_and_nothing_is_lost(line, refused):
    actions.change_objective(line.operational, {"title": "Van haar"}, version=1, by=line.line_manager.actor)
    late = Objective.objects.get(pk=line.operational.pk)
    with refused(EditConflict) as caught:
        actions.change_objective(late, {"title": "Van hem"}, version=1, by=line.director.actor)
    assert [(now, yours) for _label, now, yours in caught.value.fields] == [("Van haar", "Van hem")]


@pytest.mark.parametrize("part", ["employee", "line_manager"])
def test_what_both_agreed_goes_back_to_the_other_side_when_one_changes_it(line, part):
    by = getattr(line, part)
    actions.change_objective(line.personal, {"title": "Anders"}, version=1, by=by.actor)
    fresh = Objective.objects.get(pk=line.personal.pk)
    assert (fresh.state, fresh.proposed_by, fresh.agreed_on) == (State.PROPOSED, by.user, None)
    assert Objective.objects.get(pk=line.role_objective.pk).supporter_count == 1
    other = line.line_manager if part == "employee" else line.employee
    assert actions.move_objective(fresh, "agree", by=other.actor).state == State.AGREED


def test_a_change_of_what_is_not_personal_leaves_it_agreed(line):
    actions.change_objective(line.operational, {"title": "Anders"}, version=1, by=line.line_manager.actor)
    assert Objective.objects.get(pk=line.operational.pk).state == State.AGREED


def test_a_personal_objective_stays_with_its_person(line, refused):
    with refused(NotNow, "stays with its owner"):
        actions.change_objective(line.personal, {"owner": line.colleague.person}, version=1, by=line.director.actor)


def test_another_owner_leaves_the_numbers_as_they_are(line):
    actions.change_objective(line.operational, {"owner": line.colleague.person}, version=1, by=line.line_manager.actor)
    assert Objective.objects.get(pk=line.operational.pk).owner == line.colleague.person


def test_an_objective_goes_only_to_a_unit_that_one_heads(line, refused):
    with refused(NotAllowed, "units you head"):
        actions.change_objective(
            line.operational, {"unit": line.other_department}, version=1, by=line.line_manager.actor
        )
    actions.change_objective(line.operational, {"unit": line.other_department}, version=1, by=line.director.actor)
    assert Objective.objects.get(pk=line.operational.pk).unit == line.other_department


def test_measures_that_ran_as_long_as_the_objective_go_along_with_its_days(line):
    year = line.period.starts_on.year
    same = make_measure(line.operational)
    own = make_measure(line.operational, starts_on=date(year, 3, 1), ends_on=date(year, 6, 30))
    actions.standing.recompute_organisation(line.organisation)
    actions.change_objective(line.operational, {"ends_on": date(year, 10, 31)}, version=1, by=line.line_manager.actor)
    assert Measure.objects.get(pk=same.pk).ends_on == date(year, 10, 31)
    assert Measure.objects.get(pk=own.pk).ends_on == date(year, 6, 30)


def test_days_in_which_its_parent_does_not_run_are_refused(line, refused):
    next_year = make_period(line.organisation, line.period.starts_on.year + 1)
    days = {"period": next_year, "starts_on": next_year.starts_on, "ends_on": next_year.ends_on}
    with refused(NotNow, "runs in another period") as caught:
        actions.change_objective(line.operational, days, version=1, by=line.director.actor)
    assert len(caught.value.reasons) == 3  # its parent and both that support it


# check-ins ---------------------------------------------------------------------------------------------------------


def test_confidence_is_kept_apart_from_the_number(line, last_line):
    before = Objective.objects.get(pk=line.personal.pk).progress
    actions.check_in(line.personal, by=line.employee.actor, confidence=3, comment="Zwaar")
    fresh = Objective.objects.get(pk=line.personal.pk)
    assert (fresh.confidence, fresh.confidence_on, fresh.progress) == (3, timezone.localdate(), before)
    assert last_line() == (
        Event.CHECKED_IN, "objective", line.personal.pk, line.employee.person.pk, line.employee.user.pk,
    )  # fmt: skip


def test_a_comment_alone_leaves_the_confidence(line):
    actions.check_in(line.personal, by=line.employee.actor, confidence=8)
    actions.check_in(line.personal, by=line.employee.actor, comment="Gaat door")
    assert Objective.objects.get(pk=line.personal.pk).confidence == 8
    assert CheckIn.objects.filter(objective=line.personal).count() == 3


def test_an_empty_check_in_is_refused(line, refused):
    with refused(NotNow, "confidence or write a comment"):
        actions.check_in(line.personal, by=line.employee.actor)


def test_somebody_else_does_not_check_in(line, refused):
    with refused(NotAllowed):
        actions.check_in(line.personal, by=line.hr.actor, confidence=1)


# actions -----------------------------------------------------------------------------------------------------------


def test_an_action_is_added_by_who_keeps_the_objective(line, last_line, refused):
    due = timezone.localdate() + timedelta(days=7)
    made = actions.add_action(
        line.operational, by=line.line_manager.actor, title="Bellen", owner=line.colleague.person, due_on=due
    )
    assert Action.objects.get(pk=made.pk).due_on == due
    assert last_line() == (Event.ACTION_ADDED, "action", made.pk, None, line.line_manager.user.pk)
    with refused(NotAllowed):
        actions.add_action(line.operational, by=line.employee.actor, title="Bellen")


def test_who_does_an_action_says_that_it_is_done(line, last_line, refused):
    action = make_action(line.operational, "Bellen", owner=line.colleague.person)
    today = timezone.localdate()
    assert actions.change_action(action, {"done_on": today}, version=1, by=line.colleague.actor) == ["done_on"]
    assert last_line() == (Event.ACTION_CHANGED, "action", action.pk, None, line.colleague.user.pk)
    with refused(NotAllowed):
        actions.change_action(action, {"done_on": None}, version=2, by=line.employee.actor)


def test_R13_two_people_change_an_action(line, refused):
    action = make_action(line.operational, "Bellen")
    actions.change_action(action, {"title": "Mailen"}, version=1, by=line.line_manager.actor)
    with refused(EditConflict):
        actions.change_action(action, {"title": "Schrijven"}, version=1, by=line.director.actor)


def test_an_action_of_a_closed_objective_is_left(line, refused):
    action = make_action(line.operational, "Bellen")
    action.objective = actions.move_objective(line.operational, "close", by=line.director.actor)
    with refused(NotNow, "Reopen it first"):
        actions.change_action(action, {"title": "x"}, version=1, by=line.director.actor)


def test_looking_at_the_objective_of_another_is_written_down(line, last_line):
    before = last_line()
    actions.look_at_objective(line.personal, by=line.employee.actor)
    actions.look_at_objective(line.operational, by=line.hr.actor)
    assert last_line() == before
    actions.look_at_objective(line.personal, by=line.hr.actor)
    assert last_line() == (
        Event.OBJECTIVE_SEEN, "objective", line.personal.pk, line.employee.person.pk, line.hr.user.pk,
    )  # fmt: skip


def test_links_of_a_new_objective_count_only_once_it_is_agreed(line):
    made = actions.create_objective(
        by=line.director.actor, level=Level.OPERATIONAL, title="Later", period=line.period, unit=line.team,
        owner=line.line_manager.person, parents=[line.department_objective],
    )  # fmt: skip
    count = Objective.objects.get(pk=line.department_objective.pk).supporter_count
    actions.move_objective(made, "adopt", by=line.director.actor)
    assert Objective.objects.get(pk=line.department_objective.pk).supporter_count == count + 1
    assert ObjectiveLink.objects.filter(child=made).count() == 1
