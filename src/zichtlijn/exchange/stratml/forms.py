"""The file with a plan."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zichtlijn.exchange.stratml.reading import MAX_BYTES


class PlanForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Plan"),
        help_text=gettext_lazy("A StratML file (.xml): Part 1 or Part 2 of ISO 17469-1. At most 20 MB."),
        error_messages={"required": gettext_lazy("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".xml,.stratml,application/xml,text/xml"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("This file is larger than %(size)s MB.") % {"size": MAX_BYTES // 1024 // 1024})
        return file


class DirectionForm(forms.Form):
    direction = forms.TypedChoiceField(label=gettext_lazy("Direction"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args, directions, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(d.pk, f"{d.name} ({d.starts_on.year}–{d.ends_on.year})") for d in directions]
        self.fields["direction"].choices = choices
        self.fields["direction"].initial = choices[0][0] if choices else None
