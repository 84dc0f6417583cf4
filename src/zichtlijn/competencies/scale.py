"""What rooms above keep in levels of the scale: handed in, unknown here."""

from collections.abc import Callable

#: True when something of that room stands on a level, in the organisation of this moment; one question at most.
Using = Callable[[], bool]

_rooms: list[Using] = []


def uses_scale(using: Using) -> Using:
    """Mark a function as one that knows whether its room uses the levels of the scale, while the program starts."""
    if using not in _rooms:
        _rooms.append(using)
    return using


def is_used_above() -> bool:
    """True when a room above this one uses the levels: then their number stays."""
    return any(using() for using in _rooms)
