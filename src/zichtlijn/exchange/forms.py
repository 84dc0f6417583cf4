"""What is asked for before a file is looked at."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from zichtlijn.exchange.case.reading import SUFFIX
from zichtlijn.exchange.columns import FILE_KINDS
from zichtlijn.exchange.permissions import can_import
from zichtlijn.exchange.stratml.permissions import can_import_plan

#: The kind of file that can be a package too.
PACKAGED = "competencies"


class ImportForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is in the file?"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "An Excel workbook (.xlsx) or a CSV file; competencies also as a CASE package (.json). "
            "Nothing changes yet: first you see what it would do."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.json"}),
    )
    complete = forms.BooleanField(
        label=_("Everyone who works here is in this file"),
        help_text=_(
            "For people only: anyone who is not in the file has left, and today becomes their last day. "
            "Nobody is deleted."
        ),
        required=False,
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        choices = [(kind.name, kind.label) for kind in FILE_KINDS.values() if can_import(by, kind.name)]
        self.fields["kind"].choices = choices
        self.fields["kind"].initial = choices[0][0] if choices else None
        if len(choices) == 1:
            self.fields["kind"].widget = forms.HiddenInput()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            most = settings.IMPORT_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(_("A file may be at most %(most)s MB: cut it into parts.") % {"most": most})
        suffix = Path(file.name).suffix.lower()
        if suffix == ".xml" and can_import_plan(self.by):
            said = _("A published plan (StratML) has an import of its own:")
            link = format_html('<a href="{}">{}</a>', reverse("exchange:import_plan"), _("Import a published plan"))
            raise forms.ValidationError(format_html("{} {}", said, link))
        if suffix == SUFFIX:
            if can_import(self.by, PACKAGED) and self.data.get("kind") == PACKAGED:
                return file
            raise forms.ValidationError(_("A .json file is read as a CASE package: choose “Competencies” for it."))
        if suffix not in {".xlsx", ".csv", ".txt"}:
            raise forms.ValidationError(
                _("Only Excel workbooks (.xlsx), CSV files (.csv) and CASE packages (.json) can be imported.")
            )
        return file
