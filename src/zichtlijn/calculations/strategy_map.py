"""The strategy map: arrows from cause to effect between objectives, and what is missing or wrong among them.

Objectives are known by a key of any kind; an arrow is a pair (cause, effect). The order in which arrows are handed in
makes no difference to what is found, except which of several equally short paths is shown.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

#: From cause to effect. An organisation may use an order of its own, with the mission on top for example.
UPWARD = ("learning", "processes", "customers", "financial")


def cycle_made_by(arrows: Iterable[tuple[Key, Key]], cause: Key, effect: Key) -> tuple[Key, ...] | None:
    """Return the cycle that a new arrow would close; None when it closes none.

    Definition
        A strategy map has no cycles: nothing is a cause of its own cause. A new arrow closes one when a way already
        leads from its effect back to its cause.
    Formula
        the cause, then the shortest way from the effect back to it, the cause not repeated at the end; an arrow from
        an objective to itself is a cycle of one
    Units
        Keys of objectives, in the order of the arrows.
    Errors
        None.
    Source
        Kaplan & Norton, Strategy Maps (2004): hypotheses of cause and effect; breadth-first search.
    Example
        >>> cycle_made_by([("craft", "speed"), ("speed", "service")], "service", "craft")
        ('service', 'craft', 'speed')
        >>> cycle_made_by([("craft", "speed")], "craft", "service") is None
        True
    """
    if cause == effect:
        return (cause,)
    back = _shortest(arrows, [effect], {cause})
    return (cause, *back[:-1]) if back else None


def arrows_against_the_grain(
    perspectives: Mapping[Key, str],
    arrows: Iterable[tuple[Key, Key]],
    *,
    order: Sequence[str] = UPWARD,
    budget: Collection[tuple[Key, Key]] = frozenset(),
) -> list[tuple[Key, Key]]:
    """Return the arrows that run from a later perspective to an earlier one.

    Definition
        Causes run from learning to processes to customers to the financial result. An arrow the other way is worth a
        question, unless it says that money feeds what comes before: such a budget link is left alone. Within one
        perspective, and to or from a perspective that has no place in the order, nothing runs against the grain.
    Formula
        place of the perspective of the cause > place of that of the effect
    Units
        Keys of objectives; arrows in the order they were handed in.
    Errors
        None: an objective without a perspective is not judged.
    Source
        Kaplan & Norton (1996; 2004) for the order, with the perspectives of the method; the exception for budget
        links: own choice.
    Example
        >>> perspectives = {"craft": "learning", "speed": "processes", "margin": "financial"}
        >>> arrows = [("craft", "speed"), ("margin", "craft"), ("margin", "speed")]
        >>> arrows_against_the_grain(perspectives, arrows, budget={("margin", "craft")})
        [('margin', 'speed')]
    """
    place = {perspective: number for number, perspective in enumerate(order)}
    at = {key: place[perspective] for key, perspective in perspectives.items() if perspective in place}
    return [
        (cause, effect)
        for cause, effect in arrows
        if (cause, effect) not in budget and cause in at and effect in at and at[cause] > at[effect]
    ]


def without_effect(
    perspectives: Mapping[Key, str], arrows: Iterable[tuple[Key, Key]], *, order: Sequence[str] = UPWARD
) -> list[Key]:
    """Return the objectives that lead to nothing and are not on top.

    Definition
        Every objective outside the last perspective of the order is there for the sake of another one, so an arrow
        leaves it. An objective in a perspective without a place in the order is not on top either.
    Formula
        objectives without an outgoing arrow whose perspective is not the last of the order
    Units
        Keys of objectives, in the order of the objectives.
    Errors
        None: an arrow from or to an objective that is not on the map does not count.
    Source
        Kaplan & Norton, Strategy Maps (2004); the rule: own choice.
    Example
        >>> without_effect({"craft": "learning", "speed": "processes", "margin": "financial"}, [("craft", "margin")])
        ['speed']
    """
    leading = {cause for cause, effect in arrows if effect in perspectives and effect != cause}
    return [key for key, perspective in perspectives.items() if perspective not in order[-1:] and key not in leading]


def lag_without_lead(
    objectives: Iterable[Key],
    arrows: Iterable[tuple[Key, Key]],
    *,
    with_lag: Collection[Key],
    with_lead: Collection[Key],
) -> list[Key]:
    """Return the objectives whose result is measured afterwards while nothing announces it.

    Definition
        A lag measure follows the result, a lead measure runs ahead of it. Every lag measure is preceded by a lead
        measure: on the same objective, or on one from which arrows lead to it.
    Formula
        objectives with a lag measure, without a lead measure on themselves or on any objective upstream
    Units
        Keys of objectives, in the order of the objectives. `with_lag` and `with_lead` are the objectives that have at
        least one measure of that kind.
    Errors
        None.
    Source
        Kaplan & Norton (1996): outcome measures without performance drivers do not tell how they come about; that a
        lead measure on the same objective counts: own choice.
    Example
        >>> lag_without_lead(["craft", "speed", "margin"], [("craft", "speed")],
        ...                  with_lag={"speed", "margin"}, with_lead={"craft"})
        ['margin']
    """
    announced = _reached(arrows, with_lead)
    return [key for key in objectives if key in with_lag and key not in announced]


def causal_path(
    perspectives: Mapping[Key, str],
    arrows: Iterable[tuple[Key, Key]],
    *,
    start: str = UPWARD[0],
    end: str = UPWARD[-1],
) -> tuple[Key, ...] | None:
    """Return a shortest way over the arrows from one perspective to another; None when there is none.

    Definition
        A map tells a whole story when a way leads from learning to the financial result. A map of the finances alone,
        or of the processes alone, has none. Where an organisation has an order of perspectives of its own, the way runs
        from the first of that order to the last.
    Formula
        fewest arrows from any objective in `start` to any objective in `end`
    Units
        Keys of objectives, from first cause to last effect.
    Errors
        None.
    Source
        Kaplan & Norton, Strategy Maps (2004); breadth-first search.
    Example
        >>> perspectives = {"craft": "learning", "speed": "processes", "service": "customers", "margin": "financial"}
        >>> causal_path(perspectives, [("craft", "speed"), ("speed", "margin"), ("speed", "service")])
        ('craft', 'speed', 'margin')
        >>> causal_path(perspectives, [("speed", "margin")]) is None
        True
    """
    on_map = [(cause, effect) for cause, effect in arrows if cause in perspectives and effect in perspectives]
    starts = [key for key, perspective in perspectives.items() if perspective == start]
    ends = {key for key, perspective in perspectives.items() if perspective == end}
    return _shortest(on_map, starts, ends)


def _effects(arrows: Iterable[tuple[Key, Key]]) -> dict[Key, list[Key]]:
    """Return what each objective leads to directly."""
    effects: dict[Key, list[Key]] = {}
    for cause, effect in arrows:
        effects.setdefault(cause, []).append(effect)
    return effects


def _shortest(
    arrows: Iterable[tuple[Key, Key]], starts: Iterable[Key], ends: Collection[Key]
) -> tuple[Key, ...] | None:
    """Return a way with the fewest arrows from one of the starts to one of the ends, breadth first."""
    effects = _effects(arrows)
    ways: dict[Key, tuple[Key, ...]] = {start: (start,) for start in starts}
    waiting = deque(ways)
    while waiting:
        here = waiting.popleft()
        if here in ends:
            return ways[here]
        for effect in effects.get(here, ()):
            if effect not in ways:
                ways[effect] = (*ways[here], effect)
                waiting.append(effect)
    return None


def _reached(arrows: Iterable[tuple[Key, Key]], starts: Iterable[Key]) -> set[Key]:
    """Return all objectives to which a way leads from one of the starts, the starts themselves included."""
    effects = _effects(arrows)
    reached = set(starts)
    waiting = list(reached)
    while waiting:
        for effect in effects.get(waiting.pop(), ()):
            if effect not in reached:
                reached.add(effect)
                waiting.append(effect)
    return reached
