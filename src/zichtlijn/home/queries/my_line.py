"""Everything on "Mijn zichtlijn": the lines of a person, what is asked now, and what the work contributed to."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.access.actor import Actor
from zichtlijn.access.permissions import Permission
from zichtlijn.access.prepared import prepared
from zichtlijn.appraisals.queries.course import waiting_appraisals
from zichtlijn.appraisals.queries.objections import objections_to_name
from zichtlijn.calculations.contribution import Movement, movement
from zichtlijn.conversations.queries.leading import Led, all_waiting_for
from zichtlijn.conversations.queries.pages import managers_of
from zichtlijn.development.queries.waiting import waiting_for as development_waiting_for
from zichtlijn.growth_plan.deciding import plans_waiting_for
from zichtlijn.home.asks import Asked
from zichtlijn.objectives.models import Measure, Objective, Reading
from zichtlijn.objectives.queries.check_in import AHEAD, actions_to_do, measures_to_read
from zichtlijn.objectives.queries.lines import Line, lines_of, personal_objectives
from zichtlijn.objectives.states import COUNTING, Kind, Level, State
from zichtlijn.organisation.models import Placement
from zichtlijn.privacy.queries.waiting import corrections_waiting_for
from zichtlijn.rewards.queries.promotions import promotions_waiting_for
from zichtlijn.rewards.queries.waiting import (
    deciders_to_name,
    kinds_waiting,
    objections_waiting_for,
    rounds_waiting_for,
    systems_waiting_for,
)

#: Proposals that are looked at; a page shows a few of them.
MOST = 100
SHOWN = 8

#: What others wait for goes before the rest of a day.
HOLDS_UP = frozenset(
    {
        "approve",
        "correction",
        "decide",
        "name_decider",
        "promotion",
        "reward_agree",
        "reward_decider",
        "reward_finish",
        "reward_objection",
        "reward_propose",
        "talk_answer",
        "talk_finish",
    }
)

#: What one does oneself in a conversation is asked in the same words on both sides.
OWN_TALKS = {"write": "talk_write", "finish": "talk_finish"}

#: More than twice of what was intended is rather a slip of the finger than a result to be proud of.
MOST_BELIEVED = 2.0


@dataclass(frozen=True)
class Contribution:
    """A measure above the person's objectives that moved the way it was meant to, and its objective."""

    measure: Measure
    objective: Objective
    moved: Movement
    since: date


@dataclass
class MyLine:
    """What the page shows of one person."""

    objectives: list[Objective] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    asked_count: int = 0
    contribution: Contribution | None = None

    @property
    def first(self) -> Line | None:
        return self.lines[0] if self.lines else None

    @property
    def others(self) -> list[Line]:
        """What also reaches something above."""
        return [line for line in self.lines[1:] if line.up]

    @property
    def loose(self) -> list[Line]:
        """What does not follow from anything yet: never folded away."""
        return [line for line in self.lines[1:] if not line.up]


def my_line(actor, person, period, *, today: date, all_asked: bool = False) -> MyLine:
    """The lines and tasks of a person, as far as the actor may see them; the first tasks, or all of them."""
    objectives = personal_objectives(actor, person, period)
    lines = lines_of(actor, objectives)
    page = MyLine(objectives, lines)
    if person.pk == actor.person_id:
        page.asked = asked_of(actor, today=today)
        page.asked_count = len(page.asked)
        page.asked = page.asked if all_asked else page.asked[:SHOWN]
    above = [o for line in lines for o in line.up if o.state in COUNTING]
    page.contribution = contribution(above, today=today)
    return page


def asked_of(actor, *, today: date) -> list[Asked]:
    """What waits for the actor in the coming seven days: readings, actions and proposals, the longest waiting first."""
    until = today + AHEAD
    found = [
        Asked("measure", m.due_on, m.name, m.objective.title, m.pk, _is_late(m.due_on, today), m.objective)
        for m in measures_to_read(actor, until=until, brief=True)
    ]
    found += [
        Asked("action", a.due_on, a.title, a.objective.title, a.pk, _is_late(a.due_on, today), a.objective)
        for a in actions_to_do(actor.person_id, until)
    ]
    found += [Asked("proposal", None, o.title, proposer_of(o), o.pk, False, o) for o in proposals_for(actor)]
    proposed, returned = plans_waiting_for(actor)
    found += [Asked("plan", None, str(p), proposed_words(p.proposed_by_name), p.pk, False) for p in proposed]
    found += [
        Asked("plan_back", None, str(p), _("sent back by %(name)s") % {"name": p.returned_by_name}, p.pk, False)
        for p in returned
    ]
    talks, led = all_waiting_for(actor, today=today)
    managers = managers_of(each.conversation for each in talks)
    for each in talks:
        talk, kind = each.conversation, OWN_TALKS.get(each.act, each.act)
        with_whom, late = managers[talk.pk], _is_late(each.due_on, today)
        found.append(Asked(kind, each.due_on, talk.step.title, with_whom, talk.pk, late))
    found += _led_asked(led, today)
    # whom HR named to approve or decide may be anybody
    for kind, rows in zip(("approve", "decide"), waiting_appraisals(actor, today=today), strict=True):
        for row in rows:
            talk = row.report.conversation
            found.append(Asked(kind, None, talk.step.title, str(talk.employee), row.pk, False))
    for row in objections_to_name(actor):
        talk = row.report.conversation
        found.append(Asked("name_decider", None, talk.step.title, str(talk.employee), talk.pk, False))
    found += [
        Asked("correction", one.due_on, str(one.person), "", one.pk, _is_late(one.due_on, today))
        for one in corrections_waiting_for(actor)
    ]
    found += _rewards_asked(actor)
    found += [_of_development(one, actor, today) for one in development_waiting_for(actor, until=until)]
    return sorted(found, key=lambda one: (one.due_on or today, one.kind not in HOLDS_UP, one.kind, one.pk))


def _led_asked(led: Led, today: date) -> list[Asked]:
    """What waits for the actor as manager: reports by person, appointments by step."""
    found = []
    for kind, rows in (("talk_answer", led.answer), ("talk_write", led.write), ("talk_finish", led.finish)):
        found += [Asked(kind, None, talk.step.title, str(talk.employee), talk.pk, False) for talk in rows]
    for step, count in led.plan:
        people = ngettext("with %(n)s person", "with %(n)s people", count) % {"n": count}
        found.append(Asked("talk_plan", step.closes_on, step.title, people, step.pk, _is_late(step.closes_on, today)))
    return found


def _of_development(one, actor, today: date) -> Asked:
    """A day to look again or study costs; of a goal and of 360 feedback only the person: a goal is read on its page."""
    is_own, late = one.person.pk == actor.person_id, _is_late(one.due_on, today)
    if one.kind in {"goal", "feedback", "feedback_round"}:
        kind = "feedback_self" if is_own and one.kind == "feedback" else one.kind
        return Asked(kind, one.due_on, str(one.person), "", one.pk, late)
    return Asked(one.kind, one.due_on, one.title, "" if is_own else str(one.person), one.pk, late)


def _rewards_asked(actor) -> list[Asked]:
    """Rounds of rewards in which the actor has something to do, and objections to decide: never an amount."""
    kinds, found = kinds_waiting(actor), []
    for waiting in rounds_waiting_for(actor) if "rounds" in kinds else ():
        told = (
            ("reward_propose", waiting.propose),
            ("reward_agree", waiting.agree),
            ("reward_finish", waiting.finish),
        )
        for kind, count in told:
            if count:
                people = ngettext("%(n)s person", "%(n)s people", count) % {"n": count}
                found.append(Asked(kind, None, str(waiting.round), people, waiting.round.pk, False))
    found += [
        Asked("promotion", None, str(one.person), one.proposed_by_name, one.pk, False)
        for one in (promotions_waiting_for(actor) if "promotions" in kinds else ())
    ]
    found += [
        Asked("reward_system", None, str(one), one.proposed_by_name, one.pk, False)
        for one in (systems_waiting_for(actor) if "systems" in kinds else ())
    ]
    if "objections" in kinds:
        found += [
            Asked("reward_decider", None, str(row.round), str(row.employee), row.pk, False)
            for row in deciders_to_name(actor)
        ]
    return found + [
        Asked("reward_objection", None, str(row.round), str(row.employee), row.pk, False)
        for row in (objections_waiting_for(actor) if "objections" in kinds else ())
    ]


def _is_late(due_on: date | None, today: date) -> bool:
    return due_on is not None and due_on < today


def proposer_of(objective: Objective) -> str:
    """In words who proposed this objective, and to whom one answers."""
    by = objective.proposed_by
    return proposed_words(by) if by else str(objective.owner)


def proposed_words(name) -> str:
    """In words who proposed something."""
    return _("proposed by %(name)s") % {"name": name}


def proposals_for(actor) -> list[Objective]:
    """Proposed personal objectives on which the actor has the next word: those that the manager proposed to the actor,
    and those that the direct reports proposed themselves whose line runs through the actor."""
    found = []
    if actor.person_id is not None:
        found += _proposed_to(person=actor.person_id, user=actor.user.pk)
        if actor.may(Permission.LEAD_PEOPLE):
            found += _proposed_by_reports(actor=actor, today=timezone.localdate())
    return found


def _proposed():
    proposed = Objective.objects.filter(state=State.PROPOSED, level=Level.PERSONAL)
    return proposed.select_related("owner", "proposed_by")


@prepared
def _proposed_to(*, person: int, user: int):
    return _proposed().filter(owner_id=person).exclude(proposed_by=user).order_by("pk")[:MOST]


@prepared
def _proposed_by_reports(*, actor: Actor, today: date):
    reports = Placement.objects.on(today).filter(line_manager_id=actor.person_id)
    theirs = _proposed().of_line(actor)
    theirs = theirs.filter(owner__in=reports.values("person_id"), proposed_by__memberships__person_id=F("owner_id"))
    return theirs.order_by("pk")[:MOST]


def contribution(objectives: list[Objective], *, today: date) -> Contribution | None:
    """The measure of these objectives that moved most of what was meant, since the year began; None when none did."""
    if not objectives:
        return None
    january = date(today.year, 1, 1)
    measures = _read_this_year(objectives=[o.pk for o in objectives], january=january, today=today)
    if not measures:
        return None
    first: dict[int, tuple] = {}
    since = january - timedelta(days=31)
    for measure_id, value, on in _values_of(measures=[m.pk for m in measures], since=since, today=today):
        if on < january or measure_id not in first:
            first[measure_id] = (value, on)  # the last of the old year, else the first of the new
    best = None
    for measure in measures:
        value, on = first.get(measure.pk, (None, None))
        if on is None or on == measure.current_on:
            continue
        moved = movement(value, measure.current_value, measure.target)
        if moved and moved.share <= MOST_BELIEVED and (best is None or min(moved.share, 1) > min(best.moved.share, 1)):
            objective = next(o for o in objectives if o.pk == measure.objective_id)
            best = Contribution(measure, objective, moved, max(january, on))
    return best


@prepared
def _read_this_year(*, objectives: list[int], january: date, today: date):
    """Measures that go up or down and were read this year."""
    read = Measure.objects.living().filter(
        objective__among=objectives, current_on__gte=january, current_on__lte=today, kind__in=[Kind.UP, Kind.DOWN]
    )
    return read.order_by("pk")[:50]


@prepared
def _values_of(*, measures: list[int], since: date, today: date):
    """Measure, value and day of what was read in this stretch, the oldest first."""
    readings = Reading.objects.current().filter(measure__among=measures, measured_on__range=(since, today))
    return readings.order_by("measured_on", "pk").values_list("measure_id", "value", "measured_on")


def strategic_objectives(actor, period):
    """The strategic objectives in view, those that need attention first."""
    objectives = Objective.objects.visible_to(actor, levels=[Level.STRATEGIC]).exclude(state=State.DROPPED)
    if period:
        objectives = objectives.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    rank = {"off_course": 0, "behind": 1, "partial": 2, "to_measure": 3, "on_course": 4}
    return sorted(objectives.for_cards().order_by("pk")[:40], key=lambda o: rank[o.status])
