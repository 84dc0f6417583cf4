"""A plan as data that stays as it was: what it contained at a moment, and what is different at another.

Plain dictionaries, ready to be kept. People stand in it by their number, so that a name that is to be forgotten is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Content = Mapping[str, Any]
#: What is compared of each kind of thing; where it stands moves by itself and is no change.
COMPARED = {
    "objectives": ("title", "owner", "unit", "ends_on", "weight", "card_weight", "parents"),
    "measures": ("name", "unit", "baseline", "target", "lower", "upper", "ends_on"),
    "actions": ("title", "owner", "due_on", "budget", "currency"),
}


class Sort(StrEnum):
    """How a thing differs from what it was."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class FieldChange:
    """One field that is another than it was."""

    name: str
    then: Any
    now: Any


@dataclass(frozen=True)
class Difference:
    """One thing that came, went or changed. `kind` is objectives, measures, actions, texts or direction."""

    sort: Sort
    kind: str
    then: Mapping[str, Any] | None
    now: Mapping[str, Any] | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def thing(self) -> Mapping[str, Any]:
        """As it is now; what went as it was."""
        return self.now if self.now is not None else self.then or {}


def differences(then: Content, now: Content) -> list[Difference]:
    """What changed between two moments of one plan, in the order of the plan."""
    return [*_texts(then, now), *(each for kind in COMPARED for each in _things(kind, then, now))]


def _texts(then: Content, now: Content) -> Iterator[Difference]:
    for name in now["texts"]:
        before, after = then["texts"].get(name, ""), now["texts"][name]
        if before != after:
            yield Difference(
                Sort.CHANGED, "texts", {"title": name}, {"title": name}, (FieldChange(name, before, after),)
            )


def _things(kind: str, then: Content, now: Content) -> Iterator[Difference]:
    before, after = ({thing["id"]: thing for thing in content[kind]} for content in (then, now))
    for pk, thing in after.items():
        if pk not in before:
            yield Difference(Sort.ADDED, kind, None, thing)
            continue
        fields = tuple(
            FieldChange(name, before[pk].get(name), thing.get(name))
            for name in COMPARED[kind]
            # what was not kept then, as in an edition of before it was, cannot be said to have changed
            if name in before[pk] and before[pk][name] != thing.get(name)
        )
        if fields:
            yield Difference(Sort.CHANGED, kind, before[pk], thing, fields)
    for pk, thing in before.items():
        if pk not in after:
            yield Difference(Sort.REMOVED, kind, thing, None)


def blocks_of(found: Iterable[Difference], then: Content, now: Content) -> set[str]:
    """The blocks of the plan in which something differs: texts by their name, layers, `ground` and `direction`."""
    layers = {thing["id"]: thing["layer"] for content in (then, now) for thing in content["objectives"]}
    # an edition of before the analysis was kept cannot say that it changed
    blocks = {name for name in ("ground", "direction") if name in then and then[name] != now.get(name)}
    for each in found:
        if each.kind == "texts":
            blocks.add(each.fields[0].name)
        else:
            blocks.add(layers.get(each.thing["id" if each.kind == "objectives" else "objective"], ""))
    return blocks - {""}


@dataclass(frozen=True)
class Course:
    """How an objective stood when the plan was adopted, and how it stands now; None: it was, or is, not there."""

    objective: Mapping[str, Any]
    then: Mapping[str, Any] | None
    now: Mapping[str, Any] | None


def courses(then: Content, now: Content) -> list[Course]:
    """Each objective of the plan with where it stood and where it stands, what is there now first."""
    before, after = ({thing["id"]: thing for thing in content["objectives"]} for content in (then, now))
    there = [Course(thing, before.get(pk), thing) for pk, thing in after.items()]
    return there + [Course(thing, thing, None) for pk, thing in before.items() if pk not in after]


def people_in(*contents: Content) -> set[int]:
    """Numbers of the people who stand in it."""
    return {
        thing["owner"]
        for content in contents
        for kind in ("objectives", "actions")
        for thing in content[kind]
        if thing.get("owner")
    }
