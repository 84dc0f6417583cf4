"""What both sides say of a goal that is shared, and what the manager agrees to."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.competencies.permissions import side_of
from zichtlijn.competencies.queries import framework
from zichtlijn.competencies.states import Side
from zichtlijn.development.actions.twice import refuse_twice
from zichtlijn.development.models import AgreedGoal, GoalRemark, LearningGoal
from zichtlijn.development.permissions import can_agree_goal, can_remark
from zichtlijn.development.queries.pages import agreed_content
from zichtlijn.development.states import GoalState


def _hold(goal: LearningGoal) -> LearningGoal:
    found = LearningGoal.objects.select_for_update(of=("self",)).select_related("plan__person", "competency")
    now: LearningGoal | None = found.filter(pk=goal.pk).first()
    if now is None or now.shared_at is None:
        raise NotNow(_("This goal is not shared any more."))
    return now


@transaction.atomic
def remark_on_goal(goal: LearningGoal, text: str, *, by) -> GoalRemark:
    """Say something of a goal that is shared."""
    side = side_of(by, goal.plan.person)
    require(side is not None, _("Only the person and the line manager say something of a goal."))
    now = _hold(goal)
    require(can_remark(by, now))
    same = {"writer_id": by.person_id, "text": text, "on": timezone.localdate()}
    refuse_twice(now.remarks.order_by("-pk").first(), same, _("You have said exactly this already."))
    made: GoalRemark = GoalRemark.objects.create(
        organisation=now.organisation, goal=now, writer=by.person, writer_name=by.name, text=text
    )
    audit.record(Event.DEVELOPMENT_REMARKED, on=now.plan.person, by=by, about=now.plan.person_id)
    return made


@transaction.atomic
def agree_goal(
    goal: LearningGoal, *, hours: Decimal | None, budget: Decimal | None, support: str, revision: int, by
) -> AgreedGoal:
    """Agree to support a goal as it was read: `revision` says which one that is. What was agreed stays as it was."""
    sentence = _("Only the line manager agrees to support a goal.")
    require(side_of(by, goal.plan.person) == Side.MANAGER, sentence)
    now = _hold(goal)
    if now.state != GoalState.OPEN:
        raise NotNow(_("This goal is not under way any more."))
    if now.revision != revision:
        raise NotNow(_("The goal was changed after you opened it. Read it again before you agree."))
    require(can_agree_goal(by, now), sentence)
    last = now.agreed.order_by("-pk").first()
    if last is not None and last.content.get("revision") == now.revision:
        same = {"agreed_by_id": by.person_id, "hours": hours, "budget": budget, "support": support}
        refuse_twice(last, same, _("You agreed to exactly this already."))
    kept = framework()
    made: AgreedGoal = AgreedGoal.objects.create(
        organisation=now.organisation,
        goal=now,
        content=agreed_content(by, now, kept.level_names if kept else []),
        hours=hours,
        budget=budget,
        support=support,
        agreed_by=by.person,
        agreed_by_name=by.name,
        agreed_on=timezone.localdate(),
    )
    audit.record(Event.DEVELOPMENT_AGREED, on=now.plan.person, by=by, about=now.plan.person_id)
    return made
