"""The tree of units, and what stands in the way of changing it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.audit.figures import OBJECTIVES, kept
from zichtlijn.organisation.models import Person, Placement, Unit
from zichtlijn.organisation.queries.natural import natural_key
from zichtlijn.ui.wording import write_full_date

#: A tree of at most this many units is shown whole; of a larger one the first two levels, the rest on demand.
WHOLE_TREE = 300
#: Children shown under one unit in the tree; the page of the unit has them all.
CHILDREN_SHOWN = 200
NAMES = 5


@dataclass
class Branch:
    """A unit in the tree with what is shown below it."""

    unit: Unit
    people: int = 0  # placed in it or below it today
    child_count: int = 0
    children: list["Branch"] = field(default_factory=list)

    @property
    def is_loaded(self) -> bool:
        """False when its children are still to be fetched."""
        return self.child_count == len(self.children)


def unit_asked(request) -> Unit | None:
    """The unit in use that an address asks for, `?unit=` with its number; None when there is none."""
    number = request.GET.get("unit", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return Unit.objects.living().filter(pk=number).first()


def unit_headed_by(actor) -> Unit | None:
    """The highest unit in use that the actor heads; None when there is none."""
    if actor.person_id is None or not actor.headed_paths:
        return None
    return Unit.objects.living().filter(head=actor.person_id).order_by("path").first()


def unit_tree() -> list[Branch]:
    """The units at the top with their branches: whole, or two levels deep when there are many. Six queries at most."""
    living = Unit.objects.living()
    total = living.order_by()[: WHOLE_TREE + 1].count()
    if total <= WHOLE_TREE:
        return _branches(living.order_by("path"))
    # first which are the tops: "no parent, or a parent that has none" would be asked of every unit
    tops = list(living.filter(parent=None).order_by().values_list("pk", flat=True))
    return _branches(living.filter(Q(pk__in=tops) | Q(parent__in=tops)).order_by("path"))


def size_of(branches: list[Branch]) -> int:
    """How many units these branches have together, shown or not."""
    return sum(1 + max(branch.child_count - len(branch.children), 0) + size_of(branch.children) for branch in branches)


def branch_of(unit: Unit) -> Branch:
    """One unit with the units directly below it."""
    rows = Unit.objects.living().filter(parent=unit).order_by("name", "pk")[:CHILDREN_SHOWN]
    children = sorted(rows.select_related("head"), key=lambda child: (natural_key(child.name), child.pk))
    people = people_per_unit([unit, *children], unit)
    counts = _child_counts(children)
    below_it = [Branch(child, people[child.pk], counts.get(child.pk, 0)) for child in children]
    return Branch(unit, people[unit.pk], len(below_it), below_it)


def _branches(rows) -> list[Branch]:
    units = list(rows.select_related("head"))
    people, counts = people_per_unit(units), _child_counts(units)
    branches = {unit.pk: Branch(unit, people[unit.pk], counts.get(unit.pk, 0)) for unit in units}
    shown: list[Branch] = []
    for unit in units:
        above = branches.get(unit.parent_id)
        (above.children if above else shown).append(branches[unit.pk])
    for branch in branches.values():
        branch.children.sort(key=_by_name)
    return sorted(shown, key=_by_name)


def _by_name(branch: Branch) -> tuple[list, int]:
    return natural_key(branch.unit.name), branch.unit.pk


def _child_counts(units: list[Unit]) -> dict[int, int]:
    rows = Unit.objects.living().exclude(parent=None).order_by()
    if len(units) <= WHOLE_TREE:
        rows = rows.filter(parent_id__in=[unit.pk for unit in units])
    return dict(rows.values_list("parent_id").annotate(count=Count("pk")))


def people_per_unit(units: list[Unit], root: Unit | None = None) -> dict[int, int]:
    """How many placements there are today in each of these units with everything below it (all within `root`)."""
    if not units:
        return {}
    inside = Unit.objects.within(root) if root else Unit.objects.all()
    paths = dict(inside.order_by().values_list("pk", "path")[: WHOLE_TREE + 1])
    if len(paths) <= WHOLE_TREE:
        placed = _placed_per_path(Placement.objects.today().filter(unit__in=list(paths)), paths)
    else:
        placed = kept(("placed per unit",), _placed_per_path, unmoved_by=OBJECTIVES)
    return {unit.pk: placed[unit.path] for unit in units}


def _placed_per_path(placed=None, paths: dict[int, str] | None = None) -> Counter[str]:
    """How many placements there are at or below each path; of the whole organisation when not said."""
    placed = Placement.objects.today() if placed is None else placed
    paths = dict(Unit.objects.order_by().values_list("pk", "path")) if paths is None else paths
    within: Counter[str] = Counter()
    for unit_id, count in placed.order_by().values_list("unit_id").annotate(count=Count("pk")):
        path = paths.get(unit_id, "")
        for end in range(8, len(path) + 1, 8):
            within[path[:end]] += count
    return within


def people_in_unit(unit: Unit):
    """Everybody placed in this unit itself today, in the order of lists."""
    placed = Placement.objects.today().filter(unit=unit).order_by()
    return Person.objects.living().filter(pk__in=placed.values("person_id")).order_by("sort_name", "pk")


def units_above(unit: Unit) -> list[Unit]:
    """From the top down to, but without, this unit."""
    steps = [unit.path[:end] for end in range(8, len(unit.path), 8)]
    return list(Unit.objects.filter(path__in=steps).order_by("path")) if steps else []


def what_moves_along(unit: Unit) -> tuple[int, int]:
    """How many units there are in this unit and below it, itself included, and how many placements today."""
    return Unit.objects.living().within(unit).count(), people_per_unit([unit], unit)[unit.pk]


def reasons_not_to_move_unit(unit: Unit, parent: Unit | None) -> list[str]:
    """Why this unit cannot become part of that one."""
    if parent is None:
        return []
    if parent.pk == unit.pk:
        return [_("%(unit)s cannot be part of itself.") % {"unit": unit.name}]
    if unit.path and parent.path.startswith(unit.path):
        sentence = _("%(unit)s cannot become part of %(parent)s, because %(parent)s is part of %(unit)s.")
        return [sentence % {"unit": unit.name, "parent": parent.name}]
    if parent.ends_on and parent.ends_on < timezone.localdate():
        return [_("%(unit)s has ended.") % {"unit": parent.name}]
    return []


def reasons_not_to_end_unit(unit: Unit, ends_on: date) -> list[str]:
    """What is still in this unit after that day."""
    reasons = []
    still = Q(ends_on=None) | Q(ends_on__gt=ends_on)
    children = unit.children.filter(still).order_by("name", "pk")
    day = write_full_date(ends_on)
    if number := children.count():
        names = _names([child.name for child in children[:NAMES]], number)
        sentence = ngettext(
            "%(number)s unit is still part of it after %(day)s: %(names)s. End or move it first.",
            "%(number)s units are still part of it after %(day)s: %(names)s. End or move them first.",
            number,
        )
        reasons.append(sentence % {"number": number, "day": day, "names": names})
    placements = unit.placements.filter(still)
    if number := placements.order_by().values("person_id").distinct().count():
        first = placements.select_related("person").order_by("person__sort_name", "pk")[:NAMES]
        names = _names(list(dict.fromkeys(placement.person.name for placement in first)), number)
        sentence = ngettext(
            "%(number)s person is still placed there after %(day)s: %(names)s. End or move their placement first.",
            "%(number)s people are still placed there after %(day)s: %(names)s. End or move their placements first.",
            number,
        )
        reasons.append(sentence % {"number": number, "day": day, "names": names})
    return reasons


def _names(names: list[str], number: int) -> str:
    more = number - len(names)
    if more <= 0:
        return ", ".join(names)
    return _("%(names)s and %(more)s more") % {"names": ", ".join(names), "more": more}
