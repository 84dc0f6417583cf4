"""Where an objective comes from, and what else is made of it, in rooms above this one: handed in, unknown here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from zichtlijn.access.actor import Actor
from zichtlijn.objectives.models import Objective


@dataclass(frozen=True)
class Mention:
    """One place that has to do with an objective, as its page shows it: "Comes from", a text, and where that stands."""

    label: str
    text: str
    url: str = ""


#: Takes who reads and the objective; gives what this reader may know. At most one question to the database, and
#: none where it cannot apply.
Mentioning = Callable[[Actor, Objective], Iterable[Mention]]

_rooms: list[Mentioning] = []


def mentions_objectives(mentioning: Mentioning) -> Mentioning:
    """Mark a function as one that knows where objectives are mentioned, while the program starts."""
    if mentioning not in _rooms:
        _rooms.append(mentioning)
    return mentioning


def mentions_of(actor: Actor, objective: Objective) -> dict[str, list[Mention]]:
    """Label → what stands under it, in the order in which the rooms were handed in."""
    found: dict[str, list[Mention]] = {}
    for mentioning in _rooms:
        for mention in mentioning(actor, objective):
            found.setdefault(mention.label, []).append(mention)
    return found
