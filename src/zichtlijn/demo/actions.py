"""Loading the demo: everything or nothing."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from zichtlijn.access.models import Organisation
from zichtlijn.access.refusals import NotNow
from zichtlijn.access.roles import Role
from zichtlijn.demo.accounts import join, make_consultant, make_users, may_load
from zichtlijn.demo.small import EMPTY, make_empty, make_kade
from zichtlijn.demo.westerwaard import SEED, SLUGS, make_westerwaard

DEMO_SLUGS = (*SLUGS.values(), "kade-advies", *(slug for slug, _name, _description in EMPTY))


def demo_is_loaded() -> bool:
    """True when one of the demo organisations is there already."""
    return Organisation.objects.filter(slug__in=DEMO_SLUGS).exists()


@transaction.atomic
def load_demo(*, today: date, seed: int = SEED) -> list[Organisation]:
    """Make the demo organisations with their accounts. Refuses where others than this machine could reach them."""
    if not may_load():
        raise NotNow(_("The demo has a password that everybody knows: it is loaded only where nobody else can come."))
    if demo_is_loaded():
        raise NotNow(_("The demo organisations are already there."))
    consultant = make_consultant()
    made, administrators = [], []
    for language in SLUGS:
        users = make_users(language)
        organisation = make_westerwaard(language, users, today=today, seed=seed)
        join(organisation, consultant, (Role.CONSULTANT,))
        administrators.append(users["Daan Kuipers"])
        made.append(organisation)
    made.append(make_kade(consultant, today=today))
    make_empty(administrators)
    return made
