"""Weights that people leave open, and a roll-up from sums that a database can make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import fsum

from zichtlijn.calculations.objectives.standing import (
    TINY,
    USUAL_LIMITS,
    ExplainedPart,
    Limits,
    Part,
    Standing,
    explain_in,
    status,
)

#: A sum of weights below this is what adding and taking away in binary left over.
LEFT_OVER = 100 * TINY


def filled_weights(weights: Sequence[float | None], *, total: float = 100.0) -> list[float]:
    """Return the weights with what was left open filled in.

    Definition
        A weight that is not filled in takes an equal share of what the filled-in weights leave of the whole.
    Formula
        open weight = max(0, total - sum(given)) / number left open
    Units
        Percent by default; any unit in which the whole is `total`.
    Errors
        None.
    Source
        Own choice.
    Example
        >>> filled_weights([None, None]), filled_weights([50, None, None]), filled_weights([60, 60, None])
        ([50.0, 50.0], [50, 25.0, 25.0], [60, 60, 0.0])
    """
    given = [weight for weight in weights if weight is not None]
    share = open_share(len(weights), len(given), fsum(given), total=total)
    return [share if weight is None else weight for weight in weights]


def open_share(count: int, given_count: int, given_weight: float, *, total: float = 100.0) -> float:
    """Return the weight of each of the parts whose weight was left open.

    Definition
        What the filled-in weights leave of the whole is divided equally; where they leave nothing, an open weight is 0.
    Formula
        max(0, total - given_weight) / (count - given_count); 0 when none was left open
    Units
        Numbers of parts; weights in the unit of `total`, percent by default.
    Errors
        None.
    Source
        Own choice.
    Example
        >>> open_share(4, 2, 60.0), open_share(3, 3, 90.0)
        (20.0, 0.0)
    """
    left_open, left_over = count - given_count, total - given_weight
    # 33.4 + 33.3 + 33.3 is a hair under 100 in one order of adding and not in another: a hair is nothing.
    return left_over / left_open if left_open and left_over > TINY * total else 0.0


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over the parts of a roll-up, apart for parts with a weight (given) and without (open).

    `*_measured` is the weight (given) or number (open) of the parts with progress; `*_expected` takes a part's own
    progress where nothing is expected of it; `with_expectation` counts the measured parts that have an expectation
    and a weight, `open_with_expectation` those whose weight was left open.
    """

    count: int = 0
    given_count: int = 0
    given_weight: float = 0.0
    given_measured: float = 0.0
    given_progress: float = 0.0
    given_expected: float = 0.0
    given_coverage: float = 0.0
    open_measured: int = 0
    open_progress: float = 0.0
    open_expected: float = 0.0
    open_coverage: float = 0.0
    with_expectation: int = 0
    open_with_expectation: int = 0

    def plus(self, weight: float | None, progress: float | None, expected: float | None, coverage: float) -> Sums:
        """These sums with one more part."""
        return self._with(1, weight, progress, expected, coverage)

    def less(self, weight: float | None, progress: float | None, expected: float | None, coverage: float) -> Sums:
        """These sums without a part that was in them. A weight that binary leaves over of nothing is nothing."""
        rest = self._with(-1, weight, progress, expected, coverage)
        weight_left, measured_left = rest.given_weight, rest.given_measured
        return replace(
            rest,
            given_weight=weight_left if abs(weight_left) > LEFT_OVER else 0.0,
            given_measured=measured_left if abs(measured_left) > LEFT_OVER else 0.0,
        )

    def _with(
        self, times: int, weight: float | None, progress: float | None, expected: float | None, coverage: float
    ) -> Sums:
        measured = progress is not None
        reached = progress if progress is not None else 0.0
        wanted = (expected if expected is not None else reached) if measured else 0.0
        given = weight is not None
        scale = times * weight if weight is not None else 0.0
        one = 0 if given else times
        covered = coverage if measured else 0.0
        expects = measured and expected is not None
        return Sums(
            count=self.count + times,
            given_count=self.given_count + times * given,
            given_weight=self.given_weight + scale,
            given_measured=self.given_measured + scale * measured,
            given_progress=self.given_progress + scale * reached,
            given_expected=self.given_expected + scale * wanted,
            given_coverage=self.given_coverage + scale * covered,
            open_measured=self.open_measured + one * measured,
            open_progress=self.open_progress + one * reached,
            open_expected=self.open_expected + one * wanted,
            open_coverage=self.open_coverage + one * covered,
            with_expectation=self.with_expectation + times * (expects and weight is not None and weight > 0),
            open_with_expectation=self.open_with_expectation + one * expects,
        )


def roll_up_sums(sums: Sums, *, limits: Limits = USUAL_LIMITS) -> Standing:
    """Return the standing that `roll_up` gives for parts with filled weights, from sums over those parts.

    Definition
        As `roll_up`. Needed because one objective may have tens of thousands of supporters, and the database adds them
        up faster than they can be fetched.
    Formula
        With o the share of each part whose weight was left open:
        progress = (given_progress + o * open_progress) / (given_measured + o * open_measured); expected likewise;
        coverage = (given_coverage + o * open_coverage) / (given_weight + o * open_count).
    Units
        Ratios.
    Errors
        None.
    Source
        As `roll_up`.
    Example
        >>> standing = roll_up_sums(Sums().plus(None, 0.5, 0.5, 1.0).plus(None, None, 0.5, 0.0))
        >>> standing.progress, standing.coverage
        (0.5, 0.5)
    """
    share = open_share(sums.count, sums.given_count, sums.given_weight)
    measured = sums.given_measured + share * sums.open_measured
    whole = sums.given_weight + share * (sums.count - sums.given_count)
    coverage = min(1.0, (sums.given_coverage + share * sums.open_coverage) / whole) if whole > 0 else 0.0
    if measured <= 0:
        return Standing(None, None, coverage, status(None, None, coverage, limits))
    progress = min(1.0, (sums.given_progress + share * sums.open_progress) / measured)
    expected = None
    if sums.with_expectation or (share > 0 and sums.open_with_expectation):
        expected = min(1.0, (sums.given_expected + share * sums.open_expected) / measured)
    return Standing(progress, expected, coverage, status(progress, expected, coverage, limits))


def explain_some(parts: Iterable[tuple], sums: Sums) -> tuple[list[ExplainedPart], ExplainedPart | None]:
    """Return what some parts of a roll-up from sums do to it, and what all the other parts do together.

    Definition
        `explain` for the parts that a page shows, when there are more than it shows; the last line stands for the rest,
        so that the column still adds up to the progress. A part is (weight or None, progress, expected, coverage,
        label).
    Formula
        share = weight / (given_measured + o * open_measured), with o the share of a weight that was left open;
        rest: 1 - sum of the shares, and progress of the roll-up - sum of what the parts add
    Units
        As `roll_up`. The weight of the rest is in percent, its progress the weighted mean of what is not shown.
    Errors
        As `roll_up`.
    Source
        As `roll_up`.
    Example
        >>> sums = Sums().plus(None, 0.5, None, 1.0).plus(None, 0.7, None, 1.0).plus(None, 0.9, None, 1.0)
        >>> rows, rest = explain_some([(None, 0.5, None, 1.0, "shown")], sums)
        >>> round(rows[0].share, 4), round(rest.share, 4), round(rest.progress, 4)
        (0.3333, 0.6667, 0.8)
    """
    share = open_share(sums.count, sums.given_count, sums.given_weight)
    counted = sums.given_measured + share * sums.open_measured
    whole = sums.given_weight + share * (sums.count - sums.given_count)
    rows = explain_in(
        [Part(share if weight is None else weight, *part) for weight, *part in parts],
        counted_weight=counted,
        whole_weight=whole,
        has_expected=bool(sums.with_expectation or (share > 0 and sums.open_with_expectation)),
    )
    if sums.count <= len(rows):
        return rows, None
    total = roll_up_sums(sums)
    left = max(0.0, 1.0 - fsum(row.share for row in rows)) if counted > 0 else 0.0
    adds = progress = None
    if total.progress is not None and left > TINY:
        adds = max(0.0, total.progress - fsum(row.adds or 0.0 for row in rows))
        progress = min(1.0, adds / left)
    weight = max(0.0, whole - fsum(row.weight for row in rows))
    coverage = max(0.0, total.coverage - fsum(row.adds_coverage for row in rows))
    return rows, ExplainedPart("", weight, progress, None, left, adds, None, coverage)
