"""What every page knows about who is looking."""

from django.utils import timezone


def access(request):
    """The organisation, the memberships to switch between, the actor and today's date."""
    return {
        "organisation": getattr(request, "organisation", None),
        "memberships": getattr(request, "memberships", []),
        "actor": getattr(request, "actor", None),
        "today": timezone.localdate(),
    }
