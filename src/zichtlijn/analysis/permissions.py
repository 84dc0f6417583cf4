"""Who may bring in, merge and rank; the one door to each. Every member may read it: nothing in it is personal."""

from django.shortcuts import get_object_or_404

from zichtlijn.access.permissions import Permission
from zichtlijn.analysis.models import Analysis, AttentionPoint, ChainActivity, Contribution, Factor, ForceDriver
from zichtlijn.objectives.permissions import heads_unit
from zichtlijn.organisation.models import Unit

# doors ------------------------------------------------------------------------------------------------------------


def get_analysis(actor, analysis_id: int) -> Analysis:
    """An analysis of this organisation, or 404."""
    found = Analysis.objects.select_related("unit", "period", "organisation")
    return get_object_or_404(found, pk=analysis_id, organisation=actor.organisation)


def get_contribution(actor, contribution_id: int) -> Contribution:
    """A contribution to an analysis of this organisation, or 404."""
    return get_object_or_404(_with_analysis(Contribution.objects), pk=contribution_id, organisation=actor.organisation)


def get_factor(actor, factor_id: int) -> Factor:
    """A factor of an analysis of this organisation, or 404."""
    return get_object_or_404(_with_analysis(Factor.objects), pk=factor_id, organisation=actor.organisation)


def get_point(actor, point_id: int) -> AttentionPoint:
    """An attention point of an analysis of this organisation, or 404."""
    found = _with_analysis(AttentionPoint.objects).select_related("row", "column")
    return get_object_or_404(found, pk=point_id, organisation=actor.organisation)


def get_driver(actor, driver_id: int) -> ForceDriver:
    """A driver of a force in an analysis of this organisation, or 404."""
    return get_object_or_404(_with_analysis(ForceDriver.objects), pk=driver_id, organisation=actor.organisation)


def get_activity(actor, activity_id: int) -> ChainActivity:
    """An activity of the value chain in an analysis of this organisation, or 404."""
    return get_object_or_404(_with_analysis(ChainActivity.objects), pk=activity_id, organisation=actor.organisation)


def _with_analysis(rows):
    return rows.select_related("analysis__unit", "analysis__period", "analysis__organisation")


# acts -------------------------------------------------------------------------------------------------------------


def can_lead_analysis_of(actor, unit: Unit | None) -> bool:
    """Start one, merge and rank: whoever looks after the objectives, and the head of a unit for that of the unit."""
    return actor.may(Permission.MANAGE_OBJECTIVES) or (unit is not None and heads_unit(actor, unit))


def can_lead_analysis(actor, analysis: Analysis) -> bool:
    """As for its unit."""
    return can_lead_analysis_of(actor, analysis.unit)


def can_start_an_analysis(actor) -> bool:
    """True when there is a unit, or the organisation, of which this actor may lead one."""
    return actor.may(Permission.MANAGE_OBJECTIVES) or (
        actor.may(Permission.LEAD_UNIT_OBJECTIVES) and bool(actor.headed_paths)
    )


def can_take_confrontation(actor) -> bool:
    """Take what came out of a confrontation along as a file: whoever may export."""
    return actor.may(Permission.EXPORT)


def can_take_part(actor) -> bool:
    """Bring something in and give scores: every member, each under their own name."""
    return actor.user is not None and actor.may(Permission.SEE_OBJECTIVES)


def can_change_contribution(actor, contribution: Contribution) -> bool:
    """Change or withdraw it: only who brought it in. Nobody puts words in another's mouth."""
    return actor.user is not None and contribution.by_id == actor.user.pk
