"""People as lists and as one person: who works where, under whom."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.roles import ROLES, Role
from zichtlijn.access.scoping import below
from zichtlijn.audit.figures import kept
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.organisation import search
from zichtlijn.organisation.models import Person, Placement, Position, SearchWord, Unit

T = TypeVar("T")
#: Rows on one page of the list.
PAGE = 50
#: People found by a typed name, at most.
NAMED = 1000
#: Up to this many people a filter names them one by one.
FEW = 2000

LEADING = _("the line above you")
PURPOSES = {
    "leading": _("leading"),
    "administration": _("keeping personnel records"),
    "objectives": _("looking after the objectives"),
    "development": _("looking after competencies"),
    "appraising": _("looking after the appraisals"),
    "rewarding": _("looking after the rewards"),
}
#: As what somebody looks who has no role that opens it.
OTHERS = {
    "line": LEADING,
    "former_manager": _("an earlier manager"),
    "drew_up": _("who drew up the agreement"),
    "colleague": _("a colleague"),
    "decider": _("who was named to decide on your objection"),
    "second_appraiser": _("the second appraiser"),
}
THINGS = {
    "file": _("your file"),
    "line": _("your line of sight"),
    "competencies": _("your competencies"),
    "development_plan": _("your development plan"),
    "feedback": _("the result of your 360 feedback"),
    "objective": _("a personal objective"),
    "conversation": _("a conversation"),
    "paper": _("the report of a conversation, on paper"),
    "study_agreement": _("your study costs"),
    "appraisal": _("your appraisal"),
    "rewards": _("your salary and rewards"),
}
#: What counts as a look at somebody's file, and how the kinds of them are told apart.
LOOKED = (Event.PERSON_SEEN, Event.OBJECTIVE_SEEN, Event.CONVERSATION_SEEN, Event.LIST_EXPORTED)
#: What was taken along on paper → what of the file it is.
PAPERS = {
    "conversation": "paper",
    "development_plan": "development_plan",
    "feedback": "feedback",
    "study_agreement": "study_agreement",
    "appraisal": "appraisal",
    "reward_letter": "rewards",
    "promotion_letter": "rewards",
}


def _looks_of(thing: str) -> Q:
    taken = [paper for paper, of in PAPERS.items() if of == thing]
    return Q(event=Event.PERSON_SEEN, detail__what=thing) | Q(event=Event.LIST_EXPORTED, detail__list__in=taken)


LOOKS_OF = {thing: _looks_of(thing) for thing in THINGS} | {
    "objective": Q(event=Event.OBJECTIVE_SEEN),
    "conversation": Q(event=Event.CONVERSATION_SEEN),
}
#: Looks on one page.
LOOKS_A_PAGE = 20


@dataclass
class KeysetPage:
    """A stretch of a list, found by the key of its first or last row: as quick at the end as at the beginning."""

    rows: list = field(default_factory=list)
    previous_key: str = ""
    next_key: str = ""
    #: More people bear the typed name than were looked through.
    is_cut: bool = False

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


def people_page(
    *,
    text: str = "",
    unit: Unit | None = None,
    position: Position | None = None,
    ended: bool = False,
    backwards: bool = False,
    after: str = "",
    before: str = "",
) -> KeysetPage:
    """Fifty people in the order of their names, with today's placements as `placed`; as quick at any size."""
    rows = Person.objects.filter(forgotten_on=None)
    rows = rows.filter(ends_on__lt=timezone.localdate()) if ended else rows.living()
    is_cut = False
    if text.strip():
        ids = ids_called(text, ended)
        is_cut = len(ids) == NAMED
        rows = rows.filter(pk__in=ids)
    rows = rows.filter(_placed(unit, position)) if unit or position else rows
    page = keyset_page(rows.prefetch_related(placed_today()), backwards=backwards, after=after, before=before)
    page.is_cut = is_cut
    return page


def placed_today() -> Prefetch:
    """Today's placements of people, the one that decides their line first, as `placed`."""
    today = Placement.objects.today().select_related("unit", "position").order_by("-starts_on", "-id")
    return Prefetch("placements", queryset=today, to_attr="placed")


def ids_called(text: str, ended: bool) -> list[int]:
    """People with this name, `NAMED` at most. Those who left are in no index and looked up by name or number."""
    if not ended:
        return search.find(SearchWord.Kind.PERSON, text, NAMED)
    rows = Person.objects.filter(ends_on__lt=timezone.localdate())
    for word in text.split()[:6]:
        rows = rows.filter(
            Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(family_prefix__iexact=word) | Q(key=word)
        )
    return list(rows.values_list("pk", flat=True)[:NAMED])


def _placed(unit: Unit | None, position: Position | None):
    """Condition on people: placed there today.

    Few people are named one by one. Where there are many, the list meets them soon enough while it walks along the
    names: asking each person is then quicker than collecting all of them first.
    """
    placements = Placement.objects.today().order_by()
    if unit:
        low, high = below(unit.path)
        placements = placements.filter(unit__in=Unit.objects.filter(path__gte=low, path__lt=high).values("pk"))
    if position:
        placements = placements.filter(position=position)
    ids = list(placements.values_list("person_id", flat=True)[: FEW + 1])
    return Q(pk__in=ids) if len(ids) <= FEW else Exists(placements.filter(person_id=OuterRef("pk")))


def keyset_page(rows, *, backwards: bool = False, after: str = "", before: str = "", size: int = PAGE) -> KeysetPage:
    """One page of these people in the order of their names, after or before the one with this id."""
    turned = bool(before) and not after
    edge = _edge(after or before)
    downwards = backwards != turned
    if edge:
        name, pk = edge
        if downwards:
            rows = rows.filter(sort_name__lte=name).filter(Q(sort_name__lt=name) | Q(pk__lt=pk))
        else:
            rows = rows.filter(sort_name__gte=name).filter(Q(sort_name__gt=name) | Q(pk__gt=pk))
    order = ("-sort_name", "-pk") if downwards else ("sort_name", "pk")
    found = list(rows.order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if turned:
        found.reverse()
    if not found:
        return KeysetPage()
    first, last = str(found[0].pk), str(found[-1].pk)
    has_previous = more if turned else bool(edge)
    has_next = bool(edge) if turned else more
    return KeysetPage(found, first if has_previous else "", last if has_next else "")


def _edge(key: str):
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    return Person.objects.filter(pk=key).values_list("sort_name", "pk").first()


def placements_today(person: Person) -> list[Placement]:
    """Where somebody works today, the placement that decides their line first."""
    related = Placement.objects.today().filter(person=person).select_related("unit", "position", "line_manager")
    return list(related.order_by("-starts_on", "-id"))


def placement_history(person: Person) -> list[Placement]:
    """Every placement, the latest first."""
    related = person.placements.select_related("unit", "position", "line_manager")
    return list(related.order_by("-starts_on", "-id"))


def managers_above(person: Person) -> list[Person]:
    """The line above somebody, from the top down."""
    ids = [int(person.reporting_path[at : at + 8], 16) for at in range(0, len(person.reporting_path) - 8, 8)]
    found = Person.objects.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def direct_reports(person: Person, limit: int = PAGE + 1) -> list[Person]:
    """Who has this person as line manager today, in the order of names, with `placed`; one more than a page."""
    reporting = Placement.objects.today().filter(line_manager=person).order_by()
    ids = list(reporting.values_list("person_id", flat=True)[:NAMED])
    people = Person.objects.living().filter(pk__in=ids).order_by("sort_name", "pk")
    return list(people.prefetch_related(placed_today())[:limit])


@dataclass(frozen=True)
class Look:
    """One time that somebody looked."""

    at: datetime
    what: str
    role: str
    purpose: str


def looks_at(person: Person, limit: int = 20) -> list[Look]:
    """Who looked at the file or the line of this person: when, in which role, what for. Never a name."""
    told = AuditEvent.objects.told_to(person.pk, None)
    lines = told.filter(about_person_id=person.pk, event=Event.PERSON_SEEN).order_by("-sequence")[:limit]
    return [_look(line.at, **line.detail) for line in lines]


@dataclass(frozen=True)
class LooksPage:
    """Looks, newest first, and the key of the page that comes after."""

    looks: list[Look]
    next_key: int | None
    previous_key: None = None


def looks_page(person: Person, *, not_by: int | None, kind: str = "", after: str = "") -> LooksPage:
    """Who else looked at anything in somebody's file, of one kind when it is asked, after the line with this number."""
    told = AuditEvent.objects.told_to(person.pk, not_by)
    lines = told.filter(LOOKS_OF.get(kind, Q(event__in=LOOKED)), about_person_id=person.pk)
    lines = lines.exclude(by_id=not_by, by_id__isnull=False).order_by("-sequence")
    if after.isascii() and after.isdigit() and len(after) < 19:
        lines = lines.filter(sequence__lt=int(after))
    found = list(lines[: LOOKS_A_PAGE + 1])
    following = found[LOOKS_A_PAGE - 1].sequence if len(found) > LOOKS_A_PAGE else None
    return LooksPage([_look_of(line) for line in found[:LOOKS_A_PAGE]], following)


def _look_of(line: AuditEvent) -> Look:
    if line.event != Event.LIST_EXPORTED:
        return _look(line.at, **{"what": "objective"} | line.detail)
    what = PAPERS.get(line.detail.get("list", ""), "file")
    look = _look(line.at, **line.detail | {"what": what})
    return look if what == "paper" else replace(look, what=gettext("%(what)s, on paper") % {"what": look.what})


def _look(at: datetime, what: str = "file", role: str = "", purpose: str = "", **_more) -> Look:
    return Look(at, str(THINGS.get(what, what)), _role(role), str(PURPOSES.get(purpose, purpose)))


def _role(value: str) -> str:
    if value in OTHERS:
        return str(OTHERS[value])
    return str(ROLES[Role(value)].name) if value in set(Role) else "–"


def kept_of_many(name: tuple, make: Callable[[], T], *, unmoved_by: frozenset[Event]) -> T:
    """What `make` counts: kept (see `kept`) in an organisation of many people, counted anew in one of a few."""
    people = Person.objects.order_by("sort_name", "pk").values_list("pk")
    return kept(name, make, unmoved_by=unmoved_by) if people[FEW : FEW + 1].exists() else make()
