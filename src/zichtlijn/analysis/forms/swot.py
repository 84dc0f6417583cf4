"""Of what an analysis is, what one brings in, and what it comes down to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.analysis.models import Contribution, Factor
from zichtlijn.analysis.states import EXTERNAL, MOST_EVIDENCE, Kind
from zichtlijn.analysis.wording import name_of
from zichtlijn.objectives.forms.objectives import periods_to_choose
from zichtlijn.organisation.forms import PersonField, PickForm, TickedField, UnitField
from zichtlijn.organisation.models import Person
from zichtlijn.ui.versions import VersionField


def length_of(model, name: str) -> int:
    """How long a text of this field may be."""
    return model._meta.get_field(name).max_length


def evidence_field(**kwargs) -> forms.CharField:
    kwargs.setdefault("label", _("What shows it"))
    kwargs.setdefault("help_text", _("A figure, a report or an example that shows it."))
    return forms.CharField(required=False, max_length=MOST_EVIDENCE, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)


class HeavierField(forms.FloatField):
    """How heavily something weighs beside others: more than nothing."""

    default_error_messages = {
        "min_value": _("A weight is more than 0. Leave out what does not count at all."),
        "max_value": _("A weight is at most 100."),
    }

    def __init__(self, **kwargs):
        super().__init__(min_value=0.01, max_value=100, localize=True, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})
        self.widget.is_localized = True

    def prepare_value(self, value):
        return int(value) if isinstance(value, float) and value.is_integer() else value


class StartForm(PickForm):
    """Of which unit, or blank of the whole organisation, and in which year."""

    unit = UnitField(label=_("Unit"), required=False, help_text=_("Leave blank for the whole organisation."))
    period: forms.Field = forms.ModelChoiceField(label=_("Period"), queryset=None, empty_label=None)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["period"].queryset = periods_to_choose().filter(parent=None)


class InviteForm(PickForm):
    """Whom one invites: `offered` are the people who are listed, anybody else is found by name."""

    people: forms.Field = TickedField(label=_("People"), queryset=None, required=False)
    other = PersonField(label=_("Somebody else"), required=False)

    def __init__(self, *args, actor, offered, **kwargs):
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["people"].queryset = Person.objects.filter(pk__in=[person.pk for person in offered])

    def clean(self):
        given = super().clean()
        chosen = {person.pk: person for person in (*(given.get("people") or ()), given.get("other")) if person}
        if not chosen and not self.errors:
            raise forms.ValidationError(_("Choose at least one person."))
        given["everybody"] = list(chosen.values())
        return given


class ContributionForm(forms.Form):
    """One contribution: quick to write, the evidence may come later."""

    kind = forms.ChoiceField(choices=Kind.choices, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Contribution"), max_length=length_of(Contribution, "text"))
    evidence = evidence_field()


class ChangeContributionForm(ContributionForm):
    kind = forms.ChoiceField(label=_("List"))
    version = VersionField()

    field_order = ("text", "evidence", "kind", "version")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, name_of(kind)) for kind in Kind.values]


class MergeForm(forms.Form):
    """Contributions of one list that become one factor."""

    chosen = forms.TypedMultipleChoiceField(coerce=int, required=False)
    into = forms.TypedChoiceField(label=_("Into"), coerce=int, empty_value=None, required=False)
    text = forms.CharField(
        label=_("In words"),
        max_length=length_of(Factor, "text"),
        required=False,
        help_text=_("Leave blank to take the words of the first one you ticked."),
    )
    evidence = evidence_field(help_text=_("Leave blank to take the evidence of the contributions."))

    def __init__(self, *args, quadrant, apart=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.apart = apart
        choices: dict = self.fields
        choices["chosen"].choices = [(one.pk, one.text) for one in quadrant.loose]
        choices["into"].choices = [
            ("", _("a new factor")),
            *((ranked.factor.pk, f"{ranked.code} {ranked.factor.text}") for ranked in quadrant.ranked),
        ]

    def clean(self):
        given = super().clean()
        if self.apart and not self.errors:
            if not given.get("chosen"):
                self.add_error(None, _("Tick the contributions that each become a factor."))
            if given.get("into") or given.get("text") or given.get("evidence"):
                self.add_error(
                    None, _("Each keeps its own words: leave the fields below blank, or merge them into one.")
                )
        if given.get("into") and not given.get("chosen") and not self.errors:
            self.add_error(None, _("Tick what you want to merge into that factor."))
        if given.get("into") and given.get("text"):
            self.add_error(
                "text",
                _("These words are for a new factor. Empty this field, or change the words of the factor itself."),
            )
        return given


class FactorForm(forms.Form):
    """The words and the evidence of a factor; how heavily it weighs, when it stands outside."""

    text = forms.CharField(label=_("Factor"), max_length=length_of(Factor, "text"))
    evidence = evidence_field()
    weight = HeavierField(
        label=_("Weight in the matrix"), help_text=_("1 is ordinary; 2 counts twice as heavily as the others.")
    )
    version = VersionField()

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        if kind not in EXTERNAL:
            del self.fields["weight"]
