"""What one fills in about cycles, conversations and moments."""

from zichtlijn.conversations.forms.agreements import AgreementForm, AnswersForm
from zichtlijn.conversations.forms.consent import ConsentForm
from zichtlijn.conversations.forms.cycles import CycleForm, StepForm
from zichtlijn.conversations.forms.talking import (
    AddendumForm,
    AnswerForm,
    LookForm,
    MeetingForm,
    MomentForm,
    PreparationForm,
    ReportForm,
    SendForm,
    meeting_initial,
)

__all__ = [
    "AddendumForm",
    "AgreementForm",
    "AnswerForm",
    "AnswersForm",
    "ConsentForm",
    "CycleForm",
    "LookForm",
    "MeetingForm",
    "MomentForm",
    "PreparationForm",
    "ReportForm",
    "SendForm",
    "StepForm",
    "meeting_initial",
]
