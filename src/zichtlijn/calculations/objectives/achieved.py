"""What has been achieved: from a reading to progress."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import fsum, isfinite

from zichtlijn.calculations.objectives.aims import Aim, MeasureKind, Milestone

YES = Decimal(1)


def raw_progress(aim: Aim, value: Decimal | None) -> float | None:
    """Return how far a reading has come on the road to the target, below 0 and above 1 included.

    Definition
        0 is where the measure started, 1 is the target. Below 0 the measure moved away from its target, above 1 it
        passed it. The direction always comes from the kind of the measure, never from the sign of a difference.
    Formula
        up         (value - baseline) / (target - baseline)
        down       (baseline - value) / (baseline - target)
        band       1 on and between the edges; under it (value - lower_limit) / (lower - lower_limit), above it
                   (upper_limit - value) / (upper_limit - upper); 0 on a side that has no limit
        milestones weight of the milestones that are done / weight of all
        yes_no     1 when value is at least 1, else 0
        Where there is no road (target equal to the baseline, or on the wrong side of it) an up or down measure is
        reached or not: 1 or 0.
    Units
        `value` in the unit of the measure, ignored for milestones; the result is a ratio.
        None means missing: no reading, or no baseline, target, edge or weighted milestone to compare it with.
    Errors
        ValueError when the value is not a finite number, or when the weight of a milestone is negative or not finite.
    Source
        Min-max scoring as in Kaplan & Norton, The Balanced Scorecard (1996), with the baseline as floor; the same
        formula grades a key result in Google re:Work, Set goals with OKRs. Reached-or-not without a road: own choice.
    Example
        >>> from zichtlijn.calculations.objectives import Aim, MeasureKind
        >>> waiting_days = Aim(kind=MeasureKind.DOWN, baseline=Decimal(40), target=Decimal(20),
        ...                    starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
        >>> raw_progress(waiting_days, Decimal(25)), raw_progress(waiting_days, Decimal(45))
        (0.75, -0.25)
    """
    if aim.kind == MeasureKind.MILESTONES:
        return milestone_share(aim.milestones, [milestone.done_on is not None for milestone in aim.milestones])
    if value is None:
        return None
    if not isfinite(value):
        raise ValueError(f"a reading must be a finite number, not {value}")
    if aim.kind == MeasureKind.YES_NO:
        return 1.0 if value >= YES else 0.0
    if aim.kind == MeasureKind.BAND:
        return _band_score(aim, value)
    if aim.baseline is None or aim.target is None:
        return None
    if aim.kind == MeasureKind.DOWN:
        # A falling measure is the mirror image of a rising one, so both walk the same road.
        return _share_of_road(-aim.baseline, -aim.target, -value)
    return _share_of_road(aim.baseline, aim.target, value)


def progress(aim: Aim, value: Decimal | None, *, on: date | None = None) -> float | None:
    """Return progress from 0 to 1, the number that is shown and rolled up.

    Definition
        Raw progress, held between 0 and 1: what moved away counts as nothing, what went past counts as all.
    Formula
        min(1, max(0, raw progress)); with `on`, milestones count only when done on or before that day.
    Units
        `value` in the unit of the measure; the result is a ratio; None means missing and is never zero.
        `on` has no meaning for the other kinds: their reading is the one that is handed in.
    Errors
        As `raw_progress`.
    Source
        As `raw_progress`; negative progress clips to 0 as in Google re:Work, with the raw value shown beside it.
    Example
        >>> from zichtlijn.calculations.objectives import Aim, MeasureKind
        >>> year = dict(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
        >>> satisfaction = Aim(kind=MeasureKind.UP, baseline=Decimal("6.0"), target=Decimal("8.0"), **year)
        >>> [progress(satisfaction, value) for value in (Decimal("7.5"), Decimal("8.4"), Decimal("5.8"), None)]
        [0.75, 1.0, 0.0, None]
        >>> water_level = Aim(kind=MeasureKind.BAND, lower=Decimal(40), upper=Decimal(60), lower_limit=Decimal(30),
        ...                   upper_limit=Decimal(80), **year)
        >>> [progress(water_level, value) for value in (Decimal(25), Decimal(35), Decimal(60), Decimal(75))]
        [0.0, 0.5, 1.0, 0.25]
    """
    if aim.kind == MeasureKind.MILESTONES and on is not None:
        done = [milestone.done_on is not None and milestone.done_on <= on for milestone in aim.milestones]
        return milestone_share(aim.milestones, done)
    raw = raw_progress(aim, value)
    return None if raw is None else min(1.0, max(0.0, raw))


def overshoot(aim: Aim, value: Decimal | None) -> float:
    """Return what was achieved beyond the target, kept apart so that it never hides a shortfall elsewhere.

    Definition
        The part of raw progress above 1. It is shown beside the progress and is never rolled up.
    Formula
        max(0, raw progress - 1); 0 when progress is missing.
    Units
        `value` in the unit of the measure; the result is a ratio of the road from baseline to target, 0 or more.
    Errors
        As `raw_progress`.
    Source
        Own choice, following the practice of showing stretch apart from the score.
    Example
        >>> from zichtlijn.calculations.objectives import Aim, MeasureKind
        >>> satisfaction = Aim(kind=MeasureKind.UP, baseline=Decimal("6.0"), target=Decimal("8.0"),
        ...                    starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
        >>> overshoot(satisfaction, Decimal("8.5")), overshoot(satisfaction, Decimal("7.5"))
        (0.25, 0.0)
    """
    raw = raw_progress(aim, value)
    return 0.0 if raw is None else max(0.0, raw - 1.0)


def milestone_share(milestones: tuple[Milestone, ...], counts: list[bool]) -> float | None:
    """Return the share of the weight that counts.

    Definition
        Which milestones count is the caller's question (done, or due); this is their part of the whole.
    Formula
        sum of the weights that count / sum of all weights; None without milestones or without weight.
    Units
        Weights in any unit, as long as it is the same one; one boolean for each milestone; the result is a ratio.
    Errors
        ValueError when a weight is negative or not finite, or when there is not one boolean for each milestone.
    Source
        Weighted milestone method of earned value management; own choice of free weights.
    Example
        >>> plan = Milestone(30, date(2026, 3, 1), date(2026, 2, 20))
        >>> build = Milestone(70, date(2026, 9, 1), None)
        >>> milestone_share((plan, build), [True, False])
        0.3
    """
    if any(not isfinite(milestone.weight) or milestone.weight < 0 for milestone in milestones):
        raise ValueError("the weight of a milestone must be a finite number of 0 or more")
    whole = fsum(milestone.weight for milestone in milestones)
    if whole == 0:
        return None
    counted = fsum(milestone.weight for milestone, does in zip(milestones, counts, strict=True) if does)
    return counted / whole


def _share_of_road(start: Decimal, end: Decimal, value: Decimal) -> float:
    """Return where value stands between start (0) and end (1) of a rising road."""
    if end <= start:
        return 1.0 if value >= end else 0.0
    return float((value - start) / (end - start))


def _band_score(aim: Aim, value: Decimal) -> float | None:
    """Return 1 on and between the edges, less the further outside, 0 outside on a side without a limit."""
    if aim.lower is None or aim.upper is None:
        return None
    if value < aim.lower:
        return 0.0 if aim.lower_limit is None else _share_of_road(aim.lower_limit, aim.lower, value)
    if value > aim.upper:
        return 0.0 if aim.upper_limit is None else _share_of_road(-aim.upper_limit, -aim.upper, -value)
    return 1.0
