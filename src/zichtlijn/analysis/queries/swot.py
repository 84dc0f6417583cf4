"""The four lists of an analysis: what was brought in, and the factors it came down to."""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from zichtlijn.analysis.models import Analysis, Contribution, Factor
from zichtlijn.analysis.states import MOST_FACTORS, Kind
from zichtlijn.analysis.wording import axis_of, letter_of, name_of, question_of
from zichtlijn.calculations.confrontation import Factor as Listed
from zichtlijn.calculations.confrontation import FactorKind, SwotProblem, swot_problems
from zichtlijn.organisation.models import Period


@dataclass
class Ranked:
    """A factor in its list, with what was merged into it."""

    factor: Factor
    code: str
    contributions: list[Contribution] = field(default_factory=list)


@dataclass
class Quadrant:
    """One of the four lists: its factors in order, and the contributions that stand loose."""

    kind: str
    ranked: list[Ranked] = field(default_factory=list)
    loose: list[Contribution] = field(default_factory=list)

    @property
    def name(self) -> str:
        return name_of(self.kind)

    @property
    def letter(self) -> str:
        return letter_of(self.kind)

    @property
    def question(self) -> str:
        return question_of(self.kind)

    @property
    def axis(self) -> str:
        return axis_of(self.kind)

    @property
    def is_empty(self) -> bool:
        return not self.ranked and not self.loose

    @property
    def is_full(self) -> bool:
        return len(self.ranked) >= MOST_FACTORS


@dataclass
class Board:
    """All four lists, who took part, and what they still need before they can be confronted."""

    quadrants: list[Quadrant]
    contributors: list[str]
    problems: list[SwotProblem]

    @property
    def contributions(self) -> int:
        return sum(len(q.loose) + sum(len(r.contributions) for r in q.ranked) for q in self.quadrants)

    @property
    def factors(self) -> int:
        return sum(len(quadrant.ranked) for quadrant in self.quadrants)

    def of(self, kind: str) -> Quadrant:
        return next(quadrant for quadrant in self.quadrants if quadrant.kind == kind)


def code_of(factor: Factor) -> str:
    """S1, W2, O3, T4: how a factor is called where there is no room for its words."""
    return f"{letter_of(factor.kind)}{factor.place}"


def factors_of(analysis: Analysis) -> list[Factor]:
    """The factors in the order of the matrix: list by list, the most important first."""
    order = {kind: place for place, kind in enumerate(Kind.values)}
    return sorted(Factor.objects.filter(analysis=analysis), key=lambda f: (order[f.kind], f.place or 0, f.pk))


def as_listed(factors: list[Factor]) -> list[Listed]:
    """The factors as the calculations know them."""
    return [Listed(str(f.pk), FactorKind(f.kind), f.place or 0, f.text) for f in factors]


def board_of(analysis: Analysis) -> Board:
    """The four lists as they are now: two questions, however long they are."""
    quadrants = {kind: Quadrant(kind) for kind in Kind.values}
    factors = factors_of(analysis)
    ranked = {factor.pk: Ranked(factor, code_of(factor)) for factor in factors}
    for factor in factors:
        quadrants[factor.kind].ranked.append(ranked[factor.pk])
    contributors: dict[str, None] = {}
    for said in Contribution.objects.filter(analysis=analysis):
        contributors[said.by_name] = None
        if said.factor_id in ranked:
            ranked[said.factor_id].contributions.append(said)
        else:
            quadrants[said.kind].loose.append(said)
    return Board(list(quadrants.values()), list(contributors), swot_problems(as_listed(factors)))


def analyses_in(period: Period | None):
    """The analyses that run in this period: that of the organisation first, then by unit."""
    found = Analysis.objects.select_related("unit", "period")
    if period is not None:
        found = found.filter(period__starts_on__lte=period.ends_on, period__ends_on__gte=period.starts_on)
    return found.annotate(
        contribution_count=Count("contributions", distinct=True),
        factor_count=Count("factors", distinct=True),
        is_of_unit=Q(unit__isnull=False),
    ).order_by("is_of_unit", "-period__starts_on", "unit__name", "pk")
