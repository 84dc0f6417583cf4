"""Where one measure stands: what follows from its current value."""

from dataclasses import replace
from datetime import date

from zichtlijn.access.models import Organisation
from zichtlijn.calculations import objectives as core
from zichtlijn.calculations.calendar import Frequency, next_due
from zichtlijn.objectives.models import Measure
from zichtlijn.objectives.states import Kind

STANDING = ("progress", "expected", "coverage", "status")


def limits_of(organisation: Organisation) -> core.Limits:
    """The limits between one status and the next, as this organisation set them."""
    return core.Limits(organisation.on_course_from, organisation.behind_from, organisation.coverage_floor)


def limits_for(measure: Measure, limits: core.Limits) -> core.Limits:
    """The limits of this measure: its own where it has them, else those of the organisation."""
    if measure.on_course_from is None or measure.behind_from is None:
        return limits
    return replace(limits, on_course=measure.on_course_from, behind=measure.behind_from)


def stand_measure(measure: Measure, *, today: date, limits: core.Limits, first_month: int = 1) -> Measure:
    """Set on `measure` (not saved) what follows from its current value: progress, expected, coverage, status, due."""
    aim = measure.aim()
    measure.progress = core.progress(aim, measure.current_value, on=today)
    measure.expected = core.expected_progress(aim, today)
    measure.coverage = 1.0 if measure.progress is not None else 0.0
    measure.status = core.status(measure.progress, measure.expected, measure.coverage, limits_for(measure, limits))
    if measure.kind == Kind.MILESTONES:
        measure.due_on = min((m.due_on for m in aim.milestones if m.done_on is None), default=None)
    else:
        measure.due_on = next_due(
            Frequency(measure.frequency),
            starts_on=measure.starts_on,
            ends_on=measure.ends_on,
            last_on=measure.current_on,
            first_month=first_month,
            asked_from=measure.asked_from,
        )
    return measure
