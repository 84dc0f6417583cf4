"""After a change: that it was saved, and what it did to what two sides had proposed or agreed."""

from django.contrib import messages

from zichtlijn.objectives.queries.agreeing import Standing, said_after_change


def say_saved(request, said: str, before: Standing, after: Standing) -> None:
    """Say on the next page that it was saved; and that the other side has to answer, where that is new."""
    if more := said_after_change(before, after):
        messages.info(request, f"{said} {more}")
    else:
        messages.success(request, said)
