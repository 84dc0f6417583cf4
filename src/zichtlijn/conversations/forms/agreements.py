"""What is agreed, and what came of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.conversations.models import Agreement
from zichtlijn.conversations.queries.agreed import NOTHING, mark_of, marks_of, read_marks
from zichtlijn.conversations.states import WEIGHED, AgreementKind, Outcome
from zichtlijn.organisation.forms import DayField
from zichtlijn.ui.fields import text_field
from zichtlijn.ui.versions import VersionedForm
from zichtlijn.ui.wording import write_full_date


class AnswersForm(forms.Form):
    """What came of each earlier agreement; empty: it stays open.

    The version holds a mark of each row as it stood on this page: only rows that were changed here are written.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    #: Another tab was first, and one chose to keep these words: the marks of those that they replace.
    replace = forms.CharField(widget=forms.HiddenInput, required=False)
    #: … or one chose the words of the other tab.
    take = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, agreements: list[Agreement], said: dict, **kwargs):
        super().__init__(*args, **kwargs)
        #: What another tab said of the same agreements, once this was refused for it.
        self.overtaken: Exception | None = None
        self.agreements = agreements
        for row in agreements:
            answer = said.get(row.pk)
            self.fields[f"outcome_{row.pk}"] = forms.ChoiceField(
                label=_("What came of it"),
                required=False,
                choices=[("", _("Still open")), *Outcome.choices],
                initial=answer.outcome if answer else "",
            )
            self.fields[f"remark_{row.pk}"] = forms.CharField(
                label=_("Remark"), required=False, max_length=2000, initial=answer.remark if answer else ""
            )

    def clean(self):
        given = super().clean()
        for row in self.agreements:
            if given.get(f"remark_{row.pk}") and not given.get(f"outcome_{row.pk}"):
                self.add_error(f"outcome_{row.pk}", _("Choose what came of it: a remark is only kept along with that."))
        return given

    @property
    def rows(self):
        """Each agreement with its two fields."""
        return [(row, self[f"outcome_{row.pk}"], self[f"remark_{row.pk}"]) for row in self.agreements]

    @property
    def answers(self) -> dict[int, tuple[str, str]]:
        """Agreement → outcome and remark."""
        given = self.cleaned_data if self.is_bound else {name: one.initial for name, one in self.fields.items()}
        return {row.pk: (given[f"outcome_{row.pk}"], given[f"remark_{row.pk}"]) for row in self.agreements}

    @property
    def changed(self) -> dict[int, tuple[str, str]]:
        """Those of the rows in which one chose or typed something here."""
        before, nothing = read_marks(self.cleaned_data["version"]), mark_of(*NOTHING)
        return {pk: words for pk, words in self.answers.items() if mark_of(*words) != before.get(pk, nothing)}

    @property
    def marks(self) -> str:
        """The marks of this page: those that came with it, as long as it was not saved."""
        return self["version"].value() if self.is_bound else marks_of(self.answers)

    @property
    def replaced(self) -> dict[int, str]:
        """The marks of what these words replace."""
        return read_marks(self.cleaned_data["replace"] or self.cleaned_data["version"])

    def beside(self, now: dict[int, tuple[str, str]]) -> tuple[str, list[str]]:
        """Once it was saved, the marks of the page, and the fields that get the words of another tab there."""
        mine = self.answers
        if not (self.cleaned_data["replace"] or self.cleaned_data["take"]):
            return marks_of(mine), []
        other = {pk: now.get(pk, NOTHING) for pk, words in mine.items() if now.get(pk, NOTHING) != words}
        posted: Any = self.data
        self.data = shown = posted.copy()
        names = []
        for pk, words in other.items():
            pair = [f"outcome_{pk}", f"remark_{pk}"]
            shown.update(dict(zip(pair, words, strict=True)))
            names += pair
        widgets: list[str] = [self[name].as_widget(attrs={"hx-swap-oob": "true"}) for name in names]
        return marks_of(mine | other), widgets


class AgreementForm(VersionedForm):
    """Something that is agreed."""

    kind = forms.ChoiceField(label=_("Kind"), choices=AgreementKind.choices)
    text = text_field(
        _("What do you agree?"), _("So that both can see later whether it was kept: what, how much, when."), rows=3
    )
    objective = forms.ChoiceField(
        label=_("Objective"),
        required=False,
        help_text=_("The personal objective that it is about. Measures and readings stand there."),
    )
    weight = forms.IntegerField(
        label=_("Weight (%)"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=_(
            "For results, if you weigh them: together 100%. "
            "Next to earlier agreements of the cycle each counts for its share of all weights."
        ),
    )
    due_on = DayField(label=_("Ready on"), required=False)
    means = text_field(_("Means and support"), _("Time, budget, training, help of somebody."), rows=2, required=False)

    def __init__(self, *args, objectives, first=None, now=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.first = first
        #: What it is about now stays a choice, also when that was dropped or moved since.
        self.objectives = {str(one.pk): one for one in (*objectives, *([now] if now else []))}
        choices = [(pk, objective.title) for pk, objective in self.objectives.items()]
        self.fields["objective"].choices = [("", "–"), *choices]

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day and self.first and day < self.first and "due_on" in self.changed_data:
            words = {"day": write_full_date(self.first)}
            raise forms.ValidationError(_("This day is before the conversation opened (%(day)s).") % words)
        return day

    def clean_objective(self):
        return self.objectives.get(self.cleaned_data["objective"])

    def clean(self):
        given = super().clean()
        if given.get("weight") and given.get("kind") not in WEIGHED:
            self.add_error("weight", _("Only results and projects have a weight."))
        return given
