"""The items of a package as a tree, whatever is wrong with it, and what each of them is for us."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from zichtlijn.exchange.case.deviations import Deviations
from zichtlijn.exchange.case.opening import MOST_DEEP
from zichtlijn.exchange.reading_files import FileRefused


class Role(StrEnum):
    """What an item is in our framework."""

    GROUP = "group"
    COMPETENCY = "competency"
    BEHAVIOUR = "behaviour"


#: What packages call these; our own say the English word.
_WORDS = {
    Role.GROUP: {"group", "groep", "cluster", "category", "categorie", "domain", "domein"},
    Role.COMPETENCY: {"competency", "competence", "competentie", "skill", "vaardigheid"},
    Role.BEHAVIOUR: {"behaviour", "behavior", "gedrag", "indicator", "gedragsindicator"},
}
_ROLES = {word: role for role, words in _WORDS.items() for word in words}
#: The relation in which the origin stands under the destination.
CHILD = "isChildOf"
#: Fields that are read, or say nothing that is lost.
_READ = {
    "identifier", "uri", "fullStatement", "abbreviatedStatement", "CFItemType", "CFItemTypeURI", "CFDocumentURI",
    "lastChangeDateTime", "statusEndDate", "language",
}  # fmt: skip


@dataclass(eq=False)
class Item:
    """One item, with its place in the list of the file."""

    number: int
    identifier: str
    statement: str
    short: str
    code: str
    says: str
    ends_on: str
    parent: "Item | None" = None
    order: float = 0
    children: list["Item"] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        return self.short or self.statement

    @property
    def role(self) -> Role:
        """What the file says it is, or else what its place in the tree makes of it."""
        said = _ROLES.get(self.says.casefold())
        if any(_ROLES.get(child.says.casefold()) == Role.COMPETENCY for child in self.children):
            return Role.GROUP
        if said is not None and not (said == Role.BEHAVIOUR and self.parent is None):
            return said
        if any(child.children for child in self.children):
            return Role.GROUP
        if self.children or self.parent is None:
            return Role.COMPETENCY
        return Role.COMPETENCY if self.parent.role == Role.GROUP else Role.BEHAVIOUR

    def below(self) -> Iterator["Item"]:
        """Everything under it, in order."""
        for child in self.children:
            yield child
            yield from child.below()


def text_of(value: Any) -> str:
    """A value as text: the same line ends everywhere, no spaces around it, and nothing that no text can hold."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    return text.encode("utf-8", "replace").decode("utf-8")


def one_line(text: str) -> str:
    return " ".join(line.strip() for line in text.splitlines() if line.strip())


def identifier_of(node: Any) -> str:
    """The identifier in a link: an object with one, or the bare text."""
    return text_of(node.get("identifier") if isinstance(node, dict) else node).casefold()


def tree_of(root: dict[str, Any], deviations: Deviations) -> list[Item]:
    """The items on top, each with what stands under it, in the order that the file gives them."""
    items = _items(root, deviations)
    _hang(items, root, deviations)
    for item in items.values():
        if item.parent is not None and _in_circle(item):
            deviations.circle(item.name)
            item.parent = None
    for item in items.values():
        if item.parent is not None:
            item.parent.children.append(item)
    for item in items.values():
        if _depth(item) > MOST_DEEP:
            raise FileRefused(_("What is in this file lies deeper than %(most)s levels."), most=MOST_DEEP)
        item.children.sort(key=lambda child: (child.order, child.number))
    return sorted((item for item in items.values() if item.parent is None), key=lambda one: (one.order, one.number))


def _items(root: dict[str, Any], deviations: Deviations) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for number, raw in enumerate(root["CFItems"], start=1):
        statement = text_of(raw.get("fullStatement")) if isinstance(raw, dict) else ""
        short = one_line(text_of(raw.get("abbreviatedStatement"))) if isinstance(raw, dict) else ""
        if not statement and not short:
            deviations.without_text(number)
            continue
        identifier = identifier_of(raw)
        if not identifier or identifier in found:
            deviations.without_identifier(short or statement)
            identifier = f"#{number}"
        for name in raw:
            if name not in _READ and name != "extensions" and raw[name] not in (None, "", [], {}):
                deviations.left_out(name)
        says, code = text_of(raw.get("CFItemType")), one_line(text_of(raw.get("humanCodingScheme")))
        ends_on = text_of(raw.get("statusEndDate")).partition("T")[0]
        found[identifier] = Item(number, identifier, statement or short, short, code, says, ends_on)
    return found


def _hang(items: dict[str, Item], root: dict[str, Any], deviations: Deviations) -> None:
    """Give each item the one that it stands under."""
    document = root.get("CFDocument")
    whole = identifier_of(document) if isinstance(document, dict) else ""
    placed: set[str] = set()
    links = root.get("CFAssociations")
    for raw in links if isinstance(links, list) else ():
        link = raw if isinstance(raw, dict) else {}
        kind = text_of(link.get("associationType"))
        if kind != CHILD:
            deviations.other_relation(kind or "?")
            continue
        child, above = (identifier_of(link.get(name)) for name in ("originNodeURI", "destinationNodeURI"))
        if child not in items or (above not in items and above != whole):
            deviations.loose_relation()
            continue
        if child in placed:
            deviations.second_parent(items[child].name)
            continue
        placed.add(child)
        order = link.get("sequenceNumber")
        items[child].order = order if isinstance(order, int) and not isinstance(order, bool) else 0
        items[child].parent = items.get(above)


def _depth(item: Item) -> int:
    depth = 0
    while item.parent is not None and depth <= MOST_DEEP:
        item, depth = item.parent, depth + 1
    return depth


def _in_circle(item: Item) -> bool:
    seen: set[int] = set()
    above = item.parent
    while above is not None and id(above) not in seen:
        if above is item:
            return True
        seen.add(id(above))
        above = above.parent
    return False
