"""How a thing is named in the list of changes."""

from datetime import date

from zichtlijn.organisation.models import Placement

END_OF_TIME = date.max


def number_of(thing) -> str:
    """The code or personnel number; nothing when there is no such thing."""
    return thing.key if thing is not None else ""


def name_of_place(placement: Placement) -> str:
    """Who works where, as what."""
    return f"{placement.person.name} · {placement.position.name}, {placement.unit.name}"
