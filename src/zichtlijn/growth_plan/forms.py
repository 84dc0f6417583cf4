"""What one fills in of a growth plan."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.growth_plan.permissions import can_keep_plan
from zichtlijn.organisation.forms import PickForm, UnitField
from zichtlijn.ui.fields import text_field
from zichtlijn.ui.versions import VersionField


class StartForm(PickForm):
    """Of which unit the plan will be."""

    unit = UnitField(label=_("Unit"), within="led")

    def clean_unit(self):
        unit = self.cleaned_data["unit"]
        if not can_keep_plan(self.actor, unit):
            raise forms.ValidationError(_("You can only write a plan for units you head."))
        return unit


#: A part of the plan may be long, and empty.
_PART: dict[str, Any] = {"rows": 8, "longest": 50_000, "required": False}


class TextsForm(forms.Form):
    """The words of the plan, one for each question that figures do not answer."""

    analysis = text_field(
        _("Analysis"),
        _("Where does the unit stand? Strengths, weaknesses, opportunities and threats, and what they mean together."),
        **_PART,
    )
    choices = text_field(
        _("Choices"),
        _("What will you do this year to get where the direction leads, and what will you no longer do?"),
        **_PART,
    )
    budget = text_field(
        _("Budget"), _("What may it cost, and what does it bring in? A small table is fine."), **_PART | {"rows": 6}
    )
    agreements = text_field(
        _("Team agreements"),
        _("What did the team agree: how you work, when you look at the figures, who helps whom?"),
        **_PART,
    )
    version = VersionField()

    def __init__(self, *args, has_analysis, **kwargs):
        super().__init__(*args, **kwargs)
        if has_analysis:
            self.fields["analysis"].help_text = _(
                "The plan shows what the analysis found; that need not be written again. What does it mean together?"
            )


class ReviewForm(forms.Form):
    """Which quarter is looked back on, and what it found."""

    quarter = forms.TypedChoiceField(
        label=_("Quarter"),
        coerce=date.fromisoformat,
        error_messages={"invalid_choice": _("This quarter was reviewed already, or is not of this plan.")},
    )
    findings = forms.CharField(
        label=_("What do you conclude?"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What goes well, what must be different, and what you will do about it. You can use Markdown."),
    )

    def __init__(self, *args, quarters: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["quarter"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = quarters


class ReturnForm(forms.Form):
    """Why a proposed plan goes back."""

    because = forms.CharField(
        label=_("What must be different?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whoever proposed it reads this with the plan."),
    )


class ReadForm(forms.Form):
    """Which text was read before it is proposed or adopted."""

    version = VersionField()


class AdoptForm(ReadForm):
    """With the last edition that there was when it was read; 0 for none."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
