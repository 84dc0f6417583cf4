"""Files that could hurt or cannot be meant are refused with one plain sentence, and change nothing."""
# Files are read across: one row of a sheet per line.
# ruff: noqa: E501

import contextlib
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.exchange.conftest import codes
from zichtlijn.audit.models import AuditEvent
from zichtlijn.exchange import reading_files
from zichtlijn.exchange.reading_files import FileRefused, open_file
from zichtlijn.objectives.models import Measure, Objective, Reading
from zichtlijn.organisation.models import Person, Unit

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="people" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


@pytest.fixture
def raw_workbook(tmp_path):
    """An XLSX file from its parts; `rows` is the inside of sheetData, as text or as pieces."""

    def make(rows="", parts=None, name="raw.xlsx"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, text in {**PARTS, **(parts or {})}.items():
                archive.writestr(part, text)
            if "xl/worksheets/sheet1.xml" not in (parts or {}):
                begin, end = SHEET.split("{}")
                with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
                    stream.write(begin.encode())
                    for piece in [rows] if isinstance(rows, str) else rows:
                        stream.write(piece.encode())
                    stream.write(end.encode())
        return path

    return make


def cell(reference, value):
    return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'


HEADER = f'<row r="1">{cell("A1", "personnel number")}{cell("B1", "given name")}{cell("C1", "family name")}</row>'


def read_all(path, name):
    return [list(sheet.rows()) for sheet in open_file(path, name).sheets]


def refusal(path, name=None):
    with pytest.raises(FileRefused) as refused:
        read_all(path, name or path.name)
    sentence = refused.value.sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    return sentence


def refused_within(megabytes, path) -> str:
    """The refusal of a file, while the peak of memory grows by no more than this."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew: earlier tests may have needed more
    before = peak_memory()
    sentence = refusal(path)
    assert peak_memory() - before < megabytes * 1024
    return sentence


def peak_memory() -> int:
    """In KiB."""
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1])


def test_a_sound_file_made_by_hand_is_read(raw_workbook):
    path = raw_workbook(HEADER + f'<row r="5">{cell("A5", "1")}{cell("C5", "Eik")}</row>')
    (sheet,) = open_file(path, path.name).sheets
    rows = dict(sheet.rows())
    assert rows[1] == ["personnel number", "given name", "family name"]
    assert rows[5] == ["1", "", "Eik"]


def test_W57_a_small_file_that_becomes_very_large_is_refused_before_it_is_read(raw_workbook):
    piece = "<row>" + " " * 1_000_000 + "</row>"
    path = raw_workbook([piece] * 520)
    assert path.stat().st_size < 600_000
    assert "larger" in refused_within(100, path)


def test_W57_a_file_that_lies_about_its_size_is_refused(raw_workbook):
    path = raw_workbook([HEADER, " " * 30_000_000])
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    honest, small = size.to_bytes(4, "little"), (500).to_bytes(4, "little")
    assert content.count(honest) >= 1
    path.write_bytes(bytes(content).replace(honest, small))
    assert refusal(path)


def test_W57_strings_that_become_very_large_are_refused(raw_workbook, monkeypatch):
    monkeypatch.setattr(reading_files.workbooks, "MOST_TEXT", 1_000_000)
    strings = "<sst>" + "<si><t>" + "x" * 2_000_000 + "</t></si></sst>"
    assert refusal(raw_workbook(HEADER, {"xl/sharedStrings.xml": strings}))


def test_W57_a_file_with_very_many_parts_is_refused(raw_workbook):
    assert refusal(raw_workbook(HEADER, {f"xl/media/{n}.txt": "x" for n in range(1200)}))


def test_W60_parts_with_a_way_out_in_their_name_are_never_unpacked(raw_workbook, tmp_path, settings):
    """`..`, an absolute path, a link: nothing is written outside, whatever is said of the file itself."""
    settings.MEDIA_ROOT = tmp_path / "files"
    outside, link = tmp_path / "outside.xml", zipfile.ZipInfo("xl/worksheets/sheet2.xml")
    link.external_attr = 0o120777 << 16
    names = ("../outside.xml", "xl/../../outside.xml", str(outside), "..\\outside.xml", "xl/media/../../../outside.xml")
    path = raw_workbook(HEADER, dict.fromkeys(names, "<x/>") | {link: "/etc/passwd"})
    with contextlib.suppress(FileRefused):
        assert "root:" not in str(read_all(path, path.name))
    path = raw_workbook(HEADER, {"xl/_rels/workbook.xml.rels": PARTS["xl/_rels/workbook.xml.rels"].replace(
        "worksheets/sheet1.xml", "file:///etc/passwd")})  # fmt: skip
    with contextlib.suppress(FileRefused):
        assert "root:" not in str(read_all(path, path.name))
    assert {found.name for found in tmp_path.rglob("*")} == {path.name}


def test_W60_nothing_in_the_program_unpacks_an_archive_to_the_disk():
    ways = ("extractall", ".extract(", "unpack_archive", "tarfile")
    source = Path(reading_files.__file__).parents[2]
    assert [
        path.name for path in source.rglob("*.py") if any(way in path.read_text(encoding="utf-8") for way in ways)
    ] == []


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE worksheet SYSTEM "http://192.0.2.1/evil.dtd">',
        '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        "<!DOCTYPE worksheet>",
    ],
)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "_rels/.rels"])
def test_W58_a_dtd_in_any_part_is_refused(raw_workbook, dtd, part):
    text = '<?xml version="1.0"?>' + dtd + PARTS.get(part, SHEET.format(HEADER))
    assert "DTD" in refusal(raw_workbook(HEADER, {part: text}))


def test_W59_two_million_empty_rows_are_refused(raw_workbook):
    def rows():
        yield HEADER
        for start in range(2, 2_000_002, 10_000):
            yield "".join(f'<row r="{number}"/>' for number in range(start, start + 10_000))

    path = raw_workbook(rows())
    assert "1,048,576 rows" in refused_within(100, path)


def test_W59_two_million_empty_lines_are_refused(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("personnel number;given name;family name\n" + ";;\n" * 2_000_000)
    assert "1,048,576 rows" in refused_within(100, path)


def test_W59_one_cell_at_the_far_end_does_not_make_a_huge_table(raw_workbook):
    far = f'<row r="1048576">{cell("XFD1048576", "x")}</row>'
    assert "16,384" in refusal(raw_workbook(HEADER + far))
    wide = '<row r="2">' + cell("XFD2", "x") + "</row>"
    assert "16,384" in refusal(raw_workbook(HEADER + wide))


def test_W59_formatted_but_empty_cells_down_to_the_bottom_are_no_rows(raw_workbook):
    def rows():
        yield HEADER + f'<row r="2">{cell("A2", "1")}{cell("B2", "Emma")}{cell("C2", "Eik")}</row>'
        for start in range(3, 200_003, 10_000):
            yield "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(start, start + 10_000))

    (sheet,) = open_file(raw_workbook(rows()), "raw.xlsx").sheets
    assert sum(1 for _number, row in sheet.rows() if any(row)) == 2


def test_W59_macros_are_refused(raw_workbook):
    assert "macros" in refusal(raw_workbook(HEADER, {"xl/vbaProject.bin": "x"}))
    assert "macros" in refusal(raw_workbook(HEADER), "people.xlsm")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("people.xlsx", b"personnel number;name\n1;x\n"),
        ("people.xlsx", b"PK\x03\x04 and then nothing that is a zip"),
        ("people.xlsx", b"\xd0\xcf\x11\xe0" + b"\x00" * 600),
        ("people.xls", b"\xd0\xcf\x11\xe0" + b"\x00" * 600),
        ("people.csv", b"PK\x03\x04" + b"\x00" * 100),
        ("people.csv", b"%PDF-1.7"),
        ("people.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100),
        ("people.csv", b"number;name\n1;\x00\x01\x02"),
        ("people.exe", b"MZ"),
        ("people", b"number;name\n"),
        ("people.csv", b""),
        ("people.csv", b"\n\n\n"),
        ("people.xlsx", b""),
        ("people.csv", b'"never closed;' + b"x" * 200_000),
        ("people.csv", b"\xff\xfe\x00\xd8\x00\xd8"),
        ("people.ods", b"PK\x03\x04"),
    ],
)
def test_W59_what_is_no_table_is_refused(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    refusal(path)


@pytest.mark.parametrize(
    "content",
    ["<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "<!doctype html><script>alert(1)</script>",
     "\ufeff  <?xml version='1.0'?><plan/>"],
)  # fmt: skip
def test_W48_a_drawing_or_page_uploaded_as_a_table_is_refused(tmp_path, content):
    path = tmp_path / "people.csv"
    path.write_text(content, encoding="utf-8")
    assert "not a table" in refusal(path)


def test_W59_a_zip_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "people.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "not an Excel workbook" in refusal(path)


def test_W59_a_damaged_workbook_is_refused(workbook):
    path = workbook({"people": [["personnel number"], ["1"]]})
    content = path.read_bytes()
    for cut in (len(content) // 3, len(content) // 2, len(content) - 30):
        path.write_bytes(content[:cut])
        refusal(path)


def test_a_file_that_is_too_large_is_refused(tmp_path, settings):
    settings.IMPORT_MAX_BYTES = 1000
    path = tmp_path / "people.csv"
    path.write_text("x;y\n" * 1000)
    assert "MB" in refusal(path)


def test_a_row_with_very_many_cells_is_refused(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("a;b\n" + ";".join("x" * 300))
    assert "300" in refusal(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_file_of_any_office_program_is_read(csv, encoding, separator):
    path = csv([["personeelsnummer", "naam"], ["1", "Öztürk; een, twee"]], encoding=encoding, separator=separator)
    source = open_file(path, path.name)
    assert source.separator == separator
    assert [row for _number, row in source.sheets[0].rows()] == [
        ["personeelsnummer", "naam"],
        ["1", "Öztürk; een, twee"],
    ]


def test_the_separator_may_be_said_in_the_first_line(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("sep=|\na|b;c;d\n1|2;3;4\n")
    source = open_file(path, path.name)
    assert list(source.sheets[0].rows()) == [(2, ["a", "b;c;d"]), (3, ["1", "2;3;4"])]


def test_rows_keep_the_number_that_the_owner_sees(tmp_path):
    book = openpyxl.Workbook()
    book.active["B3"] = "header"
    book.active["B7"] = 12.5
    path = tmp_path / "x.xlsx"
    book.save(path)
    (sheet,) = open_file(path, path.name).sheets
    assert [(number, row) for number, row in sheet.rows() if any(row)] == [(3, ["header"]), (7, [12.5])]


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg/>", b"only;one;line;without;meaning\n1;2;3;4;5\n", b"personeelsnummer;voornaam;achternaam\n"],
)
def test_a_refused_file_changes_nothing(empty, bring, tmp_path, content):
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    with contextlib.suppress(FileRefused):
        assert not bring(path, organisation=empty).brought_in
    assert (Person.objects.count(), Unit.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_a_workbook_of_another_program_is_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["personnel number", "given name"])
    book.active.append([1, "Emma"])
    target = io.BytesIO()
    book.save(target)
    path = tmp_path / "other.xlsx"
    path.write_bytes(target.getvalue())
    assert [row for _n, row in open_file(path, path.name).sheets[0].rows()] == [
        ["personnel number", "given name"],
        [1.0, "Emma"],
    ]


# formulas, and a file of another kind ----------------------------------------------------------------------------------


def test_a_formula_without_a_result_says_so_and_one_with_a_result_counts(empty, bring, tmp_path):
    path = tmp_path / "people.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "people"
    for row in (["personnel number", "given name", "family name"], ["1", "An", "=1+1"], [], ["=A2", "Bo", "Wit"]):
        sheet.append(row)
    book.save(path)  # openpyxl keeps the formula and no result
    written = bring(path, organisation=empty, dry=True)
    assert codes(written) == [("formula_cell", 2, "family name"), ("formula_cell", 4, "personnel number")]
    assert written.plan.problems[0].reason == "This cell holds a formula without a result; paste its value."

    done = tmp_path / "done.xlsx"
    book = xlsxwriter.Workbook(str(done))
    sheet = book.add_worksheet("people")
    for number, row in enumerate((["personnel number", "given name", "family name"], ["1", "An"])):
        sheet.write_row(number, 0, row)
    sheet.write_formula(1, 2, "=UPPER(B2)", None, "AN")  # as Excel saves it
    book.close()
    written = bring(done, organisation=empty, dry=True)
    assert (codes(written), [line.name for line in written.plan.lines()]) == ([], ["An AN"])


def test_a_file_of_people_brought_as_objectives_says_which_kind_to_choose(empty, bring, workbook):
    people = workbook(
        {
            "afdelingen": [["code", "naam", "onderdeel van"], ["A", "Afdeling", ""]],
            "medewerkers": [["personeelsnummer", "voornaam", "achternaam"], ["1", "An", "Wit"]],
        }
    )
    with pytest.raises(FileRefused, match="looks like a file of “People and organisation”"):
        bring(people, "objectives", organisation=empty)
    with pytest.raises(FileRefused, match="looks like a file of “Objectives and measures”"):
        bring(
            workbook({"doelen": [["code", "niveau", "doelstelling"], ["A", "strategic", "Doel"]]}),
            "people",
            organisation=empty,
        )


# percentages -----------------------------------------------------------------------------------------------------------


def percent_book(path, rows, formats, *, first_column=0):
    """A workbook of objectives in which some cells have a format: (row, place) → format code or built-in number."""
    book = xlsxwriter.Workbook(str(path))
    for title, lines in rows.items():
        sheet = book.add_worksheet(title)
        for number, line in enumerate(lines):
            for place, value in enumerate(line):
                how = formats.get((title, number, place))
                sheet.write(number, first_column + place, value, how and book.add_format({"num_format": how}))
    book.close()
    return path


@pytest.mark.parametrize(
    ("how", "kept", "shown"),
    [
        (9, 0.6, 60.0), (10, 0.445, 44.5), ("0,0%", 0.07, 7.0), ("0.0 %", 0.29, 29.0), ("[Red]0%;-0%", 1, 100.0),
        ('"%"0', 60, 60.0), ("0\\%", 60, 60.0), ("0.00", 0.6, 0.6), ("General", 0.6, 0.6), ("[$%]0", 5, 5.0),
    ],
)  # fmt: skip
@pytest.mark.parametrize("first_column", [0, 2])
def test_a_cell_that_is_shown_as_a_percentage_is_read_as_it_is_shown(tmp_path, how, kept, shown, first_column):
    cells = {"people": [["x", "y"], ["a", kept], ["b", kept], ["c", "60%"]]}
    formats = {("people", 1, 1): how, ("people", 3, 1): how}
    path = percent_book(tmp_path / "x.xlsx", cells, formats, first_column=first_column)
    (sheet,) = open_file(path, path.name).sheets
    for _again in range(2):
        assert [row for _number, row in sheet.rows()] == [["x", "y"], ["a", shown], ["b", float(kept)], ["c", "60%"]]


def test_percentages_of_another_program_and_of_several_sheets_are_read(tmp_path):
    book = openpyxl.Workbook()
    for title, codes_of in (("one", ("0%", "0.00%", "0.0%", '"%"0')), ("two", ("General", "0%", "General", "0%"))):
        sheet = book.create_sheet(title)
        for place, code in enumerate(codes_of, 1):
            sheet.cell(3, place, 0.125).number_format = code
        sheet.cell(4, 2, True).number_format = "0%"
    path = tmp_path / "x.xlsx"
    book.save(path)
    one, two = open_file(path, path.name).sheets[1:]
    assert dict(one.rows())[3] == [12.5, 12.5, 12.5, 0.125]
    assert dict(two.rows())[3] == [0.125, 12.5, 0.125, 12.5]
    assert dict(one.rows())[4][1] is True


def test_a_cell_that_stands_twice_or_out_of_order_is_multiplied_once(raw_workbook):
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs></styleSheet>'
    cells = '<c r="B2" s="1"><v>0.5</v></c><c r="A2" s="1"><v>0.25</v></c><c r="B2" s="1"><v>0.5</v></c>'
    path = raw_workbook(f'<row r="1">{cell("A1", "x")}{cell("B1", "y")}</row><row r="2">{cells}</row>',
                        {"xl/styles.xml": styles})  # fmt: skip
    (sheet,) = open_file(path, path.name).sheets
    assert dict(sheet.rows())[2] == [25.0, 50.0]


def test_percentages_come_in_as_from_csv(staffed, bring, csv, tmp_path):
    head = [
        "code",
        "niveau",
        "doelstelling",
        "eigenaar",
        "afdeling",
        "weging",
        "aandeel van de eigen indicatoren",
        "toelichting",
    ]
    measures = [["code", "doelstelling", "indicator", "nulmeting", "streefwaarde"], ["M", "P", "Aandeel", 0, 1]]
    readings = [["code indicator", "gemeten op", "waarde"], ["M", "2026-03-31", 0.445]]
    rows = {
        "doelen": [head, ["P", "persoonlijk", "Leren", "2", "W", 0.6, 1, 0.125]],
        "indicatoren": measures,
        "meetwaarden": readings,
    }
    formats = {
        ("doelen", 1, 5): 9,
        ("doelen", 1, 6): 9,
        ("doelen", 1, 7): "0.0%",
        ("indicatoren", 1, 4): 10,
        ("meetwaarden", 1, 2): "0.0%",
    }
    path = percent_book(tmp_path / "x.xlsx", rows, formats)
    written = bring(path, "objectives", organisation=staffed)
    assert (codes(written), written.brought_in) == ([], True)
    objective = Objective.objects.get()
    assert (objective.weight, objective.own_share, objective.description) == (60.0, 100, "12.5%")
    assert Measure.objects.get().target == 100
    assert Reading.objects.get().value == Decimal("44.5")
    lines = [["code", "niveau", "doelstelling", "weging", "aandeel van de eigen indicatoren", "toelichting"]]
    same = csv([*lines, ["P", "persoonlijk", "Leren", "60%", "100%", "12.5%"]], "doelen.csv")
    assert not bring(same, "objectives", organisation=staffed).brought_in
    assert not bring(path, "objectives", organisation=staffed).brought_in
    rows["doelen"][1][5] = 1.5
    refused = bring(percent_book(path, rows, formats), "objectives", organisation=staffed)
    assert [(problem.code, problem.value) for problem in refused.plan.problems] == [("not_a_percentage", "150%")]


def test_a_formula_without_a_result_is_found_beside_empty_columns(empty, bring, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "people"
    for number, row in enumerate((["personnel number", "given name", "family name"], ["1", "An", "=1+1"]), 1):
        for place, value in enumerate(row, 3):
            book.active.cell(number, place, value)
    path = tmp_path / "people.xlsx"
    book.save(path)
    assert codes(bring(path, organisation=empty, dry=True)) == [("formula_cell", 2, "family name")]


# damage ----------------------------------------------------------------------------------------------------------------

DAMAGED = "This workbook is damaged"


def test_W59_bytes_that_were_damaged_anywhere_in_a_workbook_are_said_to_be_damage(workbook):
    path = workbook({"people": [["personnel number", "given name"], *([str(n), "An"] for n in range(50))]})
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    begin = info.header_offset + 30 + len(info.filename)
    said = set()
    for place in range(begin, begin + info.compress_size, 9):
        path.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        said.add(refusal(path)[: len(DAMAGED)])
    assert said == {DAMAGED}
    for place in range(0, len(content), 41):  # elsewhere it may do no harm, or look like another kind of file
        path.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        with contextlib.suppress(FileRefused):
            read_all(path, path.name)


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("xl/worksheets/sheet1.xml", '<row r="1">', '<row r="one">'),
        ("xl/worksheets/sheet1.xml", '<row r="1">', '<row r="0">'),
        ("xl/worksheets/sheet1.xml", 'r="A1"', 'r="$1"'),
        ("xl/worksheets/sheet1.xml", 'r="A1"', 'r="1"'),
        ("xl/worksheets/sheet1.xml", "<worksheet", '<?xml version="1.0" encoding="UTF-9"?><worksheet'),
        ("xl/worksheets/sheet1.xml", 't="inlineStr"', 't="n"><v>abc</v></c><c t="inlineStr"'),
        ("xl/workbook.xml", "<workbook", '<?xml version="1.0" encoding="klingon"?><workbook'),
        ("xl/workbook.xml", "<sheets>", "<sheets"),
    ],
)
def test_W59_parts_that_hold_no_sense_are_said_to_be_damage(raw_workbook, part, before, after):
    text = PARTS.get(part, SHEET.format(HEADER))
    assert before in text
    assert refusal(raw_workbook(HEADER, {part: text.replace(before, after, 1)})).startswith(DAMAGED)


def test_a_chart_among_the_sheets_is_passed_over(tmp_path):
    path = tmp_path / "chart.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("people").write(0, 0, 1)
    drawing = book.add_chart({"type": "line"})
    drawing.add_series({"values": "=people!$A$1:$A$2"})
    book.add_chartsheet("chart").set_chart(drawing)
    book.close()
    assert [sheet.name for sheet in open_file(path, path.name).sheets] == ["people"]
