"""Objectives, links, measures, readings, check-ins and actions of the plan, written in bulk."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

from simple_history.utils import bulk_create_with_history

from zichtlijn.calculations import objectives as core
from zichtlijn.demo.aims import Aim, course_of, interim_targets, milestone_days, reading_days
from zichtlijn.demo.bulk import insert, moment
from zichtlijn.demo.plan import PlannedMeasure, PlannedObjective
from zichtlijn.demo.wording import Text, comments, sections, unit_of
from zichtlijn.objectives.models import (
    Action,
    CheckIn,
    InterimTarget,
    Measure,
    Milestone,
    Objective,
    ObjectiveLink,
    ObjectiveTemplate,
    Reading,
)
from zichtlijn.objectives.states import Commitment, Frequency, Kind, Level, Shape, State, Tempo
from zichtlijn.organisation.models import Person

if TYPE_CHECKING:
    from zichtlijn.demo.westerwaard import Scene

KINDS = {"up": Kind.UP, "down": Kind.DOWN, "band": Kind.BAND, "milestones": Kind.MILESTONES, "yes": Kind.YES_NO}
CONFIDENCE = {"ahead": (8, 10), "on": (6, 9), "behind": (4, 6), "off": (2, 4), "falling": (3, 5), "none": (5, 7)}
TONE = {"ahead": "+", "on": "+", "behind": "-", "off": "-", "falling": "-", "none": "."}
BATCH = 1000


def write(scene: Scene, planned: list[PlannedObjective]) -> list[Objective]:
    """Write the cascade of this year; the objectives come back in the order of the plan."""
    owners = [_owner(scene, plan) for plan in planned]
    objectives = [_objective(scene, plan, owner) for plan, owner in zip(planned, owners, strict=True)]
    by_key = {plan.key: objective for plan, objective in zip(planned, objectives, strict=True)}
    for plan, objective in zip(planned, objectives, strict=True):
        if plan.level == "personal" and plan.parents:
            above = by_key[plan.parents[0][0]]
            objective.perspective, objective.horizon = above.perspective, above.horizon
    bulk_create_with_history(objectives, Objective, batch_size=BATCH)
    _links(scene, planned, by_key)
    _measures(scene, planned, objectives, owners)
    _check_ins(scene, planned, objectives, owners)
    _actions(scene, planned, objectives, owners)
    return objectives


def _owner(scene: Scene, plan: PlannedObjective) -> Person | None:
    if plan.owner is not None:
        return scene.people[plan.owner.number]
    if plan.project:
        return scene.projects[plan.project].leader
    return scene.units[plan.unit].head


def _objective(scene: Scene, plan: PlannedObjective, owner: Person | None) -> Objective:
    year = scene.years[scene.today.year]
    rng = scene.source("objective", plan.key)
    proposer = scene.users.get(plan.proposed_by or (owner.name if owner else ""))
    agreed_on = min(scene.today, date(year.starts_on.year, 1, rng.randint(8, 31)))
    made = Objective(
        organisation=scene.organisation,
        key=plan.key,
        level=Level(plan.level),
        title=scene.say(plan.title),
        state=State(plan.state),
        period=year,
        starts_on=year.starts_on,
        ends_on=year.ends_on,
        owner=owner,
        unit=scene.units[plan.unit],
        position=scene.positions[plan.position] if plan.position else None,
        project=scene.projects[plan.project] if plan.project else None,
        direction=scene.direction if plan.level == "strategic" else None,
        perspective=plan.perspective,
        horizon=plan.horizon,
        commitment=Commitment.ASPIRATIONAL if plan.stretch else Commitment.COMMITTED,
        weight=plan.weight,
        agreed_on=agreed_on if plan.state == "agreed" else None,
        created_at=scene.moment(agreed_on - timedelta(days=14) if plan.state == "agreed" else scene.today, rng),
    )
    if plan.state != "agreed":
        made.made_by = proposer or scene.users["Ilse Brandsma"]
        made.proposed_by = made.made_by if plan.state == "proposed" else None
    return made


def _links(scene: Scene, planned: list[PlannedObjective], by_key: dict[str, Objective]) -> None:
    places: dict[str, int] = defaultdict(int)
    links = []
    for plan in planned:
        for parent, weight in plan.parents:
            links.append(
                ObjectiveLink(
                    organisation=scene.organisation,
                    child=by_key[plan.key],
                    parent=by_key[parent],
                    weight=weight,
                    position=places[parent],
                )
            )
            places[parent] += 1
    ObjectiveLink.objects.bulk_create(links, batch_size=BATCH)


# measures -----------------------------------------------------------------------------------------------------------


def _measures(scene: Scene, planned, objectives, owners) -> None:
    made: list[tuple[PlannedMeasure, PlannedObjective, Measure]] = []
    for plan, objective, owner in zip(planned, objectives, owners, strict=True):
        for place, measure in enumerate(plan.measures):
            made.append((measure, plan, _measure(scene, plan, objective, owner, measure, place)))
    bulk_create_with_history([measure for _plan, _objective, measure in made], Measure, batch_size=BATCH)
    targets, milestones, readings = [], [], []
    for plan, _of, measure in made:
        rng = scene.source("measure", measure.key)
        if plan.aim.flags & {"interim"}:
            targets += [
                InterimTarget(organisation=scene.organisation, measure=measure, on=on, value=value)
                for on, value in interim_targets(plan.aim, measure.starts_on, measure.ends_on)
            ]
        if plan.aim.kind == "milestones":
            days = milestone_days(plan.aim, len(plan.steps), measure.starts_on, measure.ends_on, scene.today, rng)
            milestones += [
                Milestone(
                    organisation=scene.organisation,
                    measure=measure,
                    name=scene.say(step),
                    due_on=due_on,
                    done_on=done_on,
                )
                for step, (due_on, done_on) in zip(plan.steps, days, strict=True)
            ]
    InterimTarget.objects.bulk_create(targets, batch_size=BATCH)
    Milestone.objects.bulk_create(milestones, batch_size=BATCH)
    wanted = defaultdict(list)
    for target in targets:
        wanted[target.measure_id].append(target)
    for plan, of, measure in made:
        readings += _readings(scene, plan, of, measure, wanted[measure.pk])
    insert(Reading, READING, readings)


def aimed(aim: Aim) -> dict[str, Any]:
    """What a measure is aimed at, as its fields."""
    names = ("baseline", "lower", "upper", "lower_limit", "upper_limit")
    target = Decimal(1) if aim.kind == "yes" else aim.target
    return {"kind": KINDS[aim.kind], "target": target, **{name: getattr(aim, name) for name in names}}


def _measure(
    scene: Scene, plan: PlannedObjective, objective: Objective, owner, measure: PlannedMeasure, place
) -> Measure:
    aim = measure.aim
    lead = measure.frequency == "weekly" or aim.counts_up or aim.kind in {"milestones", "yes"}
    responsible = owner
    if plan.level == "strategic" and plan.key not in {"S05"}:
        # The director keeps the measure people look at most; others in the board keep the rest.
        responsible = scene.people[1 if plan.perspective == "financial" else 2]
    return Measure(
        organisation=scene.organisation,
        objective=objective,
        asked_from=None,
        key=f"{plan.key}-M{place + 1}",
        name=scene.say(measure.name),
        unit=scene.say(measure.unit),
        **aimed(aim),
        shape=Shape.OWN if "interim" in aim.flags else Shape.STRAIGHT,
        starts_on=objective.starts_on,
        ends_on=objective.ends_on,
        tempo=Tempo.LEAD if lead else Tempo.LAG,
        frequency=Frequency(measure.frequency),
        source=_source(scene, plan.unit),
        responsible=responsible,
        weight=None,
        position=place,
    )


def _source(scene: Scene, unit: str) -> str:
    found = {row[0]: Text(row[1], row[2]) for row in sections("direction.txt")["sources"]}
    return scene.say(found[unit.partition("-")[0]]) if unit.partition("-")[0] in found else scene.say(found["DIR"])


READING = ["organisation", "measure", "measured_on", "value", "note", "recorded_by", "recorded_by_name", "recorded_at"]


def _readings(scene: Scene, plan: PlannedMeasure, of: PlannedObjective, measure: Measure, interim) -> list[tuple]:
    aim = plan.aim
    if aim.kind == "milestones" or aim.mood == "none" or of.state != "agreed":
        return []
    rng = scene.source("readings", measure.key)
    since = measure.starts_on
    if of.level not in {"personal", "project"} and measure.frequency != "weekly" and aim.kind != "yes":
        since = date(since.year - 3, 1, 1)
    days = reading_days(measure.frequency if aim.kind != "yes" else "monthly", since, scene.today)
    if aim.kind == "yes":
        days = days[-3:-1] if rng.random() < 0.5 else []
    if "late" in aim.flags:
        days = days[:-1]
    promised = _promised(measure, interim)
    by = measure.responsible
    user = scene.users.get(by.name) if by else None
    notes = sections("direction.txt")["notes"]
    made = []
    for day, value in course_of(aim, promised, plan.unit.nl, days, scene.today, rng):
        note = rng.choice(notes) if rng.random() < 0.03 else None
        made.append(
            (
                scene.organisation.pk,
                measure.pk,
                str(day),
                str(value),
                scene.say(Text(note[1], note[2])) if note else "",
                user.pk if user else None,
                by.name if by else "",
                moment(scene.moment(day + timedelta(days=rng.randint(0, 5)), rng)),
            )
        )
    return made


def _promised(measure: Measure, interim) -> core.Aim:
    """What is promised, with the interim targets that were just written: no query for each measure."""
    return replace(measure_aim(measure), interim=tuple(core.Target(target.on, target.value) for target in interim))


def measure_aim(measure: Measure) -> core.Aim:
    """What is promised, apart from interim targets and milestones."""
    return core.Aim(
        kind=core.MeasureKind(measure.kind),
        baseline=measure.baseline,
        target=measure.target,
        lower=measure.lower,
        upper=measure.upper,
        lower_limit=measure.lower_limit,
        upper_limit=measure.upper_limit,
        starts_on=measure.starts_on,
        ends_on=measure.ends_on,
        shape=core.Shape(measure.shape),
    )


# what people say and do ---------------------------------------------------------------------------------------------


class Conversation:
    """Hands out comments so that nobody reads the same one twice close together."""

    def __init__(self, rng: Random):
        self.rng = rng
        self.left: dict[tuple[str, str], list[Text]] = {}

    def comment(self, department: str, tone: str, before: list[Text]) -> Text | None:
        """A comment in this tone that was not said `before`; none when everything was said."""
        said = comments().get(department, comments()["DIR"])[tone]
        for _try in range(2 * len(said)):
            stack = self.left.get((department, tone))
            if not stack:
                stack = self.left[department, tone] = self.rng.sample(said, len(said))
            text = stack.pop()
            if text not in before:
                before.append(text)
                return text
        return None


def _mood(plan: PlannedObjective) -> str:
    return plan.measures[0].aim.mood if plan.measures else "on"


def _check_ins(scene: Scene, planned, objectives, owners) -> None:
    rng = scene.source("check-ins")
    conversation = Conversation(scene.source("conversation"))
    made, said = [], []
    for plan, objective, owner in zip(planned, objectives, owners, strict=True):
        if plan.state != "agreed" or owner is None:
            continue
        personal = plan.level == "personal"
        known = owner.name in scene.users
        if personal and not known and rng.random() > 0.25:
            continue
        count = rng.randint(1, 2) if personal or plan.level == "role" else rng.randint(2, 4)
        mood = _mood(plan)
        department = plan.unit.partition("-")[0]
        first_day = objective.starts_on
        before: list[Text] = []
        for number in range(count):
            day = scene.today - timedelta(days=rng.randint(2, 12) + 33 * number)
            if day < first_day:
                break
            tone = "." if rng.random() < 0.2 else TONE[mood]
            text = None
            if not personal or known or rng.random() < 0.25:
                text = conversation.comment(department, tone, before)
            confidence = rng.randint(*CONFIDENCE[mood])
            made.append(
                CheckIn(
                    organisation=scene.organisation,
                    objective=objective,
                    by=scene.users.get(owner.name),
                    by_name=owner.name,
                    at=scene.moment(day, rng),
                    confidence=confidence,
                    comment=scene.say(text) if text else "",
                )
            )
            if number == 0:
                objective.confidence, objective.confidence_on = confidence, day
                said.append(objective)
    CheckIn.objects.bulk_create(made, batch_size=BATCH)
    Objective.objects.bulk_update(said, ["confidence", "confidence_on"], batch_size=200)


def _actions(scene: Scene, planned, objectives, owners) -> None:
    rng = scene.source("actions")
    usual = [Text(row[1], row[2]) for row in sections("direction.txt")["actions"]]
    made = []
    cast: dict[str, list[Objective]] = defaultdict(list)
    for plan, objective, owner in zip(planned, objectives, owners, strict=True):
        texts = list(plan.actions)
        if plan.level == "personal" and plan.state == "agreed" and owner:
            cast[owner.name].append(objective)
            if owner.name not in scene.users and rng.random() < 0.12:
                texts.append(rng.choice(usual))
        around = [p.number for p in scene.planned_people if p.unit == plan.unit]
        for text in texts:
            due_on = scene.today + timedelta(days=rng.randint(-40, 60))
            done = due_on < scene.today and rng.random() < 0.75
            who = owner if plan.level in {"personal", "strategic"} or not around else scene.people[rng.choice(around)]
            made.append(
                Action(
                    organisation=scene.organisation,
                    objective=objective,
                    title=scene.say(text),
                    owner=who,
                    due_on=due_on,
                    done_on=due_on - timedelta(days=rng.randint(0, 6)) if done else None,
                )
            )
    people = scene.by_name
    for name, place, dutch, english, days in sections("direction.txt")["to do"]:
        made.append(
            Action(
                organisation=scene.organisation,
                objective=cast[name][int(place)],
                title=scene.say(Text(dutch, english)),
                owner=people[name],
                due_on=scene.today + timedelta(days=int(days)),
            )
        )
    Action.objects.bulk_create(made, batch_size=BATCH)


def write_templates(scene: Scene) -> None:
    """Objectives ready to be handed to a whole group."""
    for row in sections("direction.txt")["templates"]:
        _sort, dutch, english, perspective, about, in_english, measure, measured, kind, unit, *numbers = row
        baseline, target, frequency, weight = numbers
        ObjectiveTemplate.objects.create(
            organisation=scene.organisation,
            name=scene.say(Text(dutch, english)),
            title=scene.say(Text(dutch, english)),
            description=scene.say(Text(about, in_english)),
            perspective=perspective,
            weight=float(weight),
            measures=[
                {
                    "name": scene.say(Text(measure, measured)),
                    "kind": kind,
                    "unit": scene.say(unit_of(unit)),
                    "baseline": baseline,
                    "target": target,
                    "frequency": frequency,
                }
            ],
        )
