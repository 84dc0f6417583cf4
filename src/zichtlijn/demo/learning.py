"""Development plans of the demo: two departments, most of them shared in part, and some study costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from zichtlijn.competencies.models import Competency, Judgement
from zichtlijn.competencies.states import Side
from zichtlijn.demo.able import read_table
from zichtlijn.demo.wording import Text, cells, lines
from zichtlijn.development.models import (
    AgreedGoal,
    DevelopmentPlan,
    GoalRemark,
    LearningActivity,
    LearningGoal,
    PlanReview,
    StudyAgreement,
)
from zichtlijn.development.queries.pages import content_of
from zichtlijn.development.states import RequiredBy, StudyState
from zichtlijn.organisation.models import Person, Placement

if TYPE_CHECKING:
    from random import Random

    from zichtlijn.demo.westerwaard import Scene

#: Departments whose people have a plan, and how many of a hundred do.
DEPARTMENTS, MOST = ("KC", "BV"), 78
#: Whose plans are not in those departments, or have words of their own.
ANYBODY = "*"
#: Name → training, costs, months of repayment, who requires it, and how far it is.
STUDIES = (
    ("Noor de Wit", Text("Leergang coördinator klantcontact", "Course for contact centre coordinators"), 1850, 18,
     RequiredBy.NONE, StudyState.OFFERED),
    ("Daan Kuipers", Text("Opleiding informatiebeveiliging", "Training in information security"), 3200, 24,
     RequiredBy.NONE, StudyState.SIGNED),
    ("Joost Visser", Text("Opleiding bedrijfshulpverlener", "Training as first responder"), 420, 0,
     RequiredBy.LAW, StudyState.SIGNED),
    ("Bram Jansen", Text("Masteropleiding communicatie", "Master's degree in communication"), 8900, 36,
     RequiredBy.NONE, StudyState.DRAFT),
)  # fmt: skip


@dataclass
class PlannedGoal:
    """A goal of the table with its activities: way, state, hours, budget and three texts."""

    competency: str
    sharing: str
    title: Text
    why: Text
    activities: list[tuple[str, str, str, str, Text, Text, Text]] = field(default_factory=list)


@dataclass
class Written:
    """What the table says for one person, or for all others."""

    texts: dict[str, list[Text]] = field(default_factory=lambda: {"strengths": [], "work": [], "wishes": []})
    goals: list[PlannedGoal] = field(default_factory=list)
    remarks: list[Text] = field(default_factory=list)


@dataclass
class _Made:
    """The rows of all plans, written together at the end."""

    goals: list[LearningGoal] = field(default_factory=list)
    activities: list[LearningActivity] = field(default_factory=list)
    agreed: list[AgreedGoal] = field(default_factory=list)
    remarks: list[GoalRemark] = field(default_factory=list)
    reviews: list[PlanReview] = field(default_factory=list)


def read_learning() -> dict[str, Written]:
    """Whose → what the table says."""
    found: dict[str, Written] = {}
    here = Written()
    for line in lines("learning.txt"):
        sign, rest = line[0], cells(line[1:])
        if sign == "@":
            here = found.setdefault(rest[0], Written())
        elif sign == "=":
            here.texts[rest[0]].append(Text(*rest[1:]))
        elif sign == ">":
            here.goals.append(PlannedGoal(rest[0], rest[1], Text(*rest[2:4]), Text(*rest[4:])))
        elif sign == "!":
            here.remarks.append(Text(*rest))
        elif sign == " ":
            told = [*rest, *[""] * (10 - len(rest))]
            way, state, hours, budget = told[:4]
            texts = [Text(*told[at : at + 2]) for at in (4, 6, 8)]
            here.goals[-1].activities.append((way, state, hours, budget, texts[0], texts[1], texts[2]))
    return found


def learn(scene: Scene) -> None:
    """Write the plans and the study costs."""
    table = read_learning()
    placed = _placements(scene)
    writing = [
        (placement, table.get(placement.person.name) or table[ANYBODY], placement.person.name in table)
        for placement in placed.values()
        if placement.person.name in table or scene.source("plan", placement.person.key).randrange(100) < MOST
    ]
    plans = DevelopmentPlan.objects.bulk_create(
        _plan(scene, placement.person, written) for placement, written, _own in writing
    )
    competencies = _competencies(scene)
    levels = _levels([placement.person_id for placement, _written, _own in writing])
    names = [scene.say(level) for level in read_table()[0]]
    made = _Made()
    for plan, (placement, written, own) in zip(plans, writing, strict=True):
        rng = scene.source("learning", placement.person.key)
        goals = written.goals if own else rng.sample(written.goals, rng.choice((1, 2, 2, 3)))
        for planned in goals:
            sharing = planned.sharing if own else rng.choice(("private", "shared", "agreed", "agreed"))
            goal = _goal(scene, plan, planned, sharing, competencies, levels, rng)
            made.goals.append(goal)
            _activities(scene, goal, planned, made, rng)
            if sharing == "agreed":
                _agree(scene, goal, placement.line_manager, written, names, made)
        _reviews(scene, plan, own, made, rng)
    LearningGoal.objects.bulk_create(made.goals)
    LearningActivity.objects.bulk_create(made.activities)
    AgreedGoal.objects.bulk_create(made.agreed)
    GoalRemark.objects.bulk_create(made.remarks)
    PlanReview.objects.bulk_create(made.reviews)
    _studies(scene, placed)


def _placements(scene: Scene) -> dict[str, Placement]:
    """Code of the person → the placement of today, of everybody in those departments who has a manager."""
    units = [unit for key, unit in scene.units.items() if key.partition("-")[0] in DEPARTMENTS]
    rows = Placement.objects.filter(unit__in=units, line_manager__isnull=False, ends_on=None)
    rows = rows.select_related("person", "line_manager").order_by("person__key", "pk")
    return {row.person.key: row for row in rows}


def _plan(scene: Scene, person: Person, written: Written) -> DevelopmentPlan:
    rng = scene.source("about me", person.key)
    texts = {name: scene.say(rng.choice(said)) for name, said in written.texts.items()}
    shared_at = _moment(scene, 60) if rng.random() < 0.5 else None
    return DevelopmentPlan(organisation=scene.organisation, person=person, texts_shared_at=shared_at, **texts)


def _moment(scene: Scene, days: int) -> datetime:
    return datetime.combine(scene.today - timedelta(days=days), time(9, 30), UTC)


def _competencies(scene: Scene) -> dict[str, Competency]:
    """Code of the table → the competency."""
    by_name = {row.name: row for row in Competency.objects.all()}
    codes = [cells(line[1:])[0] for line in lines("competencies.txt") if line.startswith(">")]
    return {code: by_name[scene.say(one.name)] for code, one in zip(codes, read_table()[1], strict=True)}


def _levels(people: list[int]) -> dict[tuple[int, int], int]:
    """Person and competency → the level that the manager saw."""
    seen = Judgement.objects.filter(assessment__person__in=people, assessment__side=Side.MANAGER, level__isnull=False)
    rows = seen.order_by("assessment__shared_on").values_list("assessment__person_id", "competency_id", "level")
    return {(person, competency): level for person, competency, level in rows if level}


def _goal(scene, plan, planned: PlannedGoal, sharing: str, competencies, levels, rng: Random) -> LearningGoal:
    competency = competencies.get(planned.competency)
    first = None
    if competency:
        first = min(levels.get((plan.person_id, competency.pk), rng.choice((2, 2, 3))), 4)
    return LearningGoal(
        organisation=scene.organisation,
        plan=plan,
        title=scene.say(planned.title),
        why=scene.say(planned.why),
        competency=competency,
        from_level=first,
        to_level=first + 1 if first else None,
        shared_at=None if sharing == "private" else _moment(scene, rng.randint(30, 70)),
    )


def _activities(scene: Scene, goal: LearningGoal, planned: PlannedGoal, made: _Made, rng: Random) -> None:
    for way, state, hours, budget, text, support, evidence in planned.activities:
        made.activities.append(
            LearningActivity(
                organisation=scene.organisation,
                goal=goal,
                way=way,
                text=scene.say(text),
                due_on=scene.today + timedelta(days=rng.randint(20, 200)),
                hours=Decimal(hours) if hours else None,
                budget=Decimal(budget) if budget else None,
                support=scene.say(support),
                state=state,
                evidence=scene.say(evidence),
            )
        )


def _agree(scene: Scene, goal: LearningGoal, manager, written: Written, names: list[str], made: _Made) -> None:
    """The goal as it is, with the hours and the money that it asks, and a word of the manager."""
    mine = [row for row in made.activities if row.goal is goal]
    hours = [row.hours for row in mine if row.hours is not None]
    budget = [row.budget for row in mine if row.budget is not None]
    on = scene.today - timedelta(days=21)
    said = scene.say(scene.source("remark", goal.plan.person.key).choice(written.remarks))
    made.agreed.append(
        AgreedGoal(
            organisation=scene.organisation,
            goal=goal,
            content=content_of(goal, mine, None, names),
            hours=sum(hours, Decimal(0)) if hours else None,
            budget=sum(budget, Decimal(0)) if budget else None,
            support=said,
            agreed_by=manager,
            agreed_by_name=manager.name,
            agreed_on=on,
        )
    )
    made.remarks.append(
        GoalRemark(
            organisation=scene.organisation, goal=goal, writer=manager, writer_name=manager.name, text=said, on=on
        )
    )


def _reviews(scene: Scene, plan: DevelopmentPlan, own: bool, made: _Made, rng: Random) -> None:
    """One day on which they looked, and one that comes: soon for who can sign in."""
    before, ahead = scene.today - timedelta(days=rng.randint(60, 120)), 5 if own else rng.randint(10, 120)
    for due_on, held_on in ((before, before), (scene.today + timedelta(days=ahead), None)):
        made.reviews.append(PlanReview(organisation=scene.organisation, plan=plan, due_on=due_on, held_on=held_on))


def _studies(scene: Scene, placed: dict[str, Placement]) -> None:
    by_name = {row.person.name: row for row in placed.values()}
    for name, training, amount, months, required_by, state in STUDIES:
        placement = by_name[name]
        manager = placement.line_manager
        assert manager is not None
        is_offered, is_signed = state != StudyState.DRAFT, state == StudyState.SIGNED
        begins = date(scene.today.year + (0 if is_signed else 1), 2, 1)
        before = (scene.today - begins).days + 12 if is_signed else 12
        StudyAgreement.objects.create(
            organisation=scene.organisation,
            person=placement.person,
            training=scene.say(training),
            required_by=required_by,
            amount=Decimal(amount),
            starts_on=begins,
            ends_on=begins + timedelta(days=180),
            months=months,
            state=state,
            drawn_up_by=manager,
            drawn_up_by_name=manager.name,
            offered_at=_moment(scene, before) if is_offered else None,
            offered_by_name=manager.name if is_offered else "",
            signed_at=_moment(scene, before - 3) if is_signed else None,
        )
