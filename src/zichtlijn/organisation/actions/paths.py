"""Materialised paths: where a unit stands in the tree, and which line of managers stands above a person.

A path is the steps from the top down to the row itself, so that everything below it is one range of an index. Rows are
written by the acts that change a parent; `refresh_…` lays every path of an organisation anew, for imports and for the
day on which a placement begins or ends.
"""

from collections.abc import Mapping
from datetime import date

from django.db import connection, transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.refusals import NotNow
from zichtlijn.access.scoping import below, in_organisation, path_step
from zichtlijn.organisation.models import Person, Placement, Unit
from zichtlijn.organisation.queries.placements import circle_sentence, main_manager

STEP = 8
#: What fits in a path.
MAX_LEVELS = 255 // STEP
NAMES_SHOWN = 10


def lay_paths(above: Mapping[int, int | None]) -> tuple[dict[int, str], list[list[int]]]:
    """The path of every id, given the id directly above each, and every circle that was found.

    An id above that is not itself in `above` counts as none. The ids of a circle, and all below it, stand on their own:
    the paths are whole and finite whatever comes in. The circles are returned from the lowest id round.
    """
    paths: dict[int, str] = {}
    circles: list[list[int]] = []
    for start in above:
        trail: list[int] = []
        on_trail: set[int] = set()
        here: int | None = start
        while here is not None and here in above and here not in paths and here not in on_trail:
            trail.append(here)
            on_trail.add(here)
            here = above[here]
        if here is not None and here in on_trail:
            circle = trail[trail.index(here) :]
            lowest = circle.index(min(circle))
            circles.append(circle[lowest:] + circle[:lowest])
            for member in circle:
                paths[member] = path_step(member)
            trail = trail[: -len(circle)]
        base = paths.get(here, "") if here is not None else ""
        for member in reversed(trail):
            base += path_step(member)
            paths[member] = base
    return paths, circles


def main_managers(organisation, on=None) -> dict[int, int | None]:
    """The line manager of every person on a day (today when not said): of the placement that began last.

    Who left and still has people reporting to them has the manager of their last placement: through them the line goes
    on upward, until somebody chooses another manager for those people.
    """
    day = on or timezone.localdate()
    managers: dict[int, int | None] = dict.fromkeys(Person.objects.values_list("id", flat=True))
    placements = Placement.objects.on(day).order_by("starts_on", "id").values_list("person_id", "line_manager_id")
    managers.update(placements.iterator(chunk_size=10_000))
    left = Placement.objects.filter(person__ends_on__lt=day, ends_on__lt=day).order_by("ends_on", "starts_on", "id")
    last = dict(left.values_list("person_id", "line_manager_id").iterator(chunk_size=10_000))
    waiting = [manager for manager in set(managers.values()) if manager in last]
    while waiting:
        gone = waiting.pop()
        above = last.pop(gone, None)
        if managers[gone] is None and not _leads_to(above, gone, managers):
            managers[gone] = above
            if above in last:
                waiting.append(above)
    return managers


def _leads_to(start: int | None, end: int, above: Mapping[int, int | None]) -> bool:
    """Whether the line from `start` up passes `end`."""
    seen: set[int] = set()
    while start is not None and start not in seen:
        if start == end:
            return True
        seen.add(start)
        start = above.get(start)
    return False


@transaction.atomic
def refresh_unit_paths(organisation) -> int:
    """Lay the path of every unit anew; returns how many changed. Refuses, with the names, when units go in a circle."""
    with in_organisation(organisation):
        rows = list(Unit.objects.values_list("id", "parent_id", "path"))
        paths, circles = lay_paths({unit_id: parent_id for unit_id, parent_id, _path in rows})
        if circles:
            raise NotNow(*(_circle_of_units(circle) for circle in circles))
        return _write(Unit, "path", {unit_id: path for unit_id, _parent, path in rows}, paths, _too_deep_units)


@transaction.atomic
def refresh_reporting_paths(organisation, on=None, *, cut_circles: bool = False) -> int:
    """Lay the line of managers above every person anew, as of today; returns how many changed.

    Refuses, with the names, when people report to each other in a circle. `cut_circles` lets those stand on their own
    instead: for the nightly run, where one wrong line must not hold up all others.
    """
    with in_organisation(organisation):
        paths, circles = lay_paths(main_managers(organisation, on))
        if circles and not cut_circles:
            raise NotNow(*(_circle_of_people(circle) for circle in circles))
        before = dict(Person.objects.values_list("id", "reporting_path"))
        return _write(Person, "reporting_path", before, paths, _too_deep_line)


@transaction.atomic
def refresh_unit_path(unit: Unit) -> None:
    """Lay the path of one unit anew, and of all below it, after its parent changed."""
    parent = Unit.objects.get(pk=unit.parent_id) if unit.parent_id else None
    if parent and unit.path and parent.path.startswith(unit.path):
        raise NotNow(
            _("%(unit)s cannot become part of %(parent)s, because %(parent)s is part of %(unit)s.")
            % {"unit": unit.name, "parent": parent.name}
        )
    new = (parent.path if parent else "") + path_step(unit.pk)
    _lay_subtree(Unit.objects.all(), "path", unit.pk, unit.path, new, _too_deep_units)
    unit.path = new


@transaction.atomic
def refresh_reporting_path(person: Person) -> None:
    """Lay the line above one person anew, and of all who report to them, after a placement changed."""
    day = timezone.localdate()
    person.refresh_from_db(fields=["reporting_path"])
    before = person.reporting_path
    is_passed = _has_left(person, day) and Person.objects.reporting_to(person).exists()
    manager = main_manager(person, day, is_passed=is_passed)
    if manager and _has_left(manager, day):
        _pass_through(manager, day, {person.pk})
    if manager and before and manager.reporting_path.startswith(before):
        raise NotNow(circle_sentence(person.name, manager.name))
    _lay_under(person, manager)
    if len(before) > STEP and before[:-STEP] != person.reporting_path[:-STEP]:
        above = Person.objects.filter(pk=int(before[-2 * STEP : -STEP], 16), ends_on__lt=day).first()
        if above and not Person.objects.reporting_to(above).exists():
            refresh_reporting_path(above)  # who left, and has nobody left below


def _has_left(person: Person, day: date) -> bool:
    return person.ends_on is not None and person.ends_on < day


def _pass_through(gone: Person, day: date, seen: set[int]) -> None:
    """Lay the line of somebody who left and whom the line of another is going to pass."""
    seen = {*seen, gone.pk}
    manager = main_manager(gone, day, is_passed=True)
    if manager and manager.pk in seen:
        manager = None
    elif manager and _has_left(manager, day):
        _pass_through(manager, day, seen)
    if manager and gone.reporting_path and manager.reporting_path.startswith(gone.reporting_path):
        manager = None
    _lay_under(gone, manager)


def _lay_under(person: Person, manager: Person | None) -> None:
    new = (manager.reporting_path or path_step(manager.pk) if manager else "") + path_step(person.pk)
    _lay_subtree(Person.objects.all(), "reporting_path", person.pk, person.reporting_path, new, _too_deep_line)
    person.reporting_path = new


def _lay_subtree(rows, field: str, pk: int, old: str, new: str, too_deep) -> None:
    """Replace the beginning of the paths of a whole subtree: two statements at any size."""
    if old == new:
        return
    if old:
        low, high = below(old)
        subtree = rows.filter(**{f"{field}__gte": low, f"{field}__lt": high})
        deepest = subtree.aggregate(deepest=Max(Length(F(field))))["deepest"] or len(old)
        if deepest - len(old) + len(new) > MAX_LEVELS * STEP:
            raise too_deep()
        subtree.update(**{field: Concat(Value(new), Substr(field, len(old) + 1))})
    elif len(new) > MAX_LEVELS * STEP:
        raise too_deep()
    rows.filter(pk=pk).update(**{field: new})


def _write(model, field: str, before: dict[int, str], after: dict[int, str], too_deep) -> int:
    """Write only what changed, in one go: through the ORM 100,000 rows take minutes."""
    changed = [(path, pk) for pk, path in after.items() if before.get(pk) != path]
    if any(len(path) > MAX_LEVELS * STEP for path, _pk in changed):
        raise too_deep()
    if changed:
        quote = connection.ops.quote_name
        update = f"UPDATE {quote(model._meta.db_table)} SET {quote(field)} ="  # noqa: S608 - own names
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                paths, ids = zip(*changed, strict=True)
                new = "FROM unnest(%s::text[], %s::bigint[]) AS new(path, id)"
                cursor.execute(
                    f"{update} new.path {new} WHERE new.id = {quote(model._meta.db_table)}.id", [list(paths), list(ids)]
                )
            else:
                cursor.executemany(f"{update} %s WHERE id = %s", changed)
    return len(changed)


def _too_deep_units() -> NotNow:
    return NotNow(_("Units cannot go deeper than %(levels)s levels.") % {"levels": MAX_LEVELS})


def _too_deep_line() -> NotNow:
    return NotNow(_("A line of managers cannot be longer than %(levels)s people.") % {"levels": MAX_LEVELS})


def _circle_of_units(circle: list[int]) -> str:
    names = _chain(Unit, circle)
    return _("These units are part of each other in a circle: %(names)s.") % {"names": names}


def _circle_of_people(circle: list[int]) -> str:
    names = _chain(Person, circle)
    return _("These people report to each other in a circle: %(names)s.") % {"names": names}


def _chain(model, circle: list[int]) -> str:
    rows = model.objects.in_bulk(circle[:NAMES_SHOWN])
    names = [rows[pk].name for pk in circle[:NAMES_SHOWN]]
    return " → ".join([*names, *(["…"] if len(circle) > NAMES_SHOWN else []), names[0]])


def differences(organisation) -> list[str]:
    """Units and people whose stored path is otherwise than laid anew, and circles: nothing, when all is well."""
    with in_organisation(organisation):
        rows = list(Unit.objects.values_list("id", "parent_id", "path"))
        unit_paths, unit_circles = lay_paths({unit_id: parent_id for unit_id, parent_id, _path in rows})
        line_paths, line_circles = lay_paths(main_managers(organisation))
        people = Person.objects.values_list("id", "reporting_path")
        found = [f"unit {pk}: path {path}" for pk, _parent, path in rows if path != unit_paths[pk]]
        found += [f"person {pk}: line {path}" for pk, path in people if path != line_paths[pk]]
        return found + [f"circle: {circle}" for circle in [*unit_circles, *line_circles]]
