"""What one fills in about a development plan, and about study costs."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zichtlijn.competencies.models import Competency
from zichtlijn.development.models import LearningActivity, LearningGoal, StudyAgreement
from zichtlijn.development.queries.pages import TEXTS
from zichtlijn.development.states import ActivityState, GoalState, RequiredBy, Way
from zichtlijn.objectives.models import Objective
from zichtlijn.organisation.forms import DayField, PersonField, PickForm, UnitField
from zichtlijn.ui.fields import text_field
from zichtlijn.ui.money import MoneyField
from zichtlijn.ui.versions import VersionField

MOST_HOURS, MOST_MONEY = 99_999, 99_999_999


def _hours(label, **more):
    return forms.DecimalField(
        label=label, min_value=0, max_value=MOST_HOURS, decimal_places=1, localize=True, required=False, **more
    )


def _money(label, **more):
    return MoneyField(label=label, max_value=MOST_MONEY, **more)


class _Versioned(forms.Form):
    version = VersionField()

    def given(self) -> dict[str, Any]:
        """What was filled in, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class TextsForm(_Versioned):
    """Who one is, what one does, what one wishes for."""

    #: Another tab was first, and one chose to keep these words: the version that they replace.
    replace = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    strengths = text_field(_("Who am I, and what am I good at?"), required=False)
    work = text_field(_("What is my work now, and how do I like it?"), required=False)
    wishes = text_field(_("What do I wish for: in this job, or in another?"), required=False)

    @property
    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TEXTS}

    @property
    def based_on(self) -> int:
        """The version that these words replace."""
        return self.cleaned_data["replace"] or self.cleaned_data["version"]


class GoalForm(_Versioned):
    """Something to learn: for a competency, an objective, both, or a wish of one's own."""

    title = forms.CharField(label=_("What do you want to learn?"), max_length=200)
    why = text_field(_("Why?"), _("What it brings you, and what others will notice of it."), rows=3, required=False)
    competency = forms.ChoiceField(
        label=_("Competency"), required=False, help_text=_("If it is about a competency of the framework.")
    )
    from_level = forms.TypedChoiceField(label=_("From level"), required=False, coerce=int, empty_value=None)
    to_level = forms.TypedChoiceField(label=_("To level"), required=False, coerce=int, empty_value=None)
    objective = forms.ChoiceField(
        label=_("Personal objective"), required=False, help_text=_("If you need it for one of your objectives.")
    )
    state = forms.ChoiceField(label=_("State"), choices=GoalState.choices)

    def __init__(
        self,
        *args,
        competencies: list[Competency],
        objectives: list[Objective],
        levels: list[str],
        goal: LearningGoal | None = None,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.competencies = {str(row.pk): row for row in competencies}
        self.objectives = {str(row.pk): row for row in objectives}
        fields: dict[str, Any] = self.fields
        groups: dict[str, list[tuple[str, str]]] = {}
        for pk, row in self.competencies.items():
            groups.setdefault(row.group, []).append((pk, row.name))
        fields["competency"].choices = [("", "–"), *groups.items()]
        named = [(number, f"{number} · {name}") for number, name in enumerate(levels, start=1)]
        for name in ("from_level", "to_level"):
            fields[name].choices = [("", "–"), *named]
        fields["objective"].choices = [("", "–"), *((pk, row.title) for pk, row in self.objectives.items())]
        if not competencies:
            del fields["competency"], fields["from_level"], fields["to_level"]
        if not objectives:
            del fields["objective"]
        if goal is None:
            del fields["state"]

    @staticmethod
    def initial_of(goal: LearningGoal) -> dict[str, Any]:
        names = ("title", "why", "from_level", "to_level", "state", "version")
        links = {"competency": str(goal.competency_id or ""), "objective": str(goal.objective_id or "")}
        return {name: getattr(goal, name) for name in names} | links

    def clean_competency(self):
        return self.competencies.get(self.cleaned_data["competency"])

    def clean_objective(self):
        return self.objectives.get(self.cleaned_data["objective"])

    def clean(self):
        given = super().clean()
        first, last = given.get("from_level"), given.get("to_level")
        if (first or last) and "competency" in self.fields and not given.get("competency"):
            self.add_error("competency", _("Choose the competency that these levels are of."))
        if first and last and last <= first:
            self.add_error("to_level", _("This level is not above the one where you begin."))
        return given


class ActivityForm(_Versioned):
    """What one does for a goal."""

    way = forms.ChoiceField(
        label=_("How do you learn?"),
        choices=[
            (Way.WORKING, _("While working: a task, a project, taking over something (70)")),
            (Way.TOGETHER, _("With others: feedback, coaching, going along with a colleague (20)")),
            (Way.COURSE, _("In a course: training, study, reading (10)")),
        ],
        widget=forms.RadioSelect,
        initial=Way.WORKING,
    )
    text = text_field(_("What do you do?"), rows=2, longest=2000)
    due_on = DayField(label=_("Ready on"), required=False)
    hours = _hours(_("Hours"), help_text=_("All hours together, also those at work."))
    budget = _money(_("Budget (€)"), required=False)
    support = text_field(
        _("Support you ask"), _("Of your manager or a colleague."), rows=2, longest=2000, required=False
    )
    state = forms.ChoiceField(label=_("State"), choices=ActivityState.choices)
    evidence = text_field(
        _("What shows it?"), _("What came of it, or where one sees it."), rows=2, longest=4000, required=False
    )
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")

    def __init__(self, *args, activity: LearningActivity | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.known_day = activity.due_on if activity else None
        if activity is None:
            for name in ("state", "evidence", "link"):
                del self.fields[name]

    def clean(self):
        told = super().clean()
        day = told.get("due_on")
        is_new = day and day != self.known_day and told.get("state") != ActivityState.DONE
        if is_new and day < timezone.localdate():
            self.add_error("due_on", _("That day is over. Choose today or a later day, or leave it empty."))
        return told

    @staticmethod
    def initial_of(activity: LearningActivity) -> dict[str, Any]:
        names = ("way", "text", "due_on", "hours", "budget", "support", "state", "evidence", "link", "version")
        return {name: getattr(activity, name) for name in names}


class ReviewForm(forms.Form):
    """A day on which one looks again."""

    due_on = DayField(label=_("On which day do you look at your plan again?"))


class RemarkForm(forms.Form):
    """Something to say of a goal."""

    text = text_field(_("What do you want to say?"), rows=3, longest=4000)


class AgreeForm(forms.Form):
    """What the manager agrees to, and which goal was read."""

    hours = _hours(_("Hours at work that you agree to"))
    budget = _money(_("Budget that you agree to (€)"), required=False)
    support = text_field(
        _("What you agree to besides"), _("Help, time in the schedule, somebody to learn from."), rows=3,
        longest=4000, required=False,
    )  # fmt: skip
    revision = VersionField()


# study costs ------------------------------------------------------------------------------------------------------


class StudyForm(_Versioned):
    """What the employer pays of a training, and what is paid back by who leaves."""

    training = forms.CharField(label=_("Training"), max_length=200)
    required_by = forms.ChoiceField(
        label=_("Does anybody require it?"),
        choices=RequiredBy.choices,
        widget=forms.RadioSelect,
        initial=RequiredBy.NONE,
        help_text=_("Training that law or collective agreement requires for the job is free for the employee."),
    )
    amount = _money(_("Costs (€)"))
    starts_on = DayField(label=_("Begins on"))
    ends_on = DayField(label=_("Ends on"))
    months = forms.IntegerField(
        label=_("Months of repayment"),
        min_value=0,
        max_value=60,
        help_text=_(
            "Who leaves by choice in these months after the training pays back what is left: every month an equal part "
            "less. 0: nothing is paid back."
        ),
    )
    terms = text_field(_("Further terms"), rows=3, longest=4000, required=False)

    @staticmethod
    def initial_of(agreement: StudyAgreement) -> dict[str, Any]:
        names = ("training", "required_by", "amount", "starts_on", "ends_on", "months", "terms", "version")
        return {name: getattr(agreement, name) for name in names}

    def clean(self):
        given = super().clean()
        if given.get("starts_on") and given.get("ends_on") and given["ends_on"] < given["starts_on"]:
            self.add_error("ends_on", _("The last day is before the first day."))
        return given


class NewStudyForm(PickForm):
    """For whom an agreement is drawn up."""

    person = PersonField(label=_("Employee"))


class SignForm(_Versioned):
    """Which agreement was read before it is offered or signed."""


class NeedsForm(PickForm):
    """Of which unit the needs are shown."""

    unit = UnitField(label=_("Unit"), required=False, blank=_("The whole organisation"))
