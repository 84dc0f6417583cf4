"""Letters that a form cannot hold: what XML forbids, and what no face on paper can draw."""

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

import typst

_ROOT = Path(__file__).resolve().parents[1]
_TRIAL = _ROOT / "documents" / "paper" / "letters.typ"
#: XML can hold none of these; a soft line break of PowerPoint (U+000B) is one.
_NOT_XML = {code: " " for code in [*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF] if code not in {0x9, 0xA, 0xD}}
#: Nobody sees these; PDF/UA forbids the first, and what fills up a syllable of Korean has no shape in a drawing.
_UNSEEN = dict.fromkeys([0xFEFF, 0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0], "")
_NOT_ON_PAPER = {**_NOT_XML, **dict.fromkeys(range(0x7F, 0xA0), " "), **_UNSEEN}
#: Stands in the place of what cannot be drawn; DejaVu Sans Mono, the last face of the house, has it.
MISSING: Final = "▯"
#: What is not asked about, as the faces of the house draw it.
_USUAL = r"\t\n\r -~\u00a0-\u017f\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac"
_UNUSUAL = re.compile(f"[^{_USUAL}]")
_JOINER = "\u200d"
#: No letter: nobody has it.
_NOBODYS = "\ufffe"


def for_xml(text: str) -> str:
    """The text with a space in the place of each character that XML cannot hold.

    >>> for_xml("een\\x0btwee\\x07")
    'een twee '
    """
    return text.translate(_NOT_XML)


def _is_flag(sign: str) -> bool:
    """True of one of the two letters that make a flag together."""
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _belongs(sign: str, before: str) -> bool:
    """True when this character makes one sign together with what stands before it."""
    if unicodedata.category(sign).startswith("M") or sign in "\u200c\u200d":
        return True
    if not unicodedata.category(before[0]).startswith("S"):
        return False
    if _is_flag(sign):
        return len(before) == 1 and _is_flag(before)
    skin_or_tag = "\U0001f3fb" <= sign <= "\U0001f3ff" or "\U000e0020" <= sign <= "\U000e007f"
    return skin_or_tag or before.endswith(_JOINER)


def signs_of(text: str) -> list[str]:
    """The text in signs as people count them: a letter with its accents, an emoji with its colour.

    >>> signs_of("e\\u0301n 👍🏽")
    ['é', 'n', ' ', '👍🏽']
    """
    signs: list[str] = []
    for sign in text:
        if signs and _belongs(sign, signs[-1]):
            signs[-1] += sign
        else:
            signs.append(sign)
    return signs


def _unusual(text: str) -> Iterator[str]:
    """The signs of a text that a face may lack."""
    text = text.translate(_NOT_ON_PAPER)
    if _UNUSUAL.search(text):
        yield from (sign for sign in signs_of(text) if _UNUSUAL.search(sign))


def _bare(sign: str) -> str:
    """The first letter of a sign, with the accent that is one letter with it."""
    return unicodedata.normalize("NFC", sign)[0]


def not_drawn(signs: Collection[str], fonts: typst.Fonts) -> set[str]:
    """Those of the signs that no face can draw: Typst draws each on a page, after one that nobody has."""
    asked = sorted(signs)
    if not asked:
        return set()
    compiler = typst.Compiler(str(_TRIAL), root=str(_ROOT), font_paths=fonts)
    given = {"data": json.dumps([_NOBODYS, *asked], ensure_ascii=False)}
    pages = compiler.compile(format="svg", sys_inputs=given)
    assert isinstance(pages, list)
    assert len(pages) == len(asked) + 1
    shapes = [set(re.findall(rb'href="(#g\w+)"', page)) for page in pages if isinstance(page, bytes)]
    return {sign for sign, drawn in zip(asked, shapes[1:], strict=True) if drawn & shapes[0]}


def replacements(texts: Iterable[str], fonts: typst.Fonts) -> dict[str, str]:
    """For each sign in these texts that cannot be drawn what stands there instead: its bare letter, or a box."""
    signs = {sign for text in texts for sign in _unusual(text)}
    missing = not_drawn(signs | {_bare(sign) for sign in signs}, fonts)
    return {sign: MISSING if _bare(sign) in missing else _bare(sign) for sign in signs & missing}


def drawable(text: str, instead: dict[str, str]) -> str:
    """The text as it can be drawn, with these replacements."""
    text = text.translate(_NOT_ON_PAPER)
    if not instead or not _UNUSUAL.search(text):
        return text
    return "".join(instead.get(sign, sign) for sign in signs_of(text))


#: In a drawing the face of the house draws a letter such as ń as two shapes, of which one tells no letter, and PDF/UA
#: forbids that; this face, which Typst brings, draws it as one.
_FACE, _FACE_IN_ONE, _IN_TWO = "Instrument Sans", "Libertinus Serif", re.compile(r"[\u0100-\u024f\u1e00-\u1eff]")
_BEYOND_LATIN = re.compile(r"[^\t\n\r -\u024f\u1e00-\u1eff\u2013-\u20ac]")
#: Accents by themselves, signs without a shape, and ends of a line or a paragraph of Unicode.
_DROPPED = {"Mn", "Mc", "Me", "Cf", "Co", "Zl", "Zp"}


def for_drawing(svg: str) -> str:
    """A drawing in a face that draws each letter as one; any other text as it is."""
    return svg.replace(_FACE, _FACE_IN_ONE) if svg.startswith("<svg") and _IN_TWO.search(svg) else svg


def bare(text: str) -> str:
    """The text without accents that make no letter of their own: what surely can be drawn."""
    if not _UNUSUAL.search(text):
        return text
    signs = unicodedata.normalize("NFC", text)
    kept = "".join(sign for sign in signs if unicodedata.category(sign) not in _DROPPED)
    return _BEYOND_LATIN.sub("?", kept) if text.startswith("<svg") else kept
