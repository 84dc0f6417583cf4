"""A plan and an agreement on study costs on paper, and the needs as numbers."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.competencies.queries import framework
from zichtlijn.development.documents import needs_sheet, plan_pdf, study_pdf
from zichtlijn.development.models import StudyAgreement
from zichtlijn.development.permissions import (
    can_read_study_agreement,
    can_see_needs,
    can_take_plan,
    study_seen_otherwise,
)
from zichtlijn.development.queries.needs import needs
from zichtlijn.development.queries.pages import plan_page
from zichtlijn.development.states import StudyState
from zichtlijn.documents.files import file_name
from zichtlijn.documents.sheets import make_workbook
from zichtlijn.organisation.actions import seen_as
from zichtlijn.organisation.models import Person

PAPER, NUMBERS = ("pdf",), ("xlsx",)


def take_plan(person: Person, *, by) -> tuple[bytes, str]:
    """The plan as the actor may read it: the owner all of it, the manager what was shared."""
    page = plan_page(by, person)
    require(page.plan is not None and can_take_plan(by, page.plan))
    now, kept = timezone.now(), framework()
    content = plan_pdf(
        page,
        levels=kept.level_names if kept else [],
        is_mine=person.pk == by.person_id,
        organisation=by.organisation.name,
        at=now,
    )
    detail = {"list": "development_plan", "format": "pdf"} | seen_as(by, person, what="development_plan")
    audit.record(Event.LIST_EXPORTED, on=person, by=by, about=person.pk, detail=detail)
    title = _("Development plan of %(name)s") % {"name": person.name}
    return content, file_name("pdf", title, by.organisation.name, at=now)


def take_study_agreement(agreement: StudyAgreement, *, by) -> tuple[bytes, str]:
    """An agreement on study costs as a file."""
    require(can_read_study_agreement(by, agreement))
    now = timezone.now()
    content = study_pdf(agreement, organisation=by.organisation.name, at=now)
    detail: dict[str, Any] = {"list": "study_agreement", "format": "pdf"}
    otherwise = study_seen_otherwise(by, agreement.person)
    detail |= seen_as(by, agreement.person, what="study_agreement", otherwise=otherwise)
    if agreement.state == StudyState.DRAFT:
        detail["draft"] = True  # the employee does not hear of it
    audit.record(Event.LIST_EXPORTED, on=agreement, by=by, about=agreement.person_id, detail=detail)
    title = _("Study costs of %(name)s") % {"name": agreement.person.name}
    return content, file_name("pdf", title, by.organisation.name, at=now)


def take_needs(*, by) -> tuple[bytes, str]:
    """The needs of all units as numbers; what tells of few people is not in it."""
    require(can_see_needs(by), _("Only who arranges training sees what all plans ask together."))
    now, title = timezone.now(), _("Development needs")
    content = make_workbook([needs_sheet(needs(timezone.localdate(now)))], title=title)
    audit.record(Event.LIST_EXPORTED, on=by.organisation, by=by, detail={"list": "development_needs", "format": "xlsx"})
    return content, file_name("xlsx", title, by.organisation.name, at=now)
