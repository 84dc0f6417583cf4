"""What is in the repository belongs there: no address of a registry, no path of somebody's machine, no secret."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: One letter of each stands in brackets, or this file would be the first to break the rule.
REGISTRIES = [r"pyp[i]\.org", r"files\.pythonhoste[d]\.org", r"registry\.npmj[s]\.org", r"deb\.debia[n]\.org"]
PATHS = [r"(?<!\w)/roo[t]/", r"(?<!\w)/hom[e]/[a-z]", r"(?<!\w)/wor[k]/", r"\.\./share[d]"]
PATHS += [r"/User[s]/[a-z]", r"C:\\User[s]"]
SECRETS = [r"-----BEGIN [A-Z ]*PRIVAT[E] KEY", r"AKI[A][0-9A-Z]{16}", r"gh[pousr]_[A-Za-z0-9]{36}"]
FORBIDDEN = re.compile("|".join([*REGISTRIES, *PATHS, *SECRETS]))
MADE = re.compile(r"(\.mo|\.pyc|\.sqlite3|uv\.lock|\.egg-info)$|(^|/)(\.venv|var|node_modules|__pycache__)/")


def tracked_files():
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_no_registry_no_path_of_a_machine_and_no_secret():
    found = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if path.suffix in {".js", ".css"} and ".min." in path.name:
            continue  # third-party text, checked by its hash
        for number, line in enumerate(text.splitlines(), start=1):
            if match := FORBIDDEN.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {match[0]}")
    assert found == []


def test_nothing_that_is_made_is_kept():
    assert [str(path) for path in tracked_files() if MADE.search(str(path.relative_to(ROOT)))] == []


def test_nothing_points_outside_the_repository():
    """A symbolic link holds a path of the machine on which it was made."""
    command = ["git", "ls-files", "-z", "--stage"]
    lines = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    assert len(lines) > 1000
    assert [line for line in lines if line.startswith("120000")] == []
