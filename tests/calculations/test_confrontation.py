"""SWOT and the confrontation matrix: by hand, by exact fractions over all votes, and by trying every order."""

from fractions import Fraction
from itertools import permutations, product
from statistics import pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtlijn.calculations.confrontation import (
    Criterion,
    Factor,
    FactorKind,
    Quadrant,
    ScoringMode,
    SwotProblem,
    SwotProblemCode,
    Total,
    Vote,
    VoteProblem,
    VoteProblemCode,
    Weighing,
    confront,
    disputed_cells,
    points_to_give,
    rank_options,
    rows_and_columns,
    strategic_issues,
    swot_problems,
    vote_problems,
    weigh_option,
)

POINTS, LIKERT = ScoringMode.POINTS, ScoringMode.LIKERT
KINDS = {
    "s1": FactorKind.STRENGTH,
    "s2": FactorKind.STRENGTH,
    "w1": FactorKind.WEAKNESS,
    "o1": FactorKind.OPPORTUNITY,
    "o2": FactorKind.OPPORTUNITY,
    "t1": FactorKind.THREAT,
}
SWOT = [Factor(key, kind, int(key[1]), f"factor {key}") for key, kind in KINDS.items()]
ROWS, COLUMNS, RATERS = ("s1", "s2", "w1"), ("o1", "o2", "t1"), ("An", "Bo", "Cas")
QUADRANTS = {("s", "o"): "grow", ("s", "t"): "defend", ("w", "o"): "improve", ("w", "t"): "withdraw"}


def votes_of(scores):
    return [Vote(rater, row, column, score) for (rater, row, column), score in scores.items()]


#: Each rater gives 3, 2 and 1 in a random order in some of the columns.
complete_points = st.dictionaries(
    st.tuples(st.sampled_from(RATERS), st.sampled_from(COLUMNS)), st.permutations([3, 2, 1])
).map(
    lambda columns: {
        (rater, row, column): score
        for (rater, column), order in columns.items()
        for row, score in zip(ROWS, order, strict=True)
    }
)
likert_scores = st.dictionaries(
    st.tuples(st.sampled_from(RATERS), st.sampled_from(ROWS), st.sampled_from(COLUMNS)), st.integers(-2, 2)
)
weights = st.none() | st.fixed_dictionaries({column: st.integers(0, 5) for column in COLUMNS})


def test_rows_and_columns_in_their_order():
    rows, columns = rows_and_columns(reversed(SWOT))
    assert ([factor.key for factor in rows], [factor.key for factor in columns]) == (list(ROWS), list(COLUMNS))
    assert rows_and_columns([]) == ([], [])


def test_a_sound_swot_has_no_problems():
    assert swot_problems(SWOT) == []


@pytest.mark.parametrize(
    ("factors", "problem"),
    [
        (
            [Factor(f"t{place}", FactorKind.THREAT, place, f"threat {place}") for place in range(2, 8)],
            SwotProblem(SwotProblemCode.TOO_MANY, FactorKind.THREAT, ("t1", *(f"t{p}" for p in range(2, 8))), 7, 5),
        ),
        (
            [Factor("s3", FactorKind.STRENGTH, 2, "other")],
            SwotProblem(SwotProblemCode.SAME_PLACE, FactorKind.STRENGTH, ("s2", "s3")),
        ),
        (
            [Factor("s3", FactorKind.STRENGTH, 3, "  FACTOR  o1 ")],
            SwotProblem(SwotProblemCode.SAME_TEXT, None, ("o1", "s3")),
        ),
        (
            [Factor("s3", FactorKind.STRENGTH, 3, "  ")],
            SwotProblem(SwotProblemCode.NO_TEXT, FactorKind.STRENGTH, ("s3",)),
        ),
    ],
)
def test_problems_of_the_lists(factors, problem):
    assert swot_problems([*SWOT, *factors]) == [problem]


def test_a_list_may_be_empty_but_not_a_whole_side():
    assert swot_problems([factor for factor in SWOT if factor.kind != FactorKind.WEAKNESS]) == []
    assert [problem.code for problem in swot_problems([])] == ["no_internal", "no_external"]
    five = [Factor(f"s{place}", FactorKind.STRENGTH, place, f"strength {place}") for place in range(5)]
    assert [problem.code for problem in swot_problems(five)] == ["no_external"]
    assert [problem.code for problem in swot_problems(five, most=4)] == ["too_many", "no_external"]


@pytest.mark.parametrize(
    ("rows", "points"), [(0, ()), (1, (1,)), (2, (2, 1)), (3, (3, 2, 1)), (4, (3, 2, 1)), (10, (3, 2, 1))]
)
def test_points_to_give(rows, points):
    assert points_to_give(rows) == points


def test_no_points_for_a_negative_number_of_rows():
    with pytest.raises(ValueError, match="rows"):
        points_to_give(-1)


def point_problems(votes, rows=ROWS, columns=("o1",), raters=("An",)):
    return vote_problems(POINTS, votes, rows=rows, columns=columns, raters=raters)


A = ("An", "o1")


@pytest.mark.parametrize(
    ("given_points", "problems"),
    [
        ({"s1": 3, "s2": 2, "w1": 1}, []),
        ({"s1": 3, "s2": 2}, [VoteProblem(VoteProblemCode.COLUMN_SUM, *A, found=5, wanted=6)]),
        ({}, [VoteProblem(VoteProblemCode.COLUMN_OPEN, *A, found=0, wanted=6)]),
        ({"s1": 0}, [VoteProblem(VoteProblemCode.COLUMN_OPEN, *A, found=0, wanted=6)]),
        ({"s1": 3, "s2": 3}, [VoteProblem(VoteProblemCode.POINTS_TWICE, *A, found=3)]),
        ({"s1": 2, "s2": 2, "w1": 2}, [VoteProblem(VoteProblemCode.POINTS_TWICE, *A, found=2)]),
        (
            {"s1": 5, "s2": 1},
            [VoteProblem(VoteProblemCode.POINTS_WRONG, *A, "s1", 5)],
        ),
        (
            {"s1": 3, "s2": 2, "w1": 2},
            [
                VoteProblem(VoteProblemCode.POINTS_TWICE, *A, found=2),
                VoteProblem(VoteProblemCode.COLUMN_SUM, *A, found=7, wanted=6),
            ],
        ),
    ],
)
def test_problems_of_points(given_points, problems):
    assert point_problems([Vote("An", row, "o1", points) for row, points in given_points.items()]) == problems


def test_fewer_rows_have_fewer_points():
    votes = [Vote("An", "s1", "o1", 2), Vote("An", "s2", "o1", 1)]
    assert point_problems(votes, rows=("s1", "s2")) == []
    assert point_problems(votes[1:], rows=("s2",)) == []
    assert point_problems([], rows=()) == []
    assert [problem.wanted for problem in point_problems([], rows=("s1", "s2"))] == [3]


def test_every_set_of_points_is_right_exactly_when_it_is_one_of_the_orders():
    """Second route: the right answers are the orders of 3, 2 and 1, with nothing for the rest."""
    rows = ("a", "b", "c", "d")
    right = set(permutations([3, 2, 1, 0]))
    for given_points in product(range(4), repeat=4):
        votes = [Vote("An", row, "o1", points) for row, points in zip(rows, given_points, strict=True)]
        assert (point_problems(votes, rows=rows) == []) == (given_points in right)


def test_votes_for_what_is_not_there_and_twice():
    votes = [
        Vote("An", "x", "o1", 3),
        Vote("An", "s1", "x", 3),
        Vote("Zoë", "s1", "o1", 3),
        Vote("An", "s1", "o1", 3),
        Vote("An", "s1", "o1", 2),
        Vote("An", "s2", "o1", 1),
    ]
    assert [problem.code for problem in point_problems(votes)] == [
        "unknown_row",
        "unknown_column",
        "unknown_rater",
        "cell_twice",
    ]


def test_problems_of_scores():
    votes = [Vote("An", "s1", "o1", 2), Vote("An", "s2", "o1", -3)]
    found = vote_problems(LIKERT, votes, rows=ROWS, columns=("o1",), raters=("An",))
    assert found == [
        VoteProblem(VoteProblemCode.SCORE_OUTSIDE, "An", "o1", "s2", -3),
        VoteProblem(VoteProblemCode.CELL_OPEN, "An", "o1", "w1"),
    ]
    wide = vote_problems(LIKERT, votes[:1], rows=("s1",), columns=("o1",), raters=("An",), scale=(0, 5))
    assert wide == []


@given(complete_points)
def test_complete_points_have_only_open_columns_left(scores):
    problems = vote_problems(POINTS, votes_of(scores), rows=ROWS, columns=COLUMNS, raters=RATERS)
    filled = {(rater, column) for rater, _row, column in scores}
    assert {problem.code for problem in problems} <= {VoteProblemCode.COLUMN_OPEN}
    assert {(problem.rater, problem.column) for problem in problems} == set(product(RATERS, COLUMNS)) - filled


def cell_values(mode, scores, given_weights):
    """Second route: each cell by itself, over all votes, in fractions."""
    values = {}
    for row, column in product(ROWS, COLUMNS):
        if mode == POINTS:
            given_by = {rater: sorted(scores.get((rater, each, column), 0) for each in ROWS) for rater in RATERS}
            voters = {rater for rater, points in given_by.items() if points == [1, 2, 3]}
            got = [Fraction(scores.get((rater, row, column), 0)) for rater in voters]
        else:
            got = [Fraction(score) for (_rater, at, to), score in scores.items() if (at, to) == (row, column)]
        weight = Fraction(1 if given_weights is None else given_weights[column])
        values[row, column] = (sum(got) / len(got) * weight if got else None, got)
    return values


@given(complete_points | likert_scores, weights, st.sampled_from(ScoringMode))
def test_the_matrix_by_exact_fractions(scores, given_weights, mode):
    if mode == POINTS:
        scores = {key: score for key, score in scores.items() if score > 0}
    matrix = confront(mode, SWOT, votes_of(scores), weights=given_weights)
    second = cell_values(mode, scores, given_weights)
    assert [(cell.row, cell.column) for cell in matrix.cells] == list(second)
    for cell in matrix.cells:
        value, got = second[cell.row, cell.column]
        assert cell.value == (None if value is None else pytest.approx(float(value)))
        assert (cell.raters, cell.given) == (len(got), sum(got))
        assert cell.quadrant == QUADRANTS[cell.row[0], cell.column[0]]
        assert cell.spread == (pytest.approx(pstdev(got)) if len(got) > 1 else None)

    def total(keys):
        known = [second[key][0] for key in keys if second[key][0] is not None]
        return pytest.approx(float(sum(known))) if known else None

    for row, found in zip(ROWS, matrix.row_totals, strict=True):
        assert found.value == total([(row, column) for column in COLUMNS])
    for column, found in zip(COLUMNS, matrix.column_totals, strict=True):
        assert found.value == total([(row, column) for row in ROWS])
    for quadrant, found in matrix.quadrant_totals:
        assert found.value == total([key for key in second if QUADRANTS[key[0][0], key[1][0]] == quadrant])
    assert matrix.whole.value == total(second)


@given(complete_points | likert_scores, weights, st.sampled_from(ScoringMode))
def test_rows_columns_and_quadrants_add_up_to_the_whole(scores, given_weights, mode):
    matrix = confront(mode, SWOT, votes_of(scores), weights=given_weights)
    quadrants = [total for _quadrant, total in matrix.quadrant_totals]
    assert [quadrant for quadrant, _total in matrix.quadrant_totals] == list(Quadrant)
    for totals in (matrix.row_totals, matrix.column_totals, quadrants):
        assert sum(total.value or 0 for total in totals) == pytest.approx(matrix.whole.value or 0)
        assert sum(total.scored for total in totals) == matrix.whole.scored
        assert sum(total.cells for total in totals) == matrix.whole.cells == 9
        assert sum(total.given for total in totals) == pytest.approx(matrix.whole.given)


def test_four_raters_give_twenty_four_points_a_column():
    order = [(3, 2, 1), (3, 1, 2), (1, 3, 2), (2, 3, 1)]
    votes = [
        Vote(f"rater {number}", row, column, points)
        for number, given_points in enumerate(order)
        for column in COLUMNS
        for row, points in zip(ROWS, given_points, strict=True)
    ]
    matrix = confront(POINTS, SWOT, votes)
    assert [total.given for total in matrix.column_totals] == [24, 24, 24]
    assert [total.given for total in matrix.row_totals] == [27, 27, 18]
    assert matrix.cells[0].value == 9 / 4
    assert dict(matrix.quadrant_totals)[Quadrant.GROW] == Total(9.0, 36, 4, 4)
    assert dict(matrix.quadrant_totals)[Quadrant.GROW].mean == 2.25


def test_options_have_a_place_by_what_they_weigh():
    assert rank_options([]) == []
    assert rank_options([2, None, 4, 4, 1]) == [3, None, 1, 1, 4]
    assert rank_options([0.1 + 0.2, 0.3]) == [1, 1], "the roundings of a computer are no difference"


def test_who_did_not_fill_in_a_column_does_not_pull_it_down():
    one = [Vote("An", row, "o1", points) for row, points in zip(ROWS, (3, 2, 1), strict=True)]
    with_nothing = [*one, *[Vote("Bo", row, "o1", 0) for row in ROWS]]
    assert confront(POINTS, SWOT, with_nothing) == confront(POINTS, SWOT, one)
    assert confront(POINTS, SWOT, one).column_totals[1] == Total(None, 0, 0, 3)


@pytest.mark.parametrize("part", [(3, 0, 0), (0, 2, 1), (3, 3, 0), (2, 2, 2)])
def test_a_column_of_which_not_all_points_are_given_does_not_count(part):
    one = [Vote("An", row, "o1", points) for row, points in zip(ROWS, (3, 2, 1), strict=True)]
    other = [Vote("Bo", row, "o1", points) for row, points in zip(ROWS, part, strict=True)]
    assert confront(POINTS, SWOT, [*one, *other]) == confront(POINTS, SWOT, one)


def test_a_row_without_points_was_a_choice_and_a_cell_without_score_is_missing():
    swot = [*SWOT, Factor("w2", FactorKind.WEAKNESS, 2)]
    points = confront(POINTS, swot, [Vote("An", row, "o1", n) for row, n in (("s1", 3), ("s2", 2), ("w1", 1))])
    assert [cell.value for cell in points.cells if cell.column == "o1"] == [3, 2, 1, 0]
    scores = confront(LIKERT, SWOT, [Vote("An", "s1", "o1", 2)])
    assert [cell.value for cell in scores.cells if cell.column == "o1"] == [2, None, None]
    assert scores.whole.mean == 2
    assert scores.column_totals[2].mean is None


def test_weights_of_columns():
    votes = [Vote("An", "s1", "o1", 2), Vote("An", "s1", "t1", 2)]
    matrix = confront(LIKERT, SWOT, votes, weights={"o1": 3, "o2": 1, "t1": 0.5})
    assert [total.value for total in matrix.column_totals] == [6, None, 1]
    assert matrix.cells[0].mean == 2


@given(likert_scores, st.randoms(use_true_random=False))
def test_the_order_of_votes_and_factors_does_not_matter(scores, random):
    votes, factors = votes_of(scores), list(SWOT)
    random.shuffle(votes)
    random.shuffle(factors)
    assert confront(LIKERT, factors, votes) == confront(LIKERT, SWOT, votes_of(scores))


@given(likert_scores)
def test_turning_every_sign_turns_every_value(scores):
    turned = {key: -score for key, score in scores.items()}
    one, other = confront(LIKERT, SWOT, votes_of(scores)), confront(LIKERT, SWOT, votes_of(turned))
    assert [None if cell.value is None else -cell.value for cell in one.cells] == [cell.value for cell in other.cells]
    assert [cell.spread for cell in one.cells] == [cell.spread for cell in other.cells]
    ranks = [[(issue.rank, issue.cell.row, issue.cell.column) for issue in strategic_issues(m)] for m in (one, other)]
    assert ranks[0] == ranks[1]


@pytest.mark.parametrize(
    ("votes", "given_weights", "words"),
    [
        ([Vote("An", "x", "o1", 1)], None, "not in the matrix"),
        ([Vote("An", "s1", "x", 1)], None, "not in the matrix"),
        ([Vote("An", "s1", "o1", 1), Vote("An", "s1", "o1", 1)], None, "two votes"),
        ([Vote("An", "s1", "o1", float("nan"))], None, "finite"),
        ([], {"o1": 1}, "no weight"),
        ([], {"o1": 1, "o2": 1, "t1": -1}, "weight"),
        ([], {"o1": 1, "o2": 1, "t1": float("inf")}, "weight"),
    ],
)
def test_what_cannot_be_added_up_is_refused(votes, given_weights, words):
    with pytest.raises(ValueError, match=words):
        confront(LIKERT, SWOT, votes, weights=given_weights)


@given(likert_scores, st.integers(1, 9))
def test_issues_by_counting_stronger_cells(scores, most):
    matrix = confront(LIKERT, SWOT, votes_of(scores))
    issues = strategic_issues(matrix, most=most)
    sizes = {(cell.row, cell.column): abs(cell.value) for cell in matrix.cells if cell.value}
    sizes = {key: size for key, size in sizes.items() if 2 * size >= max(sizes.values()) - 1e-9}
    second = {key: 1 + sum(other > size + 1e-9 for other in sizes.values()) for key, size in sizes.items()}
    assert {(issue.cell.row, issue.cell.column): issue.rank for issue in issues} == {
        key: rank for key, rank in second.items() if rank <= most
    }
    assert len(issues) >= min(most, len(sizes))
    assert [issue.rank for issue in issues] == sorted(issue.rank for issue in issues)
    for issue in issues:
        assert issue.tied == (list(second.values()).count(issue.rank) > 1)


def test_what_is_less_than_half_as_strong_as_the_strongest_is_no_issue():
    votes = [Vote("An", "s1", "o1", 2), Vote("Bo", "s1", "o1", 2), Vote("An", "s2", "o1", 1), Vote("Bo", "s2", "o1", 1)]
    votes += [Vote("An", "w1", "t1", -1), Vote("Bo", "w1", "t1", 0)]
    issues = strategic_issues(confront(LIKERT, SWOT, votes))
    assert [(issue.rank, issue.cell.value) for issue in issues] == [(1, 2), (2, 1)]


def test_all_of_a_shared_rank_are_told():
    votes = [
        Vote("An", "s1", "o1", 2),
        Vote("An", "s2", "o1", 1),
        Vote("An", "w1", "t1", -1),
        Vote("An", "s1", "t1", 0),
    ]
    issues = strategic_issues(confront(LIKERT, SWOT, votes), most=2)
    assert [(issue.rank, issue.tied, issue.cell.value) for issue in issues] == [
        (1, False, 2),
        (2, True, 1),
        (2, True, -1),
    ]
    assert strategic_issues(confront(LIKERT, SWOT, [])) == []


@given(likert_scores)
def test_disputed_cells_by_their_spread(scores):
    matrix = confront(LIKERT, SWOT, votes_of(scores))
    spreads = [issue.cell.spread for issue in disputed_cells(matrix, most=9)]
    assert spreads == sorted(spreads, reverse=True)
    assert sorted(spreads) == sorted(cell.spread for cell in matrix.cells if cell.spread)


def test_where_all_agree_nothing_is_disputed():
    votes = [Vote(rater, "s1", "o1", 2) for rater in RATERS]
    assert disputed_cells(confront(LIKERT, SWOT, votes)) == []
    votes += [Vote("An", "s2", "o1", 2), Vote("Bo", "s2", "o1", -2)]
    assert [(each.rank, each.cell.row) for each in disputed_cells(confront(LIKERT, SWOT, votes))] == [(1, "s2")]


@pytest.mark.parametrize("asked", [strategic_issues, disputed_cells])
def test_at_least_one_must_be_asked_for(asked):
    with pytest.raises(ValueError, match="at least one"):
        asked(confront(LIKERT, SWOT, []), most=0)


stars = st.lists(st.integers(1, 5), max_size=4)


@given(
    st.fixed_dictionaries(dict.fromkeys(Criterion, stars)),
    st.none() | st.fixed_dictionaries({criterion: st.integers(0, 3) for criterion in Criterion}),
)
def test_an_option_by_exact_fractions(scores, given_weights):
    found = weigh_option(scores, weights=given_weights)
    alike = given_weights or dict.fromkeys(Criterion, 1)
    means = {key: Fraction(sum(given), len(given)) for key, given in scores.items() if given}
    whole = sum(alike[key] for key in means)
    if whole == 0:
        assert (found.score, found.coverage) == (None, 0)
    else:
        assert found.score == pytest.approx(float(sum(alike[key] * mean for key, mean in means.items()) / whole))
        assert found.coverage == pytest.approx(whole / sum(alike.values()))
        assert 1 <= found.score <= 5
    assert set(found.weakest) == {key for key, mean in means.items() if mean == min(means.values())}


def test_an_option_that_nobody_scored():
    assert weigh_option({}) == Weighing(None, 0.0, ())


@pytest.mark.parametrize(
    ("scores", "given_weights"),
    [
        ({Criterion.SUITABILITY: [0]}, None),
        ({Criterion.SUITABILITY: [6]}, None),
        ({Criterion.SUITABILITY: [float("nan")]}, None),
        ({}, {Criterion.SUITABILITY: 2}),
        ({}, dict.fromkeys(Criterion, -1)),
    ],
)
def test_impossible_scores_and_weights_are_refused(scores, given_weights):
    with pytest.raises(ValueError, match=r"score|weight"):
        weigh_option(scores, weights=given_weights)
