"""The proposal of an appraisal and its calculation, the label a person gives, and surprises."""

import ast
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zichtlijn.calculations import appraisal, rewards
from zichtlijn.calculations.appraisal import (
    WHOLE,
    AppraisalPart,
    AppraisalProblem,
    AppraisalProblemCode,
    Discussed,
    Judged,
    LabelProblem,
    LabelProblemCode,
    Level,
    Proposal,
    ProposalLine,
    Surprise,
    appraisal_problems,
    label_problems,
    negative_points,
    propose,
    scale_problems,
    surprises,
    whole_weights,
)
from zichtlijn.calculations.bands import Band

NAMES = ["unsatisfactory", "to develop", "good", "very good", "excellent"]
LEVELS = [Level(Decimal(value), name, is_negative=value < 3) for value, name in enumerate(NAMES, 1)]
EDGES = [Decimal(edge) for edge in ("1", "1.5", "2.5", "3.5", "4.5", "5")]
BANDS = [Band(name, low, high) for name, low, high in zip(NAMES, EDGES, EDGES[1:], strict=False)]


def judged(key, weight, score):
    return Judged(key, Decimal(weight), None if score is None else Decimal(score))


RESULTS = AppraisalPart("results", Decimal(60), (judged("a", 40, 3), judged("b", 35, 4), judged("c", 25, 2)))
SKILLS = AppraisalPart("skills", Decimal(40), (judged("d", 50, 4), judged("e", 50, 5)))


def test_worked_example():
    """Results 3 x 40% + 4 x 35% + 2 x 25% = 3.1, skills 4.5; 3.1 x 60% + 4.5 x 40% = 3.66: very good."""
    found = propose([RESULTS, SKILLS], BANDS)
    assert (found.score, found.coverage, found.label) == (Fraction(366, 100), 1, "very good")
    assert [part.score for part in found.parts] == [Fraction(31, 10), Fraction(9, 2)]
    assert [part.adds for part in found.parts] == [Fraction(186, 100), Fraction(18, 10)]
    assert found.parts[0].lines[0] == ProposalLine(
        "a", Decimal(40), Decimal(3), Fraction(2, 5), Fraction(6, 5), Fraction(72, 100)
    )
    assert [line.adds for line in found.parts[0].lines] == [Fraction(6, 5), Fraction(7, 5), Fraction(1, 2)]


def test_what_is_missing_is_left_out_and_lowers_the_coverage():
    """Without c: (3 x 40 + 4 x 35) / 75 = 3.4667, of 75% of 60%; without all skills the whole is the results."""
    without_c = replace(RESULTS, judged=(*RESULTS.judged[:2], judged("c", 25, None)))
    found = propose([without_c, SKILLS], BANDS)
    assert found.parts[0].score == Fraction(260, 75)
    assert found.coverage == Fraction(85, 100)
    assert found.score == Fraction(260, 75) * Fraction(6, 10) + Fraction(18, 10)
    assert found.parts[0].lines[2] == ProposalLine("c", Decimal(25), None, Fraction(0), None, None)
    no_skills = replace(SKILLS, judged=(judged("d", 50, None), judged("e", 50, None)))
    found = propose([RESULTS, no_skills], BANDS)
    assert (found.score, found.coverage, found.label) == (Fraction(31, 10), Fraction(6, 10), "good")
    assert [(part.share, part.adds) for part in found.parts] == [(1, Fraction(31, 10)), (0, None)]


def test_without_any_score_there_is_no_proposal():
    nothing = [AppraisalPart("results", Decimal(100), (judged("a", 100, None),))]
    found = propose(nothing, BANDS)
    assert (found.score, found.coverage, found.label) == (None, 0, None)
    assert propose([], BANDS) == Proposal(None, Fraction(0), None, ())
    weightless = [AppraisalPart("results", Decimal(0), (judged("a", 100, 3),))]
    assert propose(weightless, BANDS).score is None
    assert propose([AppraisalPart("results", Decimal(1), (judged("a", 0, 3),))], BANDS).score is None


def test_three_parts_of_a_third_each():
    """Core tasks, competencies and agreements on a scale of three: 2, 3 and 2 make 7/3, exactly."""
    parts = [
        AppraisalPart(key, Decimal(1), (judged(f"{key} 1", 1, score),))
        for key, score in (("tasks", 2), ("skills", 3), ("agreements", 2))
    ]
    bands = [Band("below", Decimal(1), Decimal("1.5")), Band("on", Decimal("1.5"), Decimal("2.5"))]
    found = propose(parts, [*bands, Band("above", Decimal("2.5"), Decimal(3))])
    assert (found.score, found.label) == (Fraction(7, 3), "on")
    assert sum(part.adds for part in found.parts) == Fraction(7, 3)


scores = st.decimals(1, 5, places=1)
positive = st.decimals("0.1", 100, places=1)
weights = st.decimals(0, 100, places=1)
scores_or_none = st.none() | scores


@st.composite
def appraisals(draw, score=scores_or_none, weight=weights):
    parts = []
    for number in range(draw(st.integers(1, 3))):
        lines = draw(st.lists(st.tuples(weight, score), min_size=1, max_size=4))
        found = tuple(Judged(f"{number}.{row}", *line) for row, line in enumerate(lines))
        parts.append(AppraisalPart(str(number), draw(weight), found))
    return parts


def by_another_route(parts):
    """Whole numbers only: bring each part to one denominator and cross-multiply."""
    above, below, covered, whole = 0, 1, Fraction(0), 0
    weight_of_scored = 0
    for part in parts:
        lines = [(int(line.weight * 10), line.score) for line in part.judged]
        scored = [(weight, int(score * 10)) for weight, score in lines if score is not None]
        total, known = sum(weight for weight, _ in lines), sum(weight for weight, _ in scored)
        part_weight = int(part.weight * 10)
        whole += part_weight
        if known and part_weight:
            above = above * known + below * part_weight * sum(weight * score for weight, score in scored)
            below *= known
            weight_of_scored += part_weight
        covered += part_weight * Fraction(known, total) if total else 0
    score = Fraction(above, below * weight_of_scored * 10) if weight_of_scored else None
    return score, covered / whole if whole else Fraction(0)


@given(appraisals())
def test_the_score_in_whole_numbers(parts):
    found = propose(parts, BANDS)
    assert (found.score, found.coverage) == by_another_route(parts)
    if found.score is not None:
        assert found.label == NAMES[sum(found.score >= edge for edge in EDGES[1:-1])]


@given(appraisals())
def test_the_lines_add_up_to_the_score_exactly(parts):
    found = propose(parts)
    lines = [line for part in found.parts for line in part.lines]
    assert sum(line.adds_to_whole or 0 for line in lines) == (found.score or 0)
    assert sum(part.adds or 0 for part in found.parts) == (found.score or 0)
    assert sum(part.share for part in found.parts) == (0 if found.score is None else 1)
    for part in found.parts:
        assert sum(line.adds or 0 for line in part.lines) == (part.score or 0)
        assert sum(line.share for line in part.lines) == (0 if part.score is None else 1)
        for line in part.lines:
            assert line.adds == (None if line.score is None or not part.score else Fraction(line.score) * line.share)


def with_score(parts, at, score):
    """The same appraisal with another score on one line, counted over all parts."""
    lines = [(part, line) for part in parts for line in part.judged]
    key = lines[at % len(lines)][1].key
    return [
        replace(part, judged=tuple(replace(line, score=score) if line.key == key else line for line in part.judged))
        for part in parts
    ]


@given(appraisals(), st.integers(0, 11), scores, scores)
def test_raising_one_score_never_lowers_the_total(parts, at, one, other):
    low, high = sorted((one, other))
    before, after = propose(with_score(parts, at, low)), propose(with_score(parts, at, high))
    assert before.coverage == after.coverage
    assert (before.score is None) == (after.score is None)
    assert (after.score or 0) >= (before.score or 0)


@given(appraisals(score=st.just(Decimal("3.7")) | st.none()))
def test_equal_scores_give_that_score(parts):
    assert propose(parts).score in {None, Fraction(37, 10)}


@given(appraisals())
def test_the_score_lies_within_the_scores(parts):
    given_scores = [line.score for part in parts for line in part.judged if line.score is not None]
    found = propose(parts).score
    assert found is None or min(given_scores) <= found <= max(given_scores)


@given(appraisals(), positive)
def test_only_the_proportion_of_weights_counts(parts, factor):
    scaled = [
        replace(
            part,
            weight=part.weight * factor,
            judged=tuple(replace(line, weight=line.weight * factor) for line in part.judged),
        )
        for part in parts
    ]
    one, other = propose(parts), propose(scaled)
    assert (one.score, one.coverage) == (other.score, other.coverage)


@given(appraisals(), positive)
def test_something_without_a_score_leaves_the_score_and_lowers_the_coverage(parts, weight):
    more = [replace(parts[0], judged=(*parts[0].judged, Judged("more", weight))), *parts[1:]]
    before, after = propose(parts), propose(more)
    assert after.score == before.score
    assert after.coverage <= before.coverage
    if before.parts[0].coverage and parts[0].weight:
        assert after.coverage < before.coverage


@given(appraisals(weight=positive), st.integers(0, 11))
def test_leaving_one_out_is_never_worse_than_counting_it_as_the_lowest(parts, at):
    lowest, missing = propose(with_score(parts, at, Decimal(1))), propose(with_score(parts, at, None))
    assert missing.coverage < lowest.coverage
    assume(missing.score is not None)
    assert missing.score >= lowest.score


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([AppraisalPart("a", Decimal(-1), ())], "weight"),
        ([AppraisalPart("a", Decimal(1), (judged("x", "NaN", 1),))], "weight"),
        ([AppraisalPart("a", Decimal(1), (judged("x", 1, "NaN"),))], "score"),
        ([RESULTS, RESULTS], "twice"),
        ([RESULTS, replace(RESULTS, key="other")], "twice"),
    ],
)
def test_what_cannot_be_calculated_is_refused(parts, words):
    with pytest.raises(ValueError, match=words):
        propose(parts, BANDS)
    with pytest.raises(ValueError, match="0 bands"):
        propose([AppraisalPart("a", Decimal(1), (judged("x", 1, 6),))], BANDS)


def test_problems_of_an_appraisal():
    assert appraisal_problems([RESULTS, SKILLS], LEVELS) == []
    assert [problem.code.value for problem in appraisal_problems([], LEVELS)] == ["no_parts"]
    thirds = tuple(judged(key, "33.3", 3) for key in "xyz")
    assert appraisal_problems([AppraisalPart("a", Decimal(100), thirds)], LEVELS) == []
    wrong = [
        AppraisalPart("a", Decimal(60), (judged("x", 40, "3.5"), judged("y", 59, None))),
        AppraisalPart("a", Decimal(50), (judged("x", -1, 6),)),
        AppraisalPart("b", Decimal(0), ()),
    ]
    assert appraisal_problems(wrong, LEVELS) == [
        AppraisalProblem(AppraisalProblemCode.NOT_ON_SCALE, "a", "x"),
        AppraisalProblem(AppraisalProblemCode.NO_SCORE, "a", "y"),
        AppraisalProblem(AppraisalProblemCode.WEIGHTS_SUM, "a", found=Decimal(99)),
        AppraisalProblem(AppraisalProblemCode.SAME_KEY, "a"),
        AppraisalProblem(AppraisalProblemCode.SAME_KEY, "a", "x"),
        AppraisalProblem(AppraisalProblemCode.NOT_ON_SCALE, "a", "x"),
        AppraisalProblem(AppraisalProblemCode.WEIGHT_WRONG, "a", "x"),
        AppraisalProblem(AppraisalProblemCode.PART_EMPTY, "b"),
        AppraisalProblem(AppraisalProblemCode.WEIGHTS_SUM, found=Decimal(110)),
    ]


@pytest.mark.parametrize("length", [2, 3, 5, 10])
def test_a_scale_of_any_length(length):
    levels = [Level(Decimal(value), f"level {value}", is_negative=value == 0) for value in range(length)]
    assert scale_problems(levels) == []


@pytest.mark.parametrize(
    ("levels", "problems"),
    [
        ([], [("too_few", None)]),
        ([Level(Decimal(1), "a")], [("too_few", None)]),
        ([Level(Decimal(1), ""), Level(Decimal(2), "b")], [("no_name", 0)]),
        ([Level(Decimal(1), "a b"), Level(Decimal(2), " A  B ")], [("same_name", 1)]),
        ([Level(Decimal("NaN"), "a"), Level(Decimal(2), "b")], [("not_a_number", 0)]),
        (
            [Level(Decimal(2), "a"), Level(Decimal(2), "b"), Level(Decimal(1), "c")],
            [("not_rising", 1), ("not_rising", 2)],
        ),
        ([Level(Decimal(1), "a"), Level(Decimal(2), "b", is_negative=True)], [("negative_above", 1)]),
    ],
)
def test_problems_of_a_scale(levels, problems):
    assert [(problem.code.value, problem.row) for problem in scale_problems(levels)] == problems


@pytest.mark.parametrize(
    ("proposed", "label", "reason", "code"),
    [
        ("good", "good", "", None),
        ("good", "very good", "Led two teams.", None),
        ("good", "very good", "", "no_reason"),
        ("good", "to develop", " \n", "no_reason"),
        (None, "good", "", "no_reason"),
        (None, "good", "Six months ill, the rest as agreed.", None),
        ("good", None, "", "no_label"),
        ("good", "superb", "Yes.", "unknown_label"),
    ],
)
def test_another_label_than_proposed_asks_a_reason(proposed, label, reason, code):
    expected = [] if code is None else [LabelProblem(LabelProblemCode(code), proposed, label)]
    assert label_problems(proposed, label, reason=reason, labels=NAMES) == expected


def test_negative_points():
    negative = {"unsatisfactory", "to develop"}
    assert negative_points([RESULTS, SKILLS], LEVELS) == ["c"]
    assert negative_points([RESULTS], LEVELS, label="to develop", negative_labels=negative) == ["c"]
    assert negative_points([SKILLS], LEVELS, label="to develop", negative_labels=negative) == [WHOLE]
    assert negative_points([SKILLS], LEVELS, label="good", negative_labels=negative) == []
    assert negative_points([AppraisalPart("a", Decimal(1), (judged("x", 1, None),))], LEVELS) == []


START, HELD = date(2026, 1, 1), date(2026, 12, 10)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], Surprise("c", None)),
        ([START], None),
        ([HELD - timedelta(days=1)], None),
        ([HELD], Surprise("c", HELD)),
        ([START - timedelta(days=1)], Surprise("c", START - timedelta(days=1))),
        ([START - timedelta(days=1), HELD], Surprise("c", HELD)),
        ([HELD, date(2026, 6, 1)], None),
    ],
)
def test_a_negative_point_must_have_been_discussed_in_time(days, expected):
    told = [Discussed("c", day) for day in days] + [Discussed("other", date(2026, 6, 1))]
    assert surprises(["c", "c"], told, from_on=START, held_on=HELD) == ([] if expected is None else [expected])


def test_an_appraisal_before_its_period_is_refused():
    with pytest.raises(ValueError, match="before its period"):
        surprises([], [], from_on=HELD, held_on=START)


@pytest.mark.parametrize("folder", [appraisal, rewards], ids=lambda folder: folder.__name__)
def test_appraisal_and_rewards_build_on_nothing_that_teaches_or_develops(folder):
    """A list of what may: what is made later (surveys, 360) is out until somebody puts it in, in plain sight."""
    may = {"appraisal": ["bands"], "rewards": ["anonymity", "bands"]}[folder.__name__.rpartition(".")[2]]
    allowed = (*(f"zichtlijn.calculations.{name}" for name in may), folder.__name__)
    imported = {
        node.module
        for path in Path(folder.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module.startswith("zichtlijn")
    }
    assert [name for name in imported if not f"{name}.".startswith(tuple(f"{each}." for each in allowed))] == []


@given(st.lists(st.none() | st.integers(0, 100), max_size=8))
def test_whole_weights_are_to_each_other_as_exact_shares_of_what_is_left(weights):
    found = whole_weights(weights)
    left = max(Fraction(0), 100 - Fraction(sum(weight or 0 for weight in weights)))
    exact = [left / weights.count(None) if weight is None else Fraction(weight) for weight in weights]
    assert all(isinstance(weight, int) for weight in found)
    assert [weight * sum(exact) for weight in found] == [weight * sum(found) for weight in exact]
    assert found == exact or weights.count(None) > 1
