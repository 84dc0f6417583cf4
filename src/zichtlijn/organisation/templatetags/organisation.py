"""Small words for the templates of this room."""

from django import template

register = template.Library()


@register.filter
def at(counts: dict, key):
    """What stands under this key; 0 when nothing does."""
    return counts.get(key, 0)
