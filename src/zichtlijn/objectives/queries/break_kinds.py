"""Each way in which the line can break: what it means, what mends it, and a page of its places."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.permissions import Permission
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.permissions import can_edit_objective, can_record_reading, leads_person
from zichtlijn.objectives.queries import breaks
from zichtlijn.objectives.states import COUNTING, Level
from zichtlijn.organisation.models import Person, Placement

PAGE = 50
LAST_PAGE = 400
_SORTS = {
    "objective": {"title": "title", "level": "level", "unit": "unit__name", "owner": "owner__sort_name"},
    "measure": {
        "name": "name",
        "objective": "objective__title",
        "responsible": "responsible__sort_name",
        "due": "due_on",
    },
    "person": {"name": "sort_name"},
    "weights": {"owner": "owner__sort_name", "total": "total"},
}


@dataclass(frozen=True)
class BreakKind:
    """One way in which the line can break. `of`: objective, measure, person, or weights (people with their sum)."""

    name: str
    title: str | Promise
    meaning: str | Promise
    mending: str | Promise
    act: str | Promise
    of: str
    rows: Callable
    #: Tells of single people: only for those who may know it of them.
    personal: bool = False


KINDS: dict[str, BreakKind] = {
    kind.name: kind
    for kind in (
        BreakKind(
            "without-support",
            _("Strategic objectives without support"),
            _("It is part of the direction, but nobody in the organisation is working on it."),
            _("Add an objective under it, or drop it."),
            _("Add an objective under it"),
            "objective",
            lambda actor, period, today: breaks.objectives_without_support(actor, period),
        ),
        BreakKind(
            "without-parent",
            _("Objectives without parent"),
            _("There is work, but nobody can see what it contributes to."),
            _("Choose the objective one level up that it follows from."),
            _("Choose a parent"),
            "objective",
            lambda actor, period, today: breaks.objectives_without_parent(actor, period),
        ),
        BreakKind(
            "without-line",
            _("People without a line"),
            _("None of their agreed objectives leads to the mission."),
            _("Agree an objective with them, or link theirs to one that counts."),
            _("Propose an objective"),
            "person",
            lambda actor, period, today: breaks.people_without_line(period, today, actor),
            personal=True,
        ),
        BreakKind(
            "without-measure",
            _("Objectives without a measure"),
            _("Without a measure or supporting objectives, whether it is reached remains an opinion."),
            _("Add a measure, or an objective that supports it."),
            _("Add a measure"),
            "objective",
            lambda actor, period, today: breaks.objectives_without_measure(actor, period),
        ),
        BreakKind(
            "without-readings",
            _("Measures without readings"),
            _("There is a measure, but no reading yet."),
            _("Record the first reading, or end the measure."),
            _("Add a reading"),
            "measure",
            lambda actor, period, today: breaks.measures_without_readings(actor, period),
        ),
        BreakKind(
            "support-weights",
            _("Weights that do not add up"),
            _("The weights of the supporting objectives do not add up to 100."),
            _("Divide 100 among them, or leave one blank."),
            _("Divide the weights"),
            "objective",
            lambda actor, period, today: breaks.support_weights_off(actor, period),
        ),
        BreakKind(
            "personal-weights",
            _("Personal plans that do not add up to 100"),
            _("The weights of somebody's objectives do not add up to 100."),
            _("Fill in the weights of the personal objectives."),
            _("Open the plan"),
            "weights",
            lambda actor, period, today: breaks.personal_weights_off(actor, period),
            personal=True,
        ),
    )
}


def kinds_for(actor) -> list[BreakKind]:
    """The kinds that this actor may have counted: figures about single people only for who may know them."""
    knows_people = actor.may(Permission.SEE_PERSONAL_OBJECTIVES) or bool(
        actor.may(Permission.LEAD_PEOPLE) and actor.reporting_path
    )
    return [kind for kind in KINDS.values() if knows_people or not kind.personal]


def narrows(actor) -> bool:
    """True when the lists begin with what is the actor's to mend: who does not keep the objectives of all."""
    return not (actor.may(Permission.MANAGE_OBJECTIVES) or actor.may(Permission.SEE_PERSONAL_OBJECTIVES))


def rows_of(kind: BreakKind, actor, period, *, today: date, mine: bool = False) -> QuerySet:
    """Every place where the line breaks in this way, or those that are the actor's to mend."""
    rows = kind.rows(actor, period, today)
    if mine and kind.of == "objective":
        rows = breaks.of_mine(actor, rows)
    elif mine and kind.of == "measure":
        rows = breaks.of_mine(actor, rows, "objective__")
    return rows


@dataclass
class Row:
    """One place where the line breaks. `may`: the actor can mend it."""

    objective: Objective | None = None
    measure: object | None = None
    person: Person | None = None
    place: Placement | None = None
    may: bool = False
    total: float | None = None
    missing: int = 0
    objectives: int = 0


@dataclass
class BreakPage:
    """A page of the list of one kind, and how many there are (`most` + 1: more than `most`)."""

    rows: list[Row] = field(default_factory=list)
    number: int = 1
    has_next: bool = False
    count: int = 0
    sort: str = ""

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def previous_number(self) -> int:
        return self.number - 1

    @property
    def next_number(self) -> int:
        return self.number + 1


def break_page(kind: BreakKind, actor, period, asked, *, today: date, mine: bool) -> BreakPage:
    """One page of the places, in the asked order. An unknown order is a bad request."""
    sort, sorts = asked.get("sort", ""), _SORTS[kind.of]
    if sort and sort.lstrip("-") not in sorts:
        raise BadRequest("sort")
    wanted = asked.get("page", "1")
    number = max(1, min(int(wanted), LAST_PAGE)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
    rows = rows_of(kind, actor, period, today=today, mine=mine)
    order = [("-" if sort.startswith("-") else "") + sorts[sort.lstrip("-")]] if sort else []
    rows = rows.order_by(
        *order,
        {"person": "sort_name", "weights": "owner__sort_name"}.get(kind.of, "pk"),
        "pk" if kind.of != "weights" else "owner_id",
    )
    start = (number - 1) * PAGE
    made = {"objective": _objectives, "measure": _measures, "person": _people, "weights": _weights}[kind.of]
    found = made(actor, rows, slice(start, start + PAGE + 1), period, today)
    has_next = len(found) > PAGE
    # only a list that goes on is counted: the last page knows how many there are
    last = not has_next and (found or number == 1)
    count = start + len(found) if last else breaks.count_up_to(rows)
    return BreakPage(found[:PAGE], number, has_next, count, sort)


def _objectives(actor, rows, part, period, today) -> list[Row]:
    found = rows.select_related("owner", "unit", "project", "position")[part]
    return [Row(objective=o, may=can_edit_objective(actor, o)) for o in found]


def _measures(actor, rows, part, period, today) -> list[Row]:
    related = ("objective__owner", "objective__unit", "objective__project", "responsible")
    found = rows.select_related(*related)[part]
    return [Row(objective=m.objective, measure=m, may=can_record_reading(actor, m)) for m in found]


def _people(actor, rows, part, period, today) -> list[Row]:
    people = list(rows[part])
    places = _places(people, today)
    counts: dict[int, int] = {}
    own = Objective.objects.filter(owner__in=people, level=Level.PERSONAL, state__in=COUNTING)
    for owner_id in own.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on).values_list(
        "owner_id", flat=True
    ):
        counts[owner_id] = counts.get(owner_id, 0) + 1
    return [
        Row(person=p, place=places.get(p.pk), may=leads_person(actor, p), objectives=counts.get(p.pk, 0))
        for p in people
    ]


def _weights(actor, rows, part, period, today) -> list[Row]:
    found = list(rows[part])
    people = Person.objects.in_bulk([row["owner_id"] for row in found])
    places = _places(people.values(), today)
    return [
        Row(
            person=people[row["owner_id"]],
            place=places.get(row["owner_id"]),
            may=leads_person(actor, people[row["owner_id"]]),
            total=row["total"],
            missing=row["n"] - row["given"],
            objectives=row["n"],
        )
        for row in found
    ]


def _places(people, today) -> dict[int, Placement]:
    placed = Placement.objects.on(today).filter(person__in=[p.pk for p in people]).select_related("unit", "position")
    places: dict[int, Placement] = {}
    for placement in placed.order_by("-starts_on", "-pk"):
        places.setdefault(placement.person_id, placement)
    return places
