"""Which version of a thing was read before it is changed: two who edit the same thing must not lose what one wrote."""

from typing import Any
from zlib import crc32

from django import forms

#: A version in a form is a number of at most this many digits; anything longer is no version.
VERSION_DIGITS = 9


def version_of(content: object) -> int:
    """A version of what has no number of its own, such as rows together: another content has another one.

    `content` consists of plain values: what it is written as decides.
    """
    return crc32(repr(content).encode()) % 10**VERSION_DIGITS


class VersionField(forms.IntegerField):
    """At which version of a thing its form was opened, unseen; 0: there was nothing yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput, min_value=0, max_value=10**VERSION_DIGITS - 1, **kwargs)

    def clean(self, value: Any) -> int:
        """Where it may be left out, nothing is 0."""
        return super().clean(value) or 0


class VersionedForm(forms.Form):
    """A form that says which version of the thing it was opened with."""

    version = VersionField()
