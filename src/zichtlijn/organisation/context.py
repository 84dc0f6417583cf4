"""The period that every page is about, in the top bar."""

from django.utils.functional import SimpleLazyObject

from zichtlijn.access.permissions import Permission
from zichtlijn.organisation.queries import chosen_period, periods_of_request


def period(request):
    """`period`: the chosen one (falsy when there is none); `periods`: all to choose from. One query for both.

    `can_make_period`: whether the reader may make the first one, for a page that shows nothing without.
    """
    if getattr(request, "organisation", None) is None:
        return {"period": None, "periods": [], "can_make_period": False}
    return {
        "period": SimpleLazyObject(lambda: chosen_period(request)),
        "periods": SimpleLazyObject(lambda: periods_of_request(request)),
        "can_make_period": request.actor.may(Permission.MANAGE_ORGANISATION),
    }
