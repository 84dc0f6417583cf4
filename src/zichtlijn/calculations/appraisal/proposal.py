"""The proposal for an appraisal: the weighted mean of what is judged, its label, and every line of the calculation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from zichtlijn.calculations.appraisal.scale import Level
from zichtlijn.calculations.bands import Band, Exact, band_of

#: Thirds are written as 33.3, so weights may differ this much from 100.
WEIGHTS_TOLERANCE = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Judged:
    """An agreement or a competence: its weight, and the score it was given; None when it is not scored."""

    key: str
    weight: Decimal
    score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AppraisalPart:
    """A part of the appraisal, as results or competencies, with a weight of its own."""

    key: str
    weight: Decimal
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One line of the calculation: score x share = adds. What has no score has share 0 and adds nothing.

    `share` is the share in what counts of its part, `adds` what the line adds to the score of the part, and
    `adds_to_whole` what it adds to the score of the whole.
    """

    key: str
    weight: Decimal
    score: Decimal | None
    share: Fraction
    adds: Fraction | None
    adds_to_whole: Fraction | None


@dataclass(frozen=True, slots=True)
class ProposedPart:
    """One part of the calculation: what its lines add up to, and score x share = adds in the whole."""

    key: str
    weight: Decimal
    score: Fraction | None
    coverage: Fraction
    share: Fraction
    adds: Fraction | None
    lines: tuple[ProposalLine, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The proposed score and label, how much of the weight is scored, and the calculation; no label without a score."""

    score: Fraction | None
    coverage: Fraction
    label: str | None
    parts: tuple[ProposedPart, ...]


class AppraisalProblemCode(StrEnum):
    """What can be wrong with what is to be judged."""

    NO_PARTS = "no_parts"
    PART_EMPTY = "part_empty"
    WEIGHT_WRONG = "weight_wrong"
    WEIGHTS_SUM = "weights_sum"
    SAME_KEY = "same_key"
    NOT_ON_SCALE = "not_on_scale"
    NO_SCORE = "no_score"


@dataclass(frozen=True, slots=True)
class AppraisalProblem:
    """One thing: what, in which part, about which line, and the sum of weights that was found."""

    code: AppraisalProblemCode
    part: str = ""
    key: str = ""
    found: Decimal | None = None


def propose(parts: Iterable[AppraisalPart], bands: Sequence[Band] = ()) -> Proposal:
    """Return the proposal for an appraisal, with every line of its calculation.

    Definition
        A part scores the weighted mean of what is scored in it, the whole the weighted mean of its parts. What has no
        score is left out, never counted as zero, and shows in the coverage; so does a part in which nothing is scored.
        The label is that of the band in which the score lies. It is a proposal: a person decides.
    Formula
        score of a part   sum(weight * score) / sum(weight), over what is scored in it
        share of a line   its weight / sum of the weights of what is scored in its part; adds = score * share
        score             sum(weight * score) / sum(weight), over the parts with a score; shares likewise
        adds to whole     adds of the line * share of its part
        coverage          of a part: weight that is scored / weight; of the whole: sum(weight * coverage) / sum(weight)
        The lines of a part add up to its score, and what parts add, or lines add to the whole, to the score, exactly.
    Units
        Weights of 0 or more in any unit, scores on the scale of the appraisal; shares and coverage are ratios. All are
        exact fractions; None is missing. What weighs nothing counts for nothing, also when it is scored.
    Errors
        ValueError when a weight is negative or not finite, when a score is not finite, when a key stands twice, or when
        the score lies in no band or in several.
    Source
        Weighted appraisal over core tasks, agreements and competencies in Dutch collective agreements; missing is left
        out and coverage shown, as in the roll-up.
    Example
        >>> results = AppraisalPart("results", Decimal(60), (Judged("a", Decimal(40), Decimal(3)),
        ...                                                  Judged("b", Decimal(60), Decimal(4))))
        >>> skills = AppraisalPart("skills", Decimal(40), (Judged("c", Decimal(50), Decimal(3)),
        ...                                                Judged("d", Decimal(50))))
        >>> found = propose([results, skills], [Band("good", Decimal(1), Decimal("3.5")),
        ...                                     Band("very good", Decimal("3.5"), Decimal(5))])
        >>> [(line.key, str(line.score), float(line.share), float(line.adds)) for line in found.parts[0].lines]
        [('a', '3', 0.4, 1.2), ('b', '4', 0.6, 2.4)]
        >>> [(part.key, float(part.score), float(part.share), float(part.coverage)) for part in found.parts]
        [('results', 3.6, 0.6, 1.0), ('skills', 3.0, 0.4, 0.5)]
        >>> float(found.score), float(found.coverage), found.label
        (3.36, 0.8, 'good')
    """
    parts = list(parts)
    _require_sound(parts)
    scored = [part for part in parts if _scored_weight(part) > 0]
    counted = sum((Fraction(part.weight) for part in scored), Fraction(0))
    proposed = tuple(
        _proposed(part, Fraction(part.weight) / counted if counted and part in scored else Fraction(0))
        for part in parts
    )
    whole = sum((Fraction(part.weight) for part in parts), Fraction(0))
    covered = sum((Fraction(part.weight) * part.coverage for part in proposed), Fraction(0))
    score = sum((part.adds for part in proposed if part.adds is not None), Fraction(0)) if counted else None
    return Proposal(
        score,
        covered / whole if whole else Fraction(0),
        band_of(bands, score).name if bands and score is not None else None,
        proposed,
    )


def whole_weights(weights: Sequence[int | None]) -> list[int]:
    """Return the weights with what was left open filled in, as whole numbers.

    Definition
        A weight that is not filled in takes an equal share of what the filled-in weights leave of 100. Where that is no
        whole number, all weights are multiplied by how many were left open: only what they are to each other counts,
        and nothing is rounded.
    Formula
        left = max(0, 100 - sum(given)); m = 1 when left / number left open is whole, else the number left open;
        given weight = m * weight; open weight = m * left / number left open
    Units
        Percent in, weights in any unit out.
    Errors
        None.
    Source
        Own choice, as `filled_weights` of the roll-up.
    Example
        >>> whole_weights([60, None]), whole_weights([50, None, None, None]), whole_weights([60, 60, None])
        ([60, 40], [150, 50, 50, 50], [60, 60, 0])
    """
    left_open = sum(weight is None for weight in weights)
    left = max(0, 100 - sum(weight for weight in weights if weight is not None))
    times = left_open if left_open and left % left_open else 1
    return [times * left // left_open if weight is None else times * weight for weight in weights]


def appraisal_problems(parts: Iterable[AppraisalPart], levels: Sequence[Level]) -> list[AppraisalProblem]:
    """Return what is wrong, or still open, in what is to be judged, all of it at once.

    Definition
        Every part has something to judge, weights are numbers of 0 or more that add up to 100, and each score is a
        level of the scale. What has no score yet is told as well: it can stay so, and then lowers the coverage.
    Formula
        no parts, part empty   nothing to judge
        same key       two parts, or two lines of whatever part, with one key
        weight wrong   negative or not finite
        weights sum    |sum of the weights - 100| > 0.1: of the parts, or of the lines of one part
        not on scale   a score that is not the value of a level
        no score       nothing given yet
    Units
        Weights in percent; scores on the scale.
    Errors
        None: that is what the list is for.
    Source
        Weights that add up to 100: the Prestatieafstemmingsmodel (De Waal e.a. 1999); the list itself: own choice.
    Example
        >>> levels = [Level(Decimal(value), name) for value, name in ((1, "below"), (2, "on"), (3, "above"))]
        >>> part = AppraisalPart("results", Decimal(100), (Judged("a", Decimal(40), Decimal(4)),
        ...                                                Judged("b", Decimal(50))))
        >>> [(problem.code.value, problem.key, str(problem.found)) for problem in appraisal_problems([part], levels)]
        [('not_on_scale', 'a', 'None'), ('no_score', 'b', 'None'), ('weights_sum', '', '90')]
    """
    parts = list(parts)
    values = {level.value for level in levels}
    problems = [AppraisalProblem(AppraisalProblemCode.NO_PARTS)] * (not parts)
    parts_seen: set[str] = set()
    keys_seen: set[str] = set()
    for part in parts:
        if part.key in parts_seen:
            problems.append(AppraisalProblem(AppraisalProblemCode.SAME_KEY, part.key))
        parts_seen.add(part.key)
        if not part.judged:
            problems.append(AppraisalProblem(AppraisalProblemCode.PART_EMPTY, part.key))
        for line in part.judged:
            if line.key in keys_seen:
                problems.append(AppraisalProblem(AppraisalProblemCode.SAME_KEY, part.key, line.key))
            keys_seen.add(line.key)
            if line.score is None:
                problems.append(AppraisalProblem(AppraisalProblemCode.NO_SCORE, part.key, line.key))
            elif not line.score.is_finite() or line.score not in values:
                problems.append(AppraisalProblem(AppraisalProblemCode.NOT_ON_SCALE, part.key, line.key))
        problems += _weight_problems(part.key, [(line.key, line.weight) for line in part.judged])
    return problems + _weight_problems("", [(part.key, part.weight) for part in parts])


def _weight_problems(part: str, weights: Sequence[tuple[str, Decimal]]) -> list[AppraisalProblem]:
    """Return what is wrong with the weights of the lines of a part, or of the parts when it has no name."""
    wrong = [
        AppraisalProblem(AppraisalProblemCode.WEIGHT_WRONG, part, key) for key, weight in weights if not _sound(weight)
    ]
    if wrong or not weights:
        return wrong
    found = sum((weight for _, weight in weights), Decimal(0))
    if abs(found - 100) > WEIGHTS_TOLERANCE:
        return [AppraisalProblem(AppraisalProblemCode.WEIGHTS_SUM, part, found=found)]
    return []


def _require_sound(parts: Sequence[AppraisalPart]) -> None:
    keys = [part.key for part in parts]
    lines = [line for part in parts for line in part.judged]
    if len(set(keys)) < len(keys) or len({line.key for line in lines}) < len(lines):
        raise ValueError("a key stands twice")
    if not all(_sound(weight) for weight in [*(part.weight for part in parts), *(line.weight for line in lines)]):
        raise ValueError("a weight must be a finite number of 0 or more")
    if any(line.score is not None and not Decimal(line.score).is_finite() for line in lines):
        raise ValueError("a score must be a finite number, or missing")


def _sound(weight: Decimal) -> bool:
    return Decimal(weight).is_finite() and weight >= 0


def _scored_weight(part: AppraisalPart) -> Fraction:
    """Return the weight that is scored; 0 as well when the part itself weighs nothing."""
    if part.weight == 0:
        return Fraction(0)
    return _sum_of(line.weight for line in part.judged if line.score is not None)


def _sum_of(numbers: Iterable[Exact]) -> Fraction:
    return sum((Fraction(number) for number in numbers), Fraction(0))


def _proposed(part: AppraisalPart, share: Fraction) -> ProposedPart:
    """Return one part of the calculation, given its share in what counts of the whole."""
    scored = _sum_of(line.weight for line in part.judged if line.score is not None)
    whole = _sum_of(line.weight for line in part.judged)
    lines = tuple(_line(line, scored, share) for line in part.judged)
    score = _sum_of(line.adds for line in lines if line.adds is not None) if scored else None
    return ProposedPart(
        part.key,
        part.weight,
        score,
        scored / whole if whole else Fraction(0),
        share,
        score * share if score is not None and share else None,
        lines,
    )


def _line(line: Judged, scored: Fraction, share_of_part: Fraction) -> ProposalLine:
    if line.score is None or not scored:
        return ProposalLine(line.key, line.weight, line.score, Fraction(0), None, None)
    share = Fraction(line.weight) / scored
    adds = Fraction(line.score) * share
    return ProposalLine(line.key, line.weight, line.score, share, adds, adds * share_of_part)
