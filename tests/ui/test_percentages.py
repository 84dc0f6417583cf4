"""Weights that add up to a hundred."""

import pytest
from django.utils import translation

from zichtlijn.ui.percentages import PercentagesForm


@pytest.mark.parametrize(("language", "total", "over"), [("nl", "100,5", "0,5"), ("en", "100.5", "0.5")])
def test_what_is_too_much_is_written_as_people_read_it(language, total, over):
    with translation.override(language):
        form = PercentagesForm({"version": "1", "weight-1": "60", "weight-2": "40" + total[3:]}, rows=[
            (1, "Een", None), (2, "Twee", None),
        ])  # fmt: skip
        (said,) = form.non_field_errors()
    assert total in said
    assert over in said


def test_what_stands_apart_is_kept_and_is_not_part_of_the_hundred():
    rows = [(1, "Een", None), (2, "Twee", None), (3, "Drie", None)]
    form = PercentagesForm({"version": "1", "weight-1": "60", "weight-2": "40", "weight-3": "20"}, rows=rows, apart=[3])
    assert form.is_valid()
    assert form.weights() == {1: 60, 2: 40, 3: 20}
    assert [field.label for field in form.counting_fields()] == ["Een", "Twee"]
    assert [field.label for field in form.apart_fields()] == ["Drie"]
    only_apart = PercentagesForm({"version": "1", "weight-1": "60"}, rows=rows[:1], apart=[1])
    assert only_apart.is_valid()


def test_what_is_short_is_written_as_people_read_it():
    with translation.override("nl"):
        form = PercentagesForm({"version": "1", "weight-1": "60,5"}, rows=[(1, "Een", None)])
        assert "60,5" in form.non_field_errors()[0]
