"""How every form of the house is drawn: the setting FORM_RENDERER points here."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """A summary of what is wrong on top, then each field with its label, help and error."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
