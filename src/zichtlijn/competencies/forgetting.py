"""What of this room goes with somebody who left, and where the names of others stand."""

from django.db.models import Q

from zichtlijn.competencies.models import Assessment
from zichtlijn.privacy.models import Statement
from zichtlijn.privacy.registry import goes_with, names_stand_in
from zichtlijn.privacy.states import Subject

goes_with("assessment", Assessment, of="person")
goes_with("assessment", Assessment, of="assessor", where=Q(shared_on=None))  # a draft of theirs about somebody else
goes_with("assessment", Statement, of="person", where=Q(subject=Subject.ASSESSMENT))

names_stand_in(Assessment, "assessor_name", person="assessor")
