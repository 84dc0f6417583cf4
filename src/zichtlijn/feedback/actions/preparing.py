"""Preparing a round: what is asked of whom, by when, until the person proposes it."""

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.wording import field_label, field_value
from zichtlijn.competencies.models import Competency
from zichtlijn.feedback.actions.moving import hold, refuse_other, require_move, write
from zichtlijn.feedback.models import AskedBehaviour, FeedbackRequest, FeedbackRound
from zichtlijn.feedback.permissions import can_begin_round
from zichtlijn.feedback.queries.preparing import (
    around,
    chosen_behaviours,
    free_from,
    reason_against,
    reasons_against,
    tell_wait,
)
from zichtlijn.feedback.states import (
    ASKED,
    FEWEST_BEHAVIOURS,
    MOST_BEHAVIOURS,
    MOST_COMPETENCIES,
    MOST_RATERS,
    Group,
    RoundState,
)
from zichtlijn.organisation.models import Person


def require_preparing(by, person: Person) -> None:
    """Refuse who takes no part in the rounds of this person."""
    require(can_begin_round(by, person), _("The person, their line manager and HR prepare a round."))


def _hold_draft(round_: FeedbackRound, by) -> FeedbackRound:
    now = hold(round_)
    require_preparing(by, now.person)
    if now.state != RoundState.DRAFT:
        raise NotNow(_("What is asked was proposed. Hand it back first if you want to change it."))
    return now


@transaction.atomic
def begin_round(person: Person, *, by) -> FeedbackRound:
    """Begin to prepare a round; there is one at a time."""
    require_preparing(by, person)
    if day := free_from(person, timezone.localdate()):
        raise NotNow(tell_wait(day))
    try:
        with transaction.atomic():
            made: FeedbackRound = FeedbackRound.objects.create(organisation=by.organisation, person=person)
    except IntegrityError as twice:
        raise NotNow(_("A round of this person is being prepared or open already.")) from twice
    audit.record(Event.FEEDBACK_BEGUN, on=made, by=by, about=person.pk)
    return made


@transaction.atomic
def set_up_round(
    round_: FeedbackRound, behaviours: Mapping[int, list[str]], *, closes_on: date | None, version: int, by
) -> None:
    """Choose the competencies, with the behaviours that are asked of each, and the last day to answer."""
    now = _hold_draft(round_, by)
    _refuse_behaviours(behaviours)
    before = chosen_behaviours(now)
    if now.version != version:
        _refuse_clash(now, before, behaviours, closes_on)
    if before == dict(behaviours) and now.closes_on == closes_on:
        return
    now.behaviours.all().delete()
    AskedBehaviour.objects.bulk_create(
        AskedBehaviour(organisation=now.organisation, round=now, competency_id=competency_id, number=number, text=text)
        for competency_id, texts in behaviours.items()
        for number, text in enumerate(texts, start=1)
    )
    write(now, closes_on=closes_on)
    audit.record(Event.FEEDBACK_CHANGED, on=now, by=by, about=now.person_id)


def _refuse_behaviours(behaviours: Mapping[int, list[str]]) -> None:
    if len(behaviours) > MOST_COMPETENCIES:
        raise NotNow(_("Choose at most %(most)s competencies: raters answer in minutes.") % {"most": MOST_COMPETENCIES})
    living = set(Competency.objects.living().filter(pk__in=behaviours).values_list("pk", flat=True))
    if set(behaviours) - living:
        raise NotNow(_("A competency is no longer there. Open the page again."))
    if any(not FEWEST_BEHAVIOURS <= len(texts) <= MOST_BEHAVIOURS for texts in behaviours.values()):
        raise NotNow(
            _("Each competency asks %(from)s to %(to)s behaviours, each on a line of its own.")
            % {"from": FEWEST_BEHAVIOURS, "to": MOST_BEHAVIOURS}
        )


def _refuse_clash(
    now: FeedbackRound, before: Mapping[int, list[str]], yours: Mapping[int, list[str]], closes_on: date | None
) -> None:
    names = dict(Competency.objects.filter(pk__in={*before, *yours}).values_list("pk", "name"))
    told = [(name, "\n".join(before.get(pk, [])), "\n".join(yours.get(pk, []))) for pk, name in names.items()]
    days = [field_value(FeedbackRound, "closes_on", day) for day in (now.closes_on, closes_on)]
    told.append((field_label(FeedbackRound, "closes_on"), days[0], days[1]))
    different = [(name, theirs, mine) for name, theirs, mine in told if theirs != mine]
    if different:
        raise EditConflict(now, different, now.version)


@transaction.atomic
def add_rater(round_: FeedbackRound, *, person: Person, group: str, by) -> FeedbackRequest:
    """Choose somebody to ask, and from which side; nobody hears of it before the round is open."""
    now = _hold_draft(round_, by)
    _refuse_rater(now, person, group)
    try:
        with transaction.atomic():
            made: FeedbackRequest = FeedbackRequest.objects.create(
                organisation=now.organisation, round=now, person=person, group=group
            )
    except IntegrityError as twice:
        raise NotNow(_("%(name)s is asked already.") % {"name": person.name}) from twice
    write(now)
    audit.record(Event.FEEDBACK_CHANGED, on=now, by=by, about=now.person_id)
    return made


def _refuse_rater(now: FeedbackRound, person: Person, group: str) -> None:
    """Why somebody cannot be asked from this side."""
    if person.pk == now.person_id:
        said = _("%(name)s answers about themselves anyway, without being asked. Choose somebody else.")
        raise NotNow(said % {"name": person.name})
    if group not in ASKED:
        raise NotNow(_("Choose from which side this person looks."))
    today = timezone.localdate()
    if reason := reason_against(person, group, around(now.person, [person], today)):
        raise NotNow(reason)
    if group == Group.MANAGER and now.requests.filter(group=Group.MANAGER).exists():
        raise NotNow(_("Choose one line manager at most."))
    if now.requests.count() + 1 >= MOST_RATERS:
        raise NotNow(_("Ask %(most)s people at most.") % {"most": MOST_RATERS})


@transaction.atomic
def remove_rater(request: FeedbackRequest, *, by) -> None:
    """Do not ask somebody after all."""
    now = _hold_draft(request.round, by)
    if FeedbackRequest.objects.filter(pk=request.pk, round=now).delete()[0]:
        write(now)
        audit.record(Event.FEEDBACK_CHANGED, on=now, by=by, about=now.person_id)


@transaction.atomic
def propose_round(round_: FeedbackRound, *, version: int, by) -> None:
    """The person agrees with what is asked of whom, and lays it before the manager and HR."""
    now = hold(round_)
    step = require_move(now, "propose", by=by)
    refuse_other(now, version)
    if reasons := reasons_against(now, timezone.localdate()):
        raise NotNow(*reasons)
    write(now, state=step.target)
    audit.record(Event.FEEDBACK_PROPOSED, on=now, by=by, about=now.person_id)


@transaction.atomic
def hand_back_round(round_: FeedbackRound, *, by) -> None:
    """Let it be changed again; each of them may ask for that."""
    now = hold(round_)
    write(now, state=require_move(now, "hand_back", by=by).target)
    audit.record(Event.FEEDBACK_HANDED_BACK, on=now, by=by, about=now.person_id)


@transaction.atomic
def remove_round(round_: FeedbackRound, *, by) -> None:
    """Throw away what was prepared; nobody was asked anything yet."""
    now = _hold_draft(round_, by)
    audit.record(Event.FEEDBACK_REMOVED, on=now, by=by, about=now.person_id)
    now.delete()
