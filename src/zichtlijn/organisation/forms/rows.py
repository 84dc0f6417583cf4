"""What people fill in about units, positions, projects, people, placements and periods."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zichtlijn.organisation.forms.picks import Layout, PersonField, PickForm, PositionField, UnitField
from zichtlijn.organisation.models import Period, Person, Position, Project, Unit
from zichtlijn.ui.days import DayField
from zichtlijn.ui.versions import VersionedForm

FIRST_YEAR, LAST_YEAR = 1950, 2100


class KeyedForm(PickForm):
    """A form with a code that nothing else of its kind may have."""

    model: type = Unit
    key = forms.CharField(
        label=_("Code"),
        max_length=50,
        required=False,
        help_text=_("What this is called in files you import. Leave empty to make a code from the name."),
    )

    def __init__(self, *args, row=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row

    def clean_key(self):
        key = self.cleaned_data["key"]
        if not key and self.row is not None:
            return self.row.key
        taken = self.model.objects.filter(key__iexact=key).exclude(pk=self.row.pk if self.row else None)
        if key and taken.exists():
            raise forms.ValidationError(_("This code is taken. Choose another one."), code="taken")
        return key


class UnitForm(KeyedForm):
    model = Unit
    name = forms.CharField(label=_("Name"), max_length=200)
    head = PersonField(label=_("Head"), required=False, help_text=_("Who leads it, and may look after its objectives."))
    field_order = ["name", "parent", "head", "key"]


class NewUnitForm(UnitForm):
    parent = UnitField(label=_("Part of"), required=False, help_text=_("Leave empty to put it at the top."))


class ChangeUnitForm(UnitForm, VersionedForm):
    pass


class MoveUnitForm(PickForm, VersionedForm):
    parent = UnitField(label=_("Moves under"), required=False, help_text=_("Leave empty to put it at the top."))


class EndForm(PickForm):
    """The last day of something."""

    ends_on = DayField(label=_("Last day"), initial=timezone.localdate)


class PositionForm(KeyedForm):
    model = Position
    name = forms.CharField(label=_("Name"), max_length=200)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What this position is for."),
    )
    field_order = ["name", "description", "key"]


class ChangePositionForm(PositionForm, VersionedForm):
    pass


class Dated(forms.Form):
    """A first and a last day, in that order."""

    def clean(self):
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", forms.ValidationError(_("The last day is before the first day."), code="order"))
        return cleaned


class ProjectForm(Dated, KeyedForm):
    model = Project
    name = forms.CharField(label=_("Name"), max_length=200)
    description = forms.CharField(
        label=_("Description"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    leader = PersonField(
        label=_("Project leader"), required=False, help_text=_("Looks after the objectives of the project.")
    )
    unit = UnitField(label=_("Unit"), required=False)
    starts_on = DayField(label=_("From"), required=False)
    ends_on = DayField(label=_("Until"), required=False)
    layout = (("name",), ("description",), ("leader", "unit"), ("starts_on", "ends_on"), ("key",))


class ChangeProjectForm(ProjectForm, VersionedForm):
    pass


class PersonForm(KeyedForm):
    model = Person
    given_name = forms.CharField(label=_("Given name"), max_length=100)
    family_prefix = forms.CharField(label=_("Prefix"), max_length=30, required=False, help_text=_("de, van der"))
    family_name = forms.CharField(label=_("Family name"), max_length=100)
    key = forms.CharField(label=_("Personnel number"), max_length=50)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    starts_on = DayField(label=_("In service from"), required=False)
    layout: Layout = (("given_name", "family_prefix", "family_name"), ("key", "email"), ("starts_on",))


class NewPersonForm(PersonForm):
    """Somebody new, with where they will work: the first placement may be left for later."""

    unit = UnitField(label=_("Unit"), required=False)
    position = PositionField(label=_("Position"), required=False)
    line_manager = PersonField(label=_("Line manager"), required=False)
    layout = (*PersonForm.layout[:2], ("starts_on", "line_manager"), ("unit", "position"))

    def clean(self):
        cleaned = super().clean()
        placed = [name for name in ("unit", "position", "line_manager") if cleaned.get(name)]
        if placed and not self.errors:
            for name in ("unit", "position"):
                if not cleaned.get(name):
                    self.add_error(name, forms.ValidationError(_("A placement needs a unit and a position."), "needed"))
            if not cleaned.get("starts_on"):
                self.add_error("starts_on", forms.ValidationError(_("A placement needs a first day."), "needed"))
        return cleaned


class ChangePersonForm(PersonForm, VersionedForm):
    pass


#: A last day that lies further back is asked about once more.
LONG_AGO = timedelta(days=31)


class EndPersonForm(EndForm):
    successor = PersonField(
        label=_("Line manager from then on"),
        required=False,
        help_text=_("For the people who report to this person now."),
    )
    is_sure = forms.BooleanField(label=_("That day is right"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields["is_sure"]  # only asked when there is something to be sure of

    def clean(self):
        cleaned = super().clean()
        is_sure, last = cleaned.pop("is_sure", False), cleaned.get("ends_on")
        if last is None or last >= timezone.localdate() - LONG_AGO:
            del self.fields["is_sure"]
        elif not is_sure:
            said = _("More than a month ago: what is kept goes some years after it. Tick this if it is right.")
            self.add_error("is_sure", forms.ValidationError(said, code="long_ago"))
        return cleaned


class PlacementForm(Dated, PickForm):
    unit = UnitField(label=_("Unit"))
    position = PositionField(label=_("Position"))
    line_manager = PersonField(
        label=_("Line manager"), required=False, help_text=_("Leave empty if the line starts here.")
    )
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"), required=False, help_text=_("The last day. Leave empty if it has no end."))

    layout = (("unit", "position"), ("line_manager",), ("starts_on", "ends_on"))


class PlaceHereForm(PlacementForm):
    """Somebody in the unit whose page one comes from."""

    person = PersonField(label=_("Person"))
    unit = None  # type: ignore[assignment]

    layout = (("person", "position"), ("line_manager",), ("starts_on", "ends_on"))


class ChangePlacementForm(PlacementForm, VersionedForm):
    pass


class YearForm(PickForm):
    year = forms.IntegerField(
        label=_("Year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    parts = forms.ChoiceField(
        label=_("Divide into"),
        required=False,
        choices=[
            (Period.Kind.TERTIAL.value, _("three tertials of four months")),
            (Period.Kind.QUARTER.value, _("four quarters")),
            ("", _("nothing: the year as a whole")),
        ],
        widget=forms.RadioSelect,
        initial=Period.Kind.TERTIAL.value,
    )


class PeriodForm(Dated, PickForm, VersionedForm):
    name = forms.CharField(label=_("Name"), max_length=50)
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"))
    layout = (("name",), ("starts_on", "ends_on"))


class PeopleFilter(PickForm):
    """What the list of people can be narrowed by."""

    q = forms.CharField(
        label=_("Name"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    unit = UnitField(label=_("Unit, with all below it"), required=False)
    position = PositionField(label=_("Position"), required=False)
