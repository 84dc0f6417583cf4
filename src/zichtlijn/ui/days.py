"""A day in a form: how it is picked and typed, and between which years it is believed."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST, LAST = date(1900, 1, 1), date(2200, 12, 31)
#: As browsers send a day, and as people type one.
FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")


def is_believed(day: date) -> bool:
    """False for a year so far away that it can only be a slip of the fingers, such as the year 26."""
    return FIRST <= day <= LAST


class DayField(forms.DateField):
    """A day: the browser's own date picker, and 21-11-2026 or 2026-11-21 when typed."""

    default_error_messages = {"far": _("Enter a date between 1 January 1900 and 31 December 2200.")}

    def __init__(self, **kwargs):
        edges = {"min": FIRST.isoformat(), "max": LAST.isoformat()}
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date", **edges}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", FORMATS)
        super().__init__(**kwargs)

    def clean(self, value):
        day = super().clean(value)
        if day and not is_believed(day):
            raise ValidationError(self.error_messages["far"], code="far")
        return day
