"""With whom a result can be shared, and why somebody who leads the person cannot read it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.models import Membership, RoleAssignment
from zichtlijn.access.permissions import Permission
from zichtlijn.access.roles import roles_with
from zichtlijn.feedback.models import FeedbackRound
from zichtlijn.feedback.queries.pages import managers_of
from zichtlijn.organisation.models import Person


@dataclass(frozen=True)
class Sharing:
    """The line managers to whom a result can be opened now, and what is to be said about all others."""

    managers: list[Person]
    reasons: list[str]


def sharing_of(round_: FeedbackRound) -> Sharing:
    """How the person can share this result today; once it is shared, only why it cannot be read after all."""
    managers, shared_with = managers_of(round_.person), round_.shared_with
    against = reasons_against_reading(managers)
    if shared_with is None:
        reasons = list(against.values()) if managers else [_("You have no line manager today to share it with.")]
        return Sharing([one for one in managers if one.pk not in against], reasons)
    if shared_with not in managers:
        return Sharing(
            [], [_("%(name)s is not your line manager today, and cannot read it.") % {"name": shared_with.name}]
        )
    return Sharing([], [against[shared_with.pk]] if shared_with.pk in against else [])


def reasons_against_reading(managers: list[Person]) -> dict[int, str]:
    """Line manager → what they lack today to read a result; who can read it is not in it. One question for all."""
    leads = RoleAssignment.objects.filter(
        membership=OuterRef("pk"), role__in=sorted(roles_with(Permission.LEAD_PEOPLE))
    )
    members = Membership.objects.open_on(timezone.localdate()).filter(person__in=managers)
    found = dict(members.annotate(leads=Exists(leads)).values_list("person", "leads"))
    return {one.pk: _reason(one, one.pk in found) for one in managers if not found.get(one.pk)}


def _reason(manager: Person, has_account: bool) -> str:
    if not has_account:
        sentence = _(
            "%(name)s is your line manager and cannot read it now, without an account here. Ask the administrator for "
            "an account."
        )
    else:
        sentence = _(
            "%(name)s is your line manager and cannot read it now, without the role “Manager”. Ask the administrator "
            "to give them that role."
        )
    return sentence % {"name": manager.name}
