"""Who can sign in to the demo, and with what. The password is known to everybody: see `load_demo`."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from zichtlijn.access.models import Membership, Organisation, RoleAssignment, User
from zichtlijn.access.roles import Role
from zichtlijn.organisation.models import Person, Placement

PASSWORD = "zichtlijn-demo-2026"  # noqa: S105 - printed at the start; load_demo refuses where others could reach it


@dataclass(frozen=True)
class Login:
    """One account: in Dutch, and the same part in English."""

    name: str
    mailbox: str
    role: Role
    what: tuple[str, str]
    more: tuple[Role, ...] = (Role.EMPLOYEE,)
    #: Is somebody who works there; a consultant is not.
    is_person: bool = True

    def email(self, language: str) -> str:
        return f"{self.mailbox}@westerwaard{'' if language == 'nl' else '-en'}.example"


LOGINS = (
    Login("Noor de Wit", "noor", Role.EMPLOYEE, ("medewerker", "employee"), ()),
    Login("Rachid El Amrani", "rachid", Role.MANAGER, ("leidinggevende", "manager"), (Role.EMPLOYEE, Role.REWARDS)),
    Login("Ilse Brandsma", "ilse", Role.DIRECTOR, ("directeur", "director"), (Role.EMPLOYEE, Role.MANAGER)),
    Login("Marloes Hendriks", "marloes", Role.HR, ("HR", "HR")),
    Login("Bram Jansen", "bram", Role.PROJECT_LEADER, ("projectleider", "project leader")),
    Login("Daan Kuipers", "daan", Role.ADMINISTRATOR, ("beheerder van de organisatie", "organisation administrator")),
    Login("Anneke Postma", "anneke", Role.WORKS_COUNCIL, ("ondernemingsraad", "works council")),
)
#: Works for several organisations, and is at home in her own small one.
CONSULTANT = Login(
    "Esther van Loon", "esther", Role.CONSULTANT, ("adviseur van buiten", "outside consultant"), (), False
)
CONSULTANT_EMAIL = "esther@kade-advies.example"


def may_load() -> bool:
    """True where only this machine can reach the program: a password that everybody knows has no place elsewhere."""
    return bool(settings.LOOPBACK)


def make_users(language: str) -> dict[str, User]:
    """The accounts of one language, by name."""
    password = make_password(PASSWORD)  # one hash for all: it is slow on purpose
    return {
        login.name: User.objects.create(
            email=login.email(language), name=login.name, language=language, password=password
        )
        for login in LOGINS
    }


def make_consultant() -> User:
    return User.objects.create(
        email=CONSULTANT_EMAIL, name=CONSULTANT.name, language="nl", password=make_password(PASSWORD)
    )


def join(organisation: Organisation, user: User, roles, person=None) -> Membership:
    """Make a user a member of an organisation, with roles, who works with it already."""
    membership = Membership.objects.create(
        organisation=organisation, user=user, person=person, name=user.name, came_in_at=timezone.now()
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(organisation=organisation, membership=membership, role=role) for role in dict.fromkeys(roles)
    )
    return membership


def join_managers(organisation: Organisation) -> None:
    """Whoever leads people is a member too, as in an organisation that works with it; nobody knows their password."""
    leading = Person.objects.filter(pk__in=Placement.objects.exclude(line_manager=None).values("line_manager"))
    people = list(leading.filter(membership=None).order_by("pk"))
    users = User.objects.bulk_create(
        User(email=one.email, name=one.name, language=organisation.language, password=make_password(None))
        for one in people
    )
    members = Membership.objects.bulk_create(
        Membership(organisation=organisation, user=user, person=person, name=user.name, came_in_at=timezone.now())
        for user, person in zip(users, people, strict=True)
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(organisation=organisation, membership=member, role=role)
        for member in members
        for role in (Role.MANAGER, Role.EMPLOYEE, Role.REWARDS)
    )


def describe_logins() -> list[str]:
    """What to print for somebody who starts the program for the first time."""
    rows = [(login.email("nl"), f"{login.name}, {login.what[0]}") for login in LOGINS]
    rows.append((CONSULTANT_EMAIL, f"{CONSULTANT.name}, {CONSULTANT.what[0]}, in drie organisaties"))
    english = [(login.email("en"), f"{login.name}, {login.what[1]}") for login in LOGINS]
    width = max(len(email) for email, _who in rows + english)
    return [
        f"Sign in with the password {PASSWORD} as",
        "",
        "  Waterschap Westerwaard (Nederlands)",
        *(f"    {email:<{width}}  {who}" for email, who in rows),
        "  Westerwaard Water Authority (English)",
        *(f"    {email:<{width}}  {who}" for email, who in english),
        "  daan is also a member of two empty organisations, for trying imports: import-proef and stratml-proef.",
    ]
