"""The rules of an OGSM(A): objective, goals, strategies, measures and actions on one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zichtlijn.calculations.plans.remarks import USUAL_GUIDES, Counted, Guide, Remark, RemarkCode, Where, count_remark
from zichtlijn.calculations.plans.texts import Language, numbers_in, sentences_in, vague_words_in, what_and_how


@dataclass(frozen=True, slots=True)
class Goal:
    """What part of the ambition is to be reached, in numbers: a value in a unit, on a day."""

    key: str
    text: str
    value: Decimal | None = None
    unit: str = ""
    due_on: date | None = None
    baseline: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """How the progress of a strategy is measured."""

    key: str
    unit: str = ""
    target: Decimal | None = None
    baseline: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """What is done to carry out a strategy, by whom and until when."""

    key: str
    has_owner: bool = False
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Strategy:
    """A choice how to reach one or more goals; `goals` are their keys. An enabling one serves the other strategies.

    `left_out` is what is no longer done because of it; None: it was not asked.
    """

    key: str
    text: str
    goals: tuple[str, ...] = ()
    is_enabling: bool = False
    has_owner: bool = False
    indicators: tuple[Indicator, ...] = ()
    actions: tuple[PlannedAction, ...] = ()
    left_out: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """An OGSM page: the ambition, its goals and its strategies."""

    objective: str
    goals: tuple[Goal, ...] = ()
    strategies: tuple[Strategy, ...] = ()
    key: str = ""


def ogsm_remarks(sheet: Sheet, language: Language, *, guides: Mapping[Counted, Guide] = USUAL_GUIDES) -> list[Remark]:
    """Return what may be sharper in an OGSM, all of it at once.

    Definition
        The objective is one sentence without numbers that says what and how. Goals say how much, in which unit, when.
        Strategies are choices, "<goal> by <doing>", each with an owner. Goals and strategies hold on to each other:
        no goal without a strategy, no strategy without a goal, but for those that enable the others. A strategy has
        one to three indicators with a unit and a target, and at least one action; an action has an owner and a day.
    Formula
        objective: text missing, several sentences, numbers (see `numbers_in`), how missing (see `what_and_how`)
        goal:      text, value, unit and day missing, vague words; target the same as baseline; no strategy for it
        strategy:  text, owner and how missing, vague words; a goal that is not on the page; indicator and action
                   missing, more indicators than the guide; unless it is enabling: no goal, nothing left out
        indicator: unit and target missing, target the same as baseline; action: owner and day missing
        page:      no goals, no strategies, more than the guide of goals, of business and of enabling strategies
    Units
        Positions of words are characters from 0; numbers of parts.
    Errors
        None: that is what the list is for.
    Source
        OGSM op 1 A4 (Van Eck & Leenhouts); the columns as on the slides of the method.
    Example
        >>> goal = Goal("g1", "Minder wachten", Decimal(10), "minuten", date(2026, 12, 31))
        >>> sheet = Sheet("Wij zijn de beste van 3 provincies", (goal,), (Strategy("s1", "Digitaal werken"),))
        >>> for remark in ogsm_remarks(sheet, Language.DUTCH):
        ...     print(remark.where.value, remark.key, remark.code.value, [found.words for found in remark.words])
        objective  has_numbers ['3']
        objective  how_missing []
        goal g1 goal_without_strategy []
        strategy s1 how_missing []
        strategy s1 owner_missing []
        strategy s1 strategy_without_goal []
        strategy s1 indicator_missing []
        strategy s1 action_missing []
    """
    return [
        *_objective_remarks(sheet, language),
        *(remark for goal in sheet.goals for remark in _goal_remarks(goal, sheet, language)),
        *(remark for strategy in sheet.strategies for remark in _strategy_remarks(strategy, sheet, language, guides)),
        *_page_remarks(sheet, guides),
    ]


def _objective_remarks(sheet: Sheet, language: Language) -> Iterator[Remark]:
    text, where = sheet.objective, Where.OBJECTIVE
    if not text.strip():
        yield Remark(RemarkCode.TEXT_MISSING, where, sheet.key)
        return
    sentences = sentences_in(text)
    if len(sentences) > 1:
        words = tuple(sentences[1:])
        yield Remark(RemarkCode.SEVERAL_SENTENCES, where, sheet.key, words, found=len(sentences), most=1)
    if numbers := numbers_in(text, language):
        yield Remark(RemarkCode.HAS_NUMBERS, where, sheet.key, tuple(numbers))
    if what_and_how(text, language) is None:
        yield Remark(RemarkCode.HOW_MISSING, where, sheet.key)


def _goal_remarks(goal: Goal, sheet: Sheet, language: Language) -> Iterator[Remark]:
    where, key = Where.GOAL, goal.key
    if not goal.text.strip():
        yield Remark(RemarkCode.TEXT_MISSING, where, key)
    if vague := vague_words_in(goal.text, language, is_measured=goal.value is not None):
        yield Remark(RemarkCode.VAGUE_WORDS, where, key, tuple(vague))
    if goal.value is None:
        yield Remark(RemarkCode.VALUE_MISSING, where, key)
    elif goal.value == goal.baseline:
        yield Remark(RemarkCode.NOTHING_CHANGES, where, key)
    if not goal.unit.strip():
        yield Remark(RemarkCode.UNIT_MISSING, where, key)
    if goal.due_on is None:
        yield Remark(RemarkCode.DATE_MISSING, where, key)
    if not any(key in strategy.goals for strategy in sheet.strategies):
        yield Remark(RemarkCode.GOAL_WITHOUT_STRATEGY, where, key)


def _strategy_remarks(
    strategy: Strategy, sheet: Sheet, language: Language, guides: Mapping[Counted, Guide]
) -> Iterator[Remark]:
    where, key = Where.STRATEGY, strategy.key
    if not strategy.text.strip():
        yield Remark(RemarkCode.TEXT_MISSING, where, key)
    elif what_and_how(strategy.text, language) is None:
        yield Remark(RemarkCode.HOW_MISSING, where, key)
    if vague := vague_words_in(strategy.text, language, is_measured=True):
        yield Remark(RemarkCode.VAGUE_WORDS, where, key, tuple(vague))
    if not strategy.has_owner:
        yield Remark(RemarkCode.OWNER_MISSING, where, key)
    there = {goal.key for goal in sheet.goals}
    if not strategy.is_enabling and not there.intersection(strategy.goals):
        yield Remark(RemarkCode.STRATEGY_WITHOUT_GOAL, where, key)
    if unknown := [goal for goal in strategy.goals if goal not in there]:
        yield Remark(RemarkCode.UNKNOWN_GOAL, where, key, found=len(unknown))
    if strategy.left_out is not None and not strategy.left_out.strip() and not strategy.is_enabling:
        yield Remark(RemarkCode.NOTHING_LEFT_OUT, where, key)
    if not strategy.indicators:
        yield Remark(RemarkCode.INDICATOR_MISSING, where, key)
    elif remark := count_remark(
        Counted.STRATEGY_INDICATORS, len(strategy.indicators), where=where, key=key, guides=guides
    ):
        yield remark
    for indicator in strategy.indicators:
        if not indicator.unit.strip():
            yield Remark(RemarkCode.UNIT_MISSING, Where.INDICATOR, indicator.key)
        if indicator.target is None:
            yield Remark(RemarkCode.VALUE_MISSING, Where.INDICATOR, indicator.key)
        elif indicator.target == indicator.baseline:
            yield Remark(RemarkCode.NOTHING_CHANGES, Where.INDICATOR, indicator.key)
    if not strategy.actions:
        yield Remark(RemarkCode.ACTION_MISSING, where, key)
    for action in strategy.actions:
        if not action.has_owner:
            yield Remark(RemarkCode.OWNER_MISSING, Where.ACTION, action.key)
        if action.due_on is None:
            yield Remark(RemarkCode.DATE_MISSING, Where.ACTION, action.key)


def _page_remarks(sheet: Sheet, guides: Mapping[Counted, Guide]) -> Iterator[Remark]:
    enabling = sum(strategy.is_enabling for strategy in sheet.strategies)
    if not sheet.goals:
        yield Remark(RemarkCode.GOALS_MISSING, Where.GOAL, sheet.key)
    if not sheet.strategies:
        yield Remark(RemarkCode.STRATEGIES_MISSING, Where.STRATEGY, sheet.key)
    for where, counted, number in (
        (Where.GOAL, Counted.GOALS, len(sheet.goals)),
        (Where.STRATEGY, Counted.BUSINESS_STRATEGIES, len(sheet.strategies) - enabling),
        (Where.STRATEGY, Counted.ENABLING_STRATEGIES, enabling),
    ):
        remark = count_remark(counted, number, where=where, key=sheet.key, guides=guides)
        # That there are none at all is said once, in words of its own.
        if remark and (number or (where == Where.STRATEGY and sheet.strategies)):
            yield remark
