"""The core keeps its promises: documents that are true, docstrings that are whole, and nothing but arithmetic."""

import ast
import dataclasses
import doctest
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import zichtlijn.calculations
from zichtlijn.calculations import (
    appraisal,
    balance,
    bands,
    confrontation,
    feedback,
    industry,
    objectives,
    okr,
    plans,
    rewards,
    scorecards,
)
from zichtlijn.calculations.objectives import Problem, ProblemCode

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "method").glob("*.md"))
MODULES = [
    importlib.import_module(module.name)
    for module in pkgutil.walk_packages(zichtlijn.calculations.__path__, "zichtlijn.calculations.")
]
FUNCTIONS = [
    function
    for module in MODULES
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__ and not name.startswith("_")
]
SECTIONS = ["Definition", "Formula", "Units", "Errors", "Source", "Example"]
#: The pages that tell what each word means that a calculation may return.
CODES = {
    "scores.md": scorecards.Colour,
    "balance.md": [
        *balance.BalanceTest,
        *(level for level in balance.BalanceLevel if level in {"attention", "one_sided"}),
    ],
    "swot.md": confrontation.SwotProblemCode,
    "industry.md": industry.ForceProblemCode,
    "grades.md": okr.Band,
    "good-numbers.md": plans.Counted,
    "ambition.md": okr.Ambition,
    "confrontation-matrix.md": confrontation.VoteProblemCode,
    "bands.md": bands.BandProblemCode,
    "appraisal-score.md": [*appraisal.AppraisalProblemCode, *appraisal.ScaleProblemCode],
    "appraisal-label.md": appraisal.LabelProblemCode,
    "calibration.md": appraisal.DistributionProblemCode,
    "salary-position.md": rewards.SalaryScaleProblemCode,
    "merit-matrix.md": rewards.MatrixProblemCode,
    "feedback.md": feedback.Window,
    "new-salary.md": [*rewards.RewardLineCode, *rewards.GivenProblemCode],
}
HEADINGS = ["## Definition", "## Formula", "## Source", "## Worked example"]


#: Folders say themselves what they export; of a single file every function is public.
FOLDERS = [appraisal, balance, confrontation, objectives, plans, rewards]


def public_calculations():
    """The functions an app may call: each has its page."""
    exported = {name for folder in FOLDERS for name in folder.__all__ if inspect.isfunction(getattr(folder, name))}
    inside = tuple(f"{folder.__name__}." for folder in FOLDERS)
    return exported | {function.__name__ for function in FUNCTIONS if not f"{function.__module__}.".startswith(inside)}


def test_every_folder_says_what_it_exports():
    packages = [module for module in MODULES if hasattr(module, "__path__")]
    assert packages == FOLDERS
    for folder in FOLDERS:
        assert folder.__all__ == sorted(folder.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_examples_in_the_docstrings_are_what_the_code_gives(module):
    assert doctest.testmod(module, raise_on_error=False).failed == 0


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_every_calculation_says_all_of_it(function):
    documentation = inspect.getdoc(function)
    found = [line for line in documentation.splitlines() if line in SECTIONS]
    assert found == SECTIONS
    for section in SECTIONS:
        assert re.search(rf"^{section}\n {{4}}\S", documentation, re.MULTILINE), f"{section} is empty"
    assert ">>>" in documentation.partition("\nExample\n")[2]


def test_the_sweep_finds_the_calculations():
    found = {function.__name__ for function in FUNCTIONS}
    assert {"progress", "expected_value", "roll_up", "validate_aim", "next_due", "split_year"} <= found
    assert len(PAGES) >= 10


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "README.md"], ids=lambda page: page.name)
def test_the_examples_in_the_documents_are_what_the_code_gives(page):
    text = page.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("## ")] == HEADINGS
    # Blank out the prose rather than cut it, so that a failure names the line of the page.
    inside, lines = False, []
    for line in text.splitlines():
        if line.startswith("```"):
            inside = line == "```python"
            line = ""
        lines.append(line if inside else "")
    example = doctest.DocTestParser().get_doctest("\n".join(lines) + "\n", {}, page.name, str(page), 0)
    assert example.examples, "a page without example"
    results = doctest.DocTestRunner().run(example)
    assert results.failed == 0


def named_on(page):
    """The names in the line under the title of a page."""
    return re.findall(r"`(\w+)`", page.read_text(encoding="utf-8").splitlines()[2])


def test_every_public_calculation_is_named_on_exactly_one_page():
    named = [name for page in PAGES if page.name != "README.md" for name in named_on(page)]
    assert sorted(named) == sorted(public_calculations() | {"Limits", "Frequency"})


def test_the_list_of_pages_is_complete():
    listed = re.findall(r"\]\(([\w-]+\.md)\)", (ROOT / "docs" / "method" / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(page.name for page in PAGES if page.name != "README.md")


def test_every_problem_code_stands_in_the_documents():
    page = (ROOT / "docs" / "method" / "aim-problems.md").read_text(encoding="utf-8")
    for code in ProblemCode:
        rows = [line for line in page.splitlines() if f"`{code.value}`" in line]
        assert len(rows) == 1, f"{code.value} has no row of its own"
        assert f"| {Problem(code, 'target').severity.value} |" in rows[0]


def test_every_code_of_a_method_stands_in_a_table_of_its_page():
    for page, codes in CODES.items():
        rows = (ROOT / "docs" / "method" / page).read_text(encoding="utf-8").splitlines()
        for code in codes:
            assert [row for row in rows if row.startswith("| ") and f"`{code.value}`" in row], f"{code.value} in {page}"


def test_every_remark_on_a_plan_stands_in_a_table():
    pages = [(ROOT / "docs" / "method" / page).read_text(encoding="utf-8") for page in ("smart.md", "ogsm.md")]
    rows = [row for page in pages for row in page.splitlines() if row.startswith("| ")]
    assert [code for code in plans.RemarkCode if not any(f"`{code.value}`" in row for row in rows)] == []


ALLOWED_IMPORTS = {
    "__future__",
    "bisect",
    "calendar",
    "collections",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "itertools",
    "math",
    "re",
    "typing",
    "zichtlijn",
}
FORBIDDEN_NAMES = {
    "round",
    "open",
    "print",
    "input",
    "eval",
    "exec",
    "today",
    "now",
    "utcnow",
    "quantize",
    "getcontext",
}


@pytest.mark.parametrize("module", [zichtlijn.calculations, *MODULES], ids=lambda module: module.__name__)
def test_the_core_is_nothing_but_arithmetic(module):
    """No framework, no input or output, no clock, no rounding."""
    tree = ast.parse(inspect.getsource(module))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert {alias.name.split(".")[0] for alias in node.names} <= ALLOWED_IMPORTS
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            assert node.module.split(".")[0] in ALLOWED_IMPORTS
            assert not node.module.startswith("zichtlijn") or node.module.startswith("zichtlijn.calculations")
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called not in FORBIDDEN_NAMES


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_what_the_core_returns_does_not_change_afterwards(module):
    classes = [thing for thing in vars(module).values() if dataclasses.is_dataclass(thing)]
    assert [thing.__name__ for thing in classes if not thing.__dataclass_params__.frozen] == []


def test_the_core_runs_without_django():
    names = ", ".join(module.__name__ for module in MODULES)
    program = f"import sys, {names}; sys.exit('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
