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

__all__ = [
    "MOST",
    "Row",
    "ScorecardPage",
    "Side",
    "day_of",
    "measures_on",
    "objectives_on",
    "scorecard_page",
    "weights_of",
]
