"""Readings: recorded, corrected and withdrawn, and what was said before stays to be read."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.objectives.actions.cascade import about, require_read
from zichtlijn.objectives.actions.standing import lock_measure, refresh_measure
from zichtlijn.objectives.models import Measure, Reading
from zichtlijn.objectives.permissions import can_record_reading
from zichtlijn.objectives.states import Kind


def require_recording(by, measure: Measure) -> None:
    """Refuse unless this actor reads the measure, and unless it is read still."""
    require(can_record_reading(by, measure))
    require_read(measure)


def require_standing(reading: Reading) -> None:
    """Refuse for a reading that was corrected or withdrawn."""
    if not reading.is_current:
        raise NotNow(_("Somebody corrected this reading in the meantime. Open the page again."))


def _check(measure: Measure, value: Decimal, measured_on: date) -> None:
    if measure.kind == Kind.MILESTONES:
        raise NotNow(_("This measure follows from its milestones. Mark a milestone as done instead."))
    if measured_on > timezone.localdate():
        raise NotNow(_("A reading cannot be dated in the future."))
    if measure.kind == Kind.YES_NO and value not in {Decimal(0), Decimal(1)}:
        raise NotNow(_("This measure is yes (1) or no (0)."))


@transaction.atomic
def record_reading(measure: Measure, *, value: Decimal, measured_on: date, note: str = "", by) -> Reading:
    """Store one reading; the objectives above it follow in the same transaction.

    A second reading of the same day replaces the first, which stays in the history. The same value on the same day
    is no second reading.
    """
    measure = lock_measure(measure)
    require_recording(by, measure)
    _check(measure, value, measured_on)
    before = Reading.objects.current().filter(measure=measure, measured_on=measured_on).first()
    if before and before.value == value and before.note == note:
        return before
    if before:
        return _replace(before, measure, value=value, note=note, by=by)
    reading = _write(measure, value=value, measured_on=measured_on, note=note, by=by)
    refresh_measure(measure)
    audit.record(
        Event.READING_RECORDED,
        on=measure,
        by=by,
        about=about(measure.objective),
        detail={"reading": reading.pk, "value": str(value), "on": measured_on.isoformat()},
    )
    return reading


@transaction.atomic
def correct_reading(reading: Reading, *, value: Decimal, note: str = "", by) -> Reading:
    """Replace a reading by the right value; the wrong one stays in the history."""
    measure = lock_measure(reading.measure)
    require_recording(by, measure)
    _check(measure, value, reading.measured_on)
    now = Reading.objects.get(pk=reading.pk)
    require_standing(now)
    if now.value == value and now.note == note:
        return now
    return _replace(now, measure, value=value, note=note, by=by)


@transaction.atomic
def withdraw_reading(reading: Reading, *, by) -> None:
    """Take a reading out of the numbers; it stays in the history."""
    measure = lock_measure(reading.measure)
    require_recording(by, measure)
    require_standing(Reading.objects.get(pk=reading.pk))
    Reading.objects.filter(pk=reading.pk).update(is_current=False)
    refresh_measure(measure)
    audit.record(
        Event.READING_WITHDRAWN, on=measure, by=by, about=about(measure.objective), detail={"reading": reading.pk}
    )


def _replace(before: Reading, measure: Measure, *, value, note, by) -> Reading:
    Reading.objects.filter(pk=before.pk).update(is_current=False)
    reading = _write(measure, value=value, measured_on=before.measured_on, note=note, by=by, replaces=before)
    refresh_measure(measure)
    audit.record(
        Event.READING_CORRECTED,
        on=measure,
        by=by,
        about=about(measure.objective),
        detail={"reading": reading.pk, "replaces": before.pk, "from": str(before.value), "to": str(value)},
    )
    return reading


def _write(measure, *, value, measured_on, note, by, replaces=None) -> Reading:
    return Reading.objects.create(
        organisation=measure.organisation,
        measure=measure,
        measured_on=measured_on,
        value=value,
        note=note,
        recorded_by=by.user,
        recorded_by_name=by.name,
        replaces=replaces,
    )
