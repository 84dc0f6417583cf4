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
)
from zichtlijn.scorecards.queries.course import MOST_PERIODS, Course, InPeriod, course_of
from zichtlijn.scorecards.queries.strategy_map import ArrowOn, Lane, MapPage, Together, map_page
from zichtlijn.scorecards.queries.weights import (
    Division,
    all_weights,
    divisions_of,
    shares_of,
    under,
    weigh,
    weights_of,
    weights_on,
)

__all__ = [
    "MOST",
    "MOST_PERIODS",
    "ArrowOn",
    "Course",
    "Division",
    "InPeriod",
    "Lane",
    "MapPage",
    "Row",
    "ScorecardPage",
    "Side",
    "Together",
    "all_weights",
    "course_of",
    "day_of",
    "divisions_of",
    "map_page",
    "measures_on",
    "objectives_on",
    "scorecard_page",
    "shares_of",
    "under",
    "weigh",
    "weights_of",
    "weights_on",
]
