"""What every page knows about who is looking."""

from django.utils import timezone

from zichtlijn.access.kept import page_of_form


def access(request):
    """The organisation, the memberships to switch between, the actor, today's date and the address of the page.

    The address is one that can be opened again: after a form that was refused that of the page where it stood.
    """
    return {
        "organisation": getattr(request, "organisation", None),
        "memberships": getattr(request, "memberships", []),
        "actor": getattr(request, "actor", None),
        "today": timezone.localdate(),
        "page_address": request.get_full_path() if request.method in {"GET", "HEAD"} else page_of_form(request),
    }
