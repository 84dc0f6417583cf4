"""What is typed to narrow a list."""

from django import forms


class SearchField(forms.CharField):
    """Words to look for; of what is longer than fits, as an address can bring, the beginning counts."""

    def to_python(self, value):
        return super().to_python(value)[: self.max_length]
