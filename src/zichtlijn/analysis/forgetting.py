"""Where the names of people stand in the tables of this room."""

from zichtlijn.analysis.models import Contribution, Rater
from zichtlijn.privacy.registry import names_stand_in

names_stand_in(Contribution, "by_name", user="by")
names_stand_in(Rater, "name", user="user")
