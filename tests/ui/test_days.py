"""The day that is picked or typed in a form."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from zichtlijn.ui.days import DayField


@pytest.mark.parametrize("text", ["2026-11-21", "21-11-2026", "21/11/2026", "21.11.2026"])
def test_a_day_is_read_as_a_browser_sends_it_and_as_people_type_it(text):
    assert DayField().clean(text) == date(2026, 11, 21)


@pytest.mark.parametrize(("text", "is_read"), [
    ("0026-11-21", False), ("0001-01-01", False), ("1899-12-31", False), ("1900-01-01", True),
    ("2200-12-31", True), ("2201-01-01", False), ("9999-12-31", False),
])  # fmt: skip
def test_a_year_far_away_is_a_slip_of_the_fingers(text, is_read):
    if is_read:
        assert DayField().clean(text).isoformat() == text
    else:
        with pytest.raises(ValidationError, match=r"1900.*2200"):
            DayField().clean(text)


def test_the_browser_says_so_before_anything_is_sent():
    shown = str(DayField().widget.render("day", date(2026, 11, 21)))
    for part in ('type="date"', 'value="2026-11-21"', 'min="1900-01-01"', 'max="2200-12-31"'):
        assert part in shown
