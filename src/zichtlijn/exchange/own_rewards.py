"""Of one's own data: what one earns, what was decided about it, and what is kept for the check of equal pay.

Nothing of a proposal before it is final; of others that one decided about them stands in what one did, without names.
"""

from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.rewards.models import Objection, Promotion, Proposal, RecordedGender, Salary
from zichtlijn.rewards.permissions import objection_of
from zichtlijn.rewards.states import PromotionState, State

Rows = list[dict]


def salaries(by: Actor) -> Rows:
    """The salaries of the person."""
    if not by.person_id:
        return []
    return [
        {
            _("from"): row.from_on, _("scale"): row.scale, _("salary for full-time work"): row.amount,
            _("part of full-time work"): row.part_time,
        }
        for row in Salary.objects.filter(person=by.person_id).order_by("from_on")
    ]  # fmt: skip


def rewards(by: Actor) -> Rows:
    """What became final about the person, with from what it was computed; and for how many people one proposed."""
    if not by.person_id:
        return []
    rows = Proposal.objects.filter(employee=by.person_id, state=State.FINAL).select_related(
        "round", "manager", "objection"
    )
    mine = [
        {
            _("round"): row.round.name, _("from"): row.round.effective_on, _("about"): _("me"),
            _("manager"): row.manager.name if row.manager else "", _("scale"): row.scale, _("salary"): row.old,
            _("part of full-time work"): row.part_time, _("level of appraisal"): row.level,
            _("computed salary"): row.computed, _("new salary"): row.new, _("one-off reward"): row.one_off,
            _("reward other than money"): row.other_reward, _("reason"): row.reason, _("final on"): row.final_on,
            _("object until"): row.object_until, **_objection(objection_of(row)),
        }
        for row in rows.order_by("round__effective_on", "pk")
    ]  # fmt: skip
    led = Proposal.objects.filter(manager=by.person_id, state=State.FINAL).select_related("round")
    empty = dict.fromkeys(mine[0], "") if mine else {}
    named = Proposal.objects.filter(objection__decider=by.person_id).exclude(employee=by.person_id)
    others = [(row, _("somebody I lead")) for row in led.order_by("round__effective_on", "pk")]
    others += [
        (row, _("somebody on whose objection I decide"))
        for row in named.select_related("round").order_by("round__effective_on", "pk")
    ]
    return mine + [
        empty | {_("round"): row.round.name, _("from"): row.round.effective_on, _("about"): about}
        for row, about in others
    ]


def _objection(made: Objection | None) -> dict:
    """What the person objected and what was decided on it."""
    return {
        _("reasons of the objection"): made.reasons if made else "", _("made on"): made.made_on if made else None,
        _("decided on"): made.decided_on if made else None, _("decided by"): made.decided_by_name if made else "",
        _("reasons of the decision"): made.decision if made else "",
    }  # fmt: skip


def promotions(by: Actor) -> Rows:
    """Promotions of the person that became final."""
    if not by.person_id:
        return []
    rows = Promotion.objects.filter(person=by.person_id, state=PromotionState.FINAL).select_related("position")
    return [
        {
            _("from"): row.from_on, _("scale until then"): row.old_scale, _("salary"): row.old,
            _("new scale"): row.scale, _("position"): row.position.name if row.position else "",
            _("computed salary"): row.computed, _("new salary"): row.new, _("reason"): row.reason,
            _("proposed by"): row.proposed_by_name, _("decided by"): row.decided_by_name,
            _("decided on"): row.decided_on,
        }
        for row in rows.order_by("from_on", "pk")
    ]  # fmt: skip


def gender(by: Actor) -> Rows:
    """What is recorded for the check of equal pay, if anything is."""
    if not by.person_id:
        return []
    return [{_("gender"): row.get_gender_display()} for row in RecordedGender.objects.filter(person=by.person_id)]
