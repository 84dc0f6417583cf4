"""Fields that only the objective graph has: an amount as people write it, and an objective to choose."""

import re
from datetime import date, datetime
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.queries.lists import objective_choices, suggestions
from zichtlijn.objectives.queries.wording import write_amount
from zichtlijn.objectives.states import Level, State, one_of_levels
from zichtlijn.organisation.forms.picks import PickField, PickWidget
from zichtlijn.ui.days import FORMATS, is_believed

MOST = Decimal("99999999999.9999")
#: Longer than this, what was typed is not meant as a number.
LONGEST_NUMBER = 1000
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
    if len(plain) > LONGEST_NUMBER:
        raise ValueError(text)
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


class ObjectiveWidget(PickWidget):
    """The field in which one picks, with the objectives of some levels behind it."""

    def __init__(self, attrs=None):
        super().__init__("objective", attrs=attrs)
        self.levels: tuple[str, ...] = ()

    def address(self) -> str:
        return f"{reverse('objectives:pick')}?levels={','.join(self.levels)}"


class ObjectiveField(PickField):
    """An objective, found by typing: words of its title, its code, or its title with the code in brackets behind it."""

    kind = "objective"
    model = Objective
    default_error_messages = {
        "nothing": _("There is no such objective. Type a few letters and choose one of the suggestions."),
        "not_exactly": _("Nothing is called exactly “%(text)s”. Choose below, or keep typing."),
        "several": _("“%(text)s” can mean more than one objective. Choose below which you mean."),
        "other_level": _("“%(text)s” is of another level (%(level)s). What you can choose here: %(wanted)s."),
    }

    def __init__(self, *, levels=(), guesses=True, **kwargs):
        super().__init__(widget=ObjectiveWidget(), **kwargs)
        self.levels = tuple(levels)
        #: Whether the beginning of a word is enough when it fits one objective: not where sending it changes the line.
        self.guesses = guesses

    def bind(self, actor, levels=None):
        """Choose among the objectives this actor sees, at these levels."""
        self.actor = actor
        if levels is not None:
            self.levels = tuple(levels)
        self.widget.levels = self.levels
        return self

    def rows(self):
        open_to_all = Objective.objects.visible_to(self.actor).filter(level__in=self.levels)
        return open_to_all.exclude(state__in=[State.DROPPED, State.CLOSED])

    def _resolve(self, typed):
        try:
            return super()._resolve(typed)
        except ValidationError as refusal:
            if refusal.code not in {"nothing", "not_exactly"} or (level := self._other_level(typed.text)) is None:
                raise
            said = {"text": typed.text, "level": Level(level).label, "wanted": one_of_levels(self.levels)}
        raise ValidationError(self.error_messages["other_level"], code="other_level", params=said)

    def _other_level(self, text: str) -> str | None:
        """The level of what bears this title and cannot be chosen for that; no word of the personal ones of others."""
        levels = [level for level in Level if level not in self.levels and level != Level.PERSONAL]
        seen = Objective.objects.visible_to(self.actor, levels=levels).filter(title__iexact=text)
        return seen.exclude(state=State.DROPPED).values_list("level", flat=True).first()

    def called(self, text):
        key = re.search(r"\[([^\[\]]+)\]\s*$", text)
        found = list(self.rows().filter(key=key[1])[:1]) if key else []
        found = found or list(self.rows().filter(title__iexact=text)[:OFFERED])
        found = found or list(self.rows().filter(key__iexact=text)[:OFFERED])
        return found or self._only_one_meant(text)

    def _only_one_meant(self, text: str) -> list[Objective]:
        """The one objective whose words begin with what was typed, where that is enough."""
        found = suggestions(self.actor, list(self.levels), text) if self.guesses else []
        return found if len(found) == 1 else []

    def offered(self, text):
        return self.as_choices(suggestions(self.actor, list(self.levels), text)[:OFFERED])

    def as_choices(self, rows):
        return objective_choices(rows)

    def prepare_value(self, value):
        if isinstance(value, int):
            return Objective.objects.visible_to(self.actor).filter(pk=value).first()
        return value


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
    for pattern in FORMATS:
        try:
            day = datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
        if is_believed(day):
            return day
    raise ValueError(text)
