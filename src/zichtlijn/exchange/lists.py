"""The lists that can be taken along: which rows this reader may see, and what stands in their columns.

The columns are those that the import reads, so that what goes out can come in again and change nothing. Who may not see
personnel numbers gets names in their place, and no placements.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zichtlijn.access.actor import Actor
from zichtlijn.access.permissions import Permission
from zichtlijn.exchange.bulk import in_batches
from zichtlijn.exchange.columns import (
    MEASURES,
    MILESTONES,
    OBJECTIVES,
    PEOPLE,
    PLACEMENTS,
    POSITIONS,
    PROJECTS,
    READINGS,
    SHEETS,
    UNITS,
    Column,
    Sheet,
)
from zichtlijn.exchange.permissions import can_export
from zichtlijn.objectives.models import InterimTarget, Measure, Milestone, Objective, ObjectiveLink, Reading
from zichtlijn.objectives.queries import breaks
from zichtlijn.objectives.states import Kind
from zichtlijn.organisation.models import Period, Person, Placement, Position, Project, Unit
from zichtlijn.organisation.permissions import can_see_numbers

BATCH = 2000


@dataclass(frozen=True)
class Listed:
    """One list: who may take it along, its columns, and its rows for a reader."""

    name: str
    label: str | Promise
    may: Callable[[Actor], bool]
    headers: Callable[[Actor], list[str]]
    rows: Callable[[Actor], Iterator[list]]
    count: Callable[[Actor], int]
    columns: tuple[Column, ...] = ()

    @property
    def sheet_name(self) -> str:
        """The name under which the import knows it again."""
        return SHEETS[self.name].title() if self.name in SHEETS else str(self.label)


def _sees_placements(by: Actor) -> bool:
    return can_export(by) and can_see_numbers(by)


def _sees_breaks(by: Actor) -> bool:
    return can_export(by) and by.may(Permission.SEE_BREAKS)


def _who(person: Person | None, by: Actor) -> str | None:
    """A person by number, or by name for a reader who may not see numbers."""
    if person is None:
        return None
    return person.key if can_see_numbers(by) else person.name


def _key(thing) -> str | None:
    return thing.key if thing is not None else None


def _word(column: Column, value: str) -> str | None:
    """A choice in the words of the reader."""
    assert column.choices is not None
    return str(dict(column.choices.choices).get(value, value)) if value else None


# organisation -----------------------------------------------------------------------------------------------------


def _units(by: Actor) -> QuerySet[Unit]:
    return Unit.objects.select_related("parent", "head").order_by("path", "id")


def _unit_rows(by: Actor) -> Iterator[list]:
    for unit in _units(by).iterator(chunk_size=BATCH):
        yield [unit.key, unit.name, _key(unit.parent), _who(unit.head, by), unit.ends_on]


def _positions(by: Actor) -> QuerySet[Position]:
    return Position.objects.order_by("name", "id")


def _position_rows(by: Actor) -> Iterator[list]:
    for position in _positions(by).iterator(chunk_size=BATCH):
        yield [position.key, position.name, position.description, position.ends_on]


def _people(by: Actor) -> QuerySet[Person]:
    people = Person.objects.order_by("sort_name", "id")
    return people if can_see_numbers(by) else people.living()


#: What somebody sees of a colleague without the right to more: name and place.
_COLLEAGUE = ("given_name", "family_prefix", "family_name", "unit", "position", "manager")


def _people_columns(by: Actor) -> list[Column]:
    return [column for column in PEOPLE.columns if can_see_numbers(by) or column.name in _COLLEAGUE]


def _people_rows(by: Actor) -> Iterator[list]:
    today = timezone.localdate()
    columns = [column.name for column in _people_columns(by)]
    for people in in_batches(_people(by).iterator(chunk_size=BATCH), BATCH):
        placed = _places_of(people, today)
        for person in people:
            place = placed.get(person.pk)
            values = {
                "number": person.key, "given_name": person.given_name, "family_prefix": person.family_prefix,
                "family_name": person.family_name, "email": person.email, "starts_on": person.starts_on,
                "ends_on": person.ends_on, "unit": _key(place.unit) if place else None,
                "position": _key(place.position) if place else None,
                "manager": _who(place.line_manager, by) if place else None,
                "placed_from": place.starts_on if place else None,
            }  # fmt: skip
            yield [values[name] for name in columns]


def _places_of(people: list[Person], day: date) -> dict[int, Placement]:
    """Where these people work on a day: the placement that began last."""
    placements = Placement.objects.on(day).filter(person__in=[person.pk for person in people])
    related = placements.select_related("unit", "position", "line_manager").order_by("starts_on", "id")
    return {placement.person_id: placement for placement in related}


def _placements(by: Actor) -> QuerySet[Placement]:
    related = Placement.objects.select_related("person", "unit", "position", "line_manager")
    return related.order_by("person__sort_name", "starts_on", "id")


def _placement_rows(by: Actor) -> Iterator[list]:
    for place in _placements(by).iterator(chunk_size=BATCH):
        manager = _key(place.line_manager)
        yield [place.person.key, place.unit.key, place.position.key, manager, place.starts_on, place.ends_on]


def _projects(by: Actor) -> QuerySet[Project]:
    return Project.objects.select_related("leader", "unit").order_by("name", "id")


def _project_rows(by: Actor) -> Iterator[list]:
    for project in _projects(by).iterator(chunk_size=BATCH):
        yield [
            project.key, project.name, project.description, _who(project.leader, by), _key(project.unit),
            project.starts_on, project.ends_on,
        ]  # fmt: skip


# objectives -------------------------------------------------------------------------------------------------------


def _objectives(by: Actor) -> QuerySet[Objective]:
    related = Objective.objects.visible_to(by).select_related(
        "owner", "unit", "position", "project", "period", "direction"
    )
    return related.order_by("period__starts_on", "id")


def _objective_rows(by: Actor) -> Iterator[list]:
    columns = OBJECTIVES.by_name
    seen = Objective.objects.visible_to(by)
    for objectives in in_batches(_objectives(by).iterator(chunk_size=BATCH), BATCH):
        parents: dict[int, list] = {}
        links = ObjectiveLink.objects.filter(child__in=[o.pk for o in objectives], parent__in=seen.values("pk"))
        for child_id, key, weight in links.order_by("parent__key").values_list("child_id", "parent__key", "weight"):
            parents.setdefault(child_id, []).append((key, weight))
        for o in objectives:
            yield [
                o.key, _word(columns["level"], o.level), o.title, o.description, _who(o.owner, by), _key(o.unit),
                _key(o.position), _key(o.project), o.period.name, o.starts_on, o.ends_on,
                _word(columns["perspective"], o.perspective), _word(columns["horizon"], o.horizon),
                _word(columns["commitment"], o.commitment), o.weight, o.own_share, o.direction and o.direction.name,
                tuple(parents.get(o.pk, ())),
                _word(columns["state"], o.state),
            ]  # fmt: skip


def _measures(by: Actor) -> QuerySet[Measure]:
    seen = Objective.objects.visible_to(by).values("pk")
    related = Measure.objects.filter(objective__in=seen).select_related("objective", "responsible")
    return related.order_by("objective_id", "position", "id")


def _measure_rows(by: Actor) -> Iterator[list]:
    columns = MEASURES.by_name
    for measures in in_batches(_measures(by).iterator(chunk_size=BATCH), BATCH):
        targets: dict[int, list] = {}
        rows = InterimTarget.objects.filter(measure__in=[m.pk for m in measures]).order_by("measure_id", "on")
        for measure_id, on, value in rows.values_list("measure_id", "on", "value"):
            targets.setdefault(measure_id, []).append((on, value))
        for m in measures:
            yield [
                m.key, m.objective.key, m.name, _word(columns["kind"], m.kind), m.unit, m.baseline, m.target, m.lower,
                m.upper, m.lower_limit, m.upper_limit, m.starts_on, m.ends_on,
                _word(columns["frequency"], m.frequency), _word(columns["tempo"], m.tempo), m.source,
                _who(m.responsible, by), m.weight, _word(columns["shape"], m.shape), tuple(targets.get(m.pk, ())),
                m.ended_on,
            ]  # fmt: skip


def _milestones(by: Actor) -> QuerySet[Milestone]:
    """The milestones of measures that are read from them."""
    seen = Objective.objects.visible_to(by).values("pk")
    found = Milestone.objects.filter(measure__objective__in=seen, measure__kind=Kind.MILESTONES)
    return found.order_by("measure_id", "due_on", "id")


def _milestone_rows(by: Actor) -> Iterator[list]:
    rows = _milestones(by).values_list("measure__key", "name", "due_on", "done_on", "weight")
    return (list(row) for row in rows.iterator(chunk_size=BATCH))


def _readings(by: Actor) -> QuerySet[Reading]:
    seen = Objective.objects.visible_to(by).values("pk")
    return Reading.objects.current().filter(measure__objective__in=seen).order_by("measure_id", "measured_on")


def _reading_rows(by: Actor) -> Iterator[list]:
    rows = _readings(by).values_list("measure__key", "measured_on", "value", "note")
    return (list(row) for row in rows.iterator(chunk_size=BATCH))


# where the line breaks --------------------------------------------------------------------------------------------


def _this_year() -> Period | None:
    today = timezone.localdate()
    years = Period.objects.years()
    return years.at(today).first() or years.filter(starts_on__lte=today).order_by("-starts_on").first()


def _break_rows(by: Actor) -> Iterator[list]:
    period = _this_year()
    if period is None:
        return
    today = timezone.localdate()
    for what, objectives in (
        (_("objective without a line upward"), breaks.objectives_without_parent(by, period)),
        (_("strategic objective that nobody supports"), breaks.objectives_without_support(by, period)),
        (_("objective without measure"), breaks.objectives_without_measure(by, period)),
        (_("weights of supporting objectives do not add up"), breaks.support_weights_off(by, period)),
    ):
        rows = objectives.select_related("owner", "unit").order_by("id")
        for o in rows.iterator(chunk_size=BATCH):
            yield [what, o.key, o.title, _who(o.owner, by), _key(o.unit)]
    measures = breaks.measures_without_readings(by, period).select_related("responsible", "objective__unit")
    for m in measures.order_by("id").iterator(chunk_size=BATCH):
        yield [_("measure without readings"), m.key, m.name, _who(m.responsible, by), _key(m.objective.unit)]
    without_line = breaks.people_without_line(period, today, by).order_by("sort_name", "id")
    for people in in_batches(without_line.iterator(chunk_size=BATCH), BATCH):
        placed = _places_of(people, today)
        for person in people:
            unit = placed[person.pk].unit if person.pk in placed else None
            yield [_("person without a complete line"), _who(person, by), person.name, _who(person, by), _key(unit)]
    weights = {row["owner_id"]: row["total"] for row in breaks.personal_weights_off(by, period)}
    for some in in_batches(weights, BATCH):
        for person in Person.objects.filter(pk__in=some).order_by("sort_name", "id"):
            text = _("personal weights add up to %(total)s") % {"total": f"{weights[person.pk]:g}"}
            yield [text, _who(person, by), person.name, _who(person, by), None]


def _break_headers(by: Actor) -> list[str]:
    return [_("what"), _("code"), _("name"), _("who"), _("unit")]


def _of_sheet(sheet: Sheet, label, may, rows, things) -> Listed:
    return Listed(
        sheet.name,
        label,
        may,
        lambda by: [column.header() for column in sheet.columns],
        rows,
        lambda by: things(by).count(),
        sheet.columns,
    )


LISTS: dict[str, Listed] = {
    listed.name: listed
    for listed in (
        _of_sheet(UNITS, gettext_lazy("Units"), can_export, _unit_rows, _units),
        _of_sheet(POSITIONS, gettext_lazy("Positions"), can_export, _position_rows, _positions),
        Listed(
            "people",
            gettext_lazy("People"),
            can_export,
            lambda by: [column.header() for column in _people_columns(by)],
            _people_rows,
            lambda by: _people(by).count(),
        ),
        _of_sheet(PLACEMENTS, gettext_lazy("Placements"), _sees_placements, _placement_rows, _placements),
        _of_sheet(PROJECTS, gettext_lazy("Projects"), can_export, _project_rows, _projects),
        _of_sheet(OBJECTIVES, gettext_lazy("Objectives"), can_export, _objective_rows, _objectives),
        _of_sheet(MEASURES, gettext_lazy("Measures"), can_export, _measure_rows, _measures),
        _of_sheet(MILESTONES, gettext_lazy("Milestones"), can_export, _milestone_rows, _milestones),
        _of_sheet(READINGS, gettext_lazy("Readings"), can_export, _reading_rows, _readings),
        Listed(
            "breaks",
            gettext_lazy("Where the line breaks"),
            _sees_breaks,
            _break_headers,
            _break_rows,
            lambda by: sum(1 for _row in _break_rows(by)),
        ),
    )
}


@dataclass(frozen=True)
class Bundle:
    """Several lists in one workbook, in the form in which the import takes them."""

    name: str
    label: str | Promise
    lists: tuple[str, ...]


BUNDLES: dict[str, Bundle] = {
    bundle.name: bundle
    for bundle in (
        Bundle(
            "organisation",
            gettext_lazy("People and organisation"),
            ("units", "positions", "people", "placements", "projects"),
        ),
        Bundle(
            "plan",
            gettext_lazy("Objectives, measures, milestones and readings"),
            ("objectives", "measures", "milestones", "readings"),
        ),
    )
}


def lists_for(by: Actor) -> list[Listed]:
    """What this actor may take along."""
    return [listed for listed in LISTS.values() if listed.may(by)]


def lists_in(name: str, by: Actor) -> list[Listed] | None:
    """The lists of a bundle or the one list with this name that this actor may take along; None when there are none."""
    names = BUNDLES[name].lists if name in BUNDLES else (name,)
    found = [LISTS[one] for one in names if one in LISTS and LISTS[one].may(by)]
    return found or None
