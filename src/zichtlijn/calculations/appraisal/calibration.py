"""Calibration: how labels are distributed before and after it. Which groups may be shown is for `anonymity`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The label of one person before and after calibration; None when there is none yet."""

    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class LabelCount:
    """How many people have a label, before and after, and the share of those with a label; None without anybody."""

    label: str
    before: int
    after: int
    share_before: Fraction | None
    share_after: Fraction | None


@dataclass(frozen=True, slots=True)
class Distribution:
    """The labels from low to high, how many people went up and down, and how many have no label before or after."""

    rows: tuple[LabelCount, ...]
    people: int
    up: int
    down: int
    came_or_went: int
    without_before: int
    without_after: int

    @property
    def changed(self) -> int:
        """How many people have another label after than before, who had or has none included."""
        return self.up + self.down + self.came_or_went


class DistributionProblemCode(StrEnum):
    """In which way a distribution differs from a target."""

    TOO_FEW = "too_few"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class TargetShare:
    """The least and the most of the people who should have a label, as ratios."""

    least: Decimal = Decimal(0)
    most: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class DistributionProblem:
    """One label whose share lies outside its target."""

    code: DistributionProblemCode
    label: str
    share: Fraction
    target: TargetShare


def label_distribution(labels: Sequence[str], people: Iterable[Calibrated]) -> Distribution:
    """Return how the labels are distributed, before and after calibration.

    Definition
        Each label counts the people who have it. Who has no label is in none of them and is counted apart, never as the
        lowest; shares are of those who have a label. Somebody goes up or down when both labels are known.
    Formula
        share = people with the label / people with any label; before and after each by themselves
        up, down = people whose label after stands higher, lower, than before
        came or went = people with a label before or after, and not both
    Units
        Numbers of people; shares are exact ratios. Labels stand from low to high.
    Errors
        ValueError when a label stands twice, or when somebody has one that is not in the list.
    Source
        Calibration session (ijksessie) in Dutch municipalities.
    Example
        >>> found = label_distribution(["below", "on", "above"], [Calibrated("on", "on"), Calibrated("above", "on"),
        ...                                                       Calibrated("on", "below"), Calibrated(None, "on")])
        >>> [(row.label, row.before, row.after, str(row.share_after)) for row in found.rows]
        [('below', 0, 1, '1/4'), ('on', 2, 3, '3/4'), ('above', 1, 0, '0')]
        >>> found.up, found.down, found.changed, found.without_before
        (0, 2, 3, 1)
    """
    people = list(people)
    place = {label: number for number, label in enumerate(labels)}
    if len(place) < len(labels):
        raise ValueError("a label stands twice")
    if unknown := [
        label for person in people for label in (person.before, person.after) if label not in {None, *place}
    ]:
        raise ValueError(f"{unknown[0]!r} is not one of the labels")
    before = [person.before for person in people if person.before is not None]
    after = [person.after for person in people if person.after is not None]
    both = [(place[p.before], place[p.after]) for p in people if p.before is not None and p.after is not None]
    return Distribution(
        tuple(
            LabelCount(
                label,
                before.count(label),
                after.count(label),
                Fraction(before.count(label), len(before)) if before else None,
                Fraction(after.count(label), len(after)) if after else None,
            )
            for label in labels
        ),
        people=len(people),
        up=sum(now > then for then, now in both),
        down=sum(now < then for then, now in both),
        came_or_went=len(before) + len(after) - 2 * len(both),
        without_before=len(people) - len(before),
        without_after=len(people) - len(after),
    )


def distribution_problems(
    distribution: Distribution, targets: Mapping[str, TargetShare] | None = None
) -> list[DistributionProblem]:
    """Return which labels are given to fewer or more people than a target says; nothing unless targets are given.

    Definition
        Some organisations agree beforehand how labels should be distributed. That is off unless they ask for it, and
        then it only tells: no label moves by it. It is about the labels after calibration.
    Formula
        too few when share after < least; too many when share after > most; without any label there is nothing to tell
    Units
        Shares are ratios from 0 to 1.
    Errors
        ValueError when a target is for a label that is not in the distribution, or does not lie within 0 to 1 with
        least <= most.
    Source
        Target distributions as used in some Dutch municipalities; off unless asked for, and never enforced: own choice.
    Example
        >>> found = label_distribution(["on", "above"], [Calibrated("on", "above"), Calibrated("on", "above")])
        >>> distribution_problems(found)
        []
        >>> [(problem.label, problem.code.value, str(problem.share))
        ...  for problem in distribution_problems(found, {"above": TargetShare(most=Decimal("0.3"))})]
        [('above', 'too_many', '1')]
    """
    problems = []
    shares = {row.label: row.share_after for row in distribution.rows}
    for label, target in (targets or {}).items():
        if label not in shares:
            raise ValueError(f"a target for {label!r}, which is not in the distribution")
        if not 0 <= target.least <= target.most <= 1:
            raise ValueError("a target lies from 0 to 1, its least not above its most")
        share = shares[label]
        if share is None:
            continue
        if share < Fraction(target.least):
            problems.append(DistributionProblem(DistributionProblemCode.TOO_FEW, label, share, target))
        elif share > Fraction(target.most):
            problems.append(DistributionProblem(DistributionProblemCode.TOO_MANY, label, share, target))
    return problems
