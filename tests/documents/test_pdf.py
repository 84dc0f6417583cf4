"""Documents on paper: tagged, in the language of the reader, the same bytes each time, and text that stays text."""

import hashlib
import html
import re
import shutil
import socket
import time
import zlib
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
import typst
from django.utils import translation

from zichtlijn.documents import letters, pdf
from zichtlijn.documents.charts import bar_chart
from zichtlijn.documents.files import TYPES, as_download, file_name

AT = datetime(2026, 11, 19, 13, 5, tzinfo=UTC)
SOURCE = Path(pdf.ROOT)


def parts_of(content: bytes) -> str:
    """Everything in a PDF that can be read, its packed parts unpacked."""
    found = [content.decode("latin-1")]
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            found.append(zlib.decompress(packed.strip(b"\r\n")).decode("latin-1"))
        except zlib.error:
            continue
    return "\n".join(found)


@pytest.fixture
def template(tmp_path, monkeypatch):
    """Make a template of the house for one test; it stands where templates are looked for, and the house with it."""
    (tmp_path / "documents" / "paper").mkdir(parents=True)
    shutil.copy(SOURCE / "documents" / "paper" / "house.typ", tmp_path / "documents" / "paper")
    monkeypatch.setattr(pdf, "ROOT", tmp_path)
    numbers = count()

    def make(body: str) -> str:
        name = f"proef-{next(numbers)}.typ"
        head = '#import "/documents/paper/house.typ": *\n#show: house.with(data.meta)\n'
        (tmp_path / name).write_text(head + body, encoding="utf-8")
        return name

    return make


def meta(title="Proef", subtitle="Om te zien"):
    return {"meta": pdf.heading(title, subtitle, organisation="Waterschap Proef", at=AT)}


def test_it_is_tagged_and_says_its_title_and_language(template):
    path = template('== Kop\n#status("ok", "Op koers") #bar(0.6, expected: 0.7) 60%')
    for language in ("nl", "en"):
        with translation.override(language):
            found = parts_of(pdf.make_pdf(path, meta("Scorecard"), at=AT))
        assert "/StructTreeRoot" in found
        assert "/Marked true" in found
        assert f"/Lang({language})" in found.replace("/Lang (", "/Lang(")
        assert "<pdfuaid:part>1</pdfuaid:part>" in found
        assert "Scorecard" in found


def test_the_same_data_and_moment_give_the_same_bytes(template):
    path = template("== Kop")
    assert pdf.make_pdf(path, meta(), at=AT) == pdf.make_pdf(path, meta(), at=AT)
    assert pdf.make_pdf(path, meta(), at=AT) != pdf.make_pdf(path, meta("Anders"), at=AT)


EVIL = '#read("/geheim.txt") \\ *vet* $x$ <a> @b `c` [d] // niets "e" \u202e =1+1'


def whatever_is_secret(path: str, text: str, secret: Path, title: str) -> bytes:
    """The paper, which is the same whatever this file holds: the words of a paper cannot be searched."""
    made = set()
    for content in ("dit is geheim", "iets anders"):
        secret.write_text(content)
        made.add(pdf.make_pdf(path, {**meta(title), "text": text}, at=AT))
    (paper,) = made
    return paper


def test_text_of_people_never_becomes_markup(template, tmp_path):
    """What would read a file, or break the template, if it were markup, stands there as it was typed."""
    text = f"Kop {EVIL}"
    content = whatever_is_secret(template("== #data.text\n#data.text"), text, tmp_path / "geheim.txt", title=EVIL)
    found = parts_of(content)
    assert f">{html.escape(EVIL)}</rdf:li>".encode().decode("latin-1") in found, (
        "the title, in what the file says of itself"
    )
    assert f"/Title<FEFF{text.encode('utf-16-be').hex().upper()}>" in found, "the heading, in the outline"


def test_a_word_without_end_may_go_on_on_the_next_line():
    """Typst breaks no word that it cannot spell: it would run over the next column and off the paper."""
    given = {"title": "w" * 150, "rows": [["Gewone woorden", "https://voorbeeld.example/pad"], "<svg " + "m" * 99]}
    made = pdf.breakable(given)
    assert made["title"].replace("\u200b", "") == given["title"], "no letter is lost"
    assert max(len(part) for part in made["title"].split("\u200b")) == 12
    assert made["rows"] == given["rows"], "words of a language, short addresses and drawings stay as they are"


def test_a_picture_without_words_is_refused(template):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="5" height="5"/></svg>'
    told = template("#drawing(data.svg, data.words)")
    assert pdf.make_pdf(told, {**meta(), "svg": svg, "words": "Een vlak"}, at=AT)
    with pytest.raises(typst.TypstError, match="alt"):
        pdf.make_pdf(template('#figure(image(bytes(data.svg), format: "svg"))'), {**meta(), "svg": svg}, at=AT)


@pytest.mark.parametrize("name", ["../settings.py", "settings.py", "/etc/passwd", "documents/../../../x.typ"])
def test_only_templates_of_the_program(name):
    with pytest.raises(ValueError, match="no template"):
        pdf.make_pdf(name, {}, at=AT)


def test_twenty_pages_are_made_while_one_waits(template):
    """In seconds of processor, so that a busy machine is no failure."""
    rows = [["Doelstelling met een lange naam", "Ilse", "61%"]] * 900
    path = template("#table(columns: 3, table.header(..data.head), ..data.rows.flatten())")
    given = {**meta(), "head": ["Wat", "Wie", "Hoe ver"], "rows": rows}
    pdf.make_pdf(path, given, at=AT)
    begun = time.process_time()
    content = pdf.make_pdf(path, given, at=datetime(2026, 1, 1, tzinfo=UTC))
    assert time.process_time() - begun < 2
    assert len(re.findall(r"/Type\s*/Page\b", parts_of(content))) >= 18


def test_templates_fetch_nothing():
    templates = list(SOURCE.rglob("*.typ"))
    assert len(templates) >= 3
    for path in templates:
        text = path.read_text(encoding="utf-8")
        assert "@preview" not in text
        assert "http" not in text


def test_the_faces_are_ours_and_cover_the_names_of_people():
    assert {"Instrument Sans", "Instrument Sans Plus", "Newsreader", "Newsreader Plus"} <= set(pdf._fonts().families())
    here = SOURCE / "documents" / "paper" / "fonts"
    listed = dict(reversed(line.split("  ")) for line in (here / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    assert set(listed) == {path.name for path in here.glob("*.ttf")}
    for name, digest in listed.items():
        assert hashlib.sha256((here / name).read_bytes()).hexdigest() == digest


def test_the_colours_are_those_of_the_pages():
    tokens = (SOURCE / "ui" / "static" / "ui" / "css" / "tokens.css").read_text(encoding="utf-8")
    house = (SOURCE / "documents" / "paper" / "house.typ").read_text(encoding="utf-8")
    used = set(re.findall(r'rgb\("(#[0-9a-f]{6})"\)', house))
    assert len(used) > 15
    assert used <= set(re.findall(r"#[0-9a-f]{6}", tokens))


def test_letters_beyond_latin_come_from_the_second_face(template):
    content = pdf.make_pdf(template("#data.text"), {**meta(), "text": "Esra Şahin, Łukasz Żak, Yvonne ’t Hoen"}, at=AT)
    assert "InstrumentSansPlus" in parts_of(content)


def test_a_file_is_named_by_what_it_is_of_whom_and_when():
    assert file_name("pdf", "Scorecard 2026 · T3", "Waterschap Proef", at=AT) == (
        "scorecard-2026-t3-waterschap-proef-2026-11-19.pdf"
    )
    assert file_name("xlsx", "x" * 500, at=AT).endswith("-2026-11-19.xlsx")


@pytest.mark.parametrize("form", TYPES)
def test_a_download_says_its_type_and_name(form):
    answer = as_download(b"inhoud", f"naam.{form}")
    assert answer["Content-Type"] == TYPES[form]
    assert answer["Content-Disposition"] == f'attachment; filename="naam.{form}"'


def test_W62_what_a_text_names_is_never_fetched(template, tmp_path):
    """Addresses, files and code in a text stay words: nobody is called and nothing is read."""
    secret = tmp_path / "geheim.txt"
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/p.png"
        text = " ".join(
            [
                f'#image("{address}")', f"![p]({address})", f'<img src="{address}">', address,
                f'#read("/{secret.name}")', f'#include "/{secret.name}"', f"file://{secret}",
                "http://169.254.169.254/latest/meta-data/", "@import url(http://[::1]/x.css)",
            ]
        )  # fmt: skip
        whatever_is_secret(template("#data.text"), text, secret, title="Proef")
        with pytest.raises(BlockingIOError):
            listening.accept()


#: What stays as it is typed, and what does not, with what stands there instead.
STAYS = [
    "Esra Şahin, ığİöü; Łukasz Żak, ąćęłńóśźż; Yvonne ’t Hoen, ij ĳ ë é ï; € 5 – “zo”…", "e\u0301e\u0308n", "q\u0301",
    "Ω ≤ → Привет", "مرحبا", "שלום",
]  # fmt: skip
CHANGES = {
    "Fijne collega 👍": "Fijne collega ▯",
    "👍🏽 ja, 👨\u200d👩\u200d👧 nee": "▯ ja, ▯ nee",
    "🇳🇱🇧🇪": "▯▯",
    "王芳": "▯▯",
    "1\ufe0f\u20e3 e\u0301\u20e3": "1 é",
    "zacht\x0bheel\x07 \ufefftekst\x85": "zacht heel  tekst ",
}


def as_printed(text: str) -> str:
    return letters.drawable(text, letters.replacements([text], pdf._fonts()))


@pytest.mark.parametrize("text", STAYS)
def test_what_a_face_can_draw_stays_as_it_is_typed(text, template):
    assert as_printed(text) == text
    assert pdf.make_pdf(template("== #data.meta.title\n#data.text"), {**meta(text), "text": text}, at=AT)


@pytest.mark.parametrize(("text", "printed"), CHANGES.items())
def test_what_no_face_can_draw_is_one_box_and_the_paper_is_made(text, printed, template):
    """PDF/UA-1 allows no letter without a shape: one emoji made the whole paper impossible."""
    assert as_printed(text) == printed
    drawn = bar_chart([text, "Twee"], [(text, [1, 2])], name=text)
    path = template(
        "== #data.meta.title\n#data.text #strong-words(data.text) #emph(data.text) #lead(data.text)\n"
        "#table(columns: 2, table.header(..data.rows), ..data.rows)\n#drawing(data.svg, data.words)"
    )
    given = {"text": text * 30, "rows": [text, text], "svg": drawn.svg(), "words": text}
    head = pdf.heading(text, text, organisation=text, at=AT)
    assert pdf.make_pdf(path, {"meta": head, **given}, at=AT).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "text", ["Wrocław, Poznań, ćśź", "ń", "Āa", "Nguyễn", "Şahin ğ", "a\u2028b", "ह\u0304 हिन्दी", "→ ≤ Ω"]
)
def test_a_letter_of_two_shapes_in_a_drawing_leaves_the_paper_possible(text, template):
    drawn = bar_chart([text, "Twee"], [(text, [1, 2])], name=text)
    path = template("#drawing(data.svg, data.words)")
    assert pdf.make_pdf(path, {**meta(), "svg": drawn.svg(), "words": text}, at=AT).startswith(b"%PDF-")


def test_accents_upon_accents_leave_the_paper_possible(template):
    """Each sign can be drawn by itself, and not beside all others: the paper is made, if need be without accents."""
    marks = [*range(0x300, 0x370), 0x20E3, 0xFE0F, 0x5B0, 0x64B, 0x93F, 0x94D]
    letters_ = [
        *range(0x61, 0x7B),
        *range(0x3B1, 0x3C0),
        *range(0x5D0, 0x5EA),
        *range(0x905, 0x930),
        *range(0x21E0, 0x21FF),
    ]
    text = "".join(chr(letter) + chr(marks[place % len(marks)]) for place, letter in enumerate(letters_ * 3))
    path = template("== #data.text\n#data.text #strong-words(data.text) #lead(data.text)")
    assert pdf.make_pdf(path, {**meta(), "text": text}, at=AT).startswith(b"%PDF-")


def test_what_is_not_asked_about_is_drawn():
    usual = [chr(code) for code in range(0x20, 0x2100) if not letters._UNUSUAL.search(chr(code))]
    assert len(usual) > 300
    assert not letters.not_drawn(usual, pdf._fonts())


def test_a_long_word_is_not_broken_inside_of_a_letter():
    made = pdf.breakable("e\u0301" * 60)
    assert made.split("\u200b") == ["e\u0301" * 12] * 5
