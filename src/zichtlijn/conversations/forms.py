"""What one fills in about cycles, conversations and moments."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zichtlijn.conversations.models import Agreement, Meeting, Step
from zichtlijn.conversations.permissions import can_note_moment
from zichtlijn.conversations.questions import questions_for
from zichtlijn.conversations.states import AgreementKind, Answer, Consent, Kind, Outcome, Tone
from zichtlijn.organisation.forms import DayField, PersonField, PickForm, UnitField
from zichtlijn.organisation.models import Period
from zichtlijn.ui.wording import write_full_date

#: So long a text may be.
LONGEST = 20_000


def _text(label, help_text="", rows=6, **more):
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


class _Versioned(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class CycleForm(PickForm):
    """For whom and when, and what the works council said."""

    name = forms.CharField(label=_("Name"), max_length=200)
    period = forms.ChoiceField(label=_("Period"))
    unit = UnitField(
        label=_("For whom"),
        required=False,
        blank=_("The whole organisation"),
        help_text=_("Everybody in this unit and below it. Leave empty for the whole organisation."),
    )
    consent = forms.ChoiceField(
        label=_("Works council"),
        required=False,
        choices=[("", _("Not asked yet")), *Consent.choices],
        help_text=_("A cycle with an appraisal can only start with the consent of the works council, if there is one."),
    )
    consent_on = DayField(label=_("Date of the consent"), required=False)
    consent_document = forms.CharField(
        label=_("Document"), required=False, max_length=300, help_text=_("In which letter or minutes it stands.")
    )
    consent_scope = _text(_("What the consent is about"), rows=3, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, initial=1)

    def __init__(self, *args, periods: list[Period], cycle=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.periods = {str(period.pk): period for period in periods}
        choices = [(pk, period.name) for pk, period in self.periods.items()]
        self.fields["period"].choices = choices  # type: ignore[attr-defined]
        if cycle is not None and cycle.state != "draft":
            del self.fields["period"], self.fields["unit"]

    def clean_period(self):
        return self.periods[self.cleaned_data["period"]]

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


class StepForm(_Versioned):
    """One conversation of the cycle."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    opens_on = DayField(label=_("Opens on"))
    closes_on = DayField(label=_("Closes on"))
    response_days = forms.IntegerField(
        label=_("Days to answer the report"),
        min_value=1,
        max_value=90,
        initial=14,
        help_text=_("So long somebody has to sign the report and to write remarks."),
    )

    def __init__(self, *args, step: Step | None = None, is_running=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.step = step
        if is_running:
            del self.fields["kind"], self.fields["opens_on"]
            self.fields["closes_on"].help_text = _("The cycle is running: a step can be given more time, not less.")

    def clean(self):
        given = super().clean()
        opens_on = given.get("opens_on") or (self.step.opens_on if self.step else None)
        if opens_on and given.get("closes_on") and given["closes_on"] < opens_on:
            self.add_error("closes_on", _("The last day is before the first day."))
        return given


class _Autosaved(_Versioned):
    #: Another tab was first, and one chose to keep these words: the version that they replace.
    replace = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    #: … or one chose the words of the other tab.
    take = forms.BooleanField(widget=forms.HiddenInput, required=False)

    @property
    def texts(self) -> dict[str, str]:
        """The words to keep; of two tabs only those of the fields in which one typed here."""
        if self.cleaned_data["take"]:
            return {}
        posted: Any = self.data
        aside, mine = {"version", "replace", "take"}, posted.getlist("mine")
        words = {name: value for name, value in self.cleaned_data.items() if name not in aside}
        return {name: words[name] for name in words if name in mine} if self.cleaned_data["replace"] and mine else words

    def changed_beside(self, kept) -> list[str]:
        """Widgets of the fields that stay as the other tab left them, to put in the place of those on the page."""
        if not (self.cleaned_data["replace"] or self.cleaned_data["take"]):
            return []
        names = [field.name for field in self.visible_fields() if field.name not in self.texts]
        posted: Any = self.data
        self.data = shown = posted.copy()
        for name in names:
            shown[name] = getattr(kept, name)
        return [self[name].as_widget(attrs={"hx-swap-oob": "true"}) for name in names]

    @property
    def based_on(self) -> int:
        """The version that these words replace."""
        return self.cleaned_data["replace"] or self.cleaned_data["version"]


#: Minutes that one can choose for a conversation.
LENGTHS = (30, 45, 60, 90, 120)


class MeetingForm(_Versioned):
    """When and where both meet. Version 0: there was no appointment yet, and two may make the first one at once."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    day = DayField(label=_("Which day"))
    time = forms.TimeField(label=_("From"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    minutes = forms.TypedChoiceField(label=_("How long"), coerce=int)
    place = forms.CharField(
        label=_("Where"),
        required=False,
        max_length=200,
        help_text=_("A room, or the link of a video call. It stands in the calendars of both: write nothing personal."),
    )

    def __init__(self, *args, step: Step, **kwargs):
        super().__init__(*args, **kwargs)
        words = {"first": write_full_date(step.opens_on), "last": write_full_date(step.closes_on)}
        self.fields["day"].help_text = (
            _("From %(first)s to %(last)s. Leave each other a week or two to prepare.") % words
        )
        lengths = sorted({*LENGTHS, self.initial.get("minutes", 60)})
        self.fields["minutes"].choices = [(n, _("%(n)s minutes") % {"n": n}) for n in lengths]  # type: ignore[attr-defined]

    @property
    def appointment(self) -> dict:
        """What is agreed, with the moment in the time zone of the program."""
        given = dict(self.cleaned_data)
        moment = datetime.combine(given.pop("day"), given.pop("time"))
        return {**given, "starts_at": timezone.make_aware(moment)}


def meeting_initial(meeting: Meeting | None) -> dict:
    """What the form begins with."""
    if meeting is None:
        return {"version": 0, "minutes": 60}
    starts_at = timezone.localtime(meeting.starts_at)
    kept = {name: getattr(meeting, name) for name in ("version", "minutes", "place")}
    return {**kept, "day": starts_at.date(), "time": starts_at.time()}


class PreparationForm(_Autosaved):
    """Three questions, by kind and side."""

    looking_back = _text("", required=False)
    looking_ahead = _text("", required=False)
    needs = _text("", required=False)

    def __init__(self, *args, kind: str, side: str, **kwargs):
        super().__init__(*args, **kwargs)
        for name, question in zip(("looking_back", "looking_ahead", "needs"), questions_for(kind, side), strict=True):
            self.fields[name].label = question


class ReportForm(_Autosaved):
    """What was said, and what follows."""

    discussed = _text(
        _("What was discussed"),
        _("Write down what both said, also where you see it differently."),
        rows=10,
        required=False,
    )
    conclusion = _text(_("Conclusion"), _("What you take along from it. No score."), rows=4, required=False)


class AnswersForm(forms.Form):
    """What came of each earlier agreement; empty: it stays open."""

    def __init__(self, *args, agreements: list[Agreement], said: dict, **kwargs):
        super().__init__(*args, **kwargs)
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
        given = self.cleaned_data
        return {row.pk: (given[f"outcome_{row.pk}"], given[f"remark_{row.pk}"]) for row in self.agreements}


class AgreementForm(_Versioned):
    """Something that is agreed."""

    kind = forms.ChoiceField(label=_("Kind"), choices=AgreementKind.choices)
    text = _text(
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
    means = _text(_("Means and support"), _("Time, budget, training, help of somebody."), rows=2, required=False)

    def __init__(self, *args, objectives, first=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.first = first
        self.objectives = {str(objective.pk): objective for objective in objectives}
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
        if given.get("weight") and given.get("kind") not in (AgreementKind.RESULT, AgreementKind.PROJECT):
            self.add_error("weight", _("Only results and projects have a weight."))
        return given


class AnswerForm(_Versioned):
    """Signing a report."""

    answer = forms.ChoiceField(
        label=_("You sign"),
        choices=[
            (Answer.SEEN, _("Seen: I have read it. That is not the same as agreeing.")),
            (Answer.AGREED, _("Agreed: this is what we discussed and agreed.")),
        ],
        widget=forms.RadioSelect,
    )
    remarks = _text(_("Your own remarks"), _("They belong to the report and stay with it."), rows=5, required=False)


class AddendumForm(forms.Form):
    """Something to add to a final report."""

    text = _text(_("What do you add?"), _("It is put under the report with your name and today's date."), rows=5)


class SendForm(_Versioned):
    """Which report was read before it is sent."""


class LookForm(forms.Form):
    """What HR looks for."""

    purpose = forms.CharField(
        label=_("What do you need it for?"),
        max_length=200,
        help_text=_("It is written down, and the employee can read it in their own data."),
    )


class MomentForm(PickForm):
    """Something of a day that is worth coming back to."""

    about = PersonField(
        label=_("About whom"), required=False, blank=_("Yourself"), within="line", help_text=_("Leave empty: yourself.")
    )
    tone = forms.ChoiceField(label=_("Kind"), choices=Tone.choices, widget=forms.RadioSelect, initial=Tone.POSITIVE)
    happened_on = DayField(label=_("Which day"))
    text = _text(_("What happened?"), _("What you saw, without a verdict on the person."), rows=4)

    def __init__(self, *args, leads: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not leads:
            del self.fields["about"]

    def clean_about(self):
        about = self.cleaned_data["about"]
        if about is not None and not can_note_moment(self.actor, about):
            raise forms.ValidationError(_("You note moments about yourself, and about the people you lead today."))
        return about

    def clean_happened_on(self):
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has yet to come. Note a moment afterwards."))
        return day
