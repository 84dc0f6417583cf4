"""Why an import cannot be taken out, as data: a code, how many, and some of them by name. All reasons at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from zichtlijn.access.actor import Actor
from zichtlijn.access.models import Membership
from zichtlijn.analysis.models import Analysis, AttentionPoint
from zichtlijn.appraisals.models import Mandate, Passage, Score
from zichtlijn.audit.models import ONLY_LOOKED, AuditEvent, Event
from zichtlijn.competencies.models import Assessment, Competency, Judgement, Profile, Requirement
from zichtlijn.conversations.models import (
    Addendum,
    Agreement,
    Conversation,
    Cycle,
    Meeting,
    Moment,
    Preparation,
    Report,
)
from zichtlijn.development.models import AgreedGoal, DevelopmentPlan, GoalRemark, LearningGoal, StudyAgreement
from zichtlijn.exchange.models import Import
from zichtlijn.exchange.undo.asking import ask_together, how_many
from zichtlijn.exchange.undo.naming import Named, named_all
from zichtlijn.exchange.undo.permissions import can_take_out
from zichtlijn.exchange.undo.ranges import AT_ONCE, Numbers, lies_in
from zichtlijn.exchange.undo.things import KINDS, PARTS, THINGS, pointing_at
from zichtlijn.feedback.models import AskedBehaviour, FeedbackMean, FeedbackRequest, FeedbackRound
from zichtlijn.growth_plan.models import GrowthPlan
from zichtlijn.objectives.models import Action, CheckIn, Measure, Objective, ObjectiveLink, Reading
from zichtlijn.objectives.states import State
from zichtlijn.ogsm.models import Choice, GoalServed
from zichtlijn.okr.models import CarryOver, Grade
from zichtlijn.privacy.models import Correction, Hold, Statement
from zichtlijn.rewards.models import Objection, Promotion, Proposal, RecordedGender, Round, Salary
from zichtlijn.rewards.states import PromotionState
from zichtlijn.rewards.states import State as ProposalState
from zichtlijn.scorecards.models import Arrow, ScorecardWeight

#: So many of each are named.
NAMED = 20
#: Lines about a thing of which what was done is a row that hangs on it, and is found as such.
_ROWS = {Event.READING_RECORDED, Event.READING_CORRECTED, Event.CHECKED_IN}
#: The code for what hangs on it, by its table; for all others it is the kind of thing.
_CODES = {
    ObjectiveLink: "supporters",
    CheckIn: "check_ins",
    Action: "actions",
    Membership: "accounts",
    ScorecardWeight: "weights",
    Analysis: "analyses",
    GrowthPlan: "growth_plans",
    Cycle: "cycles",
    Conversation: "conversations",
    Meeting: "conversations",
    Preparation: "conversation_texts",
    Report: "conversation_texts",
    Addendum: "conversation_texts",
    Agreement: "conversation_texts",
    Moment: "conversation_texts",
    Passage: "appraisals",
    Mandate: "appraisals",
    Assessment: "assessments",
    FeedbackRound: "feedback",
    FeedbackRequest: "feedback",
    AskedBehaviour: "feedback_about",
    FeedbackMean: "feedback_about",
    DevelopmentPlan: "development_plans",
    LearningGoal: "learning_goals",
    GoalRemark: "development_texts",
    AgreedGoal: "development_texts",
    StudyAgreement: "study_costs",
    Salary: "salaries",
    RecordedGender: "salaries",
    Proposal: "rewards",
    Objection: "rewards",
    Promotion: "rewards",
    Round: "reward_rounds",
    Statement: "said_of_the_file",
    Correction: "said_of_the_file",
    Hold: "holds",
    Profile: "profiles",
    Requirement: "required",
    Judgement: "judgements",
    Score: "appraised",
    Grade: "scores",
    CarryOver: "carried_over",
    Arrow: "arrows",
    AttentionPoint: "attention_points",
    Choice: "choices",
    GoalServed: "goals_served",
}


@dataclass
class Reason:
    """One thing that stands in the way: `code` says what (`wording.py` has its sentence)."""

    code: str
    count: int = 0
    named: list[Named] = field(default_factory=list)
    #: The table and the first numbers of what will be named.
    first: tuple[Any, list[int]] | None = None
    #: Kind → numbers of what the import made and would have to stay because of this; None: leaving is no way on.
    leaves: dict[str, set[int]] | None = None

    @property
    def more(self) -> int:
        """How many are not named."""
        return max(0, self.count - len(self.named)) if self.named else 0


def give_names(reasons: list[Reason], *, by: Actor) -> list[Reason]:
    """The same reasons, with the first things of each by name."""
    wanted = [(reason, reason.first) for reason in reasons if reason.first is not None]
    for (reason, _first), names in zip(wanted, named_all((first for _r, first in wanted), by=by), strict=True):
        reason.named = names
    return reasons


def reasons_against(imported: Import, made: dict[str, Numbers], *, by: Actor) -> list[Reason]:
    """Everything that stands in the way of taking this import out now; what it is about has no names yet."""
    if imported.taken_out_at:
        return [Reason("taken_out")]
    found = []
    if imported.until < timezone.localdate():
        found.append(Reason("too_late"))
    if not can_take_out(by, imported):
        found.append(Reason("not_yours"))
    for kind, ranges in imported.changed.items():
        numbers = Numbers(ranges)
        found.append(Reason(f"changed_{kind}", len(numbers), first=(THINGS[kind], numbers.part(0, NAMED))))
    found += _done_since(imported, made)
    found += _hanging(made, by)
    found += _closed(made)
    found += _without_scale(made)
    found += _decided_on(made)
    found += _own_salaries(made, by)
    return found


def _done_since(imported: Import, made: dict[str, Numbers]) -> Iterator[Reason]:
    """What people changed of it, agreed with, or took away."""
    agreed, edited = _told(imported, made)
    there = dict.fromkeys(made, 0)
    parts = [(kind, THINGS[kind].objects.filter(one)) for kind, numbers in made.items() for one in numbers.where("pk")]
    for place, (count,) in ask_together((rows, [how_many()]) for _kind, rows in parts):
        there[parts[place][0]] += count
    for place, (pk,) in ask_together((rows.filter(_otherwise(kind)), ["pk"]) for kind, rows in parts):
        edited.setdefault(parts[place][0], set()).add(pk)
    gone = {kind: _missing(THINGS[kind], made[kind]) for kind, count in there.items() if count < len(made[kind])}
    if agreed:
        leaves = {"objectives": {pk for pk in agreed if pk in made.get("objectives", ())}}
        leaves["measures"] = _of_objectives(made, "measures", agreed)
        yield _reason("agreed", Objective, agreed, leaves)
    for kind, pks in edited.items():
        if kind == "objectives":
            pks -= agreed
        if pks:
            yield _reason(f"edited_{kind}", THINGS[kind], pks, {kind: pks})
    if gone:
        yield Reason("gone", sum(map(len, gone.values())), leaves=gone)


def _otherwise(kind: str) -> Q:
    """What of this kind is no longer as the import made it."""
    return Q(is_current=False, replaced_by=None) if THINGS[kind] is Reading else Q(version__gt=1)


def _missing(model, numbers: Numbers) -> set[int]:
    """The numbers of rows that are no longer there."""
    there: set[int] = set()
    for condition in numbers.where("pk"):
        there.update(model.objects.filter(condition).order_by().values_list("pk", flat=True))
    return {pk for first, last in numbers.ranges for pk in range(first, last + 1)} - there


def _told(imported: Import, made: dict[str, Numbers]) -> tuple[set[int], dict[str, set[int]]]:
    """What the log says was done since: objectives that were agreed, and all else by kind."""
    agreed: set[int] = set()
    edited: dict[str, set[int]] = {}
    names = {THINGS[kind]._meta.model_name: kind for kind in made}
    about = [
        Q(on_type=THINGS[kind]._meta.model_name) & condition
        for kind, numbers in made.items()
        if kind != "readings"
        for condition in numbers.where("on_id")
    ]
    if "measures" in made:  # of an objective that was there already: its measures were agreed with it
        for condition in made["measures"].where("measures"):
            of_measures = Objective.objects.filter(condition).values("pk")
            about.append(Q(on_type="objective", event=Event.OBJECTIVE_AGREED, on_id__in=of_measures))
    since = AuditEvent.objects.filter(sequence__gt=imported.mark).exclude(event__in=ONLY_LOOKED).order_by()
    for start in range(0, len(about), AT_ONCE):
        condition = Q(pk__in=[])
        for one in about[start : start + AT_ONCE]:
            condition |= one
        for event, on_type, on_id, detail in since.filter(condition).values_list("event", "on_type", "on_id", "detail"):
            assert on_id is not None  # of these kinds every line is about a row
            if event == Event.OBJECTIVE_AGREED:
                agreed.add(on_id)
            elif event not in _ROWS or "milestone" in detail:
                edited.setdefault(names[on_type], set()).add(on_id)
    return agreed, edited


def _hanging(made: dict[str, Numbers], by: Actor) -> Iterator[Reason]:
    """Rows that point at what was made, and were not made by the same import."""
    pointing: dict[Any, list[tuple[str, str]]] = {}
    for kind in made:
        for table, name in pointing_at(kind):
            pointing.setdefault(table, []).append((name, kind))
    questions, about = [], []
    for table, pointers in pointing.items():
        name, ours = _ours(table, made)
        at = [(table._meta.get_field(name_of).attname, kind) for name_of, kind in pointers]
        for condition in _in_questions((name_of, made[kind]) for name_of, kind in pointers):
            rows = table.objects.filter(condition, organisation=by.organisation).exclude(ours.most(name))
            questions.append((rows, ["pk", name, *(column for column, _kind in at)]))
            about.append((table, ours, at))
    found: dict[Any, set[int]] = {}
    leaves: dict[Any, dict[str, set[int]]] = {}
    for place, (pk, number, *points) in ask_together(questions):
        table, ours, at = about[place]
        if number in ours:
            continue
        found.setdefault(table, set()).add(pk)
        for (_column, kind), target in zip(at, points, strict=True):
            if target is not None and target in made[kind]:
                leaves.setdefault(table, {}).setdefault(kind, set()).add(target)
    for table in pointing:
        if table in found:
            code = _CODES.get(table) or f"later_{KINDS.get(table, 'others')}"
            yield _reason(code, table, found[table], leaves.get(table, {}))


def _ours(table: type[models.Model], made: dict[str, Numbers]) -> tuple[str, Numbers]:
    """By which field, and which numbers in it, a row of this table was made by the same import."""
    for model, parts in PARTS.items():
        for part, name in parts:
            if part is table:
                return name, made.get(KINDS[model], Numbers())
    return "pk", made.get(KINDS.get(table, ""), Numbers())


def _in_questions(fields: Iterable[tuple[str, Numbers]]) -> Iterator[Q]:
    """Conditions that together say: one of these fields points at one of its numbers."""
    condition, size = Q(pk__in=[]), 0
    for name, numbers in fields:
        for some in numbers.in_parts():
            condition, size = condition | lies_in(name, some), size + len(some)
            if size >= AT_ONCE:
                yield condition
                condition, size = Q(pk__in=[]), 0
    if size:
        yield condition


def _closed(made: dict[str, Numbers]) -> Iterator[Reason]:
    """Objectives that were there already and are closed now: how they ended rests on what this import brought."""
    ours = made.get("objectives", Numbers())
    rests = []
    for kind, model, name, path in (
        ("measures", Measure, "pk", "objective"),
        ("readings", Reading, "pk", "measure__objective"),
        ("objectives", ObjectiveLink, "child", "parent"),
    ):
        conditions = made.get(kind, Numbers()).where(name)
        rests += [Q(pk__in=model.objects.filter(one).order_by().values(path)) for one in conditions]
    found: set[int] = set()
    for condition in rests:
        closed = Objective.objects.filter(condition, state__in=(State.CLOSED, State.DROPPED)).exclude(ours.most("pk"))
        found.update(pk for pk in closed.values_list("pk", flat=True) if pk not in ours)
    if found:
        leaves = {kind: _of_objectives(made, kind, found) for kind in ("objectives", "measures", "readings")}
        yield _reason("closed", Objective, found, leaves)


def _without_scale(made: dict[str, Numbers]) -> Iterator[Reason]:
    """Competencies that others added to the framework that this import made: they would be left without levels."""
    if "levels" not in made:
        return
    ours = made.get("competencies", Numbers())
    others = {pk for pk in Competency.objects.order_by().values_list("pk", flat=True) if pk not in ours}
    if others:
        yield _reason("later_competencies", Competency, others, {"levels": set(made["levels"].part(0, NAMED))})


def _decided_on(made: dict[str, Numbers]) -> Iterator[Reason]:
    """Salaries of people for whom a reward or a promotion became final from that day on, or later: it rests on them."""
    mine = {"organisation": OuterRef("organisation")}
    rewards = Proposal.objects.filter(employee=OuterRef("person"), state=ProposalState.FINAL, **mine)
    rewards = rewards.filter(round__effective_on__gte=OuterRef("from_on"))
    promotions = Promotion.objects.filter(person=OuterRef("person"), state=PromotionState.FINAL, **mine)
    rests = Exists(rewards) | Exists(promotions.filter(from_on__gte=OuterRef("from_on")))
    found: set[int] = set()
    for condition in made.get("salaries", Numbers()).where("pk"):
        found.update(Salary.objects.filter(condition).filter(rests).order_by().values_list("pk", flat=True))
    if found:
        yield _reason("decided_salaries", Salary, found, {"salaries": found})


def _own_salaries(made: dict[str, Numbers], by: Actor) -> Iterator[Reason]:
    """The salary of whoever takes the import out: nobody decides on their own reward."""
    found: set[int] = set()
    for condition in made.get("salaries", Numbers()).where("pk") if by.person_id else ():
        own = Salary.objects.filter(condition, person=by.person_id)
        found.update(own.order_by().values_list("pk", flat=True))
    if found:
        yield _reason("own_salaries", Salary, found, {"salaries": found})


def _of_objectives(made: dict[str, Numbers], kind: str, objectives: set[int]) -> set[int]:
    """What the import made of this kind for these objectives: linked under them, measures or readings of them."""
    model, name, path = {
        "objectives": (ObjectiveLink, "child_id", "parent__in"),
        "measures": (Measure, "pk", "objective__in"),
        "readings": (Reading, "pk", "measure__objective__in"),
    }[kind]
    found = model._default_manager.filter(**{path: objectives}).order_by().values_list(name, flat=True)
    return {pk for pk in found if pk in made[kind]} if kind in made else set()


def _reason(code: str, table, pks: set[int], leaves: dict[str, set[int]] | None = None) -> Reason:
    leaves = leaves if leaves is None else {kind: some for kind, some in leaves.items() if some}
    return Reason(code, len(pks), first=(table, sorted(pks)[:NAMED]), leaves=leaves)
