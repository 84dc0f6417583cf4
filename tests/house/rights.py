"""The declared table: every address × role × method → what must come back. An address that is not here fails the build.

One line per address and object::

    page("members:member", "pk=employee.membership", GET="---------+", POST="---------+")

- the name of the address; then what stands in it: `pk=employee.membership` is that of the cast in tests/factories
  (or one of `OBJECTS` below), `name=!close` is the word itself. Another object at the same address: a line of its own;
- per method one sign for each role, in the order of `ROLES`:

      E employee · C colleague · M line manager · O other manager · H hr · D director · P project leader ·
      X consultant · W works council · A administrator

      +  allowed: a page, a redirect, or a form that is not filled in right yet (2xx, 3xx, 409, 422)
      -  may not, in one's own organisation (403)
      .  does not exist as far as this role may know (404)
      _  the address is allowed, but nothing of this kind is there (404 for everybody: a second factor that is not on)

  A method that is not mentioned answers 405. HEAD goes with GET. `ALL`, `NONE`, `ONLY("HA")` save counting signs.
- `data=` is sent with a POST where an empty form would not reach the question of rights;
- `public=True`: no sign-in needed (the view says why). Everything else sends a stranger to the sign-in page.

The same object of the other organisation answers 404 to everybody, with every method; that needs no sign.
"""

from dataclasses import dataclass, field
from operator import attrgetter

from zichtlijn.audit.models import AuditEvent
from zichtlijn.jobs.models import Job
from zichtlijn.objectives.models import Action, Milestone, ObjectiveLink, ObjectiveTemplate, Reading, Stakeholder
from zichtlijn.organisation.models import Placement
from zichtlijn.strategy.models import CoreValue

ROLES = {
    "E": "employee",
    "C": "colleague",
    "M": "line_manager",
    "O": "other_manager",
    "H": "hr",
    "D": "director",
    "P": "project_leader",
    "X": "consultant",
    "W": "works_council",
    "A": "administrator",
}
ALL = "+" * len(ROLES)
NONE = "-" * len(ROLES)


def ONLY(letters: str, others: str = "-") -> str:
    """The signs in which these roles may, and the others get `others`."""
    return "".join("+" if letter in letters else others for letter in ROLES)


#: Objects of a cast that have no name there.
OBJECTS = {
    "placement": lambda cast: Placement.objects.get(person=cast.employee.person),
    "value": lambda cast: CoreValue.objects.get(direction=cast.direction),
    "stakeholder": lambda cast: Stakeholder.objects.get(direction=cast.direction),
    "link": lambda cast: ObjectiveLink.objects.get(child=cast.department_objective),
    "personal_link": lambda cast: ObjectiveLink.objects.get(child=cast.personal),
    "reading": lambda cast: Reading.objects.get(measure=cast.measure),
    "personal_reading": lambda cast: Reading.objects.get(measure=cast.personal_measure),
    "action": lambda cast: Action.objects.get(objective=cast.personal),
    "template": lambda cast: ObjectiveTemplate.objects.get(),
    "milestone": lambda cast: Milestone.objects.get(measure=cast.measure),
    "job": lambda cast: Job.objects.get(asked_by=cast.administrator.user),
    "line": lambda cast: AuditEvent.objects.first(),
}


@dataclass(frozen=True)
class Page:
    name: str
    on: str = ""
    GET: str | None = None
    POST: str | None = None
    public: bool = False
    query: str = ""
    data: dict = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.name} {self.on}".strip()

    def kwargs(self, cast) -> dict:
        """What stands in the address, for this cast."""
        found = {}
        for part in self.on.split():
            key, _, value = part.partition("=")
            if value.startswith("!"):
                found[key] = value[1:]
            else:
                thing = OBJECTS[value](cast) if value in OBJECTS else attrgetter(value)(cast)
                found[key] = thing.pk
        return found


def page(name, on="", **signs) -> Page:
    return Page(name, on, **signs)


TABLE = [
    # signing in
    page("account_login", GET=ALL, POST=ALL, public=True),
    page("account_logout", POST=ALL, public=True),
    page("account_inactive", GET=ALL, public=True),
    page("account_reauthenticate", GET=ALL, POST=ALL),
    page("account_change_password", GET=ALL, POST=ALL),
    page("account_reset_password", GET=ALL, POST=ALL, public=True),
    page("account_reset_password_done", GET=ALL, public=True),
    page("account_reset_password_from_key", "uidb36=!1 key=!set-password", GET=ALL, POST=ALL, public=True),
    page("account_reset_password_from_key_done", GET=ALL, public=True),
    page("mfa_index", GET=ALL),
    page("mfa_authenticate", GET=ALL, POST=ALL, public=True),
    page("mfa_reauthenticate", GET=ALL, POST=ALL),
    page("mfa_activate_totp", GET=ALL, POST=ALL),
    page("mfa_deactivate_totp", GET="_" * 10, POST="_" * 10),
    page("mfa_view_recovery_codes", GET="_" * 10),
    page("mfa_generate_recovery_codes", GET=ALL, POST=ALL),
    page("access:health", GET=ALL, public=True),
    page("access:csp_report", POST=ALL, public=True),
    page("access:language", POST=ALL, public=True),
    page("access:account", GET=ALL, POST=ALL),
    page("access:no_organisation", GET=ALL),
    page("access:switch_organisation", POST=ALL, data={"organisation": "proef"}),
    # members
    page("members:members", GET=ONLY("A")),
    page("members:add", GET=ONLY("A"), POST=ONLY("A")),
    page("members:invite", GET=ONLY("A"), POST=ONLY("A")),
    page("members:roles", GET=ALL),
    page("members:member", "membership_id=employee.membership", GET=ONLY("A"), POST=ONLY("A")),
    page("members:invite_again", "membership_id=employee.membership", POST=ONLY("A")),
    page("audit:log", GET=ONLY("A")),
]
