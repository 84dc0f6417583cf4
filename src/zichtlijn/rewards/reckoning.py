"""From rows to the calculation and back: the rules of a version, what is proposed for one person, and what it costs."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest

from zichtlijn.calculations.bands import Band
from zichtlijn.calculations.rewards import (
    CollectiveOrder,
    CollectiveRaise,
    MeritCell,
    MeritMatrix,
    MeritRow,
    PercentageOf,
    PositionBy,
    RewardCase,
    RewardCost,
    RewardProposal,
    SalaryScale,
    merit_proposal,
    one_off_reward,
    promotion_proposal,
    raised_scale,
    relative_salary_position,
    reward_cost,
    step_proposal,
    to_cents,
)
from zichtlijn.rewards.models import Cell, Level, Proposal, RewardSystem, Round, Scale
from zichtlijn.rewards.states import Missing


@dataclass(frozen=True)
class Rules:
    """What a version says, as the calculation takes it. A level is a label by its name."""

    system: RewardSystem
    scales: dict[str, SalaryScale]
    levels: dict[int, Level]
    matrix: MeritMatrix

    @property
    def steps(self) -> dict[str, int]:
        """Label → number of steps in a scale that has them."""
        return {level.name: level.steps for level in self.levels.values()}


@dataclass(frozen=True)
class Facts:
    """From what a proposal is computed."""

    scale: str
    amount: Decimal
    part_time: Decimal
    level: int | None
    #: An objection to the appraisal is not decided yet.
    is_contested: bool = False


def as_scale(row: Scale) -> SalaryScale:
    """A scale as the calculation takes it."""
    return SalaryScale(row.name, row.minimum, row.maximum, row.step_amounts)


def rules_of(system: RewardSystem) -> Rules:
    """The rules of a version: four questions, however large it is."""
    levels = list(system.levels.all())
    rows = list(system.bands.all())
    highs = [row.low for row in rows[1:]]
    bands = tuple(Band(row.name, row.low, high) for row, high in zip_longest(rows, highs))
    cells = {(cell.of_level_id, cell.band_id): cell for cell in Cell.objects.filter(of_level__system=system)}
    matrix = MeritMatrix(
        bands,
        tuple(
            MeritRow(
                level.name,
                tuple(
                    MeritCell(cell.ratio, cell.most_one_off)
                    for row in rows
                    if (cell := cells.get((level.pk, row.pk))) is not None
                ),
            )
            for level in levels
        ),
        PercentageOf(system.percentage_of),
        PositionBy(system.position_by),
    )
    scales = {row.name: as_scale(row) for row in system.scales.all()}
    return Rules(system, scales, {level.number: level for level in levels}, matrix)


def why_missing(rules: Rules, facts: Facts | None) -> str:
    """Why nothing can be computed from these facts; empty when it can."""
    if facts is None:
        return Missing.SALARY
    if facts.scale not in rules.scales:
        return Missing.SCALE
    if facts.level is None:
        return Missing.APPRAISAL
    if facts.is_contested:
        return Missing.OBJECTION
    return "" if facts.level in rules.levels else Missing.LEVEL


def reckon(rules: Rules, of_round: Round, facts: Facts) -> RewardProposal:
    """What follows from the rules; without a known level only a collective raise, and the lines say so.

    The scale of the facts must be one of the rules.
    """
    scale = rules.scales[facts.scale]
    level = None if facts.level is None or facts.is_contested else rules.levels.get(facts.level)
    case = RewardCase("", facts.amount, scale, level.name if level else None, facts.part_time)
    collective = None
    if of_round.collective:
        collective = CollectiveRaise(
            of_round.collective,
            CollectiveOrder(rules.system.collective_order),
            raised_scale(scale, of_round.collective) if of_round.scales_rise else None,
            rules.system.collective_above,
        )
    if scale.steps:
        return step_proposal(case, rules.steps, collective=collective)
    return merit_proposal(case, rules.matrix, collective=collective)


def facts_of(proposal: Proposal) -> Facts | None:
    """From what a proposal was computed; None without a salary."""
    if proposal.old is None or proposal.part_time is None:
        return None
    contested = proposal.missing == Missing.OBJECTION
    return Facts(proposal.scale, proposal.old, proposal.part_time, proposal.level, contested)


def base_of(rules: Rules, proposal: Proposal) -> RewardProposal | None:
    """The calculation behind a proposal, also where the appraisal is missing; None without a salary or a scale."""
    facts = facts_of(proposal)
    if facts is None or facts.scale not in rules.scales:
        return None
    return reckon(rules, proposal.round, facts)


def with_amount(base: RewardProposal, amount: Decimal) -> RewardProposal:
    """The same proposal with the salary that somebody gives instead."""
    paid = to_cents(Fraction(amount) * _part_of(base))
    return replace(
        base, new=amount, paid_new=paid, position_after=relative_salary_position(amount, base.scale), lines=()
    )


def _part_of(base: RewardProposal) -> Fraction:
    return next((line.ratio for line in base.lines if line.code == "part_time" and line.ratio), Fraction(1))


def most_to_give(base: RewardProposal, system: RewardSystem) -> tuple[Decimal, Decimal]:
    """Between which amounts a manager may propose: the deviation that the system allows around what was computed."""
    room = Fraction(system.most_deviation) * Fraction(base.old)
    ceiling = max(base.new, base.scale.maximum)
    low = max(base.old, to_cents(max(Fraction(0), Fraction(base.new) - room)))
    return low, min(to_cents(Fraction(base.new) + room), ceiling)


def cost_of(
    base: RewardProposal, system: RewardSystem, *, amount: Decimal, one_off_ratio: Decimal, key: str, group: str = ""
) -> RewardCost:
    """What a proposal costs in a year with this amount and this one-off reward."""
    given = with_amount(base, amount)
    once = one_off_reward(given, one_off_ratio, periods=system.periods) if one_off_ratio else Decimal("0.00")
    return reward_cost(given, periods=system.periods, one_off=once, group=group)


def reckon_promotion(rules: Rules, facts: Facts, scale: str) -> RewardProposal:
    """What becomes of a salary in another scale: the raise of a promotion, at least the minimum, never less.

    `scale` must be one of the rules; that of the facts need not be any more.
    """
    old = rules.scales.get(facts.scale) or SalaryScale(facts.scale, facts.amount, facts.amount)
    case = RewardCase("", facts.amount, old, None, facts.part_time)
    new = rules.scales[scale]
    return promotion_proposal(case, new, rules.system.promotion, on_step=bool(new.steps))
