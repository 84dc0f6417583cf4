"""Taking the framework along as a package."""

import json

from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.competencies.models import Competency
from zichtlijn.competencies.queries import behaviours_of, framework
from zichtlijn.documents.files import file_name
from zichtlijn.exchange.case.composing import compose
from zichtlijn.exchange.permissions import can_export


def export_package(*, by) -> tuple[str, bytes]:
    """The framework as a package of CASE 1.1: the name of the file, and what is in it."""
    require(can_export(by), _("You need the right to export lists for this."))
    kept = framework()
    if kept is None:
        raise NotNow(_("There is no framework yet."))
    competencies = list(Competency.objects.all())
    seen = behaviours_of([one.pk for one in competencies])
    at = timezone.now()
    content = json.dumps(compose(by.organisation, kept, competencies, seen, at), ensure_ascii=False, indent=2).encode()
    audit.record(Event.LIST_EXPORTED, on=kept, by=by, detail={"list": "case", "format": "json"})
    return file_name("json", kept.name, by.organisation.name, at=at), content
