"""What a statement can go with. Each app names its own in its `statements.py`: who may say something about which."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404

from zichtlijn.privacy.states import Subject


@dataclass(frozen=True)
class Target:
    """A report or an assessment in somebody's own file: what it is called, and where it stands."""

    title: str
    url: str


#: The actor and the number of the thing → the thing, if it is about the actor and fixed; else 404.
Door = Callable[..., Target]
_doors: dict[str, Door] = {}


def subject_of(subject: Subject):
    """Mark a function `get(actor, target_id) -> Target` as the door to what a statement of this subject goes with."""

    def mark(door: Door) -> Door:
        _doors[subject] = door
        return door

    return mark


def get_target(actor, subject: str, target_id: int) -> Target:
    """What the actor may say something about, or 404."""
    if subject not in _doors:
        raise Http404
    return _doors[subject](actor, target_id)
