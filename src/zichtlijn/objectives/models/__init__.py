"""The objective graph: objectives and their links, measures and their readings, check-ins and actions."""

from zichtlijn.objectives.models.around import Action, CheckIn, ObjectiveTemplate, Stakeholder
from zichtlijn.objectives.models.measures import InterimTarget, Measure, Milestone, Reading
from zichtlijn.objectives.models.objectives import Objective, ObjectiveLink

__all__ = [
    "Action",
    "CheckIn",
    "InterimTarget",
    "Measure",
    "Milestone",
    "Objective",
    "ObjectiveLink",
    "ObjectiveTemplate",
    "Reading",
    "Stakeholder",
]
