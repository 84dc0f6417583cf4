"""The period that every page is about, in the top bar."""

from django.utils.functional import SimpleLazyObject

from zichtlijn.organisation.queries import chosen_period, periods_of_request


def period(request):
    """`period`: the chosen one (falsy when there is none); `periods`: all to choose from. One query for both."""
    if getattr(request, "organisation", None) is None:
        return {"period": None, "periods": []}
    return {
        "period": SimpleLazyObject(lambda: chosen_period(request)),
        "periods": SimpleLazyObject(lambda: periods_of_request(request)),
    }
