"""Both sides agree: whoever changes what was proposed or agreed proposes it, and nobody agrees to what was not read."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_measure, make_milestone, make_objective
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.home.queries.my_line import proposals_for
from zichtlijn.home.queries.team import members_of
from zichtlijn.objectives import actions
from zichtlijn.objectives.actions.standing import recompute_organisation
from zichtlijn.objectives.models import Measure, Objective
from zichtlijn.objectives.states import Kind, Level, State

SIDES = [("employee", "line_manager"), ("line_manager", "employee")]


def page(address, pk, **more):
    return reverse(f"objectives:{address}", kwargs={"pk": pk, **more})


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def text(answer):
    return answer.content.decode()


def proposed_by(cast, part, title="Voorstel") -> Objective:
    """A personal objective of the employee with a measure, proposed by this side."""
    made = make_objective(
        cast.organisation, title, level=Level.PERSONAL, owner=cast.employee.person, state=State.PROPOSED,
        proposed_by=getattr(cast, part).user, parents=[cast.role_objective],
    )  # fmt: skip
    make_measure(made, "Hoeveel", responsible=cast.employee.person)
    recompute_organisation(cast.organisation)
    return made


def asked(cast, part) -> list[str]:
    return [objective.title for objective in proposals_for(getattr(cast, part).actor)]


def on_team_page(cast) -> list[str]:
    today = timezone.localdate()
    member = members_of(cast.line_manager.actor, [cast.employee.person], cast.period, today=today)[0]
    return [objective.title for objective in member.proposals]


#: What one side can do to a measure that is about what is to be reached.
CHANGES = {
    "name": {"name": "Anders"},
    "kind": {"kind": Kind.DOWN},
    "unit": {"unit": "dagen"},
    "baseline": {"baseline": Decimal(5)},
    "target": {"target": Decimal(40)},
    "band": {"kind": Kind.BAND, "lower": Decimal(1), "upper": Decimal(2)},
    "weight": {"weight": 60.0},
}


# what was proposed -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("proposer", "other"), SIDES)
def test_who_changes_a_proposal_proposes_it_and_does_not_agree_to_it(line, refused, proposer, other):
    proposed = proposed_by(line, proposer)
    changer, answerer = getattr(line, other), getattr(line, proposer)
    actions.change_objective(proposed, {"title": "Nooit gelezen"}, version=1, by=changer.actor)
    assert (fresh(proposed).state, fresh(proposed).proposed_by) == (State.PROPOSED, changer.user)
    with refused(NotAllowed):
        actions.move_objective(proposed, "agree", by=changer.actor)
    assert asked(line, proposer) == ["Nooit gelezen"]
    assert asked(line, other) == []
    assert on_team_page(line) == (["Nooit gelezen"] if proposer == "line_manager" else [])
    assert actions.move_objective(proposed, "agree", by=answerer.actor).state == State.AGREED


@pytest.mark.parametrize("how", [*CHANGES, "interim", "milestones", "add", "end"])
def test_who_changes_a_measure_of_a_proposal_proposes_it(line, refused, how):
    proposed = proposed_by(line, "employee")
    change_measures(proposed, how, by=line.line_manager.actor)
    assert (fresh(proposed).state, fresh(proposed).proposed_by) == (State.PROPOSED, line.line_manager.user)
    with refused(NotAllowed):
        actions.move_objective(proposed, "agree", by=line.line_manager.actor)
    assert asked(line, "employee") == ["Voorstel"]


def change_measures(objective, how, *, by):
    measure = Measure.objects.get(objective=objective)
    if how == "add":
        return actions.add_measure(objective, by=by, name="Nog een", kind=Kind.UP, baseline=0, target=10)
    if how == "end":
        return actions.end_measure(measure, by=by)
    if how == "interim":
        rows = {"interim": [(measure.starts_on, Decimal(40))]}
        return actions.change_measure(measure, {}, version=measure.version, by=by, **rows)
    if how == "milestones":
        rows = {"milestones": [{"name": "Klaar", "due_on": measure.ends_on, "weight": 1.0}]}
        return actions.change_measure(measure, {}, version=measure.version, by=by, **rows)
    return actions.change_measure(measure, CHANGES[how], version=measure.version, by=by)


def test_what_is_not_personal_is_proposed_by_who_proposed_it(line):
    objective = make_objective(
        line.organisation, level=Level.OPERATIONAL, unit=line.team, owner=line.line_manager.person,
        state=State.PROPOSED, proposed_by=line.line_manager.user,
    )  # fmt: skip
    make_measure(objective)
    recompute_organisation(line.organisation)
    change_measures(objective, "target", by=line.director.actor)
    assert (fresh(objective).proposed_by, fresh(objective).version) == (line.line_manager.user, 1)
    assert actions.move_objective(objective, "agree", by=line.director.actor).state == State.AGREED


# what was agreed ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [*CHANGES, "interim", "milestones", "add", "end"])
def test_another_measure_of_what_was_agreed_goes_back_to_the_other_side(line, how):
    change_measures(line.personal, how, by=line.line_manager.actor)
    now = fresh(line.personal)
    assert (now.state, now.proposed_by, now.agreed_on) == (State.PROPOSED, line.line_manager.user, None)
    assert now.version == 2
    assert fresh(line.role_objective).supporter_count == 1, "only that of the colleague counts until it is agreed"
    assert asked(line, "employee") == ["Pers leren"]
    told = AuditEvent.objects.get(event=Event.OBJECTIVE_PROPOSED)
    assert (told.on_id, told.by_id, told.detail["from"]) == (now.pk, line.line_manager.user.pk, State.AGREED)
    assert actions.move_objective(now, "agree", by=line.employee.actor).state == State.AGREED


def test_how_a_measure_is_read_is_no_part_of_what_was_agreed(line):
    stones = make_measure(line.personal, "Stappen", kind=Kind.MILESTONES, baseline=None, target=None)
    stone = make_milestone(stones, "Klaar")
    recompute_organisation(line.organisation)
    by = line.line_manager.actor
    free = {"source": "Elders", "responsible": line.line_manager.person, "frequency": "weekly"}
    assert actions.change_measure(line.personal_measure, free, version=1, by=by)
    actions.record_reading(line.personal_measure, value=44, measured_on=timezone.localdate(), by=by)
    actions.mark_milestone(stone, done_on=timezone.localdate(), by=by)
    actions.check_in(line.personal, by=by, comment="Gaat goed")
    assert fresh(line.personal).state == State.AGREED


def test_who_has_no_other_side_keeps_what_was_agreed(line):
    own = make_objective(line.organisation, level=Level.PERSONAL, owner=line.director.person)
    make_measure(own)
    recompute_organisation(line.organisation)
    change_measures(own, "target", by=line.director.actor)
    actions.change_objective(own, {"title": "Anders"}, version=fresh(own).version, by=line.director.actor)
    assert fresh(own).state == State.AGREED


def test_the_forms_say_before_and_after_what_becomes_of_the_agreement(line, signed_in):
    manager, employee = signed_in(line.line_manager), signed_in(line.employee)
    measure = line.personal_measure
    for address in (page("new_measure", line.personal.pk), page("edit_measure", measure.pk)):
        assert "it goes back to the other side as a proposal" in text(manager.get(address))
    assert "goes back to the other side" in text(manager.get(page("measure", measure.pk)))
    said = text(manager.post(page("end_measure", measure.pk), follow=True))
    assert "It goes back as a proposal" in said
    for address in (page("new_measure", line.personal.pk), page("edit", line.personal.pk)):
        assert "it becomes your proposal" in text(employee.get(address))
        assert "it becomes your proposal" not in text(manager.get(address))
    assert "is waiting for your answer" in text(employee.get(page("objective", line.personal.pk)))
    data = {"title": "Zo dan", "period": line.period.pk, "commitment": "committed", "weight": "100"}
    version = fresh(line.personal).version
    said = text(employee.post(page("edit", line.personal.pk), data | {"version": version}, follow=True))
    assert "It is your proposal now" in said
    assert "is waiting for your answer" in text(manager.get(page("objective", line.personal.pk)))
    assert "goes back" not in text(manager.get(page("edit_measure", line.measure.pk)))


# what was read -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["text", "target"])
def test_nobody_agrees_to_what_changed_after_the_page_was_opened(line, signed_in, how):
    proposed = proposed_by(line, "employee")
    manager = signed_in(line.line_manager)
    shown = text(manager.get(page("objective", proposed.pk)))
    agree = page("move", proposed.pk, name="agree")
    assert f"{agree}?version=1" in shown
    form = text(manager.get(f"{agree}?version=1"))
    assert 'name="version" value="1"' in form
    if how == "text":
        actions.change_objective(proposed, {"title": "Minder"}, version=1, by=line.employee.actor)
    else:
        change_measures(proposed, "target", by=line.employee.actor)
    for answer in (
        manager.post(agree, {"comment": "", "version": "1"}),
        manager.post(agree, {"_back": "team", "version": "1"}),
        manager.post(agree, {"comment": ""}),
        manager.post(agree, {"comment": "", "version": "nonsens"}),
    ):
        assert answer.status_code == 409
        assert "Read it again first" in text(answer)
    assert fresh(proposed).state == State.PROPOSED
    back = manager.get(f"{agree}?version=1")  # where the way back of such a refusal leads
    assert (back.status_code, back["Location"]) == (302, page("objective", proposed.pk))
    assert "Read it again first" in text(manager.get(back["Location"]))
    version = fresh(proposed).version
    assert f'name="version" value="{version}"' in text(manager.get(agree))
    assert manager.post(agree, {"comment": "", "version": version}).status_code == 302
    assert fresh(proposed).state == State.AGREED


def test_only_agreeing_asks_what_was_read(line, signed_in):
    proposed = proposed_by(line, "employee")
    manager = signed_in(line.line_manager)
    assert manager.post(page("move", proposed.pk, name="return"), {"comment": "Anders"}).status_code == 302
    assert fresh(proposed).state == State.DRAFT


def test_the_act_itself_refuses_what_was_not_read(line, refused):
    proposed = proposed_by(line, "employee")
    with refused(NotNow, "Read it again first"):
        actions.move_objective(proposed, "agree", by=line.line_manager.actor, version=0)
    assert actions.move_objective(proposed, "agree", by=line.line_manager.actor, version=1).state == State.AGREED
