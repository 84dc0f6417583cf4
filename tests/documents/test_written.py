"""Text with Markdown on paper and slides: the parts that a page shows, as plain data."""

from zichtlijn.documents.written import as_lines, as_parts

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
