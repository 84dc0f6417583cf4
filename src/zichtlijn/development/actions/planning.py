"""Writing one's own plan, and sharing parts of it. Only whose plan it is does these."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.development.actions.twice import refuse_twice
from zichtlijn.development.models import DevelopmentPlan, LearningActivity, LearningGoal, PlanReview
from zichtlijn.development.permissions import can_keep_plan
from zichtlijn.development.queries.pages import TEXTS, own_plan
from zichtlijn.development.states import ActivityState, GoalState

# The log tells that somebody worked on their plan, never on which part, and of what is private not whom it is about.


def _begin(by) -> DevelopmentPlan:
    """The plan of the actor, made when it is not there."""
    require(by.person is not None, _("A development plan is for people who work here."))
    plan = own_plan(by)
    if plan is None:
        plan, made = DevelopmentPlan.objects.get_or_create(organisation=by.organisation, person=by.person)
        if made:
            audit.record(Event.DEVELOPMENT_BEGUN, on=by.person, by=by)
    return plan


def _require_own(plan: DevelopmentPlan, by) -> None:
    require(can_keep_plan(by, plan.person), _("Only the person whose plan it is changes it."))


def _hold(goal: LearningGoal, by) -> LearningGoal:
    """The goal of one's own plan, locked."""
    found = LearningGoal.objects.select_for_update(of=("self",)).select_related("plan__person")
    now: LearningGoal | None = found.filter(pk=goal.pk).first()
    if now is None:
        raise NotNow(_("This goal was thrown away."))
    _require_own(now.plan, by)
    return now


def _require_there(activity: LearningActivity) -> None:
    """Refuse when the activity was thrown away, perhaps in another window; under the lock of its goal."""
    if not LearningActivity.objects.filter(pk=activity.pk).exists():
        raise NotNow(_("This activity was thrown away."))


def _revise(goal: LearningGoal, by) -> None:
    """The goal is another one than was read before."""
    LearningGoal.objects.filter(pk=goal.pk).update(revision=F("revision") + 1)
    audit.record(Event.DEVELOPMENT_CHANGED, on=by.person, by=by)


def _note(goal: LearningGoal, changed: list[str], progress: set[str], by) -> None:
    """Write down that something changed. How far it is (the fields of `progress`) does not change what was agreed."""
    if set(changed) - progress:
        _revise(goal, by)
    elif changed:
        audit.record(Event.DEVELOPMENT_CHANGED, on=by.person, by=by)


# texts ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def write_texts(texts: dict[str, str], *, version: int, by) -> DevelopmentPlan:
    """Keep who one is and what one wishes for. The log tells that somebody began, not each time it was saved."""
    plan = _begin(by)
    save_version(plan, texts, version=version)
    return plan


@transaction.atomic
def share_texts(*, by) -> None:
    """Let the line manager read the texts, also as they change from now on."""
    plan = _begin(by)
    if not any(getattr(plan, name).strip() for name in TEXTS):
        raise NotNow(_("You wrote nothing yet: there is nothing to share."))
    if not DevelopmentPlan.objects.filter(pk=plan.pk, texts_shared_at=None).update(texts_shared_at=timezone.now()):
        raise NotNow(_("These texts are shared already."))
    audit.record(Event.DEVELOPMENT_SHARED, on=by.person, by=by, about=by.person_id)


@transaction.atomic
def withdraw_texts(*, by) -> None:
    """From now on only the person reads the texts again."""
    plan = _begin(by)
    shared = DevelopmentPlan.objects.filter(pk=plan.pk, texts_shared_at__isnull=False)
    if not shared.update(texts_shared_at=None):
        raise NotNow(_("These texts are not shared."))
    audit.record(Event.DEVELOPMENT_WITHDRAWN, on=by.person, by=by, about=by.person_id)


# goals ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_goal(*, by, **fields: Any) -> LearningGoal:
    """Add a goal to one's own plan; only the person reads it until it is shared."""
    plan = _begin(by)
    _refuse_foreign(fields, by)
    DevelopmentPlan.objects.select_for_update().only("pk").get(pk=plan.pk)  # the same form twice waits for itself
    last = plan.goals.order_by("-pk").first()
    refuse_twice(last, {"state": GoalState.OPEN} | fields, _("You added exactly this goal already."))
    made: LearningGoal = LearningGoal.objects.create(organisation=plan.organisation, plan=plan, **fields)
    audit.record(Event.DEVELOPMENT_CHANGED, on=by.person, by=by)
    return made


@transaction.atomic
def change_goal(goal: LearningGoal, changes: dict[str, Any], *, version: int, by) -> list[str]:
    """Change a goal, or say how it ended. What was agreed of it earlier stays as it was."""
    now = _hold(goal, by)
    _refuse_foreign(changes, by)
    changed = save_version(now, changes, version=version)
    _note(now, changed, {"state"}, by)
    return changed


def _refuse_foreign(fields: dict[str, Any], by) -> None:
    """A goal hangs on a competency of this organisation, and on an objective of one's own."""
    competency, objective = fields.get("competency"), fields.get("objective")
    if competency is not None and competency.organisation_id != by.organisation.pk:
        raise NotNow(_("A competency is no longer there. Open the page again."))
    if objective is not None and objective.owner_id != by.person_id:
        raise NotNow(_("Choose one of your own objectives."))


@transaction.atomic
def remove_goal(goal: LearningGoal, *, by) -> None:
    """Throw a goal away with its activities. What was agreed stays: then it is stopped instead."""
    now = _hold(goal, by)
    if now.agreed.exists():
        raise NotNow(_("Your manager agreed to support this goal, so it stays. You can say that you stop with it."))
    now.delete()
    audit.record(Event.DEVELOPMENT_REMOVED, on=by.person, by=by)


@transaction.atomic
def share_goal(goal: LearningGoal, *, by) -> None:
    """Let the line manager read this goal with its activities, also as they change from now on."""
    now = _hold(goal, by)
    if now.shared_at is not None:
        raise NotNow(_("This goal is shared already."))
    LearningGoal.objects.filter(pk=now.pk).update(shared_at=timezone.now())
    audit.record(Event.DEVELOPMENT_SHARED, on=by.person, by=by, about=by.person_id)


@transaction.atomic
def withdraw_goal(goal: LearningGoal, *, by) -> None:
    """From now on only the person reads this goal again; not once the manager agreed to support it."""
    now = _hold(goal, by)
    if now.shared_at is None:
        raise NotNow(_("This goal is not shared."))
    if now.agreed.exists():
        raise NotNow(_("Your manager agreed to support this goal: it stays shared. You can say that you stop with it."))
    LearningGoal.objects.filter(pk=now.pk).update(shared_at=None)
    audit.record(Event.DEVELOPMENT_WITHDRAWN, on=by.person, by=by, about=by.person_id)


# activities -------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_activity(goal: LearningGoal, *, by, **fields: Any) -> LearningActivity:
    """Add something that one does for a goal."""
    now = _hold(goal, by)
    last = now.activities.order_by("-pk").first()
    refuse_twice(last, {"state": ActivityState.PLANNED} | fields, _("You added exactly this activity already."))
    made: LearningActivity = LearningActivity.objects.create(organisation=now.organisation, goal=now, **fields)
    _revise(now, by)
    return made


@transaction.atomic
def change_activity(activity: LearningActivity, changes: dict[str, Any], *, version: int, by) -> list[str]:
    """Change an activity, or say how far it is and what shows it."""
    now = _hold(activity.goal, by)
    _require_there(activity)
    changed = save_version(activity, changes, version=version)
    _note(now, changed, {"state", "evidence", "link"}, by)
    return changed


@transaction.atomic
def remove_activity(activity: LearningActivity, *, by) -> None:
    """Take an activity out of the plan."""
    now = _hold(activity.goal, by)
    _require_there(activity)
    activity.delete()
    _revise(now, by)


# days to look again -----------------------------------------------------------------------------------------------


@transaction.atomic
def plan_review(due_on: date, *, by) -> PlanReview:
    """Choose a day on which one looks at the plan again."""
    plan = _begin(by)
    try:
        with transaction.atomic():
            made = PlanReview.objects.create(organisation=plan.organisation, plan=plan, due_on=due_on)
    except IntegrityError as twice:
        raise NotNow(_("This day is in your plan already.")) from twice
    audit.record(Event.DEVELOPMENT_CHANGED, on=by.person, by=by)
    return made


@transaction.atomic
def hold_review(review: PlanReview, *, by) -> None:
    """Say that one looked at the plan, today."""
    _require_own(review.plan, by)
    if not PlanReview.objects.filter(pk=review.pk, held_on=None).update(held_on=timezone.localdate()):
        raise NotNow(_("You said so already."))
    audit.record(Event.DEVELOPMENT_CHANGED, on=by.person, by=by)


@transaction.atomic
def remove_review(review: PlanReview, *, by) -> None:
    """Take a day out of the plan."""
    _require_own(review.plan, by)
    review.delete()
    audit.record(Event.DEVELOPMENT_CHANGED, on=by.person, by=by)
