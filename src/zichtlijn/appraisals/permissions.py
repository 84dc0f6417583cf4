"""Who holds which pen in an appraisal, who reads it, and the one door to each row."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zichtlijn.access.permissions import Permission
from zichtlijn.appraisals.models import Appraisal, Mandate, Passage, Scheme
from zichtlijn.appraisals.states import SHARED, WAYS, Move, Pen, State
from zichtlijn.conversations.models import Conversation, Cycle, Report
from zichtlijn.conversations.permissions import get_cycle, side_of
from zichtlijn.conversations.queries.pages import manager_people
from zichtlijn.conversations.states import Kind, Side
from zichtlijn.organisation.actions import DECIDER, SECOND
from zichtlijn.organisation.models import Person, Placement

#: Who made one of these moves does not decide on the objection.
APPROVING = (Move.APPROVE, Move.CALIBRATE)
WITH = (
    "report__conversation__step__cycle__period",
    "report__conversation__employee",
    "report__conversation__manager",
    "report__conversation__unit",
    "report__writer",
)

# doors ------------------------------------------------------------------------------------------------------------


def get_appraisal(actor, appraisal_id: int) -> Appraisal:
    """An appraisal that this actor may know of, or 404. What stands in it: ask `can_read_appraisal`."""
    found = Appraisal.objects.select_related(*WITH)
    appraisal: Appraisal = get_object_or_404(found, pk=appraisal_id, organisation=actor.organisation)
    if not can_know_appraisal(actor, appraisal):
        raise Http404
    return appraisal


def get_appraised_conversation(actor, conversation_id: int) -> Conversation:
    """An appraisal conversation in which the actor is the manager, or 404."""
    found = Conversation.objects.led_by(actor).filter(step__kind=Kind.APPRAISAL)
    found = found.select_related("step__cycle__period", "employee", "manager", "unit")
    return get_object_or_404(found, pk=conversation_id, organisation=actor.organisation)


def get_named_conversation(actor, conversation_id: int) -> Conversation:
    """An appraisal conversation for which the actor names the second appraiser and the decider, or 404."""
    found = Conversation.objects.visible_to(actor).filter(step__kind=Kind.APPRAISAL)
    found = found.select_related("step__cycle__period", "employee", "manager", "unit")
    return get_object_or_404(found, pk=conversation_id, organisation=actor.organisation)


def get_appraised_cycle(actor, cycle_id: int) -> Cycle:
    """A cycle with an appraisal conversation, for those who run or count them, or 404."""
    cycle = get_cycle(actor, cycle_id)
    if not cycle.steps.filter(kind=Kind.APPRAISAL).exists():
        raise Http404
    return cycle


def scheme_of(cycle: Cycle) -> Scheme | None:
    """The rules of appraisal in a cycle, or None as long as there are none."""
    return Scheme.objects.filter(cycle=cycle).first()


# pens -------------------------------------------------------------------------------------------------------------


def second_appraisers(conversations: Iterable[Conversation]) -> dict[int, Person | None]:
    """Conversation → the second appraiser: whom HR named, else the line manager of the manager; three questions.

    None when that is who was judged, who wrote the report, or who is manager by now: HR names somebody else.
    """
    rows = list(conversations)
    sent = Report.objects.filter(conversation=OuterRef("pk"), sent_at__isnull=False)
    known = Conversation.objects.filter(pk__in=[row.pk for row in rows])
    told = known.values_list("pk", "mandate__second", Subquery(sent.values("writer")[:1]))
    by_pk = {pk: (second_id, writer_id) for pk, second_id, writer_id in told}
    named = Person.objects.in_bulk({second_id for second_id, _writer_id in by_pk.values() if second_id})
    managers = manager_people(rows)
    above: dict[int, Person] = {}
    placed = Placement.objects.today().filter(person__in={one.pk for one in managers.values() if one})
    for placement in placed.filter(line_manager__isnull=False).select_related("line_manager").order_by("starts_on"):
        above.setdefault(placement.person_id, placement.line_manager)
    found: dict[int, Person | None] = {}
    for row in rows:
        manager, (second_id, writer_id) = managers[row.pk], by_pk[row.pk]
        second = named.get(second_id) or (above.get(manager.pk) if manager else None)
        barred = {row.employee_id, writer_id, manager.pk if manager else None}
        found[row.pk] = second if second and second.pk not in barred else None
    return found


def pens_of(actor, appraisal: Appraisal) -> frozenset[Pen]:
    """Which pens the actor holds in this appraisal. Who judged or was judged never decides on it."""
    if appraisal.organisation_id != actor.organisation.pk:
        return frozenset()
    conversation, person_id = appraisal.report.conversation, actor.person_id
    side, found = side_of(actor, conversation), set()
    if side is not None:
        found.add(Pen.EMPLOYEE if side == Side.EMPLOYEE else Pen.MANAGER)
    outside = side is None and (person_id is None or person_id != appraisal.report.writer_id)
    if outside and person_id is not None:
        second = second_appraisers([conversation])[conversation.pk]
        if second is not None and second.pk == person_id:
            found.add(Pen.SECOND)
    if outside and actor.may(Permission.RUN_CONVERSATIONS):
        found.add(Pen.HR)
    if outside and _decides(actor, appraisal):
        found.add(Pen.DECIDER)
    return frozenset(found)


def _decides(actor, appraisal: Appraisal) -> bool:
    named = named_decider(appraisal.report.conversation)
    if named is None and not actor.may(Permission.RUN_CONVERSATIONS):
        return False
    if named is not None and named != actor.person_id:
        return False
    return not appraisal.passages.filter(done_by(actor), move__in=APPROVING).exists()


def done_by(actor) -> Q:
    """Condition on passages: made by this actor, as a person or with this account; HR need not be a person here."""
    as_person = Q(by=actor.person_id) if actor.person_id is not None else Q(pk__in=[])
    with_account = Q(account=actor.user) if actor.user is not None else Q(pk__in=[])
    return as_person | with_account


def mandates_to_decide():
    """Where HR named somebody who can decide: not the employee, nor who was the manager, wrote, approved or calibrated.

    Where only somebody was named who cannot, HR decides: else the objection would wait for nobody.
    """
    of = OuterRef("conversation")
    wrote = Report.objects.filter(conversation=of, sent_at__isnull=False, writer=OuterRef("decider"))
    approved = Passage.objects.filter(
        appraisal__report__conversation=of, appraisal__state__in=SHARED, move__in=APPROVING, by=OuterRef("decider")
    )
    led = Q(decider=F("conversation__manager"), conversation__manager__isnull=False)
    judged = Q(decider=F("conversation__employee")) | led | Exists(wrote) | Exists(approved)
    return Mandate.objects.filter(decider__isnull=False).exclude(judged)


def named_decider(conversation: Conversation) -> int | None:
    """The person whom HR named to decide on an objection, and who can; None: HR decides."""
    mandate = mandates_to_decide().filter(conversation=conversation).first()
    return mandate.decider_id if mandate else None


def moves_open_to(pens: frozenset[Pen], state: str) -> list[str]:
    """Names of the moves that these pens can make now, in the order of the table."""
    return [move for move, way in WAYS.items() if way.pen in pens and state in way.targets]


def is_term_over(appraisal: Appraisal) -> bool:
    """True when the employee had the time to answer, and did not."""
    until = appraisal.report.respond_by
    return appraisal.state == State.SENT and until is not None and until < timezone.localdate()


def is_open_to(pens: frozenset[Pen], appraisal: Appraisal, move: str) -> bool:
    """True when these pens can make this move now; what was not answered in time is with the second appraiser."""
    state = State.ANSWERED if is_term_over(appraisal) and WAYS[move].pen == Pen.SECOND else appraisal.state
    return move in moves_open_to(pens, state)


# reading ----------------------------------------------------------------------------------------------------------


def can_know_appraisal(actor, appraisal: Appraisal) -> bool:
    """That it is there: of a draft only who writes it, of what was sent everybody with a pen."""
    if appraisal.state == State.DRAFT:
        return Appraisal.objects.drafted_by(actor).filter(pk=appraisal.pk).exists()
    return bool(pens_of(actor, appraisal))


def can_read_appraisal(actor, appraisal: Appraisal) -> bool:
    """Everything that stands in it: both sides, who approves at the approval, who decides at the objection.

    HR reads it by a look that is written down (`conversations`), and sees labels in the calibration session.
    """
    if Appraisal.objects.visible_to(actor).filter(pk=appraisal.pk).exists():
        return True
    if appraisal.state not in SHARED:
        return False
    pens = pens_of(actor, appraisal)
    approves = appraisal.state in (State.ANSWERED, State.APPROVED) or is_term_over(appraisal)
    decides = appraisal.state in (State.OBJECTED, State.DECIDED)
    return (Pen.SECOND in pens and approves) or (Pen.DECIDER in pens and decides)


def reads_as(pens: frozenset[Pen]) -> str:
    """As what somebody reads it whom no role of theirs lets in: who approves, or who decides."""
    return SECOND if Pen.SECOND in pens else DECIDER if Pen.DECIDER in pens else ""


def can_take_appraisal(actor, appraisal: Appraisal) -> bool:
    """Take the appraisal form along on paper: who reads it, once it was sent."""
    return appraisal.state in SHARED and can_read_appraisal(actor, appraisal)


# acts -------------------------------------------------------------------------------------------------------------


def can_keep_scheme(actor) -> bool:
    """Set the scale, the weights and the terms of a cycle."""
    return actor.may(Permission.RUN_CONVERSATIONS)


def can_calibrate(actor) -> bool:
    """See the labels that are not final yet in a calibration session, and change them with a reason."""
    return actor.may(Permission.RUN_CONVERSATIONS)


def can_see_distribution(actor) -> bool:
    """How the final labels of a closed cycle are distributed, without groups that are too small."""
    return actor.may(Permission.RUN_CONVERSATIONS) or actor.may(Permission.COUNT_CONVERSATIONS)


def can_name_people(actor, conversation: Conversation) -> bool:
    """Name the second appraiser and who decides: HR, not in a conversation of their own."""
    return actor.may(Permission.RUN_CONVERSATIONS) and side_of(actor, conversation) is None


def can_score(actor, conversation: Conversation) -> bool:
    """Score, and choose the label: the manager of an appraisal conversation."""
    return conversation.step.kind == Kind.APPRAISAL and side_of(actor, conversation) == Side.MANAGER
