"""Mijn dossier: everything that is kept about somebody, by kind, with what it is for and how long it stays."""

from dataclasses import dataclass

from django.db.models import Count, Model, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.models import User
from zichtlijn.analysis.models import Contribution
from zichtlijn.appraisals.models import Appraisal
from zichtlijn.appraisals.states import State as AppraisalState
from zichtlijn.audit.models import AuditEvent
from zichtlijn.competencies.models import Assessment
from zichtlijn.competencies.states import Side
from zichtlijn.conversations.models import Conversation, Moment
from zichtlijn.development.models import DevelopmentPlan, LearningGoal, StudyAgreement
from zichtlijn.development.states import StudyState
from zichtlijn.feedback.models import FeedbackRequest, FeedbackRound
from zichtlijn.feedback.states import RoundState
from zichtlijn.jobs.models import Job
from zichtlijn.notices.models import OutgoingMail
from zichtlijn.objectives.models import CheckIn, Objective, Reading
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.models import Placement
from zichtlijn.privacy.models import Correction, Statement
from zichtlijn.privacy.queries.terms import ClassTerm, class_terms
from zichtlijn.privacy.states import CorrectionState
from zichtlijn.rewards.models import Promotion, Proposal, RecordedGender, Salary
from zichtlijn.rewards.states import PromotionState
from zichtlijn.rewards.states import State as ProposalState
from zichtlijn.ui.wording import write_full_date

#: So many of each sort of thing are named, the newest.
NEWEST = 10


@dataclass(frozen=True)
class Kind:
    """One kind of data: its term, how much of it there is (None: not counted), and where one sees it."""

    term: ClassTerm
    count: int | None
    url: str
    #: What was counted together, with how much of each; empty when it is one thing.
    parts: list[tuple[str, int]]


#: Kind of data → what is counted together in it, in the order of `_counts`.
_PARTS = {
    "development": (_("plans"), _("development goals"), _("agreements on study costs")),
    "pay": (_("salaries"), _("promotions"), _("rewards")),
    "statement": (_("statements"), _("requests for a correction")),
}

#: Kind of data → the page on which one sees one's own.
_PAGES = {
    "account": "access:account",
    "personal_objective": "home:my_line",
    "conversation": "conversations:list",
    "moment": "conversations:moments",
    "assessment": "competencies:mine",
    "job": "jobs:jobs",
    "feedback": "feedback:mine",
    "feedback_answer": "feedback:mine",
    "development": "development:mine",
    "pay": "rewards:mine",
    "appraisal": "conversations:list",
}


def kinds_kept(actor) -> list[Kind]:
    """Every kind of personal data, in the order of the policy."""
    counts = _counts(actor)
    urls = {name: reverse(page) for name, page in _PAGES.items()}
    if actor.person_id:
        urls["person"] = reverse("organisation:file", args=[actor.person_id])
    return [_kind(term, counts.get(term.rule.name), urls.get(term.rule.name, "")) for term in class_terms()]


def _kind(term: ClassTerm, counted: list[int] | None, url: str) -> Kind:
    labels = [str(label) for label in _PARTS.get(term.rule.name, ())]
    parts = [(label, n) for label, n in zip(labels, counted or [], strict=False) if n]
    return Kind(term, None if counted is None else sum(counted), url, parts)


def _counts(actor) -> dict[str, list[int]]:
    """How much there is of what can be counted, each sort apart: one question to the database for all of it."""
    user, person = actor.user.pk, actor.person_id or 0
    readable = Q(shared_on__isnull=False) | Q(assessor=person, side=Side.SELF)
    counted: dict[str, list[QuerySet]] = {
        "person": [Placement.objects.filter(person=person)],
        "personal_objective": [Objective.objects.filter(owner=person, level=Level.PERSONAL)],
        "contribution": [
            CheckIn.objects.filter(by=user),
            Reading.objects.filter(recorded_by=user),
            Contribution.objects.filter(by=user),
        ],
        "conversation": [Conversation.objects.filter(employee=person)],
        "moment": [Moment.objects.filter(Q(about=person, shared_at__isnull=False) | Q(about=person, writer=person))],
        "assessment": [Assessment.objects.filter(readable, person=person)],
        "feedback": [FeedbackRound.objects.filter(person=person)],
        "feedback_answer": [FeedbackRequest.objects.filter(person=person, round__state=RoundState.RUNNING)],
        "development": [
            DevelopmentPlan.objects.filter(person=person),
            LearningGoal.objects.filter(plan__person=person),
            StudyAgreement.objects.filter(person=person).exclude(state=StudyState.DRAFT),
        ],
        "pay": [
            Salary.objects.filter(person=person),
            Promotion.objects.filter(person=person, state=PromotionState.FINAL),
            Proposal.objects.filter(employee=person, state=ProposalState.FINAL),
        ],
        "equal_pay": [RecordedGender.objects.filter(person=person)],
        "appraisal": [
            Appraisal.objects.filter(report__conversation__employee=person).exclude(state=AppraisalState.DRAFT)
        ],
        "statement": [Statement.objects.filter(person=person), Correction.objects.filter(person=person)],
        "trail": [  # apart, so that each finds its index: together they read the whole log
            AuditEvent.objects.told_to(person, user).filter(about_person_id=person),
            AuditEvent.objects.filter(by_id=user).exclude(about_person_id=person),
        ],
        "mail": [OutgoingMail.objects.filter(user=user, organisation=actor.organisation)],
        "job": [Job.objects.filter(asked_by=user)],
    }
    names = [(f"{name}_{n}", rows) for name, many in counted.items() for n, rows in enumerate(many)]
    subqueries = {name: _number(rows) for name, rows in names}
    found = User.objects.filter(pk=user).annotate(**subqueries).values(*subqueries).get()
    return {name: [found[f"{name}_{n}"] or 0 for n in range(len(many))] for name, many in counted.items()}


def _number(rows: QuerySet) -> Subquery:
    """How many rows, as a part of another question."""
    return Subquery(rows.order_by().values("organisation").annotate(n=Count("pk")).values("n"))


@dataclass(frozen=True)
class Thing:
    """One thing in the file, and where it stands."""

    name: str
    told: str
    url: str


def newest_things(actor) -> dict[str, list[Thing]]:
    """Conversations, assessments and personal objectives, the newest of each."""
    talks = Conversation.objects.of(actor).select_related("step__cycle").order_by("-step__opens_on", "-pk")
    assessed = Assessment.objects.filter(person=actor.person_id).shared()
    owned = Objective.objects.filter(owner=actor.person_id, level=Level.PERSONAL).select_related("period")
    return {
        "conversation": [
            Thing(one.step.title, one.get_state_display(), _to("conversations:conversation", one))
            for one in talks[:NEWEST]
        ],
        "assessment": [
            Thing(
                write_full_date(one.shared_on),
                f"{one.get_side_display()} · {one.assessor_name}",
                _to("competencies:assessment", one),
            )
            for one in assessed[:NEWEST]
        ],
        "personal_objective": [
            Thing(one.title, str(one.get_state_display()), _to("objectives:objective", one))
            for one in owned.order_by("-starts_on", "-pk")[:NEWEST]
        ],
    }


def _to(page: str, thing: Model) -> str:
    return reverse(page, args=[thing.pk])


def own_requests(actor) -> tuple[list[Correction], list[Correction]]:
    """What the actor asked to correct: what still waits and the newest of the rest; and what was closed before that."""
    asked = list(Correction.objects.filter(person=actor.person_id))
    waiting = [one for one in asked if one.state == CorrectionState.ASKED]
    closed = [one for one in asked if one.state != CorrectionState.ASKED]
    return [*waiting, *closed[:NEWEST]], closed[NEWEST:]
