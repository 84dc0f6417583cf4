"""Stating the direction, and changing it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.access.models import Organisation
from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.wording import field_label, field_value
from zichtlijn.strategy.models import CoreValue, Direction
from zichtlijn.strategy.permissions import can_manage_direction
from zichtlijn.strategy.queries import TEXTS, Value, values_of


@transaction.atomic
def state_direction(
    *,
    name: str,
    starts_on: date,
    ends_on: date,
    mission: str,
    vision: str = "",
    strategy: str = "",
    values: Sequence[Value] = (),
    by: Actor,
) -> Direction:
    """State a direction for a number of years."""
    _require(by)
    _in_order(starts_on, ends_on)
    Organisation.objects.select_for_update(no_key=True).only("pk").get(pk=by.organisation.pk)  # twice at once is once
    if Direction.objects.filter(name__iexact=name, starts_on=starts_on).exists():
        raise NotNow(_("%(name)s already covers these years.") % {"name": name})
    direction = Direction.objects.create(
        organisation=by.organisation,
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
        mission=mission,
        vision=vision,
        strategy=strategy,
    )
    _write_values(direction, values)
    detail = {"version": direction.version, "values": [[], [value.name for value in values]]}
    audit.record(Event.DIRECTION_STATED, on=direction, by=by, detail=detail)
    return direction


@transaction.atomic
def change_direction(direction: Direction, *, values: list[Value], version: int, by: Actor, **texts) -> list[str]:
    """Change the texts, the years or the core values of a direction; the core values count as one of its fields."""
    _require(by)
    _in_order(texts["starts_on"], texts["ends_on"])
    now = Direction.objects.select_for_update().get(pk=direction.pk)
    kept = values_of(now)
    changed = [name for name in TEXTS if getattr(now, name) != texts[name]]
    if now.version != version and (changed or kept != values):
        fields = [
            (field_label(Direction, name), _shown(name, getattr(now, name)), _shown(name, texts[name]))
            for name in changed
        ]
        if kept != values:
            fields.append((_("core values"), _as_text(kept), _as_text(values)))
        raise EditConflict(now, fields, now.version)
    if not changed and kept == values:
        return []
    for name in changed:
        setattr(now, name, texts[name])
    now.version += 1
    now.save()
    detail: dict = {"version": now.version, "fields": changed}
    if kept != values:
        _write_values(now, values)
        detail |= _told(kept, values)
        changed = [*changed, "values"]
    audit.record(Event.DIRECTION_CHANGED, on=now, by=by, detail=detail)
    return changed


def _require(by: Actor) -> None:
    require(can_manage_direction(by), _("You do not have permission to set the direction of the organisation."))


def _in_order(starts_on: date, ends_on: date) -> None:
    if ends_on <= starts_on:
        raise NotNow(_("The end date must be after the start date."))


def _write_values(direction: Direction, values) -> None:
    direction.values_kept.all().delete()
    CoreValue.objects.bulk_create(
        [
            CoreValue(
                organisation_id=direction.organisation_id,
                direction=direction,
                name=value.name,
                description=value.description,
                position=position,
            )
            for position, value in enumerate(values)
        ]
    )


def _told(kept: list[Value], values: list[Value]) -> dict:
    """What the log tells of other core values: their names before and after, and of which the description changed."""
    before, told = {value.name: value.description for value in kept}, {}
    names = [value.name for value in kept], [value.name for value in values]
    if names[0] != names[1]:
        told["values"] = list(names)
    described = [value.name for value in values if before.get(value.name, value.description) != value.description]
    return told | ({"described": described} if described else {})


def _shown(name: str, value) -> str:
    return field_value(Direction, name, value)


def _as_text(values) -> str:
    return "\n".join(f"{value.name}: {value.description}" if value.description else value.name for value in values)
