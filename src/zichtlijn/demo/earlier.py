"""The years that are over: what was aimed for then, closed, with the readings of that year."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from simple_history.utils import bulk_create_with_history

from zichtlijn.demo.aims import read_aim, reading_days
from zichtlijn.demo.wording import Text, cells, lines, unit_of
from zichtlijn.objectives.models import Measure, Objective, ObjectiveLink, Reading
from zichtlijn.objectives.states import Frequency, Kind, Level, State

if TYPE_CHECKING:
    from zichtlijn.demo.westerwaard import Scene


def write(scene: Scene) -> None:
    """Write the closed objectives of the earlier years."""
    rows = [cells(line) for line in lines("earlier.txt") if not line.startswith("#")]
    objectives = [_objective(scene, row) for row in rows]
    bulk_create_with_history(objectives, Objective)
    by_key = {objective.key: objective for objective in objectives}
    places: dict[str, int] = defaultdict(int)
    links = []
    for row, objective in zip(rows, objectives, strict=True):
        if row[2]:
            parent = by_key[_key(scene, row[0], row[2])]
            links.append(
                ObjectiveLink(
                    organisation=scene.organisation, child=objective, parent=parent, position=places[parent.key]
                )
            )
            places[parent.key] += 1
    ObjectiveLink.objects.bulk_create(links)
    measures = [_measure(scene, row, objective) for row, objective in zip(rows, objectives, strict=True)]
    bulk_create_with_history(measures, Measure)
    readings = []
    for row, measure in zip(rows, measures, strict=True):
        readings += _readings(scene, row, measure)
    Reading.objects.bulk_create(readings, batch_size=1000)


def _year(scene: Scene, ago: str) -> int:
    return scene.today.year - int(ago)


def _key(scene: Scene, ago: str, code: str) -> str:
    return f"{_year(scene, ago)}-{code}"


def _objective(scene: Scene, row: list[str]) -> Objective:
    ago, code, parent, unit, dutch, english, perspective, *_rest = row
    period = scene.years[_year(scene, ago)]
    return Objective(
        organisation=scene.organisation,
        key=_key(scene, ago, code),
        level=Level.DEPARTMENT if parent else Level.STRATEGIC,
        title=scene.say(Text(dutch, english)),
        state=State.CLOSED,
        period=period,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        owner=scene.units[unit].head,
        unit=scene.units[unit],
        direction=None if parent else scene.direction,
        perspective=perspective,
        agreed_on=date(period.starts_on.year, 1, 20),
        created_at=scene.moment(date(period.starts_on.year, 1, 6), scene.source("earlier", ago, code)),
    )


def _measure(scene: Scene, row: list[str], objective: Objective) -> Measure:
    name, in_english, aim, unit = row[7:11]
    promised = read_aim(aim, unit)
    return Measure(
        organisation=scene.organisation,
        objective=objective,
        asked_from=None,
        key=f"{objective.key}-M1",
        name=scene.say(Text(name, in_english)),
        kind=Kind(promised.kind),
        unit=scene.say(unit_of(unit)),
        baseline=promised.baseline,
        target=promised.target,
        starts_on=objective.starts_on,
        ends_on=objective.ends_on,
        frequency=Frequency.MONTHLY,
        responsible=objective.owner,
    )


def _readings(scene: Scene, row: list[str], measure: Measure) -> list[Reading]:
    aim = read_aim(row[9], row[10])
    reached = int(row[11]) / 100
    rng = scene.source("earlier readings", measure.key)
    days = reading_days("monthly", measure.starts_on, measure.ends_on)
    by = measure.responsible
    made = []
    for number, day in enumerate(days, start=1):
        share = reached * number / len(days) + (rng.gauss(0, 0.04) if number < len(days) else 0)
        value = aim.baseline + (aim.target - aim.baseline) * Decimal(str(round(share, 4)))  # type: ignore[operator]
        if row[10] == "%" and aim.counts_up:
            value = min(value, Decimal(100))
        made.append(
            Reading(
                organisation=scene.organisation,
                measure=measure,
                measured_on=day,
                value=max(value, Decimal(0)).quantize(Decimal(1).scaleb(-aim.decimals)),
                recorded_by_name=by.name if by else "",
                recorded_at=scene.moment(day + timedelta(days=rng.randint(1, 6)), rng),
            )
        )
    return made
