"""What of this room goes with somebody who left, and where the names of others stand."""

from django.db.models import Q

from zichtlijn.conversations.models import Addendum, Conversation, Moment, Preparation, Report
from zichtlijn.privacy.models import Statement
from zichtlijn.privacy.registry import goes_with, names_stand_in
from zichtlijn.privacy.states import Subject

goes_with("conversation", Conversation, of="employee")
goes_with("conversation", Statement, of="person", where=Q(subject=Subject.REPORT))
# what they wrote in conversations of others and never showed to anybody
goes_with("conversation", Preparation, of="writer", where=Q(shared_at=None))
goes_with("conversation", Report, of="writer", where=Q(sent_at=None))
goes_with("moment", Moment, of="about")
goes_with("moment", Moment, of="writer", where=Q(shared_at=None))  # a working note of theirs about somebody else

names_stand_in(Report, "writer_name", person="writer")
names_stand_in(Report, "answered_by_name")
names_stand_in(Addendum, "writer_name", person="writer")
names_stand_in(Conversation, "final_by_name")
