"""Units, positions, people, placements and projects, as far as a reader may see them."""

from collections.abc import Iterator, Mapping

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from zichtlijn.access.actor import Actor
from zichtlijn.exchange.bulk import in_batches
from zichtlijn.exchange.columns import PEOPLE, PLACEMENTS, POSITIONS, PROJECTS, UNITS, Column
from zichtlijn.exchange.lists.listed import BATCH, Listed, code_of, name_of, of_sheet, places_of, who
from zichtlijn.exchange.permissions import can_export
from zichtlijn.organisation.models import Person, Placement, Position, Project, Unit
from zichtlijn.organisation.permissions import can_see_numbers


def _sees_placements(by: Actor) -> bool:
    return can_export(by) and can_see_numbers(by)


def _units(by: Actor) -> QuerySet[Unit]:
    return Unit.objects.select_related("parent", "head").order_by("path", "id")


def _unit_rows(by: Actor) -> Iterator[Mapping]:
    for unit in _units(by).iterator(chunk_size=BATCH):
        yield {
            "code": unit.key, "name": unit.name, "part_of": code_of(unit.parent), "head": code_of(unit.head),
            "head_name": name_of(unit.head), "ends_on": unit.ends_on,
        }  # fmt: skip


def _positions(by: Actor) -> QuerySet[Position]:
    return Position.objects.order_by("name", "id")


def _position_rows(by: Actor) -> Iterator[Mapping]:
    rows = _positions(by).values("name", "description", "ends_on", code=F("key"))
    return rows.iterator(chunk_size=BATCH)


def _people(by: Actor) -> QuerySet[Person]:
    people = Person.objects.filter(forgotten_on=None).order_by("sort_name", "id")
    return people if can_see_numbers(by) else people.living()


#: What somebody sees of a colleague without the right to more: name and place.
_COLLEAGUE = ("given_name", "family_prefix", "family_name", "unit", "position", "manager")


def people_columns(by: Actor) -> list[Column]:
    return [column for column in PEOPLE.columns if can_see_numbers(by) or column.name in _COLLEAGUE]


def _people_rows(by: Actor) -> Iterator[list]:
    today = timezone.localdate()
    columns = [column.name for column in people_columns(by)]
    for people in in_batches(_people(by).iterator(chunk_size=BATCH), BATCH):
        placed = places_of(people, today)
        for person in people:
            place = placed.get(person.pk)
            values = {
                "number": person.key, "given_name": person.given_name, "family_prefix": person.family_prefix,
                "family_name": person.family_name, "email": person.email, "starts_on": person.starts_on,
                "ends_on": person.ends_on, "unit": code_of(place.unit) if place else None,
                "position": code_of(place.position) if place else None,
                "manager": who(place.line_manager, by) if place else None,
                "placed_from": place.starts_on if place else None,
            }  # fmt: skip
            yield [values[name] for name in columns]


def _placements(by: Actor) -> QuerySet[Placement]:
    related = Placement.objects.select_related("person", "unit", "position", "line_manager")
    return related.order_by("person__sort_name", "starts_on", "id")


def _placement_rows(by: Actor) -> Iterator[Mapping]:
    for place in _placements(by).iterator(chunk_size=BATCH):
        yield {
            "person": place.person.key, "unit": place.unit.key, "position": place.position.key,
            "manager": code_of(place.line_manager), "starts_on": place.starts_on, "ends_on": place.ends_on,
        }  # fmt: skip


def _projects(by: Actor) -> QuerySet[Project]:
    return Project.objects.select_related("leader", "unit").order_by("name", "id")


def _project_rows(by: Actor) -> Iterator[Mapping]:
    for project in _projects(by).iterator(chunk_size=BATCH):
        yield {
            "code": project.key, "name": project.name, "description": project.description,
            "leader": code_of(project.leader), "leader_name": name_of(project.leader), "unit": code_of(project.unit),
            "starts_on": project.starts_on, "ends_on": project.ends_on,
        }  # fmt: skip


ORGANISATION = (
    of_sheet(UNITS, gettext_lazy("Units"), can_export, _unit_rows, _units),
    of_sheet(POSITIONS, gettext_lazy("Positions"), can_export, _position_rows, _positions),
    Listed(
        "people",
        gettext_lazy("People"),
        can_export,
        lambda by: [column.header() for column in people_columns(by)],
        _people_rows,
        lambda by: _people(by).count(),
        lambda by: tuple(people_columns(by)),
    ),
    of_sheet(PLACEMENTS, gettext_lazy("Placements"), _sees_placements, _placement_rows, _placements),
    of_sheet(PROJECTS, gettext_lazy("Projects"), can_export, _project_rows, _projects),
)
