"""Rounds: making, starting, computing again and closing."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.conversations.queries.course import led_people
from zichtlijn.organisation.models import Placement
from zichtlijn.rewards.actions.systems import reasons_of_consent, require_keeping
from zichtlijn.rewards.models import Proposal, Round
from zichtlijn.rewards.queries.figures import figures_of
from zichtlijn.rewards.queries.levels import FinalLevel, levels_in, others_from_that_day, scale_of
from zichtlijn.rewards.queries.salaries import salaries_before
from zichtlijn.rewards.reckoning import Facts, Rules, cost_of, reckon, rules_of, why_missing
from zichtlijn.rewards.states import OPEN, ROUND_MOVES, RoundState, SystemState
from zichtlijn.rewards.wording import problems_of

BATCH = 1000
COMPUTED = (
    "scale",
    "old",
    "part_time",
    "level",
    "appraised_on",
    "missing",
    "computed",
    "new",
    "one_off_ratio",
    "structural",
    "one_off",
)


@transaction.atomic
def add_round(*, by, **fields) -> Round:
    """Make a round; nothing is computed yet."""
    require_keeping(by)
    made = Round.objects.create(organisation=by.organisation, **fields)
    audit.record(Event.ROUND_ADDED, on=made, by=by)
    return made


@transaction.atomic
def change_round(of_round: Round, changes: dict, *, version: int, by) -> list[str]:
    """Change a round. Once it runs only its name and its budget."""
    require_keeping(by)
    now = _lock(of_round)
    if now.state == RoundState.CLOSED:
        raise NotNow(_("This round is closed: nothing changes in it any more."))
    if now.state == RoundState.RUNNING:
        changes = {name: value for name, value in changes.items() if name in {"name", "budget"}}
    changed = save_version(of_round, changes, version=version)
    if changed:
        audit.record(Event.ROUND_CHANGED, on=of_round, by=by, detail={"fields": changed})
    return changed


@transaction.atomic
def remove_round(of_round: Round, *, by) -> None:
    """Throw away a round that was never started: nothing was computed in it."""
    require_keeping(by)
    now = _lock(of_round)
    if now.state != RoundState.DRAFT:
        raise NotNow(_("This round was started: it stays. Close it when nothing more is to come of it."))
    audit.record(Event.ROUND_REMOVED, on=now, by=by)
    now.delete()


def reasons_not_to_start(of_round: Round) -> list[str]:
    """Everything that stands in the way of starting a round."""
    system, reasons = of_round.system, []
    if system.state != SystemState.ADOPTED:
        reasons.append(_("The reward system of this round is not adopted yet: two people do that."))
    elif system.from_on > of_round.effective_on:
        reasons.append(_("The reward system of this round holds only from a later day than the new salaries."))
    reasons += reasons_of_consent(system)
    rules, scale = rules_of(system), scale_of(of_round.cycle)
    reasons += problems_of(rules)[0]
    if scale and len(scale) != len(rules.levels):
        reasons.append(
            _(
                "The appraisals of “%(cycle)s” have %(theirs)s levels and the reward system has %(ours)s: which raise "
                "goes with which level is not to be said. Choose another cycle or version."
            )
            % {"cycle": of_round.cycle.name, "theirs": len(scale), "ours": len(rules.levels)}
        )
    if not led_people(of_round.unit, today=timezone.localdate())[0]:
        reasons.append(_("Nobody in this round has a line manager: there is nobody who could propose."))
    elif not _placements(of_round):
        reasons.append(_("Everybody of this round is in another one from the same day. A person is in one at a time."))
    return reasons


def _placements(of_round: Round) -> list[Placement]:
    """Of everybody in this round: who has a line manager and is in no other round from the same day."""
    placements, _without = led_people(of_round.unit, today=timezone.localdate())
    elsewhere = set(others_from_that_day(of_round).values_list("employee_id", flat=True))
    return [placement for placement in placements if placement.person_id not in elsewhere]


@transaction.atomic
def start_round(of_round: Round, *, by) -> int:
    """Compute a proposal for everybody in scope, or say why none can be computed; how many people."""
    require_keeping(by)
    now = _lock(of_round)
    _refuse_move(now, "start")
    if reasons := reasons_not_to_start(now):
        raise NotNow(*reasons)
    proposals = proposals_beforehand(now)
    Proposal.objects.bulk_create(proposals, batch_size=BATCH)
    Round.objects.filter(pk=now.pk).update(state=RoundState.RUNNING, started_on=timezone.localdate())
    audit.record(Event.ROUND_STARTED, on=now, by=by, detail={"people": len(proposals)})
    return len(proposals)


def proposals_beforehand(of_round: Round) -> list[Proposal]:
    """What starting the round would propose from the salaries and appraisals of now; nothing is written."""
    proposals = [
        Proposal(
            organisation=of_round.organisation,
            round=of_round,
            employee_id=placement.person_id,
            manager_id=placement.line_manager_id,
            unit_id=placement.unit_id,
        )
        for placement in _placements(of_round)
    ]
    _compute(of_round, proposals)
    return proposals


@transaction.atomic
def compute_again(of_round: Round, *, by) -> int:
    """Compute what is not proposed from the salaries and appraisals of now; how many proposals changed."""
    require_keeping(by)
    now = _lock(of_round)
    if now.state != RoundState.RUNNING:
        raise NotNow(_("Only in a round that is running something is computed."))
    open_ones = list(now.proposals.select_for_update(of=("self",)).filter(state__in=OPEN).order_by("pk"))
    before = {row.pk: tuple(getattr(row, name) for name in COMPUTED) for row in open_ones}
    for row in open_ones:
        row.round = now
    _compute(now, open_ones)
    changed = [row for row in open_ones if tuple(getattr(row, name) for name in COMPUTED) != before[row.pk]]
    for row in changed:
        row.version += 1
    Proposal.objects.bulk_update(changed, [*COMPUTED, "version"], batch_size=BATCH)
    audit.record(Event.ROUND_COMPUTED, on=now, by=by, detail={"changed": len(changed)})
    return len(changed)


def _compute(of_round: Round, proposals: list[Proposal]) -> None:
    rules = rules_of(of_round.system)
    salaries = salaries_before([row.employee_id for row in proposals], of_round.effective_on)
    levels = levels_in(of_round.cycle)
    for row in proposals:
        salary, level = salaries.get(row.employee_id), levels.get(row.employee_id)
        facts = None
        if salary is not None:
            number, contested = (level.level, level.is_contested) if level else (None, False)
            facts = Facts(salary.scale, salary.amount, salary.part_time, number, contested)
        compute_one(rules, of_round, row, facts, level)


def compute_one(
    rules: Rules, of_round: Round, proposal: Proposal, facts: Facts | None, level: FinalLevel | None
) -> None:
    """Fill in a proposal from these facts; what is missing is said and gives no amount."""
    proposal.scale = facts.scale if facts else ""
    proposal.old = facts.amount if facts else None
    proposal.part_time = facts.part_time if facts else None
    proposal.level = level.level if level else None
    proposal.appraised_on = level.on if level else None
    proposal.missing = why_missing(rules, facts)
    proposal.one_off_ratio = 0
    proposal.computed = proposal.new = proposal.structural = proposal.one_off = None
    if facts is None or proposal.missing:
        return
    found = reckon(rules, of_round, facts)
    cost = cost_of(found, rules.system, amount=found.new, one_off_ratio=Decimal(0), key=str(proposal.employee_id))
    proposal.computed = proposal.new = found.new
    proposal.structural, proposal.one_off = cost.structural, cost.one_off


@transaction.atomic
def close_round(of_round: Round, *, by) -> None:
    """Close a round and keep its figures; what is not final stays as it is, and no salary follows from it."""
    require_keeping(by)
    now = _lock(of_round)
    _refuse_move(now, "close")
    list(now.proposals.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    figures = figures_of(now)
    Round.objects.filter(pk=now.pk).update(
        state=RoundState.CLOSED, closed_on=timezone.localdate(), figures=figures, version=now.version + 1
    )
    audit.record(Event.ROUND_CLOSED, on=now, by=by)


def _lock(of_round: Round) -> Round:
    found = Round.objects.select_for_update(of=("self",)).select_related("system", "unit", "cycle", "period")
    now: Round = found.get(pk=of_round.pk)
    return now


def _refuse_move(now: Round, name: str) -> None:
    source, _target = ROUND_MOVES[name]
    if now.state != source:
        raise NotNow(_("That is not possible now: this round is “%(state)s”.") % {"state": now.get_state_display()})
