"""The objection to a reward: the person makes it within the term, and somebody who did not decide on it decides."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.calculations.rewards import given_problems
from zichtlijn.organisation.models import Person
from zichtlijn.rewards.actions.deciding import hold_proposal, pen_sentence
from zichtlijn.rewards.actions.salaries import add_salary, hold_pay
from zichtlijn.rewards.models import Decision, Objection, Proposal, Salary
from zichtlijn.rewards.permissions import (
    can_decide_objection,
    can_keep_rewards,
    can_name_decider,
    can_object,
    has_account,
    objection_of,
)
from zichtlijn.rewards.reckoning import base_of, cost_of, rules_of
from zichtlijn.rewards.states import OBJECTION_MOVES, Act, ObjectionState, Pen, State
from zichtlijn.rewards.telling import tell_decided, tell_objected
from zichtlijn.rewards.wording import money, percent, write_given_problem


@transaction.atomic
def object_to_reward(proposal: Proposal, *, reasons: str, by) -> Objection:
    """The person objects within the term, with reasons; also after the round was closed."""
    now = hold_proposal(proposal)
    require(by.person_id is not None and now.employee_id == by.person_id, pen_sentence(Pen.EMPLOYEE))
    if now.state != State.FINAL:
        raise NotNow(_("A decision about your reward is still being prepared: there is nothing to object to yet."))
    if objection_of(now) is not None:
        raise NotNow(_("You objected already. One can do that once."))
    if not can_object(by, now):
        raise NotNow(_("The term to object is over."))
    if not reasons.strip():
        raise NotNow(_("Write why you object."))
    made = Objection.objects.create(
        organisation=now.organisation,
        proposal=now,
        made_on=timezone.localdate(),
        reasons=reasons,
        before=now.new,
        before_one_off=now.one_off_ratio,
    )
    audit.record(Event.REWARD_OBJECTED, on=now, by=by, about=now.employee_id)
    tell_objected(now, by=by)
    return made


@transaction.atomic
def name_decider(proposal: Proposal, *, decider: Person | None, version: int, by) -> None:
    """HR names who decides on an objection; nobody: HR decides itself."""
    now = hold_proposal(proposal)
    require(can_keep_rewards(by) and now.employee_id != by.person_id, pen_sentence(Pen.HR))
    objection = _open_objection(now, version)
    require(can_name_decider(by, now), _("You decided on this reward. Another of HR can name somebody else."))
    if decider is not None and (why := _why_not(now, decider)):
        raise NotNow(why)
    objection.decider = decider
    objection.version += 1
    objection.save(update_fields=["decider", "version"])
    audit.record(Event.REWARD_DECIDER_NAMED, on=now, by=by, about=now.employee_id)
    tell_objected(now, by=by)


def _why_not(now: Proposal, decider: Person) -> str:
    """Why this person cannot decide; empty when they can."""
    if decider.pk == now.employee_id:
        return _("Nobody decides on their own reward.")
    decided = Decision.objects.filter(proposal=now, by__memberships__person=decider.pk)
    if decider.pk == now.manager_id or decided.exists():
        return _("%(name)s decided on this reward. Name somebody who did not.") % {"name": decider.name}
    if not has_account(decider):
        return _("%(name)s has no account to sign in with. Name somebody who has.") % {"name": decider.name}
    return ""


@transaction.atomic
def decide_objection(
    proposal: Proposal, *, amount: Decimal, one_off_ratio: Decimal | None, reasons: str, version: int, by
) -> None:
    """Decide with reasons: the reward stays as it is, or becomes more; never less than what was decided."""
    now = hold_proposal(proposal)
    objection = objection_of(now)
    require(objection is not None and now.employee_id != by.person_id, pen_sentence(Pen.DECIDER))
    objection = _open_objection(now, version)
    require(can_decide_objection(by, now), pen_sentence(Pen.DECIDER))
    once = now.one_off_ratio if one_off_ratio is None else one_off_ratio
    if not reasons.strip():
        raise NotNow(_("Write the reasons of the decision."))
    _refuse_amount(now, amount, once, reasons)
    today = timezone.localdate()
    if (amount, once) != (now.new, now.one_off_ratio):
        _change(now, amount, once)
    objection.state = OBJECTION_MOVES["decide"].target
    objection.decided_on, objection.decision = today, reasons
    objection.decided_by, objection.decided_by_name = by.user, by.name
    objection.version += 1
    objection.save(
        update_fields=["state", "decided_on", "decision", "decided_by", "decided_by_name", "version"],
    )
    Decision.objects.create(
        organisation=now.organisation,
        proposal=now,
        act=Act.DECIDE,
        by=by.user,
        by_name=by.name,
        new=amount,
        one_off_ratio=once,
        reason=reasons,
    )
    audit.record(Event.REWARD_OBJECTION_DECIDED, on=now, by=by, about=now.employee_id)
    tell_decided(now, by=by)


def _open_objection(now: Proposal, version: int) -> Objection:
    objection = objection_of(now)
    if objection is None or objection.state != ObjectionState.MADE:
        raise NotNow(_("There is no objection here that waits for a decision."))
    if objection.version != version:
        raise NotNow(_("Something changed after you opened this page. Read it again first."))
    return objection


def _refuse_amount(now: Proposal, amount: Decimal, once: Decimal, reasons: str) -> None:
    rules = rules_of(now.round.system)
    base = base_of(rules, now)
    if base is None or now.new is None:
        raise NotNow(_("There is no salary or scale to start from. Ask HR to mend that first."))
    if amount == now.new:
        wrong = []
    else:
        wrong = [write_given_problem(problem) for problem in given_problems(base, amount, reason=reasons)]
    if amount < now.new:
        wrong.append(_("Nobody gets less by objecting. Enter %(amount)s or more.") % {"amount": money(now.new)})
    if once < now.one_off_ratio or once > max(base.most_one_off, now.one_off_ratio):
        words = {"low": percent(now.one_off_ratio), "high": percent(max(base.most_one_off, now.one_off_ratio))}
        wrong.append(_("The one-off reward lies between %(low)s and %(high)s of a year’s pay here.") % words)
    if wrong:
        raise NotNow(*dict.fromkeys(wrong))


def _change(now: Proposal, amount: Decimal, once: Decimal) -> None:
    """What the decision makes of the reward: the amounts, what they cost, and the salary from the day of the round."""
    assert now.part_time is not None
    rules = rules_of(now.round.system)
    base = base_of(rules, now)
    assert base is not None
    day, before = now.round.effective_on, now.new
    hold_pay(now.employee_id)
    salary = Salary.objects.select_for_update().filter(person=now.employee_id, from_on=day).first()
    as_recorded = salary is not None and (salary.amount, salary.scale) == (before, now.scale)
    # What was recorded from a later day (a promotion) was computed from what was decided then, and would stay as it is.
    is_passed = amount != before and Salary.objects.filter(person=now.employee_id, from_on__gt=day).exists()
    if is_passed or (not as_recorded and not (salary is None and before == now.old)):
        raise NotNow(
            _("The salary of %(name)s was changed since this was decided. Ask HR to look at it first.")
            % {"name": now.employee.name}
        )
    if salary is not None:
        salary.amount = amount
        salary.version += 1
        salary.save(update_fields=["amount", "version"])
    elif amount != now.old:
        add_salary(now.employee, from_on=day, scale=now.scale, amount=amount, part_time=now.part_time)
    cost = cost_of(base, rules.system, amount=amount, one_off_ratio=once, key=str(now.employee_id))
    now.new, now.one_off_ratio = amount, once
    now.structural, now.one_off = cost.structural, cost.one_off
    now.version += 1
    now.save(update_fields=["new", "one_off_ratio", "structural", "one_off", "version"])
