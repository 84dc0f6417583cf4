"""Names that stand in the tables of this room."""

from zichtlijn.privacy.models import Correction, Hold
from zichtlijn.privacy.registry import names_stand_in

names_stand_in(Hold, "set_by_name", user="set_by")
names_stand_in(Hold, "lifted_by_name", user="lifted_by")
names_stand_in(Correction, "decided_by_name", user="decided_by")
