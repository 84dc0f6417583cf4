"""The cascade as columns: one path open, and in each column what supports the chosen objective before it."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import F, Q
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.access.models import Organisation
from zichtlijn.access.permissions import Permission
from zichtlijn.access.prepared import prepared
from zichtlijn.audit.figures import all_but, kept
from zichtlijn.audit.models import Event
from zichtlijn.objectives.models import Objective, ObjectiveLink
from zichtlijn.objectives.queries.finding import sees_all_personal
from zichtlijn.objectives.queries.lists import as_number
from zichtlijn.objectives.queries.upward import upward_from
from zichtlijn.objectives.states import CHILD_LEVELS, COLUMNS, Level, State
from zichtlijn.organisation.models import Person
from zichtlijn.strategy.models import Direction

PAGE = 12
TITLES = {
    0: lambda: _("Strategic"),
    1: lambda: _("Department"),
    2: lambda: _("Operational"),
    3: lambda: _("Role and project"),
    4: lambda: _("Personal"),
}


@dataclass
class Column:
    """One column: the objectives in it, which one is open, and where the next page begins."""

    number: int
    title: str
    objectives: list = field(default_factory=list)
    count: int | None = None
    chosen: int | None = None
    parent: Objective | None = None
    next_after: str | None = None
    #: False when the reader went on: then nobody counts how many went before.
    from_the_top: bool = True
    #: True for the column in which the reader chooses next; on a phone the ones before it show only the line.
    is_front: bool = False

    @property
    def left(self) -> int:
        """How many there are beyond the ones shown; 0 when that is not known."""
        return max(0, (self.count or 0) - len(self.objectives)) if self.from_the_top else 0


class Link(NamedTuple):
    """Where an objective stands in a column."""

    parent: int
    position: int
    pk: int
    child: int
    level: str
    state: str

    @property
    def seen_by_all(self) -> bool:
        """True for what every member may know of: not personal, and no draft."""
        return self.level != Level.PERSONAL and self.state != State.DRAFT


#: How a link is read from its own table, and from that of the objectives.
LINK = ("parent_id", "position", "id", "child_id", "child__level", "child__state")
LINK_OF_CHILD = ("parent_links__parent", "parent_links__position", "parent_links__id", "pk", "level", "state")


def primary_line(actor, objective: Objective) -> list[Objective]:
    """The objective and what it follows from, up to the top, along the first parent at each level; top first."""
    upward = upward_from(actor, [objective.pk])
    return [*upward.above(objective), upward.objectives.get(objective.pk, objective)]


def _in_view(actor, from_day, until_day, levels):
    objectives = Objective.objects.visible_to(actor, levels=levels).exclude(state=State.DROPPED)
    return objectives.filter(starts_on__lte=until_day, ends_on__gte=from_day).for_cards()


def days_of(period) -> tuple[date, date]:
    """The first and the last day of a period; of no period all days there are."""
    return (period.starts_on, period.ends_on) if period else (date.min, date.max)


def _in_order(rows):
    """With their link, in the order that was chosen."""
    link = {f"link_{name}": F(f"parent_links__{name}") for name in ("position", "id", "weight")}
    return rows.annotate(**link).order_by("parent_links__position", "parent_links__id")


#: Supporters that are asked for at once when a page begins at the top.
AT_ONCE = 26


@prepared
def _first_supporters(*, actor: Actor, parent: int, levels: tuple, from_day: date, until_day: date):
    rows = _in_view(actor, from_day, until_day, levels).filter(parent_links__parent=parent)
    return _in_order(rows)[:AT_ONCE]


def supporters(
    actor, parent: Objective, *, period=None, after: str | None = None, page: int = PAGE
) -> tuple[list, str | None]:
    """A page of what supports `parent`, in the order that was chosen, and where the next page begins."""
    few = _few_to_see(actor, parent, period)
    from_day, until_day = days_of(period)
    asked = {"actor": actor, "levels": CHILD_LEVELS[parent.level], "from_day": from_day, "until_day": until_day}
    if after is None and few is None and page < AT_ONCE:
        found = _first_supporters(parent=parent.pk, **asked)[: page + 1]
    else:
        rows = _in_order(_supporting(actor, parent, period, few))
        position, link = (
            as_number(part) for part in ((after or "").partition("-")[0], (after or "").partition("-")[2])
        )
        if position is not None and link is not None:
            rows = rows.filter(
                Q(parent_links__position__gt=position) | Q(parent_links__position=position, parent_links__id__gt=link)
            )
        found = list(rows[: page + 1])
    if len(found) <= page:
        return found, None
    last = found[page - 1]
    return found[:page], f"{last.link_position}-{last.link_id}"


#: Columns with fewer supporters than this are read together; from here on it pays to look from the side of the few that
#: the reader may see.
MANY = 300
FEW = 2000
#: So many cards cost less than asking first which of them are shown.
HANDFUL = 60


def _few_to_see(actor, parent: Objective, period) -> list[Link] | None:
    """The links among which a reader who may see only some supporters will find all of those; None: look at all.

    Under a role objective tens of thousands may stand, of which a manager sees ten. Those ten are found from the side
    of the people: the reader's own line and, where the organisation opened them, colleagues in the unit.
    """
    if parent.level not in {Level.ROLE, Level.PROJECT} or parent.supporter_count < MANY or sees_all_personal(actor):
        return None
    owners = [] if actor.person_id is None else [actor.person_id]
    if actor.person is not None and actor.may(Permission.LEAD_PEOPLE):
        owners += Person.objects.reporting_to(actor.person).values_list("pk", flat=True)[: FEW + 1]
    if len(owners) > FEW:
        return None
    seen = Q(owner_id__in=owners)
    if actor.organisation.personal_objectives_seen_by == Organisation.SeenBy.UNIT and actor.unit_ids:
        seen |= Q(unit_id__in=actor.unit_ids)
    # with the parents that they have: asked for this one parent, a database may walk along all of its links
    from_day, until_day = days_of(period)
    objectives = Objective.objects.filter(seen, level=Level.PERSONAL, starts_on__lte=until_day, ends_on__gte=from_day)
    rows = objectives.exclude(state=State.DROPPED).values_list(*LINK_OF_CHILD)[: FEW * 5 + 1]
    links = [Link(*row) for row in rows]
    if len(links) > FEW * 5:
        return None
    return sorted(link for link in links if link.parent == parent.pk)


def _supporting(actor, parent: Objective, period, few: list[Link] | None):
    """What supports `parent` and may be seen. Of few links their ids alone are asked: asked for the parent as well, a
    database walks along all its links in their order."""
    rows = _in_view(actor, *days_of(period), CHILD_LEVELS[parent.level])
    if few is None:
        return rows.filter(parent_links__parent=parent)
    return rows.filter(parent_links__pk__in=[link.pk for link in few])


def tops(actor, period, *, after: str | None = None, page: int = PAGE) -> tuple[list, str | None, int]:
    """A page of the strategic objectives, where the next begins, and how many there are."""
    from_day, until_day = days_of(period)
    last = as_number(after) or 0
    found = _first_tops(actor=actor, after=last, from_day=from_day, until_day=until_day)[: page + 1]
    if not last and len(found) <= page:
        return found, None, len(found)
    count = _in_view(actor, from_day, until_day, COLUMNS[0]).count()
    return found[:page], str(found[page - 1].pk) if len(found) > page else None, count


@prepared
def _first_tops(*, actor: Actor, after: int, from_day: date, until_day: date):
    return _in_view(actor, from_day, until_day, COLUMNS[0]).filter(pk__gt=after).order_by("pk")[: PAGE + 1]


def supporter_count(actor, parent: Objective, period=None) -> int:
    """How many supporters of `parent` this actor may know of; the stored count where nothing is hidden from them."""
    if parent.level not in {Level.ROLE, Level.PROJECT} or sees_all_personal(actor):
        return parent.supporter_count
    return _supporting(actor, parent, period, _few_to_see(actor, parent, period)).order_by().count()


def columns(actor, period, line: list[Objective], *, after: dict[int, str] | None = None) -> list[Column]:
    """All columns with this line open. `after` says per column from where to show, for a next page."""
    after = after or {}
    objectives, following, count = tops(actor, period, after=after.get(0))
    made = [Column(0, TITLES[0](), objectives, count, None, None, following, not after.get(0))]
    for number in range(1, len(COLUMNS)):
        parent = line[number - 1] if number <= len(line) else None
        made.append(Column(number, TITLES[number](), parent=parent, from_the_top=not after.get(number)))
    under = list(zip(line, made[1:], strict=False))
    whole, short, picked, long = {}, {}, [], []
    for parent, column in under:
        few = _few_to_see(actor, parent, period) if column.from_the_top else None
        if column.from_the_top and parent.supporter_count < MANY:
            whole[parent] = column
        elif few is not None and len(few) < MANY:
            short[parent] = column
            picked += few
        else:
            long.append((parent, column))
    links = _links(whole, period)
    if len(links) > MANY * len(COLUMNS):  # what was only proposed does not count as support yet, and may be many
        long, links = [*whole.items(), *long], []
    else:
        short |= whole
    _fill_short(actor, period, short, links + picked)
    for parent, column in long:
        _fill_long(actor, period, parent, column, after.get(column.number))
    for column, chosen in zip(made, line, strict=False):
        column.chosen = chosen.pk
        _chosen_first(column, chosen)
    made[min(len(line), len(COLUMNS) - 1)].is_front = True
    return made


def _links(parents: dict[Objective, Column], period) -> list[Link]:
    """The links to these parents in the order of their column; cut where they are few no longer."""
    if not parents:
        return []
    from_day, until_day = days_of(period)
    rows = _first_links(parents=[parent.pk for parent in parents], from_day=from_day, until_day=until_day)
    return [Link(*row) for row in rows]


@prepared
def _first_links(*, parents: list[int], from_day: date, until_day: date):
    links = ObjectiveLink.objects.filter(parent__among=parents).exclude(child__state=State.DROPPED)
    links = links.filter(child__starts_on__lte=until_day, child__ends_on__gte=from_day)
    return links.order_by("position", "id").values_list(*LINK)[: MANY * len(COLUMNS) + 1]


def _fill_short(actor, period, short: dict[Objective, Column], links: list[Link]) -> None:
    """Columns with few objectives to see, together: which of them the reader may see, and the cards of those shown.

    Objectives are asked for by their ids alone: asked for by their links as well, SQLite walks along all of a level.
    What all members see is shown without asking whether this one may; of a handful of others their cards are asked for
    at once, of more first which of them may be seen.
    """
    levels = {level for parent in short for level in CHILD_LEVELS[parent.level]}
    hidden = {link.child for link in links if not link.seen_by_all}  # until it is known that they are not
    if not (handful := len(hidden) <= HANDFUL):
        seen = _in_view(actor, *days_of(period), levels).filter(pk__among=hidden)
        hidden -= set(seen.values_list("pk", flat=True))
    certain = {
        parent: [link for link in links if link.parent == parent.pk and link.child not in hidden] for parent in short
    }
    first = [link.child for column in certain.values() for link in column[:PAGE]]
    wanted = hidden if handful else set()
    ordered = tuple(level for level in Level if level in levels)
    rows = _cards(actor=actor, certain=first, ids=[*first, *wanted], levels=ordered) if links else []
    cards = {card.pk: card for card in rows}
    for parent, column in short.items():
        found = [
            link
            for link in links
            if link.parent == parent.pk and (link.child not in hidden or (handful and link.child in cards))
        ]
        column.count = len(found)
        column.objectives = [cards[link.child] for link in found[:PAGE]]
        if len(found) > PAGE:
            column.next_after = f"{found[PAGE - 1].position}-{found[PAGE - 1].pk}"


@prepared
def _cards(*, actor: Actor, certain: list[int], ids: list[int], levels: tuple):
    """Cards of those of these objectives that are certain, or that this actor may see."""
    objectives = Objective.objects.all()
    seen = objectives.seen_by(actor, levels=levels)
    return objectives.filter(Q(pk__among=certain) | seen, pk__among=ids).for_cards()


def _fill_long(actor, period, parent: Objective, column: Column, after: str | None) -> None:
    """A page of a column that may hold tens of thousands."""
    column.objectives, column.next_after = supporters(actor, parent, period=period, after=after)
    if len(column.objectives) < PAGE and column.from_the_top:
        column.count = len(column.objectives)
    else:
        column.count = max(supporter_count(actor, parent, period), len(column.objectives))


def _chosen_first(column: Column, chosen: Objective) -> None:
    """The open line runs along the top of the columns, however far down the chosen objective would stand."""
    column.objectives = [chosen, *(o for o in column.objectives if o.pk != chosen.pk)]


def opened_line(actor, period) -> list[Objective]:
    """The line to open when nothing was chosen: the actor's own, else the first one that goes all the way down."""
    if actor.person_id:
        from_day, until_day = days_of(period)
        theirs = Objective.objects.filter(owner_id=actor.person_id, level=Level.PERSONAL, in_line=True)
        theirs = theirs.filter(starts_on__lte=until_day, ends_on__gte=from_day).exclude(state=State.DROPPED)
        own = theirs.order_by("pk").only("pk").first()
        if own:
            return primary_line(actor, own)
    line: list[Objective] = []
    first = _in_view(actor, *days_of(period), COLUMNS[0]).order_by("-supporter_count", "pk").first()
    while first is not None and len(line) < len(COLUMNS):
        line.append(first)
        found, _next = supporters(actor, first, period=period, page=1)
        first = found[0] if found else None
    return line


def direction_at(day) -> Direction | None:
    """The direction that holds on this day."""
    moved_by = (Event.DIRECTION_STATED, Event.DIRECTION_CHANGED)
    return kept(("direction", day), Direction.objects.at(day).first, unmoved_by=all_but(*moved_by))
