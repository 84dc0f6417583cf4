"""In which language a plan is written: StratML has no field for it, so its own words tell."""

import re
from collections import Counter

from zichtlijn.exchange.stratml.elements import Element

#: Words that nearly every text has, and that the other language does not have.
COMMON = {
    "nl": frozenset(
        [
            "de", "het", "een", "en", "van", "voor", "op", "met", "aan", "te", "zijn", "wij", "we", "dat",
            "die", "door", "naar", "bij", "als", "niet", "ook",
        ]
    ),
    "en": frozenset(
        [
            "the", "and", "of", "to", "for", "with", "by", "our", "that", "this", "from", "are", "will", "be",
            "as", "on", "their", "through", "which",
        ]
    ),
}  # fmt: skip
#: Fewer common words than this say nothing.
ENOUGH = 5
#: Reading more of a plan than this does not make it clearer.
MOST_WORDS = 5000


def language_of(root: Element, default: str) -> str:
    """The language of the plan where its words leave no doubt, else `default`."""
    counted: Counter[str] = Counter()
    for place, word in enumerate(_words(root)):
        if place >= MOST_WORDS:
            break
        counted.update(language for language, common in COMMON.items() if word in common)
    if not counted:
        return default
    (first, most), *others = counted.most_common()
    return first if most >= ENOUGH and most >= 3 * sum(count for _language, count in others) else default


def _words(element: Element):
    yield from re.findall(r"[a-z]+", element.text.lower())
    for child in element.children:
        yield from _words(child)
