"""What the pages of a development plan show. What a reader may not see is not read from the database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from zichtlijn.competencies.queries import gaps_of
from zichtlijn.development.models import (
    AgreedGoal,
    DevelopmentPlan,
    GoalRemark,
    LearningActivity,
    LearningGoal,
    PlanReview,
    StudyAgreement,
)
from zichtlijn.development.states import NUMBER, GoalState, Way
from zichtlijn.objectives.models import Objective
from zichtlijn.organisation.models import Person

#: The texts of a plan, in the order of the page.
TEXTS = ("strengths", "work", "wishes")


@dataclass(frozen=True)
class GoalShown:
    """A goal with what hangs on it, for one reader. `objective`: only when this reader may know of it."""

    goal: LearningGoal
    activities: list[LearningActivity]
    agreed: list[AgreedGoal]
    remarks: list[GoalRemark]
    objective: Objective | None

    @property
    def last_agreed(self) -> AgreedGoal | None:
        return self.agreed[0] if self.agreed else None

    @property
    def changed_since(self) -> bool:
        """True when the goal is no longer what was agreed."""
        return bool(self.agreed) and self.agreed[0].content.get("revision") != self.goal.revision


@dataclass(frozen=True)
class MixRow:
    """How many activities there are of one way of learning, and the hours that were filled in."""

    way: str
    number: int
    count: int
    hours: Decimal | None

    @property
    def name(self) -> str:
        return str(Way(self.way).label)


@dataclass
class PlanPage:
    """A plan for one reader: the owner has all of it, the manager what was shared."""

    person: Person
    plan: DevelopmentPlan | None
    has_texts: bool
    goals: list[GoalShown] = field(default_factory=list)
    reviews: list[PlanReview] = field(default_factory=list)
    studies: list[StudyAgreement] = field(default_factory=list)
    mix: list[MixRow] = field(default_factory=list)

    @property
    def under_way(self) -> list[GoalShown]:
        return [row for row in self.goals if row.goal.state == GoalState.OPEN]

    @property
    def finished(self) -> list[GoalShown]:
        return [row for row in self.goals if row.goal.state != GoalState.OPEN]

    @property
    def is_empty(self) -> bool:
        return not self.goals and not self.has_texts

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Each text that this reader may read, with what it is called."""
        if self.plan is None or not self.has_texts:
            return []
        named = [(self.plan._meta.get_field(name).verbose_name, getattr(self.plan, name)) for name in TEXTS]  # type: ignore[union-attr]
        return [(str(label), text) for label, text in named if text]


def own_plan(actor) -> DevelopmentPlan | None:
    """The plan of the actor, if they began one."""
    return DevelopmentPlan.objects.select_related("person").filter(person=actor.person_id or 0).first()


def plan_page(actor, person: Person) -> PlanPage:
    """The plan of this person as far as the actor may read it."""
    is_mine = person.pk == actor.person_id
    plan = DevelopmentPlan.objects.select_related("person").filter(person=person).first()
    studies = list(StudyAgreement.objects.visible_to(actor).filter(person=person))
    if plan is None:
        return PlanPage(person, None, False, studies=studies)
    goals = goals_shown(actor, LearningGoal.objects.visible_to(actor).filter(plan=plan))
    has_texts = any(getattr(plan, name) for name in TEXTS) and (is_mine or plan.texts_shared_at is not None)
    page = PlanPage(person, plan, has_texts, goals=goals, studies=studies)
    if is_mine or not page.is_empty:
        page.reviews = list(plan.reviews.all())
    page.mix = mix_of(activity for row in page.under_way for activity in row.activities)
    return page


def goals_shown(actor, goals) -> list[GoalShown]:
    """These goals with what hangs on each, as far as the actor may read it: five questions for one and for many."""
    rows = list(goals.select_related("competency", "plan__person"))
    ids = [goal.pk for goal in rows]
    activities = _by_goal(LearningActivity.objects.filter(goal__in=ids))
    agreed = _by_goal(AgreedGoal.objects.visible_to(actor).filter(goal__in=ids))
    remarks = _by_goal(GoalRemark.objects.visible_to(actor).filter(goal__in=ids))
    objectives = objectives_seen(actor, rows)
    return [
        GoalShown(
            goal,
            activities.get(goal.pk, []),
            agreed.get(goal.pk, []),
            remarks.get(goal.pk, []),
            objectives.get(goal.objective_id or 0),
        )
        for goal in rows
    ]


def _by_goal(rows) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.goal_id, []).append(row)
    return found


def objectives_seen(actor, goals: Iterable[LearningGoal]) -> dict[int, Objective]:
    """The objectives of these goals that the actor may know of."""
    ids = {goal.objective_id for goal in goals if goal.objective_id}
    if not ids:
        return {}
    return {row.pk: row for row in Objective.objects.visible_to(actor).filter(pk__in=ids)}


def mix_of(activities: Iterable[LearningActivity]) -> list[MixRow]:
    """How many activities and hours there are of each way: a description, not a norm. No hours known is no hours."""
    rows = list(activities)
    found = []
    for way in Way:
        mine = [row for row in rows if row.way == way]
        known = [row.hours for row in mine if row.hours is not None]
        found.append(MixRow(way, NUMBER[way], len(mine), sum(known, Decimal(0)) if known else None))
    return found


@dataclass(frozen=True)
class Offered:
    """A gap of one's own profile, as a beginning of a goal."""

    competency_id: int
    name: str
    level: int
    required: int


def gaps_to_learn(person: Person, today: date) -> list[Offered]:
    """Where one is short of what the position requires, and no goal under way is about it: the widest gaps first."""
    (gaps,) = gaps_of([person], today)
    taken = set(
        LearningGoal.objects.filter(plan__person=person, state=GoalState.OPEN).values_list("competency_id", flat=True)
    )
    short = [
        row
        for row in gaps.rows
        if row.by_manager and row.line.gap is not None and row.line.gap > 0 and row.competency.pk not in taken
    ]
    short.sort(key=lambda row: (-(row.line.gap or 0), not row.asked.is_core, row.competency.name))
    return [
        Offered(row.competency.pk, row.competency.name, row.by_manager.level, row.asked.level)
        for row in short
        if row.by_manager
    ]


def agreed_content(actor, goal: LearningGoal, levels: list[str]) -> dict[str, Any]:
    """The goal with its activities as it is now, in words that stay: what the actor may read of it."""
    (shown,) = goals_shown(actor, LearningGoal.objects.filter(pk=goal.pk))
    return content_of(goal, shown.activities, shown.objective, levels)


def content_of(
    goal: LearningGoal, activities: Iterable[LearningActivity], objective: Objective | None, levels: list[str]
) -> dict[str, Any]:
    """A goal with these activities as plain words and numbers."""
    return {
        "revision": goal.revision,
        "title": goal.title,
        "why": goal.why,
        "competency": goal.competency.name if goal.competency else "",
        "from_level": write_level(goal.from_level, levels),
        "to_level": write_level(goal.to_level, levels),
        "objective": objective.title if objective else "",
        "objective_id": objective.pk if objective else None,
        "activities": [
            {
                "way": row.way,
                "text": row.text,
                "due_on": row.due_on.isoformat() if row.due_on else None,
                "hours": str(row.hours) if row.hours is not None else None,
                "budget": str(row.budget) if row.budget is not None else None,
                "support": row.support,
            }
            for row in activities
        ],
    }


def objective_agreed(actor, agreed: AgreedGoal) -> str:
    """The title of the objective as it was agreed: for whose goal it is, who agreed, and who may know of it now."""
    title, pk = agreed.content["objective"], agreed.content.get("objective_id")
    if not title or actor.person_id in (agreed.goal.plan.person_id, agreed.agreed_by_id):
        return title
    return title if pk and Objective.objects.visible_to(actor).filter(pk=pk).exists() else ""


def write_level(level: int | None, levels: list[str]) -> str:
    """A level as its number and its name; empty when there is none."""
    if level is None:
        return ""
    return f"{level} · {levels[level - 1]}" if level <= len(levels) else str(level)


@dataclass(frozen=True)
class AgreedActivity:
    """An activity as it was agreed."""

    way: str
    text: str
    due_on: date | None
    hours: Decimal | None
    budget: Decimal | None
    support: str

    @property
    def way_name(self) -> str:
        return str(Way(self.way).label)


def agreed_activities(agreed: AgreedGoal) -> list[AgreedActivity]:
    """The activities of an agreed goal, read back."""
    return [
        AgreedActivity(
            row["way"],
            row["text"],
            date.fromisoformat(row["due_on"]) if row["due_on"] else None,
            Decimal(row["hours"]) if row["hours"] is not None else None,
            Decimal(row["budget"]) if row["budget"] is not None else None,
            row["support"],
        )
        for row in agreed.content["activities"]
    ]


def asked_support(activities: Iterable[LearningActivity]) -> tuple[Decimal | None, Decimal | None]:
    """The hours and the money that these activities ask together; None when none were filled in."""
    rows = list(activities)
    hours = [row.hours for row in rows if row.hours is not None]
    budget = [row.budget for row in rows if row.budget is not None]
    return sum(hours, Decimal(0)) if hours else None, sum(budget, Decimal(0)) if budget else None
