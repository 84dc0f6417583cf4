"""How heavily the objectives of a scorecard weigh: what was filled in from a day on, and what that comes to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from math import fsum

from zichtlijn.calculations.objectives import filled_weights
from zichtlijn.calculations.scorecards import DatedWeight, counting_weights, weight_on
from zichtlijn.objectives.models import NamedPerspective, Objective
from zichtlijn.organisation.models import Period
from zichtlijn.scorecards.models import ScorecardWeight

#: Per objective the day and the weight of each row; None is left blank.
Weights = dict[int, list[tuple[date, float | None]]]


@dataclass(frozen=True)
class Weighed:
    """What the objectives of a scorecard weigh on a day, in percent of the whole; nothing when nothing was weighed."""

    counting: Mapping[int, float]
    #: What the filled-in weights add up to; what was left open takes the rest.
    whole: float = 0.0
    #: Left open while the others leave nothing: these weigh 0.
    without_rest: frozenset[int] = frozenset()

    @property
    def is_converted(self) -> bool:
        """True when the weights no longer add up to 100, as far as whole percents show."""
        return bool(self.counting) and round(self.whole) != 100


@dataclass(frozen=True)
class Division:
    """The weights that hold from a day on, until the next ones."""

    from_on: date
    #: The last day on which they hold.
    until: date | None
    #: What each perspective weighs then; nothing when the weights were left blank again.
    shares: list[tuple[NamedPerspective, float]]
    holds: bool
    is_planned: bool


def all_weights(objectives: Iterable[Objective]) -> Weights:
    """Every weight of these objectives, whatever its day."""
    rows: Weights = {objective.pk: [] for objective in objectives}
    found = ScorecardWeight.objects.filter(objective__in=list(rows))
    for pk, from_on, weight in found.values_list("objective_id", "from_on", "weight"):
        rows[pk].append((from_on, weight))
    return rows


def weights_on(rows: Weights, day: date) -> dict[int, float | None]:
    """The weight of each objective that holds on this day; None where there is none or it was left blank."""
    found: dict[int, float | None] = {}
    for pk, dated in rows.items():
        since = max((on for on, weight in dated if weight is None and on <= day), default=date.min)
        later = [DatedWeight(on, weight) for on, weight in dated if weight is not None and on > since]
        found[pk] = weight_on(later, day)
    return found


def weights_of(objectives: Iterable[Objective], day: date) -> dict[int, float | None]:
    """The weight of each objective that holds on this day; None where there is none or it was left blank."""
    return weights_on(all_weights(objectives), day)


def weigh(weights: Mapping[int, float | None]) -> Weighed:
    """What weights come to: what was left blank takes its share of the rest, and together they are a hundred."""
    filled = filled_weights(list(weights.values()))
    counting = counting_weights(list(weights.values()))
    if counting is None:
        return Weighed({})
    without = frozenset(pk for (pk, weight), part in zip(weights.items(), filled, strict=True)
                        if weight is None and not part)  # fmt: skip
    return Weighed(dict(zip(weights, counting, strict=True)), fsum(filled), without)


def under(perspectives: Iterable[NamedPerspective], objectives: Iterable[Objective]) -> list[Objective]:
    """The objectives that stand under one of these perspectives: only those weigh on a scorecard."""
    keys = {each.key for each in perspectives}
    return [objective for objective in objectives if objective.perspective in keys]


def shares_of(
    perspectives: Iterable[NamedPerspective], objectives: Iterable[Objective], weighed: Weighed
) -> list[tuple[NamedPerspective, float]]:
    """What each perspective weighs: what its objectives weigh together."""
    parts: dict[str, list[float]] = {}
    for objective in objectives:
        parts.setdefault(objective.perspective, []).append(weighed.counting.get(objective.pk, 0.0))
    return [(each, fsum(parts.get(each.key, ()))) for each in perspectives] if weighed.counting else []


def divisions_of(
    objectives: Collection[Objective],
    rows: Weights,
    perspectives: list[NamedPerspective],
    *,
    period: Period | None,
    day: date,
    today: date,
) -> list[Division]:
    """From when which weights hold, in their order: those of the first day of the period, and all until its end."""
    days = sorted({on for dated in rows.values() for on, _weight in dated})
    if period is not None:
        begun = max((on for on in days if on <= period.starts_on), default=date.min)
        days = [on for on in days if begun <= on <= period.ends_on]
    holding = max((on for on in days if on <= day), default=None)
    return [
        Division(
            from_on=on,
            until=until and until - timedelta(days=1),
            shares=shares_of(perspectives, objectives, weigh(weights_on(rows, on))),
            holds=on == holding,
            is_planned=on > today,
        )
        for on, until in zip_longest(days, days[1:])
    ]
