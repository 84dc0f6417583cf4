"""A scorecard in words."""

from zichtlijn.scorecards.wording.advice import Act, Advice
from zichtlijn.scorecards.wording.arrows import tell_no_way, tell_together, tell_way
from zichtlijn.scorecards.wording.balance import Balance, basis_of, ends, tell_balance
from zichtlijn.scorecards.wording.findings import (
    Told,
    ToldTest,
    basis_word,
    level_words,
    tell_shares,
    tell_tests,
    tell_unknown,
)
from zichtlijn.scorecards.wording.measures import tell_stand, write_value
from zichtlijn.scorecards.wording.perspectives import axis_of, behind, question_of
from zichtlijn.scorecards.wording.weights import tell_cut, tell_shares_of, tell_weighing

__all__ = [
    "Act",
    "Advice",
    "Balance",
    "Told",
    "ToldTest",
    "axis_of",
    "basis_of",
    "basis_word",
    "behind",
    "ends",
    "level_words",
    "question_of",
    "tell_balance",
    "tell_cut",
    "tell_no_way",
    "tell_shares",
    "tell_shares_of",
    "tell_stand",
    "tell_tests",
    "tell_together",
    "tell_unknown",
    "tell_way",
    "tell_weighing",
    "write_value",
]
