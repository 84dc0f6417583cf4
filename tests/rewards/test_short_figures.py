"""Equal pay: what is too small to show stands together, folded, and not as a row of dashes each."""

import re
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils import translation


def row(shown, level, kind="level"):
    told = {
        "is_shown": shown,
        "level": level,
        "kind": kind,
        "band": "",
        "women": 9,
        "men": 9,
        "gap": None,
        "asks": False,
    }
    return SimpleNamespace(**told)


@pytest.mark.parametrize(
    ("women", "men", "said"),
    [(0, 8, "no women here"), (8, 0, "no men here"), (0, 0, "no women and no men here"), (8, 8, "the men got nothing")],
)
def test_why_there_is_no_gap_is_told_by_who_is_there(women, men, said):
    table = [SimpleNamespace(**vars(row(True, "goed")) | {"women": women, "men": men})]
    context = {"round": SimpleNamespace(pk=1, budget=None), "tables": [("Salary", table)], "figures": {"people": 0}}
    with translation.override("en"):
        page = render_to_string("rewards/figures.html", context)
    (why,) = re.findall("<small>not to be told: (.*?)</small>", page)
    assert why.removeprefix("there are ") == said


@pytest.mark.parametrize(("rows", "lines", "folds"), [((True, True), 2, 0), ((True, False), 1, 1), ((False,), 0, 1)])
def test_groups_of_too_few_people_are_folded_together(rows, lines, folds):
    table = [row(shown, f"Label {n}") for n, shown in enumerate(rows)]
    round_ = SimpleNamespace(pk=1, budget=None)
    context = {"round": round_, "tables": [("Women and men", table)], "figures": SimpleNamespace(people=0)}
    with translation.override("en"):
        page = render_to_string("rewards/figures.html", context)
    assert page.count('<th scope="row">') == lines
    assert page.count('<details class="rest">') == folds
    assert all(f"Label {n}" in page for n in range(len(rows)))
