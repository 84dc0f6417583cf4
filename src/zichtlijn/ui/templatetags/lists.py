"""What stands around a list: headings to sort by, the way through its pages, and how far work on it is."""

from django import template
from django.http import QueryDict
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext

from zichtlijn.ui import wording
from zichtlijn.ui.templatetags.ui import icon

register = template.Library()


def _address(context, **changes) -> str:
    """The address of this page with some of its parameters changed; None removes one."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


def _sorting(context, name, parameter) -> str:
    """How the page is sorted by this name now: up, down or not at all."""
    request = context.get("request")
    now = request.GET.get(parameter, "") if request is not None else ""
    now = now or context.get(parameter) or ""
    return {name: "up", f"-{name}": "down"}.get(str(now), "")


@register.simple_tag(takes_context=True)
def sort_link(context, name, label, parameter="sort"):
    """A heading one can sort by; a second press turns the order round: {% sort_link "name" _("Name") %}."""
    now = _sorting(context, name, parameter)
    url = _address(
        context, **{parameter: f"-{name}" if now == "up" else name, "page": None, "after": None, "before": None}
    )
    words = {"up": gettext("sorted in ascending order"), "down": gettext("sorted in descending order"), "": ""}[now]
    said = format_html('<span class="visually-hidden"> {}</span>', words) if words else ""
    sorted_ = mark_safe(' data-sorted="true"') if now else ""
    return format_html(
        '<a class="sort" href="{}"{}>{}{}{}</a>', url, sorted_, label, said, icon("down" if now == "down" else "up")
    )


@register.simple_tag(takes_context=True)
def sort_header(context, name, label, parameter="sort", css=""):
    """The whole <th> of a column one can sort by, with aria-sort."""
    now = _sorting(context, name, parameter)
    aria = {"up": ' aria-sort="ascending"', "down": ' aria-sort="descending"', "": ""}[now]
    css = format_html(' class="{}"', css) if css else ""
    return format_html('<th scope="col"{}{}>{}</th>', css, mark_safe(aria), sort_link(context, name, label, parameter))


@register.simple_tag(takes_context=True)
def pager(context, page, label=""):
    """The way through a long list: {% pager page %}.

    Takes a page of Django's Paginator, or a page by key: anything with `next_key` and `previous_key` (and, if known,
    `total`), which become ?after=… and ?before=….
    """
    if hasattr(page, "next_key"):
        previous = _address(context, before=page.previous_key, after=None) if page.previous_key else ""
        following = _address(context, after=page.next_key, before=None) if page.next_key else ""
        total = getattr(page, "total", None)
        said = (
            ""
            if total is None
            else ngettext("%(total)s row", "%(total)s rows", total) % {"total": wording.write_number(total)}
        )
    else:
        previous = _address(context, page=page.previous_page_number()) if page.has_previous() else ""
        following = _address(context, page=page.next_page_number()) if page.has_next() else ""
        said = gettext("%(first)s to %(last)s of %(total)s") % {
            "first": wording.write_number(page.start_index()),
            "last": wording.write_number(page.end_index()),
            "total": wording.write_number(page.paginator.count),
        }
    if not previous and not following:
        return ""
    ways = mark_safe("")
    if previous:
        ways += format_html(
            '<a class="btn small" href="{}" rel="prev">{}{}</a>', previous, icon("left"), gettext("Previous")
        )
    if following:
        ways += format_html(
            '<a class="btn small" href="{}" rel="next">{}{}</a>', following, gettext("Next"), icon("right")
        )
    return format_html(
        '<nav class="pager" aria-label="{}"><span>{}</span><span class="ways">{}</span></nav>',
        label or gettext("Pages of this list"),
        said,
        ways,
    )


@register.simple_tag
def progress_bar(value, total, label=""):
    """Work in the background: {% progress_bar job.done job.total label=job.title %}; no total: no end in sight."""
    words = conditional_escape(label or gettext("Progress"))
    if not total:
        return format_html('<div class="progress"><progress aria-label="{}"></progress></div>', words)
    share = min(max(value / total, 0), 1)
    count = gettext("%(done)s of %(total)s") % {
        "done": wording.write_number(value),
        "total": wording.write_number(total),
    }
    return format_html(
        '<div class="progress"><div><span>{0}</span><span>{1}</span></div>'
        '<progress aria-label="{0}" value="{2}" max="100"></progress></div>',
        words,
        count,
        f"{share * 100:.0f}",
    )
