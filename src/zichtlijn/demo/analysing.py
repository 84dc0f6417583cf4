"""The analysis of the demo organisation: a SWOT that many people brought in, and one of a department in full swing."""

from datetime import UTC, datetime, time, timedelta

from zichtlijn.analysis.models import Analysis, Contribution, Factor
from zichtlijn.demo.wording import Text, sections
from zichtlijn.organisation.models import Period, Unit

TEXTS = "analysis.txt"
#: The department whose SWOT is still open.
OPEN_UNIT = "KC"


def analyse(scene) -> None:
    """Write the analyses of this year."""
    year = scene.years[scene.today.year]
    whole = _analysis(scene, year, None, is_gathering=False)
    write_swot(scene, whole, sections(TEXTS)["swot"])
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
