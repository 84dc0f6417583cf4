"""What stays when the rest of an import is taken out: what people did something with, and all that this rests on."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models

from zichtlijn.exchange.undo.asking import ask_together
from zichtlijn.exchange.undo.ranges import Numbers, ranges_of
from zichtlijn.exchange.undo.reasons import Reason
from zichtlijn.exchange.undo.things import KINDS, PARTS, THINGS
from zichtlijn.objectives.models import Measure, Reading
from zichtlijn.organisation.models import Placement

#: What stays with the thing it tells of: somebody keeps their unit and manager, an objective what it is measured by.
_ALONG: dict[str, tuple[type[models.Model], str]] = {
    "people": (Placement, "person_id"),
    "objectives": (Measure, "objective_id"),
    "measures": (Reading, "measure_id"),
}


def can_leave(reasons: Iterable[Reason]) -> bool:
    """Everything that stands in the way can be left where it is."""
    reasons = list(reasons)
    return bool(reasons) and all(reason.leaves is not None for reason in reasons)


def stays(made: dict[str, Numbers], reasons: Iterable[Reason]) -> dict[str, set[int]]:
    """Kind → numbers of what was made and has to stay because of these reasons, with all that it refers to."""
    found: dict[str, set[int]] = {kind: set() for kind in made}
    front = [(kind, pk) for reason in reasons for kind, pks in (reason.leaves or {}).items() for pk in pks]
    rests_on = _pointing_from(made) if front else {}
    while front:
        kind, pk = front.pop()
        if pk not in found.setdefault(kind, set()):
            found[kind].add(pk)
            front += rests_on.get((kind, pk), ())
    if "levels" in made and (found.get("competencies") or found.get("profiles")):
        found["levels"] = set(made["levels"].part(0, len(made["levels"])))  # no field points at the scale they stand on
    return {kind: pks for kind, pks in found.items() if pks}


def without(made: dict[str, Numbers], left: dict[str, set[int]]) -> dict[str, Numbers]:
    """What is taken out when these stay."""
    rest = {kind: numbers.without(left.get(kind, set())) for kind, numbers in made.items()}
    return {kind: numbers for kind, numbers in rest.items() if numbers}


def as_ranges(numbers: dict[str, set[int]]) -> dict[str, list[list[int]]]:
    """The same, as it is stored with an import."""
    return {kind: ranges_of(pks) for kind, pks in numbers.items()}


def _pointing_from(made: dict[str, Numbers]) -> dict[tuple[str, int], list[tuple[str, int]]]:
    """What of this import each thing of this import rests on, and what stays with it: kind and number.

    One question for all of it, however long the lines are: who leads whom leads upwards step by step.
    """
    found: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    questions, about = [], []
    for kind, numbers in made.items():
        model = THINGS[kind]
        for table, by in ((model, "pk"), *PARTS.get(model, ())):
            pointers = [(name, other) for name, other in _pointers(table) if other in made]
            if not pointers:
                continue
            own = "pk" if by == "pk" else table._meta.get_field(by).attname
            for condition in numbers.where(by):
                questions.append((table.objects.filter(condition), [own, *(name for name, _other in pointers)]))
                about.append((kind, pointers))
    along = {(KINDS[table], field): kind for kind, (table, field) in _ALONG.items()}
    for place, (own, *points) in ask_together(questions):
        kind, pointers = about[place]
        for (name, other), pk in zip(pointers, points, strict=True):
            if pk is None or pk not in made[other]:
                continue
            found[kind, own].append((other, pk))
            if along.get((kind, name)) == other:
                found[other, pk].append((kind, own))
    return found


def _pointers(table) -> list[tuple[str, str]]:
    """The fields of this table that point at things which an import makes, and at which kind."""
    fields = [field for field in table._meta.concrete_fields if field.many_to_one or field.one_to_one]
    return [(field.attname, KINDS[field.related_model]) for field in fields if field.related_model in KINDS]
