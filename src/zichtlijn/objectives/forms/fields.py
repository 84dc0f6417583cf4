"""Fields that only the objective graph has: an amount as people write it, and an objective to choose."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.queries.lists import suggestions
from zichtlijn.objectives.queries.wording import write_amount
from zichtlijn.objectives.states import State

MOST = Decimal("99999999999.9999")
CENT = Decimal("0.01")
#: Objectives to choose from when more than one was meant.
OFFERED = 10


_PLAIN = re.compile(r"[+-]?[0-9]+")
_GROUPED = {mark: re.compile(rf"[+-]?[1-9][0-9]{{0,2}}(?:{re.escape(mark)}[0-9]{{3}})+") for mark in ",."}


def read_amount(text: str) -> Decimal:
    """The amount that a person wrote; ValueError when it is none.

    The last of two different marks is the decimal one. A single mark with three digits behind it means thousands where
    the language of the page writes them so: 1.234 is a good thousand in Dutch, and a good one in English. Thousands
    come in threes, so that a slip of the finger is not taken for a number.

    >>> read_amount("1.234,5"), read_amount("12,5"), read_amount("-3"), read_amount("0,125")
    (Decimal('1234.5'), Decimal('12.5'), Decimal('-3'), Decimal('0.125'))
    """
    plain = re.sub(r"[\s\u00a0\u202f€%]", "", text).replace("−", "-")
    sign = max(",.", key=plain.rfind)
    whole, rest = plain, None
    if sign in plain and not _means_thousands(plain, sign):
        whole, _sign, rest = plain.rpartition(sign)
    between = (mark for mark in ",." if (rest is None or mark != sign) and _GROUPED[mark].fullmatch(whole))
    if grouping := next(between, ""):
        whole = whole.replace(grouping, "")
    elif rest and whole in {"", "+", "-"}:
        whole += "0"
    if not _PLAIN.fullmatch(whole) or not (rest is None or re.fullmatch(r"[0-9]+", rest)):
        raise ValueError(text)
    return Decimal(whole if rest is None else f"{whole}.{rest}")


def _means_thousands(plain: str, mark: str) -> bool:
    """True when every mark in this number parts thousands."""
    if not _GROUPED[mark].fullmatch(plain):
        return False
    return plain.count(mark) > 1 or mark == ("." if translation.get_language() == "nl" else ",")


def check_amount(amount: Decimal) -> Decimal:
    """An amount as it can be kept; ValidationError when it is too large, or has too many digits after the comma."""
    if abs(amount) > MOST:
        raise ValidationError(_("This number is too large."), code="size")
    if amount != amount.quantize(Decimal("0.0001")):
        raise ValidationError(_("Write at most four digits after the comma."), code="digits")
    return amount


class AmountField(forms.CharField):
    """A measured amount: 12,5 or 12.5, thousands allowed; four digits after the point."""

    default_error_messages = {
        "invalid": _("Write a number, for example 12,5."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "amount"})
        )
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return write_amount(value) if isinstance(value, Decimal) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = read_amount(text)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        return check_amount(amount)

    def has_changed(self, initial, data):
        try:
            return self.clean(data) != initial
        except ValidationError:
            return True


class BudgetField(AmountField):
    """An amount of money: nothing below zero, and two digits after the point."""

    def clean(self, value):
        amount = super().clean(value)
        if amount is None:
            return None
        if amount < 0:
            raise ValidationError(_("A budget is zero or more."), code="negative")
        if amount != amount.quantize(CENT):
            raise ValidationError(_("Write money with at most two digits after the point."), code="cents")
        return amount.quantize(CENT)


class DayField(forms.DateField):
    """A day: the browser's own date picker, and 21-11-2026 or 2026-11-21 when typed."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"])
        super().__init__(**kwargs)


class ObjectiveWidget(forms.TextInput):
    """A text field; when several objectives were meant it comes back with them to choose from."""

    template_name = "objectives/widgets/objective.html"
    #: Titles with their codes, set by the field when what was typed means more than one.
    offered: list[str] = []

    def value_from_datadict(self, data, files, name):
        typed, choice = data.get(name), data.get(f"{name}_choice")
        return choice if choice and data.get(f"{name}_choice_for") == typed else typed

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["offered"] = self.offered
        return context


class ObjectiveField(forms.Field):
    """An objective, found by typing: its code, or its title with the code behind it, as the suggestions give it."""

    widget: Any = ObjectiveWidget
    default_error_messages = {
        "unknown": _("There is no such objective. Type a few letters and choose one of the suggestions."),
        "not_exactly": _("Nothing is called exactly “%(text)s”. Choose below, or keep typing."),
        "offered": _("“%(text)s” can mean more than one objective. Choose below which you mean."),
    }

    def __init__(self, *, levels=(), guesses=True, **kwargs):
        super().__init__(**kwargs)
        self.levels = tuple(levels)
        #: Whether the beginning of a word is enough when it fits one objective: not where sending it changes the line.
        self.guesses = guesses
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
            "hx-trigger": "input changed delay:200ms, focus once",  # the arrow in the field promises a list
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
        key = re.search(r"\[([^\[\]]+)\]\s*$", text)
        found = self.choices().filter(key=key[1]).first() if key else None
        if found is None:
            rows = list(self.choices().filter(title__iexact=text)[:OFFERED]) or list(
                self.choices().filter(key__iexact=text)[:OFFERED]
            )
            if len(rows) > 1:
                self._offer(text, rows)
            found = rows[0] if rows else None
        return found or self._only_one_meant(text)

    def _only_one_meant(self, text: str) -> Objective:
        """The one objective whose words begin with what was typed; with several, they are offered."""
        offered = suggestions(self.actor, list(self.levels), text)
        if len(offered) == 1 and self.guesses:
            return offered[0]
        if not offered:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return self._offer(text, offered[:OFFERED])

    def _offer(self, text: str, objectives: list[Objective]) -> NoReturn:
        """Come back with these objectives to choose from."""
        self.widget.offered = [f"{o.title} [{o.key}]" for o in objectives]
        code = "offered" if len(objectives) > 1 else "not_exactly"
        raise ValidationError(self.error_messages[code], code=code, params={"text": text})


def read_interim(text: str) -> list[tuple[date, Decimal]]:
    """Interim targets as people write them, one a line: "30-06-2026 = 12,5"; ValueError with the line that is wrong."""
    found = []
    for line in _lines(text):
        day, _equals, amount = line.partition("=")
        try:
            found.append((_read_day(day.strip()), check_amount(read_amount(amount))))
        except (ValueError, ValidationError):
            raise ValueError(line) from None
    return found


def read_milestones(text: str) -> list[dict]:
    """Milestones as people write them, one a line: "Design approved = 30-06-2026", and "= 2" for what weighs double.

    The name may hold the sign itself. ValueError with the line that is wrong.
    """
    found = []
    for line in _lines(text):
        name, _equals, last = (part.strip() for part in line.rpartition("="))
        weight = 1.0
        try:
            try:
                day = _read_day(last)
            except ValueError:
                weight = float(read_amount(last))
                name, _equals, last = (part.strip() for part in name.rpartition("="))
                day = _read_day(last)
        except ValueError:
            raise ValueError(line) from None
        if not name or len(name) > 200 or not 0 <= weight <= 1_000_000:
            raise ValueError(line)
        found.append({"name": name, "due_on": day, "weight": weight})
    return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _read_day(text: str) -> date:
    for pattern in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise ValueError(text)
