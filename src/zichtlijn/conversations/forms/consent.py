"""What the works council said, of a cycle and of the rules that a reward follows."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zichtlijn.conversations.states import Consent
from zichtlijn.organisation.forms import DayField
from zichtlijn.ui.fields import text_field


class ConsentForm(forms.Form):
    """Whether it gave its consent; if so also when, in which document, and to what."""

    consent = forms.ChoiceField(
        label=_("Works council"), required=False, choices=[("", _("Not asked yet")), *Consent.choices]
    )
    consent_on = DayField(label=_("Date of the consent"), required=False)
    consent_document = forms.CharField(
        label=_("Document"), required=False, max_length=300, help_text=_("In which letter or minutes it stands.")
    )
    consent_scope = text_field(_("What the consent is about"), rows=3, required=False)

    def clean_consent_on(self):
        day = self.cleaned_data["consent_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day has yet to come."))
        return day

    def clean(self):
        given = super().clean()
        if given.get("consent") == Consent.GIVEN:
            for name in ("consent_on", "consent_document", "consent_scope"):
                if name not in self.errors and not given.get(name):
                    self.add_error(name, _("Fill this in: it belongs to the consent."))
        return given
