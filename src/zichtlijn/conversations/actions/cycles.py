"""Making, starting, following and closing a cycle."""

from datetime import date

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.conversations.companions import follow_close
from zichtlijn.conversations.models import Conversation, Cycle, Step
from zichtlijn.conversations.permissions import can_run_conversations
from zichtlijn.conversations.queries.course import people_in_scope, people_who_joined
from zichtlijn.conversations.states import CYCLE_MOVES, ORDER, Consent, CycleState, Kind, State
from zichtlijn.conversations.telling import remind, tell_started
from zichtlijn.organisation.models import Period, Placement, Unit

BATCH = 1000


@transaction.atomic
def add_cycle(*, name: str, period: Period, unit: Unit | None, by, **consent) -> Cycle:
    """Make a cycle; its steps come afterwards."""
    _require(by)
    _refuse_name(name)
    cycle = Cycle.objects.create(organisation=by.organisation, name=name, period=period, unit=unit, **consent)
    audit.record(Event.CYCLE_ADDED, on=cycle, by=by)
    return cycle


@transaction.atomic
def change_cycle(cycle: Cycle, changes: dict, *, version: int, by) -> list[str]:
    """Change a cycle. For whom and when it is stays as it was once it runs."""
    _require(by)
    now = _lock(cycle)
    _refuse_closed(now)
    if now.state != CycleState.DRAFT:
        changes = {name: value for name, value in changes.items() if name not in {"period", "unit"}}
        _refuse_without_consent(now, changes)
    if changes.get("name", now.name) != now.name:
        _refuse_name(changes["name"], but=now)
    changed = save_version(cycle, changes, version=version)
    if changed:
        audit.record(Event.CYCLE_CHANGED, on=cycle, by=by, detail={"fields": changed})
    return changed


@transaction.atomic
def remove_cycle(cycle: Cycle, *, by) -> None:
    """Throw a cycle away that did not start: nobody has a conversation in it yet."""
    _require(by)
    now = _lock(cycle)
    if now.state != CycleState.DRAFT:
        raise NotNow(_("This cycle has started: it can be closed, and stays."))
    audit.record(Event.CYCLE_REMOVED, on=now, by=by)
    try:
        with transaction.atomic():
            now.delete()
    except ProtectedError:
        raise NotNow(
            _("A reward round is to follow the appraisals of this cycle. Give that round another one.")
        ) from None


@transaction.atomic
def add_step(cycle: Cycle, *, by, **fields) -> Step:
    """Add a conversation to a cycle that has not started."""
    _require(by)
    _refuse_started(_lock(cycle))
    step = Step.objects.create(organisation=cycle.organisation, cycle=cycle, **fields)
    audit.record(Event.STEP_ADDED, on=cycle, by=by, detail={"title": step.title})
    return step


@transaction.atomic
def change_step(step: Step, changes: dict, *, version: int, by) -> list[str]:
    """Change a step; once the cycle runs only how long it stays open, and the term to answer."""
    _require(by)
    now = _lock(step.cycle)
    _refuse_closed(now)
    if now.state == CycleState.RUNNING:
        changes = {name: value for name, value in changes.items() if name in {"title", "closes_on", "response_days"}}
        if changes.get("closes_on", step.closes_on) < step.closes_on:
            raise NotNow(_("This cycle is running: a step can be given more time, not less."))
    changed = save_version(step, changes, version=version)
    if changed:
        audit.record(Event.STEP_CHANGED, on=step.cycle, by=by, detail={"title": step.title, "fields": changed})
    return changed


@transaction.atomic
def remove_step(step: Step, *, by) -> None:
    """Take a step out of a cycle that has not started."""
    _require(by)
    _refuse_started(_lock(step.cycle))
    audit.record(Event.STEP_REMOVED, on=step.cycle, by=by, detail={"title": step.title})
    step.delete()


def reasons_not_to_start(cycle: Cycle, *, today: date) -> list[str]:
    """Everything that stands in the way of starting a cycle."""
    steps, reasons = list(cycle.steps.all()), []
    if not steps:
        reasons.append(_("This cycle has no steps yet. Add at least one conversation."))
    kinds = [step.kind for step in steps if step.kind != Kind.FREE]
    if kinds != sorted(kinds, key=ORDER.index):
        reasons.append(
            _("The order is not right: first planning, then progress, and the appraisal last. Change the days.")
        )
    if Kind.APPRAISAL in kinds:
        reasons += _reasons_of_consent(cycle)
    if steps and not people_in_scope(cycle, today=today)[0]:
        reasons.append(_("Nobody in this cycle has a line manager: there is nobody to talk with."))
    return reasons


def _reasons_of_consent(cycle: Cycle) -> list[str]:
    if cycle.consent == Consent.NONE:
        return []
    if cycle.consent != Consent.GIVEN:
        return [
            _(
                "A cycle with an appraisal needs the consent of the works council. "
                "Write down the consent, or say that there is no works council."
            )
        ]
    if not (cycle.consent_on and cycle.consent_document and cycle.consent_scope):
        return [_("Write down the date of the consent, in which document it stands and what it is about.")]
    return []


def _refuse_without_consent(cycle: Cycle, changes: dict) -> None:
    """The consent that an appraisal needed to start may be written down better, and stays as long as it runs."""
    given = {name: value for name, value in changes.items() if name.startswith("consent")}
    if all(getattr(cycle, name) == value for name, value in given.items()):
        return
    for name, value in given.items():
        setattr(cycle, name, value)
    if cycle.steps.filter(kind=Kind.APPRAISAL).exists() and (reasons := _reasons_of_consent(cycle)):
        raise NotNow(*reasons)


@transaction.atomic
def start_cycle(cycle: Cycle, *, by) -> int:
    """Make the conversations of everybody in scope, with the manager of today; how many."""
    _require(by)
    cycle, today = _lock(cycle), timezone.localdate()
    _refuse_move(cycle, "start")
    if reasons := reasons_not_to_start(cycle, today=today):
        raise NotNow(*reasons)
    placements, _without = people_in_scope(cycle, today=today)
    made = _make_conversations(cycle, list(cycle.steps.all()), placements)
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.RUNNING, started_on=today)
    audit.record(Event.CYCLE_STARTED, on=cycle, by=by, detail={"people": len(placements)})
    tell_started(cycle, _both(placements), by=by)
    return made


def _both(placements: list[Placement]) -> set[int]:
    """Who talk with each other."""
    return {person for one in placements for person in (one.person_id, one.line_manager_id) if person}


def _make_conversations(cycle: Cycle, steps: list[Step], placements: list[Placement]) -> int:
    made = [
        Conversation(
            organisation=cycle.organisation,
            step=step,
            employee_id=placement.person_id,
            manager_id=placement.line_manager_id,
            unit_id=placement.unit_id,
        )
        for step in steps
        for placement in placements
    ]
    Conversation.objects.bulk_create(made, batch_size=BATCH)
    return len(made)


@transaction.atomic
def join_cycle(cycle: Cycle, *, by) -> int:
    """Let people who came after the start take part, in the steps that are not over; how many people."""
    _require(by)
    cycle, today = _lock(cycle), timezone.localdate()
    if cycle.state != CycleState.RUNNING:
        raise NotNow(_("Only a cycle that is running takes people in."))
    placements = people_who_joined(cycle, today=today)
    if not placements:
        raise NotNow(_("Everybody who can take part is in this cycle already."))
    steps = [step for step in cycle.steps.all() if step.closes_on >= today]
    _make_conversations(cycle, steps, placements)
    audit.record(Event.CYCLE_JOINED, on=cycle, by=by, detail={"people": len(placements)})
    tell_started(cycle, {one.person_id for one in placements}, by=by)
    return len(placements)


@transaction.atomic
def close_cycle(cycle: Cycle, *, by) -> None:
    """Close a cycle: what is not final stays as it is, and nothing changes any more.

    It waits for who is changing one of its conversations: the cycle is locked first, then they, in their order.
    """
    _require(by)
    cycle = _lock(cycle)
    _refuse_move(cycle, "close")
    unfinished = Conversation.objects.filter(step__cycle=cycle).exclude(state=State.FINAL)
    list(unfinished.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.CLOSED, closed_on=timezone.localdate())
    follow_close(cycle)
    audit.record(Event.CYCLE_CLOSED, on=cycle, by=by)


@transaction.atomic
def remind_people(cycle: Cycle, *, by) -> int:
    """Mail everybody for whom something waits, once a day at most; how many. To nobody is no reminder."""
    _require(by)
    cycle, today = _lock(cycle), timezone.localdate()
    if cycle.state != CycleState.RUNNING:
        raise NotNow(_("This cycle is not running: nobody has to be reminded."))
    if cycle.reminded_on == today:
        raise NotNow(_("People were reminded today already. Once a day is enough."))
    told = remind(cycle, by=by)
    if not told:
        return 0
    Cycle.objects.filter(pk=cycle.pk).update(reminded_on=today)
    audit.record(Event.CYCLE_REMINDED, on=cycle, by=by, detail={"people": told})
    return told


def _lock(cycle: Cycle) -> Cycle:
    found: Cycle = Cycle.objects.select_for_update(of=("self",)).select_related("unit", "period").get(pk=cycle.pk)
    return found


def _require(by) -> None:
    require(can_run_conversations(by), _("HR makes and follows the conversation cycles."))


def _refuse_name(name: str, but: Cycle | None = None) -> None:
    """Of two cycles of one name nobody can tell which a conversation belongs to."""
    if Cycle.objects.filter(name__iexact=name.strip()).exclude(pk=but.pk if but else 0).exists():
        raise NotNow(_("There is a cycle of this name already. Choose another name."))


def _refuse_move(cycle: Cycle, name: str) -> None:
    source, _target = CYCLE_MOVES[name]
    if cycle.state == source:
        return
    if name == "start":
        raise NotNow(_("This cycle has started already."))
    raise NotNow(_("Only a cycle that is running can be closed."))


def _refuse_started(cycle: Cycle) -> None:
    if cycle.state != CycleState.DRAFT:
        raise NotNow(_("This cycle has started: its steps stay as they are. You can give a step more time."))


def _refuse_closed(cycle: Cycle) -> None:
    if cycle.state == CycleState.CLOSED:
        raise NotNow(_("This cycle is closed: nothing changes in it any more."))
