"""Fields that the forms of this room have in common."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import sanitize_separators
from django.utils.translation import gettext_lazy as _

from zichtlijn.ui.money import without_thousands


class PercentField(forms.DecimalField):
    """A percentage as people type it, cleaned to a ratio of at most four decimals."""

    def __init__(self, *, most=100, **kwargs):
        super().__init__(min_value=0, max_value=most, max_digits=5, decimal_places=2, localize=True, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "amount"})
        self.widget.is_localized = True

    def clean(self, value):
        percentage = super().clean(value)
        return None if percentage is None else percentage / 100

    def prepare_value(self, value):
        """A ratio that was stored as a percentage: 0.0250 is 2.5."""
        if isinstance(value, Decimal):
            value = (value * 100).normalize()
            return value.quantize(Decimal(1)) if value == value.to_integral() else value
        return value


def read_number(text: str) -> Decimal:
    """A number as people type it in their language."""
    try:
        found = Decimal(str(sanitize_separators(without_thousands(text))))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found < 10**9:
        raise ValidationError(_("“%(text)s” is not a number.") % {"text": text.strip()[:40]})
    return found
