"""Calibration: labels before and after it, and a target distribution only where it is asked for."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtlijn.calculations.appraisal import (
    Calibrated,
    DistributionProblemCode,
    TargetShare,
    distribution_problems,
    label_distribution,
)

NAMES = ["unsatisfactory", "to develop", "good", "very good", "excellent"]


def test_calibration_by_hand():
    """Ten people: two go down, one up, one gets a label in the session."""
    people = [
        *[Calibrated("good", "good")] * 4,
        *[Calibrated("very good", "good")] * 2,
        *[Calibrated("very good", "very good")] * 2,
        Calibrated("to develop", "good"),
        Calibrated(None, "good"),
    ]
    found = label_distribution(NAMES, people)
    assert [(row.before, row.after) for row in found.rows] == [(0, 0), (1, 0), (4, 8), (4, 2), (0, 0)]
    assert [row.share_before for row in found.rows] == [0, Fraction(1, 9), Fraction(4, 9), Fraction(4, 9), 0]
    assert [row.share_after for row in found.rows] == [0, 0, Fraction(4, 5), Fraction(1, 5), 0]
    assert (found.people, found.up, found.down, found.came_or_went, found.changed) == (10, 1, 2, 1, 4)
    assert (found.without_before, found.without_after) == (1, 0)


label_or_none = st.none() | st.sampled_from(NAMES)


@given(st.lists(st.builds(Calibrated, label_or_none, label_or_none), max_size=12))
def test_calibration_by_counting_one_by_one(people):
    found = label_distribution(NAMES, people)
    for when, without in (("before", found.without_before), ("after", found.without_after)):
        counted = Counter(getattr(person, when) for person in people)
        assert [getattr(row, when) for row in found.rows] == [counted[name] for name in NAMES]
        assert without == counted[None]
        shares = [getattr(row, f"share_{when}") for row in found.rows]
        assert shares == [None] * 5 if len(people) == counted[None] else sum(shares) == 1
    assert found.changed == sum(person.before != person.after for person in people)
    turned = label_distribution(NAMES, [Calibrated(person.after, person.before) for person in people])
    assert (turned.up, turned.down, turned.came_or_went) == (found.down, found.up, found.came_or_went)


def test_a_forced_distribution_is_off_unless_asked_for():
    found = label_distribution(NAMES, [Calibrated("good", "excellent")] * 3 + [Calibrated("good", "good")])
    assert distribution_problems(found) == []
    assert distribution_problems(found, {}) == []
    targets = {
        "excellent": TargetShare(most=Decimal("0.1")),
        "good": TargetShare(Decimal("0.25"), Decimal("0.25")),
        "very good": TargetShare(least=Decimal("0.2")),
    }
    assert [(problem.label, problem.code) for problem in distribution_problems(found, targets)] == [
        ("excellent", DistributionProblemCode.TOO_MANY),
        ("very good", DistributionProblemCode.TOO_FEW),
    ]
    assert distribution_problems(label_distribution(NAMES, []), targets) == []


@pytest.mark.parametrize(
    "targets",
    [
        {"superb": TargetShare()},
        {"good": TargetShare(Decimal("0.3"), Decimal("0.2"))},
        {"good": TargetShare(most=Decimal("1.1"))},
        {"good": TargetShare(least=Decimal("-0.1"))},
    ],
)
def test_an_impossible_target_is_refused(targets):
    with pytest.raises(ValueError, match="target"):
        distribution_problems(label_distribution(NAMES, []), targets)


def test_labels_that_are_not_there_are_refused():
    with pytest.raises(ValueError, match="not one of"):
        label_distribution(NAMES, [Calibrated("superb", None)])
    with pytest.raises(ValueError, match="twice"):
        label_distribution(["good", "good"], [])
