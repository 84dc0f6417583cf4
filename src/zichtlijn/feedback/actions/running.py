"""A round that is open: opening, postponing and stopping it, and what is kept of it when it closes."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from secrets import SystemRandom

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.calculations.feedback import EDGE, HIGH, LEAST_RATERS, LOW, Answers, GroupMean, release
from zichtlijn.feedback.actions.moving import hold, refuse_other, require_move, write
from zichtlijn.feedback.models import FeedbackMean, FeedbackRequest, FeedbackRound, FeedbackWords
from zichtlijn.feedback.permissions import can_postpone_round, leads
from zichtlijn.feedback.queries.preparing import chosen_ids, reasons_against
from zichtlijn.feedback.queries.results import AT_LEAST, AT_MOST
from zichtlijn.feedback.states import ANONYMOUS, MOST_DAYS, NAMED, Group, Question, RequestState, RoundState
from zichtlijn.feedback.telling import tell_asked, tell_closed

TENTH = Decimal("0.1")


@transaction.atomic
def open_round(round_: FeedbackRound, *, version: int, by) -> None:
    """Ask everybody, the person as well. `version` is that of what was read."""
    now, today = hold(round_), timezone.localdate()
    step = require_move(now, "open", by=by)
    refuse_other(now, version)
    if reasons := reasons_against(now, today):
        raise NotNow(*reasons)
    write(now, state=step.target, opened_on=today, opened_by_name=by.name)
    FeedbackRequest.objects.create(organisation=now.organisation, round=now, person=now.person, group=Group.SELF)
    audit.record(Event.FEEDBACK_OPENED, on=now, by=by, about=now.person_id)
    tell_asked(now, by=by)


@transaction.atomic
def postpone_round(round_: FeedbackRound, closes_on: date, *, by) -> None:
    """Let the round be open for longer, never shorter: who closes it when they like can read from it who answered."""
    now = hold(round_)
    require(can_postpone_round(by, now), _("The line manager or HR chooses another last day."))
    if now.state != RoundState.RUNNING or now.closes_on is None:
        raise NotNow(_("The round is not open."))
    if closes_on <= now.closes_on:
        raise NotNow(_("Choose a day after the present last day."))
    if closes_on > (now.opened_on or timezone.localdate()) + timedelta(days=MOST_DAYS):
        raise NotNow(_("A round is open for at most %(most)s days.") % {"most": MOST_DAYS})
    write(now, closes_on=closes_on)
    audit.record(Event.FEEDBACK_POSTPONED, on=now, by=by, about=now.person_id)


@transaction.atomic
def stop_round(round_: FeedbackRound, *, by) -> None:
    """End it without a result: all answers go, and nothing is shown."""
    now = hold(round_)
    step = require_move(now, "stop", by=by)
    write(now, state=step.target, ended_on=timezone.localdate())
    FeedbackRequest.objects.filter(round=now).delete()
    audit.record(Event.FEEDBACK_STOPPED, on=now, by=by, about=now.person_id)


@transaction.atomic
def close_round(round_: FeedbackRound, day: date, *, by) -> None:
    """Keep what may be shown, and nothing else: who was asked and what they answered goes. By the clock alone."""
    now = hold(round_)
    if now.state != RoundState.RUNNING or now.closes_on is None or now.closes_on >= day:
        return
    requests = list(FeedbackRequest.objects.filter(round=now).select_related("person"))
    counting = [one for one in requests if one.state == RequestState.SENT and _still_may(one, now)]
    _keep(now, counting)
    nameless = [one for one in counting if one.group in ANONYMOUS]
    manager = next((one.person.name for one in counting if one.group == Group.MANAGER), "")
    FeedbackRequest.objects.filter(round=now).delete()
    write(
        now,
        state=RoundState.CLOSED,
        ended_on=now.closes_on,
        invited=sum(one.group in ANONYMOUS for one in requests),
        answered=len(nameless) if len(nameless) >= LEAST_RATERS else None,
        manager_name=manager,
    )
    audit.record(Event.FEEDBACK_CLOSED, on=now, by=by, about=now.person_id)
    tell_closed(now, by=by)


def _still_may(one: FeedbackRequest, now: FeedbackRound) -> bool:
    """Who came to lead the person meanwhile is no anonymous rater any more."""
    return one.group not in ANONYMOUS or not leads(one.person, now.person)


def _keep(now: FeedbackRound, counting: list[FeedbackRequest]) -> None:
    """Write the means that may be shown, and the words in random order."""
    competencies = chosen_ids(now)
    named = {one.group: _answers(one, competencies) for one in counting if one.group in NAMED}
    groups: dict[str, list[Answers]] = {group.value: [] for group in ANONYMOUS}
    for one in counting:
        if one.group in groups:
            groups[one.group].append(_answers(one, competencies))
    found = release(named, groups)
    FeedbackMean.objects.bulk_create(
        FeedbackMean(
            organisation=now.organisation,
            round=now,
            competency_id=one.competency,
            groups="+".join(one.groups),
            mean=kept_mean(one),
            raters=one.raters,
        )
        for one in found.means
    )
    _keep_words(now, (one for one in counting if one.group in NAMED or found.words))


def _answers(one: FeedbackRequest, competencies: dict[int, list[int]]) -> Answers:
    return {
        competency: [one.answers.get(str(behaviour)) for behaviour in behaviours]
        for competency, behaviours in competencies.items()
    }


def kept_mean(one: GroupMean) -> Decimal:
    """A mean as it is kept and shown: more decimals could tell of one answer.

    Of anonymous raters only what lies at an end of the scale is kept as that end: it is shown as "4.5 or higher".
    """
    kept = (Decimal(one.mean.numerator) / Decimal(one.mean.denominator)).quantize(TENTH, ROUND_HALF_UP)
    if one.groups[0] in NAMED:
        return kept
    if one.mean < HIGH - EDGE:
        kept = min(kept, AT_LEAST - TENTH)
    return max(kept, AT_MOST + TENTH) if one.mean > LOW + EDGE else kept


def _keep_words(now: FeedbackRound, counting: Iterable[FeedbackRequest]) -> None:
    """The words of each question in an order of their own, so that nothing ties one to the other or to a rater."""
    counting = list(counting)
    for question in Question:
        words = [(one.group if one.group in NAMED else "", getattr(one, question).strip()) for one in counting]
        SystemRandom().shuffle(words)
        FeedbackWords.objects.bulk_create(
            FeedbackWords(organisation=now.organisation, round=now, question=question, group=group, text=text)
            for group, text in words
            if text
        )
