"""What others made and we serve is what they made, and its licence stands beside it."""

import hashlib
from pathlib import Path

import zichtlijn.ui

VENDOR = Path(zichtlijn.ui.__file__).parent / "static" / "vendor"
SUMS = {
    path: digest for digest, path in (line.split("  ", 1) for line in (VENDOR / "SHA256SUMS").read_text().splitlines())
}


def test_every_vendored_file_is_listed_with_its_sum():
    there = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    assert there - {"README.md", "SHA256SUMS"} == set(SUMS)


def test_no_vendored_file_was_changed():
    for path, digest in SUMS.items():
        assert hashlib.sha256((VENDOR / path).read_bytes()).hexdigest() == digest, path


def test_every_vendored_file_is_explained_and_licensed():
    readme = (VENDOR / "README.md").read_text()
    for licence in (
        "htmx.LICENSE.txt",
        "echarts.LICENSE.txt",
        "fonts/newsreader.OFL.txt",
        "fonts/instrument-sans.OFL.txt",
    ):
        assert licence in SUMS
        assert licence in readme
    assert "SIL OPEN FONT LICENSE" in (VENDOR / "fonts/newsreader.OFL.txt").read_text()
    assert "Apache License" in (VENDOR / "echarts.LICENSE.txt").read_text()
    for path in SUMS:
        if path.endswith((".js", ".woff2")):
            assert path.split("-")[0] in readme


def test_the_fonts_are_woff2_in_both_subsets():
    fonts = sorted(path for path in SUMS if path.endswith(".woff2"))
    assert len(fonts) == 4
    for font in fonts:
        assert (VENDOR / font).read_bytes()[:4] == b"wOF2"
    assert [("latin-ext" in font) for font in fonts] == [True, False, True, False]
