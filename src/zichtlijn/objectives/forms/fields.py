"""Fields that only the objective graph has: an amount as people write it, and an objective to choose."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import formats, translation
from django.utils.translation import gettext_lazy as _

from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import State

MOST = Decimal("99999999999.9999")


def read_amount(text: str) -> Decimal:
    """The amount that a person wrote, with the comma or the point as the language has it; ValueError when none.

    >>> read_amount("1.234,5"), read_amount("12,5"), read_amount("-3")
    (Decimal('1234.5'), Decimal('12.5'), Decimal('-3'))
    """
    plain = re.sub(r"[\s\u00a0\u202f€%]", "", text).replace("−", "-")
    if not re.fullmatch(r"[+-]?[\d.,]*\d[\d.,]*", plain):
        raise ValueError(text)
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:
        decimal_mark = "," if comma > point else "."
    elif comma >= 0:
        decimal_mark = "," if plain.count(",") == 1 else ""
    elif point >= 0:
        thousands = re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+", plain)
        dutch = translation.get_language() == "nl"
        decimal_mark = "" if plain.count(".") > 1 or (thousands and dutch) else "."
    else:
        decimal_mark = ""
    if (
        comma >= 0
        and point < 0
        and re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+", plain)
        and translation.get_language() == "en"
    ):
        decimal_mark = ""
    whole = "".join("." if mark == decimal_mark and mark else "" if mark in ",." else mark for mark in plain)
    try:
        value = Decimal(whole)
    except InvalidOperation as error:
        raise ValueError(text) from error
    return value


class AmountField(forms.CharField):
    """A measured amount: 12,5 or 12.5, thousands allowed; four digits after the point."""

    default_error_messages = {
        "invalid": _("Write a number, for example 12,5."),
        "digits": _("Write at most four digits after the comma."),
        "size": _("This number is too large to keep."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "amount"})
        )
        super().__init__(**kwargs)

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            whole = value.normalize()
            whole = whole.quantize(Decimal(1)) if whole == whole.to_integral_value() else whole
            return formats.localize_input(whole)
        return value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = read_amount(text)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if abs(amount) > MOST:
            raise ValidationError(self.error_messages["size"], code="size")
        if amount != amount.quantize(Decimal("0.0001")):
            raise ValidationError(self.error_messages["digits"], code="digits")
        return amount

    def has_changed(self, initial, data):
        try:
            return self.clean(data) != initial
        except ValidationError:
            return True


class DayField(forms.DateField):
    """A day: the browser's own date picker, and 21-11-2026 or 2026-11-21 when typed."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"])
        super().__init__(**kwargs)


class WeightField(forms.FloatField):
    """A weight in percent, or nothing."""

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("localize", True)
        super().__init__(min_value=0, max_value=100, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "amount"})
        self.widget.is_localized = True


class ObjectiveField(forms.Field):
    """An objective, found by typing: its code, or its title with the code behind it, as the suggestions give it."""

    widget = forms.TextInput
    default_error_messages = {
        "unknown": _("There is no such objective. Type a few letters and choose one of the suggestions."),
        "several": _("There is more than one objective with this title. Add the code, as in: title [D-1]."),
    }

    def __init__(self, *, levels=(), **kwargs):
        super().__init__(**kwargs)
        self.levels = tuple(levels)
        self.actor = None

    def bind(self, actor, levels=None):
        """Choose among the objectives this actor sees, at these levels."""
        self.actor = actor
        if levels is not None:
            self.levels = tuple(levels)
        self.widget.attrs |= {
            "list": f"objectives-{'-'.join(self.levels)}",
            "autocomplete": "off",
            "hx-get": f"{reverse_lazy('objectives:pick')}?levels={','.join(self.levels)}",
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#objectives-{'-'.join(self.levels)}",
            "hx-swap": "innerHTML",
        }
        return self

    def choices(self):
        return (
            Objective.objects.visible_to(self.actor)
            .filter(level__in=self.levels)
            .exclude(state__in=[State.DROPPED, State.CLOSED])
        )

    def prepare_value(self, value):
        if isinstance(value, Objective):
            return f"{value.title} [{value.key}]"
        if isinstance(value, int):
            found = Objective.objects.visible_to(self.actor).filter(pk=value).first()
            return f"{found.title} [{found.key}]" if found else ""
        return value

    def to_python(self, value):
        text = (value or "").strip()
        if not text:
            return None
        if key := re.search(r"\[([^\[\]]+)\]\s*$", text):
            found = self.choices().filter(key=key[1]).first()
        else:
            rows = list(self.choices().filter(title__iexact=text)[:2]) or list(
                self.choices().filter(key__iexact=text)[:2]
            )
            if len(rows) > 1:
                raise ValidationError(self.error_messages["several"], code="several")
            found = rows[0] if rows else None
        if found is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return found


def read_interim(text: str) -> list[tuple[date, Decimal]]:
    """Interim targets as people write them, one a line: "30-06-2026 = 12,5"; ValueError with the line that is wrong."""
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        day, _equals, amount = line.partition("=")
        try:
            found.append((_read_day(day.strip()), read_amount(amount)))
        except ValueError:
            raise ValueError(line) from None
    return found


def _read_day(text: str) -> date:
    for pattern in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise ValueError(text)
