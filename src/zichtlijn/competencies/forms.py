"""What one fills in about competencies: the scale, a competency, the profile of a position, an assessment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.competencies.models import Competency, Framework, Judgement
from zichtlijn.competencies.queries import Asked
from zichtlijn.competencies.states import FEWEST_LEVELS, MOST_LEVELS
from zichtlijn.organisation.forms import DayField, PickForm, UnitField
from zichtlijn.ui.versions import VersionField

TEXT = 4000
#: What stands before the number of a competency or a level in the name of a field.
LEVEL, CORE, EXAMPLE, BEHAVIOUR = "level-", "core-", "example-", "behaviour-"


class MaybeNewForm(forms.Form):
    """A form on something that may not be there yet: then no version was sent."""

    version = VersionField(required=False)


class FrameworkForm(MaybeNewForm):
    """The name of the framework and its levels, one a line."""

    name = forms.CharField(label=_("Name"), max_length=200)
    levels = forms.CharField(
        label=_("Levels"),
        widget=forms.Textarea(attrs={"rows": 7}),
        max_length=600,
        help_text=_("One name a line, from the lowest to the highest; three to seven levels."),
    )

    def __init__(self, *args, framework: Framework | None, **kwargs):
        if framework:
            initial = {name: getattr(framework, name) for name in ("name", "levels", "version")}
            kwargs["initial"] = initial
        super().__init__(*args, **kwargs)

    def clean_levels(self) -> list[str]:
        names = [name.strip() for name in self.cleaned_data["levels"].splitlines() if name.strip()]
        if not FEWEST_LEVELS <= len(names) <= MOST_LEVELS:
            raise forms.ValidationError(_("Write three to seven names, each on a line of its own."))
        if len({name.casefold() for name in names}) < len(names):
            raise forms.ValidationError(_("Each level needs a name of its own."))
        if max(map(len, names)) > 60:
            raise forms.ValidationError(_("A name of a level has at most 60 letters."))
        return names


class CompetencyForm(MaybeNewForm):
    """A competency, and for each level what one sees."""

    name = forms.CharField(label=_("Name"), max_length=120)
    group = forms.CharField(label=_("Group"), max_length=120, help_text=_("Competencies of one group stand together."))
    description = forms.CharField(
        label=_("Description"), required=False, max_length=TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, levels: list[str], competency: Competency | None = None, behaviours=None, **kwargs):
        if competency:
            names = ("name", "group", "description", "version")
            kwargs["initial"] = {name: getattr(competency, name) for name in names} | {
                f"{BEHAVIOUR}{level}": text for level, text in (behaviours or {}).items()
            }
        super().__init__(*args, **kwargs)
        self.levels = levels
        fields: dict[str, Any] = self.fields
        for number, name in enumerate(levels, start=1):
            fields[f"{BEHAVIOUR}{number}"] = forms.CharField(
                label=f"{number}. {name}",
                required=False,
                max_length=TEXT,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def behaviour_fields(self):
        return [self[f"{BEHAVIOUR}{number}"] for number in range(1, len(self.levels) + 1)]

    def given(self) -> dict[str, Any]:
        """What the action takes, besides the version."""
        told = self.cleaned_data
        behaviours = {number: told[f"{BEHAVIOUR}{number}"] for number in range(1, len(self.levels) + 1)}
        return {name: told[name] for name in ("name", "group", "description")} | {"behaviours": behaviours}


def _choices(levels: list[str], empty) -> list[tuple]:
    return [("", empty), *((number, f"{number} · {name}") for number, name in enumerate(levels, start=1))]


class ProfileForm(MaybeNewForm):
    """For each competency the level that a position requires, and whether it is core; from a day on."""

    from_on = DayField(label=_("From"), help_text=_("The day on which this begins to hold."))

    def __init__(self, *args, levels: list[str], competencies: list[Competency], **kwargs):
        super().__init__(*args, **kwargs)
        self.competencies = competencies
        fields: dict[str, Any] = self.fields
        for one in competencies:
            level = forms.TypedChoiceField(
                label=one.name,
                required=False,
                coerce=int,
                empty_value=None,
                choices=_choices(levels, _("not required")),
            )
            fields[f"{LEVEL}{one.pk}"] = level
            fields[f"{CORE}{one.pk}"] = forms.BooleanField(label=_("core"), required=False)

    @property
    def rows(self):
        """Each competency with its two fields."""
        return [(one, self[f"{LEVEL}{one.pk}"], self[f"{CORE}{one.pk}"]) for one in self.competencies]

    def required(self) -> dict[int, tuple[int, bool]]:
        told = self.cleaned_data
        return {
            one.pk: (told[f"{LEVEL}{one.pk}"], told[f"{CORE}{one.pk}"])
            for one in self.competencies
            if told[f"{LEVEL}{one.pk}"]
        }


class AssessmentForm(MaybeNewForm):
    """For each competency of the profile a level and an example."""

    def __init__(
        self,
        *args,
        levels: list[str],
        asked: list[Asked],
        behaviours: dict[int, dict[int, str]],
        draft: dict[int, Judgement],
        version: int,
        **kwargs,
    ):
        initial: dict[str, Any] = {"version": version}
        for pk, row in draft.items():
            initial |= {f"{LEVEL}{pk}": row.level or "", f"{EXAMPLE}{pk}": row.example}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.asked, self.levels, self.behaviours = asked, levels, behaviours
        self.kept_examples = {row.example for row in draft.values()}
        fields: dict[str, Any] = self.fields
        for one in asked:
            pk = one.competency.pk
            fields[f"{LEVEL}{pk}"] = forms.TypedChoiceField(
                label=_("Level"), required=False, coerce=int, empty_value=None, choices=_choices(levels, _("not yet"))
            )
            fields[f"{EXAMPLE}{pk}"] = forms.CharField(
                label=_("Example"), required=False, max_length=TEXT, widget=forms.Textarea(attrs={"rows": 2})
            )

    @property
    def rows(self):
        """Each competency with what is asked, what one sees at each level, and its two fields."""
        for one in self.asked:
            pk = one.competency.pk
            seen = self.behaviours.get(pk, {})
            words = [(number, name, seen.get(number, "")) for number, name in enumerate(self.levels, start=1)]
            yield one, words, self[f"{LEVEL}{pk}"], self[f"{EXAMPLE}{pk}"]

    def clean(self):
        """Of a page that is older than the profile, what it says of a competency no longer asked is told, not lost."""
        told = super().clean()
        gone = [text for name, text in self.data.items() if name.startswith(EXAMPLE) and name not in self.fields]
        for text in (text.strip()[:TEXT] for text in gone):
            if text and text not in self.kept_examples:
                sentence = _(
                    "The profile of the position changed, and no longer asks for a competency of which you wrote: "
                    "“%(text)s” Copy that if you want to keep it, and go on."
                )
                self.add_error(None, sentence % {"text": text})
        return told

    def judgements(self) -> dict[int, tuple[int | None, str]]:
        told = self.cleaned_data
        pks = [one.competency.pk for one in self.asked]
        return {pk: (told[f"{LEVEL}{pk}"], told[f"{EXAMPLE}{pk}"]) for pk in pks}


class TeamForm(PickForm):
    """Of which unit the people are shown."""

    unit = UnitField(label=_("Unit"), required=False)
