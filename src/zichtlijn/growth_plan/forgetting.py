"""Where the names of people stand in the tables of this room; in what was adopted people stand by their number."""

from zichtlijn.growth_plan.models import Edition, GrowthPlan, Review
from zichtlijn.privacy.registry import names_stand_in

names_stand_in(GrowthPlan, "proposed_by_name", user="proposed_by")
names_stand_in(GrowthPlan, "returned_by_name")
names_stand_in(Edition, "by_name", user="adopted_by")
names_stand_in(Review, "by_name", user="reviewed_by")
