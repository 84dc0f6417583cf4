"""Taking a growth plan along: while one waits when it is short, in the background when it is long."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.documents.files import file_name
from zichtlijn.growth_plan.documents import Taken, plan_pdf
from zichtlijn.growth_plan.edition_paper import TakenEdition, edition_pdf
from zichtlijn.growth_plan.models import Edition, GrowthPlan
from zichtlijn.growth_plan.permissions import can_take_plan
from zichtlijn.growth_plan.queries import content_of, names_of, plan_page, size_of
from zichtlijn.growth_plan.slides import plan_slides
from zichtlijn.growth_plan.snapshots import people_in
from zichtlijn.growth_plan.wording import Kept, compare
from zichtlijn.growth_plan.workbook import plan_workbook
from zichtlijn.jobs.actions import start_job
from zichtlijn.jobs.models import Job
from zichtlijn.objectives.models import perspectives_of

MAKERS = {"pdf": plan_pdf, "pptx": plan_slides, "xlsx": plan_workbook}
#: An edition does not change any more, so it is there on paper only.
EDITION_MAKERS = {"pdf": edition_pdf}
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


def is_small_edition(edition: Edition) -> bool:
    """The same for what was kept."""
    content = edition.content
    things = sum(len(content[kind]) for kind in ("objectives", "measures", "actions"))
    return things + sum(map(len, content["texts"].values())) // LETTERS <= AT_ONCE


def make_edition_file(plan: GrowthPlan, edition: Edition, form: str, *, by) -> tuple[bytes, str]:
    """An edition as a file, with the reviews that looked back on it; nothing is written down yet."""
    _require(by)
    now = timezone.now()
    reviews = list(plan.reviews.filter(edition=edition))
    for review in reviews:
        review.plan, review.organisation = plan, by.organisation
    kept = Kept(edition.content, names_of(people_in(edition.content)), plan.unit.parent_id is None)
    taken = TakenEdition(plan, edition, kept, reviews, by.organisation.name, now)
    return EDITION_MAKERS[form](taken), file_name(form, taken.title, by.organisation.name, at=now)


def take_edition(plan: GrowthPlan, edition: Edition, form: str, *, by) -> tuple[bytes, str]:
    """An edition as a file; this is written down."""
    content, name = make_edition_file(plan, edition, form, by=by)
    note_taken(plan, form, edition=edition.number, by=by)
    return content, name


def note_taken(plan: GrowthPlan, form: str, *, edition: int | None = None, by) -> None:
    """Write down that somebody took a plan, or an edition of it, along."""
    detail: dict[str, Any] = {"list": "growth_plan", "format": form, "period": plan.period.name}
    if edition is not None:
        detail["edition"] = edition
    audit.record(Event.LIST_EXPORTED, on=plan, by=by, detail=detail)


def take_plan(plan: GrowthPlan, form: str, *, by) -> tuple[bytes, str]:
    """A plan as a file. It is made before the log is written, so that nobody waits for the drawing."""
    content, name = make_plan_file(plan, form, by=by)
    note_taken(plan, form, by=by)
    return content, name


@transaction.atomic
def start_taking_plan(plan: GrowthPlan, form: str, *, edition: int | None = None, by) -> Job:
    """Make the file of a long plan, or of one of its editions, in the background."""
    _require(by)
    return start_job("growth_plan", given={"plan": plan.pk, "form": form, "edition": edition}, by=by)


def _require(by) -> None:
    require(can_take_plan(by), _("You need the right to export to take a growth plan along."))
