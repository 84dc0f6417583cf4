"""Factories of development plans and study costs."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from zichtlijn.access.scoping import in_organisation
from zichtlijn.development.models import (
    AgreedGoal,
    DevelopmentPlan,
    GoalRemark,
    LearningActivity,
    LearningGoal,
    PlanReview,
    StudyAgreement,
)


def make_development_plan(person, **fields) -> DevelopmentPlan:
    """The plan of a person, with texts; private unless `texts_shared_at` is given."""
    with in_organisation(person.organisation):
        fields.setdefault("strengths", "Rustig")
        return DevelopmentPlan.objects.create(organisation=person.organisation, person=person, **fields)


def make_learning_goal(plan, title="Leren luisteren", *, shared=False, **fields) -> LearningGoal:
    with in_organisation(plan.organisation):
        if shared:
            fields["shared_at"] = timezone.now()
        return LearningGoal.objects.create(organisation=plan.organisation, plan=plan, title=title, **fields)


def make_activity_to_learn(goal, text="Meelopen", **fields) -> LearningActivity:
    with in_organisation(goal.organisation):
        return LearningActivity.objects.create(organisation=goal.organisation, goal=goal, text=text, **fields)


def make_agreed_goal(goal, by, **fields) -> AgreedGoal:
    with in_organisation(goal.organisation):
        content = {"revision": 1, "title": goal.title, "why": "", "competency": "", "from_level": "", "to_level": ""}
        fields.setdefault("content", content | {"objective": "", "activities": []})
        fields.setdefault("agreed_on", timezone.localdate())
        return AgreedGoal.objects.create(
            organisation=goal.organisation, goal=goal, agreed_by=by, agreed_by_name=by.name, **fields
        )


def make_remark(goal, writer, text="Mooi plan", **fields) -> GoalRemark:
    with in_organisation(goal.organisation):
        return GoalRemark.objects.create(
            organisation=goal.organisation, goal=goal, writer=writer, writer_name=writer.name, text=text, **fields
        )


def make_plan_review(plan, due_on=None, **fields) -> PlanReview:
    with in_organisation(plan.organisation):
        return PlanReview.objects.create(
            organisation=plan.organisation, plan=plan, due_on=due_on or timezone.localdate(), **fields
        )


def make_study_agreement(person, by, training="Cursus", **fields) -> StudyAgreement:
    """An agreement on study costs that `by` (a person) drew up."""
    with in_organisation(person.organisation):
        today = timezone.localdate()
        given = {"required_by": "none", "amount": Decimal("2400.00"), "months": 24, "starts_on": today}
        given |= {"ends_on": today + timedelta(days=90), "drawn_up_by": by, "drawn_up_by_name": by.name}
        return StudyAgreement.objects.create(
            organisation=person.organisation, person=person, training=training, **(given | fields)
        )
