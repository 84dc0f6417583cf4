"""What stands in a text of a plan: numbers, vague words, sentences, and the form "what by how". Dutch and English.

It is help while writing, not grammar: a word list reads what a colleague would notice at a glance, and says where.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from zichtlijn.calculations.plans.words import (
    ABBREVIATIONS,
    COMPARISONS,
    CONNECTORS,
    HEDGES,
    NO_HOW,
    NUMBER_JOINT,
    NUMBER_PARTS,
    NUMBERS,
    ONE,
)


class Language(StrEnum):
    """The languages in which plans are written."""

    DUTCH = "nl"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Found:
    """Words that were found, and where: `text[start:end]` are the words."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WhatHow:
    """The two halves of a sentence, and the words between them."""

    what: str
    how: str
    joint: Found


_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_FIGURES = re.compile(r"(?<![\w.,:/])(?:[€$£]\s?)?\d+(?:[.,]\d+)*(?:\s?%|x)?(?!\w|[:/]\d)")
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_END = re.compile(r"[.!?…]+[\"'”’)]*(?=\s|$)|\n+")
_OPENING = "\"'“‘(*-–•"
#: The longest number word that is read; what is longer is no word.
_LONGEST = 60
_NUMBER_WORD = {
    # A number word does not end in the "en" between its parts: "vijfentwintig" is one, "achten" is not.
    language: re.compile(rf"(?:(?:{ONE[language]}|{'|'.join(parts)}){NUMBER_JOINT[language]})*(?:{'|'.join(parts)})")
    for language, parts in NUMBER_PARTS.items()
}


def numbers_in(text: str, language: Language) -> list[Found]:
    """Return the numbers in a text.

    Definition
        Amounts in figures or in words, and words that say an amount, such as percent or double. A year is a day on the
        calendar, not an amount; figures that are part of a name (A4, CO2, 24/7, 70:20:10) are none either; and "een"
        and "one" are too often no number to say anything about them.
    Formula
        figures with their currency, percent sign or x, and the words of the list of the language, in the order of the
        text
    Units
        Positions are characters from 0; the end is the one after the last.
    Errors
        None.
    Source
        Own word lists.
    Example
        >>> text = "In 2028 helpen wij 90% van de klanten binnen vijfentwintig minuten, via één loket"
        >>> [found.words for found in numbers_in(text, Language.DUTCH)]
        ['90%', 'vijfentwintig']
    """
    figures = [match for match in _FIGURES.finditer(text) if not _YEAR.fullmatch(match.group())]
    words = [match for match in _WORD.finditer(text) if _says_a_number(match.group().casefold(), language)]
    found = [Found(match.group(), match.start(), match.end()) for match in (*figures, *words)]
    return sorted(found, key=lambda each: each.start)


def vague_words_in(text: str, language: Language, *, is_measured: bool = False) -> list[Found]:
    """Return the words in a text that leave open what is promised.

    Definition
        Words that take a promise back ("as much as possible", "strive") are always vague. Words that compare ("better",
        "more") are vague as long as no measure with a target says how much.
    Formula
        whole words of the lists of the language, the longest first, in the order of the text
    Units
        Positions are characters from 0; the end is the one after the last.
    Errors
        None.
    Source
        Own word lists.
    Example
        >>> text = "Zo snel mogelijk beter bereikbaar zijn"
        >>> [found.words for found in vague_words_in(text, Language.DUTCH)]
        ['Zo snel mogelijk', 'beter']
        >>> [found.words for found in vague_words_in(text, Language.DUTCH, is_measured=True)]
        ['Zo snel mogelijk']
    """
    phrases = HEDGES[language] if is_measured else HEDGES[language] + COMPARISONS[language]
    return [Found(match.group(), match.start(), match.end()) for match in _any_of(phrases).finditer(text)]


def sentences_in(text: str) -> list[Found]:
    """Return the sentences of a text.

    Definition
        A sentence ends at a full stop, question or exclamation mark before a capital, a figure or the end of the text,
        and at the end of a line. The point of an abbreviation ends nothing.
    Formula
        parts of the text between those ends, with at least one letter or figure
    Units
        Positions are characters from 0; the end is the one after the last.
    Errors
        None.
    Source
        Own rules.
    Example
        >>> [found.words for found in sentences_in("Wij groeien o.a. door nieuwe diensten. Ook in 2.5 landen!")]
        ['Wij groeien o.a. door nieuwe diensten.', 'Ook in 2.5 landen!']
    """
    ends = [match.end() for match in _END.finditer(text) if _is_end(text, match)]
    sentences = []
    for start, end in zip([0, *ends], [*ends, len(text)], strict=True):
        part = text[start:end]
        words = part.strip()
        if any(each.isalnum() for each in words):
            begin = start + len(part) - len(part.lstrip())
            sentences.append(Found(words, begin, begin + len(words)))
    return sentences


def what_and_how(text: str, language: Language) -> WhatHow | None:
    """Return the two halves of "what by how"; None when a text has not that form.

    Definition
        An ambition and a strategy say what is wanted and by doing what: "<wat> door <hoe>". The first joint that has
        words on both sides counts, if what follows can be a how: not "by 2028", not "gaan door met".
    Formula
        words before a joint of the list of the language, and words after it
    Units
        Positions are characters from 0; the end is the one after the last.
    Errors
        None.
    Source
        OGSM op 1 A4 (Van Eck & Leenhouts): "<DOEL> door <DOEN>"; own word lists.
    Example
        >>> found = what_and_how("Sneller antwoord geven door vragen meteen op te lossen.", Language.DUTCH)
        >>> found.what, found.joint.words, found.how
        ('Sneller antwoord geven', 'door', 'vragen meteen op te lossen')
        >>> what_and_how("Be the best by 2028", Language.ENGLISH) is None
        True
    """
    for match in _any_of(CONNECTORS[language]).finditer(text):
        what, how = text[: match.start()].strip(" ,;:\n"), text[match.end() :].strip(" ,;:.!?\n")
        is_moment = _any_of(NO_HOW[language]).match(how) or (language == Language.ENGLISH and how[:1].isdigit())
        if is_moment or not _WORD.search(what) or not _WORD.search(how):
            continue
        return WhatHow(what, how, Found(match.group(), match.start(), match.end()))
    return None


def _says_a_number(word: str, language: Language) -> bool:
    """Tell whether a word, in small letters, says an amount."""
    if word in NUMBERS[language]:
        return True
    parts = word.split("-")
    says = [len(part) <= _LONGEST and bool(_NUMBER_WORD[language].fullmatch(part)) for part in parts]
    return any(says) and all(told or part == ONE[language] for told, part in zip(says, parts, strict=True))


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for whole phrases, the longest first; spaces may be of any length."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    choices = "|".join(r"\s+".join(re.escape(word) for word in phrase.split()) for phrase in longest_first)
    return re.compile(rf"(?<![\w-])(?:{choices})(?![\w-])", re.IGNORECASE)


def _is_end(text: str, match: re.Match[str]) -> bool:
    """Tell whether a point, or the end of a line, ends a sentence."""
    if match.group().startswith("\n"):
        return True
    after = text[match.end() :].lstrip(" \t\n" + _OPENING)
    if after and not (after[0].isupper() or after[0].isdigit()):
        return False
    last = text[: match.start() + 1].rsplit(maxsplit=1)[-1].casefold().lstrip(_OPENING)
    return not after or last not in ABBREVIATIONS
