"""Text that people wrote with Markdown, as HTML that can do no harm."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

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
