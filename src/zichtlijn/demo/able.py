"""Competencies of the demo organisation: the framework, what every position requires, and last year's assessments."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from zichtlijn.competencies.models import (
    Assessment,
    Behaviour,
    Competency,
    Framework,
    Judgement,
    Profile,
    Requirement,
)
from zichtlijn.competencies.states import Side
from zichtlijn.demo.wording import Text, cells, lines
from zichtlijn.organisation.models import Person, Placement

NAME = Text("Zo werken wij", "How we work")
#: Teams whose people and manager assessed last year.
TEAMS = ("KC-TEL", "VG-VER", "BV-MEN")
#: How often the manager's level lies so far from what is asked; and the person's own from the manager's.
OFF = (-2, -1, -1, -1, 0, 0, 0, 0, 1)
OWN = (-1, 0, 0, 0, 1, 1)


@dataclass
class Planned:
    """A competency of the table."""

    whom: str
    group: Text
    name: Text
    description: Text
    behaviours: list[Text] = field(default_factory=list)


def read_table() -> tuple[list[Text], list[Planned], list[Text]]:
    """The levels, the competencies and the examples."""
    levels, planned, examples = [], [], []
    for line in lines("competencies.txt"):
        if line.startswith("="):
            levels.append(Text(*cells(line[1:])))
        elif line.startswith("*"):
            examples.append(Text(*cells(line[1:])))
        elif line.startswith(">"):
            _code, whom, *told = cells(line[1:])
            planned.append(Planned(whom, Text(*told[:2]), Text(*told[2:4]), Text(*told[4:])))
        elif line.startswith(" "):
            planned[-1].behaviours.append(Text(*cells(line)))
    return levels, planned, examples


def assess(scene) -> None:
    """Write the framework, a profile of every position and the assessments of a few teams."""
    levels, planned, examples = read_table()
    organisation = scene.organisation
    Framework.objects.create(
        organisation=organisation, name=scene.say(NAME), levels="\n".join(scene.say(level) for level in levels)
    )
    made = Competency.objects.bulk_create(
        Competency(
            organisation=organisation,
            name=scene.say(one.name),
            group=scene.say(one.group),
            description=scene.say(one.description),
        )
        for one in planned
    )
    Behaviour.objects.bulk_create(
        Behaviour(organisation=organisation, competency=competency, level=level, text=scene.say(text))
        for one, competency in zip(planned, made, strict=True)
        for level, text in enumerate(one.behaviours, start=1)
    )
    by_whom: dict[str, list[Competency]] = {"all": [], "lead": [], "own": []}
    for one, competency in zip(planned, made, strict=True):
        by_whom[one.whom].append(competency)
    required = _profiles(scene, by_whom)
    _assessments(scene, required, [scene.say(example) for example in examples])


def _profiles(scene, by_whom: dict[str, list[Competency]]) -> dict[int, list[Requirement]]:
    """Position → what it requires: something of everybody, leading of heads, and two things of the others."""
    heads = {unit.staff[0][1].nl for unit in scene.planned_units if unit.staff}
    first = date(scene.today.year - 2, 1, 1)
    profiles = Profile.objects.bulk_create(
        Profile(organisation=scene.organisation, position=position, from_on=first)
        for position in scene.positions.values()
    )
    found: dict[int, list[Requirement]] = {}
    for (name, _position), profile in zip(scene.positions.items(), profiles, strict=True):
        rng: Random = scene.source("profile", name)
        leads = name in heads
        more = by_whom["lead"] if leads else rng.sample(by_whom["own"], 2)
        found[profile.position_id] = [
            Requirement(
                organisation=scene.organisation,
                profile=profile,
                competency=competency,
                level=4 if leads else rng.choice((2, 3, 3, 4)),
                is_core=competency in more,
            )
            for competency in [*by_whom["all"], *more]
        ]
    Requirement.objects.bulk_create(row for rows in found.values() for row in rows)
    return found


def _assessments(scene, required: dict[int, list[Requirement]], examples: list[str]) -> None:
    """Of each person in those teams what the manager saw in November, and of most what they find themselves."""
    units = [scene.units[key] for key in TEAMS]
    placed = Placement.objects.filter(unit__in=units, line_manager__isnull=False, ends_on=None)
    placed = placed.select_related("person", "line_manager").order_by("person__key")
    assessments, judgements = [], []
    for placement in placed:
        rng: Random = scene.source("assessment", placement.person.key)
        on = date(scene.today.year - 1, 11, rng.randint(3, 28))
        if placement.starts_on > on:
            continue
        rows = required[placement.position_id]
        seen = {row: max(1, min(5, row.level + rng.choice(OFF))) for row in rows if rng.random() > 0.05}
        manager = placement.line_manager
        assert manager is not None
        sides = [(Side.MANAGER, manager, seen)]
        if rng.random() < 0.85:
            own = {row: max(1, min(5, level + rng.choice(OWN))) for row, level in seen.items()}
            sides.append((Side.SELF, placement.person, own))
        for side, assessor, levels in sides:
            assessment = _assessment(scene, placement.person, side, assessor, on)
            assessments.append(assessment)
            for row, level in levels.items():
                judgements.append(
                    Judgement(
                        organisation=scene.organisation,
                        assessment=assessment,
                        competency=row.competency,
                        level=level,
                        example=rng.choice(examples) if rng.random() < 0.5 else "",
                        required=row.level,
                        is_core=row.is_core,
                    )
                )
    Assessment.objects.bulk_create(assessments)
    Judgement.objects.bulk_create(judgements)


def _assessment(scene, person: Person, side: str, assessor: Person, on: date) -> Assessment:
    return Assessment(
        organisation=scene.organisation,
        person=person,
        side=side,
        assessor=assessor,
        assessor_name=assessor.name,
        shared_on=on,
    )
