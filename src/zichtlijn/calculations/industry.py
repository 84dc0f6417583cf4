"""Porter: five forces and the attractiveness of an industry, the value chain, and the generic strategy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from zichtlijn.calculations.means import covered_mean
from zichtlijn.calculations.objectives import TINY, Limits

#: Drivers and activities are scored from weak to strong.
WEAKEST, STRONGEST = 1, 5
#: How many drivers a force usually has.
FEWEST_DRIVERS, MOST_DRIVERS = 3, 6


class Force(StrEnum):
    """The five forces of an industry."""

    RIVALRY = "rivalry"
    ENTRANTS = "entrants"
    SUBSTITUTES = "substitutes"
    BUYERS = "buyers"
    SUPPLIERS = "suppliers"


class Activity(StrEnum):
    """The activities of the value chain: five primary ones, then four that support them."""

    INBOUND = "inbound"
    OPERATIONS = "operations"
    OUTBOUND = "outbound"
    MARKETING = "marketing"
    SERVICE = "service"
    INFRASTRUCTURE = "infrastructure"
    PEOPLE = "people"
    TECHNOLOGY = "technology"
    PROCUREMENT = "procurement"


class GenericStrategy(StrEnum):
    """The ways to be better than competitors."""

    COST_LEADERSHIP = "cost_leadership"
    DIFFERENTIATION = "differentiation"
    COST_FOCUS = "cost_focus"
    DIFFERENTIATION_FOCUS = "differentiation_focus"


class ForceProblemCode(StrEnum):
    """What a force still lacks."""

    TOO_FEW_DRIVERS = "too_few_drivers"
    TOO_MANY_DRIVERS = "too_many_drivers"
    SCORE_MISSING = "score_missing"
    EVIDENCE_MISSING = "evidence_missing"


@dataclass(frozen=True, slots=True)
class Driver:
    """What makes a force weak (1) or strong (5). An empty score is missing. ValueError for another score or weight."""

    score: float | None
    weight: float = 1.0
    has_evidence: bool = True
    label: str = ""

    def __post_init__(self):
        if self.score is not None and not WEAKEST <= self.score <= STRONGEST:
            raise ValueError(f"a driver is scored from {WEAKEST} to {STRONGEST}, not {self.score}")
        if not 0 <= self.weight < float("inf"):
            raise ValueError(f"a weight must be a finite number of 0 or more, not {self.weight}")


@dataclass(frozen=True, slots=True)
class ForceStrength:
    """How strong a force is, from 1 to 5, and how much of the weight of its drivers is scored."""

    strength: float | None
    coverage: float


@dataclass(frozen=True, slots=True)
class Attractiveness:
    """How attractive an industry is, from 1 to 5, how much is scored, and whether that is enough to judge by.

    `strongest` are the forces that take most of it away.
    """

    value: float | None
    coverage: float
    is_enough: bool
    strongest: tuple[Force, ...]


@dataclass(frozen=True, slots=True)
class ForceProblem:
    """One thing that a force lacks: what, where, and how many of how many."""

    code: ForceProblemCode
    force: Force
    label: str = ""
    found: int | None = None
    wanted: int | None = None


@dataclass(frozen=True, slots=True)
class ValueChain:
    """The activities that are strengths and weaknesses, the most outspoken first, and those without a score."""

    strengths: tuple[Activity, ...]
    weaknesses: tuple[Activity, ...]
    unscored: tuple[Activity, ...]


def force_strength(drivers: Iterable[Driver]) -> ForceStrength:
    """Return how strong a force is.

    Definition
        The weighted mean of what drives it. A driver without a score is left out and lowers the coverage.
    Formula
        strength = sum(weight * score) / sum(weight), over the scored drivers
        coverage = sum(weight of the scored drivers) / sum(weight)
    Units
        Scores and strength from 1 (weak) to 5 (strong); weights in any unit; coverage is a ratio.
    Errors
        None of its own; `Driver` refuses other scores and weights.
    Source
        M. Porter, Competitive Strategy (1980); scores of drivers and their mean: common practice.
    Example
        >>> force_strength([Driver(4, 2), Driver(1), Driver(None)])
        ForceStrength(strength=3.0, coverage=0.75)
    """
    mean = covered_mean((driver.weight, driver.score) for driver in drivers)
    return ForceStrength(mean.value, mean.coverage)


def attractiveness(forces: Mapping[Force, Iterable[Driver]], *, limits: Limits | None = None) -> Attractiveness:
    """Return how attractive an industry is.

    Definition
        The stronger its five forces, the less an industry leaves to those in it. All five count alike. A force without
        any score is left out of the mean and lowers the coverage, also one that was not handed in at all; below the
        floor of coverage the number is not enough to judge by.
    Formula
        value    = 6 - mean of the strengths of the scored forces
        coverage = mean of the coverages of the five forces; is_enough = coverage >= limits.coverage (.6)
    Units
        From 1 (unattractive) to 5 (attractive); coverage is a ratio.
    Errors
        As `force_strength`.
    Source
        M. Porter, Competitive Strategy (1980); 6 - mean so that a high number is good: common practice. The floor of
        coverage is that of objectives.
    Example
        >>> found = attractiveness({Force.RIVALRY: [Driver(5)], Force.ENTRANTS: [Driver(2)], Force.BUYERS: [Driver(4)],
        ...                         Force.SUPPLIERS: [Driver(1)]})
        >>> found.value, found.coverage, found.is_enough, found.strongest[0].value
        (3.0, 0.8, True, 'rivalry')
    """
    strengths = {force: force_strength(forces.get(force, ())) for force in Force}
    mean = covered_mean((1.0, found.strength) for found in strengths.values())
    covered = covered_mean((1.0, found.coverage) for found in strengths.values()).value or 0.0
    known = {force: found.strength for force, found in strengths.items() if found.strength is not None}
    strongest = tuple(force for force, strength in known.items() if strength >= max(known.values()) - TINY)
    return Attractiveness(
        None if mean.value is None else WEAKEST + STRONGEST - mean.value,
        covered,
        covered >= (limits or Limits()).coverage - TINY,
        strongest,
    )


def force_problems(
    forces: Mapping[Force, Collection[Driver]], *, fewest: int = FEWEST_DRIVERS, most: int = MOST_DRIVERS
) -> list[ForceProblem]:
    """Return what the five forces still lack, all of it at once.

    Definition
        A force is described by three to six drivers, each with a score and with evidence for it.
    Formula
        fewer than `fewest` drivers; more than `most`; a driver without a score; a score without evidence
    Units
        Numbers of drivers.
    Errors
        None: that is what the list is for.
    Source
        M. Porter, Competitive Strategy (1980) for the drivers; their number, and evidence for each: own choice.
    Example
        >>> drivers = [Driver(4, label="few suppliers", has_evidence=False), Driver(None, label="switching costs")]
        >>> found = force_problems({force: drivers if force == Force.SUPPLIERS else [Driver(3)] * 3 for force in Force})
        >>> [(problem.code.value, problem.label, problem.found, problem.wanted) for problem in found]
        ... # doctest: +NORMALIZE_WHITESPACE
        [('too_few_drivers', '', 2, 3), ('evidence_missing', 'few suppliers', None, None),
         ('score_missing', 'switching costs', None, None)]
    """
    problems = []
    for force in Force:
        drivers = forces.get(force, ())
        if len(drivers) < fewest:
            problems.append(ForceProblem(ForceProblemCode.TOO_FEW_DRIVERS, force, found=len(drivers), wanted=fewest))
        if len(drivers) > most:
            problems.append(ForceProblem(ForceProblemCode.TOO_MANY_DRIVERS, force, found=len(drivers), wanted=most))
        for driver in drivers:
            if driver.score is None:
                problems.append(ForceProblem(ForceProblemCode.SCORE_MISSING, force, driver.label))
            elif not driver.has_evidence:
                problems.append(ForceProblem(ForceProblemCode.EVIDENCE_MISSING, force, driver.label))
    return problems


def value_chain(scores: Mapping[Activity, float | None], *, strong: float = 4, weak: float = 2) -> ValueChain:
    """Return which activities of the value chain are strengths and which are weaknesses.

    Definition
        An activity that is done well is a strength, one that is done badly a weakness, for the SWOT to take over.
        What lies between is neither. An activity without a score is told apart.
    Formula
        strength: score >= strong, highest first; weakness: score <= weak, lowest first; equals in the order above
    Units
        Scores from 1 (weak) to 5 (strong); None is missing.
    Errors
        ValueError when a score lies outside 1 to 5, or when the limits are not in order.
    Source
        M. Porter, Competitive Advantage (1985); the limits of 4 and 2: own choice.
    Example
        >>> found = value_chain({Activity.SERVICE: 5, Activity.OPERATIONS: 4, Activity.PEOPLE: 2, Activity.INBOUND: 3})
        >>> [activity.value for activity in found.strengths], [activity.value for activity in found.weaknesses]
        (['service', 'operations'], ['people'])
        >>> len(found.unscored)
        5
    """
    if not WEAKEST <= weak < strong <= STRONGEST:
        raise ValueError(f"limits must be in order and on the scale: {weak} and {strong}")
    if any(score is not None and not WEAKEST <= score <= STRONGEST for score in scores.values()):
        raise ValueError(f"an activity is scored from {WEAKEST} to {STRONGEST}")
    known = {activity: score for activity in Activity if (score := scores.get(activity)) is not None}
    return ValueChain(
        tuple(sorted((each for each in known if known[each] >= strong), key=lambda each: -known[each])),
        tuple(sorted((each for each in known if known[each] <= weak), key=lambda each: known[each])),
        tuple(activity for activity in Activity if activity not in known),
    )


def is_stuck_in_the_middle(main: Iterable[GenericStrategy]) -> bool:
    """Tell whether an organisation chose more than one way to be better than its competitors.

    Definition
        Who wants to be the cheapest and the most special at once risks being neither: stuck in the middle. No choice
        yet is something else, and so is the same choice twice.
    Formula
        more than one different generic strategy chosen as main one
    Units
        Generic strategies.
    Errors
        None.
    Source
        M. Porter, Competitive Strategy (1980).
    Example
        >>> is_stuck_in_the_middle([GenericStrategy.COST_LEADERSHIP, GenericStrategy.DIFFERENTIATION])
        True
        >>> is_stuck_in_the_middle([GenericStrategy.COST_FOCUS]), is_stuck_in_the_middle([])
        (False, False)
    """
    return len(set(main)) > 1
