"""Adding members, changing their roles, putting them out of use; and the invitation that goes with it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access import mail
from zichtlijn.access.actor import Actor
from zichtlijn.access.models import Membership, Organisation, RoleAssignment, User
from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.access.roles import ROLES, Role
from zichtlijn.audit import actions as audit
from zichtlijn.audit.actions import Event
from zichtlijn.members import queries, tasks
from zichtlijn.members.permissions import can_manage_members
from zichtlijn.organisation.models import Person

#: People invited in one act.
AT_ONCE = 500


@transaction.atomic
def add_member(*, email: str, name: str = "", roles, person: Person | None = None, by: Actor) -> Membership:
    """Make somebody a member and mail an invitation.

    The account is made, or joined when it exists already. Nothing tells the two apart here: who has an account
    elsewhere is not for this organisation to know.
    """
    require(can_manage_members(by))
    email = email.strip().lower()
    if Membership.objects.filter(organisation=by.organisation, user__email=email).exists():
        raise NotNow(_("%(email)s is a member already.") % {"email": email})
    if person is None:
        person = queries.people_to_invite(by).filter(email__iexact=email).first()
    membership = join(email, name, set(roles), person, by)
    tasks.send_invitation.enqueue(membership.pk, by.organisation.pk)
    return membership


def join(email: str, name: str, roles: set[Role], person: Person | None, by: Actor) -> Membership:
    """Make the account where there is none, and the membership; written in the log."""
    organisation = by.organisation
    user = User.objects.filter(email=email).first()
    if user is None:
        called = person.name if person else name
        user = User.objects.create_user(email, None, name=called, language=organisation.language)
    membership = Membership.objects.create(organisation=organisation, user=user, person=person, name=name)
    RoleAssignment.objects.bulk_create(
        [RoleAssignment(organisation=organisation, membership=membership, role=role) for role in sorted(roles)]
    )
    about = person.pk if person else None
    audit.record(Event.MEMBER_ADDED, on=membership, by=by, about=about, detail={"roles": sorted(roles)})
    return membership


@transaction.atomic
def invite_people(*, by: Actor) -> int:
    """Make members of the people who are none yet, at most `AT_ONCE`, and mail each an invitation; returns how many."""
    require(can_manage_members(by))
    people = list(queries.people_to_invite(by)[:AT_ONCE])
    fitting, invited = queries.fitting_roles(people), set()
    for person in people:
        email = person.email.strip().lower()
        if email in invited:
            continue  # two people with one address: the first gets the account, the other needs an own address
        invited.add(email)
        membership = join(email, "", fitting[person.pk], person, by)
        tasks.send_invitation.enqueue(membership.pk, by.organisation.pk)
    return len(invited)


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
        raise EditConflict(now, _differences(now, held, name, person, roles, is_active), now.version)
    reasons = _reasons_against(now, held, person, roles, is_active, by)
    if reasons:
        raise NotNow(*reasons)

    changed = [
        field
        for field, value in {"name": name, "person": person, "is_active": is_active}.items()
        if getattr(now, field) != value
    ]
    now.name, now.person, now.is_active = name, person, is_active
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
        now.save(update_fields=["name", "person", "is_active", "version"])
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
        (_("In use"), in_use(now.is_active), in_use(is_active)),
    ]
    return [line for line in compared if line[1] != line[2]]


def _reasons_against(now, held, person, roles, is_active, by: Actor) -> list[str]:
    reasons = []
    if by.user and now.user_id == by.user.pk and not is_active:
        reasons.append(_("You cannot put yourself out of use: ask another administrator."))
    loses = Role.ADMINISTRATOR in held and now.is_active and not (is_active and Role.ADMINISTRATOR in roles)
    if loses and not _other_administrators(now).exists():
        reasons.append(_("This is the last administrator: make somebody else administrator first."))
    taken = Membership.objects.filter(person=person).exclude(pk=now.pk) if person else Membership.objects.none()
    if taken.exists():
        reasons.append(_("%(person)s is linked to another member already.") % {"person": person})
    return reasons


def _other_administrators(membership: Membership):
    there = Membership.objects.open_on(timezone.localdate()).filter(organisation_id=membership.organisation_id)
    return there.filter(roles__role=Role.ADMINISTRATOR).exclude(pk=membership.pk)


@transaction.atomic
def invite_again(membership: Membership, *, by: Actor) -> None:
    """Mail the invitation once more."""
    require(can_manage_members(by))
    if not membership.is_active:
        raise NotNow(_("This member is out of use."))
    audit.record(Event.MEMBER_CHANGED, on=membership, by=by, detail={"invited_again": True})
    tasks.send_invitation.enqueue(membership.pk, membership.organisation_id)


def send_invitation(membership: Membership) -> None:
    """Mail what a new member needs: a link to choose a password, or the address to sign in at."""
    user = membership.user
    link = "" if user.has_usable_password() else mail.password_link(user)
    mail.send(
        "invitation",
        user.email,
        language=user.language,
        name=membership.shown_name,
        organisation=membership.organisation,
        link=link,
    )
