"""What somebody can be offered, or can mean, when they type a name in a form."""

from dataclasses import dataclass

from django.db.models import Q

from zichtlijn.access.actor import Actor
from zichtlijn.access.permissions import Permission
from zichtlijn.access.scoping import below
from zichtlijn.organisation import search
from zichtlijn.organisation.models import Person, Placement, Position, Project, SearchWord, Unit, fold

#: Rows in one answer, whatever was typed.
OFFERED = 20


@dataclass(frozen=True)
class Choice:
    """One row to choose from."""

    pk: int
    name: str
    detail: str = ""


def people_to_pick(by: Actor | None, within: str = ""):
    """Who may be picked: everybody in service, or with `within="line"` only those who report to the actor."""
    people = Person.objects.living()
    if within != "line":
        return people
    if by is None or by.person is None or not by.reporting_path or not by.may(Permission.LEAD_PEOPLE):
        return people.none()
    low, high = below(by.reporting_path)
    return people.filter(reporting_path__gt=low, reporting_path__lt=high)


def units_to_pick(by: Actor | None):
    return Unit.objects.living()


def positions_to_pick(by: Actor | None, within: str = ""):
    return Position.objects.living()


def projects_to_pick(by: Actor | None, within: str = ""):
    return Project.objects.living()


def offer_people(by: Actor | None, text: str, within: str = "") -> list[Choice]:
    """At most twenty people whose name begins like this; nothing typed: the first of the list."""
    return person_choices(_found(SearchWord.Kind.PERSON, people_to_pick(by, within), text, ("sort_name", "pk")))


def offer_units(by: Actor | None, text: str, within: str = "") -> list[Choice]:
    """At most twenty units; with `within="led"` only those whose objectives the actor looks after."""
    units = units_to_pick(by)
    if within == "led" and by is not None and not by.may(Permission.MANAGE_OBJECTIVES):
        led = Q(pk=None)
        for low, high in by.led_units:
            led |= Q(path__gte=low, path__lt=high)
        units = units.filter(led)
    units = _found(SearchWord.Kind.UNIT, units.select_related("parent"), text, ("path",))
    return [Choice(unit.pk, unit.name, unit.parent.name if unit.parent else unit.key) for unit in units]


def offer_positions(by: Actor | None, text: str, within: str = "") -> list[Choice]:
    return [Choice(row.pk, row.name, row.key) for row in _containing(positions_to_pick(by), text)]


def offer_projects(by: Actor | None, text: str, within: str = "") -> list[Choice]:
    return [Choice(row.pk, row.name, row.key) for row in _containing(projects_to_pick(by), text)]


def person_choices(people) -> list[Choice]:
    """People as choices, told apart by position and unit: one query more, whatever their number."""
    today = Placement.objects.today().select_related("position", "unit").order_by("-starts_on", "-id")
    people = list(people)
    placed: dict[int, str] = {}
    for placement in today.filter(person_id__in=[person.pk for person in people]):
        placed.setdefault(placement.person_id, f"{placement.position.name} · {placement.unit.name}")
    return [Choice(person.pk, person.name, placed.get(person.pk, "")) for person in people]


def people_called(people, name: str):
    """The people with exactly this name, capitals and accents apart; a name may be cut in more than one place."""
    parts = fold(name).replace(",", " ").split()[:8]
    cuts = {
        f"{' '.join(parts[j:])}, {' '.join(parts[:i])}" + (f" {' '.join(parts[i:j])}" if j > i else "")
        for i in range(1, len(parts))
        for j in range(i, len(parts))
    }
    wanted = " ".join(parts)
    rows = people.filter(sort_name__in=cuts).order_by("sort_name", "pk")[: OFFERED * 2]
    return [person for person in rows if " ".join(fold(person.name).split()) == wanted]


def rows_called(rows, name: str):
    """Units, positions or projects with exactly this name or code, capitals apart."""
    name = name.strip()
    return list(rows.filter(Q(key__iexact=name) | Q(name__iexact=name)).order_by("name", "pk")[: OFFERED + 1])


def _found(kind: str, rows, text: str, order: tuple[str, ...]):
    """The rows found by the beginnings of their words, in the order of finding."""
    text = text.strip()
    if not text:
        return list(rows.order_by(*order)[:OFFERED])
    # those who left, or are outside the line, fall out after finding: ask for more than are shown
    ids = search.find(kind, text, search.CANDIDATES)
    by_id = {}
    for start in range(0, len(ids), 200):
        by_id.update({row.pk: row for row in rows.filter(pk__in=ids[start : start + 200])})
        if len(by_id) >= OFFERED:
            break
    return [by_id[pk] for pk in ids if pk in by_id][:OFFERED]


def _containing(rows, text: str):
    """Rows of which the name or code contains every typed word."""
    for word in text.split()[:6]:
        rows = rows.filter(Q(name__icontains=word) | Q(key__istartswith=word))
    return list(rows.order_by("name", "pk")[:OFFERED])
