"""The places where the line breaks, page by page: the first thousand of each way, in any order."""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import BadRequest
from django.db.models import F
from django.db.models.functions import Coalesce

from zichtlijn.access.permissions import Permission
from zichtlijn.audit.figures import READINGS
from zichtlijn.objectives.models import Measure, Objective
from zichtlijn.objectives.permissions import can_edit_objective, can_record_reading, leads_person
from zichtlijn.objectives.queries import breaks
from zichtlijn.objectives.queries.break_kinds import BreakKind, ways_to
from zichtlijn.objectives.queries.lists import LEVEL_RANK
from zichtlijn.objectives.states import COUNTING, Level
from zichtlijn.organisation.models import Person, Placement
from zichtlijn.organisation.queries.people import kept_of_many

PAGE = 50
#: Counting stops here, and so do the pages: "1000+" says enough. The file has them all.
MOST = 1000
SORTS = {
    "objective": {
        "title": F("title"),
        "level": LEVEL_RANK,
        "unit": Coalesce("project__name", "unit__name"),  # as the page shows it
        "owner": F("owner__sort_name"),
    },
    "measure": {
        "name": F("name"),
        "objective": F("objective__title"),
        "responsible": F("responsible__sort_name"),
        "due": F("due_on"),
    },
    "person": {"name": F("sort_name")},
    "weights": {"owner": F("sort_name"), "total": F("total")},
}
#: The order in which a database meets the places; measures come in theirs.
_MET = {"objective": ("level", "pk"), "person": ("sort_name", "pk"), "weights": ("owner_id",)}


@dataclass
class Row:
    """One place where the line breaks. `may`: the actor can mend it."""

    objective: Objective | None = None
    measure: Measure | None = None
    person: Person | None = None
    place: Placement | None = None
    may: bool = False
    total: float | None = None
    missing: int = 0
    objectives: int = 0


@dataclass
class BreakPage:
    """A page of the list of one kind, and how many there are (`MOST` + 1: more than `MOST`)."""

    rows: list[Row] = field(default_factory=list)
    number: int = 1
    count: int = 0
    sort: str = ""

    @property
    def is_cut(self) -> bool:
        """True when there are more than the list goes through; then it has one order."""
        return self.count > MOST

    @property
    def has_next(self) -> bool:
        return self.number * PAGE < min(self.count, MOST)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def previous_number(self) -> int:
        return self.number - 1

    @property
    def next_number(self) -> int:
        return self.number + 1


def first_places(kind: BreakKind, actor, period, *, today: date, mine: bool) -> list[int]:
    """Keys of the first places, in the order in which they are met; one more than `MOST` when there are more."""

    def find() -> list[int]:
        key = "owner_id" if kind.of == "weights" else "pk"
        found: dict[int, None] = {}
        for rows in ways_to(kind, actor, period, today=today, mine=mine):
            rows = rows.order_by(*_MET[kind.of]) if kind.of in _MET else rows
            found |= dict.fromkeys(rows.values_list(key, flat=True)[: MOST + 1])
        return list(found)[: MOST + 1]

    if kind.wide and not mine and actor.may(Permission.SEE_PERSONAL_OBJECTIVES):
        # whoever may know this of everybody gets the same answer
        return kept_of_many(("breaks", kind.name, period.pk, today), find, unmoved_by=READINGS)
    return find()


def count_of(kind: BreakKind, actor, period, *, today: date, mine: bool) -> int:
    """How many places there are; `MOST` + 1 stands for more than `MOST`, however many."""
    return len(first_places(kind, actor, period, today=today, mine=mine))


def break_page(kind: BreakKind, actor, period, asked, *, today: date, mine: bool) -> BreakPage:
    """One page of the places, in the asked order. An unknown order is a bad request."""
    sort = asked.get("sort", "")
    if sort and sort.lstrip("-") not in SORTS[kind.of]:
        raise BadRequest("sort")
    places = first_places(kind, actor, period, today=today, mine=mine)
    page = BreakPage(count=len(places), sort="" if len(places) > MOST else sort)
    wanted = asked.get("page", "1")
    last = max(1, -(-min(len(places), MOST) // PAGE))
    page.number = max(1, min(int(wanted), last)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
    made = {"objective": _objectives, "measure": _measures, "person": _people, "weights": _weights}[kind.of]
    page.rows = made(actor, places[:MOST], page, period, today)
    return page


def _in_order(rows, places: list[int], page: BreakPage, of: str) -> list:
    """The things of this page: as they were met, or in the asked order."""
    start = (page.number - 1) * PAGE
    if page.sort:
        rows = rows.filter(pk__in=places).order_by(_order(page.sort, of), "pk")
        return list(rows[start : start + PAGE])
    found = rows.in_bulk(places[start : start + PAGE])
    return [found[pk] for pk in places[start : start + PAGE] if pk in found]


def _order(sort: str, of: str):
    """The order by this column; what has no value there stands last, up and down."""
    column = SORTS[of][sort.lstrip("-")]
    return column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True)


def _objectives(actor, places, page, period, today) -> list[Row]:
    found = _in_order(
        Objective.objects.select_related("owner", "unit", "project", "position"), places, page, "objective"
    )
    return [Row(objective=o, may=can_edit_objective(actor, o)) for o in found]


def _measures(actor, places, page, period, today) -> list[Row]:
    related = ("objective__owner", "objective__unit", "objective__project", "responsible")
    found = _in_order(Measure.objects.select_related(*related), places, page, "measure")
    return [Row(objective=m.objective, measure=m, may=can_record_reading(actor, m)) for m in found]


def _people(actor, places, page, period, today) -> list[Row]:
    people = _in_order(Person.objects.all(), places, page, "person")
    placed = _places(people, today)
    counts: dict[int, int] = {}
    own = Objective.objects.filter(owner__in=people, level=Level.PERSONAL, state__in=COUNTING)
    for owner_id in own.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on).values_list(
        "owner_id", flat=True
    ):
        counts[owner_id] = counts.get(owner_id, 0) + 1
    return [
        Row(person=p, place=placed.get(p.pk), may=leads_person(actor, p), objectives=counts.get(p.pk, 0))
        for p in people
    ]


def _weights(actor, places, page, period, today) -> list[Row]:
    sums = breaks.personal_weights_off(actor, period)
    start = (page.number - 1) * PAGE
    if page.sort.lstrip("-") == "total":
        ordered = sums.filter(owner__in=places).order_by(_order(page.sort, "weights"), "owner_id")
        found = list(ordered[start : start + PAGE])
        people = Person.objects.in_bulk([row["owner_id"] for row in found])
    else:
        page.sort = page.sort or "owner"
        people = {person.pk: person for person in _in_order(Person.objects.all(), places, page, "weights")}
        rows = {row["owner_id"]: row for row in sums.filter(owner__in=list(people))}
        found = [rows[pk] for pk in people if pk in rows]
    placed = _places(people.values(), today)
    return [
        Row(
            person=people[row["owner_id"]],
            place=placed.get(row["owner_id"]),
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
