"""Key results: the measures of an objective, with the score that each has now or had on a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, prefetch_related_objects

from zichtlijn.calculations.okr import (
    EXPECTED,
    Commitment,
    KeyResultGrade,
    ObjectiveGrade,
    key_result_grade,
    objective_grade,
)
from zichtlijn.objectives.models import InterimTarget, Measure, Milestone, Objective, Reading
from zichtlijn.objectives.states import Kind


@dataclass
class KeyResult:
    """A measure of an objective, read as a key result."""

    measure: Measure
    scored: KeyResultGrade
    #: What is expected of an objective of this firmness at the end: 1.0, or 0.7 of an aspirational one.
    aimed: float = 1.0
    #: The day up to which it is told; None for all that is known.
    until: date | None = None

    @property
    def expected(self) -> float | None:
        """The score that is expected by today, on the way to what is expected at the end."""
        return None if self.measure.expected is None else self.measure.expected * self.aimed

    @property
    def grade(self) -> float | None:
        return self.scored.grade

    @property
    def fell_back(self) -> bool:
        """True when it moved the wrong way: the score is 0.0 and does not say so by itself.

        Only what goes up or down has a wrong way: outside a band is not the other way from where it began.
        """
        has_way = self.measure.kind in {Kind.UP, Kind.DOWN}
        return has_way and self.scored.raw is not None and self.scored.raw < 0

    @property
    def is_open(self) -> bool:
        """True as long as it is not reached in full; milestones as long as there is one to do, also after the end."""
        return (self.grade is None or self.grade < 1.0) and not is_all_done(self.measure)

    @property
    def all_steps(self) -> int:
        return len(self.measure.milestones.all())

    @property
    def done_steps(self) -> int:
        """Its milestones that were done in time to count for the score."""
        return sum(
            step.done_on is not None and (self.until is None or step.done_on <= self.until)
            for step in self.measure.milestones.all()
        )

    @property
    def later_steps(self) -> int:
        """Its milestones that were done after the last day, which the score leaves out."""
        return sum(step.done_on is not None for step in self.measure.milestones.all()) - self.done_steps


def is_all_done(measure: Measure) -> bool:
    """True for a measure of milestones of which none is left to do."""
    if measure.kind != Kind.MILESTONES:
        return False
    steps = measure.milestones.all()
    return bool(steps) and all(step.done_on is not None for step in steps)


def key_results_of(objectives: Collection[Objective], *, today: date) -> dict[int, list[KeyResult]]:
    """The living measures of these objectives with the score of today; four queries for any number of them.

    Of an objective that is over they are as they stood on its last day: what was measured later does not change how
    it ended.
    """
    found: dict[int, list[KeyResult]] = defaultdict(list)
    aimed = {objective.pk: EXPECTED[Commitment(objective.commitment)] for objective in objectives}
    until = {objective.pk: min(today, objective.ends_on) for objective in objectives}
    measures = living_measures(objectives)
    _take_back([m for m in measures if m.current_on and m.current_on > until[m.objective_id]], until)
    for measure in measures:
        objective, day = measure.objective_id, until[measure.objective_id]
        scored = key_result_grade(measure.aim(), measure.current_value, on=day)
        found[objective].append(KeyResult(measure, scored, aimed[objective], day))
    return found


def _take_back(measures: Collection[Measure], until: dict[int, date]) -> None:
    """Put these measures, which are read only, back to the last reading until the last day of their objective."""
    readings = readings_of(measures, max(until.values())) if measures else {}
    for measure in measures:
        told = [each for each in readings.get(measure.pk, []) if each[0] <= until[measure.objective_id]]
        measure.current_on, measure.current_value = told[-1] if told else (None, None)


def living_measures(objectives: Iterable[Objective]) -> list[Measure]:
    """The measures that are read, with what their aim is made of."""
    measures = list(
        Measure.objects.living()
        .filter(objective__in=[objective.pk for objective in objectives])
        .prefetch_related(Prefetch("interim_targets", InterimTarget.objects.order_by("on")))
        .order_by("objective_id", "position", "id")
    )
    by_steps = [measure for measure in measures if measure.kind == Kind.MILESTONES]
    prefetch_related_objects(by_steps, Prefetch("milestones", Milestone.objects.order_by("due_on", "id")))
    return measures


def score_of(key_results: Sequence[KeyResult]) -> ObjectiveGrade:
    """The score of an objective from those of its key results."""
    return objective_grade([(key_result.measure.weight, key_result.grade) for key_result in key_results])


def readings_of(measures: Iterable[Measure], until: date) -> dict[int, list[tuple[date, Decimal]]]:
    """The standing readings of each measure until a day, the oldest first."""
    found: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    rows = Reading.objects.current().filter(measure__in=[m.pk for m in measures], measured_on__lte=until)
    for measure_id, on, value in rows.order_by("measured_on", "id").values_list("measure_id", "measured_on", "value"):
        found[measure_id].append((on, value))
    return found


def key_results_on(
    measures: Sequence[Measure], readings: dict[int, list[tuple[date, Decimal]]], day: date
) -> list[KeyResult]:
    """The key results with the score that each had on a day, by the last reading until then."""
    found = []
    for measure in measures:
        value = next((value for on, value in reversed(readings.get(measure.pk, [])) if on <= day), None)
        found.append(KeyResult(measure, key_result_grade(measure.aim(), value, on=day), until=day))
    return found
