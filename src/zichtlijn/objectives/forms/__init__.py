"""Input for objectives, measures, readings and templates."""

from zichtlijn.objectives.forms.measures import MeasureForm, MilestoneForm, ReadingForm
from zichtlijn.objectives.forms.objectives import (
    ActionForm,
    CheckInForm,
    MoveForm,
    ObjectiveForm,
    ParentForm,
    WeightsForm,
)
from zichtlijn.objectives.forms.templates import HandOutForm, TemplateForm, WhomForm

__all__ = [
    "ActionForm",
    "CheckInForm",
    "HandOutForm",
    "MeasureForm",
    "MilestoneForm",
    "MoveForm",
    "ObjectiveForm",
    "ParentForm",
    "ReadingForm",
    "TemplateForm",
    "WeightsForm",
    "WhomForm",
]
