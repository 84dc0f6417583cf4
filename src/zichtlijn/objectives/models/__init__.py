"""The objective graph: objectives and their links, measures and their readings, check-ins and actions."""

from zichtlijn.objectives.models.around import Action, CheckIn, ObjectiveTemplate, Stakeholder
from zichtlijn.objectives.models.measures import InterimTarget, Measure, Milestone, Reading
from zichtlijn.objectives.models.objectives import Objective, ObjectiveLink
from zichtlijn.objectives.models.perspectives import PERSPECTIVES, NamedPerspective, Perspective, perspectives_of

__all__ = [
    "PERSPECTIVES",
    "Action",
    "CheckIn",
    "InterimTarget",
    "Measure",
    "Milestone",
    "NamedPerspective",
    "Objective",
    "ObjectiveLink",
    "ObjectiveTemplate",
    "Perspective",
    "Reading",
    "Stakeholder",
    "perspectives_of",
]
