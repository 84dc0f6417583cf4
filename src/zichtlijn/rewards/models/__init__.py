"""The reward system and its versions, salaries, rounds with their proposals, and who decided what."""

from zichtlijn.rewards.models.rounds import Decision, Objection, Proposal, Round
from zichtlijn.rewards.models.salaries import Promotion, RecordedGender, Salary
from zichtlijn.rewards.models.systems import Cell, Level, PositionBand, RewardSystem, Scale

__all__ = [
    "Cell",
    "Decision",
    "Level",
    "Objection",
    "PositionBand",
    "Promotion",
    "Proposal",
    "RecordedGender",
    "RewardSystem",
    "Round",
    "Salary",
    "Scale",
]
