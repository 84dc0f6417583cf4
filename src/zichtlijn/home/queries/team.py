"""The people under a manager, each with where their objectives stand and what waits: flat queries at any number."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Left
from django.utils import timezone

from zichtlijn.access.models import Membership
from zichtlijn.access.scoping import below
from zichtlijn.audit.figures import OBJECTIVES
from zichtlijn.home.queries.team_rooms import Rooms, rooms_of
from zichtlijn.objectives.models import CheckIn, Measure, Objective
from zichtlijn.objectives.permissions import leads_person
from zichtlijn.objectives.states import COUNTING, Level, State, Status
from zichtlijn.organisation.models import Person, Placement, SearchWord, fold
from zichtlijn.organisation.queries.people import kept_of_many, keyset_page
from zichtlijn.organisation.search import CANDIDATES, find

PAGE = 25
#: Up to so many people every column can be sorted and filtered; beyond it the list goes by name.
COMPARED = 400
#: Of a longer line so many proposals are shown, those that wait longest.
MOST_WAITING = 50
SORTS = ("name", "attention", "objectives", "line", "confidence", "heard", "overdue")
SHOWS = ("waiting", "behind", "no-line", "overdue")
#: The same for what other rooms tell: then everybody's is asked, and else only that of the people on the page.
ROOM_SORTS = ("talk", "agreements", "gaps", "goals", "due")
ROOM_SHOWS = ("due", "talk", "gaps", "goals")
_WORST = (Status.OFF_COURSE, Status.BEHIND, Status.PARTIAL, Status.TO_MEASURE, Status.ON_COURSE)


@dataclass
class TeamMember:
    """One person: the place they have, their objectives in the period, and what waits.

    Who has a second placement may stand in the line of another manager: of them nothing is counted (`is_led`).
    """

    person: Person
    is_led: bool = True
    place: Placement | None = None
    statuses: dict[str, int] = field(default_factory=dict)
    agreed: int = 0
    in_line: int = 0
    open: int = 0
    confidence: int | None = None
    heard: date | None = None
    overdue: int = 0
    proposals: list[Objective] = field(default_factory=list)
    reports: int = 0
    rooms: Rooms = field(default_factory=Rooms)

    @property
    def is_complete(self) -> bool:
        """True when every agreed objective of this person leads to the mission."""
        return self.agreed > 0 and self.in_line == self.agreed

    @property
    def has_line(self) -> bool:
        """True when at least one does: then the person counts in the coverage."""
        return self.in_line > 0

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Statuses that occur, the worst first, each with its number."""
        return [(status, self.statuses[status]) for status in _WORST if self.statuses.get(status)]

    @property
    def worst(self) -> tuple:
        """How badly the agreed objectives stand: how many of each status, the worst status first."""
        return tuple(self.statuses.get(status, 0) for status in _WORST)

    @property
    def attention(self) -> tuple:
        """The more there is to look at, the higher."""
        return (
            len(self.proposals),
            self.statuses.get(Status.OFF_COURSE, 0),
            self.overdue,
            self.statuses.get(Status.BEHIND, 0),
            self.is_led and not self.is_complete,
        )


@dataclass
class Team:
    """One page of the people, and how the list was made."""

    page: object
    members: list[TeamMember]
    sort: str
    show: str
    text: str
    waiting: list[Objective]
    comparable: bool
    people: int
    #: More proposals wait than are shown.
    more_wait: bool = False

    @property
    def waiting_shown(self) -> list[Objective]:
        """Ten of the proposals, where a filter shows everybody who is waiting; else all of them."""
        return self.waiting[:10] if self.comparable else self.waiting

    @property
    def has_other_line(self) -> bool:
        """True when somebody on the page stands in the line of another manager."""
        return not all(member.is_led for member in self.members)

    @property
    def knows_rooms(self) -> bool:
        """True when the reader leads somebody on the page, and so knows more of them than their objectives."""
        return any(member.rooms.is_mine for member in self.members)


def team_of(actor, leader: Person, period, asked, *, whole_line: bool, today: date) -> Team:
    """A page of the people who report to `leader`, directly or (`whole_line`) at any depth."""
    sort, show, text = asked.get("sort", ""), asked.get("show", ""), asked.get("q", "").strip()[:100]
    by_room = sort.lstrip("-") in ROOM_SORTS or show in ROOM_SHOWS
    if (sort and sort.lstrip("-") not in SORTS + ROOM_SORTS) or (show and show not in SHOWS + ROOM_SHOWS):
        raise BadRequest("sort")
    people = _people(leader, whole_line)
    if len(people.order_by().values_list("pk")[: COMPARED + 1]) > COMPARED:
        return _long_team(actor, leader, period, asked, text, whole_line, today)
    few = list(people.order_by("sort_name", "pk"))
    members = members_of(actor, few, period, today=today)
    waiting = [objective for member in members for objective in member.proposals]
    if by_room:
        _add_rooms(actor, members, today)
    shown = [m for m in members if _is_shown(m, show) and fold(text) in fold(m.person.name)]
    _sort(shown, sort or "-attention")
    page = Paginator(shown, PAGE).get_page(asked.get("page"))
    _add_places(list(page.object_list))
    if not by_room:
        _add_rooms(actor, list(page.object_list), today)
    return Team(page, list(page.object_list), sort or "-attention", show, text, waiting, True, len(members))


def _long_team(actor, leader, period, asked, text: str, whole_line: bool, today: date) -> Team:
    """A page of a line too long to compare everybody in it: by name, as quick at the end as at the beginning.

    The whole line by the beginning of the path, which no index knows: the database then walks along the names, meets a
    page of people of a long line soon, and need not sort all of them first.
    """
    path = leader.reporting_path
    if whole_line:
        people = Person.objects.living().annotate(line=Left("reporting_path", len(path))).filter(line=path)
        people = people.exclude(pk=leader.pk)
    else:
        people = _people(leader, whole_line)
    if text:
        found = find(SearchWord.Kind.PERSON, text, CANDIDATES)
        ids = list(people.filter(pk__in=found).order_by().values_list("pk", flat=True))
        people, number = people.filter(pk__in=ids), len(ids)
    else:
        number = kept_of_many(("team of", leader.pk, whole_line), people.order_by().count, unmoved_by=OBJECTIVES)
    page = keyset_page(people, size=PAGE, after=asked.get("after", ""), before=asked.get("before", ""))
    members = members_of(actor, page.rows, period, today=today)
    _add_places(members)
    _add_rooms(actor, members, today)
    waiting = list(_proposed_in(actor, leader, period, whole_line)[: MOST_WAITING + 1])
    more_wait = len(waiting) > MOST_WAITING
    return Team(page, members, "name", "", text, waiting[:MOST_WAITING], False, number, more_wait)


def _proposed_in(actor, leader: Person, period, whole_line: bool):
    """What people of the whole list proposed themselves, whatever page of it is shown; the longest waiting first."""
    found = Objective.objects.of_line(actor).filter(state=State.PROPOSED)
    if period:
        found = found.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    owners = _people(leader, whole_line).order_by().values("pk")
    theirs = Membership.objects.filter(person=OuterRef("owner"), user=OuterRef("proposed_by"))
    return found.filter(Exists(theirs), owner__in=owners).select_related("owner").order_by("pk")


def _people(leader: Person, whole_line: bool):
    if whole_line:
        low, high = below(leader.reporting_path)
        if not leader.reporting_path:
            return Person.objects.none()
        return Person.objects.living().filter(reporting_path__gt=low, reporting_path__lt=high)
    placed = Placement.objects.today().filter(line_manager=leader)
    return Person.objects.living().filter(pk__in=placed.values("person_id"))


def _is_shown(member: TeamMember, show: str) -> bool:
    match show:
        case "waiting":
            return bool(member.proposals)
        case "behind":
            return bool(member.statuses.get(Status.OFF_COURSE) or member.statuses.get(Status.BEHIND))
        case "no-line":
            return member.is_led and not member.has_line
        case "overdue":
            return member.overdue > 0
        case "due":
            return member.overdue > 0 or bool(member.rooms.due or member.proposals)
        case "talk":
            return member.rooms.talk is not None
        case "gaps":
            return bool(member.rooms.short)
        case "goals":
            return member.rooms.goals > 0
    return True


def _sort(members: list[TeamMember], sort: str) -> None:
    """In place; names decide between equals, and who has no value stands last."""
    name, down = sort.lstrip("-"), sort.startswith("-")
    members.sort(key=lambda m: (m.person.sort_name, m.person.pk), reverse=name == "name" and down)
    keys = {
        "attention": lambda m: m.attention,
        "objectives": lambda m: m.worst if m.statuses else None,
        "line": lambda m: m.in_line / max(m.agreed, 1) if m.is_led else None,
        "confidence": lambda m: m.confidence,
        "heard": lambda m: m.heard,
        "overdue": lambda m: m.overdue if m.is_led else None,
        "talk": lambda m: m.rooms.talk_on,
        "agreements": lambda m: m.rooms.agreements or None,
        "gaps": lambda m: m.rooms.short,
        "goals": lambda m: m.rooms.goals or None,
        "due": lambda m: m.rooms.due_on,
    }
    if name in keys:
        key = keys[name]
        known = [m for m in members if key(m) is not None]
        unknown = [m for m in members if key(m) is None]
        members[:] = [*sorted(known, key=key, reverse=down), *unknown]


def members_of(actor, people: list[Person], period, *, today: date) -> list[TeamMember]:
    """These people with their objectives, measures and proposals; five queries for one and for hundreds."""
    members = {person.pk: TeamMember(person, is_led=leads_person(actor, person)) for person in people}
    if not members:
        return []
    led = [person_id for person_id, member in members.items() if member.is_led]
    users = {
        (person_id, user_id)
        for person_id, user_id in Membership.objects.filter(person__in=led).values_list("person_id", "user_id")
    }
    last = CheckIn.objects.filter(objective=OuterRef("pk")).order_by("-at", "-id").values("at")[:1]
    objectives = Objective.objects.visible_to(actor).filter(owner__in=led, level=Level.PERSONAL)
    if period:
        objectives = objectives.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    # as bare values: only of a proposal more is shown than a count
    for row in objectives.exclude(state=State.DROPPED).annotate(said_at=Subquery(last)).values_list(*_Plan._fields):
        plan = _Plan(*row)
        _count(members[plan.owner_id], plan, users)
    measures = Measure.objects.living().filter(responsible__in=led, objective__state=State.AGREED)
    for person_id, overdue, read_on in measures.values_list("responsible_id").annotate(
        overdue=Count("id", filter=Q(due_on__lt=today)), read_on=Max("current_on")
    ):
        member = members[person_id]
        member.overdue, member.heard = overdue, max(filter(None, (member.heard, read_on)), default=None)
    reports = Placement.objects.on(today).filter(line_manager__in=members)
    for person_id, n in reports.values_list("line_manager_id").annotate(n=Count("person_id", distinct=True)):
        members[person_id].reports = n
    return list(members.values())


class _Plan(NamedTuple):
    """What is counted of one objective of a person."""

    pk: int
    title: str
    version: int
    state: str
    status: str
    in_line: bool
    confidence: int | None
    owner_id: int
    proposed_by_id: int | None
    organisation_id: int
    said_at: datetime | None


def _count(member: TeamMember, plan: _Plan, users) -> None:
    if plan.state == State.PROPOSED and (member.person.pk, plan.proposed_by_id) in users:
        shown = {name: getattr(plan, name) for name in ("pk", "title", "version", "state", "organisation_id")}
        proposal = Objective(level=Level.PERSONAL, **shown)
        proposal.owner = member.person
        member.proposals.append(proposal)
    if plan.state == State.AGREED:
        member.statuses[plan.status] = member.statuses.get(plan.status, 0) + 1
        if plan.confidence is not None:
            member.confidence = min(plan.confidence, member.confidence or 10)
    if plan.state in COUNTING:
        member.agreed += 1
        member.in_line += plan.in_line
    else:
        member.open += 1
    if plan.said_at:
        said_on = timezone.localtime(plan.said_at).date()
        member.heard = max(member.heard or said_on, said_on)


def _add_rooms(actor, members: list[TeamMember], today: date) -> None:
    found = rooms_of(actor, [member.person for member in members], today=today)
    for member in members:
        member.rooms = found[member.person.pk]


def _add_places(members: list[TeamMember]) -> None:
    wanted = {m.person.pk: m for m in members if m.place is None}
    if not wanted:
        return
    placed = Placement.objects.today().filter(person__in=wanted).select_related("unit", "position")
    for placement in placed.order_by("-starts_on", "-pk"):
        member = wanted[placement.person_id]
        member.place = member.place or placement
