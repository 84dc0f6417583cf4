"""What a check-in writes: rows of readings and milestones, all or nothing, and taking one back."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.objectives.actions.measures import mark_milestone
from zichtlijn.objectives.actions.objectives import check_in
from zichtlijn.objectives.actions.readings import correct_reading, record_reading, withdraw_reading
from zichtlijn.objectives.actions.standing import lock_lines
from zichtlijn.objectives.models import CheckIn, Measure, Objective, Reading
from zichtlijn.objectives.permissions import can_check_in, can_record_reading

#: The same words, or the same value, twice within this time are one check-in that was sent twice.
TWICE = timedelta(minutes=2)


def just_recorded(reading: Reading, *, by) -> bool:
    """True when this user recorded it a moment ago, so that it is theirs to take back with one press."""
    mine = by.user is not None and reading.recorded_by_id == by.user.pk
    return mine and timezone.now() - reading.recorded_at < TWICE


@transaction.atomic
def record_row(entry, *, by) -> Reading | None:
    """Store what one row of the check-in list says: a reading, or which milestones were reached."""
    measure: Measure = entry.measure
    require(can_record_reading(by, measure))
    for milestone in measure.milestones.filter(pk__in=entry.milestones) if entry.milestones else ():
        milestone.measure = measure
        if milestone.done_on != entry.milestones[milestone.pk]:
            mark_milestone(milestone, done_on=entry.milestones[milestone.pk], by=by)
    if entry.value is None:
        return None
    if entry.moves:
        mine = Reading.objects.current().filter(pk=entry.moves, measure=measure, recorded_by=by.user)
        former = mine.first()
        if former and former.measured_on != entry.measured_on:
            former.measure = measure
            undo_reading(former, by=by)
    return record_reading(measure, value=entry.value, measured_on=entry.measured_on, note=entry.note, by=by)


@transaction.atomic
def record_rows(entries, said, *, by) -> int:
    """Store all filled rows of the list and what was said of objectives, or none of it; returns how many rows."""
    lock_lines([*(entry.measure.objective_id for entry in entries), *(objective.pk for objective, *_said in said)])
    count = 0
    for entry in entries:
        try:
            record_row(entry, by=by)
        except NotNow as refusal:
            raise NotNow(*(f"{entry.measure.name}: {reason}" for reason in refusal.reasons)) from refusal
        count += 1
    for objective, confidence, comment in said:
        say(objective, confidence=confidence, comment=comment, by=by)
        count += 1
    return count


@transaction.atomic
def say(objective: Objective, *, by, confidence: int | None, comment: str) -> CheckIn:
    """Check in on an objective; the same words of the same person a moment ago are the same check-in."""
    require(can_check_in(by, objective))
    lock_lines([objective.pk])
    last = CheckIn.objects.filter(objective=objective).first()
    if (
        last
        and by.user
        and (last.by_id, last.confidence, last.comment) == (by.user.pk, confidence, comment)
        and timezone.now() - last.at < TWICE
    ):
        return last
    return check_in(objective, by=by, confidence=confidence, comment=comment)


@transaction.atomic
def undo_reading(reading: Reading, *, by) -> Reading | None:
    """Take a reading back that was just recorded: what it replaced stands again, else the day has no reading."""
    before = reading.replaces
    if before is None:
        withdraw_reading(reading, by=by)
        return None
    if not reading.is_current:
        raise NotNow(_("Somebody corrected this reading in the meantime. Open the page again."))
    return correct_reading(reading, value=before.value, note=before.note, by=by)
