"""Every number in docs/security.md has a test that bears it in its name."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "security.md"
NAMES = re.compile(r"^\s*(?:async )?def (test_\w+)", re.MULTILINE)
IDS = re.compile(r"(?<![A-Za-z0-9])([WRA]\d\d)(?![0-9])")


def promised() -> list[str]:
    return re.findall(r"^\| ([WRA]\d\d) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_promised_id_stands_in_the_name_of_a_test():
    names = [name for path in TESTS.rglob("test_*.py") for name in NAMES.findall(path.read_text(encoding="utf-8"))]
    covered = {found for name in names for found in IDS.findall(name.upper().replace("_", " "))}
    assert len(promised()) > 40
    assert [number for number in promised() if number not in covered] == []


def test_every_id_in_the_name_of_a_test_is_explained():
    names = [name for path in TESTS.rglob("test_*.py") for name in NAMES.findall(path.read_text(encoding="utf-8"))]
    borne = {found for name in names for found in IDS.findall(name.upper().replace("_", " ")) if found[0] in "WRA"}
    assert sorted(borne - set(promised())) == []
