"""360 feedback: which means may be shown of how many raters, and how the own judgement stands beside the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

#: The scale on which raters answer.
LOW, HIGH = 1, 5
#: A mean of anonymous raters is of so many at least; their words are shown when at least so many answered.
LEAST_RATERS, LEAST_FOR_WORDS = 3, 5
#: A mean of anonymous raters closer to an end of the scale than this would tell what each of them answered.
EDGE = Fraction(1, 2)
#: Own judgement and others differ clearly when they are more than this apart, in points of the scale.
CLEAR = 1

#: Competency → what one rater answered on its behaviours; None is: cannot judge.
Answers = Mapping[int, Sequence[int | None]]


class Window(StrEnum):
    """Where a competency stands when the own judgement is laid beside that of the others."""

    OPEN = "open"
    BLIND_SPOT = "blind_spot"
    HIDDEN_STRENGTH = "hidden_strength"
    TO_LEARN = "to_learn"


@dataclass(frozen=True, slots=True)
class GroupMean:
    """A mean that may be shown: of which groups together, of which competency, and of how many raters."""

    groups: tuple[str, ...]
    competency: int
    mean: Fraction
    raters: int


@dataclass(frozen=True, slots=True)
class Release:
    """All that may be shown of a round, and whether the words of the anonymous raters are part of it."""

    means: tuple[GroupMean, ...]
    words: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The own judgement beside that of the others."""

    #: Own judgement less that of the others, in points of the scale.
    gap: Fraction
    window: Window
    is_clear: bool


def rater_mean(answers: Iterable[int | None]) -> Fraction | None:
    """Return what one rater says of one competency.

    Definition
        The mean of the behaviours that the rater could judge. "Cannot judge" is missing, never zero.
    Formula
        sum(answers) / number of answers, over what was judged; None when nothing was
    Units
        Points of the scale; None is: cannot judge.
    Errors
        ValueError when an answer lies outside the scale.
    Source
        Our method: three to five behaviours for each competency, a scale of 1 to 5 and "cannot judge".
    Example
        >>> rater_mean([4, None, 5]), rater_mean([None, None])
        (Fraction(9, 2), None)
    """
    judged = [answer for answer in answers if answer is not None]
    if any(not LOW <= answer <= HIGH for answer in judged):
        raise ValueError("an answer lies on the scale")
    return Fraction(sum(judged), len(judged)) if judged else None


def groups_together(raters: Mapping[str, int], *, least: int = LEAST_RATERS) -> tuple[tuple[str, ...], ...]:
    """Return which anonymous groups are shown apart, and which only together.

    Definition
        A group of fewer than `least` raters is never shown by itself. All such groups go together; when they still are
        too few, the smallest group that could stand alone joins them. A group that went together with others is shown
        nowhere else, so that nothing can be subtracted. When all raters together are too few, no group is shown.
    Formula
        every raters(shown) >= least, and every group stands in at most one of what is shown
    Units
        Numbers of raters who answered; groups are named by their code, in the order in which they are given.
    Errors
        ValueError when a number is negative.
    Source
        Our method: three in each group, together only where that cannot be undone by subtraction; which group joins:
        own choice.
    Example
        >>> groups_together({"colleagues": 5, "employees": 2, "others": 1})
        (('colleagues',), ('employees', 'others'))
        >>> groups_together({"colleagues": 5, "employees": 2})
        (('colleagues', 'employees'),)
    """
    if any(number < 0 for number in raters.values()):
        raise ValueError("a number of raters must be 0 or more")
    apart = {group for group, number in raters.items() if number >= least}
    small = {group for group, number in raters.items() if 0 < number < least}
    if small and sum(raters[group] for group in small) < least:
        if not apart:
            return ()
        joins = min(apart, key=lambda group: (raters[group], list(raters).index(group)))
        apart.discard(joins)
        small.add(joins)
    found: list[tuple[str, ...]] = [(group,) for group in raters if group in apart]
    if small:
        found.append(tuple(group for group in raters if group in small))
    return tuple(sorted(found, key=lambda groups: list(raters).index(groups[0])))


def shown_mean(scores: Sequence[Fraction], *, least: int = LEAST_RATERS) -> Fraction | None:
    """Return the mean of anonymous raters as it may be shown.

    Definition
        Of fewer than `least` raters nothing is shown. A mean at an end of the scale tells that all raters answered the
        same, so a mean within half a point of an end is shown as that half point: "4.5 or higher", "1.5 or lower".
    Formula
        min(max(sum(scores) / number, lowest + 0.5), highest - 0.5); None when there are too few
    Units
        Points of the scale, one score for each rater.
    Errors
        None of its own: `rater_mean` refuses what lies outside the scale.
    Source
        That equal extreme answers reveal everybody: the homogeneity attack, Machanavajjhala et al. (2007); the half
        point: own choice.
    Example
        >>> shown_mean([Fraction(5), Fraction(5), Fraction(5)]), shown_mean([Fraction(2), Fraction(4)])
        (Fraction(9, 2), None)
    """
    if len(scores) < least:
        return None
    return min(max(sum(scores, Fraction(0)) / len(scores), LOW + EDGE), HIGH - EDGE)


def release(named: Mapping[str, Answers], anonymous: Mapping[str, Sequence[Answers]]) -> Release:
    """Return everything of a round that may be shown, computed once when it closes.

    Definition
        The person and the manager are shown as who they are. Raters of the other groups are shown as means, of groups
        that are large enough or go together, for each competency that enough of them could judge. Groups never
        overlap and there is no total with hidden raters in it, so that nothing about fewer raters follows from what is
        shown. What is hidden carries no number of raters. The words of anonymous raters are shown from five who
        answered, without their group.
    Formula
        `groups_together` of who answered; then for each competency `shown_mean` of the `rater_mean` of each rater
    Units
        Points of the scale, and numbers of raters who could judge the competency.
    Errors
        ValueError when an answer lies outside the scale.
    Source
        Our method, section on 360 feedback; the least numbers are its own.
    Example
        >>> rater = {7: [4, 5, None]}
        >>> found = release({"self": {7: [5, 5, 5]}}, {"colleagues": [rater] * 4, "others": [rater]})
        >>> [(one.groups, one.mean, one.raters) for one in found.means], found.words
        ([(('self',), Fraction(5, 1), 1), (('colleagues', 'others'), Fraction(9, 2), 5)], True)
    """
    means = []
    for name, answers in named.items():
        for competency, given in answers.items():
            mean = rater_mean(given)
            if mean is not None:
                means.append(GroupMean((name,), competency, mean, 1))
    for groups in groups_together({group: len(replies) for group, replies in anonymous.items()}):
        replies = [reply for group in groups for reply in anonymous[group]]
        for competency in dict.fromkeys(one for reply in replies for one in reply):
            judged = [rater_mean(reply.get(competency, ())) for reply in replies]
            scores = [score for score in judged if score is not None]
            mean = shown_mean(scores)
            if mean is not None:
                means.append(GroupMean(groups, competency, mean, len(scores)))
    return Release(tuple(means), sum(map(len, anonymous.values())) >= LEAST_FOR_WORDS)


def others_mean(means: Sequence[Fraction]) -> Fraction | None:
    """Return what the others say together: the mean of the means that are shown.

    Definition
        Every shown group counts the same, however many raters it has: a manager with one voice weighs as much as all
        colleagues. What is hidden is no part of it, so it tells nothing that was not shown already.
    Formula
        sum(shown means) / number of them; None without any
    Units
        Points of the scale.
    Errors
        None of its own.
    Source
        Our method: the mean of group means, said beside it; the mean of all raters would be the alternative.
    Example
        >>> others_mean([Fraction(3), Fraction(4)]), others_mean([])
        (Fraction(7, 2), None)
    """
    return sum(means, Fraction(0)) / len(means) if means else None


def compare(own: Fraction | None, others: Fraction | None) -> Comparison | None:
    """Return how the own judgement stands beside that of the others.

    Definition
        High is above the middle of the scale. Both high: open. Only the own judgement high: a blind spot. Only the
        others high: a hidden strength. Neither: something to learn. The difference is clear when it is more than one
        point, strictly. Nothing can be said when one of both is missing.
    Formula
        gap = own - others; high = value > (lowest + highest) / 2; clear = |gap| > 1
    Units
        Points of the scale.
    Errors
        None of its own.
    Source
        The window of Luft and Ingham (1955), read for judgements; from which difference it is clear: own choice.
    Example
        >>> compare(Fraction(4), Fraction(5, 2)).window.value, compare(Fraction(3), Fraction(4)).is_clear
        ('blind_spot', False)
    """
    if own is None or others is None:
        return None
    middle = Fraction(LOW + HIGH, 2)
    windows = {
        (True, True): Window.OPEN,
        (True, False): Window.BLIND_SPOT,
        (False, True): Window.HIDDEN_STRENGTH,
        (False, False): Window.TO_LEARN,
    }
    return Comparison(own - others, windows[own > middle, others > middle], abs(own - others) > CLEAR)
