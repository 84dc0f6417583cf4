"""What one fills in about the scale, scores, approval, objections and calibration."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.appraisals.defaults import MOST, LevelGiven, default_from
from zichtlijn.appraisals.models import Level, Mandate
from zichtlijn.appraisals.queries.sheet import Line
from zichtlijn.organisation.forms import PersonField, PickForm
from zichtlijn.ui.fields import LONG_TEXT, text_field
from zichtlijn.ui.versions import VersionedForm

LEVEL, REMARK = "level_", "remark_"


class SchemeForm(VersionedForm):
    """Weights and terms; the levels stand in `LevelsForm`."""

    agreements_weight = forms.IntegerField(label=_("Weight of the agreements (%)"), min_value=0, max_value=100)
    competencies_weight = forms.IntegerField(
        label=_("Weight of the competencies (%)"), min_value=0, max_value=100, help_text=_("Together 100%.")
    )
    objection_days = forms.IntegerField(
        label=_("Days to object"),
        min_value=1,
        max_value=90,
        help_text=_("So long the employee can object after the appraisal became final."),
    )


class LevelForm(forms.Form):
    """One level of the scale."""

    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    text = forms.CharField(label=_("What it means"), max_length=1000, required=False)
    is_negative = forms.BooleanField(label=_("Not good enough"), required=False)
    from_score = forms.DecimalField(
        label=_("From score"),
        required=False,
        min_value=1,
        max_value=MOST,
        max_digits=5,
        decimal_places=2,
        localize=True,
    )
    least = forms.IntegerField(label=_("Target: at least (%)"), required=False, min_value=0, max_value=100)
    most = forms.IntegerField(label=_("Target: at most (%)"), required=False, min_value=0, max_value=100)

    def clean(self):
        given = super().clean()
        rest = [given.get(name) for name in ("text", "is_negative", "least", "most")]
        if not given.get("name") and any(one not in (None, "", False) for one in rest) and not self.initial.get("name"):
            self.add_error("name", _("Give this level a name."))
        return given


class BaseLevels(forms.BaseFormSet):
    def levels(self) -> list[LevelGiven]:
        """The levels that have a name, the lowest first; an empty score is halfway."""
        given = [form.cleaned_data for form in self.forms if form.cleaned_data.get("name")]
        return [
            LevelGiven(
                one["name"],
                one["text"],
                one["is_negative"],
                Decimal(1) if number == 1 else one["from_score"] or default_from(number),
                one["least"],
                one["most"],
            )
            for number, one in enumerate(given, start=1)
        ]


LevelsForm = forms.formset_factory(
    LevelForm, formset=BaseLevels, extra=1, max_num=MOST, absolute_max=MOST + 1, validate_max=True
)


class ScoresForm(VersionedForm):
    """For each agreement and competency a level and a remark; then the label, and why when it deviates."""

    def __init__(self, *args, lines: list[Line], levels: list[Level], **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines
        names: list[tuple] = [(level.number, f"{level.number} · {level.name}") for level in levels]
        fields: dict[str, Any] = self.fields
        for line in lines:
            fields[f"{LEVEL}{line.key}"] = forms.TypedChoiceField(
                label=_("Score"),
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", _("not scored")), *names],
                initial=line.level,
            )
            fields[f"{REMARK}{line.key}"] = forms.CharField(
                label=_("Remark"),
                required=False,
                max_length=LONG_TEXT,
                initial=line.remark,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        fields["chosen"] = forms.TypedChoiceField(
            label=_("Label"),
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", _("not chosen yet")), *names],
            help_text=_("You decide. The calculation only proposes."),
        )
        fields["reason"] = text_field(
            _("Reason to deviate"),
            _(
                "Only when you choose another label than the calculation proposes, or when nothing is scored. "
                "With the proposed label it is not kept when you send the report."
            ),
            rows=3,
            required=False,
        )

    @property
    def rows(self):
        """Each line with its two fields."""
        return [(line, self[f"{LEVEL}{line.key}"], self[f"{REMARK}{line.key}"]) for line in self.lines]

    def scores(self) -> dict[str, tuple[int | None, str]]:
        """Key of the line → level and remark."""
        told = self.cleaned_data
        return {line.key: (told[f"{LEVEL}{line.key}"], told[f"{REMARK}{line.key}"]) for line in self.lines}


class ReturnForm(VersionedForm):
    """Why an appraisal goes back to the manager."""

    reason = text_field(_("Why do you return it?"), _("The manager reads it, and the employee once it is sent again."))


class ObjectForm(VersionedForm):
    """Why the employee objects."""

    reasons = text_field(
        _("Why do you object?"), _("Name what you see otherwise. Both sides and who decides can read it."), rows=8
    )


class _LabelForm(VersionedForm):
    def __init__(self, *args, levels: list[Level], **kwargs):
        super().__init__(*args, **kwargs)
        names = [(level.number, f"{level.number} · {level.name}") for level in levels]
        fields: dict[str, Any] = self.fields
        fields["label"].choices = names


class DecideForm(_LabelForm):
    """The decision on an objection."""

    label = forms.TypedChoiceField(label=_("Label after the objection"), coerce=int, help_text=_("It may stay."))
    reasons = text_field(_("Reasons of the decision"), _("Both sides can read them."), rows=8)


class CalibrateForm(_LabelForm):
    """Another label, and why."""

    label = forms.TypedChoiceField(label=_("Label"), coerce=int)
    reason = text_field(
        _("Why does it change?"), _("The employee and the manager can read it, beside the earlier label.")
    )


class MandateForm(PickForm, VersionedForm):
    """Who approves and who decides."""

    second = PersonField(
        label=_("Second appraiser"),
        required=False,
        help_text=_("Leave empty: the line manager of the manager."),
    )
    decider = PersonField(label=_("Who decides on an objection"), required=False, help_text=_("Leave empty: HR."))

    def __init__(self, *args, mandate: Mandate, **kwargs):
        kwargs["initial"] = {"second": mandate.second, "decider": mandate.decider, "version": mandate.version}
        super().__init__(*args, **kwargs)
