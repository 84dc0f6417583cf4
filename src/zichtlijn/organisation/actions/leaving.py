"""What people who left can no longer hold: they head no unit and lead no running project."""

from collections.abc import Iterable
from datetime import date

from zichtlijn.access.actor import Actor
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.organisation.queries.leaving import projects_led_by, units_headed_by

#: People that one question to the database asks about.
BATCH = 1000


def end_leadership(people: Iterable[int], *, day: date, by: Actor) -> None:
    """Let units and projects that go on after `day` be without the head or leader who left. Inside a transaction.

    Used wherever somebody leaves: on the page, with a file, and when the last day of somebody has passed. Who may let
    people leave may do this with it. Who reports to them keeps them as line manager until somebody chooses another:
    through them the line goes on upward.
    """
    left = sorted(people)
    for start in range(0, len(left), BATCH):
        some = left[start : start + BATCH]
        for unit in units_headed_by(some, day):
            detail = {"fields": ["head"], "left": str(unit.head)}
            save_version(unit, {"head": None}, version=unit.version)
            audit.record(Event.UNIT_CHANGED, on=unit, by=by, detail=detail)
        for project in projects_led_by(some, day):
            detail = {"fields": ["leader"], "left": str(project.leader)}
            save_version(project, {"leader": None}, version=project.version)
            audit.record(Event.PROJECT_CHANGED, on=project, by=by, detail=detail)
