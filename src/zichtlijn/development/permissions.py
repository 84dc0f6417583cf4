"""Who keeps, reads and agrees what of a development plan; the one door to each. What is not shared is the owner's."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from zichtlijn.access.permissions import Permission
from zichtlijn.competencies.permissions import side_of
from zichtlijn.competencies.states import Side
from zichtlijn.development.models import (
    AgreedGoal,
    DevelopmentPlan,
    LearningActivity,
    LearningGoal,
    PlanReview,
    StudyAgreement,
)
from zichtlijn.development.states import GoalState, StudyState
from zichtlijn.organisation.actions import DREW_UP, LINE
from zichtlijn.organisation.models import Person
from zichtlijn.organisation.permissions import get_person

# doors ------------------------------------------------------------------------------------------------------------


def get_developing_person(actor, person_id: int) -> tuple[Person, str]:
    """A person of whose plan the actor may read something, and on which side; 404 for everybody else."""
    person = get_person(actor, person_id)
    side = side_of(actor, person)
    if side is None:
        raise Http404
    return person, side


def get_goal(actor, goal_id: int) -> LearningGoal:
    """A goal that the actor may read, or 404."""
    found = LearningGoal.objects.visible_to(actor).select_related("plan__person", "competency", "objective")
    return get_object_or_404(found, pk=goal_id, organisation=actor.organisation)


def get_own_goal(actor, goal_id: int) -> LearningGoal:
    """A goal of the actor's own plan, or 404."""
    found = LearningGoal.objects.select_related("plan__person", "competency", "objective")
    return get_object_or_404(found, pk=goal_id, plan__person=actor.person_id or 0, organisation=actor.organisation)


def get_own_activity(actor, activity_id: int) -> LearningActivity:
    """An activity of the actor's own plan, or 404."""
    found = LearningActivity.objects.select_related("goal__plan__person")
    own = {"goal__plan__person": actor.person_id or 0, "organisation": actor.organisation}
    return get_object_or_404(found, pk=activity_id, **own)


def get_own_review(actor, review_id: int) -> PlanReview:
    """A day of the actor's own plan, or 404."""
    found = PlanReview.objects.select_related("plan__person")
    return get_object_or_404(found, pk=review_id, plan__person=actor.person_id or 0, organisation=actor.organisation)


def get_agreed_goal(actor, agreed_id: int) -> AgreedGoal:
    """A goal as it was agreed, as far as the actor may read it, or 404."""
    found = AgreedGoal.objects.visible_to(actor).select_related("goal__plan__person")
    return get_object_or_404(found, pk=agreed_id, organisation=actor.organisation)


def get_study_agreement(actor, agreement_id: int) -> StudyAgreement:
    """An agreement on study costs that the actor may read, or 404."""
    found = StudyAgreement.objects.visible_to(actor).select_related("person", "drawn_up_by")
    return get_object_or_404(found, pk=agreement_id, organisation=actor.organisation)


# the plan ---------------------------------------------------------------------------------------------------------


def can_keep_plan(actor, person: Person) -> bool:
    """Write, share and take back: only whose plan it is."""
    return side_of(actor, person) == Side.SELF


def can_read_goal(actor, goal: LearningGoal) -> bool:
    """Whose plan it is; and of what was shared the line manager of today."""
    return LearningGoal.objects.visible_to(actor).filter(pk=goal.pk).exists()


def can_remark(actor, goal: LearningGoal) -> bool:
    """Say something of a goal that is shared: both sides."""
    return goal.shared_at is not None and side_of(actor, goal.plan.person) is not None


def can_agree_goal(actor, goal: LearningGoal) -> bool:
    """Agree to support a goal that is shared and under way: the line manager of today."""
    is_shared = goal.shared_at is not None and goal.state == GoalState.OPEN
    return is_shared and side_of(actor, goal.plan.person) == Side.MANAGER


def can_take_plan(actor, plan: DevelopmentPlan) -> bool:
    """Take the plan along on paper: whose it is, and the line manager what was shared of it."""
    return side_of(actor, plan.person) is not None


def can_see_needs(actor) -> bool:
    """What all shared goals together ask, in figures that tell of nobody."""
    return actor.may(Permission.ARRANGE_DEVELOPMENT)


# study costs ------------------------------------------------------------------------------------------------------


def can_draw_up_study_agreement(actor, person: Person) -> bool:
    """For the employer: the line manager of today, and by right; never for oneself."""
    if person.organisation_id != actor.organisation.pk or person.pk == actor.person_id:
        return False
    return actor.may(Permission.ARRANGE_DEVELOPMENT) or side_of(actor, person) == Side.MANAGER


def study_seen_otherwise(actor, person: Person) -> str:
    """As what the actor looks at study costs without a role for it: who leads them now, or drew it up before."""
    return LINE if side_of(actor, person) == Side.MANAGER else DREW_UP


def can_sign_study_agreement(actor, agreement: StudyAgreement) -> bool:
    """The employee whose training it is, once it was offered."""
    return agreement.state == StudyState.OFFERED and agreement.person_id == actor.person_id


def can_read_study_agreement(actor, agreement: StudyAgreement) -> bool:
    """Both sides, and who arranges training; a draft is not there for the employee."""
    return StudyAgreement.objects.visible_to(actor).filter(pk=agreement.pk).exists()
