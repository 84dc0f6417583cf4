"""Form fields for a person, unit, position or project: one types a name or a code, and picks from what is offered.

A plain select does not work for 100,000 people. The field is a text input. With JavaScript it offers names while one
types. Without it the typed text is looked up when the form is sent: a code or the exact name is enough, and when more
than one row is meant, or none exactly, the form comes back with the rows to choose from.

What is sent for a field `owner`: `owner` (the text), and `owner_id` when a row was picked. `owner_id` counts only while
the text still is the name of that row, so that changing the text changes the choice.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.actor import Actor
from zichtlijn.organisation.models import Person, Position, Project, Unit, fold
from zichtlijn.organisation.permissions import can_see_numbers
from zichtlijn.organisation.queries import picks

#: Names of fields, row by row.
Layout = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Typed:
    """What came in for one field."""

    text: str = ""
    pk: str = ""
    choice: str = ""
    choice_for: str = ""


class PickWidget(forms.Widget):
    template_name = "organisation/widgets/pick.html"

    def __init__(self, kind: str, within: str = "", attrs=None):
        super().__init__(attrs)
        self.kind, self.within = kind, within
        self.choices: list[picks.Choice] = []
        #: What was chosen among the choices: it stays chosen when something else in the form is wrong.
        self.picked: Any = None

    def address(self) -> str:
        """Where the names come from that are offered while one types."""
        url = reverse(f"organisation:pick_{self.kind}")
        return f"{url}?within={self.within}" if self.within else url

    def value_from_datadict(self, data, files, name):
        def got(suffix):
            return str(data.get(name + suffix) or "").strip()[:300]

        return Typed(got(""), got("_id"), got("_choice"), got("_choice_for"))

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}_id" not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if isinstance(value, Typed):
            value = self.picked or value
        if isinstance(value, Typed):
            text, pk = value.text, value.pk
        else:
            text, pk = (_name_of(value), value.pk) if value else ("", "")
        context["widget"] |= {
            "text": text,
            "pk": pk,
            "url": self.address(),
            "choices": self.choices,
            "required": self.is_required,
        }
        return context


class PickField(forms.Field):
    """A row of one kind, cleaned to the row itself (or None)."""

    kind = ""
    model: type = Unit
    default_error_messages = {
        "nothing": _("Nothing here is called “%(text)s”."),
        "not_exactly": _("Nothing is called exactly “%(text)s”. Choose one below, or keep typing."),
        "several": _("“%(text)s” can mean more than one. Choose below which you mean."),
        "invalid_choice": _("Choose one from the list."),
    }

    def __init__(self, *, within: str = "", blank="", keeps: bool = False, **kwargs):
        """`within` narrows what may be picked; `blank` says in the field what leaving it empty means.

        With `keeps` the row that stood in the form may stay, though it can no longer be picked: somebody who left.
        """
        self.within, self.keeps = within, keeps
        #: Set by PickForm, with `keeps`: the row that stood in the form.
        self.stood: Any = None
        #: Set by PickForm: whose line and rights count.
        self.actor: Actor | None = None
        kwargs.setdefault("widget", PickWidget(self.kind, within, {"placeholder": blank} if blank else None))
        super().__init__(**kwargs)

    def rows(self):
        """What may be picked."""
        raise NotImplementedError

    def called(self, text: str) -> list:
        """Rows that bear exactly this code or name."""
        return picks.rows_called(self.rows(), text)

    def offered(self, text: str) -> list[picks.Choice]:
        raise NotImplementedError

    def as_choices(self, rows) -> list[picks.Choice]:
        return [picks.Choice(row.pk, row.name, row.key) for row in rows]

    def prepare_value(self, value):
        """For drawing: a row may be given as such or by its id."""
        if value and not isinstance(value, Typed | self.model):
            return self.model.objects.filter(pk=value).first()
        return value

    def clean(self, value):
        row = self._resolve(value) if isinstance(value, Typed) else value
        if row is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return row

    def has_changed(self, initial, data):
        initial_pk = str(getattr(initial, "pk", initial) or "")
        return initial_pk != data.pk or (bool(initial_pk) and not data.text)

    def _resolve(self, typed: Typed):
        if not typed.text:
            return None
        if typed.choice and typed.choice_for == typed.text:
            return self._picked(typed.choice)
        if typed.pk:
            row = self.stood if self.stood and str(self.stood.pk) == typed.pk else self._by_id(typed.pk)
            if row is not None and _same(_name_of(row), typed.text):
                return row
        rows = self.called(typed.text)
        if len(rows) == 1:
            return rows[0]
        if rows:
            self.widget.choices = self.as_choices(rows[: picks.OFFERED])
            raise forms.ValidationError(self.error_messages["several"], code="several", params={"text": typed.text})
        self.widget.choices = self.offered(typed.text)
        code = "not_exactly" if self.widget.choices else "nothing"
        raise forms.ValidationError(self.error_messages[code], code=code, params={"text": typed.text})

    def _picked(self, pk: str):
        row = self._by_id(pk)
        if row is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        self.widget.picked = row
        return row

    def _by_id(self, pk: str):
        return self.rows().filter(pk=pk).first() if _is_number(pk) else None


def _is_number(pk: str) -> bool:
    """Whether a row can have this number."""
    return pk.isascii() and pk.isdigit() and len(pk) < 19


def _name_of(row) -> str:
    """By which it is known in a field: its name, or its title."""
    return str(getattr(row, "name", None) or row.title)


def _same(one: str, other: str) -> bool:
    return fold(one).split() == fold(other).split()


class PersonField(PickField):
    """A person in service; `within="line"`: only those who report to the actor."""

    kind = "person"
    model = Person

    def rows(self):
        return picks.people_to_pick(self.actor, self.within)

    def called(self, text):
        by_number = []
        if self.actor is None or can_see_numbers(self.actor):
            by_number = list(self.rows().filter(key__iexact=text)[:2])
        return by_number or picks.people_called(self.rows(), text)

    def offered(self, text):
        return picks.offer_people(self.actor, text, self.within)

    def as_choices(self, rows):
        return picks.person_choices(rows)


class UnitField(PickField):
    """A unit that has not ended; `within="led"` offers only those the actor looks after, and knows all."""

    kind = "unit"
    model = Unit

    def rows(self):
        return picks.units_to_pick(self.actor)

    def offered(self, text):
        return picks.offer_units(self.actor, text, self.within)

    def as_choices(self, rows):
        return [picks.Choice(row.pk, row.name, row.parent.name if row.parent else row.key) for row in rows]


class PositionField(PickField):
    """A position that has not ended."""

    kind = "position"
    model = Position

    def rows(self):
        return picks.positions_to_pick(self.actor)

    def offered(self, text):
        return picks.offer_positions(self.actor, text)


class ProjectField(PickField):
    """A project that has not ended."""

    kind = "project"
    model = Project

    def rows(self):
        return picks.projects_to_pick(self.actor)

    def offered(self, text):
        return picks.offer_projects(self.actor, text)


class TickedField(forms.ModelMultipleChoiceField):
    """Rows that one ticks in a list."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        for pk in value or ():
            if not _is_number(str(pk)):  # Django asks the database all the same, which fails over a larger number
                raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": pk})
        return super().clean(value)


class PickForm(forms.Form):
    """A form that knows who fills it in, and tells its pick fields."""

    #: Names of the fields that stand beside each other; none: all below each other.
    layout: Layout = ()

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor
        for name, field in self.fields.items():
            if isinstance(field, PickField):
                field.actor = actor
                if field.keeps:
                    field.stood = field.prepare_value(self.get_initial_for_field(field, name))

    def layout_rows(self) -> list[list]:
        """The fields as they stand beside each other; what the layout does not name comes last."""
        rows = [[self[name] for name in row if name in self.fields] for row in self.layout]
        named = {name for row in self.layout for name in row}
        rest = [[field] for field in self.visible_fields() if field.name not in named]
        return [row for row in rows if row] + rest
