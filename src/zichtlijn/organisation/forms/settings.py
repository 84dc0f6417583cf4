"""The settings of an organisation."""

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.models import Organisation
from zichtlijn.organisation.forms.picks import PickForm
from zichtlijn.ui.versions import VersionedForm

LANGUAGES = [("nl", "Nederlands"), ("en", "English")]


class ShareField(forms.IntegerField):
    """A share between 0 and 1, typed in whole percents."""

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_value=100, **kwargs)

    def prepare_value(self, value):
        return round(value * 100) if isinstance(value, float) else value

    def clean(self, value):
        percents = super().clean(value)
        return None if percents is None else percents / 100

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class SettingsForm(PickForm, VersionedForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    acronym = forms.CharField(label=_("Acronym"), max_length=50, required=False)
    description = forms.CharField(
        label=_("Description"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    language = forms.ChoiceField(
        label=_("Language of the organisation"),
        choices=LANGUAGES,
        help_text=_("For the organisation’s mail and files. Everyone chooses the language of their own pages."),
    )
    fiscal_first_month = forms.TypedChoiceField(
        label=_("The year starts in"),
        choices=list(MONTHS.items()),
        coerce=int,
        help_text=_("For years added from now on, and for the quarters and tertials in which readings are due."),
    )
    personal_objectives_seen_by = forms.ChoiceField(
        label=_("Who can see personal objectives"),
        choices=Organisation.SeenBy.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "HR and the director see them too, whatever you choose. A draft is seen by its writer and the person it is "
            "for. A wider choice takes effect at once, for existing objectives too."
        ),
    )
    on_course_from = ShareField(
        label=_("On course from (%)"),
        help_text=_(
            "As a share of what is expected today. At 90, progress of 61 where 65 was expected is on course; 55 is not."
        ),
    )
    behind_from = ShareField(
        label=_("Behind from (%)"),
        help_text=_("Between this and the limit above: behind. Below: off course."),
    )
    coverage_floor = ShareField(
        label=_("Enough data from (%)"),
        help_text=_("If readings cover less than this share of the weights, the status is “partly measured”."),
    )

    def clean(self):
        cleaned = super().clean()
        on_course, behind = cleaned.get("on_course_from"), cleaned.get("behind_from")
        if on_course is not None and behind is not None and behind > on_course:
            words = _("The limit for behind must be lower than the one for on course.")
            self.add_error("behind_from", forms.ValidationError(words, code="order"))
        return cleaned
