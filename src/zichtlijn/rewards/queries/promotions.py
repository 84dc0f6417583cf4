"""Promotions, as pages show them."""

from dataclasses import dataclass

from zichtlijn.calculations.rewards import RewardProposal
from zichtlijn.organisation.models import Person
from zichtlijn.rewards.models import Promotion
from zichtlijn.rewards.permissions import can_decide_rewards, can_keep_rewards
from zichtlijn.rewards.reckoning import Facts, reckon_promotion, rules_of
from zichtlijn.rewards.states import PromotionState
from zichtlijn.rewards.wording import Told, write_lines

#: So many that wait are listed.
MOST = 100


@dataclass(frozen=True)
class PromotionPage:
    """A promotion with its calculation, line by line."""

    promotion: Promotion
    found: RewardProposal | None
    lines: tuple[Told, ...]


def promotion_page(promotion: Promotion) -> PromotionPage:
    """The calculation again, from what is kept."""
    rules = rules_of(promotion.system)
    if promotion.scale not in rules.scales:
        return PromotionPage(promotion, None, ())
    facts = Facts(promotion.old_scale, promotion.old, promotion.part_time, None)
    found = reckon_promotion(rules, facts, promotion.scale)
    return PromotionPage(promotion, found, tuple(write_lines(found)))


def promotions_of(actor, person: Person) -> list[Promotion]:
    """Those of a person that this actor may read, the latest first."""
    return list(Promotion.objects.visible_to(actor).filter(person=person).select_related("position"))


def promotions_waiting_for(actor) -> list[Promotion]:
    """Those on which the actor can decide: never what they proposed themselves, nor about themselves."""
    if actor.user is None or not (can_decide_rewards(actor) or can_keep_rewards(actor)):
        return []
    found = Promotion.objects.visible_to(actor).filter(state=PromotionState.PROPOSED)
    found = found.exclude(proposed_by=actor.user.pk).exclude(person=actor.person_id or 0)
    return list(found.select_related("person").order_by("proposed_on", "pk")[:MOST])
