"""What stays when the rest of an import is taken out: what people did something with, and all that this rests on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import models

from zichtlijn.exchange.undo.ranges import Numbers, ranges_of
from zichtlijn.exchange.undo.reasons import Reason
from zichtlijn.exchange.undo.things import KINDS, PARTS, THINGS
from zichtlijn.objectives.models import Measure, Reading
from zichtlijn.organisation.models import Placement

#: What stays with the thing it tells of: somebody keeps their unit and manager, an objective what it is measured by.
_ALONG: dict[str, tuple[type[models.Model], str]] = {
    "people": (Placement, "person"),
    "objectives": (Measure, "objective"),
    "measures": (Reading, "measure"),
}
#: So many numbers go into one question.
_AT_ONCE = 1000


def can_leave(reasons: Iterable[Reason]) -> bool:
    """Everything that stands in the way can be left where it is."""
    reasons = list(reasons)
    return bool(reasons) and all(reason.leaves is not None for reason in reasons)


def stays(made: dict[str, Numbers], reasons: Iterable[Reason]) -> dict[str, set[int]]:
    """Kind → numbers of what was made and has to stay because of these reasons, with all that it refers to."""
    found: dict[str, set[int]] = {kind: set() for kind in made}
    front: dict[str, set[int]] = defaultdict(set)
    for reason in reasons:
        for kind, pks in (reason.leaves or {}).items():
            front[kind] |= pks
    while front:
        reached: dict[str, set[int]] = defaultdict(set)
        for kind, pks in front.items():
            found[kind] |= pks
            for other, number in _refers_to(kind, pks):
                reached[other].add(number)
        front = {}
        for kind, pks in reached.items():
            new = {pk for pk in pks if kind in made and pk in made[kind]} - found.get(kind, set())
            if new:
                front[kind] = new
    return {kind: pks for kind, pks in found.items() if pks}


def without(made: dict[str, Numbers], left: dict[str, set[int]]) -> dict[str, Numbers]:
    """What is taken out when these stay."""
    rest = {kind: numbers.without(left.get(kind, set())) for kind, numbers in made.items()}
    return {kind: numbers for kind, numbers in rest.items() if numbers}


def as_ranges(numbers: dict[str, set[int]]) -> dict[str, list[list[int]]]:
    """The same, as it is stored with an import."""
    return {kind: ranges_of(pks) for kind, pks in numbers.items()}


def _refers_to(kind: str, pks: set[int]) -> Iterator[tuple[str, int]]:
    """Everything that these rows and what belongs to them point at, and what stays with them."""
    model = THINGS[kind]
    for table, by in ((model, "pk"), *PARTS.get(model, ())):
        pointers = _pointers(table)
        for row in _rows(table, by, pks, [name for name, _kind in pointers]):
            yield from ((other, pk) for (_name, other), pk in zip(pointers, row, strict=True) if pk is not None)
    if kind in _ALONG:
        table, by = _ALONG[kind]
        yield from ((KINDS[table], pk) for (pk,) in _rows(table, by, pks, ["pk"]))


def _pointers(table) -> list[tuple[str, str]]:
    """The fields of this table that point at things which an import makes, and at which kind."""
    fields = [field for field in table._meta.concrete_fields if field.many_to_one or field.one_to_one]
    return [(field.attname, KINDS[field.related_model]) for field in fields if field.related_model in KINDS]


def _rows(table, by: str, pks: set[int], names: list[str]) -> Iterator[tuple]:
    if not names:
        return
    ordered = sorted(pks)
    for start in range(0, len(ordered), _AT_ONCE):
        some = ordered[start : start + _AT_ONCE]
        yield from table.objects.filter(**{f"{by}__in": some}).order_by().values_list(*names)
