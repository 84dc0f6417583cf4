"""Everything the page of one objective shows, in a number of queries that does not grow."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import F, Prefetch, Window, prefetch_related_objects
from django.db.models.functions import RowNumber

from zichtlijn.access.prepared import prepared
from zichtlijn.calculations import objectives as core
from zichtlijn.documents import charts
from zichtlijn.objectives.actions.standing import limits_for, limits_of
from zichtlijn.objectives.models import InterimTarget, Measure, Milestone, Objective, ObjectiveLink, Reading
from zichtlijn.objectives.queries.alignment import supporters
from zichtlijn.objectives.states import COUNTING, Kind, Shape

CHARTS = 2  # measures whose chart stands on the page of the objective; the others have a page of their own
POINTS = 60


@dataclass
class MeasureView:
    """A measure with its readings, newest first, and what is said of its aim."""

    measure: Measure
    readings: list = field(default_factory=list)
    chart: charts.Chart | None = None

    @property
    def in_words(self) -> list["InWords"]:
        return results_in_words(self.measure) if self.measure.kind != Kind.MILESTONES else []


@dataclass(frozen=True)
class InWords:
    """A target or a result that a published plan gave in words, without a number: for when, and what it says."""

    is_target: bool
    when: str
    text: str


def results_in_words(measure: Measure) -> list[InWords]:
    """What a published plan (StratML) said of targets and results of this measure without a number, in its order."""
    found = []
    for instance in measure.published.get("stratml", {}).get("MeasurementInstance", []):
        for name in ("TargetResult", "ActualResult"):
            for result in instance.get(name, []):
                words = result.get("Description", "").strip()
                if words and not result.get("NumberOfUnits", "").strip():
                    days = [day for day in (result.get("StartDate", ""), result.get("EndDate", "")) if day]
                    found.append(InWords(name == "TargetResult", " – ".join(days), words))
    return found


def measures_of(objective: Objective) -> list[Measure]:
    """The living measures with their targets on the way and milestones."""
    measures = _living_measures(objective=objective.pk)
    prefetch_related_objects(measures, Prefetch("interim_targets", InterimTarget.objects.order_by("on")))
    by_milestones = [m for m in measures if m.kind == Kind.MILESTONES]
    prefetch_related_objects(by_milestones, Prefetch("milestones", Milestone.objects.order_by("due_on", "id")))
    return measures


@prepared
def _living_measures(*, objective: int):
    return (
        Measure.objects.living().filter(objective_id=objective).select_related("responsible").order_by("position", "id")
    )


def measure_views(measures: list[Measure], *, today: date, first: int = CHARTS) -> list[MeasureView]:
    """The measures, the first few with their readings and chart."""
    drawn = [m for m in measures if m.kind != Kind.MILESTONES][:first]
    readings: dict[int, list[Reading]] = {m.pk: [] for m in drawn}
    if drawn:
        since = min(m.starts_on for m in drawn)
        for reading in _newest_readings(measures=list(readings), since=since):
            readings[reading.measure_id].append(reading)
    return [
        MeasureView(m, readings.get(m.pk, []), chart_of(m, readings[m.pk], today=today) if readings.get(m.pk) else None)
        for m in measures
    ]


@prepared
def _newest_readings(*, measures: list[int], since: date):
    """Of each of these measures what was read last, the newest first."""
    newest = Window(RowNumber(), partition_by=F("measure_id"), order_by=[F("measured_on").desc(), F("id").desc()])
    rows = Reading.objects.current().filter(measure__among=measures, measured_on__gte=since).annotate(number=newest)
    return rows.filter(number__lte=POINTS).order_by("-measured_on", "-id")


@dataclass(frozen=True)
class WhenRead:
    """What was expected of a measure on the day of its last reading, and what its status would have been that day."""

    on: date
    expected: float
    status: str


def when_read(measure: Measure, *, today: date) -> WhenRead | None:
    """The day of the last reading, when by today something else is expected than then."""
    on = measure.current_on
    if on is None or on >= today or measure.progress is None or measure.expected is None:
        return None
    expected = core.expected_progress(measure.aim(), on)
    if expected is None or round(expected * 100) == round(measure.expected * 100):
        return None
    limits = limits_for(measure, limits_of(measure.organisation))
    return WhenRead(on, expected, core.status(measure.progress, expected, 1.0, limits))


def chart_of(measure: Measure, readings: list[Reading], *, today: date) -> charts.Chart:
    """The line of a measure: readings, the expected course, the target and the band, with today marked."""
    aim = measure.aim()
    steps = {measure.ends_on, *(t.on for t in aim.interim)}
    if measure.shape == Shape.STEPPED or measure.kind == Kind.YES_NO:
        steps |= {
            day - timedelta(days=1) for day in steps if day > measure.starts_on
        }  # so that a step is drawn upright
    days = sorted({measure.starts_on, *steps, *(r.measured_on for r in readings)})
    course = [(day, value) for day, value in zip(days, core.course(aim, days), strict=True) if value is not None]
    band = None
    if measure.kind == Kind.BAND and measure.lower is not None and measure.upper is not None:
        band = (measure.lower, measure.upper)
    return charts.line_chart(
        [(r.measured_on, r.value) for r in readings],
        course=[] if band else course,
        target=None if measure.kind in {Kind.BAND, Kind.YES_NO} else measure.target,
        band=band,
        today=today,
        unit=measure.unit,
        name=measure.name,
        starts_on=measure.starts_on,
        ends_on=measure.ends_on,
    )


@dataclass(frozen=True)
class HowMade:
    """How the number of an objective is made: its parts, with what each adds."""

    own: list
    support: list
    own_share: float | None
    support_share: float | None
    #: All supporters that are not among the rows taken together, and how many those are.
    rest: core.ExplainedPart | None = None
    rest_count: int = 0

    @property
    def own_progress(self) -> float | None:
        """What its own measures make together."""
        adds = [row.adds for row in self.own if row.adds is not None]
        return sum(adds) if adds else None


#: The supporters that a reader may not see are not taken together either when they are fewer.
FEWEST_TOGETHER = 5


def how_made(
    objective: Objective, measures: list[Measure], links: list[ObjectiveLink], *, more: bool = False
) -> HowMade:
    """The rows behind the progress: measures, supporters, and how the two groups are joined.

    `links` may be a page of them; `more`: there are others that the reader may see.
    """
    weights = core.filled_weights([m.weight for m in measures])
    own = core.explain(
        core.Part(w, m.progress, m.expected, m.coverage, m.name) for w, m in zip(weights, measures, strict=True)
    )
    counting = [link for link in links if link.child.state in COUNTING]
    parts = [(li.weight, li.child.progress, li.child.expected, li.child.coverage, li.child.title) for li in counting]
    support, rest = core.explain_some(parts, _sums_of(objective, parts))
    beside = max(0, objective.supporter_count - len(support))
    if rest is not None and not more and beside < FEWEST_TOGETHER:
        rest = None
    if own and objective.supporter_count:
        share = objective.own_share / 100
        has_own = any(row.share for row in own)
        has_support = objective.support_progress is not None
        if has_own and not has_support:
            share = 1.0
        elif has_support and not has_own:
            share = 0.0
        return HowMade(own, support, share, 1 - share, rest, beside)
    alone = 1.0 if (support or rest) and not own else None
    return HowMade(own, support, 1.0 if own else None, alone, rest, beside)


def _sums_of(objective: Objective, parts: list[tuple]) -> core.Sums:
    """The stored sums over all supporters; over these parts where none were stored yet."""
    if objective.support_sums:
        return core.Sums(**objective.support_sums)
    sums = core.Sums()
    for *part, _title in parts:
        sums = sums.plus(*part)
    return sums


def support_links(actor, objective: Objective, *, after: str | None = None, page: int = 25):
    """A page of links to what supports the objective, with the supporter on each, and where the next page begins."""
    found, following = supporters(actor, objective, after=after, page=page)
    links = [
        ObjectiveLink(
            pk=child.link_id,
            organisation_id=actor.organisation.pk,
            parent=objective,
            child=child,
            weight=child.link_weight,
            position=child.link_position,
        )
        for child in found
    ]
    return links, following


def weights_beside(objective: Objective, links: list[ObjectiveLink]) -> list[float | None]:
    """What the supporters weigh that count and are not among these links; None for each whose weight was left open."""
    others = ObjectiveLink.objects.filter(parent=objective, child__state__in=COUNTING)
    return list(others.exclude(pk__in=[link.pk for link in links]).values_list("weight", flat=True))
