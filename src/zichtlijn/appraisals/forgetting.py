"""Where the names of others stand in the tables of this room; the rows go with the conversation that they belong to."""

from zichtlijn.appraisals.models import Passage
from zichtlijn.privacy.registry import names_stand_in

names_stand_in(Passage, "by_name", person="by")
