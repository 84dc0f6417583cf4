"""From a package to the rows of the sheets of levels and competencies, with every deviation that was mended."""

from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zichtlijn.documents.sheets import guard
from zichtlijn.exchange.case.deviations import Deviations
from zichtlijn.exchange.case.items import Item, Role, one_line, text_of, tree_of
from zichtlijn.exchange.case.opening import opened
from zichtlijn.exchange.case.rubrics import Rubrics, rubrics_of
from zichtlijn.exchange.columns import BEHAVIOUR, COMPETENCIES, LEVELS, Sheet
from zichtlijn.exchange.reading_files import RawSheet, Source

SUFFIX = ".json"
#: A name or a group has at most so many letters.
NAME = 120
#: Between the groups of a group that lies deeper.
BETWEEN = " · "


@dataclass(frozen=True)
class Package:
    """A package as the sheets that the import reads, and what deviates in it."""

    source: Source
    deviations: list[str]


@dataclass
class Competence:
    """One competency of a package, on its way to a row."""

    item: Item
    name: str
    group: str
    description: str
    behaviours: dict[int, str]


def is_package(name: str) -> bool:
    return Path(name).suffix.lower() == SUFFIX


def open_package(path: str | Path, *, levels: int) -> Package:
    """Read a package; `levels` is how many the organisation has now. Raises FileRefused."""
    root, deviations = opened(Path(path)), Deviations()
    document = root["CFDocument"] if isinstance(root.get("CFDocument"), dict) else {}
    _look_at(document, deviations)
    title = one_line(text_of(document.get("title")))
    top = tree_of(root, deviations)
    found: list[Competence] = []
    for item in top:
        _walk(item, [], found, title, deviations)
    rubrics = rubrics_of(root, {one.item.identifier for one in found}, deviations)
    for one in found:
        _describe(one, rubrics, len(rubrics.levels) or levels, deviations)
    _tell_apart(found, deviations)
    sheets = [_sheet(COMPETENCIES, "CFItems", [(one.item.number, _row(one)) for one in found])]
    if rubrics.levels:
        rows = [
            (number, {"level": str(number), "name": name, "framework": title[:200] if number == 1 else ""})
            for number, name in enumerate(rubrics.levels, start=1)
        ]
        sheets.insert(0, _sheet(LEVELS, "CFRubrics", rows))
    return Package(Source("case", sheets), deviations.told())


def _look_at(document: dict[str, Any], deviations: Deviations) -> None:
    """What the document itself says, and should."""
    version = text_of(document.get("caseVersion"))
    if not document:
        deviations.say(_("The package has no CFDocument; its items were read all the same."))
    elif version != "1.1":
        said = _("The package says that it is CASE %(version)s; it was read as 1.1.") % {"version": version[:20]}
        deviations.say(said if version else _("The package does not say that it is CASE 1.1; it was read as such."))
    if document and not text_of(document.get("title")):
        deviations.say(_("The package has no title."))


def _walk(item: Item, groups: list[str], found: list[Competence], title: str, deviations: Deviations) -> None:
    """Take up what is under an item: groups give their name to what is in them."""
    if item.role == Role.GROUP:
        if not item.children:
            deviations.empty_group(item.name)
        if item.short and item.statement != item.short:
            deviations.left_out("fullStatement")
        for child in item.children:
            _walk(child, [*groups, one_line(item.name)], found, title, deviations)
        return
    name, description = _name_of(item, deviations)
    group = BETWEEN.join(groups)
    if len(group) > NAME:
        deviations.shortened(group)
        group = groups[-1] if len(groups[-1]) <= NAME else groups[-1][: NAME - 1] + "…"
    if not group:
        deviations.without_group(name)
        group = title[:NAME] or _("Competencies")
    found.append(Competence(item, name, group, description, {}))


def _name_of(item: Item, deviations: Deviations) -> tuple[str, str]:
    """A name that fits, and the rest as description: with a short form the whole statement, else what does not fit."""
    if item.short and len(item.short) <= NAME:
        return item.short, item.statement
    name = one_line(item.statement)
    if len(name) <= NAME:
        return name, item.short
    deviations.shortened(name)
    return name[: NAME - 1].rstrip() + "…", item.statement


def _describe(one: Competence, rubrics: Rubrics, levels: int, deviations: Deviations) -> None:
    """What one sees at each level: by the rubric, or else by what stands under the competency."""
    texts = [(child, _whole(child)) for child in one.item.below()]
    if any(child.children for child in one.item.children):
        deviations.deeper(one.name)
    rubric = rubrics.texts.get(one.item.identifier, {})
    beside = list(rubrics.beside.get(one.item.identifier, ()))
    if rubric:
        one.behaviours = rubric
        others = [text for _child, text in texts if text not in rubric.values()]
        if others:
            deviations.beside_rubric(one.name)
        beside = [*others, *beside]
    elif texts and len(texts) == levels:
        deviations.in_order(one.name)
        one.behaviours = {level: text for level, (_child, text) in enumerate(texts, start=1)}
    elif texts:
        deviations.together(one.name)
        one.behaviours = {max(levels, 1): "\n".join(text for _child, text in texts)}
    one.description = "\n".join(filter(None, [one.description, *beside]))


def _whole(item: Item) -> str:
    """All that a behaviour says."""
    return item.statement if not item.short or item.short in item.statement else f"{item.short}: {item.statement}"


def _tell_apart(found: list[Competence], deviations: Deviations) -> None:
    """Give competencies with the same name each a name of its own, by their code or else their group or a number."""
    taken: set[str] = set()
    for one in found:
        if one.name.casefold() in taken:
            one.name = _free_name(one, taken)
            deviations.renamed(one.name)
        taken.add(one.name.casefold())


def _free_name(one: Competence, taken: set[str]) -> str:
    """The name with its code or group beside it, or a number when that is too long or taken as well."""
    told = one.item.code or one.group
    for beside in chain([told] if len(told) < NAME // 2 else [], map(str, count(2))):
        name = f"{one.name[: NAME - len(beside) - 3]} ({beside})"
        if name.casefold() not in taken:
            return name
    raise AssertionError("numbers do not end")


def _row(one: Competence) -> dict[str, str]:
    return {
        "name": one.name,
        "group": one.group,
        "description": one.description,
        "ends_on": one.item.ends_on,
    } | {f"{BEHAVIOUR}{level}": text for level, text in one.behaviours.items()}


def _sheet(sheet: Sheet, name: str, rows: list[tuple[int, dict[str, str]]]) -> RawSheet:
    """Rows as a sheet of a file has them: a header, and under it texts that are no formulas."""
    head = [column.header("en") for column in sheet.columns]
    cells = [(number, [guard(row.get(column.name, "")) for column in sheet.columns]) for number, row in rows]
    return RawSheet(name, lambda: iter([(0, list(head)), *cells]), len(rows))
