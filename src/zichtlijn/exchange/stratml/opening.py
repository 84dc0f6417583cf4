"""Opening a file safely: no DTD, no entities, no odd encodings, not too large and not too deep."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from lxml import etree

from zichtlijn.exchange.stratml.rules import PART_2

#: The largest published plans are a few megabytes.
MAX_BYTES = 20 * 1024 * 1024
MAX_ELEMENTS = 250_000
#: The standard itself goes ten deep.
MAX_DEPTH = 40
MAX_ATTRIBUTES = 40
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "iso-8859-1",
    "latin1": "iso-8859-1",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
}
_DECLARATION = re.compile(r"<\?xml\s[^>]*?\?>")
_ENCODING = re.compile(rb"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


class Unreadable(Exception):
    """The file is no plan that can be read; the sentence says why."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


def opened(content: bytes) -> "Raw":
    """The elements of a file as they stand in it. Raises Unreadable when it is not safe or not XML."""
    return _raw(_parsed(_decoded(content)))


def _decoded(content: bytes) -> str:
    if not content.strip():
        raise Unreadable(_("This file is empty."))
    if len(content) > MAX_BYTES:
        raise Unreadable(_("This file is larger than %(size)s MB.") % {"size": MAX_BYTES // 1024 // 1024})
    if content.startswith(b"PK\x03\x04"):
        raise Unreadable(_("This is a zip file or a spreadsheet, not XML. Choose the .xml file of the plan."))
    try:
        text = content.decode(_codec(content))
    except UnicodeDecodeError:
        raise Unreadable(_("This file holds bytes that are no text in the encoding it says it has.")) from None
    if "\x00" in text:
        raise Unreadable(_("This file holds zero bytes: it is not XML, or its encoding is not what it says."))
    # Before any parser sees it: a plan has no use for a DTD, and whoever sends one has other plans.
    if re.search(r"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", text, re.IGNORECASE):
        raise Unreadable(
            _("This file has a DTD or defines entities. Files with these are refused, because they can do harm.")
        )
    body = text.lstrip("\ufeff \t\r\n")
    body = body[found.end() :] if (found := _DECLARATION.match(body)) else body
    # As many lines before it as there were, so that every line keeps its number.
    return "\n" * text[: len(text) - len(body)].count("\n") + body


def _codec(content: bytes) -> str:
    """The encoding: the byte order mark says it, else the first line; anything unusual is refused."""
    refused = Unreadable(_("Save this file as UTF-8 first: its encoding is not one that is accepted."))
    if content.startswith((b"\x00\x00\xfe\xff", b"\xff\xfe\x00\x00", b"\x00\x00\x00", b"<\x00\x00\x00")):
        raise refused
    declared = _ENCODING.search(content[:300].replace(b"\x00", b""))
    name = declared[1].decode("ascii").lower() if declared else ""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or content[:2] in {b"<\x00", b"\x00<"}:
        if name and not name.startswith(("utf-16", "utf16")):
            raise refused
        if content[:2] in {b"<\x00", b"\x00<"}:
            return "utf-16-le" if content[0:1] == b"<" else "utf-16-be"
        return "utf-16"
    if content.startswith(b"\xef\xbb\xbf"):
        if name not in {"", "utf-8", "utf8"}:
            raise refused
        return "utf-8"
    if not content.lstrip().startswith(b"<"):
        raise Unreadable(_("This file is not XML: it does not begin with “<”. Choose the .xml file of the plan."))
    if (name or "utf-8") not in _CODECS:
        raise refused
    return _CODECS[name or "utf-8"]


def _parsed(text: str):
    """The tree of a document; the size of the tree is watched while it grows."""
    parser = etree.XMLPullParser(
        events=("start", "end"),
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        dtd_validation=False,
        attribute_defaults=False,
        remove_pis=True,
        remove_comments=True,
    )
    content = text.encode()
    depth = count = 0
    try:
        for start in range(0, len(content), 64 * 1024):
            parser.feed(content[start : start + 64 * 1024])
            for event, element in parser.read_events():
                depth += 1 if event == "start" else -1
                count += event == "start"
                if depth > MAX_DEPTH:
                    raise Unreadable(
                        _("This file goes more than %(depth)s levels deep; no plan does.") % {"depth": MAX_DEPTH}
                    )
                if count > MAX_ELEMENTS:
                    raise Unreadable(
                        _("This file has more than %(count)s elements; no plan has.") % {"count": f"{MAX_ELEMENTS:,}"}
                    )
                if isinstance(element, etree._Element) and len(element.attrib) > MAX_ATTRIBUTES:
                    raise Unreadable(
                        _("An element of this file has more than %(count)s attributes.") % {"count": MAX_ATTRIBUTES}
                    )
        return parser.close()
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise Unreadable(
            _("This file is no well-formed XML: line %(line)s, %(reason)s.")
            % {"line": line, "reason": str(error.msg or error).split(", line ")[0].rstrip(".")[:200]}
        ) from None


@dataclass(eq=False, slots=True)
class Raw:
    """An element as it stands in the file."""

    name: str
    namespace: str
    line: int
    attributes: dict[str, str]
    text: str
    children: "list[Raw]"
    #: The text with that of the elements in it, in the order of reading.
    whole: str = ""

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()

    def written(self) -> str:
        """The element as text, for what the standard does not know."""
        if not self.children and not self.attributes:
            return self.text.strip()
        parts = [f"{etree.QName(key).localname}: {value}" for key, value in self.attributes.items()]
        parts += [self.text.strip()] if self.text.strip() else []
        parts += [f"{child.name}: {child.written()}" if child.written() else child.name for child in self.children]
        return "; ".join(parts)


def _raw(tree) -> Raw:
    """The tree without comments: all text of an element together, as its own."""
    name = etree.QName(tree)
    children = [_raw(child) for child in tree if isinstance(child.tag, str)]
    text = (tree.text or "") + "".join(child.tail or "" for child in tree)
    attributes = {str(key): str(value) for key, value in tree.attrib.items()}
    whole = "".join(tree.itertext()) if children and name.localname in PART_2.contents else text
    return Raw(name.localname, name.namespace or "", tree.sourceline or 0, attributes, text, children, whole)
