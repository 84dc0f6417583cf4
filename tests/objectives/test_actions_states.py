"""The states of an objective: every move, from every state, by every part of the cast; and that both sides agree."""

from contextlib import nullcontext
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from tests.factories import (
    make_link,
    make_measure,
    make_member,
    make_objective,
    make_person,
    make_placement,
    make_reading,
)
from tests.factories.cast import PARTS
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.access.roles import Role
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.objectives import actions
from zichtlijn.objectives.actions.standing import recompute_organisation, refresh_measure
from zichtlijn.objectives.models import CheckIn, Objective
from zichtlijn.objectives.states import MOVES, Level, State, target_of

#: Which parts hold the pen. Of the team: an operational objective of the team, proposed by the head of the team.
HEADS = {"line_manager", "director", "consultant", "administrator"}
TEAM_PENS = {
    "propose": HEADS,
    "agree": HEADS - {"line_manager"},
    "return": HEADS - {"line_manager"},
    "withdraw": {"line_manager"},
    "adopt": HEADS,
    "close": HEADS,
    "discard": HEADS,
    "drop": HEADS,
    "reopen": HEADS,
}
#: Of the employee, proposed by the line manager.
LINE = {"line_manager", "director"}
FROM_MANAGER_PENS = {
    "propose": LINE | {"employee"},
    "agree": {"employee"},
    "return": {"employee"},
    "withdraw": {"line_manager"},
    "adopt": set(),
    "close": LINE,
    "discard": LINE | {"employee"},
    "drop": LINE,
    "reopen": LINE,
}
#: Of the employee, proposed by the employee.
FROM_EMPLOYEE_PENS = FROM_MANAGER_PENS | {"agree": LINE, "return": LINE, "withdraw": {"employee"}}
KINDS = {
    "team": (Level.OPERATIONAL, "line_manager", TEAM_PENS),
    "from the manager": (Level.PERSONAL, "line_manager", FROM_MANAGER_PENS),
    "from the employee": (Level.PERSONAL, "employee", FROM_EMPLOYEE_PENS),
}


def put(cast, level, state, proposer):
    owner = cast.employee.person if level == Level.PERSONAL else cast.line_manager.person
    return make_objective(
        cast.organisation, level=level, state=state, unit=cast.team, owner=owner,
        proposed_by=None if state == State.DRAFT else getattr(cast, proposer).user,
    )  # fmt: skip


def test_every_move_has_its_pens():
    for _level, _proposer, pens in KINDS.values():
        assert set(pens) == set(MOVES)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", MOVES)
def test_W29_a_move_is_made_by_who_holds_the_pen_from_a_state_that_allows_it(scoped, name, kind):
    level, proposer, pens = KINDS[kind]
    for state in State.values:
        if state == State.DRAFT and name in {"agree", "return", "withdraw"}:
            continue  # a draft was proposed by nobody: no pen to speak of; the state refuses it, see below
        for part in PARTS:
            objective = put(scoped, level, state, proposer)
            refusal = None if part in pens[name] else NotAllowed
            if refusal is None and state not in MOVES[name].source:
                refusal = NotNow
            with pytest.raises(refusal) if refusal else nullcontext():
                actions.move_objective(objective, name, by=getattr(scoped, part).actor)
            fresh = Objective.objects.get(pk=objective.pk)
            after = (state, 1) if refusal else (target_of(MOVES[name], objective), 2)
            assert (fresh.state, fresh.version) == after, (part, state)


@pytest.mark.parametrize("name", ["agree", "return", "withdraw", "close", "reopen"])
def test_W29_nobody_jumps_from_a_draft(scoped, name):
    draft = put(scoped, Level.PERSONAL, State.DRAFT, "employee")
    for part in PARTS:
        with pytest.raises((NotAllowed, NotNow)):
            actions.move_objective(draft, name, by=getattr(scoped, part).actor)
    assert Objective.objects.get(pk=draft.pk).state == State.DRAFT


EVENTS = {
    "propose": (State.DRAFT, "line_manager", Event.OBJECTIVE_PROPOSED),
    "agree": (State.PROPOSED, "director", Event.OBJECTIVE_AGREED),
    "return": (State.PROPOSED, "director", Event.OBJECTIVE_RETURNED),
    "withdraw": (State.PROPOSED, "line_manager", Event.OBJECTIVE_RETURNED),
    "adopt": (State.DRAFT, "line_manager", Event.OBJECTIVE_AGREED),
    "close": (State.AGREED, "line_manager", Event.OBJECTIVE_CLOSED),
    "discard": (State.DRAFT, "line_manager", Event.OBJECTIVE_DROPPED),
    "drop": (State.AGREED, "line_manager", Event.OBJECTIVE_DROPPED),
    "reopen": (State.CLOSED, "line_manager", Event.OBJECTIVE_REOPENED),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_move_is_written_down_with_its_comment_and_the_numbers_follow(line, last_line, name):
    state, part, event = EVENTS[name]
    objective = put(line, Level.OPERATIONAL, state, "line_manager")
    make_link(objective, line.department_objective)
    actions.standing.recompute_organisation(line.organisation)
    by = getattr(line, part)
    actions.move_objective(objective, name, by=by.actor, comment="Zo dan")
    assert last_line() == (event, "objective", objective.pk, None, by.user.pk)
    said = CheckIn.objects.get(objective=objective)
    assert (said.comment, said.by, said.confidence) == ("Zo dan", by.user, None)
    fresh = Objective.objects.get(pk=line.department_objective.pk)
    counts = Objective.objects.get(pk=objective.pk).state in {State.AGREED, State.CLOSED}
    assert fresh.supporter_count == 1 + counts


def test_the_file_of_the_person_tells_who_moved_a_personal_objective(line, last_line):
    actions.move_objective(line.personal, "close", by=line.line_manager.actor)
    assert last_line() == (
        Event.OBJECTIVE_CLOSED, "objective", line.personal.pk, line.employee.person.pk, line.line_manager.user.pk,
    )  # fmt: skip


# both sides ------------------------------------------------------------------------------------------------------


def draft_of_employee(cast) -> Objective:
    return actions.create_objective(
        by=cast.employee.actor, level=Level.PERSONAL, title="Leren", period=cast.period, owner=cast.employee.person,
        parents=[cast.role_objective],
    )  # fmt: skip


def test_the_manager_proposes_and_the_person_agrees(line):
    made = actions.move_objective(draft_of_employee(line), "propose", by=line.line_manager.actor)
    agreed = actions.move_objective(made, "agree", by=line.employee.actor)
    assert agreed.state == State.AGREED
    assert agreed.agreed_on is not None


def test_the_person_proposes_and_the_manager_agrees(line):
    made = actions.move_objective(draft_of_employee(line), "propose", by=line.employee.actor)
    assert actions.move_objective(made, "agree", by=line.line_manager.actor).state == State.AGREED


def test_the_person_proposes_and_somebody_higher_in_the_line_agrees(line):
    made = actions.move_objective(draft_of_employee(line), "propose", by=line.employee.actor)
    assert actions.move_objective(made, "agree", by=line.director.actor).state == State.AGREED


@pytest.mark.parametrize("proposer", ["employee", "line_manager", "director"])
def test_nobody_agrees_an_own_proposal(line, refused, proposer):
    by = getattr(line, proposer).actor
    made = actions.move_objective(draft_of_employee(line), "propose", by=by)
    for name in ("agree", "return"):
        with refused(NotAllowed):
            actions.move_objective(made, name, by=by)


def test_the_line_does_not_agree_for_the_person_what_the_line_proposed(line, refused):
    made = actions.move_objective(draft_of_employee(line), "propose", by=line.line_manager.actor)
    with refused(NotAllowed):
        actions.move_objective(made, "agree", by=line.director.actor)


def test_who_returns_it_gives_the_pen_back(line):
    draft = draft_of_employee(line)
    made = actions.move_objective(draft, "propose", by=line.line_manager.actor)
    actions.move_objective(made, "return", by=line.employee.actor, comment="Liever in mei")
    again = actions.move_objective(draft, "propose", by=line.employee.actor)
    assert again.proposed_by == line.employee.user
    assert actions.move_objective(again, "agree", by=line.line_manager.actor).state == State.AGREED


def test_who_stands_at_the_top_adopts_the_own_objective_and_nobody_else_does(line, refused):
    own = make_objective(line.organisation, level=Level.PERSONAL, owner=line.director.person, state=State.DRAFT)
    with refused(NotAllowed):
        actions.move_objective(own, "adopt", by=line.administrator.actor)
    assert actions.move_objective(own, "adopt", by=line.director.actor).state == State.AGREED


def test_for_a_person_without_an_account_the_manager_adopts(line, refused):
    person = make_person(line.organisation, manager=line.line_manager.person)
    make_placement(person, line.team, line_manager=line.line_manager.person)
    own = make_objective(line.organisation, level=Level.PERSONAL, owner=person, state=State.DRAFT)
    with refused(NotAllowed):
        actions.move_objective(own, "adopt", by=line.other_manager.actor)
    other = make_objective(line.organisation, level=Level.PERSONAL, owner=person, state=State.DRAFT)
    assert actions.move_objective(own, "adopt", by=line.line_manager.actor).state == State.AGREED
    make_member(line.organisation, Role.EMPLOYEE, person=person)
    with refused(NotAllowed):
        actions.move_objective(other, "adopt", by=line.line_manager.actor)


def test_what_was_dropped_comes_back_as_a_proposal_when_it_needs_both_sides(line):
    dropped = actions.move_objective(line.personal, "drop", by=line.line_manager.actor)
    again = actions.move_objective(dropped, "reopen", by=line.line_manager.actor)
    assert (again.state, again.proposed_by) == (State.PROPOSED, line.line_manager.user)
    assert again.agreed_on is None
    assert actions.move_objective(again, "agree", by=line.employee.actor).state == State.AGREED


def test_what_was_closed_comes_back_as_agreed(line):
    closed = actions.move_objective(line.personal, "close", by=line.line_manager.actor)
    assert actions.move_objective(closed, "reopen", by=line.line_manager.actor).state == State.AGREED


@pytest.mark.parametrize(("owned", "agreed", "becomes"), [
    (False, False, State.DRAFT), (True, False, State.DRAFT), (False, True, State.DRAFT), (True, True, State.AGREED),
])  # fmt: skip
def test_what_nobody_agreed_to_or_answers_for_is_reopened_as_a_draft(line, owned, agreed, becomes):
    """Reopening makes no agreement that never was."""
    objective = put(line, Level.OPERATIONAL, State.DRAFT, "line_manager")
    boss = line.line_manager.actor
    if agreed:
        actions.move_objective(objective, "adopt", by=boss)
    if not owned:
        Objective.objects.filter(pk=objective.pk).update(owner=None)
    dropped = actions.move_objective(objective, "drop" if agreed else "discard", by=boss)
    again = actions.move_objective(dropped, "reopen", by=boss)
    assert (again.state, again.agreed_on is not None) == (becomes, becomes == State.AGREED)


def test_a_second_press_is_refused_and_the_state_changes_once(line, refused):
    actions.move_objective(line.personal, "close", by=line.line_manager.actor)
    with refused(NotNow, "closed"):
        actions.move_objective(line.personal, "close", by=line.line_manager.actor)
    assert AuditEvent.objects.filter(event=Event.OBJECTIVE_CLOSED).count() == 1


def test_what_is_agreed_today_is_not_late_today(line):
    """A monthly measure of the whole year, agreed in September."""
    asked = line.period.starts_on + timedelta(days=250)
    with time_machine.travel(datetime.combine(asked, time(12), tzinfo=UTC), tick=False):
        objective = make_objective(
            line.organisation, "Nieuw", level=Level.PERSONAL, owner=line.employee.person, state=State.PROPOSED,
            proposed_by=line.line_manager.user,
        )  # fmt: skip
        never, read = make_measure(objective, "Nooit gemeten"), make_measure(objective, "Al gemeten")
        make_reading(read, 10, on=line.period.starts_on + timedelta(days=40))
        refresh_measure(never)
        refresh_measure(read)
        assert never.due_on < asked
        before = read.due_on
        actions.move_objective(objective, "agree", by=line.employee.actor)
        never.refresh_from_db()
        read.refresh_from_db()
        assert never.asked_from == asked
        assert asked <= never.due_on <= asked + timedelta(days=31)
        assert read.due_on == before, "what was read before is late as it was"
    recompute_organisation(line.organisation)


def test_a_measure_added_today_is_not_late_today(line):
    asked = line.period.starts_on + timedelta(days=250)
    with time_machine.travel(datetime.combine(asked, time(12), tzinfo=UTC), tick=False):
        made = actions.add_measure(
            line.personal, by=line.line_manager.actor, name="Nieuw", kind="up", baseline=0, target=10
        )
        assert asked <= made.due_on <= asked + timedelta(days=31)
    recompute_organisation(line.organisation)
