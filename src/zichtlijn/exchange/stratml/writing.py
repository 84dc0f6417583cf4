"""From a plan to the bytes of a Part 2 file, refused unless they follow the standard."""

from lxml import etree

from zichtlijn.documents.letters import for_xml
from zichtlijn.exchange.stratml import reading
from zichtlijn.exchange.stratml.elements import Element
from zichtlijn.exchange.stratml.opening import XSI
from zichtlijn.exchange.stratml.rules import PART_2

SCHEMA_LOCATION = f"{PART_2.namespace} http://stratml.us/references/PerformancePlanOrReport20160216.xsd"


class NotStrict(Exception):
    """The plan does not follow the standard, so it is not handed out; every reason is given."""

    def __init__(self, deviations: list[reading.Deviation]):
        super().__init__(f"{len(deviations)} deviations")
        self.deviations = deviations


def write(plan: Element) -> bytes:
    """The plan as a file. Raises NotStrict when the standard would refuse it."""
    content = unchecked(plan)
    if deviations := reading.check(content):
        raise NotStrict(deviations)
    return content


def unchecked(plan: Element) -> bytes:
    """The plan as a file, whatever stands in it."""
    xsi = f"{{{XSI}}}schemaLocation"
    nsmap: dict[str | None, str] = {None: PART_2.namespace, "xsi": XSI}
    root = etree.Element(_tag(plan.name), nsmap=nsmap)  # type: ignore[arg-type]  # lxml takes None for no prefix
    root.set(xsi, SCHEMA_LOCATION)
    _fill(root, plan, depth=0)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _tag(name: str) -> str:
    return f"{{{PART_2.namespace}}}{name}"


def _fill(node, element: Element, depth: int) -> None:
    """Indented for people, only between elements: text is never touched."""
    for name, value in element.attributes.items():
        node.set(name, for_xml(value))
    if not element.children:
        node.text = for_xml(element.text) or None
        return
    node.text = "\n" + "  " * (depth + 1)
    for child in element.children:
        below = etree.SubElement(node, _tag(child.name))
        _fill(below, child, depth + 1)
        below.tail = "\n" + "  " * (depth + 1)
    node[-1].tail = "\n" + "  " * depth
