"""What waits for somebody in the rounds that run, and which objections to decide: for the page of all asks."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, Value
from django.utils import timezone

from zichtlijn.access.models import Membership
from zichtlijn.access.permissions import Permission
from zichtlijn.conversations.queries.course import members_with
from zichtlijn.rewards.models import Promotion, Proposal, RewardSystem, Round
from zichtlijn.rewards.permissions import can_adopt_system, can_decide_rewards, can_keep_rewards
from zichtlijn.rewards.states import OPEN, ObjectionState, PromotionState, RoundState, State, SystemState

#: So many objections are listed.
MOST = 100


@dataclass(frozen=True)
class WaitingRound:
    """A round in which somebody has something to do, and for how many people."""

    round: Round
    propose: int
    agree: int
    finish: int


def rounds_waiting_for(actor) -> list[WaitingRound]:
    """Rounds that run in which the actor proposes, agrees, or makes final; never one's own steps over again."""
    decides, keeps = can_decide_rewards(actor), can_keep_rewards(actor)
    if not (decides or keeps) or actor.user is None:
        return []
    rounds = {one.pk: one for one in Round.objects.filter(state=RoundState.RUNNING).order_by("effective_on", "pk")}
    if not rounds:
        return []
    running = Proposal.objects.filter(round__in=rounds).order_by()
    counts: dict[int, dict[str, int]] = {}

    def count(word: str, found) -> None:
        for pk, n in found.values_list("round_id").annotate(n=Count("pk")):
            counts.setdefault(pk, {})[word] = n

    if decides:
        count("propose", running.led_by(actor).filter(state__in=OPEN))
        second = running.seconded_by(actor).filter(state=State.PROPOSED)
        count("agree", second.exclude(proposed_by=actor.user.pk))
    if keeps:
        count("finish", running.to_finish(actor))
    words = ("propose", "agree", "finish")
    return [WaitingRound(rounds[pk], *(counts[pk].get(word, 0) for word in words)) for pk in rounds if pk in counts]


def objections_waiting_for(actor) -> list[Proposal]:
    """Rewards to which somebody objected, on which the actor decides: by name, or as HR when nobody is named."""
    if actor.user is None:
        return []
    found = _objections(actor)
    if actor.person_id:
        found = found.exclude(employee=actor.person_id).exclude(manager=actor.person_id)
    own = Q(proposed_by=actor.user.pk) | Q(agreed_by=actor.user.pk) | Q(decisions__by=actor.user.pk)
    decided = Proposal.objects.filter(own, objection__state=ObjectionState.MADE).values("pk")
    found = found.exclude(pk__in=decided).select_related("round", "employee", "objection")
    return list(found.order_by("objection__made_on", "pk")[:MOST])


def deciders_to_name(actor) -> list[Proposal]:
    """Rewards with an objection on which nobody of HR can decide, since all decided on the reward: HR names who."""
    if not can_keep_rewards(actor):
        return []
    found = Proposal.objects.filter(objection__state=ObjectionState.MADE, objection__decider=None)
    found = found.exclude(employee=actor.person_id or 0).select_related("round", "employee", "objection")
    rows = list(found.prefetch_related("decisions").order_by("objection__made_on", "pk")[:MOST])
    hr = list(keepers(actor.organisation.pk)) if rows else []
    return [row for row in rows if not free_to_decide(row, hr)]


def systems_waiting_for(actor) -> list[RewardSystem]:
    """Versions of the reward system that another proposed, and the actor can adopt."""
    found = RewardSystem.objects.filter(state=SystemState.PROPOSED).order_by("from_on", "pk")
    return [system for system in found if can_adopt_system(actor, system)]


def adopters(organisation_id: int):
    """The accounts of who can adopt a version and can sign in: directors and HR."""
    today = timezone.localdate()
    directors = members_with(organisation_id, Permission.ADOPT_REWARDS, today=today)
    return directors | keepers(organisation_id)


def keepers(organisation_id: int):
    """The accounts of HR that can sign in."""
    return members_with(organisation_id, Permission.KEEP_REWARDS, today=timezone.localdate())


def free_to_decide(proposal: Proposal, members: Iterable[Membership]) -> list[Membership]:
    """Those of these accounts that did not decide on the reward and are not of the person."""
    users = {proposal.proposed_by_id, proposal.agreed_by_id, *(one.by_id for one in proposal.decisions.all())}
    people = {proposal.employee_id, proposal.manager_id} - {None}
    return [one for one in members if one.user_id not in users and one.person_id not in people]


def _objections(actor):
    """Rewards with an objection that waits for the actor by name, or for HR."""
    mine = Q(objection__decider=actor.person_id) if actor.person_id else Q(pk__in=[])
    if can_keep_rewards(actor):
        mine |= Q(objection__decider=None)
    return Proposal.objects.filter(mine, objection__state=ObjectionState.MADE)


def kinds_waiting(actor) -> set[str]:
    """Of what there is anything at all: rounds that run, objections, promotions, versions of the reward system.

    One question for all of them, since mostly there is nothing.
    """
    if actor.user is None:
        return set()
    found = [_objections(actor).annotate(kind=Value("objections"))]
    if can_decide_rewards(actor) or can_keep_rewards(actor):
        found.append(Round.objects.filter(state=RoundState.RUNNING).annotate(kind=Value("rounds")))
        waiting = Promotion.objects.filter(state=PromotionState.PROPOSED)
        found.append(waiting.annotate(kind=Value("promotions")))
    if actor.may(Permission.ADOPT_REWARDS) or can_keep_rewards(actor):
        proposed = RewardSystem.objects.filter(state=SystemState.PROPOSED)
        found.append(proposed.annotate(kind=Value("systems")))
    first, *others = [rows.order_by().values_list("kind", flat=True) for rows in found]
    return set(first.union(*others) if others else first.distinct())
