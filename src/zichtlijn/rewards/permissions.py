"""Who keeps the reward system, who sees whose salary, and who holds which pen; the one door to each."""

from django.db.models import Exists
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zichtlijn.access.models import Membership
from zichtlijn.access.permissions import Permission
from zichtlijn.organisation.models import Person, Placement
from zichtlijn.organisation.permissions import get_person
from zichtlijn.rewards.models import Objection, Promotion, Proposal, RewardSystem, Round, Salary, Scale
from zichtlijn.rewards.models.rounds import above_its_manager
from zichtlijn.rewards.states import MOVES, Pen, PromotionState, RoundState, State, SystemState

# doors ------------------------------------------------------------------------------------------------------------


def get_system(actor, system_id: int) -> RewardSystem:
    """A version of the reward system that this actor may know of, or 404."""
    return get_object_or_404(RewardSystem.objects.visible_to(actor), pk=system_id, organisation=actor.organisation)


def get_scale(actor, scale_id: int) -> Scale:
    """A scale in a version that this actor may know of, or 404."""
    found = Scale.objects.filter(system__in=RewardSystem.objects.visible_to(actor)).select_related("system")
    return get_object_or_404(found, pk=scale_id, organisation=actor.organisation)


def get_paid_person(actor, person_id: int) -> Person:
    """A person whose salary this actor may see, or 404: whether there is one is not told either."""
    person = get_person(actor, person_id)
    if not can_see_salary(actor, person):
        raise Http404
    return person


def get_salary(actor, salary_id: int) -> Salary:
    """A salary, for who keeps them, or 404."""
    found = Salary.objects.select_related("person") if can_keep_rewards(actor) else Salary.objects.none()
    return get_object_or_404(found, pk=salary_id, organisation=actor.organisation)


def get_round(actor, round_id: int) -> Round:
    """A round: any of them for who keeps them, those that are closed for who counts, else 404."""
    found = Round.objects.select_related("period", "unit", "cycle", "system")
    if not can_keep_rewards(actor):
        found = found.filter(state=RoundState.CLOSED) if can_count_rewards(actor) else found.none()
    return get_object_or_404(found, pk=round_id, organisation=actor.organisation)


def get_proposal(actor, proposal_id: int) -> Proposal:
    """A proposal that this actor may know of, or 404. What stands in it: ask `can_read_proposal`."""
    found = Proposal.objects.visible_to(actor).select_related(
        "round__system", "round__cycle", "employee", "unit", "objection__decider"
    )
    return get_object_or_404(found, pk=proposal_id, organisation=actor.organisation)


def get_promotion(actor, promotion_id: int) -> Promotion:
    """A promotion that this actor may read, or 404."""
    found = Promotion.objects.visible_to(actor).select_related("person", "system", "position")
    return get_object_or_404(found, pk=promotion_id, organisation=actor.organisation)


# acts -------------------------------------------------------------------------------------------------------------


def can_keep_rewards(actor) -> bool:
    """Write the reward system, keep salaries and run rounds."""
    return actor.may(Permission.KEEP_REWARDS)


def can_write_salary(actor, person_id: int) -> bool:
    """Record, correct or take out what somebody earns: never one's own."""
    return can_keep_rewards(actor) and person_id != actor.person_id


def can_count_rewards(actor) -> bool:
    """Totals and the check of equal pay of a closed round, without names."""
    return actor.may(Permission.COUNT_REWARDS) or can_keep_rewards(actor)


def can_decide_rewards(actor) -> bool:
    """Propose and agree on the rewards of whom one leads."""
    return actor.person_id is not None and actor.may(Permission.DECIDE_REWARDS)


def can_adopt_system(actor, system: RewardSystem) -> bool:
    """Adopt a version that somebody else proposed, or send it back."""
    may = actor.may(Permission.ADOPT_REWARDS) or can_keep_rewards(actor)
    return may and system.state == SystemState.PROPOSED and not _is(actor, system.proposed_by_id)


def can_see_salary(actor, person: Person) -> bool:
    """One's own salary, that of whom one leads today with the right to decide, and all for who keeps them."""
    if person.organisation_id != actor.organisation.pk:
        return False
    if person.pk == actor.person_id or can_keep_rewards(actor):
        return True
    led = Placement.objects.today().filter(person=person, line_manager=actor.person_id or 0)
    return can_decide_rewards(actor) and led.exists()


def can_read_proposal(actor, proposal: Proposal) -> bool:
    """What stands in it: never one's own before it is final, whatever one's rights are."""
    if proposal.employee_id == actor.person_id:
        return proposal.state == State.FINAL
    return can_keep_rewards(actor) or bool(pens_of(actor, proposal)) or _is_named(actor, proposal)


def can_take_letter(actor, proposal: Proposal) -> bool:
    """The letter, once it is final, for who may read it."""
    return proposal.state == State.FINAL and can_read_proposal(actor, proposal)


def can_take_promotion_letter(actor, promotion: Promotion) -> bool:
    """The letter about a promotion, once it is agreed, for who may read it."""
    is_final = promotion.state == PromotionState.FINAL
    return is_final and Promotion.objects.visible_to(actor).filter(pk=promotion.pk).exists()


def can_take_payroll(actor, of_round: Round) -> bool:
    """What becomes final, as a file for the payroll."""
    return can_keep_rewards(actor) and of_round.organisation_id == actor.organisation.pk


def can_object(actor, proposal: Proposal) -> bool:
    """Object to one's own reward: once, when it is final and within the term."""
    is_own = actor.person_id is not None and proposal.employee_id == actor.person_id
    until = proposal.object_until
    is_in_time = until is not None and until >= timezone.localdate()
    return is_own and proposal.state == State.FINAL and is_in_time and objection_of(proposal) is None


def can_decide_objection(actor, proposal: Proposal) -> bool:
    """Decide on an objection: whom HR named, else HR; never who decided on the reward, nor the person."""
    objection = objection_of(proposal)
    if objection is None or not objection.is_open or proposal.employee_id == actor.person_id:
        return False
    may = _is_named(actor, proposal) if objection.decider_id else can_keep_rewards(actor)
    return may and not has_decided(actor, proposal)


def can_name_decider(actor, proposal: Proposal) -> bool:
    """Name who decides on an objection: HR, not on their own; who decided on the reward replaces nobody who can."""
    objection = objection_of(proposal)
    if not can_keep_rewards(actor) or proposal.employee_id == actor.person_id:
        return False
    if objection is None or not objection.is_open:
        return False
    named = objection.decider
    return named is None or not has_account(named) or not has_decided(actor, proposal)


def has_account(person: Person) -> bool:
    """True when there is an account with which this person can sign in today."""
    members = Membership.objects.open_on(timezone.localdate())
    return members.filter(organisation=person.organisation_id, person=person.pk).exists()


def objection_of(proposal: Proposal) -> Objection | None:
    """The objection to a reward, or None."""
    try:
        return proposal.objection
    except Objection.DoesNotExist:
        return None


def has_decided(actor, proposal: Proposal) -> bool:
    """True for who proposed, agreed or made it final, by account or as the manager of it."""
    if actor.user is None:
        return True
    if actor.person_id is not None and proposal.manager_id == actor.person_id:
        return True
    return decided_before(actor, proposal) or proposal.decisions.filter(by=actor.user).exists()


def _is_named(actor, proposal: Proposal) -> bool:
    """Named to decide on an objection that waits; once it is decided that one reads no more."""
    objection = objection_of(proposal)
    if objection is None or not objection.is_open:
        return False
    return actor.person_id is not None and objection.decider_id == actor.person_id


def can_propose_promotion(actor, person: Person) -> bool:
    """Propose that somebody goes to another scale: HR, and the line manager with the right; never for oneself."""
    return person.pk != actor.person_id and can_see_salary(actor, person)


def can_decide_promotion(actor, promotion: Promotion) -> bool:
    """Agree to a promotion or send it back, while it waits."""
    return promotion.state == PromotionState.PROPOSED and decides_on_promotion(actor, promotion)


def decides_on_promotion(actor, promotion: Promotion) -> bool:
    """HR or a manager above the person, and never who proposed it nor the person."""
    if promotion.organisation_id != actor.organisation.pk:
        return False
    if promotion.person_id == actor.person_id or actor.user is None or _is(actor, promotion.proposed_by_id):
        return False
    return Promotion.objects.visible_to(actor).filter(pk=promotion.pk).exists()


# pens -------------------------------------------------------------------------------------------------------------


def pens_of(actor, proposal: Proposal) -> set[Pen]:
    """Which pens the actor holds for this proposal: none for one's own."""
    pens: set[Pen] = set()
    if proposal.organisation_id != actor.organisation.pk or proposal.employee_id == actor.person_id:
        return pens
    this = Proposal.objects.filter(pk=proposal.pk)
    if this.led_by(actor).exists():
        pens.add(Pen.MANAGER)
    if this.seconded_by(actor).exists():
        pens.add(Pen.SECOND)
    if can_keep_rewards(actor):
        pens.add(Pen.HR)
    return pens


def decided_before(actor, proposal: Proposal) -> bool:
    """True when the step that would be confirmed was done by this actor: four eyes are those of two people."""
    return _is(actor, proposal.proposed_by_id) or _is(actor, proposal.agreed_by_id)


def stands_alone(proposal: Proposal) -> bool:
    """True when nobody stands above the manager, so that there is no second one."""
    led = Proposal.objects.filter(Exists(above_its_manager().exclude(line_manager=None)), pk=proposal.pk)
    return not led.exists()


def moves_open_to(actor, proposal: Proposal) -> list[str]:
    """Names of the moves that this actor can make now, in the order of the table."""
    if proposal.round.state != RoundState.RUNNING:
        return []
    pens = pens_of(actor, proposal)
    confirms = not decided_before(actor, proposal)
    open_now = [
        move.name
        for move in MOVES.values()
        if proposal.state in move.source and move.pen in pens and (confirms or move.name == "propose")
    ]
    if "finish_alone" in open_now and not stands_alone(proposal):
        open_now.remove("finish_alone")
    return open_now


def _is(actor, user_id: int | None) -> bool:
    return actor.user is not None and actor.user.pk == user_id
