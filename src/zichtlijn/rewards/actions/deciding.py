"""Deciding on a proposal: every step by a named person, and never by the same one as the step that it confirms."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.calculations.rewards import GivenProblemCode, given_problems
from zichtlijn.rewards.actions.salaries import add_salary, hold_pay
from zichtlijn.rewards.models import Decision, Proposal, Round, Salary
from zichtlijn.rewards.permissions import can_keep_rewards, decided_before, pens_of, stands_alone
from zichtlijn.rewards.queries.levels import levels_in, moved_from
from zichtlijn.rewards.reckoning import base_of, cost_of, most_to_give, rules_of
from zichtlijn.rewards.states import MOVES, Move, Pen, RoundState, State
from zichtlijn.rewards.telling import tell_final, tell_returned
from zichtlijn.rewards.wording import money, percent, write_given_problem

#: So many people are named in a refusal.
NAMED = 5
EVENTS = {
    "propose": Event.REWARD_PROPOSED,
    "agree": Event.REWARD_AGREED,
    "return": Event.REWARD_RETURNED,
    "send_back": Event.REWARD_RETURNED,
    "finish": Event.REWARD_FINAL,
    "finish_alone": Event.REWARD_FINAL,
}


def hold_proposal(proposal: Proposal) -> Proposal:
    """The proposal as it is now, locked."""
    beside = ("round__system", "round__cycle", "employee", "unit")
    now: Proposal = Proposal.objects.select_for_update(of=("self",)).select_related(*beside).get(pk=proposal.pk)
    now.round.refresh_from_db(fields=["state"])  # it may have been closed while this waited for the lock
    return now


def _refuse_moved(rows: list[Proposal], *, is_proposed: bool = True) -> None:
    """Nothing goes on that was computed from an appraisal which is no longer that."""
    if not rows:
        return
    levels = levels_in(rows[0].round.cycle, [row.employee_id for row in rows])
    moved = [row.employee.name for row in moved_from(rows, levels)]
    if moved:
        names = ", ".join(moved[:NAMED]) + (" …" if len(moved) > NAMED else "")
        if not is_proposed:
            raise NotNow(
                _("The appraisal of %(names)s came or was changed since this was computed. Ask HR to compute again.")
                % {"names": names}
            )
        raise NotNow(
            _(
                "The appraisal of %(names)s was changed since this was computed, or an objection to it was made. What "
                "is proposed goes back first; then HR computes again."
            )
            % {"names": names}
        )


def _refuse(now: Proposal, move: Move, by) -> None:
    """The wrong pen is refused with 403, the wrong moment with 409; nobody decides twice, nor about themselves."""
    require(now.employee_id != by.person_id, _("Nobody decides on their own reward."))
    require(move.pen in pens_of(by, now), pen_sentence(move.pen))
    if move.name != "propose":
        require(not decided_before(by, now), _("You did the step before this one: somebody else decides now."))
    if now.round.state != RoundState.RUNNING:
        raise NotNow(_("This round is not running: nothing is decided in it."))
    if now.state not in move.source:
        words = {"state": now.get_state_display()}
        raise NotNow(_("That is not possible now: the proposal is “%(state)s”. Look at how it stands.") % words)


def pen_sentence(pen: Pen) -> str:
    """Who does this, for who may not."""
    match pen:
        case Pen.MANAGER:
            return _("The line manager proposes, with the right to decide on rewards.")
        case Pen.SECOND:
            return _("The manager of the manager does this, with the right to decide on rewards.")
        case Pen.DECIDER:
            return _("Only HR, or whom HR named, decides on an objection; not who decided on the reward.")
        case Pen.EMPLOYEE:
            return _("Only the person whose reward it is objects to it.")
        case _:
            return _("HR does this.")


def _move(now: Proposal, move: Move, by, *, why: str = "", **fields) -> None:
    """Go on along the table, and write down who decided what."""
    fields |= {"state": move.target, "version": now.version + 1}
    Proposal.objects.filter(pk=now.pk).update(**fields)
    for name, value in fields.items():
        setattr(now, name, value)
    Decision.objects.create(
        organisation=now.organisation,
        proposal=now,
        act=move.name,
        by=by.user,
        by_name=by.name,
        new=now.new,
        one_off_ratio=now.one_off_ratio,
        reason=why,
    )
    audit.record(EVENTS[move.name], on=now, by=by, about=now.employee_id)


def require_pen(proposal: Proposal, pen: Pen, *, by) -> None:
    """Refuse whoever may not open a page to do something with a proposal."""
    require(proposal.employee_id != by.person_id, _("Nobody decides on their own reward."))
    require(pen in pens_of(by, proposal), pen_sentence(pen))


def require_returning(proposal: Proposal, *, by) -> None:
    """Refuse whoever could not send a proposal back, whatever the reason."""
    _refuse(proposal, _way_back(proposal, by), by)


def _way_back(now: Proposal, by) -> Move:
    as_second = now.state == State.PROPOSED and Pen.SECOND in pens_of(by, now)
    return MOVES["return"] if as_second or not can_keep_rewards(by) else MOVES["send_back"]


@transaction.atomic
def propose_reward(
    proposal: Proposal,
    *,
    amount: Decimal,
    one_off_ratio: Decimal,
    reason: str,
    version: int,
    by,
    other_reward: str = "",
) -> Proposal:
    """The manager's proposal: what was computed, or another amount within the limits and with a reason."""
    now = hold_proposal(proposal)
    _refuse(now, MOVES["propose"], by)
    refuse_unread(now, version, amount, reason)
    rules = rules_of(now.round.system)
    base = base_of(rules, now)
    if base is None:
        raise NotNow(_("There is no salary or scale to start from. Ask HR to mend that first."))
    _refuse_moved([now], is_proposed=False)
    if wrong := _problems(base, rules.system, amount, one_off_ratio, reason, is_computed=now.computed is not None):
        raise NotNow(*wrong)
    cost = cost_of(base, rules.system, amount=amount, one_off_ratio=one_off_ratio, key=str(now.employee_id))
    _move(
        now,
        MOVES["propose"],
        by,
        why=reason,
        manager_id=by.person_id,
        new=amount,
        one_off_ratio=one_off_ratio,
        other_reward=other_reward,
        reason=reason,
        structural=cost.structural,
        one_off=cost.one_off,
        proposed_by=by.user,
        agreed_by=None,
    )
    return now


def _problems(base, system, amount: Decimal, one_off_ratio: Decimal, reason: str, *, is_computed: bool) -> list[str]:
    found = given_problems(base, amount, reason=reason)
    wrong = [write_given_problem(problem) for problem in found]
    if not is_computed and not reason.strip() and not any(one.code == GivenProblemCode.NO_REASON for one in found):
        wrong.append(_("Nothing was computed for this person. Write on what your proposal rests."))
    low, high = most_to_give(base, system)
    if not wrong and not low <= amount <= high:
        words = {"low": money(low), "high": money(high)}
        wrong.append(_("The rules let you propose from %(low)s to %(high)s.") % words)
    if one_off_ratio > base.most_one_off:
        words = {"most": percent(base.most_one_off)}
        wrong.append(_("A one-off reward is at most %(most)s of a year’s pay here.") % words)
    if one_off_ratio and not reason.strip():
        wrong.append(_("Write why you give a one-off reward."))
    return wrong


def refuse_unread(now: Proposal, version: int, amount: Decimal | None = None, reason: str = "") -> None:
    if now.version == version:
        return
    if amount is None:
        raise NotNow(_("The proposal was changed after you opened it. Read it again first."))
    fields = [(_("new salary"), money(now.new), money(amount)), (_("reason"), now.reason, reason)]
    raise EditConflict(now, [field for field in fields if field[1] != field[2]], now.version)


@transaction.atomic
def agree_reward(proposal: Proposal, *, version: int, by) -> None:
    """The second manager agrees. `version` is that which was read."""
    now = hold_proposal(proposal)
    _refuse(now, MOVES["agree"], by)
    refuse_unread(now, version)
    _refuse_moved([now])
    _move(now, MOVES["agree"], by, agreed_by=by.user)


@transaction.atomic
def return_reward(proposal: Proposal, *, reason: str, by) -> None:
    """The second manager, or HR, sends a proposal back to the manager and says why."""
    now = hold_proposal(proposal)
    move = _way_back(now, by)
    _refuse(now, move, by)
    _move(now, move, by, why=reason, agreed_by=None)
    tell_returned(now, by=by)


@transaction.atomic
def finish_reward(proposal: Proposal, *, version: int, by) -> None:
    """HR makes it final: the person may read it, and the new salary holds from the day of the round."""
    now = hold_proposal(proposal)
    _finish(now, by, version)
    _refuse_moved([now])
    tell_final([now], by=by)


@transaction.atomic
def finish_rewards(of_round: Round, versions: dict[int, int], *, by) -> int:
    """Make several final at once (proposal → the version that was read): all of them or none; how many."""
    require(can_keep_rewards(by), pen_sentence(Pen.HR))
    found = Proposal.objects.filter(pk__in=versions, round=of_round).order_by("pk")
    rows = [hold_proposal(row) for row in found]
    require(len(rows) == len(versions), _("One of these proposals is not of this round."))
    for row in rows:
        _finish(row, by, versions[row.pk])
    _refuse_moved(rows)
    tell_final(rows, by=by)
    return len(rows)


def _finish(now: Proposal, by, version: int) -> None:
    move = MOVES["finish_alone"] if now.state == State.PROPOSED else MOVES["finish"]
    _refuse(now, move, by)
    refuse_unread(now, version)
    if move.name == "finish_alone" and not stands_alone(now):
        raise NotNow(_("The second manager has yet to agree."))
    _record_salary(now)
    today = timezone.localdate()
    until = today + timedelta(days=now.round.system.objection_days)
    _move(now, move, by, final_on=today, object_until=until)


def _record_salary(now: Proposal) -> None:
    """The salary that follows from it, from the day of the round on."""
    assert now.new is not None
    assert now.part_time is not None
    day = now.round.effective_on
    hold_pay(now.employee_id)
    last = Salary.objects.filter(person=now.employee_id).order_by("-from_on").first()
    if last is not None and last.from_on >= day:
        raise NotNow(
            _("A salary of %(name)s was recorded that holds from a later day or the same one. Look at it first.")
            % {"name": now.employee.name}
        )
    if last is None or (last.amount, last.part_time, last.scale) != (now.old, now.part_time, now.scale):
        raise NotNow(
            _("The salary of %(name)s was changed since this was computed. Send it back and compute again.")
            % {"name": now.employee.name}
        )
    if now.new != now.old:
        add_salary(now.employee, from_on=day, scale=now.scale, amount=now.new, part_time=now.part_time)
