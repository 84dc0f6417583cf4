"""Fields that forms of many rooms have."""

from typing import Any

from django import forms

#: So many characters fit in a longer text, unless its form says otherwise.
LONG_TEXT = 20_000


def text_field(
    label: Any, help_text: Any = "", rows: int = 5, longest: int = LONG_TEXT, **more: Any
) -> forms.CharField:
    """A field for a text of more than one line, of at most `longest` characters; `rows` lines are seen at first."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=longest, widget=widget, **more)
