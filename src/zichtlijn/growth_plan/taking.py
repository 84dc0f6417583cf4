"""Taking a growth plan along: while one waits when it is short, in the background when it is long."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.documents.files import file_name
from zichtlijn.growth_plan.documents import Taken, plan_pdf
from zichtlijn.growth_plan.models import GrowthPlan
from zichtlijn.growth_plan.permissions import can_take_plan
from zichtlijn.growth_plan.queries import content_of, names_of, plan_page, size_of
from zichtlijn.growth_plan.slides import plan_slides
from zichtlijn.growth_plan.snapshots import people_in
from zichtlijn.growth_plan.wording import compare
from zichtlijn.jobs.actions import start_job
from zichtlijn.jobs.models import Job
from zichtlijn.objectives.models import perspectives_of

MAKERS = {"pdf": plan_pdf, "pptx": plan_slides}
#: Up to so many objectives, measures and actions a plan is made while one waits; beyond, in the background.
AT_ONCE = 120
#: A text of so many letters is as long on paper as one of those.
LETTERS = 300


def is_small(plan: GrowthPlan) -> bool:
    """True when nobody has to wait for the document."""
    things, letters = size_of(plan)
    return things + letters // LETTERS <= AT_ONCE


def make_plan_file(plan: GrowthPlan, form: str, *, by) -> tuple[bytes, str]:
    """The plan as a file of this form, and what it is called; nothing is written down yet."""
    _require(by)
    now = timezone.now()
    page, editions = plan_page(plan), list(plan.editions.all())
    reviews = list(plan.reviews.all())
    for review in reviews:
        review.plan, review.organisation = plan, by.organisation
    compared = None
    if editions:
        content = content_of(page)
        then = editions[0].content
        compared = compare(then, content, names_of(people_in(then, content)))
    perspectives = perspectives_of(by.organisation)
    taken = Taken(page, editions, reviews, compared, perspectives, by.organisation.name, now)
    return MAKERS[form](taken), file_name(form, taken.title, by.organisation.name, at=now)


def note_taken(plan: GrowthPlan, form: str, *, by) -> None:
    """Write down that somebody took a plan along."""
    detail = {"list": "growth_plan", "format": form, "period": plan.period.name}
    audit.record(Event.LIST_EXPORTED, on=plan, by=by, detail=detail)


def take_plan(plan: GrowthPlan, form: str, *, by) -> tuple[bytes, str]:
    """A plan as a file. It is made before the log is written, so that nobody waits for the drawing."""
    content, name = make_plan_file(plan, form, by=by)
    note_taken(plan, form, by=by)
    return content, name


@transaction.atomic
def start_taking_plan(plan: GrowthPlan, form: str, *, by) -> Job:
    """Make the file of a long plan in the background."""
    _require(by)
    return start_job("growth_plan", given={"plan": plan.pk, "form": form}, by=by)


def _require(by) -> None:
    require(can_take_plan(by), _("You need the right to export to take a growth plan along."))
