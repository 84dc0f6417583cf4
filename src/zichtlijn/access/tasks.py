"""Work that is done after the answer has gone out, so that the time it takes says nothing."""

from django_tasks import task

from zichtlijn.access import actions
from zichtlijn.access.models import AddressChange


@task(priority=50)
def send_password_link(email: str, language: str) -> None:
    """Mail a link to set a password, if this address belongs to an account."""
    actions.send_password_link(email, language=language)


@task(priority=50)
def send_address_link(change_id: int) -> None:
    """Mail the link that confirms another address, if it is still asked for."""
    change = AddressChange.objects.select_related("user", "organisation").filter(pk=change_id).first()
    if change is not None and change.user.is_active:
        actions.send_address_link(change)
