"""Lists of objectives: filtered, sorted, paged; suggestions; the people of a group."""

from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.db.models import Case, F, Sum, Value, When
from django.utils.translation import gettext as _

from zichtlijn.calculations.objectives import MOST_WHOLE
from zichtlijn.objectives.models import PERSPECTIVES, Objective
from zichtlijn.objectives.permissions import leads_person
from zichtlijn.objectives.queries.finding import ids_by_words
from zichtlijn.objectives.states import Level, State, Status
from zichtlijn.organisation.models import Person, Placement, Unit
from zichtlijn.organisation.queries import picks
from zichtlijn.ui.templatetags.ui import status_word

PAGE = 50
#: Suggestions while somebody types.
OFFERED = 20


def _rank(field: str, values):
    """The place of a value in this order, which is not that of its letters."""
    return Case(*(When(**{field: value, "then": Value(place)}) for place, value in enumerate(values)))


#: The place of a level in the cascade, from the top.
LEVEL_RANK = _rank("level", Level.values)
SORTS = {
    "title": F("title"),
    "status": _rank("status", [Status.OFF_COURSE, Status.BEHIND, Status.PARTIAL, Status.TO_MEASURE, Status.ON_COURSE]),
    "progress": F("progress"),
    "level": LEVEL_RANK,
    "ends_on": F("ends_on"),
}


def as_number(text: str | None) -> int | None:
    """The number in an address; None when it is none, or larger than any id."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


@dataclass
class Page:
    """One page of a list, and the filters that made it."""

    objects: list
    number: int
    has_next: bool
    filters: dict
    sort: str
    #: So many names have the typed words that not all were looked through.
    is_cut: bool = False

    @property
    def is_narrowed(self) -> bool:
        """True when a filter is set, or a page after the first is shown: what is missing may stand elsewhere."""
        return any(self.filters.values()) or self.number > 1

    @property
    def choices(self) -> list[tuple]:
        """The filters one can set: name, label, and the choices (value, text, chosen)."""
        offered = (
            ("level", _("Level"), Level),
            ("perspective", _("Perspective"), PERSPECTIVES),
            ("state", _("State"), State),
        )
        choices = [
            (name, label, [(value, text, value == self.filters[name]) for value, text in words.choices])
            for name, label, words in offered
        ]
        words = [(value, status_word(value), value == self.filters["status"]) for value in Status.values]
        return [*choices, ("status", _("Status"), words)]

    @property
    def next_key(self) -> str:
        """The number of the next page, for `after`; empty on the last."""
        return str(self.number + 1) if self.has_next else ""

    @property
    def previous_key(self) -> str:
        """The number of the page before, for `before`; empty on the first."""
        return str(self.number - 1) if self.number > 1 else ""


def objective_page(actor, period, asked) -> Page:
    """A page of what this actor may know of. Unknown names in filter or sort are a bad request."""
    filters = {
        "level": _one_of(asked.get("level", ""), Level.values),
        "state": _one_of(asked.get("state", ""), State.values),
        "status": _one_of(asked.get("status", ""), Status.values),
        "perspective": _one_of(asked.get("perspective", ""), PERSPECTIVES.values),
        "unit": as_number(asked.get("unit")) or "",
        "q": asked.get("q", "")[:100],
    }
    sort = asked.get("sort", "")
    if sort and sort.removeprefix("-") not in SORTS:
        raise BadRequest("sort")
    number = max(1, min(as_number(asked.get("after") or asked.get("before")) or 1, 400))
    rows, whole = filtered(actor, period, filters)
    if sort:
        by = SORTS[sort.removeprefix("-")]
        rows = rows.order_by(by.desc(nulls_last=True) if sort.startswith("-") else by.asc(nulls_last=True), "pk")
    else:
        rows = rows.order_by("pk")
    start = (number - 1) * PAGE
    found = list(rows.select_related("owner", "unit", "project", "position")[start : start + PAGE + 1])
    return Page(found[:PAGE], number, len(found) > PAGE, filters, sort, not whole)


def filtered(actor, period, filters):
    """Objectives in view for these filters, and whether that is all there is with the typed words."""
    rows, whole = _narrowed(Objective.objects.visible_to(actor), period, filters), True
    if filters.get("q"):
        levels = [filters["level"]] if filters.get("level") else Level.values
        among = _narrowed(Objective.objects.all(), period, filters)
        ids, whole = ids_by_words(actor, filters["q"], among, levels=levels)
        rows = rows.filter(pk__among=ids)
    return rows, whole


def _narrowed(rows, period, filters):
    """Those of the period that fit these filters; what was dropped only when asked for."""
    if period:
        rows = rows.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    for name in ("level", "state", "status", "perspective"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    if not filters.get("state"):
        rows = rows.exclude(state=State.DROPPED)
    if filters.get("unit"):
        unit = Unit.objects.filter(pk=filters["unit"]).first()
        rows = rows.filter(unit__in=Unit.objects.within(unit)) if unit else rows.none()
    return rows


def _one_of(value: str, allowed) -> str:
    if value and value not in allowed:
        raise BadRequest(value[:20])
    return value


def suggestions(actor, levels, text: str) -> list[Objective]:
    """At most twenty objectives whose words begin with what was typed, or whose code does; nothing typed: from the top.

    A personal objective is found by its whole code, the others by the beginning of theirs.
    """
    levels = [level for level in Level.values if not levels or level in levels]
    text = text.split("[")[0].strip()[:60]
    rows = Objective.objects.visible_to(actor, levels=levels).open().select_related("unit")
    if not text:
        return _from_the_top(rows, levels)
    named, _whole = ids_by_words(actor, text, Objective.objects.filter(level__in=levels).open(), levels=levels)
    coded = Objective.objects.filter(key__in={text, text.upper(), text.lower()})
    ids = [*named, *coded.values_list("pk", flat=True)]
    found = list(rows.filter(pk__among=ids).order_by("title", "pk")[:OFFERED])
    if len(found) < OFFERED:
        begin = rows.filter(level__in=set(levels) - {Level.PERSONAL}, key__istartswith=text)
        begin = begin.exclude(pk__among=[objective.pk for objective in found])
        found += begin.order_by(SORTS["level"], "pk")[: OFFERED - len(found)]
    return sorted(found, key=lambda objective: (objective.title, objective.pk))


def objective_choices(rows) -> list[picks.Choice]:
    """Objectives to pick from: the title, with code and unit so that two of one title are told apart."""
    return [picks.Choice(o.pk, o.title, " · ".join([o.key, str(o.unit or "")]).removesuffix(" · ")) for o in rows]


def _from_the_top(rows, levels: list[str]) -> list[Objective]:
    """The first of each level in turn, until there are enough: without looking at all there is."""
    found: list[Objective] = []
    for level in levels:
        if len(found) < OFFERED:
            first = rows.filter(level=level).order_by("pk")[: OFFERED - len(found)]
            found += sorted(first, key=lambda objective: objective.title)
    return found


def plan_weight(actor, objective: Objective) -> float:
    """What the open personal objectives of this owner in this period weigh together, as far as this reader may know."""
    if objective.level != Level.PERSONAL or objective.owner_id is None:
        return 0.0
    seen = Objective.objects.visible_to(actor, levels=[Level.PERSONAL]).open()
    plan = seen.filter(owner_id=objective.owner_id, period_id=objective.period_id, weight__isnull=False)
    return plan.aggregate(total=Sum("weight"))["total"] or 0.0


def direct_reports(actor) -> list[Person]:
    """People whose line manager the actor is today, as far as they stand in the line under the actor."""
    if actor.person_id is None:
        return []
    return _led(actor, Placement.objects.today().filter(line_manager_id=actor.person_id))


def group(actor, *, unit, position=None) -> list[Person]:
    """The people of a unit, as far as they stand in the line under the actor."""
    placed = Placement.objects.today().filter(unit__in=Unit.objects.within(unit))
    if position:
        placed = placed.filter(position=position)
    return _led(actor, placed)


def _led(actor, placed) -> list[Person]:
    people = Person.objects.living().filter(pk__in=placed.values("person_id")).order_by("sort_name", "pk")
    return [person for person in people if leads_person(actor, person)]


@dataclass(frozen=True)
class Choice:
    """A person to hand an objective to: where they work, whether they have it already, whether the box is ticked."""

    person: Person
    place: Placement | None
    has_it: bool
    is_ticked: bool


def people_to_choose(template, people: list[Person], period, ticked: set[str]) -> list[Choice]:
    """These people as boxes to tick; two queries for any number of them."""
    if not people:
        return []
    placed = Placement.objects.today().filter(person__in=people).select_related("unit", "position")
    places = {placement.person_id: placement for placement in placed.order_by("starts_on", "pk")}
    handed = Objective.objects.filter(template=template, period=period, owner__in=people).exclude(state=State.DROPPED)
    having = set(handed.values_list("owner_id", flat=True))
    return [Choice(p, places.get(p.pk), p.pk in having, str(p.pk) in ticked) for p in people]


@dataclass(frozen=True)
class Receiver:
    """Somebody who gets an objective: whether they have it already, and what their plan adds up to then."""

    person: Person
    has_it: bool
    before: float
    after: float

    @property
    def comes_above(self) -> bool:
        """The weights of the plan come above 100% by this."""
        return not self.has_it and self.after > max(self.before, MOST_WHOLE)


def receivers_of(actor, template, people: list[Person], period) -> list[Receiver]:
    """These people with what their plans weigh in this period, as in `plan_weight`; two questions for any number."""
    plans = Objective.objects.visible_to(actor, levels=[Level.PERSONAL]).filter(owner__in=people)
    handed = plans.filter(template=template, period=period).exclude(state=State.DROPPED)
    having = set(handed.values_list("owner_id", flat=True))
    plans = plans.open().filter(period=period, weight__isnull=False)
    sums = dict(plans.order_by().values_list("owner_id").annotate(total=Sum("weight")))
    more = template.weight or 0
    return [Receiver(p, p.pk in having, sums.get(p.pk, 0), sums.get(p.pk, 0) + more) for p in people]
