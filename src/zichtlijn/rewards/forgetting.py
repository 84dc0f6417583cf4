"""What of this room goes with somebody who left, and where the names of others stand."""

from zichtlijn.privacy.registry import goes_with, names_stand_in
from zichtlijn.rewards.models import Decision, Objection, Promotion, Proposal, RecordedGender, RewardSystem, Salary

goes_with("pay", Salary, of="person")
goes_with("pay", Proposal, of="employee")
goes_with("pay", Promotion, of="person")
goes_with("equal_pay", RecordedGender, of="person")

names_stand_in(RewardSystem, "proposed_by_name", user="proposed_by")
names_stand_in(RewardSystem, "adopted_by_name", user="adopted_by")
names_stand_in(Decision, "by_name", user="by")
names_stand_in(Objection, "decided_by_name", user="decided_by")
names_stand_in(Promotion, "proposed_by_name", user="proposed_by")
names_stand_in(Promotion, "decided_by_name", user="decided_by")
