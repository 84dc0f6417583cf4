"""How the parts of an OGSM are drawn."""

from django import template

from zichtlijn.ogsm.queries import OgsmPage
from zichtlijn.ogsm.wording import say_aim, say_standing, say_state, say_where_to_sharpen

register = template.Library()

register.filter("aim", say_aim)
register.filter("stands", say_standing)
register.filter("state", say_state)


@register.filter
def may_edit(measure, page: OgsmPage) -> bool:
    """True when the reader may change this measure."""
    return measure.pk in page.editable


@register.filter
def may_do(action, page: OgsmPage) -> bool:
    """True when the reader may change this action."""
    return action.pk in page.doable


@register.filter
def where_to_sharpen(page: OgsmPage) -> list[str]:
    """Where words can go so that the page fits."""
    names = {f"o{row.strategy.pk}": row.strategy.title for row in page.rows}
    return say_where_to_sharpen(page.fit, names)


@register.filter
def rows_high(page: OgsmPage) -> int:
    """How many rows stand beside the goals."""
    return max(len(page.rows), 1) + bool(page.actions or page.can_edit)
