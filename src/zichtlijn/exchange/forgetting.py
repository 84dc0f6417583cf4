"""Where the names of people stand in the tables of this room; its rows go after thirty days by themselves."""

from zichtlijn.exchange.models import Import
from zichtlijn.privacy.registry import names_stand_in

names_stand_in(Import, "by_name")
names_stand_in(Import, "taken_out_by_name")
