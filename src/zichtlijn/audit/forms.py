"""What is looked for in the log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.audit.models import Event
from zichtlijn.ui.filters import SearchField


def _day(label):
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class LogFilter(forms.Form):
    event = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("everything")), *Event.choices])
    who = SearchField(label=_("Who"), max_length=100, required=False)
    since = _day(_("From"))
    until = _day(_("Until"))
    after = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
