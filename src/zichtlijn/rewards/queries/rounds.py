"""Rounds and their proposals, as pages show them."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from zichtlijn.access.models import Membership
from zichtlijn.access.permissions import Permission
from zichtlijn.access.roles import roles_with
from zichtlijn.calculations.rewards import BudgetCheck, RewardCost, RewardProposal, budget_check, one_off_reward
from zichtlijn.organisation.models import Person
from zichtlijn.rewards.models import Decision, Objection, Proposal, Round
from zichtlijn.rewards.permissions import can_keep_rewards, can_read_proposal, moves_open_to
from zichtlijn.rewards.queries.levels import counted_elsewhere, levels_in, moved_from
from zichtlijn.rewards.reckoning import Rules, base_of, most_to_give, rules_of, with_amount
from zichtlijn.rewards.states import OPEN, Missing, ObjectionState, RoundState, State
from zichtlijn.rewards.wording import Told, write_lines

#: So many managers without the right are named.
NAMED = 20


@dataclass(frozen=True)
class Counted:
    """A state in words, and how many proposals are in it."""

    state: str
    label: str
    count: int


@dataclass(frozen=True)
class Lacking:
    """Why nothing was computed, and for how many people."""

    label: str
    count: int


@dataclass(frozen=True)
class Moved:
    """Proposals that were computed from another appraisal than there is now: they cannot go on like this."""

    #: Are computed again when HR says so.
    waiting: frozenset[int]
    #: Were proposed already: these go back first.
    proposed: frozenset[int]

    @property
    def count(self) -> int:
        return len(self.waiting) + len(self.proposed)


@dataclass(frozen=True)
class ProposalPage:
    """One proposal with its calculation, and what this reader may do with it."""

    proposal: Proposal
    is_own: bool
    moves: list[str]
    rules: Rules | None = None
    base: RewardProposal | None = None
    #: What the amount that was given comes to; the calculation itself as long as nobody gave another one.
    given: RewardProposal | None = None
    one_off: Decimal = Decimal(0)
    lines: tuple[Told, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    decisions: tuple[Decision, ...] = ()
    #: Earlier rounds in which the same appraisal counted.
    counted_in: tuple[str, ...] = ()

    @property
    def deviates(self) -> bool:
        """True when people gave another amount than was computed."""
        return self.given is not None and self.proposal.new != self.proposal.computed

    @property
    def level_name(self) -> str:
        """The level of the appraisal in the words of the system."""
        level = self.rules.levels.get(self.proposal.level or 0) if self.rules else None
        return level.name if level else ""


def rounds_for(actor) -> QuerySet:
    """All rounds for who keeps them, those that are closed for who counts; with how far each is."""
    found = Round.objects.select_related("period", "unit").annotate(
        proposal_count=Count("proposals"), final_count=Count("proposals", filter=Q(proposals__state=State.FINAL))
    )
    if not can_keep_rewards(actor):
        found = found.filter(state=RoundState.CLOSED)
    return found.order_by("-effective_on", "-pk")


def proposals_of(actor, of_round: Round, show: str = "", *, moved: Moved | None = None) -> QuerySet:
    """The proposals of a round for who runs it, all or those that are asked for; never one's own draft."""
    found = Proposal.objects.filter(round=of_round).but_own_drafts_of(actor)
    found = found.select_related("employee", "unit", "manager")
    if show in State.values:
        found = found.filter(state=show)
    elif show == "finish":
        found = found.to_finish(actor)
    elif show == "missing":
        found = found.exclude(missing="")
    elif show == "moved":
        found = found.filter(pk__in=moved.waiting | moved.proposed if moved else [])
    elif show == "objections":
        found = found.filter(objection__state=ObjectionState.MADE)
    return found.order_by("unit__path", "employee__sort_name", "pk")


def own_is_left_out(actor, of_round: Round) -> bool:
    """True when the reader is in this round, and does not read what is being decided about them."""
    return Proposal.objects.filter(round=of_round).own_drafts_of(actor).exists()


def counts_of(of_round: Round, *, reader=None) -> tuple[list[Counted], list[Lacking]]:
    """How many proposals are in each state, and for how many people nothing was computed, by reason.

    For a reader without their own as long as it is not final.
    """
    found = Proposal.objects.filter(round=of_round).but_own_drafts_of(reader)
    rows = found.order_by().values_list("state", "missing").annotate(n=Count("pk"))
    states, missing = dict.fromkeys(State.values, 0), dict.fromkeys(Missing.values, 0)
    for state, lacks, n in rows:
        states[state] += n
        if lacks:
            missing[lacks] += n
    return (
        [Counted(value, str(label), states[value]) for value, label in State.choices],
        [Lacking(str(label), missing[value]) for value, label in Missing.choices if missing[value]],
    )


def moved_in(of_round: Round, *, reader=None) -> Moved:
    """Of whom the appraisal came or was changed since the computing; never the reader's own draft."""
    found = Proposal.objects.filter(round=of_round).exclude(state=State.FINAL).but_own_drafts_of(reader)
    rows = list(found.only("employee_id", "state", "level", "appraised_on", "missing"))
    moved = moved_from(rows, levels_in(of_round.cycle)) if rows else []
    waiting = frozenset(row.pk for row in moved if row.state in OPEN)
    return Moved(waiting, frozenset(row.pk for row in moved) - waiting)


def budget_of(of_round: Round, *, reader=None) -> BudgetCheck:
    """What the proposals cost in a year, by unit and together, against the budget: to the cent.

    For a reader without their own as long as it is not final: not in a total, nor in what is left.
    """
    found = Proposal.objects.filter(round=of_round).but_own_drafts_of(reader)
    rows = found.filter(structural__isnull=False).order_by("unit__path", "pk")
    costs = [
        RewardCost(str(employee), structural or Decimal(0), one_off or Decimal(0), unit)
        for employee, structural, one_off, unit in rows.values_list(
            "employee_id", "structural", "one_off", "unit__name"
        )
    ]
    return budget_check(costs, budget=of_round.budget)


def managers_without_right(of_round: Round) -> list[Person]:
    """Managers who have something to propose in this round and may not: they lack the role."""
    waiting = of_round.proposals.filter(state__in=OPEN, manager__isnull=False)
    return those_without_right(of_round, set(waiting.order_by().values_list("manager_id", flat=True)))


def those_without_right(of_round: Round, managers: set[int]) -> list[Person]:
    """Those of these managers who lack the role, the first of them."""
    able = Membership.objects.filter(
        organisation=of_round.organisation, is_active=True, roles__role__in=roles_with(Permission.DECIDE_REWARDS)
    )
    lacking = managers - set(able.values_list("person_id", flat=True))
    return list(Person.objects.filter(pk__in=lacking).order_by("sort_name", "pk")[:NAMED])


def to_decide(actor) -> list[Proposal]:
    """Proposals of rounds that run, of whom the actor leads, and of whom the actor leads the manager."""
    running = Proposal.objects.filter(round__state=RoundState.RUNNING)
    led = Q(pk__in=running.led_by(actor).values("pk")) | Q(pk__in=running.seconded_by(actor).values("pk"))
    found = running.filter(led).select_related("round", "employee", "unit", "manager")
    return list(found.order_by("round__effective_on", "round_id", "unit__path", "employee__sort_name", "pk"))


def earlier_decided(actor) -> list[Proposal]:
    """Final proposals of closed rounds of whom the actor led then."""
    closed = Proposal.objects.filter(round__state=RoundState.CLOSED, state=State.FINAL)
    found = closed.led_by(actor).select_related("round", "employee", "unit", "manager")
    return list(found.order_by("-round__effective_on", "employee__sort_name", "pk"))


def own_rewards(actor) -> list[Proposal]:
    """Final proposals about the actor."""
    found = Proposal.objects.filter(employee=actor.person_id or 0, state=State.FINAL)
    return list(found.select_related("round", "objection").order_by("-round__effective_on", "pk"))


def own_under_way(actor) -> list[Proposal]:
    """Proposals about the actor that are not final in rounds that run: that there is one, never what stands in it."""
    found = Proposal.objects.filter(employee=actor.person_id or 0, round__state=RoundState.RUNNING)
    found = found.exclude(state=State.FINAL).select_related("round").only("round__name", "round__effective_on")
    return list(found.order_by("round__effective_on", "pk"))


def open_objections(of_round: Round) -> int:
    """How many objections in a round wait for a decision."""
    return Objection.objects.filter(proposal__round=of_round, state=ObjectionState.MADE).count()


def proposal_page(actor, proposal: Proposal) -> ProposalPage:
    """A proposal as this actor may read it: without a word of what stands in it when they may not."""
    is_own = proposal.employee_id == actor.person_id
    moves = moves_open_to(actor, proposal)
    if not can_read_proposal(actor, proposal):
        return ProposalPage(proposal, is_own, moves)
    rules = rules_of(proposal.round.system)
    base = base_of(rules, proposal)
    if base is None:
        return ProposalPage(proposal, is_own, moves, rules)
    low, high = most_to_give(base, rules.system)
    given, one_off = None, Decimal(0)
    if proposal.new is not None:
        given = base if proposal.new == base.new else with_amount(base, proposal.new)
        if proposal.one_off_ratio:
            one_off = one_off_reward(given, proposal.one_off_ratio, periods=rules.system.periods)
    return ProposalPage(
        proposal,
        is_own,
        moves,
        rules,
        base,
        given,
        one_off,
        tuple(write_lines(base)),
        low,
        high,
        () if is_own else tuple(proposal.decisions.all()),
        _counted_in(proposal, is_own=is_own),
    )


def _counted_in(proposal: Proposal, *, is_own: bool) -> tuple[str, ...]:
    """Earlier rounds in which the same appraisal counted; to the person only what is final."""
    if proposal.level is None or proposal.missing:
        return ()
    before = counted_elsewhere(proposal.round).filter(employee=proposal.employee_id, round__lt=proposal.round_id)
    if is_own:
        before = before.filter(state=State.FINAL)
    return tuple(before.order_by("round").values_list("round__name", flat=True))
