"""Levels and gaps on a page: {% load competencies %}{% level_name 3 levels %}, {% gap_word row.line.gap %}."""

from django import template
from django.utils.html import format_html

from zichtlijn.competencies.wording import tell_difference, tell_gap, tell_short

register = template.Library()


@register.simple_tag
def level_name(number, levels):
    """A level as its number and its name; a dash when there is none."""
    if not number:
        return "–"
    return f"{number} · {levels[number - 1]}" if number <= len(levels) else str(number)


@register.simple_tag
def gap_word(gap):
    """A gap as colour, sign and word."""
    css, word = tell_gap(gap)
    return format_html('<span class="gap {}">{}</span>', css, word)


@register.simple_tag
def gap_class(gap):
    """The class of the colour of a cell."""
    return tell_gap(gap)[0]


@register.simple_tag
def difference(line, is_me):
    """Where both sides differ, in words to the person or about them."""
    return tell_difference(line, is_me=is_me)


@register.simple_tag
def short_word(gaps):
    """How somebody stands as a whole, in words."""
    return tell_short(gaps)
