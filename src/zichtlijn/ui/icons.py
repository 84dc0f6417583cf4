# ruff: noqa: E501 - a drawing is one string
"""The few drawings that stand beside words: strokes on a field of 16 by 16, in the colour of the text."""

from django.utils.safestring import mark_safe

ICONS = {
    name: mark_safe(shape)
    for name, shape in {
        "search": '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>',
        "menu": '<path d="M2 4h12M2 8h12M2 12h12"/>',
        "close": '<path d="m4 4 8 8m0-8-8 8"/>',
        "check": '<path d="m3 8.5 3.5 3.5L13 4.5"/>',
        "plus": '<path d="M8 3v10M3 8h10"/>',
        "up": '<path d="M8 13V3M4 7l4-4 4 4"/>',
        "down": '<path d="M8 3v10m4-4-4 4-4-4"/>',
        "left": '<path d="M13 8H3m4 4L3 8l4-4"/>',
        "right": '<path d="M3 8h10M9 4l4 4-4 4"/>',
        "open": '<path d="m4 6 4 4 4-4"/>',
        "more": '<path d="M3 8h.01M8 8h.01M13 8h.01"/>',
        "download": '<path d="M8 2v8m3-3-3 3-3-3M2.5 13.5h11"/>',
        "upload": '<path d="M8 10V2M5 5l3-3 3 3M2.5 13.5h11"/>',
        "edit": '<path d="m10.5 3 2.5 2.5-7.5 7.5-3 .5.5-3z"/>',
        "remove": '<path d="M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.5 8.5h6l.5-8.5"/>',
        "warning": '<path d="M8 2.5 14.5 13.5h-13zM8 6.5v3.5M8 12v.01"/>',
        "information": '<circle cx="8" cy="8" r="6"/><path d="M8 7.5V11M8 5v.01"/>',
        "person": '<circle cx="8" cy="5.5" r="2.5"/><path d="M3 13.5c.6-2.6 2.5-4 5-4s4.4 1.4 5 4"/>',
        "people": '<circle cx="6" cy="6" r="2.3"/><path d="M1.5 13c.5-2.3 2.2-3.5 4.5-3.5s4 1.2 4.5 3.5M10.5 4a2.2 2.2 0 0 1 0 4M12 10c1.4.4 2.2 1.4 2.5 3"/>',
        "calendar": '<rect x="2.5" y="3.5" width="11" height="10" rx="1"/><path d="M2.5 6.5h11M5.5 2v3M10.5 2v3"/>',
        "filter": '<path d="M2 3.5h12L9.5 8.5V13l-3-1.5v-3z"/>',
        "link": '<path d="M6.5 9.5l3-3M5.5 7 4 8.5a2.5 2.5 0 0 0 3.5 3.5L9 10.5M7 5.5 8.5 4A2.5 2.5 0 0 1 12 7.5L10.5 9"/>',
        "print": '<path d="M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7v4h-7z"/>',
        "lock": '<rect x="3" y="7" width="10" height="6.5" rx="1"/><path d="M5 7V5a3 3 0 0 1 6 0v2"/>',
        "clock": '<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.5"/>',
        "leave": '<path d="M6 13.5H3v-11h3M7 8h6.5M11 5.5 13.5 8 11 10.5"/>',
        "target": '<circle cx="8" cy="8" r="6"/><circle cx="8" cy="8" r="2.5"/>',
        "line": '<circle cx="8" cy="3.5" r="1.5"/><circle cx="8" cy="12.5" r="1.5"/><path d="M8 5v6"/>',
    }.items()
}
