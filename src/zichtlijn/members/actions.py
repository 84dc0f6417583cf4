"""Adding members, changing their roles, putting them out of use; and the invitation that goes with it."""

from collections.abc import Callable, Collection
from contextlib import suppress
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zichtlijn.access import actions as access
from zichtlijn.access import mail
from zichtlijn.access.actor import Actor
from zichtlijn.access.models import Membership, Organisation, RoleAssignment, User
from zichtlijn.access.permissions import require
from zichtlijn.access.queries import asked_address
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.access.roles import ROLES, Role
from zichtlijn.access.tasks import send_address_link, send_password_link
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.jobs.actions import start_job
from zichtlijn.jobs.models import Job
from zichtlijn.members import queries, tasks
from zichtlijn.members.permissions import can_manage_members
from zichtlijn.notices import actions as notices
from zichtlijn.notices.models import HOLDS_A_LINK, OutgoingMail
from zichtlijn.notices.permissions import can_mend_mail
from zichtlijn.notices.queries import failed_mail
from zichtlijn.organisation.actions.rights import lock_structure
from zichtlijn.organisation.models import Person, Unit

#: People invited, or mails sent again, in one transaction.
AT_ONCE = 500


class Invited(NamedTuple):
    """How many people were invited, and who was left out because somebody else has the same address."""

    number: int
    left: list[Person]


class SentAgain(NamedTuple):
    """How many mails are tried once more, and how many stay in the list because they lead nowhere any more."""

    number: int
    left: int


@transaction.atomic
def add_member(*, email: str, name: str = "", roles, person: Person | None = None, by: Actor) -> Membership:
    """Make somebody a member and mail an invitation.

    The account is made, or joined when it exists already. Nothing tells the two apart here: who has an account
    elsewhere is not for this organisation to know.
    """
    require(can_manage_members(by))
    lock_structure(by)  # two who add the same member come one after the other
    email = email.strip().lower()
    if Membership.objects.filter(organisation=by.organisation, user__email=email).exists():
        raise NotNow(_("%(email)s is already a member.") % {"email": email})
    if person is None:
        person = queries.people_to_invite(by).filter(email__iexact=email).first()
    elif Membership.objects.filter(person=person).exists():
        raise NotNow(_("%(person)s is already linked to another member.") % {"person": person})
    membership = join(email, name, set(roles), person, by)
    tasks.send_invitation.enqueue(membership.pk, by.organisation.pk)
    return membership


def join(email: str, name: str, roles: set[Role], person: Person | None, by: Actor) -> Membership:
    """Make the account where there is none, and the membership; written in the log."""
    organisation = by.organisation
    user = _account(email, person.name if person else name, organisation)
    membership = Membership.objects.create(organisation=organisation, user=user, person=person, name=name)
    RoleAssignment.objects.bulk_create(
        [RoleAssignment(organisation=organisation, membership=membership, role=role) for role in sorted(roles)]
    )
    about = person.pk if person else None
    audit.record(Event.MEMBER_ADDED, on=membership, by=by, about=about, detail={"roles": sorted(roles)})
    return membership


def _account(email: str, name: str, organisation: Organisation) -> User:
    """The account with this address, made when there is none; another organisation may make it at the same moment."""
    if found := User.objects.filter(email=email).first():
        return found
    try:
        with transaction.atomic():
            return User.objects.create_user(email, None, name=name, language=organisation.language)
    except IntegrityError:
        return User.objects.get(email=email)


@transaction.atomic
def invite_people(ids: Collection[int], *, by: Actor) -> Invited:
    """Make members of these people as far as they are none yet, and mail each an invitation."""
    require(can_manage_members(by))
    lock_structure(by)  # who is invited by another at the same moment is a member by then
    people = list(queries.people_to_invite(by).filter(pk__in=ids))
    fitting, addresses = queries.fitting_roles(people), {person.email.strip().lower() for person in people}
    known = Membership.objects.filter(organisation=by.organisation, user__email__in=addresses)
    taken, invited = set(known.values_list("user__email", flat=True)), 0
    for person in people:
        email = person.email.strip().lower()
        if email in taken:
            continue  # two people with one address: the first gets the account, the other needs an own address
        taken.add(email)
        membership = join(email, "", fitting[person.pk], person, by)
        tasks.send_invitation.enqueue(membership.pk, by.organisation.pk)
        invited += 1
    return Invited(invited, list(queries.sharing_an_address(ids)))


@transaction.atomic
def start_inviting(*, unit: Unit | None = None, by: Actor) -> Job:
    """Invite everybody who is no member yet, of this unit and below when given, in the background."""
    require(can_manage_members(by))
    return start_job(tasks.INVITE, given={"unit": unit.pk if unit else None}, by=by)


def invite_in_parts(unit: Unit | None, progress: Callable[[int, int], None], *, by: Actor) -> Invited:
    """Invite everybody who is no member yet, `AT_ONCE` in each transaction.

    Begun again after a stop it goes on with the rest: who was invited is a member by then.
    """
    require(can_manage_members(by))
    ids = list(queries.people_to_invite(by, unit).values_list("pk", flat=True))
    number, left = 0, list[Person]()
    for start in range(0, len(ids), AT_ONCE):
        progress(start, len(ids))
        part = invite_people(ids[start : start + AT_ONCE], by=by)
        number, left = number + part.number, left + part.left
    return Invited(number, left)


@transaction.atomic
def change_member(
    membership: Membership, *, name: str, person: Person | None, roles, is_active: bool, version: int, by: Actor
) -> list[str]:
    """Write what changed about a member; returns what did. It holds from the member's next request on."""
    require(can_manage_members(by))
    Organisation.objects.select_for_update().get(pk=by.organisation.pk)  # two administrators cannot remove each other
    now = Membership.objects.select_for_update().get(pk=membership.pk, organisation=by.organisation)
    roles = {Role(role) for role in roles}
    held = {Role(role) for role in now.roles.values_list("role", flat=True)}
    if now.version != version:
        differences = _differences(now, held, name, person, roles, is_active)
        if not differences:
            return []  # sent twice
        raise EditConflict(now, differences, now.version)
    reasons = _reasons_against(now, held, person, roles, is_active, by)
    if reasons:
        raise NotNow(*reasons)

    changed = [
        field
        for field, value in {"name": name, "person": person, "is_active": is_active}.items()
        if getattr(now, field) != value
    ]
    now.name, now.person, now.is_active = name, person, is_active
    now.ended_on = None if is_active else now.ended_on or timezone.localdate()
    about = person.pk if person else None
    if changed:
        audit.record(Event.MEMBER_CHANGED, on=now, by=by, about=about, detail={"fields": changed, "in_use": is_active})
    if roles != held:
        now.roles.exclude(role__in=roles).delete()
        RoleAssignment.objects.bulk_create(
            [RoleAssignment(organisation=by.organisation, membership=now, role=role) for role in sorted(roles - held)]
        )
        detail = {"given": sorted(roles - held), "taken": sorted(held - roles)}
        audit.record(Event.ROLES_CHANGED, on=now, by=by, about=about, detail=detail)
        changed.append("roles")
    if changed:
        now.version += 1
        now.save(update_fields=["name", "person", "is_active", "ended_on", "version"])
    return changed


def _differences(now, held, name, person, roles, is_active) -> list[tuple[str, str, str]]:
    def words(some):
        return ", ".join(str(ROLES[role].name) for role in Role if role in some)

    def in_use(value):
        return _("yes") if value else _("no")

    compared = [
        (_("Name"), now.name, name),
        (_("Person"), str(now.person or ""), str(person or "")),
        (_("Roles"), words(held), words(roles)),
        (_("Active"), in_use(now.is_active), in_use(is_active)),
    ]
    return [line for line in compared if line[1] != line[2]]


def _reasons_against(now, held, person, roles, is_active, by: Actor) -> list[str]:
    reasons = []
    if by.user and now.user_id == by.user.pk and not is_active:
        reasons.append(_("You cannot make yourself inactive: ask another administrator."))
    loses = Role.ADMINISTRATOR in held and now.is_active and not (is_active and Role.ADMINISTRATOR in roles)
    if loses and not _other_administrators(now).exists():
        reasons.append(_("This is the last administrator. Make someone else an administrator first."))
    if now.has_left and person is None and is_active:  # without the person nothing would keep them out
        reasons.append(_("This person has left; make the member inactive first."))
    taken = Membership.objects.filter(person=person).exclude(pk=now.pk) if person else Membership.objects.none()
    if taken.exists():
        reasons.append(_("%(person)s is already linked to another member.") % {"person": person})
    return reasons


def _other_administrators(membership: Membership):
    there = Membership.objects.open_on(timezone.localdate()).filter(organisation_id=membership.organisation_id)
    return there.filter(roles__role=Role.ADMINISTRATOR).exclude(pk=membership.pk)


@transaction.atomic
def invite_again(membership: Membership, *, by: Actor) -> None:
    """Mail the invitation once more."""
    require(can_manage_members(by))
    if not membership.is_active or membership.has_left:
        raise NotNow(_("This member can no longer sign in."))
    audit.record(Event.MEMBER_CHANGED, on=membership, by=by, detail={"invited_again": True})
    tasks.send_invitation.enqueue(membership.pk, membership.organisation_id)


@transaction.atomic
def turn_off_second_step(membership: Membership, *, reason: str, by: Actor) -> None:
    """Let a member in whose phone and recovery codes are gone: the password alone is enough from now on.

    Only for accounts that are of this organisation alone; see docs/decisions/0010. The member is told by mail and is
    signed out everywhere.
    """
    require(can_manage_members(by))
    User.objects.select_for_update().get(pk=membership.user_id)
    reasons = queries.reasons_to_keep_second_step(membership, by)
    if reasons:
        raise NotNow(*reasons)
    about = membership.person_id
    audit.record(Event.SECOND_STEP_TURNED_OFF, on=membership, by=by, about=about, detail={"reason": reason})
    with translation.override(membership.user.language):
        sentence = _(
            "%(name)s, administrator at %(organisation)s, turned off two-step sign-in for your account. You "
            "can turn it on again under “My account”."
        ) % {"name": by.name, "organisation": by.organisation}
    access.remove_second_factor(membership.user, sentence=sentence, organisation=by.organisation)


@transaction.atomic
def ask_address(membership: Membership, *, email: str, reason: str, by: Actor) -> None:
    """Ask that a member signs in with another address: it holds once the link mailed there is followed.

    Only for accounts that are of this organisation alone; see docs/decisions/0013.
    """
    require(can_manage_members(by))
    reasons = queries.reasons_to_keep_address(membership, by)
    if reasons:
        raise NotNow(*reasons)
    detail = {"reason": reason}
    audit.record(Event.ADDRESS_ASKED, on=membership, by=by, about=membership.person_id, detail=detail)
    change = access.ask_address(membership.user, email, organisation=by.organisation)
    send_address_link.enqueue(change.pk)


@transaction.atomic
def invite_elsewhere(membership: Membership, *, email: str, by: Actor) -> None:
    """Invite at another address a member who never came in; the first one was wrong.

    The membership moves to the account with the right address, which is made or joined like that of a new member, so
    that nothing tells the two apart. An account that nobody ever used goes, and its link with it.
    """
    require(can_manage_members(by))
    lock_structure(by)
    now = Membership.objects.select_for_update().select_related("user").get(pk=membership.pk)
    reasons = queries.reasons_to_keep_address(now, by)
    if queries.has_signed_in(now):
        reasons.append(_("This member has signed in by now. Reload the page."))
    if Membership.objects.filter(organisation=by.organisation, user__email=email).exists():
        reasons.append(_("%(email)s is already a member.") % {"email": email})
    if reasons:
        raise NotNow(*reasons)
    wrong = now.user
    now.user = _account(email, now.person.name if now.person else now.name, by.organisation)
    now.created_at, now.version = timezone.now(), now.version + 1
    now.save(update_fields=["user", "created_at", "version"])
    OutgoingMail.objects.filter(user=wrong, organisation=by.organisation).exclude(
        state=OutgoingMail.State.SENT
    ).delete()
    if wrong.last_login is None and not wrong.memberships.exists():
        wrong.delete()
    audit.record(Event.MEMBER_CHANGED, on=now, by=by, about=now.person_id, detail={"fields": ["email"]})
    tasks.send_invitation.enqueue(now.pk, now.organisation_id)


@transaction.atomic
def forget_address(membership: Membership, *, by: Actor) -> None:
    """Withdraw the other address that an administrator here asked for a member."""
    require(can_manage_members(by))
    if queries.asked_here(membership) is None:
        raise NotNow(_("No change of address is waiting to be confirmed."))
    access.forget_address(membership.user)
    detail = {"taken_back": True}
    audit.record(Event.ADDRESS_ASKED, on=membership, by=by, about=membership.person_id, detail=detail)


@transaction.atomic
def send_again(failed: OutgoingMail, *, by: Actor) -> None:
    """Try once more to send a mail that failed."""
    require(can_mend_mail(by))
    member = _member_behind(failed, by)
    if member is None:
        raise NotNow(_("This member can no longer sign in. Remove the mail from the list."))
    if _has_expired(failed, member):
        raise NotNow(_("The request for another address has expired. Ask for the change again."))
    _write_anew(failed, member, by)


@transaction.atomic
def send_all_again(*, by: Actor) -> SentAgain:
    """Try once more to send every mail that failed, at most `AT_ONCE`; what leads nowhere takes no place of those."""
    require(can_mend_mail(by))
    fit = queries.mail_to_send_again(by)
    left, sent = failed_mail(by).exclude(pk__in=fit.values("pk")).count(), 0
    for failed in fit[:AT_ONCE]:
        member = _member_behind(failed, by)
        if member is None:
            continue
        with suppress(NotNow), transaction.atomic():  # somebody else did it at this moment
            _write_anew(failed, member, by)
            sent += 1
    return SentAgain(sent, left)


@transaction.atomic
def give_up_mail(failed: OutgoingMail, *, by: Actor) -> None:
    """Take a mail that failed from the list: it need not be sent any more."""
    require(can_mend_mail(by))
    member = Membership.objects.filter(organisation=by.organisation, user=failed.user).first()
    audit.record(Event.MAIL_GIVEN_UP, on=member or by.organisation, by=by, about=member and member.person_id)
    failed.delete()


def _member_behind(failed: OutgoingMail, by: Actor) -> Membership | None:
    """The member to whom this mail goes, when they can sign in here today."""
    there = Membership.objects.open_on(timezone.localdate()).filter(organisation=by.organisation, user=failed.user)
    return there.select_related("user", "person", "organisation").first()


def _has_expired(failed: OutgoingMail, member: Membership) -> bool:
    """True of the link to another address once nobody asks that address any more: no new link can be made."""
    return failed.kind == "address_link" and asked_address(member.user) is None


def _write_anew(failed: OutgoingMail, member: Membership, by: Actor) -> None:
    """A mail with a link gets a new link, for the old one may be dead; any other goes as it was.

    Refused when somebody else did it at the same moment: one mail that failed becomes one mail, with one link.
    """
    audit.record(Event.MAIL_SENT_AGAIN, on=member, by=by, about=member.person_id)
    row = OutgoingMail.objects.filter(pk=failed.pk, state=OutgoingMail.State.FAILED)
    has_link = failed.kind in HOLDS_A_LINK
    if not (row.delete()[0] if has_link else notices.send_once_more(failed)):
        raise NotNow(_("Somebody else has just tried this mail again, or removed it from the list."))
    if failed.kind == "invitation":
        tasks.send_invitation.enqueue(member.pk, member.organisation_id)
    elif failed.kind == "password_link":
        send_password_link.enqueue(email=member.user.email, language=member.user.language)
    elif failed.kind == "address_link" and (change := asked_address(member.user)):
        send_address_link.enqueue(change.pk)


def send_invitation(membership: Membership) -> None:
    """Mail what a new member needs: a link to choose a password, or the address to sign in at."""
    user = membership.user
    link = "" if user.has_usable_password() else mail.password_link(user)
    given_up = OutgoingMail.objects.filter(kind="invitation", state=OutgoingMail.State.FAILED)
    given_up.filter(user=user, organisation=membership.organisation).delete()
    mail.send("invitation", user, organisation=membership.organisation, name=membership.shown_name, link=link)
