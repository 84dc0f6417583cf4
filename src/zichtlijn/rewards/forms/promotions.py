"""What one fills in about a promotion."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.organisation.forms import DayField, PickForm, PositionField
from zichtlijn.ui.fields import text_field
from zichtlijn.ui.money import MoneyField


class PromotionForm(PickForm):
    """To which scale somebody goes, from which day and why."""

    from_on = DayField(label=_("Holds from"))
    scale = forms.ChoiceField(label=_("New scale"))
    position = PositionField(
        label=_("New position"),
        required=False,
        help_text=_(
            "Leave it empty when the position stays. The placement itself is changed on the page of the person."
        ),
    )
    amount = MoneyField(
        label=_("New salary for full-time work"),
        required=False,
        help_text=_("Leave it empty for what follows from the rules."),
    )
    reason = text_field(
        _("Reason"), _("Why this person goes to this scale, and why the amount is another one."), rows=4
    )

    def __init__(self, *args, scales: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        if "look" in self.data:  # only to see what it gives
            self.fields["reason"].required = False
        self.fields["scale"].choices = [(name, name) for name in scales]  # type: ignore[attr-defined]
