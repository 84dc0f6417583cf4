"""What of this room goes with somebody who left, and where the names of others stand."""

from zichtlijn.development.models import AgreedGoal, DevelopmentPlan, GoalRemark, StudyAgreement
from zichtlijn.privacy.registry import goes_with, names_stand_in

goes_with("development", DevelopmentPlan, of="person")
goes_with("development", StudyAgreement, of="person")

names_stand_in(GoalRemark, "writer_name", person="writer")
names_stand_in(AgreedGoal, "agreed_by_name", person="agreed_by")
names_stand_in(StudyAgreement, "drawn_up_by_name", person="drawn_up_by")
names_stand_in(StudyAgreement, "offered_by_name")
