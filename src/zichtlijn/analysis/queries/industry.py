"""The five forces, the value chain and the generic strategy of an analysis."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zichtlijn.analysis.models import Analysis, ChainActivity, Contribution, ForceDriver
from zichtlijn.analysis.states import EXTERNAL, Activity, Force, GenericStrategy, Kind
from zichtlijn.analysis.wording import a_kind, tell_force_problem
from zichtlijn.calculations.industry import Activity as Part
from zichtlijn.calculations.industry import (
    Attractiveness,
    Driver,
    ForceStrength,
    attractiveness,
    force_problems,
    force_strength,
    is_stuck_in_the_middle,
    value_chain,
)
from zichtlijn.calculations.industry import Force as Pressing
from zichtlijn.calculations.industry import GenericStrategy as Way


def _as_kinds(kinds: Iterable[str]) -> str:
    """The lists in which something stands, in the order of the matrix: an opportunity and a threat."""
    there = set(kinds)
    return _(" and ").join(a_kind(kind) for kind in Kind.values if kind in there)


@dataclass(frozen=True)
class DriverView:
    """A driver, and in which lists of the SWOT it was taken over."""

    driver: ForceDriver
    taken: list[str]

    @property
    def taken_as(self) -> str:
        return _as_kinds(self.taken)

    @property
    def offered(self) -> list[str]:
        """The lists to which it can still go: it may be the one and the other."""
        return [kind.value for kind in EXTERNAL if kind not in self.taken]


@dataclass(frozen=True)
class ForceView:
    """One force: how strong it is, what drives it, and what it still lacks."""

    force: Force
    strength: ForceStrength
    drivers: list[DriverView]
    lacks: list[str]
    is_strongest: bool

    @property
    def share(self) -> float | None:
        """The strength as a share of the scale, for the bar."""
        return None if self.strength.strength is None else self.strength.strength / 5


@dataclass(frozen=True)
class ActivityView:
    """One activity of the value chain: what is seen of it, and whether it is a strength or a weakness.

    `taken` are the lists of the SWOT in which it stands: as it was scored then, which may be other than it is now.
    """

    activity: Activity
    row: ChainActivity | None
    kind: str
    taken: list[str]

    @property
    def is_taken(self) -> bool:
        return self.kind in self.taken

    @property
    def taken_before(self) -> str:
        """As what it stands in the SWOT though it is that no longer; empty when it does not."""
        return _as_kinds(kind for kind in self.taken if kind != self.kind)

    @property
    def verdict(self) -> str:
        return a_kind(self.kind) if self.kind else ""


@dataclass(frozen=True)
class IndustryPage:
    """Everything that the page of Porter shows."""

    forces: list[ForceView]
    attractiveness: Attractiveness
    primary: list[ActivityView]
    support: list[ActivityView]
    strategies: list[GenericStrategy]
    is_stuck: bool

    @property
    def is_empty(self) -> bool:
        return not any(view.drivers for view in self.forces) and not any(
            view.row for view in [*self.primary, *self.support]
        )


#: Activities that make the product; the others support them.
PRIMARY = 5


def industry_page(analysis: Analysis) -> IndustryPage:
    """The forces with what drives them, the activities, and the chosen strategies: three questions."""
    taken: dict[int, list[str]] = {}
    taken_activities: dict[int, list[str]] = {}
    for driver, activity, kind in Contribution.objects.filter(analysis=analysis).values_list(
        "driver_id", "activity_id", "kind"
    ):
        if driver:
            taken.setdefault(driver, []).append(kind)
        if activity:
            taken_activities.setdefault(activity, []).append(kind)
    drivers: dict[str, list[ForceDriver]] = {force: [] for force in Force.values}
    for found in ForceDriver.objects.filter(analysis=analysis):
        drivers[found.force].append(found)
    known = {
        Pressing(force): [Driver(d.score, d.weight, bool(d.evidence), d.text) for d in listed]
        for force, listed in drivers.items()
    }
    industry = attractiveness(known)
    problems = force_problems(known)
    forces = [
        ForceView(
            force,
            force_strength(known[Pressing(force.value)]),
            [DriverView(driver, taken.get(driver.pk, [])) for driver in drivers[force]],
            [tell_force_problem(problem) for problem in problems if problem.force.value == force.value],
            force.value in {strongest.value for strongest in industry.strongest},
        )
        for force in Force
    ]
    chosen = [GenericStrategy(code) for code in analysis.generic_strategies if code in GenericStrategy.values]
    activities = _activities(analysis, taken_activities)
    return IndustryPage(
        forces,
        industry,
        activities[:PRIMARY],
        activities[PRIMARY:],
        chosen,
        is_stuck_in_the_middle(Way(code.value) for code in chosen),
    )


def _activities(analysis: Analysis, taken: dict[int, list[str]]) -> list[ActivityView]:
    rows = {row.activity: row for row in ChainActivity.objects.filter(analysis=analysis)}
    chain = value_chain({Part(code): row.score for code, row in rows.items()})
    kinds = {part.value: Kind.STRENGTH.value for part in chain.strengths}
    kinds |= {part.value: Kind.WEAKNESS.value for part in chain.weaknesses}
    return [
        ActivityView(
            activity,
            rows.get(activity.value),
            kinds.get(activity.value, ""),
            taken.get(rows[activity.value].pk, []) if activity.value in rows else [],
        )
        for activity in Activity
    ]
