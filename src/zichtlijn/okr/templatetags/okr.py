"""Grades on a page: {% load okr %}{{ 0.7|grade }}, {% graded 0.7 %}."""

from django import template
from django.utils.html import format_html

from zichtlijn.okr.wording import tell_aim, tell_band, tell_steps, tell_value, write_grade

register = template.Library()


@register.filter
def grade(share):
    """A grade in tenths: {{ 0.7|grade }} is 0,7."""
    return write_grade(share)


@register.filter
def aim(measure):
    """From where to where a key result goes: {{ measure|aim }}."""
    return tell_aim(measure)


@register.filter
def value(measure):
    """The value of a key result as people read it: {{ measure|value }}."""
    return tell_value(measure)


@register.filter
def steps(key_result):
    """How many milestones of a key result are done: {{ key_result|steps }}."""
    return tell_steps(key_result)


@register.simple_tag
def graded(share, commitment=""):
    """A grade with its band as shape, word and colour: {% graded 0.7 objective.commitment %}."""
    css, word = tell_band(share, commitment)
    return format_html('<span class="st {}"><b class="grade">{}</b> {}</span>', css, write_grade(share), word)
