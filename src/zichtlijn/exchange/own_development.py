"""Of one's own data: the development plan, whole; of others that one agreed, said or drew something up."""

from django.db.models import Q
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.development.models import (
    AgreedGoal,
    DevelopmentPlan,
    GoalRemark,
    LearningActivity,
    LearningGoal,
    StudyAgreement,
)
from zichtlijn.development.states import StudyState

Rows = list[dict]


def development(by: Actor) -> Rows:
    """The texts of the plan, and the days on which one looks again."""
    if not by.person_id:
        return []
    return [
        {
            _("who am I, and what am I good at"): plan.strengths, _("my work now"): plan.work,
            _("what I wish for"): plan.wishes, _("texts shared at"): plan.texts_shared_at,
            _("days to look again"): "; ".join(str(row.due_on) for row in plan.reviews.all()),
            _("looked on"): "; ".join(str(row.held_on) for row in plan.reviews.all() if row.held_on),
        }
        for plan in DevelopmentPlan.objects.filter(person=by.person_id).prefetch_related("reviews")
    ]  # fmt: skip


def learning(by: Actor) -> Rows:
    """The goals with their activities, shared or not."""
    if not by.person_id:
        return []
    mine = LearningGoal.objects.filter(plan__person=by.person_id).select_related("competency", "objective")
    activities: dict[int, list[LearningActivity]] = {}
    for row in LearningActivity.objects.filter(goal__plan__person=by.person_id):
        activities.setdefault(row.goal_id, []).append(row)
    rows: list[tuple[LearningGoal, LearningActivity | None]] = []
    for goal in mine:
        rows += [(goal, one) for one in activities.get(goal.pk, [])] or [(goal, None)]
    return [_goal(goal, one) for goal, one in rows]


def _goal(goal: LearningGoal, one: LearningActivity | None) -> dict:
    return {
        _("goal"): goal.title, _("why"): goal.why,
        _("competency"): goal.competency.name if goal.competency else "",
        _("from level"): goal.from_level, _("to level"): goal.to_level,
        _("objective"): goal.objective.title if goal.objective else "",
        _("state"): goal.get_state_display(), _("shared at"): goal.shared_at,
        _("activity"): one.text if one else "", _("way of learning"): one.get_way_display() if one else "",
        _("ready on"): one.due_on if one else None, _("hours"): one.hours if one else None,
        _("budget (€)"): one.budget if one else None, _("support asked"): one.support if one else "",
        _("how far"): one.get_state_display() if one else "", _("what shows it"): one.evidence if one else "",
        _("link"): one.link if one else "",
    }  # fmt: skip


def agreed_goals(by: Actor) -> Rows:
    """What was agreed of one's own goals; and that one agreed to those of others, not whose nor what."""
    if not by.person_id:
        return []
    rows = AgreedGoal.objects.filter(Q(goal__plan__person=by.person_id) | Q(agreed_by=by.person_id))
    return [
        {
            _("about"): _("me") if mine else _("somebody I lead"), _("goal"): row.content["title"] if mine else "",
            _("activities"): "; ".join(one["text"] for one in row.content["activities"]) if mine else "",
            _("hours agreed"): row.hours, _("budget agreed (€)"): row.budget,
            _("support agreed"): row.support if mine else "", _("agreed by"): row.agreed_by_name,
            _("agreed on"): row.agreed_on,
        }
        for row in rows.select_related("goal__plan").order_by("id")
        for mine in [row.goal.plan.person_id == by.person_id]
    ]  # fmt: skip


def remarks(by: Actor) -> Rows:
    """What was said of one's own goals, and what one said oneself."""
    if not by.person_id:
        return []
    rows = GoalRemark.objects.filter(Q(goal__plan__person=by.person_id) | Q(writer=by.person_id))
    return [{_("on"): row.on, _("written by"): row.writer_name, _("remark"): row.text} for row in rows.order_by("id")]


def study_costs(by: Actor) -> Rows:
    """Agreements that were offered to oneself; and that one drew some up, not for whom."""
    if not by.person_id:
        return []
    mine = Q(person=by.person_id) & ~Q(state=StudyState.DRAFT)
    rows = StudyAgreement.objects.filter(mine | Q(drawn_up_by=by.person_id)).order_by("id")
    return [_study(row, is_mine=row.person_id == by.person_id) for row in rows]


def _study(row: StudyAgreement, *, is_mine: bool) -> dict:
    return {
        _("about"): _("me") if is_mine else _("somebody I lead"), _("training"): row.training if is_mine else "",
        _("who requires it"): row.get_required_by_display() if is_mine else "",
        _("costs (€)"): row.amount if is_mine else None, _("begins on"): row.starts_on if is_mine else None,
        _("ends on"): row.ends_on if is_mine else None, _("months of repayment"): row.months if is_mine else None,
        _("further terms"): row.terms if is_mine else "", _("state"): row.get_state_display(),
        _("drawn up by"): row.drawn_up_by_name, _("signed for the employer by"): row.offered_by_name,
        _("signed by the employer at"): row.offered_at, _("signed by the employee at"): row.signed_at,
    }  # fmt: skip
