"""The five forces, the value chain and the generic strategy of an analysis."""

from dataclasses import dataclass

from zichtlijn.analysis.models import Analysis, ChainActivity, Contribution, ForceDriver
from zichtlijn.analysis.states import Activity, Force, GenericStrategy, Kind
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


@dataclass(frozen=True)
class DriverView:
    """A driver, and in which lists of the SWOT it was taken over."""

    driver: ForceDriver
    taken: list[str]


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
    """One activity of the value chain: what is seen of it, and whether it is a strength or a weakness."""

    activity: Activity
    row: ChainActivity | None
    kind: str
    is_taken: bool

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
    taken_activities = set()
    for driver, activity, kind in Contribution.objects.filter(analysis=analysis).values_list(
        "driver_id", "activity_id", "kind"
    ):
        if driver:
            taken.setdefault(driver, []).append(kind)
        if activity:
            taken_activities.add(activity)
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


def _activities(analysis: Analysis, taken: set[int]) -> list[ActivityView]:
    rows = {row.activity: row for row in ChainActivity.objects.filter(analysis=analysis)}
    chain = value_chain({Part(code): row.score for code, row in rows.items()})
    kinds = {part.value: Kind.STRENGTH.value for part in chain.strengths}
    kinds |= {part.value: Kind.WEAKNESS.value for part in chain.weaknesses}
    return [
        ActivityView(
            activity,
            rows.get(activity.value),
            kinds.get(activity.value, ""),
            activity.value in rows and rows[activity.value].pk in taken,
        )
        for activity in Activity
    ]
