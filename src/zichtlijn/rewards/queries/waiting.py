"""What waits for somebody in the rounds that run, and which objections to decide: for the page of all asks."""

from dataclasses import dataclass

from django.db.models import Count, Q

from zichtlijn.rewards.models import Proposal, Round
from zichtlijn.rewards.permissions import can_decide_rewards, can_keep_rewards
from zichtlijn.rewards.states import ObjectionState, RoundState, State

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
    running = Proposal.objects.filter(round__state=RoundState.RUNNING).order_by()
    counts: dict[int, dict[str, int]] = {}

    def count(word: str, found) -> None:
        for pk, n in found.values_list("round_id").annotate(n=Count("pk")):
            counts.setdefault(pk, {})[word] = n

    if decides:
        count("propose", running.led_by(actor).filter(state__in=(State.COMPUTED, State.RETURNED)))
        second = running.seconded_by(actor).filter(state=State.PROPOSED)
        count("agree", second.exclude(proposed_by=actor.user.pk))
    if keeps:
        mine = Q(employee=actor.person_id) if actor.person_id else Q(pk__in=[])
        done = mine | Q(proposed_by=actor.user.pk) | Q(agreed_by=actor.user.pk)
        count("finish", running.filter(state=State.AGREED).exclude(done))
    rounds = Round.objects.filter(pk__in=counts).order_by("effective_on", "pk")
    return [
        WaitingRound(one, *(counts[one.pk].get(word, 0) for word in ("propose", "agree", "finish"))) for one in rounds
    ]


def objections_waiting_for(actor) -> list[Proposal]:
    """Rewards to which somebody objected, on which the actor decides: by name, or as HR when nobody is named."""
    if actor.user is None:
        return []
    mine = Q(objection__decider=actor.person_id) if actor.person_id else Q(pk__in=[])
    if can_keep_rewards(actor):
        mine |= Q(objection__decider=None)
    found = Proposal.objects.filter(mine, objection__state=ObjectionState.MADE)
    if actor.person_id:
        found = found.exclude(employee=actor.person_id).exclude(manager=actor.person_id)
    own = Q(proposed_by=actor.user.pk) | Q(agreed_by=actor.user.pk) | Q(decisions__by=actor.user.pk)
    decided = Proposal.objects.filter(own, objection__state=ObjectionState.MADE).values("pk")
    found = found.exclude(pk__in=decided).select_related("round", "employee", "objection")
    return list(found.order_by("objection__made_on", "pk")[:MOST])
