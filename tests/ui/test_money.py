"""Amounts as people type them, in both languages."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from zichtlijn.ui.money import MoneyField


@pytest.mark.parametrize(
    ("language", "typed", "amount"),
    [
        ("nl", "1.200,50", "1200.50"),
        ("nl", "€ 1.200", "1200"),
        ("nl", "1200,5", "1200.5"),
        ("en", "1,200.50", "1200.50"),
        ("en", "€1,200", "1200"),
    ],
)
def test_the_mark_between_thousands_is_understood(language, typed, amount):
    with translation.override(language):
        assert MoneyField(label="x").clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["1.20,50", "veel", "-5", "1.200,505"])
def test_what_is_no_amount_is_refused(typed):
    with translation.override("nl"), pytest.raises(ValidationError):
        MoneyField(label="x").clean(typed)
