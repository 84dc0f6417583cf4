"""Starting, writing, proposing, adopting and reviewing the plan of a unit."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.growth_plan.deciding import deciders_of
from zichtlijn.growth_plan.models import Edition, GrowthPlan, Review
from zichtlijn.growth_plan.permissions import can_adopt_plan, can_keep_plan
from zichtlijn.growth_plan.quarters import next_quarter, quarters_of, review_until
from zichtlijn.growth_plan.queries import PlanPage, content_of, plan_page, quarter_of, writing_page
from zichtlijn.growth_plan.states import PlanState
from zichtlijn.growth_plan.steps import missing, steps_of
from zichtlijn.growth_plan.telling import tell_adopted, tell_proposed, tell_returned
from zichtlijn.growth_plan.wording import say_cut, say_quarter
from zichtlijn.organisation.models import Period, Unit
from zichtlijn.ui.wording import write_full_date


def start_plan(unit: Unit, year: Period, *, by) -> GrowthPlan:
    """Begin the plan of a unit for a year; there is one at most."""
    require(can_keep_plan(by, unit), _("You can only write a plan for units you head."))
    try:
        with transaction.atomic():
            plan = GrowthPlan.objects.create(organisation=by.organisation, unit=unit, period=year)
            audit.record(Event.GROWTH_PLAN_STARTED, on=plan, by=by)
    except IntegrityError:
        words = {"unit": unit.name, "year": year.name}
        raise NotNow(_("%(unit)s already has a plan for %(year)s.") % words) from None
    return plan


@transaction.atomic
def write_plan(plan: GrowthPlan, texts: dict[str, str], *, version: int, by) -> list[str]:
    """Change the texts of a plan; what was adopted keeps the words it had."""
    _require(plan, by)
    changed = save_version(plan, texts, version=version)
    if changed:
        audit.record(Event.GROWTH_PLAN_CHANGED, on=plan, by=by, detail={"fields": changed})
    return changed


@transaction.atomic
def propose_plan(plan: GrowthPlan, *, version: int, by) -> GrowthPlan:
    """Ask the level above to adopt the plan. `version` is that of the texts that were read."""
    _require(plan, by)
    now = _as_read(plan, version)
    if now.state == PlanState.PROPOSED:
        raise NotNow(_("This plan is proposed already."))
    _require_complete(now, by)
    asked = deciders_of([now], by)[now.pk]
    if not asked:
        raise NotNow(
            _("Nobody can adopt this plan yet. Ask the administrator who heads the unit above, or is director.")
        )
    _store(
        now,
        state=PlanState.PROPOSED,
        proposed_by=by.user,
        proposed_by_name=by.name,
        proposed_at=timezone.now(),
        returned_because="",
        returned_by_name="",
    )
    audit.record(Event.GROWTH_PLAN_PROPOSED, on=now, by=by)
    tell_proposed(now, asked, by=by)
    return now


@transaction.atomic
def withdraw_plan(plan: GrowthPlan, *, by) -> GrowthPlan:
    """Take the proposal back, to write on."""
    _require(plan, by)
    now = _proposed(plan)
    _store(now, state=_before(now))
    audit.record(Event.GROWTH_PLAN_WITHDRAWN, on=now, by=by)
    return now


@transaction.atomic
def return_plan(plan: GrowthPlan, *, because: str, by) -> GrowthPlan:
    """Send a proposed plan back to who proposed it, and say why."""
    _require_deciding(plan, by)
    now = _proposed(plan)
    _store(now, state=_before(now), returned_because=because, returned_by_name=by.name)
    audit.record(Event.GROWTH_PLAN_RETURNED, on=now, by=by)
    tell_returned(now, by=by)
    return now


@transaction.atomic
def adopt_plan(plan: GrowthPlan, *, version: int, after: int, by) -> Edition:
    """Keep what the plan contains now as an edition.

    `version` is that of the texts that were read, `after` the number of the last edition there was then: 0 for none.
    """
    _require_deciding(plan, by)
    plan = _as_read(plan, version)
    _require_deciding(plan, by)  # it may have been taken back or sent back since it was read
    last = plan.editions.order_by("-number").first()
    if last is not None and last.number != after:
        raise NotNow(_("This plan was adopted as edition %(n)s in the meantime.") % {"n": last.number})
    page = _require_complete(plan, by)
    if page.is_short:
        raise NotNow(*say_cut(page))
    edition = Edition.objects.create(
        organisation=plan.organisation,
        plan=plan,
        number=last.number + 1 if last else 1,
        adopted_by=by.user,
        by_name=by.name,
        content=content_of(page),
    )
    _store(plan, state=PlanState.ADOPTED, returned_because="", returned_by_name="")
    audit.record(Event.GROWTH_PLAN_ADOPTED, on=plan, by=by, detail={"edition": edition.number})
    tell_adopted(plan, by=by)
    return edition


@transaction.atomic
def review_plan(plan: GrowthPlan, *, findings: str, on: date, by) -> Review:
    """Look back on the quarter of this day: keep how the plan stands beside the edition that was adopted."""
    _require(plan, by)
    GrowthPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    edition = plan.editions.order_by("-number").first()
    if edition is None:
        raise NotNow(_("This plan was not adopted yet: there is nothing to compare it with."))
    today, (quarter_on, _last) = timezone.localdate(), quarter_of(plan.organisation, on)
    words = {"quarter": say_quarter(plan, plan.organisation, quarter_on), "year": plan.period.name}
    if quarter_on not in {first for first, _last in quarters_of(plan)}:
        raise NotNow(_("This plan is of %(year)s: it is not reviewed over %(quarter)s.") % words)
    if quarter_on > today:
        raise NotNow(_("This quarter has not begun yet."))
    if today > review_until(plan):
        raise NotNow(_too_late(plan))
    if plan.reviews.filter(quarter_on=quarter_on).exists():
        raise NotNow(_("This quarter was reviewed already."))
    page = plan_page(plan)
    if page.is_short:
        raise NotNow(*say_cut(page))
    review = Review.objects.create(
        organisation=plan.organisation,
        plan=plan,
        edition=edition,
        quarter_on=quarter_on,
        reviewed_by=by.user,
        by_name=by.name,
        findings=findings,
        content=content_of(page),
    )
    audit.record(Event.GROWTH_PLAN_REVIEWED, on=plan, by=by, detail={"on": quarter_on.isoformat()})
    return review


def why_no_review(plan: GrowthPlan, *, today: date) -> str:
    """Why no quarter of the plan can be looked back on today."""
    if today > review_until(plan):
        return _too_late(plan)
    first = next_quarter(plan, today=today)
    if first is None:
        return _("Every quarter of this plan has been reviewed.")
    return _("The next quarter can be reviewed from %(day)s.") % {"day": write_full_date(first[0])}


def _too_late(plan: GrowthPlan) -> str:
    words = {"year": plan.period.name, "day": write_full_date(review_until(plan))}
    return _("The quarters of %(year)s could be reviewed until %(day)s.") % words


def _lock(plan: GrowthPlan) -> GrowthPlan:
    now: GrowthPlan = (
        GrowthPlan.objects.select_for_update(of=("self",)).select_related("unit", "period").get(pk=plan.pk)
    )
    return now


def _as_read(plan: GrowthPlan, version: int) -> GrowthPlan:
    """The plan as it is now, when its texts are still what was read."""
    now = _lock(plan)
    if now.version != version:
        raise NotNow(_("Somebody changed the plan in the meantime. Read it again before you go on."))
    return now


def require_proposed(plan: GrowthPlan) -> None:
    """Refuse what can only be done with a plan that lies before somebody."""
    if plan.state != PlanState.PROPOSED:
        raise NotNow(_("This plan is not proposed any more. Look at how it stands now."))


def _proposed(plan: GrowthPlan) -> GrowthPlan:
    now = _lock(plan)
    require_proposed(now)
    return now


def _before(plan: GrowthPlan) -> str:
    """What a proposal goes back to: what was adopted before stays adopted."""
    return PlanState.ADOPTED if plan.editions.exists() else PlanState.DRAFT


def _store(plan: GrowthPlan, **fields) -> None:
    """Where it stands in being adopted is no new version of its texts."""
    GrowthPlan.objects.filter(pk=plan.pk).update(**fields)
    for name, value in fields.items():
        setattr(plan, name, value)


def _require_complete(plan: GrowthPlan, by) -> PlanPage:
    page = writing_page(plan)
    if reasons := missing(steps_of(page, by)):
        raise NotNow(*reasons)
    return page


def _require_deciding(plan: GrowthPlan, by) -> None:
    require(
        can_adopt_plan(by, plan),
        _(
            "A plan is proposed first and adopted one level higher, by somebody else than who proposed it: the head of "
            "a unit above, or the director."
        ),
    )


def _require(plan: GrowthPlan, by) -> None:
    require(can_keep_plan(by, plan.unit), _("The plan is kept by the head of the unit, or of a unit above it."))
