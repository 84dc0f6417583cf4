"""What is filled in about the direction, with the core values as rows of the same form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.organisation.forms import Dated, DayField
from zichtlijn.strategy.queries import Value
from zichtlijn.ui.versions import VersionField

MOST_VALUES = 20
#: Empty rows to write in, also without JavaScript.
SPARE = 2


class DirectionForm(Dated):
    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("For example: Course 2030"))
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"))
    mission = forms.CharField(
        label=_("Mission"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Why the organisation exists, in one sentence."),
    )
    vision = forms.CharField(
        label=_("Vision"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What the world looks like when it succeeds."),
    )
    strategy = forms.CharField(
        label=_("Strategy"),
        max_length=100_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("The choices that lead there, and what you will not do. **bold**, - for a list, # for a heading."),
    )


class ChangeDirectionForm(DirectionForm):
    version = VersionField()


class ValueForm(forms.Form):
    """One core value. An emptied name takes it away; the number decides the order."""

    name = forms.CharField(label=_("Core value"), max_length=200, required=False)
    description = forms.CharField(
        label=_("What it means here"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("description") and not cleaned.get("name") and not self._is_taken_away():
            self.add_error("name", forms.ValidationError(_("Give this core value a name."), code="required"))
        return cleaned

    def _is_taken_away(self) -> bool:
        """Emptied on purpose: its name stood there before."""
        return bool(self.initial.get("name"))


class BaseValues(forms.BaseFormSet):
    def values(self) -> list[Value]:
        """The core values in the order in which they should stand."""
        rows = []
        for place, form in enumerate(self.forms):
            given = form.cleaned_data
            name = given.get("name")
            if name:
                order = given.get("ORDER")
                rows.append((place + 1 if order is None else order, place, Value(name, given.get("description", ""))))
        return [value for _order, _place, value in sorted(rows, key=lambda row: row[:2])]


ValuesForm = forms.formset_factory(
    ValueForm,
    formset=BaseValues,
    extra=SPARE,
    can_order=True,
    max_num=MOST_VALUES,
    absolute_max=MOST_VALUES + SPARE,
    validate_max=True,
)
