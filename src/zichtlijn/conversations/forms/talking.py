"""The appointment, what both write, signing it, and moments."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zichtlijn.conversations.models import Meeting, Step
from zichtlijn.conversations.permissions import can_note_moment
from zichtlijn.conversations.questions import questions_for
from zichtlijn.conversations.states import Answer, Tone
from zichtlijn.organisation.forms import DayField, PersonField, PickForm
from zichtlijn.ui.fields import text_field
from zichtlijn.ui.versions import VersionedForm, VersionField
from zichtlijn.ui.wording import write_full_date


class _Autosaved(VersionedForm):
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


class MeetingForm(VersionedForm):
    """When and where both meet. Version 0: there was no appointment yet, and two may make the first one at once."""

    version = VersionField()
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

    looking_back = text_field("", required=False)
    looking_ahead = text_field("", required=False)
    needs = text_field("", required=False)

    def __init__(self, *args, kind: str, side: str, **kwargs):
        super().__init__(*args, **kwargs)
        for name, question in zip(("looking_back", "looking_ahead", "needs"), questions_for(kind, side), strict=True):
            self.fields[name].label = question


class ReportForm(_Autosaved):
    """What was said, and what follows."""

    discussed = text_field(
        _("What was discussed"),
        _("Write down what both said, also where you see it differently."),
        rows=10,
        required=False,
    )
    conclusion = text_field(_("Conclusion"), _("What you take along from it. No score."), rows=4, required=False)


class AnswerForm(VersionedForm):
    """Signing a report."""

    answer = forms.ChoiceField(
        label=_("You sign"),
        choices=[
            (Answer.SEEN, _("Seen: I have read it. That is not the same as agreeing.")),
            (Answer.AGREED, _("Agreed: this is what we discussed and agreed.")),
        ],
        widget=forms.RadioSelect,
    )
    remarks = text_field(
        _("Your own remarks"), _("They belong to the report and stay with it."), rows=5, required=False
    )


class AddendumForm(forms.Form):
    """Something to add to a final report."""

    text = text_field(_("What do you add?"), _("It is put under the report with your name and today's date."), rows=5)


class SendForm(VersionedForm):
    """Which report was read before it is sent, with marks of what is agreed in it and what it says of earlier."""

    agreed = forms.CharField(widget=forms.HiddenInput, required=False)
    said = forms.CharField(widget=forms.HiddenInput, required=False)


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
    text = text_field(_("What happened?"), _("What you saw, without a verdict on the person."), rows=4)

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
