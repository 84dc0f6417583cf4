"""What of this room goes with somebody who left, and where the names of others stand."""

from zichtlijn.feedback.models import FeedbackRequest, FeedbackRound
from zichtlijn.privacy.registry import goes_with, names_stand_in

goes_with("feedback", FeedbackRequest, of="person")
goes_with("feedback", FeedbackRound, of="person")

names_stand_in(FeedbackRound, "opened_by_name")
names_stand_in(FeedbackRound, "manager_name")
