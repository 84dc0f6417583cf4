"""Grading an OKR at the end of its cycle, carrying over what is still open, and taking a cycle along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.calculations.okr import ObjectiveGrade, key_result_grade, objective_grade
from zichtlijn.documents.files import file_name
from zichtlijn.jobs.actions import start_job
from zichtlijn.jobs.models import Job
from zichtlijn.objectives.actions import add_measure, create_objective, move_objective
from zichtlijn.objectives.actions.cascade import about, why_not_parent
from zichtlijn.objectives.actions.standing import lock_lines
from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink
from zichtlijn.objectives.states import COUNTING, Kind, Shape, State
from zichtlijn.okr.documents import cycle_pdf
from zichtlijn.okr.models import CarryOver, Grade
from zichtlijn.okr.permissions import can_carry_over, can_grade, can_take_cycle
from zichtlijn.okr.queries.cycles import Whose, cycle_page, in_cycle
from zichtlijn.okr.queries.key_results import KeyResult, is_all_done, key_results_on, living_measures, readings_of
from zichtlijn.okr.wording import write_grade
from zichtlijn.organisation.models import Period, Unit

#: Up to so many OKRs are put on paper while one waits; beyond, in the background.
AT_ONCE = 60
#: More than these in one cycle is a list, not a document.
MOST = 1000
#: What a new key result takes over from the old one; it starts where the old one stands.
_KEPT = (
    "name", "kind", "unit", "target", "lower", "upper", "lower_limit", "upper_limit", "tempo", "frequency", "source",
    "responsible", "weight", "position",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What grading would store now: each key result with its grade, and the grade of the whole."""

    key_results: list[dict[str, Any]]
    whole: ObjectiveGrade


def final_key_results(objective: Objective, today: date) -> list[KeyResult]:
    """The key results as they stand at the end of the cycle, or today while it runs."""
    day = min(today, objective.ends_on)
    measures = living_measures([objective])
    return key_results_on(measures, readings_of(measures, day), day)


def outcome_of(key_results: Sequence[KeyResult], by_hand: Mapping[int, float]) -> Outcome:
    """What these key results make together; one without a reading takes the grade that was given by hand, if any."""
    rows, grades = [], []
    for key_result in key_results:
        measure, scored = key_result.measure, key_result.scored
        given = by_hand.get(measure.pk) if scored.grade is None else None
        if given is not None:
            scored = key_result_grade(None, by_hand=given)
        rows.append(
            {
                "measure": measure.pk,
                "name": measure.name,
                "weight": measure.weight,
                "grade": scored.grade,
                # below zero is told as the wrong way
                "raw": scored.raw if key_result.fell_back or (scored.raw or 0) >= 0 else scored.grade,
                "by_hand": given is not None,
            }
        )
        grades.append((measure.weight, scored.grade))
    return Outcome(rows, objective_grade(grades))


def require_grading(by, objective: Objective) -> None:
    """Refuse who may not grade, and what is not agreed or closed."""
    require(can_grade(by, objective), _("Only its owner and those who lead it give an OKR its score."))
    if objective.state not in COUNTING:
        raise NotNow(
            _("This objective is %(state)s. Only what was agreed gets a score.")
            % {"state": State(objective.state).label}
        )


@transaction.atomic
def grade_objective(
    objective: Objective,
    *,
    by_hand: Mapping[int, float],
    went_well: str,
    learned: str,
    version: int,
    close: bool = False,
    by,
) -> Grade:
    """Keep how an objective ended and what was learned; with `close` it is closed in the same act.

    `by_hand`: measure id → grade, for key results that have no reading. `version` is that of the grade when the form
    was made, 0 when there was none.
    """
    lock_lines([objective.pk])
    objective = Objective.objects.select_related("owner", "unit", "project", "period").get(pk=objective.pk)
    require_grading(by, objective)
    outcome = outcome_of(final_key_results(objective, timezone.localdate()), by_hand)
    texts = {"went_well": went_well, "learned": learned}
    grade = Grade.objects.select_for_update().filter(objective=objective, period=objective.period_id).first()
    if grade is None:
        grade = Grade(organisation=by.organisation, objective=objective, period=objective.period, **texts)
        changed = True
    else:
        if grade.version != version:
            _refuse_clash(grade, outcome, texts, version)
        changed = bool(save_version(grade, texts, version=grade.version))
    if changed or grade.key_results != outcome.key_results:
        if grade.pk and not changed:
            grade.version += 1
        grade.grade, grade.coverage = outcome.whole.grade, outcome.whole.coverage
        grade.key_results, grade.graded_on = outcome.key_results, timezone.localdate()
        grade.graded_by, grade.graded_by_name = by.user, by.name
        grade.save()
        audit.record(Event.OKR_GRADED, on=objective, by=by, about=about(objective))
    if close and objective.state == State.AGREED:
        move_objective(objective, "close", by=by)
    return grade


def _refuse_clash(grade: Grade, outcome: Outcome, texts: dict, version: int) -> None:
    """Refuse when somebody graded in between and wrote something else; both are shown."""
    fields: list[tuple[str, str, str]] = []
    try:
        save_version(grade, texts, version=version)
    except EditConflict as conflict:
        fields = conflict.fields
    if grade.key_results != outcome.key_results:
        fields = [(_("Score"), write_grade(grade.grade), write_grade(outcome.whole.grade)), *fields]
    if fields:
        raise EditConflict(grade, fields, grade.version)


# carrying over ----------------------------------------------------------------------------------------------------


def carried_to(objective: Objective) -> Objective | None:
    """The objective in which this one goes on, unless that one was dropped."""
    row = (
        CarryOver.objects.filter(source=objective)
        .exclude(target__state=State.DROPPED)
        .select_related("target")
        .order_by("-pk")
        .first()
    )
    return row.target if row else None


def require_carrying(by, objective: Objective) -> None:
    """Refuse who may not carry it over, and what goes on already."""
    if objective.state not in COUNTING:
        raise NotNow(
            _("This objective is %(state)s. Only what was agreed can be carried over.")
            % {"state": State(objective.state).label}
        )
    require(
        can_carry_over(by, objective), _("To carry it over you need the right to write an objective in this place.")
    )
    if carried_to(objective):
        raise NotNow(_("This objective goes on in a later cycle already."))


@transaction.atomic
def carry_over(objective: Objective, *, period: Period, measures: Sequence[int], title: str = "", by) -> Objective:
    """Let an objective go on in a later cycle: a new draft with these key results, which start where they stand now.

    Milestones that are all done have nothing to go on with, and stay behind.
    """
    lock_lines([objective.pk])
    objective = Objective.objects.select_related("owner", "unit", "position", "project", "direction", "period").get(
        pk=objective.pk
    )
    require_carrying(by, objective)
    if period.organisation_id != by.organisation.pk or period.ends_on <= objective.period.ends_on:
        raise NotNow(_("Choose a cycle that ends after %(period)s.") % {"period": objective.period.name})
    wanted = set(measures)
    taken = [measure for measure in living_measures([objective]) if measure.pk in wanted]
    if len(taken) != len(wanted):
        raise NotNow(_("The key results of this objective changed in the meantime. Open the page again."))
    made = create_objective(
        by=by,
        level=objective.level,
        title=title or objective.title,
        period=period,
        owner=objective.owner,
        unit=objective.unit,
        project=objective.project,
        position=objective.position,
        direction=objective.direction,
        description=objective.description,
        perspective=objective.perspective,
        horizon=objective.horizon,
        commitment=objective.commitment,
        own_share=objective.own_share,
        stands_alone=objective.stands_alone,
        parents=_parents_for(objective, period),
    )
    for measure in taken:
        if not is_all_done(measure):
            _start_again(measure, made, by)
    CarryOver.objects.create(organisation=by.organisation, source=objective, target=made)
    audit.record(Event.OKR_CARRIED_OVER, on=objective, by=by, about=about(objective), detail={"to_period": period.name})
    return made


def _parents_for(objective: Objective, period: Period) -> list[tuple[Objective, float | None]]:
    """What it followed from, as far as that runs in the new cycle too."""
    draft = Objective(level=objective.level, starts_on=period.starts_on, ends_on=period.ends_on)
    links = ObjectiveLink.objects.filter(child=objective).select_related("parent").order_by("id")
    return [(link.parent, link.weight) for link in links if why_not_parent(draft, link.parent) is None]


def _start_again(measure: Measure, objective: Objective, by) -> None:
    """The same key result for the new cycle: from where it stands now; of milestones those that are still open.

    One that is there already gets no target: the forms refuse a way that was gone before it begins.
    """
    given: dict[str, Any] = {name: getattr(measure, name) for name in _KEPT}
    given["baseline"] = measure.current_value if measure.current_value is not None else measure.baseline
    if measure.kind not in {Kind.UP, Kind.DOWN}:
        given["baseline"] = measure.baseline
    elif _is_there(measure, given["baseline"]):
        given["target"] = None
    given["shape"] = Shape.STRAIGHT if measure.shape == Shape.OWN else measure.shape
    milestones = [
        {"name": step.name, "due_on": objective.ends_on, "weight": step.weight}
        for step in (measure.milestones.all() if measure.kind == Kind.MILESTONES else ())
        if step.done_on is None
    ]
    add_measure(objective, by=by, milestones=milestones, **given)


def _is_there(measure: Measure, value: Decimal | None) -> bool:
    """True when this value is at the target of a measure, or past it."""
    if value is None or measure.target is None:
        return False
    return value >= measure.target if measure.kind == Kind.UP else value <= measure.target


def without_target(objective: Objective) -> list[str]:
    """The names of its key results of which the target still has to be said."""
    found = Measure.objects.living().filter(objective=objective, kind__in=[Kind.UP, Kind.DOWN], target=None)
    return list(found.order_by("position", "pk").values_list("name", flat=True))


# taking along -----------------------------------------------------------------------------------------------------


def is_small(period: Period, whose: Whose, *, commitment: str, by) -> bool:
    """True when nobody has to wait for the document."""
    return in_cycle(by, period, whose, commitment)[: AT_ONCE + 1].count() <= AT_ONCE


def make_cycle_file(period: Period, whose: Whose, *, commitment: str, by) -> tuple[bytes, str]:
    """The OKRs of a cycle on paper, and what the file is called; nothing is written down yet."""
    require(can_take_cycle(by), _("You need the right to export to take a cycle along."))
    now = timezone.now()
    page = cycle_page(by, period, whose, commitment=commitment, size=MOST, today=timezone.localdate(now))
    title = _title(period, whose, by)
    total = in_cycle(by, period, whose, commitment).count() if page.has_next else len(page.okrs)
    content = cycle_pdf(page, title, total=total, organisation=by.organisation.name, at=now)
    return content, file_name("pdf", title, by.organisation.name, at=now)


def note_taken(period: Period, *, by) -> None:
    """Write down that somebody took a cycle along."""
    detail = {"list": "okr", "format": "pdf", "period": period.name}
    audit.record(Event.LIST_EXPORTED, on=by.organisation, by=by, detail=detail)


def take_cycle(period: Period, whose: Whose, *, commitment: str, by) -> tuple[bytes, str]:
    """A cycle as a file. It is made before the log is written, so that nobody waits for the drawing."""
    content, name = make_cycle_file(period, whose, commitment=commitment, by=by)
    note_taken(period, by=by)
    return content, name


@transaction.atomic
def start_taking_cycle(period: Period, whose: Whose, *, commitment: str, by) -> Job:
    """Put a long cycle on paper in the background."""
    require(can_take_cycle(by), _("You need the right to export to take a cycle along."))
    given = {"period": period.pk, "whose": whose.name, "units": [u.pk for u in whose.units], "commitment": commitment}
    return start_job("okr_cycle", given=given, by=by)


def _title(period: Period, whose: Whose, by) -> str:
    if whose.name == "own":
        return _("OKR of %(name)s, %(cycle)s") % {"name": by.name, "cycle": period.name}
    if whose.name == "unit" and whose.units:
        names = ", ".join(unit.name for unit in whose.units)
        return _("OKR of %(name)s, %(cycle)s") % {"name": names, "cycle": period.name}
    return f"OKR {period.name}"


def whose_of(given: dict, by) -> Whose:
    """Whose OKRs a job is about."""
    return Whose(given["whose"], tuple(Unit.objects.filter(pk__in=given["units"])), by.person_id)
