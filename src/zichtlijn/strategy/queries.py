"""Which direction holds, which there are besides, and how one came to be."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.strategy.models import Direction

#: What a change can be of, in the order of the page.
TEXTS = ("name", "starts_on", "ends_on", "mission", "vision", "strategy")


class Value(NamedTuple):
    """A core value as it is written down."""

    name: str
    description: str = ""


def values_of(direction: Direction) -> list[Value]:
    """The core values of a direction, in their order."""
    return [Value(value.name, value.description) for value in direction.values_kept.all()]


def direction_at(day: date | None = None) -> Direction | None:
    """The direction that holds on this day (today when not said); else the one to come, or else the last."""
    day = day or timezone.localdate()
    directions = Direction.objects.all()
    return (
        directions.at(day).first()
        or directions.filter(starts_on__gt=day).order_by("starts_on", "id").first()
        or directions.order_by("-ends_on", "-id").first()
    )


def other_directions(direction: Direction) -> list[Direction]:
    """All others, the latest first."""
    return list(Direction.objects.exclude(pk=direction.pk).order_by("-starts_on", "-id"))


@dataclass(frozen=True)
class Change:
    """One time that a direction was changed."""

    at: object
    by_name: str
    #: What it is called, what stood there, what stands there since.
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    #: Core values of which the description changed.
    described: list[str] = field(default_factory=list)
    is_first: bool = False


def changes_of(direction: Direction, limit: int = 50) -> list[Change]:
    """Who changed what, and when; the latest first. Texts come from the history, core values from the log."""
    lines = list(
        AuditEvent.objects.filter(
            on_type="direction", on_id=direction.pk, event__in=[Event.DIRECTION_STATED, Event.DIRECTION_CHANGED]
        ).order_by("-sequence")[:limit]
    )
    versions = {row.version: row for row in direction.history.order_by("history_date", "history_id")}
    changes = []
    for line in lines:
        after = versions.get(line.detail.get("version"))
        before = versions.get((line.detail.get("version") or 0) - 1)
        fields = [_field(name, before, after) for name in line.detail.get("fields", []) if name in TEXTS]
        if "values" in line.detail:
            was, now = line.detail["values"]
            fields.append((_("core values"), ", ".join(was) or "–", ", ".join(now) or "–"))
        described = line.detail.get("described", [])
        changes.append(Change(line.at, line.by_name, fields, described, line.event == Event.DIRECTION_STATED))
    return changes


def _field(name: str, before, after) -> tuple[str, str, str]:
    label = str(getattr(Direction._meta.get_field(name), "verbose_name", name))
    return label, _shown(before, name), _shown(after, name)


def _shown(row, name: str) -> str:
    value = getattr(row, name, "") if row is not None else ""
    return "–" if value in ("", None) else str(value)


def latest_direction() -> Direction | None:
    """The one that ends last."""
    return Direction.objects.order_by("-ends_on", "-id").first()
