"""Whether an objective is SMART enough to be agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zichtlijn.calculations.objectives import Aim, MeasureKind, ProblemCode, Severity, validate_aim
from zichtlijn.calculations.plans.remarks import Remark, RemarkCode, Where
from zichtlijn.calculations.plans.texts import Language, vague_words_in

#: Kinds of measures that count something, and so have a unit.
_WITH_UNIT = {MeasureKind.UP, MeasureKind.DOWN, MeasureKind.BAND}


@dataclass(frozen=True, slots=True)
class DraftMeasure:
    """A measure as far as it is filled in."""

    key: str
    aim: Aim
    unit: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class DraftObjective:
    """An objective as far as it is filled in."""

    key: str
    text: str
    has_owner: bool = False
    due_on: date | None = None
    measures: tuple[DraftMeasure, ...] = ()


def smart_remarks(objective: DraftObjective, language: Language) -> list[Remark]:
    """Return what an objective still lacks to be SMART, all of it at once.

    Definition
        Specific: words that leave nothing open. Measurable: at least one measure, with a unit, a source, a baseline
        and a target. Agreed: somebody owns it. Time-bound: a day on which it is due, and a target that lies later than
        the baseline. Whether it is realistic, and whether it matters, is for people to say.
    Formula
        text, owner, due day and measure missing; vague words (see `vague_words_in`: comparing words only as long as no
        measure has a sound target); per measure unit (of what rises, falls or stays in a band) and source missing, last
        day not after the first, and every problem of its aim (see `validate_aim`)
    Units
        Positions of words are characters from 0.
    Errors
        None: that is what the list is for.
    Source
        G. Doran (1981) for SMART; measure, unit, baseline, target, day, source and owner: own choice of what makes it
        checkable.
    Example
        >>> from decimal import Decimal
        >>> waiting = Aim(kind=MeasureKind.DOWN, baseline=Decimal(40), starts_on=date(2026, 1, 1),
        ...               ends_on=date(2026, 12, 31))
        >>> draft = DraftObjective("o1", "Shorter queues where possible", due_on=date(2026, 12, 31),
        ...                        measures=(DraftMeasure("m1", waiting, unit="minutes"),))
        >>> [(remark.code.value, remark.key) for remark in smart_remarks(draft, Language.ENGLISH)]
        [('vague_words', 'o1'), ('owner_missing', 'o1'), ('source_missing', 'm1'), ('aim', 'm1')]
    """
    return list(_remarks(objective, language))


def _remarks(objective: DraftObjective, language: Language) -> Iterator[Remark]:
    if not objective.text.strip():
        yield Remark(RemarkCode.TEXT_MISSING, Where.OBJECTIVE, objective.key)
    is_measured = any(_is_sound(measure.aim) for measure in objective.measures)
    if vague := vague_words_in(objective.text, language, is_measured=is_measured):
        yield Remark(RemarkCode.VAGUE_WORDS, Where.OBJECTIVE, objective.key, tuple(vague))
    if not objective.has_owner:
        yield Remark(RemarkCode.OWNER_MISSING, Where.OBJECTIVE, objective.key)
    if objective.due_on is None:
        yield Remark(RemarkCode.DATE_MISSING, Where.OBJECTIVE, objective.key)
    if not objective.measures:
        yield Remark(RemarkCode.MEASURE_MISSING, Where.OBJECTIVE, objective.key)
    for measure in objective.measures:
        yield from _measure_remarks(measure)


def _measure_remarks(measure: DraftMeasure) -> Iterator[Remark]:
    if measure.aim.kind in _WITH_UNIT and not measure.unit.strip():
        yield Remark(RemarkCode.UNIT_MISSING, Where.MEASURE, measure.key)
    if not measure.source.strip():
        yield Remark(RemarkCode.SOURCE_MISSING, Where.MEASURE, measure.key)
    if measure.aim.ends_on <= measure.aim.starts_on:
        yield Remark(RemarkCode.DATES_NOT_IN_ORDER, Where.MEASURE, measure.key)
    for problem in validate_aim(measure.aim):
        if problem.code != ProblemCode.ENDS_BEFORE_START:
            yield Remark(RemarkCode.AIM, Where.MEASURE, measure.key, problem=problem)


def _is_sound(aim: Aim) -> bool:
    """Tell whether a measure says how much: nothing of its aim is missing or wrong."""
    return all(problem.severity == Severity.NOTABLE for problem in validate_aim(aim))
