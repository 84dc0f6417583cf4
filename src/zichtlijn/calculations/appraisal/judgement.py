"""What a person decides beside the proposal: the label with its reason, and judgements that nobody saw coming."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zichtlijn.calculations.appraisal.proposal import AppraisalPart
from zichtlijn.calculations.appraisal.scale import Level

#: The key of the appraisal as a whole among the points that can be discussed.
WHOLE = ""


class LabelProblemCode(StrEnum):
    """What stands in the way of a label."""

    NO_LABEL = "no_label"
    UNKNOWN_LABEL = "unknown_label"
    NO_REASON = "no_reason"


@dataclass(frozen=True, slots=True)
class LabelProblem:
    """One thing: what, with the label that was proposed and the one that was given."""

    code: LabelProblemCode
    proposed: str | None
    given: str | None


@dataclass(frozen=True, slots=True)
class Discussed:
    """A point that was discussed in a recorded conversation, and the day of that conversation."""

    point: str
    on: date


@dataclass(frozen=True, slots=True)
class Surprise:
    """A negative point that was not discussed in time; `latest_on` is when it was discussed outside that time."""

    point: str
    latest_on: date | None


def label_problems(
    proposed: str | None, given: str | None, *, reason: str = "", labels: Collection[str]
) -> list[LabelProblem]:
    """Return what stands in the way of giving this label.

    Definition
        The manager decides, and may deviate from the proposal, up or down, with a written reason. Without a proposal
        every label needs a reason, as there is no calculation to stand on.
    Formula
        no label        none is given
        unknown label   not one of the labels
        no reason       given differs from proposed, and the reason holds nothing but white space
    Units
        Labels are the names of bands; None is missing.
    Errors
        None: that is what the list is for.
    Source
        Deviation with a written reason, as in Dutch appraisal rules. That a label without a proposal needs one too: own
        choice.
    Example
        >>> labels = ["below", "on", "above"]
        >>> [problem.code.value for problem in label_problems("on", "above", reason=" ", labels=labels)]
        ['no_reason']
        >>> label_problems("on", "above", reason="Led two teams at once.", labels=labels)
        []
    """
    if given is None:
        return [LabelProblem(LabelProblemCode.NO_LABEL, proposed, given)]
    if given not in labels:
        return [LabelProblem(LabelProblemCode.UNKNOWN_LABEL, proposed, given)]
    if given != proposed and not reason.strip():
        return [LabelProblem(LabelProblemCode.NO_REASON, proposed, given)]
    return []


def negative_points(
    parts: Iterable[AppraisalPart],
    levels: Sequence[Level],
    *,
    label: str | None = None,
    negative_labels: Collection[str] = (),
) -> list[str]:
    """Return the points on which an appraisal is negative.

    Definition
        A point is an agreement or a competence that was given a negative level. Where the label is negative and no
        point is, the appraisal as a whole is one: it has to have been said that the whole would not do.
    Formula
        keys of what has the value of a level that is negative; `WHOLE` when there are none and the label is negative
    Units
        Keys, in the order of the appraisal.
    Errors
        None.
    Source
        Own choice.
    Example
        >>> from decimal import Decimal
        >>> levels = [Level(Decimal(1), "below", is_negative=True), Level(Decimal(2), "on")]
        >>> part = AppraisalPart("results", Decimal(100), ())
        >>> negative_points([part], levels, label="unsatisfactory", negative_labels={"unsatisfactory"}) == [WHOLE]
        True
    """
    negative = {level.value for level in levels if level.is_negative}
    points = [line.key for part in parts for line in part.judged if line.score is not None and line.score in negative]
    return points or [WHOLE] * (label is not None and label in negative_labels)


def surprises(points: Iterable[str], discussed: Iterable[Discussed], *, from_on: date, held_on: date) -> list[Surprise]:
    """Return the negative points that were not discussed in time: each asks for a warning.

    Definition
        Nobody should hear in an appraisal for the first time that something is not good enough. A point was discussed
        in time when a conversation on that point was recorded in the period that is judged, before the day of the
        appraisal itself.
    Formula
        surprise when there is no `discussed` of the point with from_on <= on < held_on
        latest_on = the last day on which it was discussed at another time; None when it never was
    Units
        Keys of points; days.
    Errors
        ValueError when the appraisal is held before the period begins.
    Source
        No surprises in an appraisal: Dutch practice, and art. 7:669(3)(d) BW on being told in time; the period is our
        own choice.
    Example
        >>> told = [Discussed("a", date(2026, 6, 10)), Discussed("b", date(2026, 12, 1))]
        >>> surprises(["a", "b", "c"], told, from_on=date(2026, 1, 1), held_on=date(2026, 12, 1))
        ... # doctest: +NORMALIZE_WHITESPACE
        [Surprise(point='b', latest_on=datetime.date(2026, 12, 1)), Surprise(point='c', latest_on=None)]
    """
    if held_on < from_on:
        raise ValueError("an appraisal cannot be held before its period begins")
    days: dict[str, list[date]] = {}
    for each in discussed:
        days.setdefault(each.point, []).append(each.on)
    return [
        Surprise(point, max(days.get(point, []), default=None))
        for point in dict.fromkeys(points)
        if not any(from_on <= on < held_on for on in days.get(point, []))
    ]
