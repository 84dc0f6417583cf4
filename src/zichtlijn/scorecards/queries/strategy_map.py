"""The strategy map of a scorecard: its objectives per perspective, the arrows between them, and what is missing.

The order of the perspectives is the order of the map: the last one causes, the first one is what all leads to.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from zichtlijn.calculations.association import LEAST_PAIRS, Association, association, side_by_side
from zichtlijn.calculations.strategy_map import (
    arrows_against_the_grain,
    causal_path,
    lag_without_lead,
    without_effect,
)
from zichtlijn.objectives.models import Measure, NamedPerspective, Objective, Reading, perspectives_of
from zichtlijn.objectives.states import Frequency, Kind, Tempo
from zichtlijn.organisation.models import Period, Unit
from zichtlijn.scorecards.models import Arrow
from zichtlijn.scorecards.queries.card import first_objectives

#: The months of a period in which two measures are compared, and how many of those later the effect may show.
STEPS: dict[str, tuple[int, int]] = {
    Frequency.WEEKLY: (1, 6),
    Frequency.MONTHLY: (1, 6),
    Frequency.QUARTERLY: (3, 4),
    Frequency.TERTIALLY: (4, 3),
    Frequency.YEARLY: (12, 2),
    Frequency.ONCE: (12, 2),
}


@dataclass
class Together:
    """Two measures side by side: how they went together, or how many pairs there are when that says too little."""

    cause: Measure
    effect: Measure
    #: Months of the periods that were compared.
    months: int
    found: Association | None
    pairs: int

    @property
    def is_too_few(self) -> bool:
        return self.found is None and self.pairs < LEAST_PAIRS

    @property
    def is_doubtful(self) -> bool:
        """True when the interval holds 0: by chance alone they could go together as much."""
        return self.found is not None and self.found.low <= 0 <= self.found.high

    @property
    def is_mostly_time(self) -> bool:
        """True when less than half of a clear association is left beside the course of time."""
        if self.found is None or self.is_doubtful or self.found.beside_time is None:
            return False
        return abs(self.found.beside_time) < abs(self.found.pearson) / 2

    @property
    def has_better(self) -> bool:
        """True when for both of the two more, or less, is better; between two edges neither is."""
        return Kind.BAND not in {self.cause.kind, self.effect.kind}

    @property
    def turns(self) -> bool:
        """True when lower is better for one of the two only: then r below zero is getting better together."""
        return self.has_better and (self.cause.kind == Kind.DOWN) != (self.effect.kind == Kind.DOWN)

    @property
    def helps(self) -> bool:
        """True when getting better in the one went with getting better in the other; of a band, with getting more."""
        return self.found is not None and (self.found.pearson > 0) != self.turns


@dataclass
class ArrowOn:
    """An arrow on the map, by its number there."""

    number: int
    arrow: Arrow
    cause: Objective
    effect: Objective
    is_against: bool
    together: Together | None = None


@dataclass
class Lane:
    """One perspective of the map, with its objectives."""

    perspective: NamedPerspective
    objectives: list[Objective] = field(default_factory=list)
    #: Arrows that begin here.
    arrows: list[ArrowOn] = field(default_factory=list)


@dataclass
class MapPage:
    """Everything that the page of a strategy map shows."""

    lanes: list[Lane]
    arrows: list[ArrowOn]
    #: Objectives without a perspective: they have no place on the map.
    outside: list[Objective]
    #: Objectives that lead to nothing and are not on top.
    without_effect: list[Objective]
    #: Objectives of which the result is measured, and that nothing announces.
    unannounced: list[Objective]
    #: True when a way leads from the last perspective, which causes, to the first one.
    has_way: bool
    #: True when there are more objectives than a scorecard holds.
    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(lane.objectives for lane in self.lanes)

    @property
    def against(self) -> list[ArrowOn]:
        return [each for each in self.arrows if each.is_against]


def map_page(actor, unit: Unit | None, period: Period | None) -> MapPage:
    """The map of this scorecard; six questions for any number of objectives and arrows."""
    perspectives = perspectives_of(actor.organisation)
    found, is_cut = first_objectives(actor, unit, period)
    objectives = {o.pk: o for o in found}
    lanes = {each.key: Lane(each) for each in perspectives}
    for objective in objectives.values():
        if objective.perspective in lanes:
            lanes[objective.perspective].objectives.append(objective)
    on_map = {o.pk: o.perspective for lane in lanes.values() for o in lane.objectives}
    rows = list(Arrow.objects.filter(cause__in=on_map, effect__in=on_map).order_by("pk"))
    pairs = [(row.cause_id, row.effect_id) for row in rows]
    budget = {(row.cause_id, row.effect_id) for row in rows if row.is_budget}
    upward = [each.key for each in reversed(perspectives)]
    against = set(arrows_against_the_grain(on_map, pairs, order=upward, budget=budget))
    measures = _measures(on_map)
    arrows: list[ArrowOn] = []
    for lane in lanes.values():
        here = {o.pk for o in lane.objectives}
        for row in (row for row in rows if row.cause_id in here):
            is_against = (row.cause_id, row.effect_id) in against
            cause, effect = objectives[row.cause_id], objectives[row.effect_id]
            lane.arrows.append(ArrowOn(len(arrows) + 1, row, cause, effect, is_against))
            arrows.append(lane.arrows[-1])
    _compare(arrows, measures)
    with_lag = {pk for pk, some in measures.items() if any(m.tempo == Tempo.LAG for m in some)}
    with_lead = {pk for pk, some in measures.items() if any(m.tempo == Tempo.LEAD for m in some)}
    return MapPage(
        lanes=list(lanes.values()),
        arrows=arrows,
        outside=[o for o in objectives.values() if o.pk not in on_map],
        without_effect=[objectives[pk] for pk in without_effect(on_map, pairs, order=upward)],
        unannounced=[objectives[pk] for pk in lag_without_lead(on_map, pairs, with_lag=with_lag, with_lead=with_lead)],
        has_way=causal_path(on_map, pairs, start=upward[0], end=upward[-1]) is not None,
        is_cut=is_cut,
    )


def _measures(objectives) -> dict[int, list[Measure]]:
    """The living measures of each objective, in their order."""
    found: dict[int, list[Measure]] = defaultdict(list)
    columns = ("objective_id", "name", "kind", "frequency", "tempo")
    for measure in Measure.objects.living().filter(objective__in=list(objectives)).only(*columns):
        found[measure.objective_id].append(measure)
    return found


def _compare(arrows: list[ArrowOn], measures: dict[int, list[Measure]]) -> None:
    """Put with each arrow how its two measures went together: those that were chosen, else the first of each."""
    chosen = []
    for each in arrows:
        cause = _of(measures[each.arrow.cause_id], each.arrow.cause_measure_id)
        effect = _of(measures[each.arrow.effect_id], each.arrow.effect_measure_id)
        if cause and effect:
            chosen.append((each, cause, effect))
    readings = defaultdict(list)
    ids = {measure.pk for _each, *pair in chosen for measure in pair}
    rows = Reading.objects.current().filter(measure__in=ids).order_by("measured_on", "pk")
    for pk, day, value in rows.values_list("measure_id", "measured_on", "value"):
        readings[pk].append((day, value))
    for each, cause, effect in chosen:
        months, most_lag = max(STEPS[cause.frequency], STEPS[effect.frequency])
        ones, others = side_by_side(readings[cause.pk], readings[effect.pk], months=months)
        found = association(ones, others, most_lag=most_lag)
        pairs = sum(one is not None and other is not None for one, other in zip(ones, others, strict=True))
        each.together = Together(cause, effect, months, found, found.pairs if found else pairs)


def _of(measures: list[Measure], chosen: int | None) -> Measure | None:
    return next((m for m in measures if m.pk == chosen), measures[0] if measures else None)
