"""What the forms of this room share."""

from django import forms

#: So long a text may be.
LONGEST = 20_000


def text_field(label, help_text="", rows=6, **more):
    """A field for a longer text."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


class VersionedForm(forms.Form):
    """A form that says which version of the thing it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
