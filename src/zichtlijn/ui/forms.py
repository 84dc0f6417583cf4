"""The form on the gallery page: one field of every kind. Nothing is stored."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.ui.days import DayField


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Name of the objective"), max_length=200, help_text=_("One sentence, with a verb."))
    unit = forms.ChoiceField(
        label=_("Unit of measure"), choices=[("", "–"), ("s", _("seconds")), ("%", "%"), ("€", "€")]
    )
    target = forms.DecimalField(label=_("Target"), localize=True)
    due_on = DayField(label=_("Ready on"), required=False)
    why = forms.CharField(label=_("Why"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    direction = forms.ChoiceField(
        label=_("Which way is better?"), choices=[("up", _("Higher")), ("down", _("Lower"))], widget=forms.RadioSelect
    )
    aspirational = forms.BooleanField(label=_("This is an ambition, not a promise"), required=False)
    file = forms.FileField(label=_("Evidence"), required=False)
