"""What a scorecard shows: its page, its balance and how that went, and its map."""

from zichtlijn.scorecards.queries.card import (
    MOST,
    Row,
    ScorecardPage,
    Side,
    day_of,
    measures_on,
    objectives_on,
    scorecard_page,
    weights_of,
)
from zichtlijn.scorecards.queries.course import MOST_PERIODS, Course, InPeriod, course_of
from zichtlijn.scorecards.queries.strategy_map import ArrowOn, Lane, MapPage, Together, map_page

__all__ = [
    "MOST",
    "MOST_PERIODS",
    "ArrowOn",
    "Course",
    "InPeriod",
    "Lane",
    "MapPage",
    "Row",
    "ScorecardPage",
    "Side",
    "Together",
    "course_of",
    "day_of",
    "map_page",
    "measures_on",
    "objectives_on",
    "scorecard_page",
    "weights_of",
]
