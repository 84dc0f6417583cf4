"""Pictures of a scorecard: where everything stands, as plain numbers, from which a template draws SVG."""

from zichtlijn.scorecards.pictures.compass import Compass, compass
from zichtlijn.scorecards.pictures.course import CoursePicture, draw_course, style_of
from zichtlijn.scorecards.pictures.strategy_map import MapPicture, draw_map

__all__ = ["Compass", "CoursePicture", "MapPicture", "compass", "draw_course", "draw_map", "style_of"]
