"""Amounts in euros as people type them, in their language."""

import re

from django import forms
from django.utils.formats import get_format


def without_thousands(value):
    """An amount as people type it, without the sign of the euro and the marks between thousands."""
    if not isinstance(value, str):
        return value
    text = value.replace("€", "").replace("\N{NO-BREAK SPACE}", "").strip()
    mark = re.escape(get_format("THOUSAND_SEPARATOR"))
    point = re.escape(get_format("DECIMAL_SEPARATOR"))
    if re.fullmatch(rf"\d{{1,3}}({mark}\d{{3}})+({point}\d*)?", text):
        return re.sub(mark, "", text)
    return text


class MoneyField(forms.DecimalField):
    """An amount in euros, in whole cents."""

    def __init__(self, **kwargs):
        kwargs.setdefault("min_value", 0)
        super().__init__(max_digits=12, decimal_places=2, localize=True, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "amount"})
        self.widget.is_localized = True

    def to_python(self, value):
        """Also with the mark between thousands: 3.200 and 3.200,50 in Dutch, 3,200 and 3,200.50 in English."""
        return super().to_python(without_thousands(value))
