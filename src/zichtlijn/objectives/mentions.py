"""Where an objective comes from, and what else is made of it, in rooms above this one: handed in, unknown here."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

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


# of many at once ---------------------------------------------------------------------------------------------------

#: Takes who reads and a number of objectives; gives for each where it comes from. At most one question to the database.
Tracing = Callable[[Actor, Collection[Objective]], Mapping[int, list[Mention]]]

_traces: list[Tracing] = []


def traces_objectives(tracing: Tracing) -> Tracing:
    """Mark a function as one that knows where objectives come from, while the program starts."""
    if tracing not in _traces:
        _traces.append(tracing)
    return tracing


def origins_of(actor: Actor, objectives: Collection[Objective]) -> dict[int, list[Mention]]:
    """Objective → where it comes from, for a page that shows many of them."""
    found: dict[int, list[Mention]] = {}
    for tracing in _traces if objectives else ():
        for pk, mentions in tracing(actor, objectives).items():
            found.setdefault(pk, []).extend(mentions)
    return found


# what happened to it elsewhere --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Happened:
    """Something that was done with an objective in a room above this one, as its history tells it."""

    at: datetime
    what: str
    detail: str
    by_name: str


#: Takes who reads and the objective; gives what was done with it there. At most one question to the database.
Remembering = Callable[[Actor, Objective], Iterable[Happened]]

_memories: list[Remembering] = []


def remembers_objectives(remembering: Remembering) -> Remembering:
    """Mark a function as one that knows what was done with objectives, while the program starts."""
    if remembering not in _memories:
        _memories.append(remembering)
    return remembering


def happened_to(actor: Actor, objective: Objective) -> list[Happened]:
    """All that was done with this objective in the rooms above."""
    return [each for remembering in _memories for each in remembering(actor, objective)]
