"""What comes in with a form, without the characters that nobody sees."""

import re

from django.http import QueryDict

#: What cannot be seen and does harm: control characters (PostgreSQL keeps no zero byte, XML none of them), marks that
#: turn the direction of what follows, so that a name reads as another, and halves of letters, which nothing can write.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
#: Breaks other than an ordinary line break, as slides and text processors leave them in what is copied.
_BREAKS = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")


def without_unseen(text: str) -> str:
    """The text as it was seen by who typed or pasted it."""
    return text if text.isprintable() else _UNSEEN.sub("", _BREAKS.sub(" ", text))


def cleaned(sent: QueryDict) -> QueryDict:
    """The same form with each text as it was seen; the form itself when there is nothing to clean."""
    seen = {name: [without_unseen(value) for value in values] for name, values in sent.lists()}
    if seen == dict(sent.lists()):
        return sent
    clean = sent.copy()
    for name, values in seen.items():
        clean.setlist(name, values)
    clean._mutable = False
    return clean
