"""One OKR: its key results, its course from week to week, how it was graded, and where it came from and went to."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.calculations.okr import EXPECTED, ObjectiveGrade
from zichtlijn.calculations.okr import Commitment as Firmness
from zichtlijn.documents import charts
from zichtlijn.objectives.models import CheckIn, Measure, Objective, ObjectiveLink
from zichtlijn.objectives.states import COUNTING, State
from zichtlijn.okr.models import CarryOver, Grade
from zichtlijn.okr.queries.key_results import (
    KeyResult,
    key_results_of,
    key_results_on,
    readings_of,
    score_of,
)

WEEK = timedelta(days=7)
#: Check-ins that are told in full; a year has as many weeks.
CHECK_INS = 120


@dataclass
class Week:
    """One week of an OKR: the score at its end, the last confidence in it, and what was said."""

    starts_on: date
    ends_on: date
    score: float | None = None
    confidence: int | None = None
    check_ins: list[CheckIn] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.starts_on.isocalendar().week


@dataclass
class OkrPage:
    """Everything that the page of one OKR shows."""

    objective: Objective
    key_results: list[KeyResult]
    score: ObjectiveGrade
    weeks: list[Week]
    chart: charts.Chart
    grade: Grade | None
    parents: list[Objective]
    came_from: Objective | None
    went_to: Objective | None

    @property
    def is_over(self) -> bool:
        return self.objective.ends_on < timezone.localdate()


def okr_page(actor, objective: Objective, *, today: date) -> OkrPage:
    """One OKR with its weeks, the latest first."""
    key_results = key_results_of([objective], today=today)[objective.pk]
    weeks = weeks_of(objective, [one.measure for one in key_results], today=today)
    links = ObjectiveLink.objects.filter(child=objective, parent__state__in=COUNTING).select_related("parent")
    seen = Objective.objects.visible_to(actor).exclude(state=State.DROPPED)
    came = CarryOver.objects.filter(target=objective).values_list("source_id", flat=True).first()
    went = CarryOver.objects.filter(source=objective).order_by("-pk").values_list("target_id", flat=True)
    related = {o.pk: o for o in seen.filter(pk__in=[*([came] if came else []), *went]).select_related("period")}
    return OkrPage(
        objective,
        key_results,
        score_of(key_results),
        weeks[::-1],
        _chart(objective, weeks, today),
        grade_of(objective),
        [link.parent for link in links.order_by("id")],
        related.get(came),
        next((related[pk] for pk in went if pk in related), None),
    )


def grade_of(objective: Objective) -> Grade | None:
    """The grade in the cycle in which the objective stands."""
    return Grade.objects.filter(objective=objective, period=objective.period_id).first()


def weeks_of(objective: Objective, measures: list[Measure], *, today: date) -> list[Week]:
    """The weeks from the first day to today, or to the last day when that is past; the oldest first."""
    until = min(today, objective.ends_on)
    readings = readings_of(measures, until)
    weeks, day = [], objective.starts_on
    while day <= until:
        ends_on = min(day + timedelta(days=6 - day.weekday()), until)
        weeks.append(Week(day, ends_on, score_of(key_results_on(measures, readings, ends_on)).grade))
        day = ends_on + timedelta(days=1)
    rows = CheckIn.objects.filter(objective=objective).order_by("-at", "-id")[:CHECK_INS]
    for said in sorted(rows, key=lambda row: (row.at, row.pk)):
        on = timezone.localdate(said.at)
        week = next((week for week in weeks if week.starts_on <= on <= week.ends_on), None)
        if week is None and weeks and on > weeks[-1].ends_on:
            week = weeks[-1]  # what is said when it is over belongs to its end
        elif week is None and weeks and on < weeks[0].starts_on:
            week = weeks[0]  # and what is said beforehand to its beginning
        if week is not None:
            week.check_ins.append(said)
            week.confidence = said.confidence or week.confidence
    return weeks


def _chart(objective: Objective, weeks: list[Week], today: date) -> charts.Chart:
    """The score by week, against a straight course to what is expected at the end."""
    expected = Decimal(str(EXPECTED[Firmness(objective.commitment)]))
    points = [(w.ends_on, Decimal(str(round(w.score, 3)))) for w in weeks if w.score is not None]
    return charts.line_chart(
        points,
        name=_("Score"),
        course=[(objective.starts_on, Decimal(0)), (objective.ends_on, expected)],
        target=expected,
        today=today,
        starts_on=objective.starts_on,
        ends_on=objective.ends_on,
    )
