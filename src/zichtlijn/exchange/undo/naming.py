"""Things by their name and with the address of their page, as far as the reader may know them."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.access.models import Membership
from zichtlijn.analysis.models import Analysis, AttentionPoint
from zichtlijn.appraisals.models import Score
from zichtlijn.competencies.models import Assessment, Competency, Framework, Judgement, Profile, Requirement
from zichtlijn.conversations.models import Conversation, Meeting
from zichtlijn.development.models import DevelopmentPlan, StudyAgreement
from zichtlijn.development.states import StudyState
from zichtlijn.feedback.models import AskedBehaviour, FeedbackMean, FeedbackRequest, FeedbackRound
from zichtlijn.feedback.permissions import can_run_feedback
from zichtlijn.growth_plan.models import GrowthPlan
from zichtlijn.objectives.actions import look_at_objectives
from zichtlijn.objectives.models import Action, CheckIn, Measure, Objective, ObjectiveLink, Reading
from zichtlijn.ogsm.models import Choice, GoalServed
from zichtlijn.okr.models import CarryOver, Grade
from zichtlijn.organisation.models import Person, Placement, Position, Project, Unit
from zichtlijn.rewards.models import Objection, Promotion, Proposal, RecordedGender, Round, Salary
from zichtlijn.rewards.permissions import can_keep_rewards
from zichtlijn.rewards.states import PromotionState
from zichtlijn.scorecards.models import Arrow, ScorecardWeight
from zichtlijn.strategy.models import Direction
from zichtlijn.ui.wording import write_full_date


@dataclass(frozen=True)
class Named:
    """One thing as a list shows it."""

    name: str
    code: str = ""
    url: str = ""


#: What each needs to be named, without a question for each.
_WITH: dict[Any, tuple[str, ...]] = {
    Placement: ("person", "position", "unit"),
    Reading: ("measure",),
    ObjectiveLink: ("child",),
    CheckIn: ("objective",),
    ScorecardWeight: ("objective",),
    Grade: ("objective",),
    CarryOver: ("source",),
    Arrow: ("cause", "effect"),
    Choice: ("strategy",),
    GoalServed: ("choice__strategy",),
    Membership: ("person", "user"),
    Analysis: ("unit", "period", "organisation"),
    GrowthPlan: ("unit", "period"),
    Conversation: ("step", "employee"),
    Meeting: ("conversation__step", "conversation__employee"),
    Assessment: ("person",),
    DevelopmentPlan: ("person",),
    FeedbackRound: ("person",),
    AskedBehaviour: ("competency",),
    FeedbackMean: ("competency",),
    StudyAgreement: ("person",),
    Profile: ("position",),
    Requirement: ("competency", "profile__position"),
    Judgement: ("competency",),
    Score: ("competency",),
    Proposal: ("round", "employee"),
    Objection: ("proposal__round", "proposal__employee"),
    Promotion: ("person",),
    Salary: ("person",),
}
#: What is named only for who keeps it: not even of whom there is one is told to others.
_KEPT_BY: dict[Any, Callable[[Actor], bool]] = {
    **dict.fromkeys((Salary, RecordedGender, Promotion, Round, Proposal, Objection), can_keep_rewards),
    **dict.fromkeys((FeedbackRound, FeedbackRequest), can_run_feedback),
}
#: The objective of which each tells something.
_OBJECTIVE: dict[Any, Callable[[Any], int]] = {
    Objective: lambda row: row.pk,
    ObjectiveLink: lambda row: row.child_id,
    Measure: lambda row: row.objective_id,
    Reading: lambda row: row.measure.objective_id,
    CheckIn: lambda row: row.objective_id,
    ScorecardWeight: lambda row: row.objective_id,
    Grade: lambda row: row.objective_id,
    CarryOver: lambda row: row.source_id,
    Arrow: lambda row: row.cause_id,
    AttentionPoint: lambda row: row.objective_id,
    Choice: lambda row: row.strategy_id,
    GoalServed: lambda row: row.choice.strategy_id,
    Action: lambda row: row.objective_id,
}
_PAGES: dict[Any, str] = {
    Unit: "organisation:unit",
    Position: "organisation:position",
    Person: "organisation:person",
    Project: "organisation:project",
    Measure: "objectives:measure",
    Direction: "strategy:show",
    Membership: "members:member",
    Analysis: "analysis:swot",
    GrowthPlan: "growth_plan:plan",
    Competency: "competencies:competency",
}


def named(table: type[models.Model], pks: Iterable[int], *, by: Actor) -> list[Named]:
    """These rows in the order of their numbers; what is no longer there is left out."""
    return named_all([(table, pks)], by=by)[0]


def named_all(wanted: Iterable[tuple[type[models.Model], Iterable[int]]], *, by: Actor) -> list[list[Named]]:
    """The same for several lists at once: one question for each table, and one for what the reader may know.

    That they were shown personal objectives of others is written down, as of any list.
    """
    lists = [(table, set(pks)) for table, pks in wanted]
    numbers: dict[type[models.Model], set[int]] = {}
    for table, pks in lists:
        numbers.setdefault(table, set()).update(pks)
    rows = {table: _rows(table, pks, by) for table, pks in numbers.items()}
    ids = {objective(row) for table, objective in _OBJECTIVE.items() for row in rows.get(table, ())}
    known = Objective.objects.visible_to(by).filter(pk__in=ids).only("level", "owner_id", "organisation_id")
    seen = {objective.pk: objective for objective in known} if ids else {}
    look_at_objectives(seen.values(), by=by)
    return [[_as_seen(table, row, seen, by) for row in rows[table] if row.pk in pks] for table, pks in lists]


def _rows(table: type[models.Model], pks: set[int], by: Actor) -> list[Any]:
    if not pks:
        return []
    rows: Any = table._default_manager.filter(pk__in=pks, organisation=by.organisation).order_by("pk")
    return list(rows.select_related(*_WITH[table]) if table in _WITH else rows)


def _as_seen(table: type[models.Model], row: Any, seen: Container[int], by: Actor) -> Named:
    """A row in words, as far as the reader may know of it, or of its objective."""
    objective, hidden = _OBJECTIVE.get(table), Named(_("not for you to see"))
    if objective is not None:
        return _name(table, row, objective(row)) if objective(row) in seen else hidden
    if table in _KEPT_BY and not _KEPT_BY[table](by):
        return hidden
    if table is Promotion and row.person_id == by.person_id and row.state != PromotionState.FINAL:
        return hidden  # nobody learns from a list that they are to go to another scale
    if table is StudyAgreement and row.person_id == by.person_id and row.state == StudyState.DRAFT:
        return hidden
    return _name(table, row)


def _name(table: type[models.Model], row: Any, objective_id: int | None = None) -> Named:
    """A row in words."""
    page = _PAGES.get(table)
    url = reverse(page, args=[row.pk]) if page else ""
    code = str(getattr(row, "key", ""))
    match row:
        case Placement():
            return Named(f"{row.person} · {row.position}, {row.unit}", row.person.key, _person(row.person_id))
        case Salary():
            name = f"{row.person} · {write_full_date(row.from_on)}"
            return Named(name, row.person.key, reverse("rewards:person", args=[row.person_id]))
        case Reading():
            name = f"{row.measure.name} · {write_full_date(row.measured_on)}"
            return Named(name, row.measure.key, reverse("objectives:measure", args=[row.measure_id]))
        case ObjectiveLink():
            return Named(row.child.title, row.child.key, _objective(row.child_id))
        case CheckIn():
            return Named(
                f"{row.objective.title} · {write_full_date(row.at)}", row.objective.key, _objective(objective_id)
            )
        case Objective() | Action():
            return Named(row.title, code, _objective(objective_id))
        case CarryOver():
            return Named(row.source.title, row.source.key, _objective(objective_id))
        case Arrow():
            return Named(f"{row.cause.title} → {row.effect.title}", row.cause.key, _objective(row.cause_id))
        case ScorecardWeight() | Grade():
            return Named(row.objective.title, row.objective.key, _objective(objective_id))
        case Choice():
            return Named(row.strategy.title, row.strategy.key, _objective(objective_id))
        case GoalServed():
            return Named(row.choice.strategy.title, row.choice.strategy.key, _objective(objective_id))
        case Membership():
            return Named(row.shown_name, "", url)
        case Framework():
            return Named(row.name, "", reverse("competencies:framework"))
        case Profile():
            name = f"{row.position.name} · {write_full_date(row.from_on)}"
            return Named(name, row.position.key, reverse("organisation:position", args=[row.position_id]))
        case Requirement():
            url = reverse("organisation:position", args=[row.profile.position_id])
            return Named(f"{row.profile.position.name} · {row.competency}", row.profile.position.key, url)
        case Objection():
            return Named(str(row.proposal))
        case Judgement() | Score() | AskedBehaviour() | FeedbackMean():  # of which competency, never of whom or what
            return Named(str(row.competency), "", reverse("competencies:competency", args=[row.competency_id]))
    return Named(str(row), code, url)


def _person(pk: int) -> str:
    return reverse("organisation:person", args=[pk])


def _objective(pk: int | None) -> str:
    return reverse("objectives:objective", args=[pk])
