"""An act behind a form: what stands in its way is said in the form, so that nothing typed is lost."""

from collections.abc import Callable

from zichtlijn.access.refusals import NotNow
from zichtlijn.ui.versions import VERSION_DIGITS


def acted(form, act: Callable[[], object]) -> bool:
    """Do it if the form is right; what stands in the way is shown in the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except NotNow as refusal:
        refuse(form, refusal)
        return False
    return True


def refuse(form, refusal: NotNow) -> None:
    """Say in the form why it cannot be done now."""
    for reason in refusal.reasons:
        form.add_error(None, reason)


def posted_version(request) -> int:
    """Which version a button was pressed on; 0, which nothing has, when the form does not say it or says nonsense."""
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) <= VERSION_DIGITS else 0
