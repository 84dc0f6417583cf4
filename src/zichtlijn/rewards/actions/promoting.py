"""Promotions: one proposes, another decides, and then the salary in the new scale is recorded."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.calculations.rewards import RewardProposal, is_in_cents
from zichtlijn.organisation.models import Person, Position
from zichtlijn.rewards.actions.salaries import add_salary, hold_pay
from zichtlijn.rewards.models import Promotion, RewardSystem, Salary
from zichtlijn.rewards.permissions import can_propose_promotion, decides_on_promotion
from zichtlijn.rewards.queries.systems import system_on
from zichtlijn.rewards.reckoning import Facts, reckon_promotion, rules_of
from zichtlijn.rewards.states import PROMOTION_MOVES, PromotionState
from zichtlijn.rewards.telling import tell_promotion
from zichtlijn.rewards.wording import money


@dataclass(frozen=True)
class Reckoned:
    """What a promotion would give by the rules, and from which salary and which version."""

    system: RewardSystem
    salary: Salary
    found: RewardProposal


def reckoned(person: Person, *, scale: str, from_on: date) -> Reckoned:
    """What becomes of the salary of somebody who goes to this scale on this day, or why that cannot be computed."""
    system = system_on(from_on)
    if system is None:
        raise NotNow(_("No version of the reward system holds on that day."))
    rules = rules_of(system)
    if scale not in rules.scales:
        raise NotNow(_("The reward system that holds on that day has no such scale."))
    salary = Salary.objects.filter(person=person.pk).order_by("-from_on").first()
    if salary is None:
        raise NotNow(_("No salary of this person is recorded yet: there is nothing to start from."))
    if salary.from_on >= from_on:
        raise NotNow(_("A salary was recorded that holds from a later day or the same one. Look at it first."))
    if salary.scale == scale:
        raise NotNow(_("That is the scale in which the person is now."))
    facts = Facts(salary.scale, salary.amount, salary.part_time, None)
    return Reckoned(system, salary, reckon_promotion(rules, facts, scale))


@transaction.atomic
def propose_promotion(
    person: Person,
    *,
    from_on: date,
    scale: str,
    reason: str,
    position: Position | None = None,
    amount: Decimal | None = None,
    by,
) -> Promotion:
    """Propose it: what follows from the rules, or another amount within the new scale and never below the salary."""
    require(can_propose_promotion(by, person), _("HR or the line manager proposes, and nobody for themselves."))
    hold_pay(person.pk)
    basis = reckoned(person, scale=scale, from_on=from_on)
    new = basis.found.new if amount is None else amount
    if wrong := _problems(basis, new, reason):
        raise NotNow(*wrong)
    made = _open_one(
        organisation=by.organisation,
        person=person,
        from_on=from_on,
        system=basis.system,
        position=position,
        old_scale=basis.salary.scale,
        old=basis.salary.amount,
        part_time=basis.salary.part_time,
        scale=scale,
        computed=basis.found.new,
        new=new,
        reason=reason,
        proposed_by=by.user,
        proposed_by_name=by.name,
        proposed_on=timezone.localdate(),
    )
    audit.record(Event.PROMOTION_PROPOSED, on=made, by=by, about=person.pk)
    tell_promotion(made, by=by)
    return made


def _open_one(**fields) -> Promotion:
    """Keep it; of one person one promotion waits at a time."""
    try:
        with transaction.atomic():
            return Promotion.objects.create(state=PromotionState.PROPOSED, **fields)
    except IntegrityError:
        raise NotNow(
            _("A promotion of this person already waits for a decision. Have that one decided first.")
        ) from None


def _problems(basis: Reckoned, new: Decimal, reason: str) -> list[str]:
    scale, old = basis.found.scale, basis.salary.amount
    wrong = []
    if not reason.strip():
        wrong.append(_("Write why this person goes to this scale."))
    if not is_in_cents(new):
        wrong.append(_("Enter an amount in whole cents."))
    low, high = max(old, min(scale.minimum, basis.found.new)), max(old, scale.maximum)
    if not low <= new <= high:
        words = {"low": money(low), "high": money(high)}
        wrong.append(_("In this scale the salary lies from %(low)s to %(high)s: never below what it is.") % words)
    return wrong


@transaction.atomic
def agree_promotion(promotion: Promotion, *, version: int, by) -> None:
    """The other of two people agrees: the salary in the new scale holds from its day."""
    now = _hold(promotion, "agree", version, by)
    hold_pay(now.person_id)
    last = Salary.objects.filter(person=now.person_id).order_by("-from_on").first()
    if last is None or last.from_on >= now.from_on:
        raise NotNow(_("A salary was recorded that holds from a later day or the same one. Look at it first."))
    if (last.amount, last.part_time, last.scale) != (now.old, now.part_time, now.old_scale):
        raise NotNow(_("The salary was changed since this was computed. Send it back and propose again."))
    add_salary(now.person, from_on=now.from_on, scale=now.scale, amount=now.new, part_time=now.part_time)
    _decide(now, "agree", by)
    audit.record(Event.PROMOTION_FINAL, on=now, by=by, about=now.person_id)


@transaction.atomic
def return_promotion(promotion: Promotion, *, reason: str, version: int, by) -> None:
    """The other does not agree, and says why; who wants it still proposes again."""
    now = _hold(promotion, "return", version, by)
    if not reason.strip():
        raise NotNow(_("Write why you do not agree."))
    _decide(now, "return", by, answer=reason)
    audit.record(Event.PROMOTION_RETURNED, on=now, by=by, about=now.person_id)


def _hold(promotion: Promotion, move: str, version: int, by) -> Promotion:
    found = Promotion.objects.select_for_update(of=("self",)).select_related("person")
    now: Promotion = found.get(pk=promotion.pk)
    sentence = _("Another than who proposed it decides: HR, or a manager above the person.")
    require(decides_on_promotion(by, now), sentence)
    if now.state != PROMOTION_MOVES[move][0]:
        raise NotNow(_("That is not possible now: this promotion is “%(state)s”.") % {"state": now.get_state_display()})
    if now.version != version:
        raise NotNow(_("Something changed after you opened this page. Read it again first."))
    return now


def _decide(now: Promotion, move: str, by, *, answer: str = "") -> None:
    now.state = PROMOTION_MOVES[move][1]
    now.decided_by, now.decided_by_name, now.decided_on, now.answer = by.user, by.name, timezone.localdate(), answer
    now.version += 1
    now.save(update_fields=["state", "decided_by", "decided_by_name", "decided_on", "answer", "version"])
    tell_promotion(now, by=by)
