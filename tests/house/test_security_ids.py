"""Every number of docs/security.md has a test that bears it, and no test bears a number that is not explained there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| ([WRA]\d{1,2}) \|", re.MULTILINE)


def explained() -> set[str]:
    return set(ROW.findall((ROOT / "docs" / "security.md").read_text()))


def borne() -> set[str]:
    """The numbers in the names of test functions."""
    found = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        for name in re.findall(r"def (test_\w+)", path.read_text()):
            found.update(
                part.upper()
                for part in re.findall(r"(?<![a-z0-9])[wr]\d{2}(?![a-z0-9])", name.lower().replace("_", " "))
            )
    return found


def test_every_explained_number_has_a_test():
    assert explained() - borne() == set()


def test_no_test_bears_an_unexplained_number():
    assert borne() - explained() == set()
