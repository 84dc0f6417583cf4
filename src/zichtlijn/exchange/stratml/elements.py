"""One element of a plan: its name, its attributes, and either text or children. And the same as JSON, as it is kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from zichtlijn.exchange.stratml.rules import PART_2


@dataclass(slots=True)
class Element:
    """An element that follows Part 2 of the standard: children stand in the order of the schema."""

    name: str
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element]" = field(default_factory=list)
    #: Where it stood in the file it was read from; 0 when it was made here.
    line: int = field(default=0, compare=False, repr=False)

    def all(self, name: str) -> "list[Element]":
        """The children of this name."""
        return [child for child in self.children if child.name == name]

    def one(self, name: str) -> "Element | None":
        """The first child of this name."""
        return next((child for child in self.children if child.name == name), None)

    def text_of(self, *path: str) -> str:
        """The text at the end of this path of names, without space around it; empty where there is none."""
        element: Element | None = self
        for name in path:
            element = element.one(name) if element else None
        return element.text.strip() if element else ""

    def says_something(self, *but: str) -> bool:
        """True when any text or attribute stands in it, outside children of these names."""
        if self.text.strip() or self.attributes:
            return True
        return any(child.says_something(*but) for child in self.children if child.name not in but)

    def put(self, name: str, children: "Iterable[Element]") -> None:
        """Put these in the place of all children of this name, where the schema wants them."""
        order = list(PART_2.rules[self.name].children)
        kept = [child for child in self.children if child.name != name] + list(children)
        self.children = sorted(kept, key=lambda child: order.index(child.name))

    def put_text(self, name: str, text: str | None) -> None:
        """Put one child with this text, or none."""
        self.put(name, [] if text is None else [Element(name, text)])

    def copy(self) -> "Element":
        children = [child.copy() for child in self.children]
        return Element(self.name, self.text, dict(self.attributes), children, self.line)


def element_of(name: str, *children: Element, **attributes: str) -> Element:
    """An element of these children, in the order of the schema; attributes that are empty are left out."""
    element = Element(name, attributes={key: value for key, value in attributes.items() if value})
    order = list(PART_2.rules[name].children)
    element.children = sorted(children, key=lambda child: order.index(child.name))
    return element


def texts(**texts: str | None) -> list[Element]:
    """An element with text for each of these that is not None."""
    return [Element(name, text) for name, text in texts.items() if text is not None]


def as_json(element: Element, *without: str) -> dict:
    """The children of an element by name, attributes with an @ before it; what may come more than once is a list.

    >>> as_json(Element("Goal", children=[Element("Name", "Clean water"), Element("Identifier", "_1")]))
    {'Name': 'Clean water', 'Identifier': '_1'}
    """
    rule = PART_2.rules[element.name]
    found: dict = {f"@{name}": value for name, value in element.attributes.items()}
    for child in element.children:
        if child.name in without:
            continue
        value = as_json(child, *without) if child.name in PART_2.rules else child.text
        if rule.children[child.name][1] == 1:
            found[child.name] = value
        else:
            found.setdefault(child.name, []).append(value)
    return found


def from_json(name: str, kept: dict) -> Element:
    """The element that was kept by `as_json`."""
    rule = PART_2.rules[name]
    element = Element(name)
    for key, value in kept.items():
        if key.startswith("@"):
            element.attributes[key[1:]] = value
    for child in rule.children:
        if child not in kept:
            continue
        values = kept[child] if isinstance(kept[child], list) else [kept[child]]
        element.children += [
            from_json(child, value) if child in PART_2.rules else Element(child, value) for value in values
        ]
    return element
