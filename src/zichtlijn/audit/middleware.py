"""The page of a clash, and one look at the log for all figures of a page.

They read the log, so they stand above `access`, where the other refusals are answered.
"""

from django.shortcuts import render

from zichtlijn.access.kept import sent_in
from zichtlijn.access.middleware import SAFE
from zichtlijn.access.refusals import EditConflict
from zichtlijn.audit.conflicts import describe_clash
from zichtlijn.audit.figures import one_look
from zichtlijn.ui.versions import VERSION_DIGITS


class FiguresMiddleware:
    """All figures of a page are of one moment, for one look at the log; what may write looks each time."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in SAFE:
            return self.get_response(request)
        with one_look():
            return self.get_response(request)


class ConflictMiddleware:
    """Shows somebody whose form was overtaken who changed what, beside what they wrote."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, EditConflict):
            return None
        sent = request.POST.get("version", "")
        version = int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= VERSION_DIGITS else None
        clash, sent = describe_clash(exception, version, request.actor), sent_in(request.POST)
        names = [name for name, _value in sent]
        can_merge = bool(clash.kept) and all(names.count(name) == 1 for name in clash.kept)
        context = {
            "clash": clash,
            "sent": sent,
            "merged": [(name, clash.kept.get(name, value)) for name, value in sent] if can_merge else [],
            "can_send": version is not None and not request.FILES and not request.htmx,
        }
        return render(request, "access/edit_conflict.html", context, status=exception.status_code)
