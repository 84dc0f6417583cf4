"""In which form something is taken along as a file."""

from collections.abc import Iterable

from django import forms


class TakeForm(forms.Form):
    """One of the forms that there are makers for: `TakeForm(request.POST, makers=MAKERS)`."""

    form = forms.ChoiceField()

    def __init__(self, *args, makers: Iterable[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = [(form, form) for form in makers]  # type: ignore[attr-defined]
