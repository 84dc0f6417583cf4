"""Whether a plan fits on one page: counted by hand, and wrapped by another wrapper."""

from textwrap import wrap

from hypothesis import given
from hypothesis import strategies as st

from zichtlijn.calculations.plans import Column, PageRow, fit_on_page
from zichtlijn.calculations.plans.one_page import GOAL_SPACE, ROOM, WIDTHS


def rows_of(*counts):
    return [PageRow(f"s{n}", ("Kiezen",), ("Meten",), ("Doen",) * count) for n, count in enumerate(counts)]


def test_a_page_fits_up_to_its_last_line():
    assert fit_on_page("Kort", [], rows_of(ROOM - 1)).over == 0
    assert fit_on_page("Kort", [], rows_of(ROOM)).over == 1


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8))
def test_lines_are_those_of_the_rows_counted_by_hand(counts):
    fit = fit_on_page("Kort", [], rows_of(*counts))
    assert fit.lines == sum(count + 1 for count in counts)
    assert (fit.over == 0) == (fit.sharpen == ())


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_what_is_named_can_make_room(counts):
    fit = fit_on_page("Kort", [], rows_of(*counts))
    for part in fit.sharpen:
        assert 0 < part.gains < part.lines
    assert [part.gains for part in fit.sharpen] == sorted((part.gains for part in fit.sharpen), reverse=True)


def test_long_goals_and_a_long_ambition_are_named():
    goals = fit_on_page("Kort", ["Doel " * 20] * 10, rows_of(1)).sharpen
    assert [part.column for part in goals] == [Column.GOALS]
    ambition = fit_on_page("woorden " * 40, [], rows_of(ROOM - 2))
    assert Column.OBJECTIVE in [part.column for part in ambition.sharpen]
    assert fit_on_page("", [], []).over == 0


@given(st.lists(st.text(st.sampled_from("abc"), min_size=1, max_size=WIDTHS[Column.GOALS]), max_size=40))
def test_lines_of_a_text_are_those_of_another_wrapper(words):
    text = " ".join(words)
    lines = fit_on_page("Kort", [text], []).lines - GOAL_SPACE
    assert lines == max(1, len(wrap(text, WIDTHS[Column.GOALS])))


def test_a_word_that_is_longer_than_a_line_goes_on_on_the_next():
    width = WIDTHS[Column.GOALS]
    assert fit_on_page("Kort", ["a" * (2 * width + 1)], []).lines == 3 + GOAL_SPACE
    assert fit_on_page("Kort", ["a" * (2 * width) + " b"], []).lines == 3 + GOAL_SPACE
