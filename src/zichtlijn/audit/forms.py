"""What is looked for in the log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.audit.keys import DIGITS, MARK, open_key
from zichtlijn.audit.models import Event
from zichtlijn.ui.days import DayField
from zichtlijn.ui.filters import SearchField


class LogFilter(forms.Form):
    event = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("everything")), *Event.choices])
    who = SearchField(label=_("Who"), max_length=100, required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    after = forms.CharField(required=False, max_length=MARK + DIGITS, widget=forms.HiddenInput)

    def clean_after(self) -> int | None:
        key = self.cleaned_data["after"]
        sequence = open_key(key) if key else None
        if key and sequence is None:
            raise forms.ValidationError(_("This is no page of the log."), code="after")
        return sequence
