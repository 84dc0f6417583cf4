"""The attention points of an analysis: what they join, how they weigh, and what became of them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

from django.db.models import F

from zichtlijn.analysis.models import Analysis, AttentionPoint, PointScore, Rater
from zichtlijn.analysis.queries.matrix import Side
from zichtlijn.analysis.queries.swot import code_of
from zichtlijn.analysis.states import CHILD_OF, Criterion
from zichtlijn.calculations.confrontation import Criterion as By
from zichtlijn.calculations.confrontation import Weighing, rank_options, weigh_option
from zichtlijn.objectives.models import Objective

#: An attention point and a criterion.
Mark = tuple[int, str]


@dataclass(frozen=True)
class Weighed:
    """An attention point with how it weighs, and the objective that it became as far as the reader may know it."""

    point: AttentionPoint
    row: Side | None
    column: Side | None
    weighing: Weighing
    #: Criterion → the mean of what raters gave.
    means: list[tuple[str, float | None]]
    raters: int
    objective: Objective | None
    #: The objectives in whose OGSM it stands as a strategy.
    stands_in: list[Objective]
    #: Its place by how it weighs, when it was weighed.
    rank: int | None = None

    @property
    def weakest(self) -> list[str]:
        """The criteria on which it is weakest, when they differ at all."""
        known = {mean for _label, mean in self.means if mean is not None}
        if len(known) < 2:
            return []
        return [str(Criterion(criterion.value).label) for criterion in self.weighing.weakest]


def own_marks(rater: Rater | None) -> dict[Mark, int]:
    """What this rater gave: (attention point, criterion) → score."""
    if rater is None:
        return {}
    found = PointScore.objects.filter(rater=rater).values_list("point_id", "criterion", "score")
    return {(point, criterion): score for point, criterion, score in found}


def points_of(analysis: Analysis, actor) -> list[Weighed]:
    """The attention points, what weighs most first, the rest as added: four questions, however many raters."""
    points = list(AttentionPoint.objects.filter(analysis=analysis).select_related("row", "column"))
    given: dict[int, dict[By, list[float]]] = {}
    raters: dict[int, set[int]] = {}
    for point, rater, criterion, score in PointScore.objects.filter(point__analysis=analysis).values_list(
        "point_id", "rater_id", "criterion", "score"
    ):
        given.setdefault(point, {}).setdefault(By(criterion), []).append(score)
        raters.setdefault(point, set()).add(rater)
    became = {point.objective_id for point in points if point.objective_id}
    seen = {o.pk: o for o in Objective.objects.visible_to(actor).filter(pk__in=became)} if became else {}
    plans = _plans_of(seen, actor) if seen else {}
    weighings = [weigh_option(given.get(point.pk, {})) for point in points]
    ranks = rank_options([weighing.score for weighing in weighings])
    found = [
        Weighed(
            point,
            Side(point.row, code_of(point.row)) if point.row else None,
            Side(point.column, code_of(point.column)) if point.column else None,
            weighing,
            [(str(c.label), _mean(given.get(point.pk, {}).get(By(c.value)))) for c in Criterion],
            len(raters.get(point.pk, ())),
            seen.get(cast("int", point.objective_id)),
            plans.get(cast("int", point.objective_id), []),
            rank,
        )
        for point, weighing, rank in zip(points, weighings, ranks, strict=True)
    ]
    return sorted(found, key=lambda weighed: (weighed.rank is None, weighed.rank or 0))


def _plans_of(strategies: Collection[int], actor) -> dict[int, list[Objective]]:
    """Strategy → the objectives that it stands under, as far as the reader may know of them."""
    found: dict[int, list[Objective]] = {}
    above = Objective.objects.visible_to(actor, levels=tuple(CHILD_OF)).filter(child_links__child__in=strategies)
    for plan in above.annotate(strategy=F("child_links__child_id")).order_by("pk"):
        found.setdefault(plan.strategy, []).append(plan)
    return found


def _mean(scores: list[float] | None) -> float | None:
    return sum(scores) / len(scores) if scores else None
