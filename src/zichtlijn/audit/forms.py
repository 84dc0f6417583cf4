"""What is looked for in the log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.audit.models import Event
from zichtlijn.ui.days import DayField
from zichtlijn.ui.filters import SearchField


class LogFilter(forms.Form):
    event = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("everything")), *Event.choices])
    who = SearchField(label=_("Who"), max_length=100, required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    after = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
