"""What a person reads: the measures that are due, or all of them, in groups by objective."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.safestring import SafeString

from zichtlijn.access.actor import Actor
from zichtlijn.access.models import Organisation
from zichtlijn.access.prepared import prepared
from zichtlijn.calculations.calendar import Frequency, chunk_of
from zichtlijn.objectives.models import Action, Measure, Milestone, Objective
from zichtlijn.objectives.permissions import can_check_in, can_record_reading
from zichtlijn.objectives.queries.asked import asked_of_owner
from zichtlijn.objectives.states import OPEN, Kind, Level, State

#: What falls due within a week is asked for already.
AHEAD = timedelta(days=7)
#: Rows on one page.
MOST = 100
#: What can be refused in a row, and in what is said of an objective, in the order of the page.
FIELDS = ("value", "on", "note", "confidence", "comment")


class Errors(dict[str, str]):
    """What is wrong, by field; empty words for a field that is fine, so that a page of rows asks without searching.

    A template reads the texts as `refusals` of the row: every name is a field here, `items` too.
    """

    def __missing__(self, name: str) -> str:
        return ""


class Typed:
    """Something that was typed in and may have been refused."""

    errors: Errors

    @property
    def refusals(self) -> list[str]:
        """What is wrong, in words."""
        return list(self.errors.values())


@dataclass
class MeasureRow(Typed):
    """A measure with what was typed in its row, what is wrong with it, and the reading that came of it."""

    measure: Measure
    value: str = ""
    on: str = ""
    note: str = ""
    milestones: list = field(default_factory=list)
    errors: Errors = field(default_factory=Errors)
    #: The text of a value that lies far outside and that was asked about: sent once more it is meant.
    sure: str = ""
    #: The field in which a page that comes back with errors puts the reader.
    focus: str = ""
    saved: object | None = None
    entry: object | None = None
    today: date | None = None

    @property
    def key(self) -> SafeString:
        """The number of the measure for ids and names: as text, for a number is put in the reader's language first."""
        return SafeString(self.measure.pk)

    @property
    def late(self) -> bool:
        return bool(self.measure.due_on and self.today and self.measure.due_on < self.today)


@dataclass
class Group(Typed):
    """An objective and the rows that belong to it."""

    objective: Objective
    rows: list[MeasureRow] = field(default_factory=list)
    may_check_in: bool = False
    confidence: str = ""
    comment: str = ""
    errors: Errors = field(default_factory=Errors)
    focus: str = ""
    said: object | None = None

    @property
    def key(self) -> SafeString:
        """The number of the objective as text, for ids and names."""
        return SafeString(self.objective.pk)

    @property
    def scale_name(self) -> str:
        """What the steps of confidence are called in the form."""
        return f"confidence-{self.objective.pk}"

    @property
    def scale_wrong(self) -> str:
        """The id of the text that says what is wrong with the confidence, when something is."""
        return f"said-error-{self.objective.pk}" if self.errors["confidence"] else ""

    @property
    def scale_focus(self) -> bool:
        """True when the page opens in the first step."""
        return self.focus == "confidence"


@dataclass(frozen=True)
class Left:
    """What was typed and belongs in no row any more: why, and the text, which its writer gets back."""

    reason: str
    text: str = ""


@dataclass
class CheckInPage:
    """Everything on the page. `more`: there are further rows than the page holds."""

    groups: list[Group] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    late: int = 0
    more: bool = False

    @property
    def rows(self) -> list[MeasureRow]:
        return [row for group in self.groups for row in group.rows]

    def due(self, today: date) -> int:
        """How many rows wait for a reading, as the tab says it."""
        return sum(row.measure.due_on is not None and row.measure.due_on <= today + AHEAD for row in self.rows)

    def is_typed_in(self, *, but: int) -> bool:
        """True when something stands in another row than that of this measure."""
        return any(row.value and row.measure.pk != but for row in self.rows) or any(
            group.confidence or group.comment for group in self.groups
        )

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """Everything that is wrong, from top to bottom: the id of its field, what it is of, and what is wrong."""
        found = []
        for group in self.groups:
            for row in group.rows:
                found += [(f"{name}-{row.measure.pk}", row.measure.name, text) for name, text in row.errors.items()]
            found += [
                (f"{name}-{group.objective.pk}", group.objective.title, text) for name, text in group.errors.items()
            ]
        return found

    def focus_on_first_wrong(self) -> None:
        """Mark the first field that was refused, so that the page opens in it, with scripts and without."""
        places: list[MeasureRow | Group] = []
        for group in self.groups:
            places += [*group.rows, group]
        for place in places:
            if place.errors:
                place.focus = next(name for name in FIELDS if name in place.errors)
                return


def measures_to_read(actor, *, until: date | None, most: int = MOST, brief: bool = False) -> list[Measure]:
    """At most `most` + 1 measures that the actor reads and may know of, with their objective; longest waiting first.

    Somebody reads a measure when they are responsible, or when nobody who is can be asked and the objective is theirs
    (see `asked_of_owner`). Three queries:
    two questions that each have an index instead of one that has none, and the objectives. `brief`: only what a line
    in a list of tasks says.
    """
    if actor.person_id is None:
        return []
    asked = {"person": actor.person_id, "until": until or date.max, "brief": brief, "dated": until is not None}
    mine = _read_as_owner(today=timezone.localdate(), seen_by=_seen_by(actor), **asked)
    found = _made_responsible(**asked)[: most + 1] + mine[: most + 1]
    found.sort(key=lambda m: (m.due_on is None, m.due_on or date.max, m.pk))
    return _with_objectives(actor, found[: most + 1], brief=brief)


def _to_read(*, until, brief: bool, dated: bool):
    living = Measure.objects.living().filter(objective__state=State.AGREED).order_by("due_on", "id")
    if dated:
        living = living.filter(due_on__lte=until)
    return living.only("name", "due_on", "objective", "organisation") if brief else living


@prepared
def _made_responsible(*, person: int, until: date, brief: bool, dated: bool):
    return _to_read(until=until, brief=brief, dated=dated).filter(responsible_id=person)[: MOST + 1]


@prepared
def _read_as_owner(*, person: int, until: date, today: date, seen_by: Organisation.SeenBy, brief: bool, dated: bool):
    asked = asked_of_owner(person, today=today, seen_by=seen_by)
    return _to_read(until=until, brief=brief, dated=dated).filter(asked)[: MOST + 1]


def _seen_by(actor) -> Organisation.SeenBy:
    return Organisation.SeenBy(actor.organisation.personal_objectives_seen_by)


def due_count(actor, *, today: date) -> int:
    """How many measures this actor reads that wait for a reading, in one query: the number on the tab after a save."""
    if actor.person_id is None:
        return 0
    asked = asked_of_owner(actor.person_id, today=timezone.localdate(), seen_by=_seen_by(actor))
    due = Measure.objects.living().filter(objective__state=State.AGREED, due_on__lte=today + AHEAD)
    known = Objective.objects.visible_to(actor)
    return due.filter(Q(responsible_id=actor.person_id) | asked, objective__in=known).count()


def measures_by_id(actor, ids: list[int]) -> list[Measure]:
    """These measures, without those of objectives that the actor may not know of."""
    return _with_objectives(actor, list(Measure.objects.filter(pk__in=ids).order_by("pk"))) if ids else []


def _with_objectives(actor, measures: list[Measure], *, brief: bool = False) -> list[Measure]:
    known = objectives_by_id(actor, {m.objective_id for m in measures}, brief=brief)
    for measure in measures:
        if measure.objective_id in known:
            measure.objective = known[measure.objective_id]
    return [m for m in measures if m.objective_id in known]


def objectives_by_id(actor, ids, *, brief: bool = False) -> dict[int, Objective]:
    """These objectives, as far as the actor may know of them."""
    found = _seen_objectives(actor=actor, ids=list(ids), brief=brief) if ids else []
    return {objective.pk: objective for objective in found}


@prepared
def _seen_objectives(*, actor: Actor, ids: list[int], brief: bool):
    found = Objective.objects.visible_to(actor).filter(pk__among=ids)
    return found.only("title", "level", "owner") if brief else found.select_related("owner", "unit", "project")


def actions_to_do(person_id: int | None, until: date) -> list[Action]:
    """Actions of this person that are not done and due by `until`."""
    return _actions_of(person=person_id, until=until) if person_id is not None else []


@prepared
def _actions_of(*, person: int, until: date):
    found = Action.objects.filter(owner_id=person, done_on=None, due_on__lte=until, objective__state__in=OPEN)
    fields = ("title", "due_on", "organisation", "objective__title", "objective__level", "objective__owner")
    return found.select_related("objective").only(*fields).order_by("due_on", "id")[:50]


def default_day(measure: Measure, *, today: date, first_month: int = 1) -> date:
    """The day that a value typed today is of: the end of the last stretch when one was missed, else today."""
    if measure.due_on is None or measure.due_on >= today or measure.kind == Kind.MILESTONES:
        return today
    if measure.frequency == Frequency.ONCE:
        return measure.due_on
    ended = chunk_of(Frequency(measure.frequency), today, first_month=first_month)[0] - timedelta(days=1)
    return min(max(ended, measure.due_on), measure.ends_on)


def row_of(measure: Measure, *, today: date) -> MeasureRow:
    """An empty row for this measure."""
    first_month = measure.organisation.fiscal_first_month
    row = MeasureRow(measure, on=default_day(measure, today=today, first_month=first_month).isoformat(), today=today)
    if measure.kind == Kind.MILESTONES:
        row.milestones = list(measure.milestones.all())
    return row


def check_in_page(actor, *, everything: bool, today: date, also=(), said=()) -> CheckInPage:
    """What is due within a week, or everything the actor reads.

    `also`: measures that a form brought along; `said`: objectives of which something was said in it.
    """
    until = None if everything else today + AHEAD
    page = CheckInPage()
    if actor.person_id is None:
        return page
    measures = measures_to_read(actor, until=until)
    page.more = len(measures) > MOST
    measures = measures[:MOST]
    there = {m.pk for m in measures}
    measures += measures_by_id(actor, [pk for pk in also if pk not in there])
    prefetch_related_objects(measures, Prefetch("milestones", Milestone.objects.order_by("due_on", "id")))
    groups: dict[int, Group] = {}
    for measure in measures:
        measure.organisation = actor.organisation
        if not can_record_reading(actor, measure):
            continue
        group = groups.setdefault(measure.objective_id, Group(measure.objective))
        group.rows.append(row_of(measure, today=today))
    if everything:
        for objective in _own_objectives(actor):
            groups.setdefault(objective.pk, Group(objective))
    for objective in objectives_by_id(actor, [pk for pk in said if pk not in groups]).values():
        if can_check_in(actor, objective):
            groups[objective.pk] = Group(objective)
    for group in groups.values():
        group.may_check_in = can_check_in(actor, group.objective)
    page.groups = list(groups.values())
    page.actions = actions_to_do(actor.person_id, today + AHEAD)
    page.late = sum(row.late for row in page.rows)
    return page


def _own_objectives(actor):
    """Objectives that the actor owns and that are agreed, the personal ones first."""
    found = (
        Objective.objects.visible_to(actor)
        .filter(owner_id=actor.person_id, state=State.AGREED)
        .select_related("owner", "unit", "project")
        .order_by("pk")[:MOST]
    )
    return sorted(found, key=lambda o: o.level != Level.PERSONAL)
