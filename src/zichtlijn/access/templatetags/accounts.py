"""The square that an app reads."""

import qrcode
from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def qr_code(text):
    """`text` as a drawing in the page itself: nothing is fetched, nothing is stored."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    drawn = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<rect width="{0}" height="{0}" fill="#fff"/><path d="{2}" fill="#000"/></svg>',
        len(rows),
        _("QR code for the app; the key below does the same"),
        drawn,
    )


@register.filter
def in_fours(key):
    """A long key in groups of four, as one reads it aloud; apps take it with the spaces."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
