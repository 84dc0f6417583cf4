"""Grades on a page: {% load okr %}{{ 0.7|grade }}, {% graded 0.7 %}."""

from django import template
from django.utils.html import format_html

from zichtlijn.calculations.okr import grade_band
from zichtlijn.okr.wording import STYLES, band_word, write_grade

register = template.Library()


@register.filter
def grade(value):
    """A grade in tenths: 0,7."""
    return write_grade(value)


@register.simple_tag
def graded(value):
    """A grade with its band as shape, word and colour: {% graded 0.7 %}."""
    band = grade_band(value)
    css = "none" if band is None else STYLES[band]
    return format_html(
        '<span class="st {}"><b class="grade">{}</b> {}</span>', css, write_grade(value), band_word(band)
    )
