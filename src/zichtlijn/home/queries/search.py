"""Search over objectives, people and units: what begins with the typed words, as far as the actor may know of it.

What is hidden never takes part: personal objectives are looked up among those that the actor may see, so that a hidden
one cannot push out, or be counted among, what is shown.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django.utils import timezone

from zichtlijn.access.actor import Actor
from zichtlijn.access.prepared import prepared
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.queries.finding import AMONG, personal_near, sees_all_personal
from zichtlijn.objectives.states import State
from zichtlijn.organisation.models import Person, Placement, SearchWord, Unit
from zichtlijn.organisation.search import CANDIDATES, SMALL, find, fits, words_of

SHOWN = 20
#: So many names are fetched of those under the first two words; the other words are compared here.
FETCHED = 200
WORDS = 2

Kind = SearchWord.Kind


@dataclass
class Found:
    """What was found, in groups; `more_…`: there are others beyond the ones shown."""

    text: str = ""
    objectives: list[Objective] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    more: set[str] = field(default_factory=set)

    @property
    def is_empty(self) -> bool:
        return not self.number

    @property
    def number(self) -> int:
        """How many are shown."""
        return len(self.objectives) + len(self.people) + len(self.units)


def search(actor, text: str) -> Found:
    """The first twenty objectives, people and units that have a word beginning with each typed word."""
    text = " ".join(text.split())
    found = Found(text)
    typed = words_of(text)
    typed = [word for word in typed if word not in SMALL] or typed
    if not typed:
        return found
    # the longest words say the most; the others are compared with what those bring up
    asked = " ".join(sorted(typed, key=len, reverse=True)[:WORDS])
    found.objectives = _cut(found, "objectives", _objectives(actor, asked, typed))
    found.people = _cut(found, "people", _people(actor, asked, typed))
    found.units = _cut(found, "units", _units(asked, typed))
    return found


def _cut(found: Found, name: str, rows: list) -> list:
    if len(rows) > SHOWN:
        found.more.add(name)
    return rows[:SHOWN]


def _in_order(rows, ids) -> list:
    place = {pk: number for number, pk in enumerate(ids)}
    return sorted(rows, key=lambda row: place[row.pk])


def _first(named, ids, typed: list[str]) -> list[int]:
    """The ids of the first that fit, one more than is shown; of the others only the name is read."""
    names = dict(named)
    fitting = (pk for pk in ids if pk in names and fits(names[pk], typed))
    return list(islice(fitting, SHOWN + 1))


def _objectives(actor, asked: str, typed: list[str]) -> list[Objective]:
    """Own ones first, then shared ones, then the personal ones of others."""
    near = personal_near(actor, Objective.objects.all())
    ids = [*find(Kind.PERSONAL, asked, FETCHED, among=near), *find(Kind.OBJECTIVE, asked, FETCHED)]
    if sees_all_personal(actor):
        ids += find(Kind.PERSONAL, asked, FETCHED)
    elif len(near) == AMONG:  # a line too long to look through: what is found is still held against what may be seen
        ids += find(Kind.PERSONAL, asked, CANDIDATES)
    ids = list(dict.fromkeys(ids))
    if not ids:
        return []
    first = _first(_titles(actor=actor, ids=ids), ids, typed)
    return _in_order(_objectives_shown(ids=first), first)


@prepared
def _titles(*, actor: Actor, ids: list[int]):
    visible = Objective.objects.visible_to(actor).filter(pk__among=ids).exclude(state=State.DROPPED)
    return visible.values_list("pk", "title")


@prepared
def _objectives_shown(*, ids: list[int]):
    return Objective.objects.filter(pk__among=ids).select_related("owner", "unit")


def _people(actor, asked: str, typed: list[str]) -> list[Person]:
    """People in service, each with what they do today in `place`."""
    ids = find(Kind.PERSON, asked, FETCHED)
    if not ids:
        return []
    today = timezone.localdate()
    first = _first(((pk, " ".join(name)) for pk, *name in _names(ids=ids, today=today)), ids, typed)
    people = _in_order(_people_shown(ids=first), first)
    places: dict[int, Placement] = {}
    for placement in _places(people=first, today=today):
        places.setdefault(placement.person_id, placement)
    for person in people:
        person.place = places.get(person.pk)
    return people


def _units(asked: str, typed: list[str]) -> list[Unit]:
    ids = find(Kind.UNIT, asked, FETCHED)
    if not ids:
        return []
    first = _first(_unit_names(ids=ids, today=timezone.localdate()), ids, typed)
    return _in_order(_units_shown(ids=first), first)


@prepared
def _names(*, ids: list[int], today: date):
    living = Person.objects.living(today).filter(pk__among=ids)
    return living.values_list("pk", "given_name", "family_prefix", "family_name")


@prepared
def _people_shown(*, ids: list[int]):
    return Person.objects.filter(pk__among=ids)


@prepared
def _places(*, people: list[int], today: date):
    placed = Placement.objects.on(today).filter(person__among=people)
    return placed.select_related("unit", "position").order_by("starts_on", "pk")


@prepared
def _unit_names(*, ids: list[int], today: date):
    return Unit.objects.living(today).filter(pk__among=ids).values_list("pk", "name")


@prepared
def _units_shown(*, ids: list[int]):
    return Unit.objects.filter(pk__among=ids).select_related("parent", "head")
