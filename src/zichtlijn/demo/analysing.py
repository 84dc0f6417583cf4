"""The analysis of the demo organisation: a SWOT that many people brought in, and one of a department in full swing."""

from datetime import UTC, datetime, time, timedelta

from zichtlijn.analysis.models import (
    Analysis,
    AttentionPoint,
    ChainActivity,
    Contribution,
    Factor,
    ForceDriver,
    PointScore,
    Rater,
    Score,
)
from zichtlijn.analysis.states import Criterion, Mode, Scoring
from zichtlijn.calculations.confrontation import HIGHEST, LOWEST, points_to_give
from zichtlijn.demo.wording import Text, sections
from zichtlijn.objectives.models import Objective
from zichtlijn.organisation.models import Period, Unit

TEXTS = "analysis.txt"
#: The department whose SWOT is still open.
OPEN_UNIT = "KC"
#: How far raters stray from what the table says matters most, in places.
STRAY = 0.9
#: How many of the raters weighed the attention points as well.
WEIGHED = 5


def analyse(scene) -> None:
    """Write the analyses of this year."""
    year = scene.years[scene.today.year]
    whole = _analysis(scene, year, None, is_gathering=False, mode=Mode.POINTS, scoring=Scoring.CLOSED)
    factors = write_swot(scene, whole, sections(TEXTS)["swot"])
    raters = _matrix(scene, whole, factors)
    _points(scene, whole, factors, raters)
    _industry(scene, whole, factors)
    open_one = _analysis(scene, year, scene.units[OPEN_UNIT], is_gathering=True)
    write_swot(scene, open_one, sections(TEXTS)["customer contact"])


def _analysis(scene, period: Period, unit: Unit | None, **fields) -> Analysis:
    at = datetime.combine(scene.today - timedelta(days=20), time(9), UTC)
    return Analysis.objects.create(
        organisation=scene.organisation, period=period, unit=unit, moves=1, created_at=at, **fields
    )


def write_swot(scene, analysis: Analysis, rows: list[list[str]]) -> dict[str, Factor]:
    """The factors with what was merged into them, and what stands loose; code (S1, W2 …) → factor."""
    factors: dict[str, Factor] = {}
    said: list[tuple[str, str, Text, str]] = []
    kind = code = ""
    for sort, *cells in rows:
        if sort == "factor":
            kind = cells[0]
            place = 1 + sum(factor.kind == kind for factor in factors.values())
            code = f"{kind[0].upper()}{place}"
            factors[code] = Factor(
                organisation=scene.organisation,
                analysis=analysis,
                kind=kind,
                place=place,
                text=scene.say(Text(cells[1], cells[2])),
                evidence=scene.say(Text(cells[3], cells[4])),
            )
        elif sort == "said":
            said.append((code, kind, Text(cells[0], cells[1]), cells[2]))
        else:
            said.append(("", cells[0], Text(cells[1], cells[2]), cells[3]))
    Factor.objects.bulk_create(factors.values())
    # as people brought them in: all through each other
    rng = scene.source("swot", analysis.unit_id or 0)
    rng.shuffle(said)
    Contribution.objects.bulk_create(
        Contribution(
            organisation=scene.organisation,
            analysis=analysis,
            kind=kind,
            text=scene.say(text),
            by=scene.users.get(who),
            by_name=who,
            at=analysis.created_at + timedelta(minutes=number),
            factor=factors.get(code),
        )
        for number, (code, kind, text, who) in enumerate(said)
    )
    return factors


def _matrix(scene, analysis: Analysis, factors: dict[str, Factor]) -> list[Rater]:
    """What the raters gave: they agree on the whole, and stray from it each in their own way."""
    (_raters, *names), *columns = sections(TEXTS)["confrontation"]
    at = analysis.created_at + timedelta(days=6)
    raters = [
        Rater(
            organisation=scene.organisation,
            analysis=analysis,
            user=scene.users.get(name),
            name=name,
            scored_at=at + timedelta(minutes=number),
        )
        for number, name in enumerate(names)
    ]
    Rater.objects.bulk_create(raters)
    rng = scene.source("matrix")
    points = points_to_give(sum(factor.kind in {"strength", "weakness"} for factor in factors.values()))
    scores = []
    for rater in raters:
        for _sort, column, rows in columns:
            by_choice = sorted((place + rng.gauss(0, STRAY), row) for place, row in enumerate(rows.split()))
            scores += [
                Score(
                    organisation=scene.organisation, rater=rater, row=factors[row], column=factors[column], score=given
                )
                for given, (_place, row) in zip(points, by_choice, strict=False)
            ]
    Score.objects.bulk_create(scores)
    return raters


def _points(scene, analysis: Analysis, factors: dict[str, Factor], raters: list[Rater]) -> None:
    """The attention points, what some raters gave them, and the objective that one of them became."""
    rows = sections(TEXTS)["attention points"]
    became = {o.key: o for o in Objective.objects.filter(key__in=[row[5] for row in rows if row[5]])}
    points = [
        AttentionPoint(
            organisation=scene.organisation,
            analysis=analysis,
            place=place,
            text=scene.say(Text(dutch, english)),
            row=factors[row],
            column=factors[column],
            objective=became.get(key),
        )
        for place, (_sort, row, column, dutch, english, key, _given) in enumerate(rows, start=1)
    ]
    AttentionPoint.objects.bulk_create(points)
    rng = scene.source("attention points")
    PointScore.objects.bulk_create(
        PointScore(
            organisation=scene.organisation,
            rater=rater,
            point=point,
            criterion=criterion.value,
            score=min(HIGHEST, max(LOWEST, int(given) + rng.choice((-1, 0, 0, 1)))),
        )
        for point, row in zip(points, rows, strict=True)
        for criterion, given in zip(Criterion, row[6].split(), strict=True)
        for rater in raters[:WEIGHED]
    )


def _industry(scene, analysis: Analysis, factors: dict[str, Factor]) -> None:
    """The five forces, of which some went on to the SWOT, the value chain and the generic strategy."""
    rows = sections(TEXTS)["forces"]
    drivers = [
        ForceDriver(
            organisation=scene.organisation,
            analysis=analysis,
            force=force,
            text=scene.say(Text(dutch, english)),
            score=int(score),
            weight=float(weight),
            evidence=scene.say(Text(shown, in_english)),
            position=position,
        )
        for position, (_sort, force, dutch, english, score, weight, shown, in_english, _code) in enumerate(rows)
    ]
    ForceDriver.objects.bulk_create(drivers)
    for driver, row in zip(drivers, rows, strict=True):
        if row[8]:
            first = Contribution.objects.filter(factor=factors[row[8]]).earliest("pk")
            Contribution.objects.filter(pk=first.pk).update(driver=driver)
    ChainActivity.objects.bulk_create(
        ChainActivity(
            organisation=scene.organisation,
            analysis=analysis,
            activity=activity,
            score=int(score),
            text=scene.say(Text(dutch, english)),
        )
        for _sort, activity, score, dutch, english in sections(TEXTS)["value chain"]
    )
    ((_sort, chosen, dutch, english),) = sections(TEXTS)["generic strategy"]
    analysis.generic_strategies, analysis.generic_why = [chosen], scene.say(Text(dutch, english))
    analysis.save(update_fields=["generic_strategies", "generic_why"])
