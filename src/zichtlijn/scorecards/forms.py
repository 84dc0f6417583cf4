"""What one fills in about a scorecard: of which unit, its perspectives, and how heavily each objective weighs."""

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zichtlijn.calculations.objectives import filled_weights
from zichtlijn.objectives.actions import Wording
from zichtlijn.objectives.models import Measure, NamedPerspective, Objective
from zichtlijn.objectives.states import StandardPerspective
from zichtlijn.organisation.forms import DayField, PickForm, UnitField
from zichtlijn.scorecards.wording import question_of
from zichtlijn.ui.percentages import PercentagesForm
from zichtlijn.ui.versions import VersionField


class WhoseForm(PickForm):
    """Of which unit the scorecard is; blank: of the whole organisation."""

    unit = UnitField(label=_("Unit"), required=False, blank=_("The whole organisation"))


class TakeForm(WhoseForm):
    """In which form the scorecard is taken along."""

    form = forms.ChoiceField(choices=[(form, form) for form in ("pdf", "pptx", "xlsx")])


class WeightsForm(PercentagesForm):
    """The weights of the objectives of a scorecard by perspective, and from which day on they hold.

    `shown_on` is the day whose weights the form began with.
    """

    from_on = DayField(label=_("Holds from"), help_text=_("What held before this day stays as it was."))
    shown_on = DayField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, starts_on, ends_on, perspectives, objectives, weights, **kwargs):
        super().__init__(*args, rows=[(o.pk, o.title, weights[o.pk]) for o in objectives], **kwargs)
        self.starts_on, self.ends_on = starts_on, ends_on
        self.perspectives, self.objectives = perspectives, objectives

    def clean_from_on(self):
        day = self.cleaned_data["from_on"]
        if self.starts_on and not self.starts_on <= day <= self.ends_on:
            raise forms.ValidationError(_("Choose a day within the period."))
        return day

    def by_perspective(self) -> list[tuple[NamedPerspective, list, float]]:
        """Each perspective with the fields of its objectives, and what they weigh together as they stand here."""
        filled = dict(zip(self.keys, filled_weights([self._readable(key) for key in self.keys]), strict=True))
        return [
            (
                each,
                [self[f"weight-{o.pk}"] for o in self.objectives if o.perspective == each.key],
                sum(filled[o.pk] for o in self.objectives if o.perspective == each.key),
            )
            for each in self.perspectives
        ]

    def _readable(self, key) -> float | None:
        """The weight in a field as far as it can be read."""
        try:
            return self.fields[f"weight-{key}"].clean(self[f"weight-{key}"].value())
        except forms.ValidationError:
            return None


class PerspectiveForm(forms.Form):
    """One perspective: its names and questions. The number decides the order."""

    key = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    name_nl = forms.CharField(label=_("Name in Dutch"), max_length=60, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    question_nl = forms.CharField(label=_("Question in Dutch"), max_length=200, required=False)
    question_en = forms.CharField(label=_("Question in English"), max_length=200, required=False)
    remove = forms.BooleanField(label=_("Remove this perspective"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.standard = self._standard()
        if self.standard or not (self.data.get(self.add_prefix("key")) or self.initial.get("key")):
            del self.fields["remove"]
        if self.standard:
            for language in ("nl", "en"):
                with translation.override(language):
                    self.fields[f"name_{language}"].widget.attrs["placeholder"] = str(self.standard.label)
                    asked = question_of(NamedPerspective(self.standard))
                    self.fields[f"question_{language}"].widget.attrs["placeholder"] = asked

    def _standard(self) -> StandardPerspective | None:
        """Which of the four of the method it is, if it is one."""
        key = self.data.get(self.add_prefix("key")) if self.is_bound else self.initial.get("key")
        return StandardPerspective(key) if key in StandardPerspective.values else None

    def clean(self):
        given = super().clean()
        words = [given.get(name) for name in ("name_nl", "name_en", "question_nl", "question_en")]
        if self.standard or given.get("remove") or (not given.get("key") and not any(words)):
            return given
        if not any(words[:2]):
            self.add_error("name_nl", _("Give this perspective a name in at least one language."))
        return given

    def wording(self) -> Wording | None:
        """What was filled in; None for an empty row and for one that is to go."""
        given = self.cleaned_data
        named = {name: given.get(name, "") for name in ("key", "name_nl", "name_en", "question_nl", "question_en")}
        return None if given.get("remove") or not any(named.values()) else Wording(**named)


class BasePerspectives(forms.BaseFormSet):
    def clean(self):
        seen: set[str] = set()
        for form in self.forms:
            for language in ("nl", "en"):
                name = form.cleaned_data.get(f"name_{language}", "") if not form.errors else ""
                with translation.override(language):
                    name = name or (str(form.standard.label) if form.standard else "")
                word = f"{language} {name.casefold()}"
                if name and word in seen and not form.cleaned_data.get("remove"):
                    form.add_error(f"name_{language}", _("Another perspective has this name."))
                seen.add(word)

    def wordings(self) -> list[Wording]:
        """The perspectives in the order in which they should stand."""
        rows = []
        for place, form in enumerate(self.forms):
            if wording := form.wording():
                order = form.cleaned_data.get("ORDER")
                rows.append((place + 1 if order is None else order, place, wording))
        return [wording for _order, _place, wording in sorted(rows, key=lambda row: row[:2])]


PerspectivesForm = forms.formset_factory(
    PerspectiveForm, formset=BasePerspectives, extra=1, can_order=True, max_num=12, absolute_max=14, validate_max=True
)


class DrawForm(forms.Form):
    """One more arrow: from which objective to which, and why."""

    cause: forms.Field = forms.ModelChoiceField(label=_("From (cause)"), queryset=None, empty_label="–")
    effect: forms.Field = forms.ModelChoiceField(label=_("To (effect)"), queryset=None, empty_label="–")
    note = forms.CharField(label=_("Why does the one lead to the other?"), max_length=300, required=False)
    is_budget = forms.BooleanField(
        label=_("Budget link"),
        required=False,
        help_text=_("Money that makes a lower layer possible: such an arrow may point downwards."),
    )

    def __init__(self, *args, lanes, **kwargs):
        super().__init__(*args, **kwargs)
        there = [objective.pk for lane in lanes for objective in lane.objectives]
        groups = [
            (lane.perspective.label, [(o.pk, o.title) for o in lane.objectives]) for lane in lanes if lane.objectives
        ]
        for name in ("cause", "effect"):
            field: Any = self.fields[name]
            field.queryset = Objective.objects.filter(pk__in=there)
            field.choices = [("", "–"), *groups]


class ArrowForm(forms.Form):
    """What is said of an arrow, and which two measures are compared."""

    note = forms.CharField(label=_("Why does the one lead to the other?"), max_length=300, required=False)
    is_budget = forms.BooleanField(
        label=_("Budget link"),
        required=False,
        help_text=_("Money that makes a lower layer possible: such an arrow may point downwards."),
    )
    cause_measure: forms.Field = forms.ModelChoiceField(
        label=_("Measure of the cause"), queryset=None, required=False, empty_label=_("the first")
    )
    effect_measure: forms.Field = forms.ModelChoiceField(
        label=_("Measure of the effect"), queryset=None, required=False, empty_label=_("the first")
    )
    version = VersionField()

    def __init__(self, *args, arrow, **kwargs):
        super().__init__(*args, **kwargs)
        for name, objective_id in (("cause_measure", arrow.cause_id), ("effect_measure", arrow.effect_id)):
            field: Any = self.fields[name]
            field.queryset = Measure.objects.living().filter(objective=objective_id)
