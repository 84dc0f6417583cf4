"""The rubrics of a package: the levels of the scale, and what one sees at each for a competency."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from zichtlijn.exchange.case.deviations import Deviations
from zichtlijn.exchange.case.items import identifier_of, one_line, text_of

#: A name of a level has at most so many letters.
LEVEL_NAME = 60


@dataclass
class Criterion:
    """One criterion: which item it is about, and its levels from the lowest on, as name and text."""

    item: str
    name: str
    levels: list[tuple[str, str]]


@dataclass
class Rubrics:
    """The scale, and for each item level → text; `beside` is what fits no level."""

    levels: list[str] = field(default_factory=list)
    texts: dict[str, dict[int, str]] = field(default_factory=dict)
    beside: dict[str, list[str]] = field(default_factory=dict)


def rubrics_of(root: dict[str, Any], known: set[str], deviations: Deviations) -> Rubrics:
    """What the rubrics say of these items."""
    criteria = [one for one in _criteria(root, deviations) if one.levels]
    if not criteria:
        return Rubrics()
    scales = Counter(tuple(name for name, _text in one.levels) for one in criteria)
    found = Rubrics(list(scales.most_common(1)[0][0]))
    for one in criteria:
        if one.item and one.item not in known:
            deviations.loose_criterion(one.name)
        elif one.item:
            _take(one, found, deviations)
    return found


def _take(one: Criterion, found: Rubrics, deviations: Deviations) -> None:
    """Put the texts of a criterion at the levels of the scale: by place when there are as many, else by name."""
    names = [name for name, _text in one.levels]
    texts = found.texts.setdefault(one.item, {})
    if names != found.levels:
        deviations.other_levels(one.name)
    for place, (name, text) in enumerate(one.levels, start=1):
        if len(names) != len(found.levels):
            place = found.levels.index(name) + 1 if name in found.levels else 0
        if not text:
            continue
        if place and place not in texts:
            texts[place] = text
        else:
            found.beside.setdefault(one.item, []).append(text)


def _criteria(root: dict[str, Any], deviations: Deviations):
    definitions = root.get("CFDefinitions")
    rubrics = _dicts(root.get("CFRubrics"))
    if not rubrics and isinstance(definitions, dict):
        rubrics = _dicts(definitions.get("CFRubrics"))  # where some programs put them
    for rubric in rubrics:
        for raw in _dicts(rubric.get("CFRubricCriteria")):
            item = identifier_of(raw.get("CFItemURI"))
            name = one_line(text_of(raw.get("description")) or text_of(raw.get("category"))) or item
            yield Criterion(item, name, _levels(raw, deviations))


def _levels(raw: dict[str, Any], deviations: Deviations) -> list[tuple[str, str]]:
    rows = _dicts(raw.get("CFRubricCriterionLevels"))
    places = {name: [_number(row.get(name)) for row in rows] for name in ("position", "score")}
    by = next((name for name, found in places.items() if None not in found and len(set(found)) == len(found)), "")
    order = sorted(range(len(rows)), key=lambda place: places[by][place] or 0) if by else range(len(rows))
    found = []
    for number, row in enumerate((rows[place] for place in order), start=1):
        name = one_line(text_of(row.get("quality"))) or _("Level %(number)s") % {"number": number}
        if len(name) > LEVEL_NAME:
            deviations.shortened(name)
            name = name[: LEVEL_NAME - 1] + "…"
        text = text_of(row.get("description"))
        if feedback := text_of(row.get("feedback")):
            text = f"{text}\n{feedback}".strip()
        found.append((name, text))
    return found


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
