"""Dividing a hundred: a field for a weight in percent, and a form with one for each row."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zichtlijn.calculations.objectives import LEAST_WHOLE, MOST_WHOLE
from zichtlijn.ui.versions import VersionField
from zichtlijn.ui.wording import write_number


class WeightField(forms.FloatField):
    """A weight in percent, or nothing."""

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("localize", True)
        super().__init__(min_value=0, max_value=100, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "amount"})
        self.widget.is_localized = True

    def prepare_value(self, value):
        """As people write it: 60, and not 60,0."""
        return int(value) if isinstance(value, float) and value.is_integer() else value


class PercentagesForm(forms.Form):
    """One weight for each row `(key, label, weight now)`; the names are `weight-<key>`. They add up to 100.

    What is left blank shares what the others leave. `beside` is what weighs along without standing in the form: a
    number for each, None for what was left blank. `apart` are the keys of what has a weight here and does not count
    towards the hundred yet. `version` is that of the weights when the form was made.
    """

    version = VersionField()

    def __init__(
        self,
        *args: Any,
        rows: Iterable[tuple],
        beside: Iterable[float | None] = (),
        apart: Iterable[Any] = (),
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.keys, self.beside, self.apart = [], list(beside), frozenset(apart)
        for key, label, weight in rows:
            self.keys.append(key)
            self.fields[f"weight-{key}"] = WeightField(label=label, initial=weight)

    def clean(self):
        given = super().clean()
        if self.errors:
            return given
        counting = {key: weight for key, weight in self.weights().items() if key not in self.apart}
        weights = [*counting.values(), *self.beside]
        known = [weight for weight in weights if weight is not None]
        if sum(known) > MOST_WHOLE:
            raise ValidationError(
                _("The weights add up to %(sum)s, which is more than 100. Take off %(over)s.")
                % {"sum": write_number(sum(known), 4), "over": write_number(sum(known) - 100, 4)}
            )
        if known and len(known) == len(weights) and sum(known) < LEAST_WHOLE:
            raise ValidationError(
                _("The weights add up to %(sum)s and must be 100. Leave one blank and it takes what is left.")
                % {"sum": write_number(sum(known), 4)}
            )
        if sum(known) >= LEAST_WHOLE:
            for key in (key for key, weight in counting.items() if weight is None):
                self.add_error(
                    f"weight-{key}",
                    _("Nothing is left for this: the others are 100 already. Type 0 if it does not count."),
                )
        return given

    def counting_fields(self) -> list[forms.BoundField]:
        """The fields that make up the hundred."""
        return [self[f"weight-{key}"] for key in self.keys if key not in self.apart]

    def apart_fields(self) -> list[forms.BoundField]:
        """The fields of what does not count yet."""
        return [self[f"weight-{key}"] for key in self.keys if key in self.apart]

    def weights(self) -> dict[Any, float | None]:
        """The weight of each row; None where it was left blank."""
        return {key: self.cleaned_data[f"weight-{key}"] for key in self.keys}
