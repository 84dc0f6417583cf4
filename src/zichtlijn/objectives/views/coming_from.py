"""Back to the page from which a form was opened, when that was not the page of what it changes."""

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def back_to(request, name: str, pk: int) -> str:
    """The address in `?back=`, when it is one of our own pages; else the page of this name."""
    back = request.GET.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return reverse(name, args=[pk])
