"""Plans to test with, and an own way of saying what a plan says, apart from the code that is tested."""

from pathlib import Path

from lxml import etree

HERE = Path(__file__).parent / "samples"
#: The schemas of the standard may not be copied. Where somebody has put them beside the checkout, they are asked too.
STANDARD = Path(__file__).resolve().parents[4] / "shared" / "standards" / "stratml"
SCHEMA_FILES = {1: "StrategicPlanISOVersion20140401.xsd", 2: "PerformancePlanOrReport20160216.xsd"}
PART_1 = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PART_2 = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
HINT = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"


def sample(name: str) -> bytes:
    return (HERE / f"{name}.xml").read_bytes()


def published_example() -> bytes | None:
    """A real plan, where the standard stands beside the checkout."""
    path = STANDARD / "examples" / "oecd-ai.xml"
    return path.read_bytes() if path.exists() else None


def schema(part: int):
    """The schema itself, or None where nobody put it beside the checkout."""
    path = STANDARD / SCHEMA_FILES[part]
    return etree.XMLSchema(etree.parse(path)) if path.exists() else None


def obeys_the_schema(content: bytes) -> bool:
    """True when the real schema of Part 2 accepts the file; also where the schema is not there to ask."""
    judge = schema(2)
    return judge is None or judge.validate(etree.fromstring(content))


def says(content: bytes) -> list[tuple]:
    """Everything that a file says: path, attributes and text, in an order of its own.

    What stands in which order among elements of different names says nothing; among elements of the same name it does.
    A Part 1 plan says the same as the Part 2 plan that it becomes.
    """
    root = etree.fromstring(content, etree.XMLParser(remove_comments=True))
    said: list[tuple] = []

    def walk(node, path):
        attributes = {key: value for key, value in node.attrib.items() if key != HINT}
        if len(path) == 1:
            attributes.setdefault("Type", "Strategic_Plan")
        text = (node.text or "") if not len(node) else ""
        said.append((path, tuple(sorted(attributes.items())), text if len(path) > 1 else ""))
        seen: dict[str, int] = {}
        for child in node:
            name = etree.QName(child).localname
            seen[name] = seen.get(name, 0) + 1
            under = path[:-1] if (name, path[-1]) == ("Submitter", ("AdministrativeInformation", 1)) else path
            walk(child, (*under, (name, seen[name])))

    walk(root, (("plan", 1),))
    return sorted((path, attributes, _trimmed(path, text)) for path, attributes, text in said)


def _trimmed(path, text):
    """Space around a day, an amount or an identifier says nothing; space in a text does."""
    exact = {"Identifier", "StartDate", "EndDate", "PublicationDate", "NumberOfUnits"}
    if not text.strip() and path[-1][0] not in exact and "\n" in text:
        return ""  # an element with children that were all left out
    return text.strip() if path[-1][0] in exact else text


def words(content: bytes) -> set[str]:
    """Every word of every text and attribute of a file."""
    root = etree.fromstring(content)
    texts = [text for node in root.iter(etree.Element) for text in (node.text, node.tail) if text]
    texts += [value for node in root.iter(etree.Element) for key, value in node.attrib.items() if key != HINT]
    return {word for text in texts for word in text.split()}
