"""What the analysis of the unit found, as the plan takes it over: as data, so that an edition keeps it as it was."""

from typing import Any

from django.db.models import Q

from zichtlijn.analysis.models import Analysis, AttentionPoint, Factor, ForceDriver
from zichtlijn.analysis.queries.matrix import matrix_page
from zichtlijn.analysis.queries.swot import factors_of
from zichtlijn.analysis.states import Scoring
from zichtlijn.calculations.industry import Driver, Force, attractiveness, force_strength
from zichtlijn.growth_plan.models import GrowthPlan
from zichtlijn.objectives.states import COUNTING, State

#: As `ground_of` writes it.
Ground = dict[str, Any]


def analyses_for(plan: GrowthPlan) -> tuple[Analysis | None, Analysis | None]:
    """The analysis of the unit in this year, and that of the whole organisation; the highest unit may do with that."""
    found = Analysis.objects.filter(Q(unit=plan.unit_id) | Q(unit=None), period=plan.period_id)
    own = whole = None
    for analysis in found:
        if analysis.unit_id is None:
            whole = analysis
        else:
            own = analysis
    if own is None and plan.unit.parent_id is None:
        return whole, None
    return own, whole


def ground_of(analysis: Analysis) -> Ground:
    """What counts, the strongest issues, the attention points and the forces: six questions at most.

    While the matrix is being scored nothing of it is told, so that nobody follows others.
    """
    issues: list[dict[str, Any]] = []
    if analysis.scoring == Scoring.CLOSED:
        page = matrix_page(analysis)
        factors = [side.factor for side in page.sides]
        issues = [
            {
                "row": _factor(issue.row.factor),
                "column": _factor(issue.column.factor),
                "quadrant": issue.cell.quadrant.value,
                "value": issue.cell.value,
            }
            for issue in page.issues
        ]
    else:
        factors = factors_of(analysis)
    points = AttentionPoint.objects.filter(analysis=analysis).select_related("objective")
    return {
        "analysis": analysis.pk,
        "factors": [_factor(factor) for factor in factors],
        "issues": issues,
        "points": [_point(point) for point in points],
        "strategies": list(analysis.generic_strategies),
        **_forces(analysis),
    }


def _factor(factor: Factor) -> dict[str, Any]:
    return {"kind": factor.kind, "place": factor.place, "text": factor.text}


def _point(point: AttentionPoint) -> dict[str, Any]:
    """With the objective that it became, when that was agreed: of a draft nothing is told, only that it is there."""
    objective = point.objective
    agreed = objective if objective is not None and objective.state in COUNTING else None
    return {
        "text": point.text,
        "objective": agreed.pk if agreed else None,
        "title": agreed.title if agreed else "",
        "became": objective is not None and objective.state != State.DROPPED,
    }


def _forces(analysis: Analysis) -> dict[str, Any]:
    """The strength of each force that was scored, the strongest first, and how attractive that leaves the industry."""
    known: dict[Force, list[Driver]] = {force: [] for force in Force}
    for driver in ForceDriver.objects.filter(analysis=analysis):
        known[Force(driver.force)].append(Driver(driver.score, driver.weight, bool(driver.evidence), driver.text))
    scored = [(force.value, strength) for force in Force if (strength := force_strength(known[force]).strength)]
    industry = attractiveness(known)
    return {
        "forces": [list(each) for each in sorted(scored, key=lambda each: -each[1])],
        "attractiveness": industry.value if industry.is_enough else None,
    }
