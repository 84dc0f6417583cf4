"""What one fills in about 360 feedback: what is asked, whom, and the answers."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zichtlijn.calculations.feedback import HIGH, LOW
from zichtlijn.competencies.models import Competency
from zichtlijn.feedback.models import AskedBehaviour, FeedbackRequest, FeedbackRound
from zichtlijn.feedback.states import ASKED, FEWEST_BEHAVIOURS, FEWEST_DAYS, MOST_BEHAVIOURS, MOST_DAYS, Group
from zichtlijn.organisation.forms import DayField, PersonField, PickForm
from zichtlijn.ui.versions import VersionedForm

#: So many letters fit in a behaviour, and in what one says in words.
BEHAVIOUR, WORDS = 300, 2000
#: What stands before the number of a competency or a behaviour in the name of a field.
CHOSEN, BEHAVIOURS, ANSWER = "chosen-", "behaviours-", "answer-"
#: What a rater chooses who cannot judge a behaviour.
CANNOT = "x"
SCALE = [str(number) for number in range(LOW, HIGH + 1)]


class SetUpForm(VersionedForm):
    """Which competencies are asked, with the behaviours of each, one a line; and the last day to answer."""

    closes_on = DayField(label=_("Answers until and including"), required=False)

    def __init__(
        self,
        *args,
        round_: FeedbackRound,
        competencies: list[Competency],
        chosen: dict[int, list[str]],
        offered: dict[int, list[str]],
        **kwargs,
    ):
        initial: dict[str, Any] = {"version": round_.version, "closes_on": round_.closes_on}
        for one in competencies:
            initial[f"{CHOSEN}{one.pk}"] = one.pk in chosen
            initial[f"{BEHAVIOURS}{one.pk}"] = "\n".join(chosen.get(one.pk) or offered.get(one.pk, []))
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.competencies = competencies
        fields: dict[str, Any] = self.fields
        for one in competencies:
            fields[f"{CHOSEN}{one.pk}"] = forms.BooleanField(label=one.name, required=False)
            fields[f"{BEHAVIOURS}{one.pk}"] = forms.CharField(
                label=_("Behaviours: %(name)s") % {"name": one.name},
                required=False,
                max_length=MOST_BEHAVIOURS * BEHAVIOUR + 100,
                widget=forms.Textarea(attrs={"rows": 5}),
            )

    @property
    def rows(self):
        """Each competency with its two fields, and whether its behaviours are shown at once."""
        for one in self.competencies:
            chosen = self[f"{CHOSEN}{one.pk}"]
            yield one, chosen, self[f"{BEHAVIOURS}{one.pk}"], bool(chosen.value())

    def clean_closes_on(self):
        day, today = self.cleaned_data["closes_on"], timezone.localdate()
        if day and not today + timedelta(FEWEST_DAYS) <= day <= today + timedelta(MOST_DAYS):
            sentence = _("Choose a last day to answer that lies %(from)s to %(to)s days ahead.")
            raise forms.ValidationError(sentence % {"from": FEWEST_DAYS, "to": MOST_DAYS})
        return day

    def clean(self):
        told: dict[int, list[str]] = {}
        for one in self.competencies:
            if not self.cleaned_data.get(f"{CHOSEN}{one.pk}"):
                continue
            name = f"{BEHAVIOURS}{one.pk}"
            lines = [line.strip() for line in self.cleaned_data.get(name, "").splitlines() if line.strip()]
            if not FEWEST_BEHAVIOURS <= len(lines) <= MOST_BEHAVIOURS:
                self.add_error(name, _("Write three to five behaviours, each on a line of its own."))
            elif max(map(len, lines)) > BEHAVIOUR:
                self.add_error(name, _("A behaviour has at most 300 letters. Make it shorter."))
            told[one.pk] = lines
        self.cleaned_data["behaviours"] = told
        return self.cleaned_data


class RaterForm(PickForm):
    """Somebody to ask, and from which side they look."""

    layout = (("person", "group"),)

    person = PersonField(label=_("Whom do you ask"))
    group = forms.ChoiceField(
        label=_("From which side"), choices=[(one.value, one.label) for one in ASKED], initial=Group.COLLEAGUES
    )


class DayOnlyForm(forms.Form):
    """Another last day."""

    closes_on = DayField(label=_("Answers until and including"))


def kept_answers(request: FeedbackRequest) -> dict[str, Any]:
    """What was kept of an answer, as the form has it."""
    told = {f"{ANSWER}{pk}": CANNOT if answer is None else str(answer) for pk, answer in request.answers.items()}
    return told | {"version": request.version, "keep": request.keep, "change": request.change}


class AnswerForm(VersionedForm):
    """For each behaviour a number or "cannot judge", and what one wants to say in words."""

    keep = forms.CharField(
        label=_("Keep doing"), required=False, max_length=WORDS, widget=forms.Textarea(attrs={"rows": 3})
    )
    change = forms.CharField(
        label=_("Do differently"), required=False, max_length=WORDS, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        *args,
        request: FeedbackRequest,
        behaviours: list[tuple[Competency, list[AskedBehaviour]]],
        sending: bool = False,
        **kwargs,
    ):
        kwargs["initial"] = kept_answers(request)
        super().__init__(*args, **kwargs)
        self.behaviours, self.is_own = behaviours, request.group == Group.SELF
        fields: dict[str, Any] = self.fields
        for _competency, asked in behaviours:
            for one in asked:
                fields[f"{ANSWER}{one.pk}"] = forms.ChoiceField(
                    label=one.text,
                    required=sending,
                    choices=[(step, step) for step in [*SCALE, CANNOT]],
                    error_messages={"required": _("Choose an answer: “cannot judge” is one as well.")},
                )

    @property
    def parts(self):
        """Each competency with its behaviours: the field and what is chosen."""
        for competency, asked in self.behaviours:
            fields = [self[f"{ANSWER}{one.pk}"] for one in asked]
            yield competency, [(field, field.value()) for field in fields]

    def answers(self) -> dict[int, int | None]:
        """Behaviour → answer, of what was chosen."""
        told = {one.pk: self.cleaned_data[f"{ANSWER}{one.pk}"] for _c, asked in self.behaviours for one in asked}
        return {pk: None if answer == CANNOT else int(answer) for pk, answer in told.items() if answer}
