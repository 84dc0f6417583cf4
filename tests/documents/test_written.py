"""Text with Markdown on paper and slides: the parts that a page shows, as plain data."""

import re

from markdown_it import MarkdownIt

from zichtlijn.documents.written import as_lines, as_parts, write_markdown

TEXT = """\
# Kop

Een **sterke** zin met [een adres](https://voorbeeld.example/x).
Nog een regel.

3. drie
4. vier

> gezegd

| Post | Bedrag |
| --- | --- |
| Oven | € 40 |

<script>x</script>

![p](https://voorbeeld.example/p.png)
"""


def test_each_part_comes_as_data():
    parts = as_parts(TEXT)
    assert [part["kind"] for part in parts[:5]] == ["heading", "paragraph", "list", "quote", "table"]
    assert parts[2]["start"] == 3
    assert [run["text"] for run in parts[1]["runs"] if run["strong"]] == ["sterke"]
    assert "<script>x</script>" in "".join(run["text"] for run in parts[5]["runs"])


def test_as_lines_for_a_slide():
    lines = as_lines(TEXT)
    assert lines[:3] == ["Kop", "Een sterke zin met een adres (https://voorbeeld.example/x).", "Nog een regel."]
    assert "drie" in lines
    assert "Oven · € 40" in lines
    assert as_lines("") == []


#: What must never come through, in the ways that sanitisers have been passed by.
CORPUS = [
    '<form action="https://elders.example"><input name="p"></form>',
    '<iframe src="https://elders.example"></iframe>',
    '<img src="https://elders.example/p.png">',
    "![p](https://elders.example/p.png)",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    '<a href="https://elders.example" onclick="x()" style="position:fixed" data-x="1" hx-get="/x">x</a>',
    "<svg><script>x</script></svg>",
    "<math><mtext><style><img src=x onerror=x></style></mtext></math>",
    "<object data=x></object><embed src=x><base href=x><meta http-equiv=refresh>",
    "<details open ontoggle=x>x</details>",
]
HARMFUL = re.compile(
    r"<(?!/?(?:p|br|strong|em|ul|ol|li|blockquote|code|pre|a|hr|h3|h4|h5|h6|table|thead|tbody|tr|th|td)\b)\w"
    r"|<[^>]*\s(?:on\w+|style|src|data-\w+|hx-\w+)\s*=|href=\"(?!https?:|mailto:)",
    re.I,
)


def harm_in(write) -> list[str]:
    """The texts of the corpus of which something harmful is left on the page."""
    return [text for text in CORPUS if HARMFUL.search(write(text))]


def test_W46_W55_nothing_harmful_and_nothing_from_elsewhere_is_left():
    assert harm_in(write_markdown) == []


def test_W47_a_list_of_what_is_forbidden_instead_would_be_noticed():
    """The corpus tells a sanitiser that takes known evil out from one that lets known good in."""

    def forbid(text):
        html = MarkdownIt("commonmark", {"html": True}).render(text)
        return re.sub(r"<script.*?</script>|<iframe.*?</iframe>|javascript:", "", html, flags=re.S | re.I)

    assert len(harm_in(forbid)) > 5
