"""OKRs of this quarter and the three before it: key results, weekly check-ins, scores with what was learned."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from simple_history.utils import bulk_create_with_history

from zichtlijn.demo.aims import Aim, read_aim
from zichtlijn.demo.cascade_rows import aimed
from zichtlijn.demo.wording import Text, cells, lines, unit_of
from zichtlijn.objectives.models import CheckIn, Measure, Milestone, Objective, ObjectiveLink, Reading
from zichtlijn.objectives.states import Commitment, Frequency, Kind, Level, State, Tempo
from zichtlijn.okr.actions import final_key_results, outcome_of
from zichtlijn.okr.models import CarryOver, Grade
from zichtlijn.organisation.models import Period

if TYPE_CHECKING:
    from zichtlijn.demo.westerwaard import Scene

#: Which OKR goes on as which.
CARRIED = {"Q1-GEM": "Q0-GEM", "Q2-GEM": "Q1-GEM", "Q3-TEL": "Q2-TEL"}


@dataclass
class PlannedKeyResult:
    name: Text
    aim: Aim
    unit: Text
    gone: float | None
    steps: list[tuple[Text, bool]] = field(default_factory=list)


@dataclass
class PlannedOkr:
    cycle: int
    key: str
    level: str
    unit: str
    owner: str
    #: Empty for a strategic one; a dash for one that stands on its own.
    parent: str
    stretch: bool
    title: Text
    key_results: list[PlannedKeyResult] = field(default_factory=list)
    confidence: list[int] = field(default_factory=list)
    said: list[Text] = field(default_factory=list)
    #: What went well and what was learned; empty while it runs.
    looking_back: tuple[Text, Text] | None = None


def read_okrs() -> list[PlannedOkr]:
    """Every OKR of the table."""
    made: list[PlannedOkr] = []
    for line in lines("okrs.txt"):
        text = line.strip()
        if text.startswith("#"):
            continue
        sign, row = text[0], cells(text[1:])
        if sign == ">":
            cycle, key, level, unit, owner, parent, firm, dutch, english = row
            made.append(PlannedOkr(int(cycle), key, level, unit, owner, parent, bool(firm), Text(dutch, english)))
        elif sign == "m":
            dutch, english, aim, unit, gone = row
            made[-1].key_results.append(
                PlannedKeyResult(
                    Text(dutch, english), read_aim(aim, unit), unit_of(unit), float(gone) if gone else None
                )
            )
        elif sign == "s":
            made[-1].key_results[-1].steps.append((Text(*row[:2]), row[2] == "done"))
        elif sign == "c":
            made[-1].confidence = [int(number) for number in row[0].split()]
        elif sign == "+":
            made[-1].said.append(Text(*row))
        else:
            made[-1].looking_back = Text(*row[:2]), Text(*row[2:])
    return made


def write(scene: Scene) -> None:
    """Write the OKRs; after the cascade, which they support."""
    cycles = _cycles(scene)
    planned = [plan for plan in read_okrs() if plan.cycle in cycles]
    objectives = [_objective(scene, plan, cycles[plan.cycle]) for plan in planned]
    bulk_create_with_history(objectives, Objective)
    by_key = {objective.key: objective for objective in objectives}
    _links(scene, planned, objectives)
    _key_results(scene, planned, objectives)
    _check_ins(scene, planned, objectives)
    _grades(scene, planned, objectives)
    CarryOver.objects.bulk_create(
        CarryOver(
            organisation=scene.organisation,
            source=by_key[old],
            target=by_key[new],
            made_on=by_key[old].ends_on + timedelta(days=3),
        )
        for old, new in CARRIED.items()
        if old in by_key and new in by_key
    )


def _cycles(scene: Scene) -> dict[int, Period]:
    """The quarter that runs (0) and those before it (1, 2, 3)."""
    parts = Period.objects.filter(kind=Period.Kind.QUARTER, starts_on__lte=scene.today).order_by("-starts_on")
    return dict(enumerate(parts[:4]))


def _objective(scene: Scene, plan: PlannedOkr, period: Period) -> Objective:
    owner = scene.by_name[plan.owner] if plan.owner else scene.units[plan.unit].head
    agreed_on = min(scene.today, period.starts_on + timedelta(days=4))
    return Objective(
        organisation=scene.organisation,
        key=plan.key,
        level=Level(plan.level),
        title=scene.say(plan.title),
        state=State.CLOSED if plan.cycle else State.AGREED,
        period=period,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        owner=owner,
        unit=scene.units[plan.unit],
        commitment=Commitment.ASPIRATIONAL if plan.stretch else Commitment.COMMITTED,
        stands_alone=plan.parent == "-",
        agreed_on=agreed_on,
        created_at=scene.moment(agreed_on - timedelta(days=10), scene.source("okr", plan.key)),
    )


def _links(scene: Scene, planned: list[PlannedOkr], objectives: list[Objective]) -> None:
    """What each supports, as far as that runs in its cycle; without weight where a hundred is divided already."""
    wanted = {plan.parent for plan in planned if plan.parent not in {"", "-"}}
    parents = {o.key: o for o in Objective.objects.filter(key__in=wanted)}
    given = ObjectiveLink.objects.filter(parent__in=parents.values(), weight__isnull=False)
    weighed = set(given.values_list("parent_id", flat=True))
    links: list[ObjectiveLink] = []
    for plan, objective in zip(planned, objectives, strict=True):
        parent = parents.get(plan.parent)
        if parent and parent.starts_on <= objective.ends_on and parent.ends_on >= objective.starts_on:
            links.append(
                ObjectiveLink(
                    organisation=scene.organisation,
                    child=objective,
                    parent=parent,
                    weight=0.0 if parent.pk in weighed else None,
                    position=90 + len(links),
                )
            )
    ObjectiveLink.objects.bulk_create(links)


def _key_results(scene: Scene, planned: list[PlannedOkr], objectives: list[Objective]) -> None:
    made = [
        (key_result, _measure(scene, key_result, objective, place))
        for plan, objective in zip(planned, objectives, strict=True)
        for place, key_result in enumerate(plan.key_results)
    ]
    bulk_create_with_history([measure for _planned, measure in made], Measure)
    milestones, readings = [], []
    for key_result, measure in made:
        milestones += _steps(scene, key_result, measure)
        readings += _readings(scene, key_result, measure)
    Milestone.objects.bulk_create(milestones)
    Reading.objects.bulk_create(readings, batch_size=500)


def _measure(scene: Scene, planned: PlannedKeyResult, objective: Objective, place: int) -> Measure:
    aim = planned.aim
    return Measure(
        organisation=scene.organisation,
        objective=objective,
        asked_from=None,
        key=f"{objective.key}-M{place + 1}",
        name=scene.say(planned.name),
        unit=scene.say(planned.unit),
        **aimed(aim),
        starts_on=objective.starts_on,
        ends_on=objective.ends_on,
        tempo=Tempo.LEAD,
        frequency=Frequency.WEEKLY if aim.kind in {"up", "down", "band"} else Frequency.ONCE,
        responsible=objective.owner,
        position=place,
    )


def _weeks(objective: Objective, today: date) -> list[date]:
    """The Fridays of the cycle, as far as it has come."""
    first = objective.starts_on + timedelta(days=(4 - objective.starts_on.weekday()) % 7)
    last = min(today, objective.ends_on)
    return [first + timedelta(days=7 * week) for week in range(((last - first).days // 7) + 1)] if first <= last else []


def _steps(scene: Scene, planned: PlannedKeyResult, measure: Measure) -> list[Milestone]:
    days = (measure.ends_on - measure.starts_on).days
    made = []
    for place, (step, is_done) in enumerate(planned.steps, start=1):
        due_on = measure.starts_on + timedelta(days=days * place // (len(planned.steps) + 1))
        gone = (min(scene.today, measure.ends_on) - measure.starts_on).days
        done_on = min(due_on, measure.starts_on + timedelta(days=gone * place // (len(planned.steps) + 1)))
        made.append(
            Milestone(
                organisation=scene.organisation,
                measure=measure,
                name=scene.say(step),
                due_on=due_on,
                done_on=done_on if is_done else None,
            )
        )
    return made


def _readings(scene: Scene, planned: PlannedKeyResult, measure: Measure) -> list[Reading]:
    if planned.gone is None or measure.kind == Kind.MILESTONES:
        return []
    rng = scene.source("okr", measure.key)
    weeks = _weeks(measure.objective, scene.today)
    if measure.kind == Kind.YES_NO:
        weeks = weeks[-1:]
    made = []
    for number, day in enumerate(weeks, start=1):
        part = number / len(weeks)
        gone = planned.gone * part**1.15 + (rng.uniform(-0.03, 0.03) if number < len(weeks) else 0)
        made.append(
            Reading(
                organisation=scene.organisation,
                measure=measure,
                measured_on=day,
                value=_value(planned.aim, gone),
                recorded_by=scene.users.get(measure.responsible.name) if measure.responsible else None,
                recorded_by_name=measure.responsible.name if measure.responsible else "",
                recorded_at=scene.moment(day, rng),
            )
        )
    return made


def _value(aim: Aim, gone: float) -> Decimal:
    if aim.kind == "yes":
        return Decimal(1)
    step = Decimal(1).scaleb(-aim.decimals)
    if aim.kind == "band":
        middle = (aim.lower + aim.upper) / 2  # type: ignore[operator]
        return (middle + Decimal(str(round((gone - 1) * 3, 3)))).quantize(step)
    value = aim.baseline + (aim.target - aim.baseline) * Decimal(str(round(gone, 4)))  # type: ignore[operator]
    return max(Decimal(0), value).quantize(step)


def _check_ins(scene: Scene, planned: list[PlannedOkr], objectives: list[Objective]) -> None:
    made, said = [], []
    for plan, objective in zip(planned, objectives, strict=True):
        rng = scene.source("okr-said", plan.key)
        weeks = _weeks(objective, scene.today)
        spoken = {round((place + 1) * len(weeks) / (len(plan.said) + 1)): text for place, text in enumerate(plan.said)}
        for number, day in enumerate(weeks):
            confidence = plan.confidence[min(number * len(plan.confidence) // len(weeks), len(plan.confidence) - 1)]
            text = spoken.get(number)
            made.append(
                CheckIn(
                    organisation=scene.organisation,
                    objective=objective,
                    by=scene.users.get(str(objective.owner)),
                    by_name=str(objective.owner),
                    at=scene.moment(day, rng),
                    confidence=confidence,
                    comment=scene.say(text) if text else "",
                )
            )
            objective.confidence, objective.confidence_on = confidence, day
        if weeks:
            said.append(objective)
    CheckIn.objects.bulk_create(made, batch_size=500)
    Objective.objects.bulk_update(said, ["confidence", "confidence_on"])


def _grades(scene: Scene, planned: list[PlannedOkr], objectives: list[Objective]) -> None:
    made = []
    for plan, objective in zip(planned, objectives, strict=True):
        if plan.looking_back is None:
            continue
        went_well, learned = plan.looking_back
        outcome = outcome_of(final_key_results(objective, scene.today), {})
        made.append(
            Grade(
                organisation=scene.organisation,
                objective=objective,
                period=objective.period,
                grade=outcome.whole.grade,
                coverage=outcome.whole.coverage,
                key_results=outcome.key_results,
                went_well=scene.say(went_well),
                learned=scene.say(learned),
                graded_on=min(scene.today, objective.ends_on + timedelta(days=2)),
                graded_by=scene.users.get(str(objective.owner)),
                graded_by_name=str(objective.owner),
            )
        )
    bulk_create_with_history(made, Grade)
