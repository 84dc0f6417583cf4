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
from zichtlijn.access.models import Membership, Organisation, User
from zichtlijn.access.queries import no_such_organisation
from zichtlijn.access.refusals import NotNow
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.actions import Event
from zichtlijn.members.actions import change_member, join
from zichtlijn.members.own_account import record_everywhere
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


def _record(event: Event, user: User, **detail) -> None:
    """In the log of each organisation of this account: what was done on the machine is not done behind its back."""
    detail["by_operator"] = True
    record_everywhere(event, user, by=lambda membership: system_actor(membership.organisation), **detail)


@transaction.atomic
def link_to_help(user: User) -> str:
    """The same as `link_for` for an account that stands in an organisation already, which reads of it in its log."""
    _record(Event.MEMBER_CHANGED, user, password_link=True)
    return link_for(user)


def link_for(user: User) -> str:
    """A link to choose a password, to hand over in person where no mail goes out; kept in the security log."""
    security_log.warning("a link to set a password was made on the machine: user=%s", user.pk)
    return mail.password_link(user)


@transaction.atomic
def change_address(user: User, email: str) -> None:
    """Let somebody in who lost the mailbox and cannot sign in: another address at once. The old one is told."""
    email = _an_address(email)
    if User.objects.filter(email=email).exists():
        raise NotNow(_("There is an account with the address %(email)s already.") % {"email": email})
    access.change_address(user, email)
    _record(Event.ADDRESS_CHANGED, user)
    security_log.warning("the address of an account was changed on the machine: user=%s", user.pk)


@transaction.atomic
def forget_second_factor(user: User) -> bool:
    """Let somebody in whose phone and recovery codes are gone; True when there was one. The owner is told."""
    with translation.override(user.language):
        sentence = _(
            "Whoever runs your Zichtlijn turned off two-step sign-in for your account. You can turn "
            "it on again under “My account”."
        )
    removed = access.remove_second_factor(user, sentence=sentence)
    if removed:
        _record(Event.SECOND_STEP_TURNED_OFF, user)
        security_log.warning("the second factor was removed on the machine: user=%s", user.pk)
    return removed


@transaction.atomic
def make_administrator(user: User, slug: str) -> Organisation:
    """Let this account manage an organisation in which nobody does any more; written in its log."""
    organisation = Organisation.objects.select_for_update().filter(slug=slug).first()
    if organisation is None:
        raise NotNow(no_such_organisation(slug))
    by = system_actor(organisation)
    with in_organisation(organisation):
        now = Membership.objects.filter(organisation=organisation, user=user).select_related("person").first()
        if now is None:
            join(user.email, "", {Role.ADMINISTRATOR}, None, by)
        elif now.has_left:
            raise NotNow(_("This person has left. Choose an account of somebody who still works here."))
        else:
            roles = {Role(role) for role in now.roles.values_list("role", flat=True)} | {Role.ADMINISTRATOR}
            change_member(
                now, name=now.name, person=now.person, roles=roles, is_active=True, version=now.version, by=by
            )
    security_log.warning("an administrator was made on the machine: user=%s organisation=%s", user.pk, slug)
    return organisation
