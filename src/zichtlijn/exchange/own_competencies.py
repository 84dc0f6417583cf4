"""Of one's own data: what was shared about one's competencies, one's own drafts, and that one assessed others."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.competencies.models import Assessment, Judgement
from zichtlijn.competencies.states import Side
from zichtlijn.privacy.models import Statement
from zichtlijn.privacy.states import Subject


def competencies(by: Actor) -> list[dict]:
    """Nothing that another has not shared; of people one assessed only that one did, and when."""
    if not by.person_id:
        return []
    readable = Q(shared_on__isnull=False) | Q(assessor=by.person_id, side=Side.SELF)
    mine = Assessment.objects.filter(readable, person=by.person_id)
    judged = Judgement.objects.filter(assessment__in=mine).select_related("assessment", "competency")
    said: dict[int | None, list[str]] = {}
    for statement in Statement.objects.filter(person=by.person_id, subject=Subject.ASSESSMENT):
        said.setdefault(statement.target_id, []).append(statement.text or _("withdrawn"))
    rows = [
        _row(one.assessment, one, said.get(one.assessment_id, []))
        for one in judged.order_by("assessment__shared_on", "assessment_id", "id")
    ]
    given = Assessment.objects.filter(assessor=by.person_id, side=Side.MANAGER).order_by("shared_on", "id")
    return rows + [_row(one, None) for one in given]


def _row(assessment: Assessment, one: Judgement | None, said: Iterable[str] = ()) -> dict:
    return {
        _("about"): _("me") if one else _("somebody I lead"),
        _("by whom"): assessment.get_side_display(), _("assessed by"): assessment.assessor_name,
        _("shared on"): assessment.shared_on, _("competency"): one.competency.name if one else "",
        _("level"): one.level if one else None, _("required level"): one.required if one else None,
        _("example"): one.example if one else "", _("statements"): "\n\n".join(said),
    }  # fmt: skip
