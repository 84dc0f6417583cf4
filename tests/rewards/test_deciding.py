"""From what was computed to a letter: who holds the pen, four eyes, limits, and what nobody may read."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from tests.factories import make_salary
from tests.rewards.pay import ROLES, Given, agree, all_the_way, finish, give_role, of, propose, url, written_in_the_log
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent
from zichtlijn.organisation.models import Placement
from zichtlijn.rewards.actions import deciding, rounds
from zichtlijn.rewards.models import Decision, Proposal, Round, Salary
from zichtlijn.rewards.permissions import decided_before, stands_alone
from zichtlijn.rewards.queries.rounds import proposal_page
from zichtlijn.rewards.states import MOVES, Missing, Pen, RoundState, State


def test_the_whole_way(pay):
    assert (pay.proposal.state, pay.proposal.computed) == (State.COMPUTED, Decimal("2774.40"))
    row = all_the_way(pay)
    assert (row.state, row.new, row.final_on) == (State.FINAL, Decimal("2774.40"), timezone.localdate())
    told = list(Decision.objects.filter(proposal=row).values_list("act", "by_name", "new"))
    assert told == [
        ("propose", pay.line_manager.person.name, Decimal("2774.40")),
        ("agree", pay.director.person.name, Decimal("2774.40")),
        ("finish", pay.hr.person.name, Decimal("2774.40")),
    ]
    salary = Salary.objects.filter(person=pay.employee.person).first()
    assert (salary.amount, salary.part_time, salary.from_on) == (
        Decimal("2774.40"),
        Decimal("0.8"),
        pay.round.effective_on,
    )
    events = AuditEvent.objects.filter(on_type="proposal").values_list("event", flat=True)
    assert list(events.order_by("sequence")) == ["reward_proposed", "reward_agreed", "reward_final"]


def test_no_amount_is_in_the_log_or_in_a_mail(pay, mailoutbox):
    all_the_way(pay, amount=2790, reason="Nam het werk van een collega over")
    said = written_in_the_log() + "".join(letter.subject + letter.body for letter in mailoutbox)
    assert mailoutbox
    for amount in ("2790", "2.790", "2,790", "2720", "2774", "collega over"):
        assert amount not in said


def test_part_time_work_changes_what_is_paid_and_not_the_place(pay):
    page = proposal_page(pay.line_manager.actor, pay.proposal)
    assert (page.base.paid_old, page.base.paid_new) == (Decimal("2176.00"), Decimal("2219.52"))
    assert float(page.base.position_before) == 0.85


def test_who_is_at_the_maximum_stays_there_and_may_get_something_once(pay):
    row = of(pay, pay.project_leader)
    assert (row.computed, row.structural, row.one_off) == (Decimal("3200.00"), 0, 0)
    propose(pay, "project_leader", one_off="0.03", reason="Een uitzonderlijk jaar")
    row = of(pay, pay.project_leader)
    assert row.one_off == Decimal("1244.16")  # 3% of 12.96 times 3200


def test_in_a_scale_with_steps_an_appraisal_gives_steps(pay):
    assert of(pay, pay.line_manager).computed == Decimal("2800.00")


# pens -------------------------------------------------------------------------------------------------------------

ACTS = {
    "propose": ["propose"],
    "agree": ["agree"],
    "return": ["return", "send_back"],
    "finish": ["finish", "finish_alone"],
}
PENS = {"line_manager": {Pen.MANAGER}, "director": {Pen.SECOND}, "hr": {Pen.HR}}


def do(cast, act, by):
    row, actor = of(cast, cast.employee), getattr(cast, by).actor
    match act:
        case "propose":
            propose(cast, by=by)
        case "agree":
            deciding.agree_reward(row, version=row.version, by=actor)
        case "return":
            deciding.return_reward(row, reason="Kijk nog eens", by=actor)
        case _:
            deciding.finish_reward(row, version=row.version, by=actor)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("at", State.values)
def test_W29_every_act_in_every_state_by_every_role_is_as_the_table_says(pay, act, at):
    for role in ROLES:
        with transaction.atomic():
            as_the_table_says(pay, role, act, at)
            transaction.set_rollback(True)


def as_the_table_says(pay, role, act, at):
    Proposal.objects.filter(pk=pay.proposal.pk).update(state=at, new=pay.proposal.computed)
    pens = PENS.get(role, set())
    if role == "director" and at == State.COMPUTED:
        pens = set()  # the second manager comes in once it was proposed
    moves = [MOVES[name] for name in ACTS[act] if MOVES[name].pen in pens]
    allowed = [move for move in moves if at in move.source and move.name != "finish_alone"]
    if allowed:
        do(pay, act, role)
        assert of(pay, pay.employee).state == allowed[0].target
        return
    with pytest.raises(NotNow if moves else NotAllowed):
        do(pay, act, role)
    assert of(pay, pay.employee).state == at
    assert not Decision.objects.exists()


@pytest.mark.parametrize("act", ["propose", "agree", "return", "finish"])
@pytest.mark.parametrize("at", State.values)
def test_W06_nobody_decides_on_their_own_reward(pay, signed_in, act, at):
    """Also with every pen there is: a manager with the rights of HR."""
    give_role(pay.line_manager, "hr")
    Proposal.objects.filter(employee=pay.line_manager.person).update(state=at, new=2800)
    answer = signed_in(pay.line_manager).post(
        url(pay, act, "line_manager"), {"version": 1, "amount": "2800", "reason": "Omdat"}
    )
    assert answer.status_code == 403
    assert of(pay, pay.line_manager).state == at


def test_W06_a_manager_cannot_approve_their_own_proposal(pay, signed_in):
    """Who proposed does neither of the later steps, whatever roles they have besides."""
    give_role(pay.line_manager, "hr")
    row = propose(pay)
    browser = signed_in(pay.line_manager)
    assert browser.post(url(pay, "agree"), {"version": row.version}).status_code == 403
    assert browser.post(url(pay, "finish"), {"version": row.version}).status_code == 403
    agree(pay)
    assert browser.post(url(pay, "finish"), {"version": of(pay, pay.employee).version}).status_code == 403
    assert of(pay, pay.employee).state == State.AGREED


def test_who_agreed_does_not_make_it_final(pay):
    give_role(pay.director, "hr")
    propose(pay)
    agree(pay)
    assert decided_before(pay.director.actor, of(pay, pay.employee))
    with pytest.raises(NotAllowed, match="step before"):
        finish(pay, by="director")


def test_without_somebody_above_the_manager_HR_confirms_alone(pay):
    propose(pay, "line_manager", by="director")
    finish(pay, "line_manager")
    assert of(pay, pay.line_manager).state == State.FINAL
    assert Decision.objects.filter(act="finish_alone").count() == 1


def test_HR_who_manages_cannot_confirm_alone_what_they_proposed(pay):
    give_role(pay.director, "hr")
    propose(pay, "line_manager", by="director")
    with pytest.raises(NotAllowed, match="step before"):
        finish(pay, "line_manager", by="director")


def test_a_proposal_that_comes_back_is_proposed_anew(pay):
    propose(pay)
    deciding.return_reward(of(pay, pay.employee), reason="Waarom dit bedrag?", by=pay.director.actor)
    row = of(pay, pay.employee)
    assert row.state == State.RETURNED
    propose(pay)
    agree(pay)
    deciding.return_reward(of(pay, pay.employee), reason="Budget", by=pay.hr.actor)
    assert of(pay, pay.employee).agreed_by is None
    assert list(Decision.objects.values_list("act", flat=True)) == [
        "propose",
        "return",
        "propose",
        "agree",
        "send_back",
    ]


def test_the_page_offers_what_the_table_allows(pay, signed_in):
    assert b"Propose" in signed_in(pay.line_manager).get(url(pay)).content
    propose(pay)
    assert b"Agree</button>" in signed_in(pay.director).get(url(pay)).content
    assert b"Make final" not in signed_in(pay.hr).get(url(pay)).content
    agree(pay)
    assert b"Make final</button>" in signed_in(pay.hr).get(url(pay)).content


# limits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "reason", "match"),
    [
        (2719, "Omdat", "never goes down"),
        (3201, "Omdat", "maximum of the scale"),
        (2790, " ", "Write why"),
        (2900, "Omdat", "from"),
    ],
)
def test_a_manager_deviates_within_the_limits_and_with_a_reason(pay, amount, reason, match):
    with pytest.raises(NotNow, match=match):
        propose(pay, amount=amount, reason=reason)
    assert of(pay, pay.employee).state == State.COMPUTED
    propose(pay, amount="2828.80", reason="Net binnen de ruimte van 2%")
    assert of(pay, pay.employee).new == Decimal("2828.80")


def test_a_one_off_reward_only_where_the_matrix_says_so(pay):
    with pytest.raises(NotNow, match="at most"):
        propose(pay, one_off="0.01", reason="Omdat")
    with pytest.raises(NotNow, match="why you give"):
        propose(pay, "project_leader", one_off="0.03")


def test_a_missing_appraisal_is_told_and_never_a_zero(pay):
    del pay.levels[pay.employee.person.pk]
    assert rounds.compute_again(pay.round, by=pay.hr.actor) == 1
    row = of(pay, pay.employee)
    assert (row.missing, row.computed, row.new, row.structural) == (Missing.APPRAISAL, None, None, None)
    with pytest.raises(NotNow, match="Nothing was computed"):
        propose(pay, amount=2720)
    propose(pay, amount=2760, reason="Werkte hier pas sinds oktober")
    assert of(pay, pay.employee).state == State.PROPOSED


def test_an_objection_holds_the_calculation_until_it_is_decided(pay):
    pay.levels[pay.employee.person.pk] = Given(1, is_contested=True)
    rounds.compute_again(pay.round, by=pay.hr.actor)
    assert (of(pay, pay.employee).missing, of(pay, pay.employee).computed) == (Missing.OBJECTION, None)


@pytest.mark.parametrize(("change", "missing"), [({"scale": "99"}, Missing.SCALE), (None, Missing.SALARY)])
def test_without_a_salary_or_a_scale_nobody_can_propose(pay, change, missing):
    mine = Salary.objects.filter(person=pay.employee.person)
    mine.update(**change) if change else mine.delete()
    rounds.compute_again(pay.round, by=pay.hr.actor)
    assert of(pay, pay.employee).missing == missing
    with pytest.raises(NotNow, match="no salary or scale"):
        propose(pay, amount=2800, reason="Omdat")


def test_a_salary_that_was_changed_in_between_is_noticed(pay):
    propose(pay)
    agree(pay)
    Salary.objects.filter(person=pay.employee.person).update(amount=2750)
    with pytest.raises(NotNow, match="was changed since"):
        finish(pay)
    make_salary(pay.employee.person, 2760, from_on=pay.round.effective_on)
    with pytest.raises(NotNow, match="Look at it first"):
        finish(pay)


@pytest.mark.parametrize("now", [Given(1), Given(2, on=date(2026, 2, 1)), Given(2, is_contested=True), None], ids=str)
def test_an_appraisal_that_was_changed_in_between_is_noticed_at_every_step(pay, now):
    first, who = pay.levels[pay.employee.person.pk], pay.employee.person.pk

    def changed(act, told="was changed"):
        pay.levels |= {who: now}
        if now is None:
            del pay.levels[who]
        with pytest.raises(NotNow, match=f"appraisal of {pay.employee.person.name} .*{told}"):
            act(pay)
        pay.levels[who] = first

    changed(propose, "Ask HR to compute again")
    propose(pay)
    changed(agree)
    agree(pay)
    changed(finish)
    assert Salary.objects.filter(person=pay.employee.person).count() == 1, "nothing of it is kept"
    assert of(pay, pay.employee).state == State.AGREED
    finish(pay)


def test_several_are_not_final_when_the_appraisal_of_one_was_changed(pay):
    for member in ("employee", "colleague"):
        propose(pay, member)
        agree(pay, member)
    pay.levels[pay.colleague.person.pk] = Given(3)
    versions = {of(pay, member).pk: of(pay, member).version for member in (pay.employee, pay.colleague)}
    with pytest.raises(NotNow, match=pay.colleague.person.name):
        deciding.finish_rewards(pay.round, versions, by=pay.hr.actor)
    assert not Proposal.objects.filter(state=State.FINAL).exists()


def test_nothing_becomes_final_in_a_round_that_was_closed_while_it_waited(pay):
    propose(pay)
    agree(pay)
    row = of(pay, pay.employee)
    assert row.round.state == RoundState.RUNNING
    Round.objects.update(state=RoundState.CLOSED)
    with pytest.raises(NotNow, match="not running"):
        deciding.finish_reward(row, version=row.version, by=pay.hr.actor)


def test_the_second_manager_stays_the_second_when_the_first_left(pay):
    propose(pay)
    yesterday = timezone.localdate() - timedelta(days=1)
    Placement.objects.filter(person=pay.line_manager.person).update(ends_on=yesterday)
    row = of(pay, pay.employee)
    assert not stands_alone(row)
    assert row not in Proposal.objects.to_finish(pay.hr.actor)
    assert row in Proposal.objects.seconded_by(pay.director.actor)
    agree(pay)
    finish(pay)


# several at once, and twice ---------------------------------------------------------------------------------------


def test_W17_several_at_once_are_final_together_or_not_at_all(pay, signed_in):
    for member in ("employee", "colleague"):
        propose(pay, member)
        agree(pay, member)
    other = of(pay, pay.project_leader)
    rows = [of(pay, pay.employee), of(pay, pay.colleague)]
    browser, address = signed_in(pay.hr), f"/reward-rounds/{pay.round.pk}/finish/"
    ticked = [f"{row.pk}:{row.version}" for row in rows]
    assert browser.post(address, {"proposal": [*ticked, f"{other.pk}:{other.version}"]}).status_code == 409
    assert browser.post(address, {"proposal": [*ticked, "999999:1"]}).status_code == 403
    for odd in ("x:1", f"{'9' * 20}:1", f"{other.pk}:{'9' * 20}", "1", "1:", "²:1"):
        assert browser.post(address, {"proposal": [*ticked, odd]}).status_code == 409
    assert not Proposal.objects.filter(state=State.FINAL).exists()
    assert browser.post(address, {"proposal": ticked}).status_code == 302
    assert Proposal.objects.filter(state=State.FINAL).count() == 2


def test_W77_R14_the_same_form_twice_is_one_proposal_and_one_salary(pay, signed_in):
    manager, version = signed_in(pay.line_manager), of(pay, pay.employee).version
    form = {"version": version, "amount": "2774.40", "reason": ""}
    assert manager.post(url(pay, "propose"), form).status_code == 302
    assert manager.post(url(pay, "propose"), form).status_code in {409, 422}
    assert Decision.objects.count() == 1
    agree(pay)
    hr, version = signed_in(pay.hr), of(pay, pay.employee).version
    assert hr.post(url(pay, "finish"), {"version": version}).status_code == 302
    assert hr.post(url(pay, "finish"), {"version": version}).status_code == 409
    assert Salary.objects.filter(person=pay.employee.person).count() == 2


def test_what_was_changed_after_it_was_read_is_not_agreed_to(pay):
    row = propose(pay)
    with pytest.raises(NotNow, match="Read it again"):
        deciding.agree_reward(row, version=row.version - 1, by=pay.director.actor)


def test_two_managers_of_one_proposal_see_both_amounts(pay):
    row = of(pay, pay.employee)
    Proposal.objects.filter(pk=row.pk).update(version=row.version + 1)
    with pytest.raises(EditConflict) as refusal:
        deciding.propose_reward(
            row, amount=Decimal("2790"), one_off_ratio=Decimal(0), reason="Omdat", version=row.version,
            by=pay.line_manager.actor,
        )  # fmt: skip
    assert len(refusal.value.fields) == 2
