"""Work that is done after the answer has gone out, so that the time it takes says nothing."""

from django_tasks import task

from zichtlijn.access import actions


@task(priority=50)
def send_password_link(email: str, language: str) -> None:
    """Mail a link to set a password, if this address belongs to an account."""
    actions.send_password_link(email, language=language)
