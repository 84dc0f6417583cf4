"""What the operator does on the machine itself: beginning an organisation, and helping somebody who cannot get in."""

import logging

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zichtlijn.access import actions as access
from zichtlijn.access import mail
from zichtlijn.access.actor import system_actor
from zichtlijn.access.models import Organisation, User
from zichtlijn.access.refusals import NotNow
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.members.actions import join
from zichtlijn.organisation.actions.periods import add_year

security_log = logging.getLogger("zichtlijn.security")


@transaction.atomic
def found_organisation(*, slug: str, name: str, administrator: str, language: str) -> Organisation:
    """A new organisation with this year and its first administrator, who then sets up the rest."""
    organisation = Organisation(slug=slug, name=name, language=language)
    try:
        organisation.full_clean()
    except ValidationError as error:
        raise NotNow(*(f"{field}: {' '.join(said)}" for field, said in error.message_dict.items())) from error
    email = _an_address(administrator)
    organisation.save()
    by = system_actor(organisation)
    with in_organisation(organisation):
        join(email, "", {Role.ADMINISTRATOR}, None, by)
        add_year(timezone.localdate().year, parts="tertial", by=by)
    return organisation


def _an_address(text: str) -> str:
    """The address as it is kept, or a refusal: with anything else nobody could ever sign in."""
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise NotNow(_("%(email)s is not an e-mail address.") % {"email": email}) from error
    return email


def account_of(email: str) -> User:
    """The account with this address, or a refusal that says there is none."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise NotNow(_("There is no account with the address %(email)s.") % {"email": email})
    return user


def link_for(user: User) -> str:
    """A link to choose a password, to hand over in person where no mail goes out; kept in the security log."""
    security_log.warning("a link to set a password was made on the machine: user=%s", user.pk)
    return mail.password_link(user)


def change_address(user: User, email: str) -> None:
    """Let somebody in who lost the mailbox and cannot sign in: another address at once. The old one is told."""
    email = _an_address(email)
    if User.objects.filter(email=email).exists():
        raise NotNow(_("There is an account with the address %(email)s already.") % {"email": email})
    access.change_address(user, email)
    security_log.warning("the address of an account was changed on the machine: user=%s", user.pk)


def forget_second_factor(user: User) -> bool:
    """Let somebody in whose phone and recovery codes are gone; True when there was one. The owner is told."""
    with translation.override(user.language):
        sentence = _(
            "Whoever runs your Zichtlijn turned off two-step sign-in for your account. You can turn "
            "it on again under “My account”."
        )
    removed = access.remove_second_factor(user, sentence=sentence)
    if removed:
        security_log.warning("the second factor was removed on the machine: user=%s", user.pk)
    return removed
