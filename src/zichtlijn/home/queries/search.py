"""Search over objectives, people and units: what begins with the typed words, as far as the actor may know of it.

What is hidden never takes part: personal objectives are looked up among those that the actor may see, so that a hidden
one cannot push out, or be counted among, what is shown.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django.utils import timezone

from zichtlijn.access.actor import Actor
from zichtlijn.access.models import Organisation
from zichtlijn.access.permissions import Permission
from zichtlijn.access.prepared import prepared
from zichtlijn.access.scoping import below
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import COUNTING, Level, State
from zichtlijn.organisation.models import Person, Placement, SearchWord, Unit
from zichtlijn.organisation.search import CANDIDATES, SMALL, find, words_of

SHOWN = 20
#: So many names are fetched of those under the first two words; the other words are compared here.
FETCHED = 200
#: Personal objectives that are looked through for somebody who may see only some.
AMONG = 3000
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
        return not (self.objectives or self.people or self.units)


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


def _fits(text: str, typed: list[str]) -> bool:
    """True when every typed word begins a word of the text."""
    words = words_of(text)
    return all(any(word.startswith(start) for word in words) for start in typed)


def _in_order(rows, ids) -> list:
    place = {pk: number for number, pk in enumerate(ids)}
    return sorted(rows, key=lambda row: place[row.pk])


def _first(named, ids, typed: list[str]) -> list[int]:
    """The ids of the first that fit, one more than is shown; of the others only the name is read."""
    names = dict(named)
    fitting = (pk for pk in ids if pk in names and _fits(names[pk], typed))
    return list(islice(fitting, SHOWN + 1))


def _objectives(actor, asked: str, typed: list[str]) -> list[Objective]:
    """Own ones first, then shared ones, then the personal ones of others."""
    near = _personal_near(actor)
    ids = [*find(Kind.PERSONAL, asked, FETCHED, among=near), *find(Kind.OBJECTIVE, asked, FETCHED)]
    if _sees_all_personal(actor):
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


def _sees_all_personal(actor) -> bool:
    opened = actor.organisation.personal_objectives_seen_by == Organisation.SeenBy.EVERYONE
    return opened or actor.may(Permission.SEE_PERSONAL_OBJECTIVES)


def _personal_near(actor) -> list[int]:
    """Ids of the actor's own personal objectives, those of the line below, and those the own unit has opened."""
    if actor.person_id is None:
        return []
    personal = Objective.objects.filter(level=Level.PERSONAL)
    ids = list(personal.filter(owner_id=actor.person_id).values_list("pk", flat=True)[:AMONG])
    if _sees_all_personal(actor):
        return ids
    if actor.may(Permission.LEAD_PEOPLE) and actor.reporting_path:
        low, high = below(actor.reporting_path)
        line = Person.objects.filter(reporting_path__gt=low, reporting_path__lt=high)
        ids += personal.filter(owner__in=line.values("pk")).values_list("pk", flat=True)[:AMONG]
    if actor.organisation.personal_objectives_seen_by == Organisation.SeenBy.UNIT and actor.unit_ids:
        opened = personal.filter(unit_id__in=actor.unit_ids, state__in=COUNTING)
        ids += opened.values_list("pk", flat=True)[:AMONG]
    return ids[:AMONG]


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
