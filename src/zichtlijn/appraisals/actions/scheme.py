"""Setting the scale of a cycle, and naming who approves or decides."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.appraisals.defaults import MOST, LevelGiven
from zichtlijn.appraisals.models import Appraisal, Level, Mandate, Scheme, Score
from zichtlijn.appraisals.permissions import (
    APPROVING,
    can_keep_scheme,
    can_name_people,
    named_decider,
    second_appraisers,
)
from zichtlijn.appraisals.states import CLOSED, State
from zichtlijn.appraisals.telling import tell_waiting
from zichtlijn.appraisals.wording import tell_scale
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.wording import field_label
from zichtlijn.conversations.models import Conversation, Cycle
from zichtlijn.conversations.queries.pages import manager_people
from zichtlijn.conversations.states import CycleState, Kind
from zichtlijn.organisation.models import Person

NUMBERS = ("agreements_weight", "competencies_weight", "objection_days")


def is_scored(cycle: Cycle) -> bool:
    """True when somebody was scored, or given a label, on the scale of this cycle."""
    begun = Appraisal.objects.filter(report__conversation__step__cycle=cycle)
    if begun.filter(~Q(state="draft") | Q(chosen__isnull=False)).exists():
        return True
    return Score.objects.filter(appraisal__in=begun).filter(Q(level__isnull=False) | ~Q(remark="")).exists()


@transaction.atomic
def set_scheme(cycle: Cycle, *, levels: Sequence[LevelGiven], version: int, by, **numbers: int) -> Scheme:
    """Set the scale, the bands, the weights and the term to object. `version`: of the scheme one saw, 0 for none."""
    require(can_keep_scheme(by), _("HR sets the scale of the appraisals."))
    now = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    if now.state == CycleState.CLOSED:
        raise NotNow(_("This cycle is closed: nothing changes in it any more."))
    if not now.steps.filter(kind=Kind.APPRAISAL).exists():
        raise NotNow(_("This cycle has no appraisal conversation."))
    if reasons := _reasons(levels, numbers):
        raise NotNow(*reasons)
    kept = Scheme.objects.select_for_update().filter(cycle=now).first()
    if kept is not None:
        _refuse_clash(kept, version, levels, numbers)
    if is_scored(now):
        raise NotNow(_("Somebody was scored on this scale already, so it stays as it is in this cycle."))
    if kept is None:
        kept = Scheme(organisation=now.organisation, cycle=now)
    else:
        kept.levels.all().delete()
        kept.version += 1
    for name in NUMBERS:
        setattr(kept, name, numbers[name])
    kept.save()
    Level.objects.bulk_create(
        Level(
            organisation=now.organisation,
            scheme=kept,
            number=number,
            name=level.name,
            text=level.text,
            is_negative=level.is_negative,
            from_score=level.from_score,
            least=level.least,
            most=level.most,
        )
        for number, level in enumerate(levels, start=1)
    )
    audit.record(Event.SCHEME_SET, on=cycle, by=by)
    return kept


def _reasons(levels: Sequence[LevelGiven], numbers: dict[str, int]) -> list[str]:
    reasons = tell_scale(levels)
    if len(levels) > MOST:
        reasons.append(_("A scale has at most %(most)s levels.") % {"most": MOST})
    total = numbers["agreements_weight"] + numbers["competencies_weight"]
    if total != 100:
        reasons.append(_("The weights of the parts add up to %(sum)s%%, and must be 100%% together.") % {"sum": total})
    return reasons


def _refuse_clash(kept: Scheme, version: int, levels: Sequence[LevelGiven], numbers: dict[str, int]) -> None:
    if kept.version == version:
        return
    told = [
        (field_label(Scheme, name), str(getattr(kept, name)), str(numbers[name]))
        for name in NUMBERS
        if getattr(kept, name) != numbers[name]
    ]
    now, yours = (", ".join(level.name for level in rows) for rows in (kept.levels.order_by("number"), levels))
    if now != yours or not told:
        told.append((_("Levels"), now, yours))
    raise EditConflict(kept, told, kept.version)


@transaction.atomic
def name_people(
    conversation: Conversation, *, second: Person | None, decider: Person | None, version: int | None = None, by
) -> Mandate:
    """Name the second appraiser and who decides on an objection; empty: as it follows from the placements, and HR.

    `version`: of the mandate that was seen (`Mandate.version`), None when nobody saw one. Whose turn it becomes
    is told.
    """
    require(can_name_people(by, conversation), _("HR names who approves and who decides, not in their own appraisal."))
    held = Conversation.objects.select_for_update(of=("self",)).select_related("step__cycle")
    now = held.get(pk=conversation.pk)
    appraisal = Appraisal.objects.shared().filter(report__conversation=now).select_related("report").first()
    kept = Mandate.objects.filter(conversation=now).first() or Mandate(
        organisation=conversation.organisation, conversation=now
    )
    if version is not None and version != kept.version:
        raise EditConflict(kept, _told_of(kept, second, decider), kept.version)
    if (second, decider) == (kept.second, kept.decider):
        return kept
    if appraisal is not None and appraisal.state in CLOSED and second != kept.second:
        raise NotNow(_("This appraisal was approved already: the second appraiser stays who it was."))
    if appraisal is not None and appraisal.state == State.DECIDED and decider != kept.decider:
        raise NotNow(_("The objection was decided already."))
    manager = manager_people([conversation])[conversation.pk]
    judged = {conversation.employee_id, manager.pk if manager else None}
    if appraisal is not None:
        judged.add(appraisal.report.writer_id)
    named = [decider, None if second == kept.second else second]
    if any(person is not None and person.pk in judged for person in named):
        raise NotNow(_("The employee, the manager and who wrote the report neither approve nor decide here."))
    if decider is not None and appraisal and appraisal.passages.filter(move__in=APPROVING, by=decider).exists():
        words = {"name": decider.name}
        raise NotNow(_("%(name)s approved this appraisal or changed its label. Name somebody else to decide.") % words)
    before = second_appraisers([conversation])[conversation.pk], named_decider(conversation)
    kept.second, kept.decider = second, decider
    kept.save()
    approver = second_appraisers([conversation])[conversation.pk]
    if decider is not None and decider == approver and not (appraisal and appraisal.state in CLOSED):
        raise NotNow(_("Who approves an appraisal does not decide on the objection to it. Name two people."))
    audit.record(Event.APPRAISAL_NAMED, on=conversation, by=by, about=conversation.employee_id)
    if appraisal is not None and (
        named_decider(conversation) != before[1]
        if appraisal.state == State.OBJECTED
        else approver != before[0] and now.step.cycle.state == CycleState.RUNNING
    ):
        tell_waiting(appraisal, by=by)
    return kept


def _told_of(kept: Mandate, second: Person | None, decider: Person | None) -> list[tuple[str, str, str]]:
    """What was named by now beside what one wants to name."""
    pairs = (("second", kept.second, second), ("decider", kept.decider, decider))
    return [
        (field_label(Mandate, name), now.name if now else "", given.name if given else "")
        for name, now, given in pairs
        if now != given
    ]
