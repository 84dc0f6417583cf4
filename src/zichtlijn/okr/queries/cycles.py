"""A cycle: the OKRs of a period, of the whole organisation, of a unit or one's own, and what their scores tell."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When

from zichtlijn.audit.figures import READINGS, kept
from zichtlijn.calculations.okr import IN_FULL, Ambition, ObjectiveGrade, SetOfGrades, ambition
from zichtlijn.objectives.models import Objective, ObjectiveLink
from zichtlijn.objectives.states import COUNTING, Commitment, Level, State
from zichtlijn.okr.models import CarryOver, Grade
from zichtlijn.okr.permissions import can_grade
from zichtlijn.okr.queries.key_results import KeyResult, key_results_of, score_of
from zichtlijn.organisation.models import Period, Unit

#: OKRs on one page.
PAGE = 20
#: So many cycles of one kind are looked at to tell how high they aim.
CYCLES = 4
SHARED = tuple(level for level in Level.values if level != Level.PERSONAL)
_BY_LEVEL = Case(*(When(level=level, then=Value(place)) for place, level in enumerate(Level.values)))


@dataclass(frozen=True)
class Whose:
    """Whose OKRs: of everybody, of some units with all below, or of one person."""

    name: str = ""
    units: tuple[Unit, ...] = ()
    person_id: int | None = None

    def of(self, objectives):
        """Only these objectives."""
        if self.name == "own":
            return objectives.filter(owner_id=self.person_id) if self.person_id else objectives.none()
        objectives = objectives.filter(level__in=SHARED)
        if self.name == "unit":
            within = Q(pk__in=[])
            for unit in self.units:
                within |= Q(unit__in=Unit.objects.within(unit))
            return objectives.filter(within)
        return objectives


@dataclass
class Okr:
    """An objective with its key results, as a card of the cycle shows it."""

    objective: Objective
    key_results: list[KeyResult]
    score: ObjectiveGrade
    grade: Grade | None = None
    parents: list[Objective] = field(default_factory=list)
    may_grade: bool = False
    goes_on: bool = False
    #: True when its last day is past.
    is_over: bool = False


@dataclass
class CyclePage:
    """Everything that the page of a cycle shows."""

    period: Period
    okrs: list[Okr]
    number: int
    has_next: bool
    #: How many of each firmness are agreed or closed: what can have a score.
    counts: dict[str, int]
    #: How many stand there as a draft or a proposal.
    not_agreed: int
    ambition: SetOfGrades
    #: Of the committed objectives with a score: how many, and how many of these in full.
    committed: int
    in_full: int
    is_over: bool
    is_running: bool
    days_left: int

    @property
    def next_key(self) -> str:
        return str(self.number + 1) if self.has_next else ""

    @property
    def previous_key(self) -> str:
        return str(self.number - 1) if self.number > 1 else ""

    @property
    def tells_something(self) -> bool:
        """True as soon as something was graded."""
        return bool(self.committed) or self.ambition.ambition != Ambition.NOTHING_GRADED


def cycle_page(
    actor,
    period: Period,
    whose: Whose,
    *,
    commitment: str = "",
    number: int = 1,
    size: int = PAGE,
    today: date,
) -> CyclePage:
    """The OKRs of a cycle, a page of them, the highest level first; and what all scores of the cycle tell."""
    seen = whose.of(Objective.objects.visible_to(actor)).exclude(state=State.DROPPED)
    in_cycle = seen.filter(period=period)
    counting = Q(state__in=COUNTING)
    rows_of = in_cycle.order_by().values_list("commitment")
    counted = list(rows_of.annotate(n=Count("pk", filter=counting), others=Count("pk", filter=~counting)))
    counts = dict.fromkeys(Commitment.values, 0) | {name: n for name, n, _others in counted}
    rows = in_cycle.filter(commitment=commitment) if commitment else in_cycle
    start = (number - 1) * size
    rows = rows.select_related("owner", "unit", "project").order_by(_BY_LEVEL, "unit__path", "pk")
    found = list(rows[start : start + size + 1])
    committed, in_full = _committed(in_cycle.filter(counting), period)
    return CyclePage(
        period=period,
        okrs=okrs_of(actor, found[:size], today=today),
        number=number,
        has_next=len(found) > size,
        counts=counts,
        not_agreed=sum(others for _name, _n, others in counted),
        ambition=ambition_of(seen.filter(counting), period),
        committed=committed,
        in_full=in_full,
        is_over=period.ends_on < today,
        is_running=period.starts_on <= today <= period.ends_on,
        days_left=(period.ends_on - today).days,
    )


def in_cycle(actor, period: Period, whose: Whose, commitment: str = ""):
    """The objectives of a cycle that this actor may know of."""
    seen = whose.of(Objective.objects.visible_to(actor)).exclude(state=State.DROPPED).filter(period=period)
    return seen.filter(commitment=commitment) if commitment else seen


def okrs_of(actor, objectives: list[Objective], *, today: date) -> list[Okr]:
    """These objectives as OKRs, in a number of queries that does not grow."""
    ids = [objective.pk for objective in objectives]
    key_results = key_results_of(objectives, today=today)
    grades = {grade.objective_id: grade for grade in _grades(objectives)}
    parents: dict[int, list[Objective]] = {}
    links = ObjectiveLink.objects.filter(child__in=ids, parent__state__in=COUNTING)
    for link in links.select_related("parent").order_by("id"):
        parents.setdefault(link.child_id, []).append(link.parent)
    carried = CarryOver.objects.filter(source__in=ids).exclude(target__state=State.DROPPED)
    gone_on = set(carried.values_list("source_id", flat=True))
    return [
        Okr(
            objective,
            key_results[objective.pk],
            score_of(key_results[objective.pk]),
            grades.get(objective.pk),
            parents.get(objective.pk, []),
            objective.state in COUNTING and objective.ends_on < today and can_grade(actor, objective),
            objective.pk in gone_on,
            objective.ends_on < today,
        )
        for objective in objectives
    ]


def _grades(objectives: Iterable[Objective]):
    """The grades that these objectives have in the period in which they stand now."""
    by_id = {objective.pk: objective.period_id for objective in objectives}
    rows = Grade.objects.filter(objective__in=by_id)
    return [grade for grade in rows if grade.period_id == by_id[grade.objective_id]]


def ambition_of(seen, period: Period) -> SetOfGrades:
    """What the scores of the aspirational objectives tell, in this cycle and those of its kind before it."""
    earlier = Period.objects.filter(kind=period.kind, starts_on__lte=period.starts_on).order_by("-starts_on", "-pk")
    cycles = list(earlier.values_list("pk", flat=True)[:CYCLES])[::-1]
    by_cycle: dict[int, list[float | None]] = {pk: [] for pk in cycles}
    rows = Grade.objects.filter(
        period__in=cycles, objective__in=seen.filter(commitment=Commitment.ASPIRATIONAL).order_by().values("pk")
    )
    for period_id, grade in rows.values_list("period_id", "grade"):
        by_cycle[period_id].append(grade)
    return ambition(list(by_cycle.values()))


def _committed(in_cycle, period: Period) -> tuple[int, int]:
    """How many committed objectives have a grade in this cycle, and how many of these were delivered in full."""
    rows = Grade.objects.filter(
        period=period,
        grade__isnull=False,
        objective__in=in_cycle.filter(commitment=Commitment.COMMITTED).order_by().values("pk"),
    )
    counted = rows.aggregate(n=Count("pk"), full=Count("pk", filter=Q(grade__gte=IN_FULL)))
    return counted["n"], counted["full"]


# all cycles -------------------------------------------------------------------------------------------------------


@dataclass
class CycleRow:
    """A cycle in the list of them."""

    period: Period
    total: int = 0
    aspirational: int = 0
    graded: int = 0
    to_grade: int = 0


#: What is counted of a cycle.
COUNTED = ("total", "aspirational", "graded", "to_grade")


def cycle_rows(periods: list[Period], *, today: date) -> list[CycleRow]:
    """Each period with how many shared objectives it has and how many have a score; one query.

    What counts above the personal objectives is seen by all: counted once, and again when an objective moved.
    """
    by_period = kept(("cycles", today), lambda: _counts(today), unmoved_by=READINGS)
    return [CycleRow(period, **by_period.get(period.pk, {})) for period in periods]


def _counts(today: date) -> dict[int, dict[str, int]]:
    # what was learned may be written down without a score
    graded = Exists(Grade.objects.filter(objective=OuterRef("pk"), period=OuterRef("period"), grade__isnull=False))
    counted = (
        Objective.objects.filter(level__in=SHARED, state__in=COUNTING)
        .order_by()
        .values("period_id")
        .annotate(
            total=Count("pk"),
            aspirational=Count("pk", filter=Q(commitment=Commitment.ASPIRATIONAL)),
            graded=Count("pk", filter=Q(graded)),
            to_grade=Count("pk", filter=Q(~graded) & Q(ends_on__lt=today)),
        )
    )
    rows = counted.values_list("period_id", *COUNTED)
    return {period: dict(zip(COUNTED, counts, strict=True)) for period, *counts in rows}
