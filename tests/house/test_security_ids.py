"""Every weakness and promise of the list has a test that bears its id."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
PROMISED = re.findall(
    r"\w+",
    """
W01 W02 W03 W04 W05 W11 W19 W20 W21 W22 W23 W24 W29 W30 W32 W33 W34 W35 W36 W37 W40 W43 W45 W46 W48 W49 W52
W56 W57 W58 W59 W65 W66 W67 W68 W71 W72 W73 W74 W75 W76 R01 R02 R03 R10 R13 R14
""",
)
NAMES = re.compile(r"^\s*(?:async )?def (test_\w+)", re.MULTILINE)
IDS = re.compile(r"(?<![A-Za-z0-9])([WRA]\d\d)(?![0-9])")


def test_every_promised_id_stands_in_the_name_of_a_test():
    names = [name for path in TESTS.rglob("test_*.py") for name in NAMES.findall(path.read_text(encoding="utf-8"))]
    covered = {found for name in names for found in IDS.findall(name.upper().replace("_", " "))}
    assert [promised for promised in PROMISED if promised not in covered] == []
