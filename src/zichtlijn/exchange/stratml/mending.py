"""Judging a plan by the rules of its own part of the standard, and building what follows the rules of Part 2.

Nothing that is said in the file is dropped: what has no place is kept as text in the nearest element that holds text.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import groupby

from lxml import etree

from zichtlijn.exchange.stratml.elements import Element
from zichtlijn.exchange.stratml.opening import XSI, Raw
from zichtlijn.exchange.stratml.rules import KEEPERS, PART_2, ROLE_TYPES, Attribute, Content, Schema
from zichtlijn.exchange.stratml.values import (
    SPACE,
    as_identifier,
    is_address,
    is_amount,
    is_day,
    is_identifier,
    read_amount,
    read_day,
    write_amount,
)

_HINTS = {f"{{{XSI}}}schemaLocation", f"{{{XSI}}}noNamespaceSchemaLocation"}
#: What belongs in the core of a plan, and is found beside it now and then.
_CORE_NAMES = ("Organization", "Vision", "Mission", "Value", "Goal")
#: Texts of which a second one is simply more of the same.
_JOINED = ("Description", "OtherInformation")
_LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class Deviation:
    """One place where the file does not follow the standard. `code` says what, `done` what became of it."""

    line: int
    code: str
    where: str
    name: str = ""
    found: str = ""
    done: str = ""

    def as_json(self) -> dict:
        return asdict(self)


@dataclass
class Plan:
    """What was read: a plan that follows Part 2, and where the file did not follow the standard."""

    root: Element
    part: int
    deviations: list[Deviation] = field(default_factory=list)


class Mender:
    """Judges by the rules of one part, and builds what follows the rules of Part 2."""

    def __init__(self, schema: Schema):
        self.schema = schema
        self.deviations: list[Deviation] = []
        self.strange_namespaces: set[str] = set()
        self.identifiers: set[str] = set()
        self.taken: set[str] = set()
        #: What an identifier was → what it became, so that references follow.
        self.renamed: dict[str, str] = {}

    def plan(self, root: Raw, *, inside: Raw) -> Plan:
        if inside is not root:
            self._note(inside, "wrapped", "", name=inside.name, done="passed_over")
        self.taken = {
            element.text.strip(SPACE)
            for element in root.walk()
            if element.name == "Identifier" and is_identifier(element.text)
        }
        self._move(root)
        built, left = self._complex([root], PART_2.root, self.schema.root, self.schema.root)
        built.attributes.setdefault("Type", "Strategic_Plan")
        self._keep(built, left)
        self._follow_references(built)
        self.deviations.sort(key=lambda deviation: deviation.line)
        return Plan(built, self.schema.part, self.deviations)

    def _note(self, raw: Raw, code: str, where: str, *, name="", found="", done="") -> None:
        self.deviations.append(
            Deviation(raw.line, code, where, name or raw.name, _LINES.sub(" ", found.strip())[:120], done)
        )

    # what stands in the wrong element

    def _move(self, root: Raw) -> None:
        """Put elements that stand in a recognisable wrong place where they belong; each is a deviation."""
        strays = [child for child in root.children if child.name in _CORE_NAMES]
        if strays:
            for child in strays:
                self._note(child, "misplaced", root.name, done="moved:StrategicPlanCore")
            root.children = [child for child in root.children if child.name not in _CORE_NAMES]
            core = next((child for child in root.children if child.name == "StrategicPlanCore"), None)
            if core is None:
                self._note(root, "missing", root.name, name="StrategicPlanCore", done="added")
                core = Raw("StrategicPlanCore", strays[0].namespace, strays[0].line, {}, "", [])
                before = [child for child in root.children if child.name in {"Name", "Description", "OtherInformation"}]
                root.children = [*before, core, *(child for child in root.children if child not in before)]
            core.children += strays
        for core in (child for child in root.children if child.name == "StrategicPlanCore"):
            for goal in (child for child in core.children if child.name == "Goal"):
                self._move_in_goal(goal)
        if self.schema is PART_2:
            for administration in (child for child in root.children if child.name == "AdministrativeInformation"):
                for submitter in [child for child in administration.children if child.name == "Submitter"]:
                    self._note(submitter, "misplaced", administration.name, done=f"moved:{root.name}")
                    administration.children.remove(submitter)
                    root.children.append(submitter)

    def _move_in_goal(self, goal: Raw) -> None:
        waiting = [child for child in goal.children if child.name == "Objective"]
        while waiting:
            objective = waiting.pop(0)
            nested = [child for child in objective.children if child.name == "Objective"]
            for child in nested:
                self._note(child, "misplaced", objective.name, done="moved:Goal")
                objective.children.remove(child)
                # After the one it stood in, by identity: two objectives may hold the same words.
                at = next(i for i, other in enumerate(goal.children) if other is objective)
                goal.children.insert(at + 1, child)
                waiting.append(child)
        indicators = [child for child in goal.children if child.name == "PerformanceIndicator"]
        if indicators:
            for child in indicators:
                self._note(child, "misplaced", goal.name, done="moved:Objective")
                goal.children = [other for other in goal.children if other is not child]
            goal.children.append(Raw("Objective", goal.namespace, indicators[0].line, {}, "", indicators))

    # elements with children

    def _complex(self, raws: list[Raw], name: str, judged: str, where: str) -> tuple[Element, list[str]]:
        """Build one element out of one, or out of several where the file repeats it; and the text left over."""
        rule, target = self.schema.rules.get(judged), PART_2.rules[name]
        element, left = Element(name, line=raws[0].line), []
        found: dict[str, list[Raw]] = {child: [] for child in target.children}
        for raw in raws:
            self._namespace(raw)
            left += self._attributes(raw, element, rule.attributes if rule else {}, where)
            if stray := raw.text.strip(SPACE):
                self._note(raw, "stray_text", where, found=stray, done="kept")
                left.append(stray)
            left += self._sort(raw, rule, found, where)
        if name == PART_2.root and self.schema.part == 1:
            found["Submitter"] += self._submitters_of_part_1(found["AdministrativeInformation"])
        for child, (fewest, most) in target.children.items():
            built, more = self._children(found[child], child, most, where)
            if fewest and not built and child != "Goal":
                built = [self._empty(child)]
            element.children += built
            left += more
        return element, self._keep(element, left)

    def _submitters_of_part_1(self, administrations: list[Raw]) -> list[Raw]:
        moved = []
        for administration in administrations:
            moved += [child for child in administration.children if child.name == "Submitter"]
        return moved

    def _sort(self, raw: Raw, rule, found: dict[str, list[Raw]], where: str) -> list[str]:
        """Put the children with their own kind; judge names, order and number; the text of strangers is left."""
        order = list(rule.children) if rule else list(found)
        furthest, counts, left, in_order = -1, dict.fromkeys(order, 0), [], True
        for child in raw.children:
            if child.name in counts:
                counts[child.name] += 1
                most = rule.children[child.name][1] if rule else None
                if most is not None and counts[child.name] > most:
                    joined = child.name in PART_2.rules or child.name in _JOINED
                    self._note(child, "repeated", where, done="joined" if joined and most == 1 else "kept")
                in_order = in_order and order.index(child.name) >= furthest
                furthest = max(furthest, order.index(child.name))
            else:
                known = child.name in found
                self._note(
                    child, "unknown", where, found="" if known else child.written(), done="read" if known else "kept"
                )
            if child.name in found:
                found[child.name].append(child)
            elif child.name not in counts:  # the submitter of Part 1 is no stranger: Part 2 wants it at the end
                self._namespace(child)
                left.append(_labelled(child.name, child.written()))
        if not in_order:
            stands = [name for name, _same in groupby(child.name for child in raw.children if child.name in counts)]
            wanted = ", ".join(name for name in order if counts[name])
            self._note(raw, "order", where, found=", ".join(stands), done=f"put_in_order:{wanted}")
        for name in order:
            if rule and rule.children[name][0] and not counts[name]:
                self._note(raw, "missing", where, name=name, done="" if name == "Goal" else "added")
        return left

    def _children(self, raws: list[Raw], name: str, most: int | None, where: str) -> tuple[list[Element], list[str]]:
        left: list[str] = []
        built: list[Element] = []
        if name in PART_2.rules:
            groups = [raws] if most == 1 and raws else [[raw] for raw in raws]
            for number, group in enumerate(groups, start=1):
                label = name if most == 1 else f"{name} {number}"
                element, more = self._complex(group, name, name, f"{where} › {label}")
                built.append(element)
                left += more
            return built, left
        for raw in raws:
            text, more = self._simple(raw, name, where)
            left += more
            if text is None:
                continue
            if most is not None and len(built) >= most:
                if name in _JOINED:
                    built[-1].text = "\n\n".join(part for part in (built[-1].text, text) if part.strip())
                elif text.strip():
                    left.append(_labelled(name, text))
                continue
            built.append(Element(name, text))
        return built, left

    def _empty(self, name: str) -> Element:
        if name not in PART_2.rules:
            return Element(name)
        children = PART_2.rules[name].children
        return Element(
            name,
            children=[self._empty(child) for child, (fewest, _most) in children.items() if fewest and child != "Goal"],
        )

    def _keep(self, element: Element, left: list[str]) -> list[str]:
        """Write left-over text where this element keeps such; without such a place it stays left over."""
        left = [text for text in left if text.strip()]
        if not left or element.name not in KEEPERS:
            return [text if text.startswith("[") else _labelled(element.name, text) for text in left]
        keeper = KEEPERS[element.name]
        there = element.one(keeper)
        text = "\n".join(([there.text] if there and there.text.strip() else []) + left)
        element.put_text(keeper, text)
        return []

    def _namespace(self, raw: Raw) -> None:
        if raw.namespace != self.schema.namespace and raw.namespace not in self.strange_namespaces:
            self.strange_namespaces.add(raw.namespace)
            self._note(raw, "namespace", raw.name, found=raw.namespace, done="read")

    def _attributes(self, raw: Raw, element: Element, judged: Mapping[str, Attribute], where: str) -> list[str]:
        wanted, left = PART_2.rules[element.name].attributes, []
        for key, value in raw.attributes.items():
            name = etree.QName(key).localname
            if key in _HINTS:
                continue
            if key not in judged:
                self._note(
                    raw, "unknown_attribute", where, name=name, found=value, done="read" if name in wanted else "kept"
                )
            elif value not in judged[key].choices:
                near = _nearest(value, judged[key].choices)
                done = f"read_as:{near}" if near else "kept" if value.strip() else "passed_over"
                self._note(raw, "choice", where, name=name, found=value, done=done)
            if name in wanted and name not in element.attributes and (near := _nearest(value, wanted[name].choices)):
                element.attributes[name] = near
            elif value.strip():
                left.append(_labelled(name, value))
        for name, attribute in judged.items():
            if attribute.required and name not in raw.attributes:
                done = "" if name in element.attributes else "read_as:Strategic_Plan"
                self._note(raw, "missing_attribute", where, name=name, done=done)
        return left

    # elements with text

    def _simple(self, raw: Raw, name: str, where: str) -> tuple[str | None, list[str]]:
        """The text as the standard wants it, or None when the element must not stand there; and the text left over."""
        self._namespace(raw)
        left: list[str] = []
        for key, value in raw.attributes.items():
            if key not in _HINTS:
                attribute = etree.QName(key).localname
                self._note(raw, "unknown_attribute", f"{where} › {name}", name=attribute, found=value, done="kept")
                left.append(_labelled(f"{name} {attribute}", value))
        is_text = PART_2.contents[name] is Content.TEXT
        text = raw.whole if is_text else raw.text
        for child in raw.children:
            self._note(child, "unknown", f"{where} › {name}", found=child.written(), done="kept")
            if is_text:
                left += [
                    _labelled(f"{markup.name} {etree.QName(key).localname}", value)
                    for markup in child.walk()
                    for key, value in markup.attributes.items()
                ]
            else:
                left.append(_labelled(f"{name} {child.name}", child.written()))
        judged = self.schema.contents.get(name, PART_2.contents[name])
        match PART_2.contents[name]:
            case Content.IDENTIFIER:
                return self._identifier(raw, text, where), left
            case Content.DAY_OR_EMPTY:
                mended, more = self._day(raw, text, where, empty_allowed=judged is Content.DAY_OR_EMPTY)
            case Content.AMOUNT_OR_EMPTY:
                mended, more = self._amount(raw, text, where)
            case Content.ADDRESS:
                mended, more = (text, []) if is_address(text) else self._refused(raw, "address", text, where)
            case Content.ROLE_TYPE:
                mended, more = self._role_type(raw, text, where)
            case _:
                mended, more = text, []
        return mended, left + more

    def _refused(self, raw, code, text, where) -> tuple[None, list[str]]:
        self._note(raw, code, where, found=text, done="kept" if text.strip() else "passed_over")
        return None, [_labelled(raw.name, text)] if text.strip() else []

    def _identifier(self, raw: Raw, text: str, where: str) -> str | None:
        kept = text.strip(SPACE)
        if not is_identifier(text):
            kept = as_identifier(text)
            if not kept:
                self._note(raw, "identifier", where, found=text, done="passed_over")
                return None
            while kept in self.identifiers or kept in self.taken:
                kept += "_"
            self._note(raw, "identifier", where, found=text, done=f"read_as:{kept}")
            self.renamed.setdefault(text.strip(), kept)
        elif kept in self.identifiers:
            number = 2
            while f"{kept}_{number}" in self.identifiers or f"{kept}_{number}" in self.taken:
                number += 1
            kept = f"{kept}_{number}"
            self._note(raw, "same_identifier", where, found=text, done=f"read_as:{kept}")
        self.identifiers.add(kept)
        return kept

    def _day(self, raw: Raw, text: str, where: str, *, empty_allowed: bool) -> tuple[str | None, list[str]]:
        if is_day(text):
            return text.strip(SPACE), []
        if text == "" and empty_allowed:
            return "", []
        if not text.strip():
            self._note(raw, "day", where, found=text, done="left_empty")
            return "", []
        read_as = read_day(text, last=raw.name != "StartDate")
        if read_as is None:
            self._note(raw, "day", where, found=text, done="kept")
            return "", [_labelled(raw.name, text)]
        self._note(raw, "day", where, found=text, done=f"read_as:{read_as.value}")
        return str(read_as.value), [] if read_as.whole else [_labelled(raw.name, text)]

    def _amount(self, raw: Raw, text: str, where: str) -> tuple[str | None, list[str]]:
        if is_amount(text):
            return text.strip(SPACE), []
        if text == "":
            return "", []
        if not text.strip():
            self._note(raw, "amount", where, found=text, done="left_empty")
            return "", []
        read_as = read_amount(text)
        if read_as is None:
            self._note(raw, "amount", where, found=text, done="kept")
            return "", [_labelled(raw.name, text)]
        written = write_amount(read_as.value)
        self._note(raw, "amount", where, found=text, done=f"read_as:{written}")
        return written, [] if read_as.whole else [_labelled(raw.name, text)]

    def _role_type(self, raw: Raw, text: str, where: str) -> tuple[str | None, list[str]]:
        if text in ROLE_TYPES:
            return text, []
        if near := _nearest(text, ROLE_TYPES):
            self._note(raw, "choice", where, found=text, done=f"read_as:{near}")
            return near, []
        return self._refused(raw, "choice", text, where)

    def _follow_references(self, element: Element) -> None:
        """References to an identifier that had to change follow it."""
        if not self.renamed:
            return
        for child in element.children:
            if child.name == "ReferentIdentifier" and child.text.strip() in self.renamed:
                child.text = self.renamed[child.text.strip()]
            self._follow_references(child)


def _labelled(name: str, text: str) -> str:
    return f"[{name}: {text.strip()}]" if text.strip() else ""


def _nearest(value: str, choices: tuple[str, ...]) -> str | None:
    """The choice that is meant, whatever the capitals, spaces and underscores; `Generic group` is Generic_Group."""

    def plain(text):
        return re.sub(r"[\s_-]+", "", text).lower().replace("organisation", "organization")

    return next((choice for choice in choices if plain(choice) == plain(value)), None)
