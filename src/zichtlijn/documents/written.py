"""Text that people wrote with Markdown: on a page as HTML that can do no harm, on paper and slides as plain parts."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

#: Raw HTML stays text, pictures are left out (nothing is fetched from elsewhere), headings fit under those of the page.
_reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image")
TAGS = {
    "p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_LOWER = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}


@lru_cache(maxsize=256)
def write_markdown(text: str) -> SafeString:
    """The text as HTML: paragraphs, lists, emphasis, links, tables. Whatever else was typed stands there as text."""
    tokens = _reader.parse(text or "")
    for token in tokens:
        token.tag = _LOWER.get(token.tag, token.tag)
    html = _reader.renderer.render(tokens, _reader.options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(clean)


# on paper and slides ----------------------------------------------------------------------------------------------

#: A part of a text as data: its `kind` and what it holds; words are runs of text that may be strong or emphasised.
Part = dict[str, Any]


def as_parts(text: str) -> list[Part]:
    """The text as parts that `written` of the house on paper sets: what a page shows, without any markup."""
    return _parts(SyntaxTreeNode(_reader.parse(text or "")))


def as_lines(text: str) -> list[str]:
    """The text as plain lines, as a slide takes it: each paragraph and each thing of a list is one."""
    return [line for part in as_parts(text) for line in _lines(part)]


def _parts(node: SyntaxTreeNode) -> list[Part]:
    return [part for child in node.children if (part := _part(child))]


def _part(node: SyntaxTreeNode) -> Part | None:
    match node.type:
        case "paragraph" | "heading":
            return {"kind": node.type, "runs": _runs(node)}
        case "bullet_list" | "ordered_list":
            start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
            return {"kind": "list", "start": start, "items": [_parts(item) for item in node.children]}
        case "blockquote":
            return {"kind": "quote", "parts": _parts(node)}
        case "table":
            rows = [[_runs(cell) for cell in row.children] for part in node.children for row in part.children]
            return {"kind": "table", "head": rows[0], "rows": rows[1:]}
        case "fence" | "code_block" | "html_block":
            return {"kind": "paragraph", "runs": [_run(node.content.rstrip("\n"))]}
    return None


def _run(text: str, *, strong: bool = False, emphasised: bool = False) -> dict[str, Any]:
    return {"text": text, "strong": strong, "emphasised": emphasised}


def _runs(node: SyntaxTreeNode) -> list[dict[str, Any]]:
    return list(_inline(node, strong=False, emphasised=False))


def _inline(node: SyntaxTreeNode, *, strong: bool, emphasised: bool) -> Iterator[dict[str, Any]]:
    for child in node.children:
        if child.type in {"softbreak", "hardbreak"}:
            yield _run("\n")
        elif child.children:
            yield from _inline(
                child, strong=strong or child.type == "strong", emphasised=emphasised or child.type == "em"
            )
            address = str(child.attrs.get("href", "")) if child.type == "link" else ""
            if address and address != _words_of(child):  # on paper nobody can press it
                yield _run(f" ({address})", strong=strong, emphasised=emphasised)
        elif child.content:
            yield _run(child.content, strong=strong, emphasised=emphasised)


def _words_of(node: SyntaxTreeNode) -> str:
    return "".join(child.content for child in node.children)


def _lines(part: Part) -> Iterator[str]:
    match part["kind"]:
        case "list":
            for item in part["items"]:
                yield " ".join(line for each in item for line in _lines(each))
        case "quote":
            for each in part["parts"]:
                yield from _lines(each)
        case "table":
            for row in part["rows"]:
                yield " · ".join(said for cell in row if (said := _said(cell)))
        case _:
            yield from (line.strip() for line in _said(part["runs"]).split("\n") if line.strip())


def _said(runs: list[dict[str, Any]]) -> str:
    return "".join(run["text"] for run in runs)
