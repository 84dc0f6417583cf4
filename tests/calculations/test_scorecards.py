"""The balanced scorecard: scores, colours and weights from a day on."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calculations.strategies import YEAR, amounts, bands, clipped, days, exact, parts, ratios, roads, weights
from zichtlijn.calculations.objectives import Aim, Limits, MeasureKind, Milestone, Part, progress, weights_add_up
from zichtlijn.calculations.scorecards import (
    Colour,
    DatedWeight,
    MeasureScore,
    Scored,
    colour,
    counting_weights,
    measure_score,
    score_together,
    scorecard,
    weight_on,
)

RISING = Aim(kind=MeasureKind.UP, baseline=Decimal(20), target=Decimal(60), **YEAR)
FALLING = Aim(kind=MeasureKind.DOWN, baseline=Decimal(60), target=Decimal(20), **YEAR)
YES_NO = Aim(kind=MeasureKind.YES_NO, **YEAR)


@pytest.mark.parametrize(
    ("aim", "value", "floor", "score", "over"),
    [
        (RISING, 50, None, 0.75, 0.0),
        (RISING, 50, 40, 0.5, 0.0),
        (RISING, 30, 40, 0.0, 0.0),
        (RISING, 70, 40, 1.0, 0.5),
        (RISING, 59, 60, 0.0, 0.0),
        (RISING, 60, 60, 1.0, 0.0),
        (FALLING, 30, None, 0.75, 0.0),
        (FALLING, 30, 40, 0.5, 0.0),
        (FALLING, 50, 40, 0.0, 0.0),
        (FALLING, 10, 40, 1.0, 0.5),
        (FALLING, 21, 20, 0.0, 0.0),
        (YES_NO, 1, 40, 1.0, 0.0),
        (YES_NO, 0, None, 0.0, 0.0),
    ],
)
def test_worked_examples(aim, value, floor, score, over):
    scored = measure_score(aim, Decimal(value), floor=None if floor is None else Decimal(floor))
    assert (scored.score, scored.overshoot) == (score, over)


@given(roads(), amounts, amounts)
def test_score_by_exact_fractions(aim, value, floor):
    scored = measure_score(aim, value, floor=floor)
    sign = 1 if aim.kind == MeasureKind.UP else -1
    road = sign * (exact(aim.target) - exact(floor))
    gone = sign * (exact(value) - exact(floor))
    reached = Fraction(1 if sign * (exact(value) - exact(aim.target)) >= 0 else 0)
    second = gone / road if road > 0 else reached
    assert scored.raw == pytest.approx(float(second), rel=1e-9, abs=1e-9)
    assert scored.score == pytest.approx(float(clipped(second)), rel=1e-9, abs=1e-9)
    assert scored.overshoot == pytest.approx(float(max(second - 1, Fraction(0))), rel=1e-9, abs=1e-6)


@given(roads() | bands(), amounts)
def test_without_a_floor_of_its_own_the_score_is_the_progress(aim, value):
    assert measure_score(aim, value).score == progress(aim, value)


@given(bands(), amounts, amounts)
def test_a_band_has_its_own_limits_and_no_floor(aim, value, floor):
    assert measure_score(aim, value, floor=floor) == measure_score(aim, value)


@given(roads(), amounts, amounts)
def test_falling_is_the_mirror_image_of_rising(aim, value, floor):
    other_way = {MeasureKind.UP: MeasureKind.DOWN, MeasureKind.DOWN: MeasureKind.UP}
    mirrored = replace(aim, kind=other_way[aim.kind], baseline=-aim.baseline, target=-aim.target)
    assert measure_score(mirrored, -value, floor=-floor) == measure_score(aim, value, floor=floor)


def test_milestones_count_on_their_day_and_have_no_overshoot():
    steps = (Milestone(30, date(2026, 2, 1), date(2026, 2, 3)), Milestone(70, date(2026, 9, 1), None))
    aim = Aim(kind=MeasureKind.MILESTONES, milestones=steps, **YEAR)
    assert measure_score(aim, None) == MeasureScore(0.3, 0.0, 0.3)
    assert measure_score(aim, None, on=date(2026, 2, 2)) == MeasureScore(0.0, 0.0, 0.0)


@pytest.mark.parametrize("aim", [RISING, FALLING, YES_NO, Aim(kind=MeasureKind.MILESTONES, **YEAR)])
def test_missing_is_none_and_never_zero(aim):
    assert measure_score(aim, None) == MeasureScore(None, 0.0, None)


def test_a_floor_makes_up_for_a_baseline_that_is_not_known():
    aim = replace(RISING, baseline=None)
    assert measure_score(aim, Decimal(50)).score is None
    assert measure_score(aim, Decimal(50), floor=Decimal(40)).score == 0.5


def test_a_floor_must_be_a_number():
    with pytest.raises(ValueError, match="floor"):
        measure_score(RISING, Decimal(50), floor=Decimal("NaN"))


@pytest.mark.parametrize(
    ("score", "coverage", "limits", "outcome"),
    [
        (1.0, 1.0, Limits(), Colour.GREEN),
        (0.9, 1.0, Limits(), Colour.GREEN),
        (0.1 + 0.2 + 0.6, 1.0, Limits(), Colour.GREEN),
        (0.89, 1.0, Limits(), Colour.AMBER),
        (0.7, 1.0, Limits(), Colour.AMBER),
        (0.69, 1.0, Limits(), Colour.RED),
        (0.0, 1.0, Limits(), Colour.RED),
        (None, 0.0, Limits(), Colour.EMPTY),
        (0.95, 0.59, Limits(), Colour.PARTIAL),
        (0.95, 0.6, Limits(), Colour.GREEN),
        (0.0, 0.1, Limits(), Colour.PARTIAL),
        (0.95, 1.0, Limits(on_course=0.98, behind=0.96), Colour.RED),
        (0.95, 0.5, Limits(coverage=0.5), Colour.GREEN),
    ],
)
def test_colours(score, coverage, limits, outcome):
    assert colour(score, coverage, limits) == outcome


@given(ratios, ratios)
def test_more_is_never_a_worse_colour(one, other):
    order = [Colour.RED, Colour.AMBER, Colour.GREEN]
    low, high = sorted([one, other])
    assert order.index(colour(low)) <= order.index(colour(high))


def exact_mean(pairs):
    """The mean by fractions; None without weight."""
    pairs = [(exact(weight), exact(value)) for weight, value in pairs if value is not None]
    whole = sum(weight for weight, _ in pairs)
    return sum(weight * value for weight, value in pairs) / whole if whole else None


@given(st.lists(parts, max_size=6))
def test_scores_together_by_exact_fractions(some):
    scored = score_together(some)
    second = exact_mean((part.weight, part.progress) for part in some)
    if second is None:
        assert scored == Scored(None, 0.0, Colour.EMPTY)
    else:
        assert scored.score == pytest.approx(float(second))
        covered = exact_mean((part.weight, 0 if part.progress is None else part.coverage) for part in some)
        assert scored.coverage == pytest.approx(float(covered))


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(parts, max_size=4), min_size=1))
def test_the_whole_is_what_the_perspectives_add(some):
    """Second route: by fractions, perspective by perspective, all of them alike."""
    card = scorecard(some)
    means = {name: exact_mean((part.weight, part.progress) for part in below) for name, below in some.items()}
    known = [mean for mean in means.values() if mean is not None]
    assert [row.perspective for row in card.perspectives] == list(some)
    if not known:
        assert card.whole == Scored(None, 0.0, Colour.EMPTY)
        return
    assert card.whole.score == pytest.approx(float(sum(known) / len(known)))
    assert sum(row.adds or 0 for row in card.perspectives) == pytest.approx(card.whole.score)
    assert sum(row.share for row in card.perspectives) == pytest.approx(1)
    assert [row.share == 0 for row in card.perspectives] == [mean is None for mean in means.values()]


def test_open_weights_of_perspectives_share_what_is_left():
    one = [Part(1, 0.8, None, 1.0)]
    card = scorecard({"a": one, "b": one, "c": one}, weights={"b": 50, "c": None})
    assert [row.weight for row in card.perspectives] == [25, 50, 25]
    assert weights_add_up(row.weight for row in card.perspectives)


def test_a_perspective_without_measures_shows_in_the_coverage():
    card = scorecard({"a": [Part(1, 1.0, None, 1.0)], "b": []})
    assert card.whole == Scored(1.0, 0.5, Colour.PARTIAL)
    assert card.perspectives[1].scored == Scored(None, 0.0, Colour.EMPTY)
    assert card.perspectives[1].adds is None


def test_a_scorecard_without_perspectives_is_empty():
    assert scorecard({}).whole == Scored(None, 0.0, Colour.EMPTY)


def test_a_weight_for_what_is_not_there_is_refused():
    with pytest.raises(ValueError, match="not on the scorecard"):
        scorecard({"a": []}, weights={"b": 50})


@pytest.mark.parametrize("weight", [-1, float("nan"), float("inf")])
def test_an_impossible_weight_is_refused(weight):
    with pytest.raises(ValueError, match="weight"):
        scorecard({"a": []}, weights={"a": weight})


@given(st.dictionaries(days, weights, max_size=6), days)
def test_the_weight_on_a_day_by_walking_back_to_it(by_day, day):
    """Second route: day by day back until one begins."""
    dated = [DatedWeight(on, weight) for on, weight in by_day.items()]
    walk, first = day, min(by_day, default=day)
    while walk not in by_day and walk >= first:
        walk -= timedelta(days=1)
    assert weight_on(dated, day) == by_day.get(walk)
    assert weight_on(reversed(dated), day) == by_day.get(walk)


def test_two_weights_on_one_day_are_refused():
    day = date(2026, 1, 1)
    with pytest.raises(ValueError, match="begin on"):
        weight_on([DatedWeight(day, 40), DatedWeight(day, 30)], day)
    assert weight_on([DatedWeight(day, 40), DatedWeight(day, 40)], day) == 40


@given(st.lists(st.none() | st.integers(0, 100), max_size=6))
def test_what_counts_adds_up_to_a_hundred_in_the_same_proportion(given_weights):
    """Second route: in fractions, with the rest for the open ones dealt out first."""
    found = counting_weights(given_weights)
    known = [weight for weight in given_weights if weight is not None]
    rest = max(0, 100 - sum(known))
    dealt = [Fraction(rest, given_weights.count(None)) if w is None else Fraction(w) for w in given_weights]
    if not known or not sum(dealt):
        assert found is None
        return
    assert found == pytest.approx([float(100 * weight / sum(dealt)) for weight in dealt])
    assert sum(found) == pytest.approx(100)
