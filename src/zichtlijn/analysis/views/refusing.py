"""A refusal inside a form, so that nothing typed is lost."""

from zichtlijn.access.refusals import NotNow


def refuse(form, refusal: NotNow) -> None:
    """Say in the form why it cannot be done now."""
    for reason in refusal.reasons:
        form.add_error(None, reason)
