"""What waits for who leads: reports to write on, to sign or to make final, and people to make an appointment with."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When

from zichtlijn.conversations.companions import holders_of
from zichtlijn.conversations.models import Conversation, Meeting, Report, Step
from zichtlijn.conversations.queries.pages import MOST, Waiting, own_waiting, waiting_for
from zichtlijn.conversations.queries.turns import by_employee, here, over
from zichtlijn.conversations.states import CycleState, State


@dataclass(frozen=True)
class Led:
    """Conversations by what the manager is to do, and of steps that are open how many have no appointment yet."""

    write: list[Conversation]
    answer: list[Conversation]
    finish: list[Conversation]
    plan: list[tuple[Step, int]]


def led_waiting_for(actor, *, today: date) -> Led:
    """What the actor is to do as manager in running cycles; nothing is asked twice when there is nothing."""
    return _led(actor, _led_numbers(actor, today).values_list("pk", "what", "step"))


def all_waiting_for(actor, *, today: date) -> tuple[list[Waiting], Led]:
    """What the actor is to do on both sides: one question to the database for who has nothing to do."""
    if not actor.person_id:
        return [], _led(actor, [])
    own = own_waiting(actor, today=today).annotate(what=Value("own", output_field=CharField()))
    words = own.order_by().values_list("pk", "what", "step")
    rows = list(words.union(_led_numbers(actor, today).order_by().values_list("pk", "what", "step"), all=True))
    mine = waiting_for(actor, today=today) if any(what == "own" for _pk, what, _step in rows) else []
    return mine, _led(actor, [row for row in rows if row[1] != "own"])


def _led_numbers(actor, today: date):
    """Conversations with `what` the manager is to do in each."""
    mine = Conversation.objects.led_by(actor).filter(step__cycle__state=CycleState.RUNNING)
    report = Report.objects.filter(conversation=OuterRef("pk"))
    theirs = by_employee()
    met = Exists(Meeting.objects.filter(conversation=OuterRef("pk"), is_off=False))
    open_now = Q(step__opens_on__lte=today, state__in=(State.PLANNED, State.PREPARING))
    what = Case(
        When(here(today) & open_now & ~met, then=Value("plan")),
        When(here(today) & Exists(report.filter(writer=actor.person_id)), state=State.WRITING, then=Value("write")),
        When(theirs, state=State.SENT, then=Value("answer")),
        When(~theirs & (Q(state=State.ANSWERED) | Q(over(today), state=State.SENT)), then=Value("finish")),
        default=Value(""),
        output_field=CharField(),
    )
    return mine.exclude(state=State.FINAL).annotate(what=what).exclude(what="")


def _led(actor, found) -> Led:
    told = {pk: (what, step) for pk, what, step in found}
    numbers = [pk for pk, (what, _step) in told.items() if what != "plan"][:MOST]
    rows = []
    if numbers:
        chosen = Conversation.objects.filter(pk__in=numbers).select_related("step", "employee")
        rows = list(chosen.order_by("step__opens_on", "employee__sort_name", "pk"))
    holders = holders_of(rows)
    rows = [row for row in rows if row.pk not in holders or actor.person_id in {one.pk for one in holders[row.pk]}]
    counts = Counter(step for what, step in told.values() if what == "plan")
    steps = Step.objects.in_bulk(list(counts)) if counts else {}
    by_what = {what: [row for row in rows if told[row.pk][0] == what] for what in ("write", "answer", "finish")}
    return Led(**by_what, plan=[(steps[number], counts[number]) for number in sorted(counts)])
