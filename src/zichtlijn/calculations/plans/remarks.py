"""What is said about a plan, as data: the page turns a remark into a sentence, in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zichtlijn.calculations.objectives import Problem
from zichtlijn.calculations.plans.texts import Found


class Where(StrEnum):
    """The part of a plan that a remark is about."""

    OBJECTIVE = "objective"
    GOAL = "goal"
    STRATEGY = "strategy"
    INDICATOR = "indicator"
    ACTION = "action"
    MEASURE = "measure"


class RemarkCode(StrEnum):
    """Everything that may be remarked. None of it refuses anything."""

    TEXT_MISSING = "text_missing"
    SEVERAL_SENTENCES = "several_sentences"
    HAS_NUMBERS = "has_numbers"
    HOW_MISSING = "how_missing"
    VAGUE_WORDS = "vague_words"
    VALUE_MISSING = "value_missing"
    NOTHING_CHANGES = "nothing_changes"
    UNIT_MISSING = "unit_missing"
    DATE_MISSING = "date_missing"
    OWNER_MISSING = "owner_missing"
    SOURCE_MISSING = "source_missing"
    MEASURE_MISSING = "measure_missing"
    DATES_NOT_IN_ORDER = "dates_not_in_order"
    AIM = "aim"
    GOALS_MISSING = "goals_missing"
    STRATEGIES_MISSING = "strategies_missing"
    GOAL_WITHOUT_STRATEGY = "goal_without_strategy"
    STRATEGY_WITHOUT_GOAL = "strategy_without_goal"
    UNKNOWN_GOAL = "unknown_goal"
    NOTHING_LEFT_OUT = "nothing_left_out"
    INDICATOR_MISSING = "indicator_missing"
    ACTION_MISSING = "action_missing"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"


class Counted(StrEnum):
    """What there are good numbers of."""

    PERSONAL_OBJECTIVES = "personal_objectives"
    SCORECARD_MEASURES = "scorecard_measures"
    PERSPECTIVE_MEASURES = "perspective_measures"
    OKR_OBJECTIVES = "okr_objectives"
    KEY_RESULTS = "key_results"
    GOALS = "goals"
    BUSINESS_STRATEGIES = "business_strategies"
    ENABLING_STRATEGIES = "enabling_strategies"
    STRATEGY_INDICATORS = "strategy_indicators"


@dataclass(frozen=True, slots=True)
class Guide:
    """From how many to how many is good. ValueError when they are not in order."""

    least: int
    most: int

    def __post_init__(self):
        if not 0 <= self.least <= self.most:
            raise ValueError(f"a guide runs from 0 or more to as many or more: {self}")


USUAL_GUIDES: Mapping[Counted, Guide] = {
    Counted.PERSONAL_OBJECTIVES: Guide(3, 5),
    Counted.SCORECARD_MEASURES: Guide(15, 25),
    Counted.PERSPECTIVE_MEASURES: Guide(3, 7),
    Counted.OKR_OBJECTIVES: Guide(3, 5),
    Counted.KEY_RESULTS: Guide(2, 5),
    Counted.GOALS: Guide(1, 5),
    Counted.BUSINESS_STRATEGIES: Guide(1, 5),
    Counted.ENABLING_STRATEGIES: Guide(0, 2),
    Counted.STRATEGY_INDICATORS: Guide(1, 3),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: what, about which part (its key), with the words or the numbers that a sentence about it needs."""

    code: RemarkCode
    where: Where | None = None
    key: str = ""
    words: tuple[Found, ...] = ()
    counted: Counted | None = None
    found: int | None = None
    least: int | None = None
    most: int | None = None
    problem: Problem | None = None


def count_remark(
    counted: Counted,
    number: int,
    *,
    where: Where | None = None,
    key: str = "",
    guides: Mapping[Counted, Guide] = USUAL_GUIDES,
) -> Remark | None:
    """Return that there are too few or too many of something; None when their number is good.

    Definition
        A plan with too much in it chooses nothing, one with too little does not carry it. The guides are help, and
        settings of the organisation.
    Formula
        number < least: too few; number > most: too many
    Units
        Numbers of what is counted.
    Errors
        ValueError when the number is negative.
    Source
        3 to 5 personal objectives; 15 to 25 measures on a scorecard and 3 to 7 in a perspective (Kaplan & Norton); 3 to
        5 objectives with 2 to 5 key results (Google re:Work); up to 5 goals, 5 business and 2 enabling strategies, 1
        to 3 indicators for each (OGSM practice).
    Example
        >>> remark = count_remark(Counted.PERSONAL_OBJECTIVES, 7)
        >>> remark.code.value, remark.found, remark.least, remark.most
        ('too_many', 7, 3, 5)
        >>> count_remark(Counted.PERSONAL_OBJECTIVES, 4) is None
        True
    """
    if number < 0:
        raise ValueError("a number must be 0 or more")
    guide = guides.get(counted, USUAL_GUIDES[counted])
    if guide.least <= number <= guide.most:
        return None
    code = RemarkCode.TOO_FEW if number < guide.least else RemarkCode.TOO_MANY
    return Remark(code, where, key, counted=counted, found=number, least=guide.least, most=guide.most)
