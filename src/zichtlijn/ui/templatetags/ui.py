"""The components of the house as template tags. Each one stands with its states on the gallery page.

They are written for lists of hundreds of rows: constants are marked safe once, everything else is escaped here.
"""

from functools import lru_cache

from django import template
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext

from zichtlijn.ui import wording
from zichtlijn.ui.icons import ICONS

register = template.Library()

# -- numbers and dates ------------------------------------------------------------------------------------------------


@register.filter
def percent(value, decimals=0):
    """A share as a percentage: {{ 0.613|percent }} is 61%."""
    return wording.write_percent(value, int(decimals))


@register.filter
def number(value, decimals=None):
    """A number in the reader's language, without zeros at the end; {{ value|number:1 }} rounds to one decimal."""
    return wording.write_number(value, None if decimals is None else int(decimals))


@register.filter(name="measured")
def measured_filter(value, unit=""):
    """A value with its unit: {{ value|measured:measure.unit }}."""
    return wording.write_measured(value, unit)


@register.simple_tag
def measured(value, unit="", decimals=None):
    """A value with its unit: {% measured value unit %}."""
    return wording.write_measured(value, unit, decimals)


@register.filter
def short_date(value):
    """A day in passing: do 19 nov."""
    return wording.write_short_date(value)


@register.filter
def full_date(value):
    """A day with its year: 19 nov 2026."""
    return wording.write_full_date(value)


@register.filter
def moment(value):
    """A day with the time."""
    return wording.write_moment(value)


@register.filter
def clock(value):
    """The time of a moment."""
    return wording.write_clock(value)


@register.filter
def long_date(value):
    """A day in full: donderdag 19 november 2026."""
    return wording.write_long_date(value)


# -- the bar ----------------------------------------------------------------------------------------------------------

_BAR_SIZES = {"s": "bar s", "m": "bar", "l": "bar l", "full": "bar full"}


def _share(value: float) -> str:
    """A share between 0 and 1 as a length in percent, held within the track."""
    return f"{min(max(value, 0.0), 1.0) * 100:.4g}%"


@register.simple_tag
def bar(progress, expected=None, size="m", label=""):
    """How far, with a tick for how far it should be today: {% bar 0.61 0.68 %}. No progress: an empty hatched track.

    `size` is s, m, l or full. `label` replaces the spoken text, for a bar that shows something else than progress.
    """
    progress = None if progress is None or progress != progress else float(progress)  # NaN is missing too
    expected = None if expected is None or expected != expected else float(expected)
    return _bar(progress, expected, size, str(label), get_language())


@lru_cache(maxsize=4096)
def _bar(progress: float | None, expected: float | None, size: str, label: str, language: str | None) -> SafeString:
    css = _BAR_SIZES[size]
    tick = ""
    if expected is not None:
        tick = f'<rect class="tick" x="{_share(expected)}" width="2" height="14" transform="translate(-1)"/>'
    if progress is None:
        text = label or gettext("no data yet")
        track = '<rect class="track" y="3.5" width="100%" height="7" rx="3.5"/>'
        return mark_safe(f'<svg class="{css} empty" role="img" aria-label="{escape(text)}">{track}{tick}</svg>')
    if label:
        text = label
    elif expected is None:
        text = gettext("%(progress)s achieved") % {"progress": wording.write_percent(progress)}
    else:
        text = gettext("%(progress)s achieved, expected %(expected)s") % {
            "progress": wording.write_percent(progress),
            "expected": wording.write_percent(expected),
        }
    return mark_safe(
        f'<svg class="{css}" role="img" aria-label="{escape(text)}">'
        f'<rect class="track" y="3" width="100%" height="8" rx="4"/>'
        f'<rect class="fill" y="3" width="{_share(progress)}" height="8" rx="4"/>{tick}</svg>'
    )


# -- status, perspective, level ---------------------------------------------------------------------------------------


def _status_words(value: str) -> tuple[str, str]:
    """The style and the word of a status: one word, wherever it stands."""
    return {
        "on_course": ("ok", pgettext("status", "On course")),
        "behind": ("risk", pgettext("status", "Behind")),
        "off_course": ("off", pgettext("status", "Off course")),
        "to_measure": ("none", pgettext("status", "To measure")),
        "partial": ("part", pgettext("status", "Partly measured")),
    }[value]


def status_style(value) -> str:
    """The style of a status, which is also its shape and colour on paper: ok, risk, off, none or part."""
    return _status_words(str(value or "to_measure"))[0]


@lru_cache(maxsize=64)
def _status(value: str, language: str | None) -> SafeString:
    return format_html('<span class="st {}">{}</span>', *_status_words(value))


@register.simple_tag
def status(value):
    """The status by rule as shape, word and colour: {% status objective.status %}."""
    return _status(str(value or "to_measure"), get_language())


@register.simple_tag
def status_word(value):
    """Only the word of a status, for a choice in a list, a table that is read aloud or a title."""
    return _status_words(str(value or "to_measure"))[1]


_PERSPECTIVE_STYLE = {
    "financial": "fin",
    "customers": "cus",
    "processes": "pro",
    "learning": "lrn",
}
#: The letters of a chip that stay on one line; an organisation gives names of sixty, and a phone has no room for those.
_ONE_LINE = 24


def _perspective_word(style: str) -> str:
    return {
        "fin": pgettext("perspective", "Financial"),
        "cus": pgettext("perspective", "Customers"),
        "pro": pgettext("perspective", "Processes"),
        "lrn": pgettext("perspective", "Learning and change"),
    }[style]


@register.simple_tag
def perspective(code, label=""):
    """The perspective of an objective as a chip: {% perspective objective.perspective %}; nothing without one."""
    return _perspective(str(code), str(label), get_language()) if code else ""


@lru_cache(maxsize=256)
def _perspective(code: str, label: str, language: str | None) -> SafeString:
    style = _PERSPECTIVE_STYLE.get(code, "")
    words = label or (_perspective_word(style) if style else code)
    long = "long" if len(words) > _ONE_LINE else ""
    return format_html('<span class="{}">{}</span>', " ".join(filter(None, ["chip", style, long])), words)


@register.filter
def perspective_style(code):
    """The colour class of a perspective, for a card: class="card {{ perspective.code|perspective_style }}"."""
    return _PERSPECTIVE_STYLE.get(str(code), "")


def _level_words(code: str) -> tuple[str, str] | None:
    """The word and the short word of a level of the cascade."""
    return {
        "mission": (pgettext("level", "Mission"), pgettext("level", "Mission")),
        "strategic": (pgettext("level", "Strategic objective"), pgettext("level", "Strategic")),
        "department": (pgettext("level", "Department objective"), pgettext("level", "Department")),
        "operational": (pgettext("level", "Operational objective"), pgettext("level", "Operational")),
        "role": (pgettext("level", "Role objective"), pgettext("level", "Role")),
        "project": (pgettext("level", "Project objective"), pgettext("level", "Project")),
        "personal": (pgettext("level", "Personal objective"), pgettext("level", "Personal")),
    }.get(code)


def level_word(code) -> str:
    """The word of a level as it stands above a list or on paper."""
    words = _level_words(str(code or ""))
    return words[0] if words else str(code or "")


@register.simple_tag
def level(code, short=False):
    """The level of an objective in words: {% level objective.level %}; `short=True` leaves the word objective out."""
    return _level(str(code or ""), bool(short), get_language())


@lru_cache(maxsize=64)
def _level(code: str, short: bool, language: str | None) -> SafeString:
    words = _level_words(code)
    if words is None:
        return format_html('<span class="lvl">{}</span>', code)
    return format_html('<span class="lvl">{}</span>', words[1] if short else words[0])


# -- small things -----------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name, label=""):
    """A small drawing beside a word: {% icon "plus" %}. With a label it stands alone and is read aloud."""
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 16 16" role="img" aria-label="{}">{}</svg>', label, ICONS[name]
        )
    return mark_safe(f'<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{ICONS[name]}</svg>')


@register.simple_tag
@lru_cache
def rendered_once(template_name):
    """A part that is the same on every page and for everybody: {% rendered_once "ui/styles.html" %}."""
    return mark_safe(render_to_string(template_name))


@register.simple_tag
def kbd(key):
    """A key of the keyboard: {% kbd "/" %}."""
    return format_html("<kbd>{}</kbd>", key)


@register.simple_block_tag(end_name="endempty")
def empty(content, title="", url="", action=""):
    """What stands where a list would be: {% empty title=_("No objectives yet") url=… action=… %}why{% endempty %}."""
    heading = format_html("<h3>{}</h3>", title) if title else ""
    button = format_html('<a class="btn" href="{}">{}</a>', url, action) if url else ""
    content = content.strip()
    text = format_html("<p>{}</p>", mark_safe(content)) if content else ""
    return format_html('<div class="empty-state">{}{}{}</div>', heading, text, button)


# -- forms ------------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def form_guard(context):
    """What every form that writes carries: the CSRF token and the organisation it was made in."""
    request = context.get("request")
    token = context.get("csrf_token") or (get_token(request) if request is not None else "")
    organisation = context.get("organisation")
    parts = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token) if token else ""
    if organisation is not None:
        parts += format_html('<input type="hidden" name="_organisation" value="{}">', organisation.slug)
    return mark_safe(parts)


@register.simple_tag
def scale(steps, name, chosen="", form="", first_id="", wrong="", focus=False):
    """The steps to choose from in a <fieldset class="scale">: {% scale steps "sure" chosen="4" %}.

    `form` is the id of a form elsewhere on the page, `first_id` the id of the first step (where an error leads to),
    `wrong` the id of the text that says why the choice was refused; `focus` opens the page in the first step.
    """
    of_form = format_html(' form="{}"', form) if form else ""
    error = format_html(' aria-invalid="true" aria-describedby="{}"', wrong) if wrong else ""
    first = format_html(' id="{}"', first_id) if first_id else ""
    opening = mark_safe(" autofocus") if focus else ""
    drawn, name = [], escape(name)
    for step in steps:
        mark = " checked" if str(step) == str(chosen) else ""
        drawn.append(
            f'<label><input type="radio"{of_form}{first} name="{name}" value="{escape(step)}"{mark}{error}{opening}>'
            f"{escape(step)}</label>"
        )
        first = opening = ""
    return mark_safe("".join(drawn))


@register.simple_tag
def field(bound_field, size="", label="", help_text=None):
    """One form field with label, help and error: {% field form.name %}; size is short or tiny.

    `help_text` stands in for the help of the form; an empty one leaves it out.
    """
    if bound_field.is_hidden:
        return mark_safe(str(bound_field))
    if help_text is not None:
        bound_field.help_text = help_text  # what the field says of itself leads to its help by this
    return mark_safe(render_to_string("ui/field.html", {"field": bound_field, "size": size, "label": label}))


@register.simple_tag
def form_summary(form, about=""):
    """Everything that is wrong in a form, each with a link to its field; nothing when nothing is wrong.

    `about` says which of several alike forms on the page it is.
    """
    if not form.errors:
        return ""
    number = sum(len(errors) for errors in form.errors.values())
    return mark_safe(render_to_string("ui/form_summary.html", {"form": form, "number": number, "about": about}))


@register.filter
def is_choices(bound_field):
    """Whether the field is drawn as several boxes to tick, so that its label is a legend."""
    return bound_field.use_fieldset


@register.filter
def is_checkbox(bound_field):
    """Whether the field is one box to tick, so that its label stands behind it."""
    return getattr(bound_field.field.widget, "input_type", "") == "checkbox" and not bound_field.use_fieldset
