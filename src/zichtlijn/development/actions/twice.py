"""The same form sent twice: what was made last says the same, and nothing more is made."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from zichtlijn.access.refusals import NotNow


def refuse_twice(last: Model | None, given: Mapping[str, Any], sentence: str) -> None:
    """Refuse what says exactly what the row that was made last says; under the lock of what both hang on."""
    if last is not None and all(getattr(last, name) == value for name, value in given.items()):
        raise NotNow(sentence)
